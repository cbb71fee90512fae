"""What `matcher data` does: check, load, start and show programmes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.cli.destination import CommandError
from api.cli.output import note, working
from api.cli.tables.layout import Line, titled_table
from api.cli.tables.stores import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.formats.serialise import Row
    from graph.errors import Mistake
    from graph.records.facts import Facts

COUNT_COLUMNS = ("table", "rows")
LOADED_COLUMNS = ("table", "rows", "rows_before")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a store holds of a programme that was loaded, and what it held before.

    `data_version_before` is None if it held nothing of it.
    """

    store: str
    programme: str
    data_version: str
    data_version_before: str | None
    counts: Mapping[str, int]
    counts_before: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeShown:
    """What a store holds of a programme."""

    store: str
    programme: str
    name: str
    competition_opened: str
    annual_people: float
    annual_value_gbp: float
    data_version: str
    counts: Mapping[str, int]
    programmes_held: tuple[str, ...]


def check_data(folder: Path | None, output: Output) -> None:
    """Check a folder; every mistake is listed, and the exit code is 2 if there is one."""
    from graph.packs.reading import builtin, check_pack  # noqa: PLC0415

    report = check_pack(folder or builtin())

    def table() -> Iterator[RenderableType]:
        yield from _counted(report.counts)
        yield Line("\nVerified:")
        for check in report.checks:
            yield Line(f"- {check}")
        if report.doubts:
            yield Line("\nWorth a look:")
        for doubt in report.doubts:
            yield Line(f"- {doubt}")

    if report.mistakes:
        raise CommandError(_mistakes(report.folder, report.mistakes))
    doubts = [str(doubt) for doubt in report.doubts]
    value = {"counts": report.counts, "checks": report.checks, "mistakes": [], "doubts": doubts}
    output.emit(value, columns=COUNT_COLUMNS, rows=lambda: _count_rows(report.counts), table=table)
    are = "is" if len(doubts) == 1 else "are"
    look = f" {len(doubts)} of its rows {are} worth a look." if doubts else ""
    note(f"The programme is sound.{look}")


def load_data(folder: Path, store_url: str, output: Output) -> None:
    """Load a folder into a store, whole or not at all, and say what has changed."""
    from graph.errors import PackError  # noqa: PLC0415
    from graph.packs.reading import pack_folder, read_pack  # noqa: PLC0415

    found = pack_folder(folder)
    with working(f"Checking {found}"):
        try:
            facts = read_pack(found)
        except PackError as error:
            message = f"{_mistakes(found, error.mistakes)}\nThe store is as it was."
            raise CommandError(message) from None
    loaded = _write(facts, store_url)
    output.emit(
        loaded,
        columns=LOADED_COLUMNS,
        rows=lambda: _loaded_rows(loaded),
        table=lambda: _loaded_table(loaded),
    )
    note(_how_to_ask(loaded))


def start_data(folder: Path) -> None:
    """Write the example to a new folder."""
    from graph.packs.starting import start_pack  # noqa: PLC0415

    names = start_pack(folder)
    note(f"{folder} has {len(names)} files, explained in comments; everything in them is invented.")
    note(f"Change them, then: matcher data check {folder}")


def show_data(address: FactsAddress, output: Output) -> None:
    """Show what a store holds of a programme."""
    from graph.stores import chosen_programme, open_store  # noqa: PLC0415

    with working("Reading the store"), open_store(address.store_url) as store:
        held = store.programmes()
        facts = store.read(chosen_programme(store, address.programme))
        kept = _shown(facts, store.url, store.data_version(facts.programme.id), held)
    output.emit(
        kept,
        columns=COUNT_COLUMNS,
        rows=lambda: _count_rows(kept.counts),
        table=lambda: _shown_table(kept),
    )


def _write(facts: Facts, store_url: str) -> Loaded:
    from graph.stores import open_store  # noqa: PLC0415

    programme = facts.programme.id
    with working("Loading") as update, open_store(store_url, fill=False) as store:
        held = programme in store.programmes()
        before = store.data_version(programme) if held else None
        counts_before = store.counts(programme) if held else {}
        store.write(facts, progress=lambda done, of: update(f"Loading: {done:,} of {of:,} records"))
        return Loaded(
            store=store.url,
            programme=programme,
            data_version=store.data_version(programme),
            data_version_before=before,
            counts=store.counts(programme),
            counts_before=counts_before,
        )


def _shown(facts: Facts, url: str, version: str, held: tuple[str, ...]) -> ProgrammeShown:
    programme = facts.programme
    return ProgrammeShown(
        store=url,
        programme=programme.id,
        name=programme.name,
        competition_opened=programme.competition_opened.isoformat(),
        annual_people=programme.annual_people,
        annual_value_gbp=programme.annual_value_gbp,
        data_version=version,
        counts=facts.counts(),
        programmes_held=held,
    )


def _mistakes(folder: Path, mistakes: tuple[Mistake, ...]) -> str:
    noun = "mistake" if len(mistakes) == 1 else "mistakes"
    lines = "\n".join(f"  {mistake}" for mistake in mistakes)
    return f"{len(mistakes)} {noun} in {folder}:\n{lines}"


def _count_rows(counts: Mapping[str, int]) -> list[Row]:
    return [{"table": name, "rows": count} for name, count in counts.items()]


def _counted(counts: Mapping[str, int]) -> Iterator[RenderableType]:
    table = titled_table("", "Table", right=("Rows",))
    for name, count in counts.items():
        table.add_row(name.replace("_", " "), f"{count:,}")
    yield table


def _loaded_rows(loaded: Loaded) -> list[Row]:
    return [
        {"table": name, "rows": count, "rows_before": loaded.counts_before.get(name, 0)}
        for name, count in loaded.counts.items()
    ]


def _loaded_table(loaded: Loaded) -> Iterator[RenderableType]:
    table = titled_table("", "Table", right=("Rows", "Before"))
    for row in _loaded_rows(loaded):
        table.add_row(
            str(row["table"]).replace("_", " "), f"{row['rows']:,}", f"{row['rows_before']:,}"
        )
    yield table
    yield Line(f"\n{shown(loaded.programme)} is in {loaded.store}. {_change(loaded)}")


def _change(loaded: Loaded) -> str:
    if loaded.data_version_before is None:
        return f"Data version {loaded.data_version}; nothing was held of it before."
    if loaded.data_version_before == loaded.data_version:
        return f"Data version {loaded.data_version}, as before: the facts are the same."
    return f"Data version {loaded.data_version}, before {loaded.data_version_before}."


def _how_to_ask(loaded: Loaded) -> str:
    return f"Ask about it: matcher areas --programme {shown(loaded.programme)}"


def _shown_table(kept: ProgrammeShown) -> Iterator[RenderableType]:
    yield Line(f"{kept.name} ({kept.programme})", bold=True)
    yield Line(f"Data version {kept.data_version}, in {kept.store}")
    yield Line(
        f"Facts count as of {kept.competition_opened} unless you name a day."
        f" {kept.annual_people:,.0f} people and £{kept.annual_value_gbp:,.0f} a year.\n"
    )
    yield from _counted(kept.counts)
    others = [name for name in kept.programmes_held if name != kept.programme]
    if others:
        yield Line(f"\nThe store also holds: {', '.join(map(shown, others))}.")
