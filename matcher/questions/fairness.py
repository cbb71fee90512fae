"""Who is shown in lists of partners and in line-ups, against who could do the work.

docs/fairness.md says what is measured. What it goes by, and how it is made, is in
`matcher.questions.groups`, `matcher.questions.relevance` and `matcher.questions.exposure`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.view import Direction
from matcher.answer.records import AreaLabel
from matcher.questions.exposure import exposures, place_weights, ratios
from matcher.questions.fair_partners import areas_worked
from matcher.questions.fairness_records import (
    LINE_UPS,
    PARTNERS,
    Fairness,
    FairnessQueryError,
    GroupFairness,
    GroupingFairness,
)
from matcher.questions.groups import GROUPINGS, grouping_of
from matcher.questions.partner_asking import direction_of, found
from matcher.questions.partner_records import PartnerQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import Answer
    from matcher.brief.names import Directory
    from matcher.questions.fairness_records import FairnessQuery
    from matcher.questions.groups import Grouping
    from matcher.questions.partners import PartnerSearch

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Indices = NDArray[np.int32]

_FOUR_FIFTHS = 0.8
_NO_FACT = (
    "Not known of anybody: {}. No fact of this programme says who leads a body, and a name is no "
    "fact. A table can say it (matcher fairness --groups)."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Asked:
    query: FairnessQuery
    area: int | None
    pathway: int | None
    direction: Direction
    as_of: date
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shown:
    """L lists: who is named, what each place is worth, and for which areas; shape (L, areas).

    `empty` counts further lists that name nobody: they show no group, and are not compared.
    """

    named: Sequence[Indices]
    weights: Sequence[Floats]
    areas: Flags
    empty: int = 0


class FairnessReport:
    """Reports on lists that one snapshot's search for partners gives.

    Parameters
    ----------
    snapshot : the facts
    search : what suggests partners
    names : the names of the snapshot
    """

    def __init__(self, snapshot: Snapshot, search: PartnerSearch, names: Directory) -> None:
        self._snapshot, self._search, self._names = snapshot, search, names
        self._told = search.told

    def check(self, query: FairnessQuery) -> None:
        """Find the mistakes of a question before anything is worked out for it.

        Raises
        ------
        FairnessQueryError
            With all mistakes of the question at once.
        """
        self._read(query)

    def of_partners(
        self, query: FairnessQuery, *, progress: Callable[[str], None] = lambda _: None
    ) -> Fairness:
        """Report on everybody's partners: each of those who could ask, asks.

        Raises
        ------
        FairnessQueryError
            With all mistakes of the question at once.
        """
        asked = self._read(query)
        could = self._askers(asked)
        drawn = could
        if len(could) > query.lists:
            rng = np.random.default_rng(query.seed)
            drawn = np.sort(rng.choice(could, query.lists, replace=False))
        named = []
        for done, asker in enumerate(drawn.tolist(), 1):
            progress(f"list {done:,} of {len(drawn):,}")
            named.append(self._search.ranking(self._question(asked, asker)).named)
        names_any = np.array([len(each) > 0 for each in named], dtype=bool)
        seen = [each for each in named if len(each)]
        shown = _Shown(
            named=seen,
            weights=[place_weights(len(each)) for each in seen],
            areas=self._areas(asked, drawn[names_any]),
            empty=len(named) - len(seen),
        )
        return self._report(asked, shown, of=PARTNERS, askers=len(could))

    def of_line_ups(self, query: FairnessQuery, answers: Iterable[Answer]) -> Fairness:
        """Report on the members of line-ups: within one, all places are worth the same.

        Raises
        ------
        FairnessQueryError
            With all mistakes of the question at once.
        """
        asked, snapshot = self._read(query), self._snapshot
        named, areas = [], []
        for answer in answers:
            for line_up in answer.lineups:
                members = [snapshot.organisation_index[each.id] for each in line_up.members]
                named.append(np.array(members, dtype=np.int32))
                areas.append(snapshot.area_index[answer.area.id])
        flags = np.zeros((len(named), len(snapshot.areas)), dtype=bool)
        flags[np.arange(len(named)), areas] = True
        shown = _Shown(named=named, weights=[np.ones(len(each)) for each in named], areas=flags)
        return self._report(asked, shown, of=LINE_UPS, askers=len(set(areas)))

    def _read(self, query: FairnessQuery) -> _Asked:
        mistakes, names = list(query.mistakes()), self._names
        area = found(mistakes, "area", query.area, names.area)
        pathway = found(mistakes, "pathway", query.pathway, names.pathway)
        direction = found(mistakes, "direction", query.direction, direction_of)
        as_of = query.as_of or self._snapshot.facts.programme.competition_opened
        for field in ("by", "fair"):
            found(mistakes, field, getattr(query, field), partial(self._group, as_of))
        if mistakes:
            raise FairnessQueryError(mistakes)
        every = tuple(dict.fromkeys([*GROUPINGS, *self._told]))
        return _Asked(
            query=query,
            area=area,
            pathway=pathway,
            direction=direction or Direction.PARTNERS,
            as_of=as_of,
            by=(query.by,) if query.by.strip() else every,
        )

    def _group(self, as_of: date, name: str) -> Grouping:
        return grouping_of(self._snapshot, name, as_of=as_of, told=self._told)

    def _askers(self, asked: _Asked) -> NDArray[np.int64]:
        """Who could ask: who does some of the work, and may lead it where partners join."""
        could = self._search.field.possible(asked.as_of, asked.area)
        if asked.direction is Direction.JOINS:
            could = could & self._snapshot.organisation_columns.may_lead
        areas = np.arange(len(self._snapshot.areas)) if asked.area is None else [asked.area]
        relevance = self._search.relevance.over(np.array(areas), asked.pathway, asked.as_of)
        return np.flatnonzero(could & (relevance > 0))

    def _question(self, asked: _Asked, asker: int) -> PartnerQuery:
        query = asked.query
        return PartnerQuery(
            organisation=str(self._snapshot.organisations[asker].id),
            area=query.area,
            pathway=query.pathway,
            direction=query.direction,
            limit=query.limit,
            variety=query.variety,
            fair=query.fair,
            as_of=asked.as_of,
        )

    def _areas(self, asked: _Asked, askers: NDArray[np.int64]) -> Flags:
        """For which areas each list is: the one asked about, or those where its asker works."""
        flags = np.zeros((len(askers), len(self._snapshot.areas)), dtype=bool)
        for row, asker in enumerate(askers.tolist()):
            worked = areas_worked(self._snapshot, asker, asked.as_of)
            flags[row, worked if asked.area is None else asked.area] = True
        return flags

    def _report(self, asked: _Asked, shown: _Shown, *, of: str, askers: int) -> Fairness:
        snapshot, query = self._snapshot, asked.query
        relevance, could = self._relevances(asked, shown)
        groupings = tuple(self._grouping(asked, shown, relevance, could, name) for name in asked.by)
        area = None if asked.area is None else snapshot.areas[asked.area]
        partners = of == PARTNERS
        return Fairness(
            programme=snapshot.facts.programme.id,
            data_version=snapshot.data_version,
            as_of=asked.as_of.isoformat(),
            of=of,
            area=None
            if area is None
            else AreaLabel(id=area.id, codes=area.by_scheme, name=area.name),
            pathway=None if asked.pathway is None else snapshot.pathways[asked.pathway].key,
            direction=asked.direction.value if partners else None,
            limit=query.limit if partners else None,
            variety=query.variety if partners else None,
            fair=query.fair or None if partners else None,
            seed=query.seed,
            askers=askers,
            lists=len(shown.named),
            findings=tuple(_findings(groupings)),
            notes=tuple(_notes(groupings, shown, askers=askers, of=of)),
            groupings=groupings,
        )

    def _relevances(self, asked: _Asked, shown: _Shown) -> tuple[dict[int, Floats], Flags]:
        """What each could do in each area that a list is for; who could be named at all."""
        could = self._search.field.possible(asked.as_of, asked.area)
        return {
            area: self._search.relevance.of(area, asked.pathway, asked.as_of) * could
            for area in np.flatnonzero(shown.areas.any(axis=0)).tolist()
        }, could

    def _grouping(
        self,
        asked: _Asked,
        shown: _Shown,
        relevance: dict[int, Floats],
        could: Flags,
        name: str,
    ) -> GroupingFairness:
        grouping = self._group(asked.as_of, name)
        size = len(grouping.labels)
        by_area = np.zeros((shown.areas.shape[1], size))
        total = np.zeros(len(could))
        for area, needs in relevance.items():
            by_area[area] = grouping.sums(needs)
            total += needs
        due = shown.areas @ by_area
        due /= np.maximum(due.sum(axis=1, keepdims=True), 1e-12)
        seen = exposures(shown.named, shown.weights, grouping.group, groups=size)
        bodies = grouping.counts(could & (total > 0))
        return GroupingFairness(
            by=name,
            goes_by=GROUPINGS.get(name, "a table"),
            known=grouping.is_known,
            groups=tuple(_groups(grouping, bodies, by_area.sum(axis=0), due, seen, asked)),
        )


def _groups(
    grouping: Grouping,
    bodies: NDArray[np.int64],
    needs: Floats,
    due: Floats,
    seen: Floats,
    asked: _Asked,
) -> Iterator[GroupFairness]:
    """Tell the groups that have any body, or any place."""
    compared = ratios(seen, due, seed=asked.query.seed)
    shown = seen.mean(axis=0) if len(seen) else np.zeros(len(bodies))
    share = due.mean(axis=0) if len(due) else np.zeros(len(bodies))
    for each, label in enumerate(grouping.labels):
        if bodies[each] or shown[each]:
            ratio = compared[each]
            yield GroupFairness(
                group=label,
                bodies=int(bodies[each]),
                share_of_bodies=float(bodies[each] / max(int(bodies.sum()), 1)),
                capability_needs_a_year=float(needs[each]),
                share_of_capability=float(share[each]),
                exposure=float(shown[each]),
                ratio=ratio.ratio,
                low=ratio.low,
                high=ratio.high,
                verdict=ratio.verdict,
            )


def _findings(groupings: Iterable[GroupingFairness]) -> Iterator[str]:
    """Say which groups stand out: by four fifths or more, and not by the chance of the draw."""
    for grouping in groupings:
        if not grouping.known:
            continue
        for row in grouping.groups:
            if row.ratio is None or row.verdict not in {"over-exposed", "under-exposed"}:
                continue
            if _FOUR_FIFTHS <= row.ratio <= 1 / _FOUR_FIFTHS:
                continue
            more = "more" if row.ratio > 1 else "less"
            yield (
                f"By {grouping.by}, {row.group}: shown {more} than its share, {row.ratio:.2f} "
                f"times ({row.low:.2f} to {row.high:.2f}): {row.exposure:.1%} of the exposure, "
                f"{row.share_of_capability:.1%} of the relevant capability."
            )


def _notes(
    groupings: Iterable[GroupingFairness], shown: _Shown, *, askers: int, of: str
) -> Iterator[str]:
    lists = len(shown.named) + shown.empty
    if not lists:
        yield "There is no list to look at: nobody known could ask, or no line-up was found."
    elif of == PARTNERS and lists < askers:
        yield f"{lists:,} of {askers:,} lists were looked at, drawn by the seed."
    if shown.empty:
        yield f"{shown.empty:,} of {lists:,} lists name nobody, and are not compared."
    blank = [each.by for each in groupings if not each.known]
    if blank:
        yield _NO_FACT.format(", ".join(blank))
    unsure = [
        f"{each.by} ({row.share_of_bodies:.0%} of bodies)"
        for each in groupings
        if each.known
        for row in each.groups
        if row.group == "not known" and row.share_of_bodies > 0.1  # noqa: PLR2004  (a tenth)
    ]
    if unsure:
        yield f"Often not known: {', '.join(unsure)}. Its other groups are those known."
