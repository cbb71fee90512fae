"""An independent solver of the line-up problem: SCIP, in a process of its own.

Written from the docstring of `matcher.problem.model` alone; nothing of `matcher` is imported, so
that a mistake of ours cannot be made here again. Run as a program it reads one question a line from
standard input, as JSON, and writes one answer a line:

    {"problem": {...}, "earlier": [[0, 3], ...], "min_difference": 2}
    {"members": [1, 4], "objective": 0.75, "bound": 0.75}

`problem` holds the fields of `Problem` as lists, matrices as [row, column, value] and null for
what has no limit. `members` is null where no line-up satisfies the rules.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pyscipopt import Model, quicksum
from pyscipopt.scip import PY_SCIP_PARAMSETTING as EFFORT

UNIT = 1000.0
"""SCIP compares objectives to 1e-9 of its own scale; thousandths of a score are its units."""
TIGHT = 1e-9
"""How far a row may be broken, so that rounding cannot pass for score."""


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Find the best line-up that leaves out enough members of each earlier one."""
    line_up = LineUp(question["problem"])
    for members in question["earlier"]:
        line_up.leave_out(members, question["min_difference"])
    return line_up.best()


class LineUp:
    """Members x, volumes y and pairs of members, in SCIP's words."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.problem = problem
        self.model = Model()
        self.model.hideOutput()
        self.model.setParam("numerics/feastol", TIGHT)
        self.model.setSeparating(EFFORT.FAST)  # half the time on problems of this size
        self.model.setHeuristics(EFFORT.FAST)
        count = len(problem["may_lead"])
        self.x = [self.model.addVar(vtype="B", name=f"x{o}") for o in range(count)]
        self.y = {
            (o, c): self.model.addVar(lb=0.0, ub=capacity, name=f"y{o},{c}")
            for o, c, capacity in problem["cell_capacity"]
        }
        self.members()
        self.volumes()
        self.model.setObjective(UNIT * self.gain(), "maximize")

    def members(self) -> None:
        """Who may be together."""
        problem, x, model = self.problem, self.x, self.model
        model.addCons(quicksum(x) <= problem["max_members"])
        may_lead = [o for o, may in enumerate(problem["may_lead"]) if may]
        self.z = {o: model.addVar(vtype="B", name=f"z{o}") for o in may_lead}
        model.addCons(quicksum(self.z.values()) == 1)
        for o, leads in self.z.items():
            model.addCons(leads <= x[o])
        for o in problem["locked"]:
            model.addCons(x[o] == 1)
        for o in problem["excluded"]:
            model.addCons(x[o] == 0)
        for a, b in problem["conflicts"]:
            model.addCons(x[a] + x[b] <= 1)
        for quota in problem["quotas"]:
            held = quicksum(x[o] for o in set(quota["candidates"]))
            model.addCons(held >= quota["at_least"])
            if quota["at_most"] is not None:
                model.addCons(held <= quota["at_most"])

    def volumes(self) -> None:
        """How much work each can do, must get and may be paid for."""
        problem, x, model = self.problem, self.x, self.model
        for o, c, capacity in problem["cell_capacity"]:
            model.addCons(self.y[o, c] <= capacity * x[o])
        for c, need in enumerate(problem["need"]):
            model.addCons(quicksum(v for (_, d), v in self.y.items() if d == c) <= need)
        for o, x_o in enumerate(x):
            own = {c: v for (p, c), v in self.y.items() if p == o}
            people = quicksum(own.values())
            model.addCons(people >= problem["min_volume"][o] * x_o)
            if problem["total_capacity"][o] is not None:
                model.addCons(people <= problem["total_capacity"][o])
            if problem["value_limit"][o] is not None:
                value = quicksum(problem["cell_value"][c] * v for c, v in own.items())
                model.addCons(value <= problem["value_limit"][o])
        everybody = quicksum(self.y.values())
        vcses = quicksum(v for (o, _), v in self.y.items() if problem["is_vcse"][o])
        model.addCons(vcses >= problem["min_vcse_share"] * everybody)

    def gain(self) -> Any:
        """The score: coverage and affinity, a lead, less costs and the price of volume."""
        problem = self.problem
        worth = {
            (o, c): problem["weight"][c] / problem["need"][c] * quality - problem["volume_price"][o]
            for o, c, quality in problem["quality"]
        }
        work = quicksum(worth[entry] * volume for entry, volume in self.y.items())
        together = quicksum(
            problem["pair_weight"] * affinity / problem["pair_scale"] * self.both(o, p)
            for o, p, affinity in problem["affinity"]
            if o < p
        )
        leading = quicksum(problem["lead_worth"][o] * leads for o, leads in self.z.items())
        cost = quicksum(c * x for c, x in zip(problem["member_cost"], self.x, strict=True))
        return work + together + leading - cost

    def both(self, o: int, p: int) -> Any:
        """A variable that is at most 1 where both are members, and 0 elsewhere."""
        pair = self.model.addVar(lb=0.0, ub=1.0, name=f"p{o},{p}")
        self.model.addCons(pair <= self.x[o])
        self.model.addCons(pair <= self.x[p])
        return pair

    def leave_out(self, members: list[int], least: int) -> None:
        """At least so many of an earlier line-up's members are not in this one."""
        absent = len(members) - quicksum(self.x[o] for o in members)
        self.model.addCons(absent >= least)

    def best(self) -> dict[str, Any]:
        """Solve to the end."""
        self.model.optimize()
        status = self.model.getStatus()
        if status in {"infeasible", "inforunbd"}:
            return {"members": None, "objective": None, "bound": None}
        if status != "optimal":
            message = f"SCIP stopped: {status}"
            raise RuntimeError(message)
        members = [o for o, x in enumerate(self.x) if self.model.getVal(x) > 0.5]
        return {
            "members": members,
            "objective": self.model.getObjVal() / UNIT,
            "bound": self.model.getDualbound() / UNIT,
        }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201
