"""A contracting process, as its releases are taken in: who was awarded what, and since when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.records.entries import Description, Entry, Operation, Reject
from graph.records.kinds import OrganisationKind, Outcome
from graph.records.model import Collaboration, Membership
from graph.sources.fields import NOTHING
from graph.sources.ocds_awards import OUTCOMES, SOURCE, Award, party_named, suppliers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.records.entries import Note, Said
    from graph.records.provenance import PartialDate
    from graph.sources.fields import Fields
    from graph.sources.parties import Party
    from graph.sources.places import PlaceNames

    Days = dict["Said | Note | Outcome", PartialDate | None]

_PREFIX = "ocds-"
_CANCELLATION = "awardCancellation"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the newest release that speaks of an award says of it; None if nobody holds it.

    `since` are the days since when each part of it was said without a break; None while one release
    alone spoke of the award, on the day `day`.
    """

    award: Award | None
    day: PartialDate | None
    since: Days | None = None

    def next(self, award: Award | None, day: PartialDate | None, places: PlaceNames) -> _Told:
        """Take in what a newer release says."""
        before = self.since
        if before is None:
            before = dict.fromkeys(_undated(self.award, places), self.day)
        since = {each: before.get(each, day) for each in _undated(award, places)}
        return _Told(award=award, day=day, since=since)

    def records(self, places: PlaceNames) -> Iterator[Said]:
        """Yield the collaborations and members, each with its day."""
        if self.award is None:
            return
        if self.since is None:
            yield from self.award.collaborations(places, self.day, self.award.outcome)
            return
        outcome = self.award.outcome
        for said, day in self.since.items():
            if isinstance(said, Collaboration | Membership):
                dated = replace(said, provenance=replace(said.provenance, known_from=day))
                if isinstance(dated, Collaboration):
                    since = self.since[outcome]
                    dated = replace(dated, outcome=outcome, outcome_known_from=since)
                yield dated

    def notes(self, places: PlaceNames) -> Iterator[Note]:
        """Yield the notes, each with its day."""
        if self.award is None:
            return
        for note in self.award.notes(places, None if self.since else self.day):
            if self.since and isinstance(note, Description | Operation):
                yield replace(note, known_from=self.since[note])
            else:
                yield note


def _undated(award: Award | None, places: PlaceNames) -> Iterator[Said | Note | Outcome]:
    """Yield all that an award comes to without days, and how it stands beside it.

    How an award stands is dated apart: that it was withdrawn was not known when it was made.
    """
    if award is not None:
        yield from award.collaborations(places, None, Outcome.UNKNOWN)
        yield from award.notes(places, None)
        yield award.outcome


class Process:
    """A contracting process.

    Parameters
    ----------
    ocid : its identifier
    places : of the programme
    """

    def __init__(self, ocid: str, places: PlaceNames) -> None:
        """Begin with nothing known."""
        self._key = ocid if ocid.startswith(_PREFIX) else f"{_PREFIX}{ocid}"
        self._places = places
        self._tender = self._buyer = NOTHING
        self._buyers: Mapping[str, Fields] = {}
        self._awards: dict[str, tuple[Fields, Mapping[str, Fields], bool]] = {}
        self._contracts: dict[str, Fields] = {}
        self._told: dict[str, _Told] = {}
        self._mentioned: dict[Party, PartialDate | None] = {}
        self._refused: list[list[Reject]] = []
        self._row = self._rows = 0

    def take_in(self, release: Fields, published: PartialDate | None) -> None:
        """Take in a release that is newer than those before; what it does not speak of stays."""
        self._row = min(self._row, release.row) if self._rows else release.row
        self._rows += 1
        self._refused.append(release.refused)
        parties = {each.line("id"): each for each in release.each("parties")}
        self._tender = release.within("tender") or self._tender
        if "buyer" in release:
            self._buyer, self._buyers = release.within("buyer"), parties
        day = release.public_day("date") or published
        for number in dict.fromkeys(
            (*self._new_awards(release, parties), *self._new_contracts(release))
        ):
            if number in self._awards:
                self._tell(number, day)

    def _new_awards(self, release: Fields, parties: Mapping[str, Fields]) -> Iterator[str]:
        """Take the awards in, and yield their numbers; a field that is not repeated stays."""
        is_cancelled = _CANCELLATION in release.lines("tag")
        for award in release.each("awards"):
            number = award.line("id")
            if not number:
                award.refuse("id", "the award has no id; it is left out")
                continue
            before, theirs, _ = self._awards.get(number, (NOTHING, {}, False))
            self._awards[number] = award.over(before), {**theirs, **parties}, is_cancelled
            yield number

    def _new_contracts(self, release: Fields) -> Iterator[str]:
        for contract in release.each("contracts"):
            number = contract.line("awardID")
            self._contracts[number] = contract.over(self._contracts.get(number, NOTHING))
            yield number

    def _tell(self, number: str, day: PartialDate | None) -> None:
        award = self._award(number)
        told = self._told.get(number)
        self._told[number] = (
            _Told(award=award, day=day) if told is None else told.next(award, day, self._places)
        )
        for party in award.parties if award else ():
            self._mentioned.setdefault(party, day)

    def _award(self, number: str) -> Award | None:
        """Make an award of what is known of it; None if nobody holds it."""
        fields, parties, is_cancelled = self._awards[number]
        suppliers, status = suppliers_of(fields, parties), fields.line("status").lower()
        if not suppliers or status not in OUTCOMES:
            why = f"its status is {status}" if status not in OUTCOMES else "it names nobody"
            fields.refuse("suppliers", f"nobody holds the award: {why}")
            return None
        contract = self._contracts.get(number, NOTHING)
        is_over = is_cancelled or contract.line("status").lower() == "cancelled"
        return Award(
            key=f"{self._key}/{number}",
            award=fields,
            contract=contract,
            tender=self._tender,
            buyer=party_named(self._buyer, self._buyers, OrganisationKind.GOVERNMENT),
            suppliers=suppliers,
            outcome=Outcome.WITHDRAWN if is_over else OUTCOMES[status],
        )

    def result(self) -> Iterator[Entry | Reject]:
        """Yield the entry, or why there is none, and what was wrong in the releases."""
        told = list(self._told.values())
        records = [record for each in told for record in each.records(self._places)]
        if records:
            parties = {party: None for each in told if each.award for party in each.award.parties}
            for party in parties:
                records.extend(party.records(SOURCE, self._mentioned[party]))
            traits = dict.fromkeys(note for party in parties for note in party.notes())
            work = [note for each in told for note in each.notes(self._places)]
            if len(told) > 1:  # several awards may say the same; one says nothing twice
                work = list(dict.fromkeys(work))
            yield Entry(
                key=self._key,
                row=self._row,
                rows=self._rows,
                records=tuple(records),
                notes=(*traits, *work),
            )
        else:
            reason = "the process has no award to a supplier who is named (yet)"
            yield Reject(
                row=self._row, rows=self._rows, key=self._key, field="awards", reason=reason
            )
        yield from dict.fromkeys(each for those in self._refused for each in those)
