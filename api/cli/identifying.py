"""What `matcher identity` does."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.destination import CommandError
from api.cli.output import working
from api.cli.reviewing import (
    SHOWN_COLUMNS,
    check_kind,
    emit_items,
    shown_rows,
    shown_table,
)
from api.cli.tables.layout import Line
from graph.assembly.assemble import own_facts
from graph.assembly.renewing import renew
from graph.errors import IdentifierError
from graph.identity.clusters import THRESHOLD
from graph.identity.linking import link
from graph.identity.review import cases, check_decision, sides, stakes_of
from graph.identity.subjects import imported_subjects, own_subjects
from graph.records.entries import Decision
from graph.records.identifiers import OrgId
from graph.records.model import LinkedIdentifier
from graph.stores import open_store, programme_at_hand
from graph.stores.entry_rows import holding, naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.cli.output import Output
    from api.cli.reviewing import Choice
    from api.cli.state import FactsAddress
    from api.formats.serialise import Row
    from graph.assembly.assemble import Assembled
    from graph.identity.review import Case, Side
    from graph.identity.subjects import Subject
    from graph.records.facts import Facts
    from graph.stores import GraphStore
    from graph.stores.protocol import Holdings

DECIDED_COLUMNS = ("left", "right", "same", "by", "day", "note", "data_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How linking computes."""

    backend: str
    seed: int
    memory_mb: int
    threads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """What linking came to.

    Attributes
    ----------
    organisations : how many identifiers were compared, each by all that its sources say
    labelled : pairs known to match, from which the model learnt
    counted : links that count, as they are at least as likely as the threshold
    review : pairs that a person should decide
    joined : identifiers that are of an organisation that has another
    """

    store: str
    programme: str
    data_version: str
    data_version_before: str
    model: str
    seed: int
    threshold: float
    organisations: int
    labelled: int
    counted: int
    review: int
    joined: int


class _Open:
    """An open programme: its own facts, and what sources say."""

    def __init__(self, store: GraphStore, programme: str) -> None:
        self.store, self.programme = store, programme
        self.data_version = store.data_version(programme)
        self.facts: Facts = store.read(programme)
        self.own = own_facts(self.facts)
        self.own_ids = frozenset(row.id for row in self.own.organisations)
        self.holdings: Holdings = store.holdings(programme)

    def subjects(self) -> Iterator[Subject]:
        """Yield what the programme and its sources say, as it comes."""
        yield from own_subjects(self.own)
        yield from imported_subjects(self.holdings.entries(), self.own_ids)

    def sides(self, wanted: Iterable[OrgId]) -> dict[OrgId, Side]:
        """Give what the programme and its sources say of some identifiers."""
        ends = frozenset(wanted)
        entries = self.holdings.entries(saying=naming(ends))
        said = (own_subjects(self.own), imported_subjects(entries, self.own_ids))
        return sides(chain.from_iterable(said), ends)

    def cases(self) -> tuple[Case, ...]:
        """Give what a person should decide."""
        linked = [
            (record.organisation, record.identifier)
            for _, entry in self.holdings.entries(saying=holding(LinkedIdentifier))
            for record in entry.records
            if isinstance(record, LinkedIdentifier)
        ]
        stated = [(row.organisation, row.identifier) for row in self.own.identifiers]
        links, decisions = self.holdings.links(), self.holdings.decisions()
        return cases(self.own_ids, linked, links, decisions, stated=stated)

    def canonical(self) -> dict[OrgId, OrgId]:
        """Give the identifier of the organisation that each other identifier is of."""
        rows = self.facts.identifiers
        return {row.identifier: row.organisation for row in rows}

    def renew(self) -> Assembled:
        """Make the facts anew."""
        with working("Making the facts anew"):
            return renew(self.store, self.programme, known=(self.data_version, self.facts))


@contextmanager
def _opened(address: FactsAddress) -> Iterator[_Open]:
    with open_store(address.store_url) as store:
        yield _Open(store, programme_at_hand(store, address.programme))


