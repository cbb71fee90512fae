"""Who would work well with one organisation: ranked, with the sum behind each chance, and proof.

The chance is that of the model of partners (`matcher.affinity`, docs/partners.md): how likely a
body is to be in the next such work of the one who asks. Nobody named has been asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.columns import day_number
from matcher.affinity.history import Subject
from matcher.answer.records import AreaLabel
from matcher.brief.names import Directory
from matcher.questions.fair_partners import FairRule, areas_worked, fair_rule
from matcher.questions.families import bonds, kinship, last_active, relatives
from matcher.questions.field_supply import FieldSupplies
from matcher.questions.partner_asking import read_question
from matcher.questions.partner_evidence import connections, shared_records
from matcher.questions.partner_facts import Pair
from matcher.questions.partner_field import PartnerField, may_be_partner, only_invests
from matcher.questions.partner_gains import gains
from matcher.questions.partner_leads import LeadGates
from matcher.questions.partner_records import (
    SUGGESTED,
    FairNote,
    ModelNote,
    Part,
    Partner,
    Partners,
    Relative,
)
from matcher.questions.relevance import Relevance
from matcher.questions.variety import likeness_of, varied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.affinity.model import Prediction
    from matcher.affinity.past import Past
    from matcher.affinity.stored import StoredModel
    from matcher.questions.groups import Told
    from matcher.questions.partner_asking import Asked
    from matcher.questions.partner_field import Scored
    from matcher.questions.partner_records import PartnerQuery

_POOL = 60
"""So many more than asked for are compared for variety."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """Who is named to one who asks, in order: indices of organisations."""

    asker: int
    named: Indices


class PartnerSearch:
    """Answers questions about partners from one snapshot; a day's past is laid out once.

    Parameters
    ----------
    snapshot : the facts
    stored : the model of partners
    directory : the names of the snapshot, if they were made before
    told : what a table says of groups besides the facts
    """

    def __init__(
        self,
        snapshot: Snapshot,
        stored: StoredModel,
        *,
        directory: Directory | None = None,
        told: Told | None = None,
    ) -> None:
        self.told = told or {}
        self._snapshot, self._stored = snapshot, stored
        self._names = directory or Directory(snapshot)
        self.field = PartnerField(snapshot, stored.model)
        self.supplies = FieldSupplies(snapshot)
        self._gates = LeadGates(snapshot)

    def find(self, query: PartnerQuery) -> Partners:
        """Suggest partners.

        Raises
        ------
        UnknownNameError
            If no organisation is called so; the nearest are offered.
        PartnerQueryError
            With all other mistakes of the question at once.
        """
        asked = read_question(self._snapshot, self._names, query, told=self.told)
        past = self.field.past(asked.as_of)
        scored = self.field.asked_of(past, asked)
        rule = self._rule(asked)
        order = self._order(asked, past, scored, rule)
        base, shown = _told(scored.prediction)
        partners = tuple(
            self._partner(past, asked, scored, shown, order, rank)
            for rank in range(1, len(order) + 1)
        )
        fair = None
        if rule is not None:
            free = self._order(asked, past, scored)
            fair = rule.note(scored.candidates, scored.prediction, order, free)
        return self._answer(asked, past, scored, base, partners, fair)

    def ranking(self, query: PartnerQuery) -> Ranking:
        """Give only who would be named, in order; the errors are those of `find`."""
        asked = read_question(self._snapshot, self._names, query, told=self.told)
        past = self.field.past(asked.as_of)
        scored = self.field.asked_of(past, asked)
        order = self._order(asked, past, scored, self._rule(asked))
        return Ranking(asker=asked.asker, named=scored.candidates[order])

    @cached_property
    def relevance(self) -> Relevance:
        """What each organisation could do for the needs of an area."""
        return Relevance(self._snapshot)

    def _rule(self, asked: Asked) -> FairRule | None:
        """What each group should have of the list, if a fair one is asked for."""
        if asked.fair is None:
            return None
        areas = (
            areas_worked(self._snapshot, asked.asker, asked.as_of)
            if asked.area is None
            else np.array([asked.area])
        )
        relevance = self.relevance.over(areas, asked.pathway, asked.as_of)
        others = self.field.among(asked)
        others[asked.asker] = False
        return fair_rule(asked.fair, relevance, others)

    def _partner(
        self, past: Past, asked: Asked, scored: Scored, shown: Flags, order: Indices, rank: int
    ) -> Partner:
        at = int(order[rank - 1])
        snapshot, body = self._snapshot, int(scored.candidates[at])
        pair = Pair(
            snapshot=snapshot, past=past, asker=asked.asker, body=body, wanted=asked.wanted(past)
        )
        record, log_odds = snapshot.organisations[body], scored.prediction.log_odds
        count, shared = shared_records(snapshot, past, asked.asker, body)
        your_rank, your_chance = self.field.standing(asked, body)
        yours, theirs = gains(
            snapshot,
            past,
            self._gates,
            self.supplies,
            between=(asked.asker, body),
            area=asked.area,
            pathway=asked.pathway,
        )
        return Partner(
            rank=rank,
            rank_by_chance=int((log_odds > log_odds[at]).sum()) + 1,
            id=str(record.id),
            name=record.name,
            kind=record.kind.value,
            sector=record.sector.value,
            probability=float(scored.prediction.chance[at]),
            log_odds=float(log_odds[at]),
            parts=_parts(scored.prediction, shown, at, pair),
            shared_works=count,
            shared=shared,
            connections=connections(snapshot, past, asked.asker, body),
            relatives=tuple(self._relatives(asked, scored, order, at)),
            bonds=tuple(bonds(snapshot, asked.asker, body, asked.as_of)),
            you_gain=yours,
            they_gain=theirs,
            your_rank=your_rank,
            your_probability=your_chance,
        )

    def _relatives(
        self, asked: Asked, scored: Scored, order: Indices, at: int
    ) -> Iterator[Relative]:
        """Those of the house of one who is named, as likely as the last who is named, or more."""
        log_odds = scored.prediction.log_odds
        near = np.flatnonzero(log_odds >= log_odds[order].min())
        others = scored.candidates[np.setdiff1d(near, order)]
        yield from relatives(self._snapshot, int(scored.candidates[at]), others, asked.as_of)

    def _order(
        self, asked: Asked, past: Past, scored: Scored, rule: FairRule | None = None
    ) -> Indices:
        """Which candidates are named, in order: for whom anything speaks, or who have a share."""
        log_odds, count = scored.prediction.log_odds, asked.query.limit
        pool = scored.prediction.first(count + _POOL)
        if rule is not None:
            pool = rule.pool(scored.candidates, log_odds, least=pool, count=count)
        else:
            pool = pool[scored.prediction.parts[pool].max(axis=1, initial=0.0) > 0]
        bodies = scored.candidates[pool]
        chosen = varied(
            log_odds[pool],
            likeness_of(past, bodies),
            count=count,
            variety=asked.query.variety,
            shares=None if rule is None else rule.shares(bodies),
            kin=kinship(self._snapshot, bodies, asked.as_of),
            active=last_active(past, bodies).astype(np.int32),
        )
        return np.asarray(pool[chosen], dtype=np.int32)

    def _answer(
        self,
        asked: Asked,
        past: Past,
        scored: Scored,
        base: float,
        partners: tuple[Partner, ...],
        fair: FairNote | None,
    ) -> Partners:
        snapshot, query, card = self._snapshot, asked.query, self._stored.card
        record = snapshot.organisations[asked.asker]
        area = None if asked.area is None else snapshot.areas[asked.area]
        return Partners(
            status=SUGGESTED,
            programme=snapshot.facts.programme.id,
            data_version=snapshot.data_version,
            as_of=asked.as_of.isoformat(),
            organisation=str(record.id),
            name=record.name,
            area=None
            if area is None
            else AreaLabel(id=area.id, codes=area.by_scheme, name=area.name),
            pathway=None if asked.pathway is None else snapshot.pathways[asked.pathway].key,
            direction=asked.direction.value,
            kind=asked.kind and asked.kind.value,
            vcse_only=query.vcse_only,
            delivers_only=query.delivers_only,
            in_area_only=query.in_area_only,
            new_only=query.new_only,
            only=None if asked.only is None else asked.only.name,
            never=tuple(str(snapshot.organisations[each].id) for each in asked.never),
            variety=query.variety,
            fair=fair,
            candidates=len(scored.candidates),
            base=base,
            model=ModelNote(
                data=card.data,
                learnt_from=card.learnt_from.isoformat(),
                learnt_to=card.learnt_to.isoformat(),
            ),
            notes=tuple(self._notes(asked, past, scored, partners)),
            partners=partners,
        )

    def _notes(
        self, asked: Asked, past: Past, scored: Scored, partners: tuple[Partner, ...]
    ) -> Iterator[str]:
        """Say what a reader should know of this answer."""
        name, card = self._snapshot.organisations[asked.asker].name, self._stored.card
        if asked.as_of < card.learnt_to:
            yield (
                f"The weights were learnt from works that became known up to "
                f"{card.learnt_to.isoformat()}, so nobody could have had them on "
                f"{asked.as_of.isoformat()}. The facts that they weigh are those of that day."
            )
        yield from self._not_yet_known(asked)
        if not may_be_partner(self._snapshot)[asked.asker]:
            yield f"{name} itself cannot be in a line-up, so it is nobody's partner there."
        elif only_invests(self._snapshot, asked.as_of)[asked.asker]:
            yield f"{name} itself publicly wants to invest only, so it is in nobody's list."
        if not past.profile[[asked.asker]].nnz or not _says_work(past, asked.asker):
            yield (
                f"Nothing was known of what {name} does or where, so the ranking says little: "
                "those of whom most is known were compared."
            )
        elif not past.partners[asked.asker]:
            yield (
                f"No earlier partner of {name} was known: the ranking rests on what it does and "
                "where."
            )
        if asked.fair is not None and not asked.fair.is_known:
            yield (
                f"Nobody's group by {asked.fair.name} is known, so the order is as it would be "
                "without."
            )
        if not partners and len(scored.candidates):
            yield (
                "Nothing that was known on that day speaks for any of those compared, so nobody is "
                "named."
            )
        elif not partners:
            yield "Nobody known fits the question: ask for another kind, or leave a filter out."

    def _not_yet_known(self, asked: Asked) -> Iterator[str]:
        """Say since when the one who asks is known, where that is later than the day."""
        name = self._snapshot.organisations[asked.asker].name
        first = int(self._snapshot.organisation_known_day[asked.asker])
        if first <= day_number(asked.as_of):
            return
        if first > date.max.toordinal():
            yield f"{name} itself was not yet known on that day, and nobody knows since when it is."
            return
        since = date.fromordinal(first).isoformat()
        yield (
            f"{name} itself was not yet known on that day: it is known from {since} on, so ask as "
            "of that day or later."
        )


def _told(prediction: Prediction) -> tuple[float, Flags]:
    """The base with what all candidates have alike, and which signals set any apart, shape (S,)."""
    parts: Floats = prediction.parts
    if not len(parts):
        return prediction.base, np.zeros(parts.shape[1], dtype=bool)
    apart = np.asarray(parts.max(axis=0) > parts.min(axis=0))
    return prediction.base + float(parts[0, ~apart].sum()), apart


def _parts(prediction: Prediction, shown: Flags, at: int, pair: Pair) -> tuple[Part, ...]:
    """What the signals add to one candidate, the most first."""
    own = prediction.parts[at]
    told = [index for index in np.argsort(-own, kind="stable").tolist() if shown[index]]
    return tuple(
        Part(
            signal=prediction.signals[index].name,
            words=pair.words(prediction.signals[index].name) or prediction.signals[index].words,
            facts=pair.facts(prediction.signals[index].name),
            source=prediction.signals[index].source.value,
            log_odds=float(own[index]),
        )
        for index in told
        if own[index] > 0
    )


def _says_work(past: Past, body: int) -> bool:
    """Whether anything is known of what a body does, or where."""
    terms = past.history.terms
    held = past.profile[[body]].indices
    return bool(terms.of(Subject.PATHWAY, Subject.PLACE, Subject.REGION)[held].any())
