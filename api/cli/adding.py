"""`matcher organisation add` and `withdraw`: what organisations say of themselves."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.cli.form import confirmed, tell_form
from api.cli.output import note, working
from api.cli.tables.layout import Line
from api.formats.statement_file import ANOTHER, EXAMPLE, read_statement_file
from graph.assembly.own_statements import has_older, keep_statement, statements_of
from graph.assembly.renewing import renew
from graph.errors import StatementError
from graph.packs.statement_answers import Known
from graph.packs.statements import local_id, organisation_of
from graph.questions.records import MatchQuality
from graph.records.tables import TABLES
from graph.snapshot.snapshot import Snapshot
from graph.stores import open_store, programme_at_hand
from matcher.brief.names import Directory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from graph.packs.statements import Statement
    from graph.questions.records import Match
    from graph.records.facts import Facts
    from graph.records.identifiers import OrgId
    from graph.records.model import ContractArea, Organisation
    from graph.stores import GraphStore

WITHDRAWN_COLUMNS = ("organisation", "name", "programme", "data_version", "data_version_before")
COLUMNS = ("organisation", "name", "since", "programme", "data_version", "data_version_before")
_NEAR = 5
_AREAS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An organisation that was added, or of which others tell too (`beside`).

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
    beside: bool


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

    def owner(self, identifier: OrgId | None) -> Organisation | None:
        """Give the organisation that has an identifier already, if there is one."""
        return organisation_of(self.known.facts, identifier)

    def add(self, statement: Statement) -> tuple[Added, tuple[ContractArea, ...]]:
        """Make the facts anew with the statement; all of it counts, or nothing."""
        self._renew_older()
        before = self.store.data_version(self.programme)
        there = self.owner(statement.identifier)
        who = statement.identifier or local_id(self.known.facts, statement.name)
        holdings = self.store.holdings(self.programme)
        others = statements_of(holdings, self._ids(there) - {who})
        held = keep_statement(holdings, statement, who)
        self._renew(finishing=[held.number], dropping=[each.number for each in others])
        areas = _areas(Snapshot(_ground(self.known.facts)), statement)
        added = Added(
            store=self.store.url,
            programme=self.programme,
            data_version=self.store.data_version(self.programme),
            data_version_before=before,
            organisation=str(who if there is None else there.id),
            name=statement.name if there is None else there.name,
            since=statement.since.isoformat(),
            capabilities=sum(len(work.pathways) for work in statement.work),
            areas=tuple(str(area.id) for area in areas),
            beside=there is not None,
        )
        return added, areas

    def withdraw(self, name: str) -> Withdrawn:
        """Make the facts anew without what an organisation says of itself."""
        directory = Directory(Snapshot(self.known.facts))
        organisation = self.known.facts.organisations[directory.organisation(name)]
        self._renew_older()
        held = statements_of(self.store.holdings(self.programme), self._ids(organisation))
        if not held:
            message = (
                f"{organisation.id} is not here by its own statement, so none can be withdrawn"
            )
            raise StatementError([message])
        before = self.store.data_version(self.programme)
        self._renew(dropping=[each.number for each in held])
        return Withdrawn(
            store=self.store.url,
            programme=self.programme,
            data_version=self.store.data_version(self.programme),
            data_version_before=before,
            organisation=str(organisation.id),
            name=organisation.name,
        )

    def _ids(self, organisation: Organisation | None) -> set[str]:
        """Give all identifiers of an organisation."""
        if organisation is None:
            return set()
        linked = self.known.facts.identifiers
        others = (row.identifier for row in linked if row.organisation == organisation.id)
        return {organisation.id, *others}

    def _renew_older(self) -> None:
        """Bring over what an older version kept otherwise, once."""
        if has_older(self.known.facts):
            self._renew()

    def _renew(self, *, finishing: Sequence[int] = (), dropping: Sequence[int] = ()) -> None:
        with working("Making the facts anew"):
            renew(self.store, self.programme, finishing=finishing, dropping=dropping)


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
        there = desk.owner(statement.identifier)
        if mistake := _mistaken(statement, there, similar, another=another):
            raise StatementError([mistake])
        _finish(desk, statement, address, output)
        others = [
            _called(each) for each in similar if there is None or each.organisation != there.id
        ]
        if others and not another:
            note(f"Similar names were here already: {'; '.join(others)}.")


def _mistaken(
    statement: Statement, there: Organisation | None, similar: Sequence[Match], *, another: bool
) -> str:
    """Say why a file may not mean the organisation that it names; nothing if it may."""
    if there is not None:
        if another or all(each.organisation != there.id for each in similar):
            return (
                f"identifier: {statement.identifier} is {there.name} ({there.id}); give the name"
                " that it has here, or the right number"
            )
        return ""
    same = [each for each in similar if each.quality is MatchQuality.EXACT]
    if same and not another:
        return (
            f"name: {_called(same[0])} is here already; if it is this one, put identifier ="
            f' "{same[0].organisation}" in the file; if yours is another one, {ANOTHER} = true'
        )
    return ""


def add_by_form(address: FactsAddress, output: Output) -> None:
    """Ask for the organisation, question by question, and add it once the user says yes.

    Raises
    ------
    CommandError
        If the answers end before the form does, or the user says no; nothing is added then.
    """
    with _desk(address) as desk:
        statement = tell_form(desk.known, similar=desk.similar, owner=desk.owner)
        confirmed(statement, desk.known)
        _finish(desk, statement, address, output)


def withdraw(address: FactsAddress, name: str, output: Output) -> None:
    """Take out what an organisation says of itself; what others tell of it stays.

    Raises
    ------
    StatementError
        If it says nothing.
    UnknownNameError
        If no organisation is called so.
    """
    with _desk(address) as desk:
        gone = desk.withdraw(name)
    row = {key: getattr(gone, key) for key in WITHDRAWN_COLUMNS}
    told = (
        f"What {gone.name} ({gone.organisation}) said of itself is out of {gone.programme}.\n"
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
    beside = ", beside what others say of it" if added.beside else ""
    return (
        f"{added.name} ({added.organisation}) is in {added.programme} by its own statement, with"
        f" {added.capabilities} {noun}{beside}. It counts from {added.since}.\n"
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


def _areas(snapshot: Snapshot, statement: Statement) -> tuple[ContractArea, ...]:
    """Give the areas that the places of a statement are in, or are parts of."""
    found = set[int]()
    for code in {code for work in statement.work for code in work.places}:
        place = snapshot.place_index[code]
        authorities = snapshot.covers[[place]].indices
        found.update(snapshot.authority_area[authorities].tolist())
        found.update(
            snapshot.area_index[parent]
            for parent in snapshot.places[place].parents
            if parent in snapshot.area_index
        )
    return tuple(snapshot.areas[index] for index in sorted(found))


def _ground(facts: Facts) -> Facts:
    """Give the facts that tell of no organisation: the places and areas are among them."""
    of_organisations = ("organisations", "collaborations")
    about = {
        name
        for name, table in TABLES.items()
        if name in of_organisations or any(col.to in of_organisations for col in table.columns)
    }
    left = dict.fromkeys(about, ())
    return replace(facts, **left)


def _called(match: Match) -> str:
    also = "" if match.matched in {match.name, match.organisation} else f", also {match.matched}"
    return f"{match.name} ({match.organisation}){also}"