def link_all(address: FactsAddress, effort: Effort, output: Output) -> None:
    """Compare all that sources say, keep the links, make the facts anew."""
    with _opened(address) as at:
        with working("Linking") as update, tempfile.TemporaryDirectory() as scratch:
            found = link(
                at.subjects(),
                scratch=Path(scratch),
                place_names=[place.name for place in at.own.places],
                seed=effort.seed,
                memory_mb=effort.memory_mb,
                threads=effort.threads,
                backend_name=effort.backend,
                progress=lambda words: update(f"Linking: {words}"),
            )
        at.holdings.keep_links(found.links)
        made = at.renew()
        report = LinkReport(
            store=at.store.url,
            programme=at.programme,
            data_version=at.store.data_version(at.programme),
            data_version_before=at.data_version,
            model=found.model,
            seed=effort.seed,
            threshold=THRESHOLD,
            organisations=found.counted.organisations,
            labelled=found.labelled,
            counted=sum(each.probability >= THRESHOLD for each in found.links),
            review=len(at.cases()),
            joined=made.joined,
        )
    row: Row = asdict(report)
    words = (
        f"Identifiers of {report.programme} that were compared: {report.organisations:,}\n"
        f"Pairs that share a number, from which the model learnt: {report.labelled:,}\n"
        f"Links that count, as they are at least {THRESHOLD:.2f} likely: {report.counted:,}\n"
        f"Identifiers of an organisation that has another: {report.joined:,}\n"
        f"Pairs for a person to decide (matcher identity review): {report.review:,}\n"
        f"Data version {report.data_version}, before {report.data_version_before}."
    )
    output.emit(report, columns=tuple(row), rows=lambda: [row], table=lambda: [Line(words)])


def list_cases(address: FactsAddress, choice: Choice, output: Output) -> None:
    """List what a person should decide."""
    check_kind(choice.kind)
    with _opened(address) as at:
        emit_items(
            at.cases(),
            at.own_ids,
            stakes_of(at.facts),
            choice=choice,
            sides=at.sides,
            output=output,
        )


def decide_about(
    address: FactsAddress, said: tuple[str, str, bool, str, str], output: Output
) -> None:
    """Keep a decision, and make the facts anew."""
    left, right = sorted(map(_identifier, said[:2]))
    decision = Decision(
        left=left, right=right, same=said[2], by=said[3], day=datetime.now(UTC).date(), note=said[4]
    )
    with _opened(address) as at:
        check_decision(decision, at.own_ids, at.holdings.decisions())
        unknown = [end for end, side in at.sides((left, right)).items() if not side.sources]
        if unknown:
            message = (
                f"nothing is known of {' or '.join(unknown)} in {at.programme}; "
                "see the identifiers: matcher identity review, matcher search NAME"
            )
            raise CommandError(message)
        at.holdings.decide(decision)
        at.renew()
        version = at.store.data_version(at.programme)
    told = "one organisation" if decision.same else "two organisations"
    _emit_decision(decision, f"{left} and {right} are {told}.", version, output)


def take_back(address: FactsAddress, ends: tuple[str, str], output: Output) -> None:
    """Forget a decision, and make the facts anew."""
    left, right = sorted(map(_identifier, ends))
    with _opened(address) as at:
        decisions = at.holdings.decisions()
        held = [each for each in decisions if (each.left, each.right) == (left, right)]
        if not held:
            listed = ", ".join(f"{each.left} {each.right}" for each in decisions[:5]) or "nothing"
            message = f"nothing was decided about {left} and {right}; what was: {listed}"
            raise CommandError(message)
        at.holdings.withdraw(held[0])
        at.renew()
        version = at.store.data_version(at.programme)
    words = f"What was decided about {left} and {right} is taken back; the links count again."
    _emit_decision(held[0], words, version, output)


def _emit_decision(decision: Decision, words: str, version: str, output: Output) -> None:
    row: Row = {
        "left": str(decision.left),
        "right": str(decision.right),
        "same": decision.same,
        "by": decision.by,
        "day": decision.day.isoformat(),
        "note": decision.note,
        "data_version": version,
    }
    told = f"{words}\nData version {version}."
    output.emit(row, columns=DECIDED_COLUMNS, rows=lambda: [row], table=lambda: [Line(told)])


def show_identifier(address: FactsAddress, text: str, output: Output) -> None:
    """Show what is one with an identifier, its links, and what was decided."""
    identifier = _identifier(text)
    with _opened(address) as at:
        links, decisions = at.holdings.links(), at.holdings.decisions()
        who, rows, found = shown_rows(identifier, at.canonical(), links, decisions)
        known = at.sides({identifier, who, *(OrgId(str(row["other"])) for row in rows)})
    output.emit(
        rows,
        columns=SHOWN_COLUMNS,
        rows=lambda: rows,
        table=lambda: shown_table((identifier, who), rows, found, known),
    )


def _identifier(text: str) -> OrgId:
    try:
        return OrgId(text)
    except IdentifierError as error:
        message = (
            f"{error}. matcher search NAME gives an organisation's identifier; matcher identity "
            "review lists those that wait for a person"
        )
        raise CommandError(message) from error
