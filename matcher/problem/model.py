"""The line-up problem and its answers, as arrays; no graph needed.

Choose members ``x`` in {0, 1} and volumes ``y >= 0`` to maximise

    sum_oc  weight_c / need_c * quality_oc * y_oc
  + pair_weight * sum_{o<p} affinity_op x_o x_p / pair_scale
  + the lead's lead_worth
  - sum_o member_cost_o x_o
  - sum_oc volume_price_o * y_oc

subject to ``sum_o y_oc <= need_c``; ``y_oc <= cell_capacity_oc x_o``;
``sum_c y_oc <= total_capacity_o``; ``sum_c cell_value_c y_oc <= value_limit_o``;
``sum_c y_oc >= min_volume_o x_o``; ``sum_o x_o <= K``; one lead, the member with the highest
`lead_worth` among those that may lead; the volume of VCSEs at least ``min_vcse_share`` of all
volume; locked candidates in, excluded ones out, and no two in conflict; of each quota's candidates
at least and at most so many. ``K`` is `max_members`.

How many members are best is an outcome: each costs its `member_cost`, so the best line-up is the
one whose next member is not worth it. The cost is charged for the lead too; whoever wants to give
it back adds it to `lead_worth`. A lead need not serve any cell. `pair_scale` does not depend on K,
so that pairs do not fade as K grows.

Three parts go beyond the textbook form. `min_volume`: history knows partners that were named to win
and then got no work, so whoever is in a line-up can be asked for some. `quotas`: members of a kind,
such as local ones, or all but one of a given line-up. `volume_price`: what work costs that other
areas want from the same candidate (`matcher.questions.portfolio.portfolio`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from scipy import sparse

from matcher.errors import ProblemError
from matcher.problem.checks import (
    FLAGS,
    MATRICES,
    NUMBERS,
    kind_mistakes,
    problem_mistakes,
    read,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Csr = sparse.csr_array[Any]


PAIR_SCALE = 45.0
"""The pairs of a line-up of ten."""
RULES = ("locked", "excluded", "conflicts", "quotas")
"""The fields that say who may be members together."""
_ARRAYS = (*NUMBERS, *FLAGS, *MATRICES)
_OF_CANDIDATES = (
    "total_capacity",
    "member_cost",
    "lead_worth",
    "is_vcse",
    "may_lead",
    "value_limit",
    "min_volume",
    "volume_price",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Of these candidates at least `at_least` and at most `at_most` (None: K) are members.

    `rule` names the rule that it stands for, where somebody may ask.
    """

    candidates: tuple[int, ...]
    at_least: int = 0
    at_most: int | None = None
    rule: str = ""

    def allows(self, members: Collection[int]) -> bool:
        """Whether a line-up keeps the quota."""
        held = len(set(self.candidates) & set(members))
        return self.at_least <= held and (self.at_most is None or held <= self.at_most)


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """One line-up problem with N candidates and C cells.

    Attributes
    ----------
    need : needs a year in each cell, > 0, shape (C,)
    weight : importance of each cell, >= 0, shape (C,)
    quality : CSR (N, C) in [0, 1]; stored entries are the cells a candidate can serve
    cell_capacity : CSR (N, C), needs a year, same pattern as `quality`; default: the need
    total_capacity : needs a year, shape (N,); default: no limit
    affinity : CSR (N, N) in [0, 1], symmetric, zero diagonal; default: none
    is_vcse, may_lead : flags, shape (N,); default: nobody, everybody
    member_cost : score that a member costs, >= 0, shape (N,); default: 0
    lead_worth : score that the lead adds, >= 0, shape (N,); only of those who may lead does it
        count; default: 0
    cell_value : pounds for one person a year, shape (C,); default: 0
    value_limit : pounds a year, shape (N,), inf allowed; default: no limit
    min_volume : needs a year that a member gets at least, shape (N,); default: 0
    volume_price : score that one person's volume costs, >= 0, shape (N,); default: 0
    max_members : K, at least 1
    min_vcse_share : in [0, 1]
    pair_weight : at least 0
    pair_scale : pairs whose whole affinity is worth `pair_weight`, > 0
    locked, excluded : candidate indices that must, or must not, be members
    conflicts : pairs of candidates that cannot both be members
    quotas : how many members of given sets of candidates

    Raises
    ------
    ProblemError
        If shapes or values contradict each other; all mistakes at once, each with its field.
    """

    need: Floats
    weight: Floats
    quality: Csr
    max_members: int
    cell_capacity: Csr = None  # type: ignore[assignment]
    total_capacity: Floats = None  # type: ignore[assignment]
    affinity: Csr = None  # type: ignore[assignment]
    is_vcse: Flags = None  # type: ignore[assignment]
    may_lead: Flags = None  # type: ignore[assignment]
    member_cost: Floats = None  # type: ignore[assignment]
    lead_worth: Floats = None  # type: ignore[assignment]
    cell_value: Floats = None  # type: ignore[assignment]
    value_limit: Floats = None  # type: ignore[assignment]
    min_volume: Floats = None  # type: ignore[assignment]
    volume_price: Floats = None  # type: ignore[assignment]
    min_vcse_share: float = 0.0
    pair_weight: float = 0.0
    pair_scale: float = PAIR_SCALE
    locked: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    conflicts: tuple[tuple[int, int], ...] = ()
    quotas: tuple[Quota, ...] = ()

    def __post_init__(self) -> None:
        """Read the arrays, check everything, then fill the fields that were left out."""
        mistakes = [*self._read(), *kind_mistakes(self)] or problem_mistakes(self)
        if mistakes:
            raise ProblemError(mistakes)
        self._fill()

    def _read(self) -> Iterator[str]:
        """Turn what is given into arrays; what cannot be one is a mistake."""
        for name in _ARRAYS:
            value = getattr(self, name)
            if value is None and name not in {"need", "weight", "quality"}:
                continue
            try:
                self._set(name, read(name, value))
            except ValueError as error:
                yield str(error)

    def _fill(self) -> None:
        n, c = self.quality.shape
        self._default("cell_capacity", _with_data(self.quality, self.need[self.quality.indices]))
        self._default("affinity", sparse.csr_array((n, n), dtype=np.float64))
        for name in ("total_capacity", "value_limit"):
            self._default(name, np.full(n, np.inf))
        for name in ("member_cost", "lead_worth", "min_volume", "volume_price"):
            self._default(name, np.zeros(n))
        self._default("cell_value", np.zeros(c))
        self._default("is_vcse", np.zeros(n, dtype=bool))
        self._default("may_lead", np.ones(n, dtype=bool))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _default(self, name: str, value: object) -> None:
        if getattr(self, name) is None:
            self._set(name, value)

    @property
    def candidates(self) -> int:
        """N, the number of candidates."""
        return int(self.quality.shape[0])

    @property
    def cells(self) -> int:
        """C, the number of cells."""
        return int(self.quality.shape[1])

    def adds_rules_to(self, other: Problem) -> bool:
        """Whether this is another problem with nothing but further rules about who is a member."""
        numbers = ("max_members", "min_vcse_share", "pair_weight", "pair_scale")
        return (
            all(getattr(self, name) is getattr(other, name) for name in _ARRAYS)
            and all(getattr(self, name) == getattr(other, name) for name in numbers)
            and all(set(getattr(other, name)) <= set(getattr(self, name)) for name in RULES)
        )

    def only(self, candidates: Sequence[int] | NDArray[np.integer[Any]]) -> Problem:
        """Give the same problem with only these candidates, in this order.

        Locked candidates must be among them; others that are named and are not are forgotten.
        """
        rows = np.asarray(candidates, dtype=np.int64)
        new = {int(old): position for position, old in enumerate(rows)}
        return replace(
            self,
            quality=self.quality[rows],
            cell_capacity=self.cell_capacity[rows],
            affinity=self.affinity[rows][:, rows],
            **{name: getattr(self, name)[rows] for name in _OF_CANDIDATES},
            locked=tuple(new[i] for i in self.locked),
            excluded=tuple(new[i] for i in self.excluded if i in new),
            conflicts=tuple((new[a], new[b]) for a, b in self.conflicts if a in new and b in new),
            quotas=tuple(
                replace(q, candidates=tuple(new[i] for i in q.candidates if i in new))
                for q in self.quotas
            ),
        )


