"""`matcher organisation add` and `withdraw`: organisations by their own statements."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.cli.form import confirmed, tell_form
from api.cli.output import note, working
from api.cli.tables.layout import Line
from api.formats.statement_file import ANOTHER, EXAMPLE, read_statement_file
from graph.errors import StatementError
from graph.packs.statement_answers import Known
from graph.packs.statements import already_there, with_statement, without_statement
from graph.questions.records import MatchQuality
from graph.snapshot.snapshot import Snapshot
from graph.stores import open_store, programme_at_hand
from matcher.brief.names import Directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from graph.packs.statements import Statement
    from graph.questions.records import Match
    from graph.records.identifiers import OrgId
    from graph.records.model import ContractArea, Organisation
    from graph.stores import GraphStore

WITHDRAWN_COLUMNS = ("organisation", "name", "programme", "data_version", "data_version_before")
COLUMNS = ("organisation", "name", "since", "programme", "data_version", "data_version_before")
_NEAR = 5
_AREAS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An organisation that was added.

    Attributes
    ----------
    organisation, name : its identifier and name
    since : the day from which it counts
    capabilities : how many it states
    areas : the identifiers of the contract areas that its places reach
    """

    store: str
    programme: str
    data_version: str
    data_version_before: str
    organisation: str
    name: str
    since: str
    capabilities: int
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """An organisation whose own statement was taken out."""

    store: str
    programme: str
    data_version: str
    data_version_before: str
    organisation: str
    name: str


class _Desk:
    """An open store, and what of its programme an answer may name."""

    def __init__(self, store: GraphStore, programme: str) -> None:
        self.store, self.programme = store, programme
        today = datetime.now(tz=UTC).astimezone().date()
        self.known = Known(store.read(programme), today)

    def similar(self, name: str) -> tuple[Match, ...]:
        """Give organisations that are called something like this, the nearest first."""
        return self.store.ask(self.programme).search(name, as_of=self.known.today, limit=_NEAR)

    def taken(self, identifier: OrgId | None) -> str:
        """Say who has an identifier already, or nothing."""
        return already_there(self.known.facts, identifier)

    def add(self, statement: Statement) -> tuple[Added, tuple[ContractArea, ...]]:
        """Write the programme with the statement, all of it or nothing."""
        before = self.store.data_version(self.programme)
        facts, organisation = with_statement(self.store.read(self.programme), statement)
        with working("Adding it"):
            self.store.write(facts)
        areas = _areas(Snapshot(facts), organisation)
        added = Added(
            store=self.store.url,
            programme=self.programme,
            data_version=self.store.data_version(self.programme),
            data_version_before=before,
            organisation=str(organisation.id),
            name=organisation.name,
            since=statement.since.isoformat(),
            capabilities=sum(len(work.pathways) for work in statement.work),
            areas=tuple(str(area.id) for area in areas),
        )
        return added, areas

    def withdraw(self, name: str) -> Withdrawn:
        """Write the programme without the organisation, all of it or nothing."""
        snapshot = Snapshot(self.known.facts)
        organisation = snapshot.organisations[Directory(snapshot).organisation(name)]
        before = self.store.data_version(self.programme)
        facts = without_statement(self.store.read(self.programme), organisation.id)
        with working("Withdrawing it"):
            self.store.write(facts)
        return Withdrawn(
            store=self.store.url,
            programme=self.programme,
            data_version=self.store.data_version(self.programme),
            data_version_before=before,
            organisation=str(organisation.id),
            name=organisation.name,
        )


def print_example(output: Output) -> None:
    """Write a file with every key, explained."""
    output.write(EXAMPLE)


def add_from_file(address: FactsAddress, path: Path, output: Output) -> None:
    """Add the organisation that a file tells of; all its mistakes are told at once.

    Raises
    ------
    StatementError
        If there is a mistake in it, or an organisation of that name or number already.
    """
    with _desk(address) as desk:
        statement, another = read_statement_file(path, desk.known)
        similar = desk.similar(statement.name)
        taken = desk.taken(statement.identifier)
        same = [each for each in similar if each.quality is MatchQuality.EXACT]
        mistakes = [taken] if taken else []
        if same and not another and not taken:
            mistakes.append(
                f"name: {_called(same[0])} is here already; if yours is another one, put"
                f" {ANOTHER} = true in the file"
            )
        if mistakes:
            raise StatementError(mistakes)
        _finish(desk, statement, address, output)
        others = [_called(each) for each in similar if each not in same]
        if others:
            note(f"Similar names were here already: {'; '.join(others)}.")


