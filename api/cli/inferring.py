"""What `matcher infer`, `matcher texts train` and the answers to what was inferred do."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.cli.destination import CommandError
from api.cli.output import StoppedEarly, note, working
from api.cli.tables.layout import Line, titled_table
from api.cli.tables.stores import shown
from graph.assembly.renewing import renew
from graph.snapshot.snapshot import Snapshot
from graph.sources.answers import confirm, refuse
from graph.sources.inferring import infer_into
from graph.stores import open_store, programme_at_hand
from graph.texts.built_in import built_in_model
from graph.texts.labelled import contract_texts, tagged_charities, written_examples
from graph.texts.model_file import model_bytes, read_model
from graph.texts.training import Settings
from graph.texts.training import train as train_on
from matcher.brief.names import Directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.formats.serialise import Row
    from graph.records.facts import Facts
    from graph.stores import GraphStore
    from graph.texts.model import Model

COLUMNS = ("pathway", "name", "inferred", "counted")
TRAINED_COLUMNS = ("file", "labels", "words", "examples", "bytes")
ANSWER_COLUMNS = (
    *("organisation", "name", "pathway", "answer", "programme"),
    *("data_version", "data_version_before"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceReport:
    """What an inference came to.

    Attributes
    ----------
    model, threshold : what read the texts, and how likely a pathway had to be
    organisations : how many have a text
    told : of how many something was inferred; of the rest: `silent` said nothing likely,
        `without_place` work nobody says where
    no_service : of how many nothing was inferred, as their class is that of no service
    placed_by_text : how many of those told work where their own text says, as no source does
    refused : pathways that were likely, but that the organisation refuses
    withdrawn : inferred ones left out of the facts, as a source states them or they are refused
    undated : texts and places that no source dates; they were not read
    by_pathway : each pathway's key with how often it was inferred, and how often that counts
    """

    programme: str
    data_version: str
    data_version_before: str
    model: str
    threshold: float
    organisations: int
    told: int
    silent: int
    without_place: int
    placed_by_text: int
    no_service: int
    refused: int
    withdrawn: int
    undated: int
    by_pathway: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer that was kept."""

    organisation: str
    name: str
    pathway: str
    answer: str
    programme: str
    data_version: str
    data_version_before: str


def infer_all(
    address: FactsAddress, model_file: Path | None, threshold: float, output: Output
) -> None:
    """Infer, make the facts anew, and say what came of it."""
    model = built_in_model() if model_file is None else read_model(model_file)
    try:
        with _opened(address) as (store, programme):
            report, names = _infer(store, programme, model, threshold)
    except KeyboardInterrupt:
        message = "Interrupted; nothing of it counts. Run the same again."
        raise StoppedEarly(message) from None
    rows: list[Row] = [
        {"pathway": key, "name": names[key], "inferred": count, "counted": counted}
        for key, count, counted in report.by_pathway
    ]
    output.emit(
        report, columns=COLUMNS, rows=lambda: rows, table=lambda: _report_table(report, rows)
    )
    if model_file is None:
        note(
            "Read by the small model that comes with the product; a better one: matcher texts train"
        )
    if report.undated:
        note("To date them, import them again: matcher import SOURCE FILE --published DATE")
    if report.without_place:
        note("See whose place nobody says: matcher sources rejects texts")


def _infer(
    store: GraphStore, programme: str, model: Model, threshold: float
) -> tuple[InferenceReport, dict[str, str]]:
    before, facts = store.data_version(programme), store.read(programme)
    with working("Gathering texts") as update:
        made = infer_into(
            store.holdings(programme),
            facts,
            model,
            threshold=threshold,
            progress=lambda what, done: update(f"{what}: {done:,}"),
        )
    assembled = _renew(store, programme, made.held.number, known=(before, facts))
    counted: dict[str, int] = {}
    for row in assembled.capabilities:
        if row.inferred:
            counted[row.pathway] = counted.get(row.pathway, 0) + 1
    found = made.counts
    report = InferenceReport(
        programme=programme,
        data_version=store.data_version(programme),
        data_version_before=before,
        model=model.name,
        threshold=threshold,
        organisations=found.read,
        told=found.told,
        silent=found.silent,
        without_place=found.without_place,
        placed_by_text=found.placed_by_text,
        no_service=found.no_service,
        refused=found.refused,
        withdrawn=sum(found.capabilities.values()) - sum(counted.values()),
        undated=made.undated,
        by_pathway=tuple(
            (row.key, found.capabilities[row.key], counted.get(row.key, 0))
            for row in facts.pathways
            if row.key in found.capabilities
        ),
    )
    return report, {row.key: row.name for row in facts.pathways}