def _with_data(pattern: Csr, data: Floats) -> Csr:
    return sparse.csr_array((data, pattern.indices, pattern.indptr), shape=pattern.shape)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """One line-up with its best volumes.

    Attributes
    ----------
    members : candidate indices, ascending
    lead : the member that leads
    volume : needs a year, CSR (N, C)
    objective : the score; the values of `criteria` add up to it
    bound : no line-up allowed in this place of the list can score more
    gap : (bound - objective) / max(abs(objective), 1e-9)
    proven_optimal : whether the gap is within the one that was asked for
    seconds : time spent on this line-up
    why_stopped : ``optimal``, ``time limit`` or ``stopped``
    """

    members: tuple[int, ...]
    lead: int
    volume: Csr
    objective: float
    criteria: dict[str, float]
    bound: float
    gap: float
    proven_optimal: bool
    seconds: float
    why_stopped: str


class Solutions(Sequence[Solution]):
    """Line-ups, the best first; empty when no line-up satisfies the rules."""

    def __init__(self, solutions: Sequence[Solution], *, complete: bool) -> None:
        """Keep the line-ups; `complete` says whether further ones are known not to exist."""
        self._solutions = tuple(solutions)
        self.complete = complete

    @overload
    def __getitem__(self, index: int) -> Solution: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Solution]: ...
    def __getitem__(self, index: int | slice) -> Solution | Sequence[Solution]:
        """Give one line-up, or a slice of them."""
        return self._solutions[index]

    def __len__(self) -> int:
        """Count the line-ups."""
        return len(self._solutions)
