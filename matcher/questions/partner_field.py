"""Who could be the partner of one who asks, and what the model says of them, as of a day."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from graph.records.kinds import OrganisationKind, Sector
from graph.snapshot.columns import day_number
from matcher.affinity.candidates import candidates_of
from matcher.affinity.past import Past
from matcher.affinity.signals.fit import SAME_PURPOSE
from matcher.affinity.snapshots import history_from
from matcher.affinity.view import Direction, Query, View
from matcher.case.flags import withdrew
from matcher.questions.families import family_of
from matcher.questions.partner_asking import wanted_terms
from matcher.questions.partner_filters import delivering, not_yet_worked_with, working_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Flags, Floats, History, Indices
    from matcher.affinity.model import PartnerModel, Prediction
    from matcher.questions.partner_asking import Asked

_DAYS_KEPT = 4
_POSSIBLE_KEPT = 32
_STANDINGS_KEPT = 512
"""At full size each takes 24 kB."""
_INVESTOR = "investor"
_MIRRORED = {
    Direction.JOINS: Direction.LEADS,
    Direction.LEADS: Direction.JOINS,
    Direction.PARTNERS: Direction.PARTNERS,
}


def may_be_partner(snapshot: Snapshot) -> Flags:
    """Say who can be a partner by what it is: the Crown, its prisons and trusts cannot; (N,)."""
    can = np.array([kind.may_bid for kind in OrganisationKind], dtype=bool)
    return np.asarray(can[snapshot.organisation_columns.kind])


def only_invests(snapshot: Snapshot, as_of: date) -> Flags:
    """Say who publicly wants to invest, and to lead or deliver nothing; shape (N,)."""
    wants: dict[int, set[str]] = {}
    for row in snapshot.facts.interests:
        if row.provenance.is_known_by(as_of):
            wants.setdefault(snapshot.organisation_index[row.organisation], set()).add(row.role)
    found = np.zeros(len(snapshot.organisations), dtype=bool)
    found[[who for who, roles in wants.items() if roles == {_INVESTOR}]] = True
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scored:
    """Candidates and what the model says of them."""

    candidates: Indices
    prediction: Prediction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Standing:
    """How those stand who could be the partner of one body: C of them."""

    candidates: Indices
    log_odds: Floats

    def place_of(self, body: int) -> tuple[int | None, float | None]:
        """Give the rank of one body and its chance; None where it is no candidate."""
        found = np.flatnonzero(self.candidates == body)
        if not len(found):
            return None, None
        at = int(found[0])
        rank = int((self.log_odds > self.log_odds[at]).sum()) + 1
        return rank, float(expit(self.log_odds[at]))


class PartnerField:
    """All who could be partners, scored by one model; a day's past is laid out once.

    Parameters
    ----------
    snapshot : the facts
    model : what scores
    """

    def __init__(self, snapshot: Snapshot, model: PartnerModel) -> None:
        self._snapshot, self._model = snapshot, model
        self._pasts: OrderedDict[int, Past] = OrderedDict()
        self._turn = Lock()
        self.possible = lru_cache(_POSSIBLE_KEPT)(self._possible)
        self._standing = lru_cache(_STANDINGS_KEPT)(self._stands)

    def past(self, day: date) -> Past:
        """Give what was known on a day."""
        number = int(day_number(day))
        with self._turn:
            past = self._pasts.pop(number, None) or Past(history=self._history, day=number)
            self._pasts[number] = past
            while len(self._pasts) > _DAYS_KEPT:
                self._pasts.popitem(last=False)
        return past

    def _possible(self, as_of: date, area: int | None) -> Flags:
        """Who could be anybody's partner on a day, shape (N,)."""
        snapshot = self._snapshot
        could = may_be_partner(snapshot)
        could &= snapshot.organisation_known_day <= day_number(as_of)
        could &= ~only_invests(snapshot, as_of)
        if area is not None:
            could &= ~withdrew(snapshot, area, as_of)
        could.setflags(write=False)
        return could

    def among(self, asked: Asked) -> Flags:
        """Who could be the partner asked for, shape (N,)."""
        snapshot = self._snapshot
        among = self.possible(asked.as_of, asked.area)
        among = among & ~family_of(snapshot, asked.asker, asked.as_of)
        among[asked.never] = False
        for left in self._left_by_filters(asked):
            among &= left
        kinds = [
            kind
            for kind in OrganisationKind
            if asked.kind in (None, kind)
            and (kind.sector is Sector.VCSE or not asked.query.vcse_only)
        ]
        of_kind = np.array([kind in kinds for kind in OrganisationKind], dtype=bool)
        return np.asarray(among & of_kind[snapshot.organisation_columns.kind])

    def _left_by_filters(self, asked: Asked) -> Iterator[Flags]:
        """Yield whom each filter leaves that reads the facts, shape (N,)."""
        past, query = self.past(asked.as_of), asked.query
        if query.delivers_only and asked.pathway is not None:
            yield delivering(self._snapshot, past, asked.pathway, asked.area)
        if query.in_area_only and asked.area is not None:
            yield working_in(past, asked.area)
        if query.new_only:
            yield not_yet_worked_with(past, asked.asker)
        if asked.only is not None:
            yield asked.only.members

    def standing(self, asked: Asked, body: int) -> tuple[int | None, float | None]:
        """Say how the one who asks stands with a body that it may ask: its rank, its chance."""
        way = _MIRRORED[asked.direction]
        held = self._standing(asked.as_of, asked.area, asked.pathway, way, body)
        return held.place_of(asked.asker)

    def asked_of(self, past: Past, asked: Asked) -> Scored:
        """Score who could be the partner asked for."""
        wanted, among = asked.wanted(past), self.among(asked)
        return self._scored(past, wanted, asked.asker, asked.direction, among)

    def _stands(
        self, as_of: date, area: int | None, pathway: int | None, direction: Direction, who: int
    ) -> _Standing:
        """How everybody stands with one body: kept, as many who ask meet the same partners."""
        past = self.past(as_of)
        wanted, among = wanted_terms(past, area, pathway), self.possible(as_of, area)
        scored = self._scored(past, wanted, who, direction, among)
        return _Standing(candidates=scored.candidates, log_odds=scored.prediction.log_odds)

    def _scored(
        self, past: Past, wanted: Indices, who: int, direction: Direction, among: Flags
    ) -> Scored:
        query = Query(members=np.array([who], dtype=np.int32), wanted=wanted, direction=direction)
        candidates = candidates_of(past, query, among=among)
        view = View(past=past, query=query, candidates=candidates)
        return Scored(candidates=candidates, prediction=self._model.predict(view))

    @cached_property
    def _history(self) -> History:
        return history_from(self._snapshot, purposes=SAME_PURPOSE in self._model.signals)