def add_by_form(address: FactsAddress, output: Output) -> None:
    """Ask for the organisation, question by question, and add it once the user says yes.

    Raises
    ------
    CommandError
        If the answers end before the form does, or the user says no; nothing is added then.
    """
    with _desk(address) as desk:
        statement = tell_form(desk.known, similar=desk.similar, taken=desk.taken)
        confirmed(statement, desk.known)
        _finish(desk, statement, address, output)


def withdraw(address: FactsAddress, name: str, output: Output) -> None:
    """Take an organisation out that is there by its own statement alone.

    Raises
    ------
    StatementError
        If it is not.
    UnknownNameError
        If no organisation is called so.
    """
    with _desk(address) as desk:
        gone = desk.withdraw(name)
    row = {key: getattr(gone, key) for key in WITHDRAWN_COLUMNS}
    told = (
        f"{gone.name} ({gone.organisation}) is withdrawn from {gone.programme}.\n"
        f"Data version {gone.data_version}, before {gone.data_version_before}; in {gone.store}"
    )
    output.emit(gone, columns=WITHDRAWN_COLUMNS, rows=lambda: [row], table=lambda: [Line(told)])


@contextmanager
def _desk(address: FactsAddress) -> Iterator[_Desk]:
    with open_store(address.store_url) as store:
        with working("Reading the facts"):
            desk = _Desk(store, programme_at_hand(store, address.programme))
        yield desk


def _finish(desk: _Desk, statement: Statement, address: FactsAddress, output: Output) -> None:
    added, areas = desk.add(statement)
    row = {key: getattr(added, key) for key in COLUMNS}
    output.emit(added, columns=COLUMNS, rows=lambda: [row], table=lambda: [Line(_told(added))])
    note(_how_to_ask(added, areas, address, statement.since))


def _told(added: Added) -> str:
    noun = "capability" if added.capabilities == 1 else "capabilities"
    return (
        f"{added.name} ({added.organisation}) is in {added.programme} by its own statement, with"
        f" {added.capabilities} {noun}. It counts from {added.since}.\n"
        f"Data version {added.data_version}, before {added.data_version_before}; in {added.store}"
    )


def _how_to_ask(
    added: Added, areas: tuple[ContractArea, ...], address: FactsAddress, since: date
) -> str:
    named = f" --programme {added.programme}" if address.programme else ""
    day = f" --as-of {since}{named}"
    own = added.organisation
    lines = [f"  matcher organisation {own}{day}"]
    lines += [f"  matcher why-not {own} {area.id}{day}" for area in areas[:_AREAS_SHOWN]]
    if areas:
        lines.append(f"  matcher lineups {areas[0].id}{day}")
    more = len(areas) - _AREAS_SHOWN
    also = f"\nIts places reach {more} more areas." if more > 0 else ""
    return "\n".join(["Ask where it is needed:", *lines]) + also


def _areas(snapshot: Snapshot, organisation: Organisation) -> tuple[ContractArea, ...]:
    """Give the areas that an organisation's places are in, or are parts of."""
    found = set[int]()
    for row in snapshot.facts.capabilities:
        for code in row.places if row.organisation == organisation.id else ():
            place = snapshot.place_index[code]
            authorities = snapshot.covers[[place]].indices
            found.update(snapshot.authority_area[authorities].tolist())
            found.update(
                snapshot.area_index[parent]
                for parent in snapshot.places[place].parents
                if parent in snapshot.area_index
            )
    return tuple(snapshot.areas[index] for index in sorted(found))


def _called(match: Match) -> str:
    also = "" if match.matched in {match.name, match.organisation} else f", also {match.matched}"
    return f"{match.name} ({match.organisation}){also}"