def _renew(
    store: GraphStore, programme: str, number: int, *, known: tuple[str, Facts] | None = None
) -> Facts:
    with working("Making the facts anew") as update:
        return renew(
            store,
            programme,
            known=known,
            finishing=[number],
            progress=lambda done, of: update(f"Writing facts: {done:,} of {of:,} records"),
        ).facts


def _report_table(report: InferenceReport, rows: list[Row]) -> Iterator[RenderableType]:
    table = titled_table("", "Pathway", right=("Inferred", "Counted"))
    for row in rows:
        table.add_row(str(row["name"]), f"{row['inferred']:,}", f"{row['counted']:,}")
    yield table
    yield Line(
        f"\n{report.organisations:,} organisations have a text; of {report.told:,} something was"
        f" inferred that is at least {report.threshold:.0%} likely."
    )
    counted = (
        (report.silent, "texts say nothing that is likely enough"),
        (report.placed_by_text, "are placed by their own words: no source says where they work"),
        (report.no_service, "are left out: a congregation, a school, a fund or the like"),
        (report.without_place, "organisations are left out: nothing says where they work"),
        (report.withdrawn, "inferred capabilities count for nothing: a source states them"),
        (report.refused, "were not inferred: the organisation refuses them"),
        (
            report.undated,
            "texts or places were not read: no source says since when they are public",
        ),
    )
    for count, words in counted:
        if count:
            yield Line(f"{count:,} {words}.")
    yield Line(f"Data version {report.data_version}, before {report.data_version_before}.")


def train_model(tags: Path, contracts: Path | None, to: Path, output: Output) -> None:
    """Train a model on the user's data and keep it.

    Raises
    ------
    SourceError
        If a file is not what it should be.
    CommandError
        If the model cannot be written.
    """
    with working("Reading examples") as update:
        found = [*tagged_charities(tags), *written_examples()]
        if contracts is not None:
            found += contract_texts(contracts)
        name = f"trained on {len(found):,} examples"
        model = train_on(
            found,
            Settings(),
            name=name,
            progress=lambda done, of: update(f"Training: {done} of {of} labels"),
        )
    data = model_bytes(model)
    _write(to, data)
    row: Row = {
        "file": str(to),
        "labels": ";".join(model.labels),
        "words": len(model.vocabulary.terms),
        "examples": len(found),
        "bytes": len(data),
    }
    told = (
        f"A model of {len(model.labels)} labels, {name}, is in {shown(str(to))}"
        f" ({len(data) / 1e6:.1f} MB).\nUse it: matcher infer --model {shown(str(to))}"
    )
    output.emit(row, columns=TRAINED_COLUMNS, rows=lambda: [row], table=lambda: [Line(told)])


def _write(to: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    beside = to.with_name(f".{to.name}.new")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(to)
    except OSError as error:
        message = f"the model cannot be written to {to}: {error.strerror}; name another --output"
        raise CommandError(message) from error


def answer_inferred(
    address: FactsAddress, name: str, pathway: str, *, yes: bool, output: Output
) -> None:
    """Keep an organisation's answer to what is inferred of it, and make the facts anew.

    Raises
    ------
    UnknownNameError
        If there is no such organisation or pathway.
    StatementError
        If there is nothing to confirm, or a source states what is refused.
    """
    with _opened(address) as (store, programme):
        before, snapshot = store.data_version(programme), Snapshot(store.read(programme))
        directory = Directory(snapshot)
        body = snapshot.organisations[directory.organisation(name)]
        work = snapshot.pathways[directory.pathway(pathway)]
        keep, today = confirm if yes else refuse, datetime.now(UTC).date()
        held = keep(store.holdings(programme), snapshot.facts, body.id, work.key, day=today)
        _renew(store, programme, held.number)
        after = store.data_version(programme)
    answered = Answered(
        organisation=body.id,
        name=body.name,
        pathway=work.key,
        answer="confirmed" if yes else "refused",
        programme=programme,
        data_version=after,
        data_version_before=before,
    )
    row = {key: getattr(answered, key) for key in ANSWER_COLUMNS}
    means = (
        "counts as its own statement, from today"
        if yes
        else "is no longer inferred of it, whatever its texts say"
    )
    told = (
        f"{work.name} of {body.name} ({body.id}) {means}.\nData version {after}, before {before}."
        f'\nTake the answer back: matcher sources remove answers "{held.part}"'
    )
    output.emit(answered, columns=ANSWER_COLUMNS, rows=lambda: [row], table=lambda: [Line(told)])


@contextmanager
def _opened(address: FactsAddress) -> Iterator[tuple[GraphStore, str]]:
    with open_store(address.store_url) as store:
        yield store, programme_at_hand(store, address.programme)
