"""Who could replace whom in a line-up, and what that would do to its score.

The prices of the line-up without a member bound what everybody else could add in its place:

    score with another <= score of the rest + its worth at those prices + its ties with the rest

Whoever is bounded highest is scored exactly, one after the other, until nobody left could be among
the best. So those that are listed are proven to be the best, unless there were too many to score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.names import Directory
from matcher.engine.allocation import best_volumes
from matcher.engine.formulation import Formulation
from matcher.engine.highs import HighsSolver
from matcher.engine.pricing import Prices, Pricing
from matcher.engine.solver import score
from matcher.errors import BriefError, BriefMistake, MembersError, UnknownNameError
from matcher.lineups import heading
from matcher.problem.merging import merge_cells
from matcher.questions.findings import Change
from matcher.questions.given import given_line_up, rules_kept
from matcher.questions.rescoring_records import Replacements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.request import Brief
    from matcher.problem.model import Problem, Solution
    from matcher.questions.given import Given

    Floats = NDArray[np.float64]

MOST = 3
"""Replacements that are listed for each member, unless somebody asks for more."""
_TRIED = 12
_DIGITS, _SHARE_DIGITS = 6, 4
_SAME = 1e-9


def replacements(
    snapshot: Snapshot,
    brief: Brief,
    members: Sequence[str],
    *,
    of: Sequence[str] = (),
    most: int = MOST,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Replacements:
    """Find the best replacements for members of a line-up.

    Nobody takes the place of a member against a rule that the line-up keeps, or against the
    brief's never-haves.

    Parameters
    ----------
    members : by identifier, name or alias; the brief's lead is one of them
    of : those of them who could be replaced; all of them without it
    most : how many to list for each
    stop : asked often; once it says yes the rest is left out

    Raises
    ------
    BriefError
        With all the mistakes at once, unknown members included.
    """
    names = directory or Directory(snapshot)
    given = given_line_up(snapshot, brief, members, names)
    market = _Market.of(given)
    own = market.score(given.members)
    asked = _asked(given, of, names)
    changes: list[Change] = []
    for member in asked:
        if stop():
            break
        changes += market.best_for(member, own, most)
    return Replacements(
        **heading(replace(given.case, brief=given.brief)),
        score=None if own is None else round(own.objective, _DIGITS),
        changes=tuple(changes),
    )


def _asked(given: Given, of: Sequence[str], names: Directory) -> tuple[int, ...]:
    """The members who could be replaced, in the order of the line-up."""
    wanted, mistakes = set(), []
    for name in of:
        try:
            row = given.case.candidate(names.organisation(name))
        except UnknownNameError as error:
            mistakes.append(BriefMistake("of", str(error)))
            continue
        if row not in given.members:
            mistakes.append(BriefMistake("of", f"{name!r} is not in the line-up"))
        wanted.add(row)
    if mistakes:
        raise BriefError(mistakes)
    return tuple(row for row in given.members if not of or row in wanted)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Market:
    """Everybody who could come, priced against a line-up."""

    given: Given
    problem: Problem
    pricing: Pricing
    linear: HighsSolver

    @classmethod
    def of(cls, given: Given) -> _Market:
        """Lay the problem out, with the rules that the line-up keeps."""
        problem = rules_kept(given, merge_cells(given.case.problem).problem)[1]
        rows = [given.case.candidate(organisation) for organisation in given.brief.never]
        barred = {row for row in rows if row is not None} | set(given.refused)
        problem = replace(problem, excluded=tuple(sorted(barred - set(given.members))))
        return cls(
            given=given,
            problem=problem,
            pricing=Pricing(Formulation(problem)),
            linear=HighsSolver(seed=0),
        )

    def score(self, members: Sequence[int]) -> Solution | None:
        """Score members exactly; None where they break a rule."""
        try:
            return score(self.problem, members)
        except MembersError:
            return None

    def best_for(self, member: int, own: Solution | None, most: int) -> Iterator[Change]:
        """The best in a member's place, scored until nobody left could be among them."""
        rest = tuple(row for row in self.given.members if row != member)
        found: list[tuple[int, Solution]] = []
        bounds = self._bounds(rest)
        order = np.argsort(-bounds, kind="stable")
        tried, proven = 0, False
        for row in order.tolist():
            if self._enough(found, most, float(bounds[row])):
                proven = True
                break
            if tried == _TRIED + most:
                break
            after = self.score((*rest, row))
            tried += 1
            if after is not None:
                found.append((row, after))
        proven |= tried == len(order)
        best = sorted(found, key=lambda pair: (-pair[1].objective, pair[0]))[:most]
        for row, after in best:
            yield self._change(row, member, after, own, proven=proven)

    def _enough(self, found: list[tuple[int, Solution]], most: int, bound: float) -> bool:
        """Whether somebody bounded so cannot be among the best."""
        if not np.isfinite(bound):
            return True
        scores = sorted((after.objective for _, after in found), reverse=True)
        return len(scores) >= most and scores[most - 1] >= bound - _SAME

    def _bounds(self, rest: tuple[int, ...]) -> Floats:
        """What no line-up of the rest and one other scores more, -inf for who cannot come."""
        problem, everybody = self.problem, np.arange(self.problem.candidates)
        free = Prices(cell=np.zeros(problem.cells))
        prices = best_volumes(problem, rest, self.linear).prices if rest else free
        worth = self.pricing.alone(prices, everybody)
        ties = np.zeros(problem.candidates)
        for row in rest:
            span = slice(problem.affinity.indptr[row], problem.affinity.indptr[row + 1])
            ties[problem.affinity.indices[span]] += problem.affinity.data[span]
        among = float(ties[list(rest)].sum()) / 2
        pairs = problem.pair_weight * (ties + among) / problem.pair_scale
        bounds = self.pricing.constant(prices) + worth[list(rest)].sum() + worth + pairs
        bounds[[*self.given.members, *problem.excluded]] = -np.inf
        return np.asarray(bounds)

    def _change(
        self, row: int, member: int, after: Solution, own: Solution | None, *, proven: bool
    ) -> Change:
        case, before = self.given.case, 0.0 if own is None else own.objective
        comes, goes = case.organisation(row), case.organisation(member)
        covered = float(after.volume.sum()) / float(self.problem.need.sum())
        return Change(
            comes=str(comes.id),
            comes_name=comes.name,
            goes=str(goes.id),
            goes_name=goes.name,
            score=round(after.objective, _DIGITS),
            gain=round(after.objective - before, _DIGITS),
            coverage=round(covered, _SHARE_DIGITS),
            proven=proven,
        )
