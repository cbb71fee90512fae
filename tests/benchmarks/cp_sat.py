"""CP-SAT on the line-up problem, as a program: it cannot share a process with our solver.

Reads one question from standard input, as JSON, and writes one answer:

    {"problem": {...}, "time_limit_s": 60}
    {"members": [1, 4], "value": 0.75, "bound": 0.76, "proven": false, "seconds": 60.0}

`problem` is written by `tests.matcher.engine.test_oracle.question`; only the rules that generated
markets have are read. CP-SAT knows whole numbers only: a volume is counted in tenths of a person,
needs and capacities rounded down, and the score in billionths.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ortools.sat.python import cp_model

PARTS = 10
"""Of a person, in which volumes are counted."""
BILLION = 10**9
THOUSAND = 1000
WORKERS = 8


class LineUp:
    """Members, volumes and pairs in CP-SAT's words, with the same tight rows that we use."""

    def __init__(self, problem: dict[str, Any]) -> None:
        """Build the model."""
        self.problem = problem
        self.model = cp_model.CpModel()
        self.members = [self.model.new_bool_var(f"x{o}") for o in range(len(problem["is_vcse"]))]
        self.volumes: dict[tuple[int, int], Any] = {}
        self.of_candidate: list[list[Any]] = [[] for _ in problem["is_vcse"]]
        self.of_cell: list[list[Any]] = [[] for _ in problem["need"]]
        self.gains: list[Any] = []
        self._who()
        self._work()
        self._pairs()
        self.model.maximize(sum(self.gains))

    def _who(self) -> None:
        problem = self.problem
        self.model.add(sum(self.members) <= problem["max_members"])
        may_lead = [x for x, may in zip(self.members, problem["may_lead"], strict=True) if may]
        self.model.add_at_least_one(may_lead)
        for x, cost in zip(self.members, problem["member_cost"], strict=True):
            self.gains.append(-round(cost * BILLION) * x)

    def _work(self) -> None:
        for (o, c, most), (_, _, quality) in zip(
            self.problem["cell_capacity"], self.problem["quality"], strict=True
        ):
            self._entry(o, c, most, quality)
        for volumes, need in zip(self.of_cell, self.problem["need"], strict=True):
            self.model.add(sum(volumes) <= int(need * PARTS))
        for o, most in enumerate(self.problem["total_capacity"]):
            self.model.add(sum(self.of_candidate[o]) <= int(most * PARTS) * self.members[o])
        share = round(self.problem["min_vcse_share"] * THOUSAND)
        counts = [THOUSAND * vcse - share for vcse in self.problem["is_vcse"]]
        self.model.add(sum(counts[o] * y for (o, _), y in self.volumes.items()) >= 0)

    def _entry(self, o: int, c: int, most: float, quality: float) -> None:
        """The volume of one candidate in one cell, none unless it is a member."""
        limit = int(min(most, self.problem["need"][c]) * PARTS)
        volume = self.model.new_int_var(0, limit, f"y{o},{c}")
        self.volumes[o, c] = volume
        self.of_candidate[o].append(volume)
        self.of_cell[c].append(volume)
        self.model.add(volume <= limit * self.members[o])
        gain = self.problem["weight"][c] / self.problem["need"][c] * quality
        self.gains.append(round(gain * BILLION / PARTS) * volume)

    def _pairs(self) -> None:
        """A pair counts where both are members; one member is in at most K - 1 pairs."""
        problem, most = self.problem, self.problem["max_members"]
        stars: dict[int, list[Any]] = {}
        for o, p, affinity in problem["affinity"]:
            if o > p:
                continue
            pair = self.model.new_bool_var(f"u{o},{p}")
            for end in (o, p):
                self.model.add_implication(pair, self.members[end])
                stars.setdefault(end, []).append(pair)
            gain = problem["pair_weight"] * affinity / problem["pair_scale"]
            self.gains.append(round(gain * BILLION) * pair)
        for end, pairs in stars.items():
            self.model.add(sum(pairs) <= (most - 1) * self.members[end])

    def best(self, time_limit_s: float) -> dict[str, Any]:
        """Solve, for so long at most."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.max_time_in_seconds = time_limit_s
        solver.parameters.relative_gap_limit = 1e-4
        status = solver.solve(self.model)
        found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        return {
            "members": [o for o, x in enumerate(self.members) if found and solver.value(x)],
            "value": solver.objective_value / BILLION if found else None,
            "bound": solver.best_objective_bound / BILLION,
            "proven": status == cp_model.OPTIMAL,
            "seconds": solver.wall_time,
        }


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    answer = LineUp(asked["problem"]).best(asked["time_limit_s"])
    print(json.dumps(answer), flush=True)  # noqa: T201
