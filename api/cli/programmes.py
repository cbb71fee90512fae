"""What `matcher data` does: check, load, start and show programmes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
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
    from graph.stores.protocol import GraphStore

LIST_COLUMNS = (
    "programme",
    "name",
    "held",
    "built_in",
    "competition_opened",
    "data_version",
    "superseded",
)
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
class ProgrammeListed:
    """A programme that a store holds, or that comes with the product.

    `data_version` is None if the store does not hold it yet. It is `superseded` if an earlier
    version of the product filled the store, and newer facts come with this one.
    """

    programme: str
    name: str
    held: bool
    built_in: bool
    competition_opened: str
    data_version: str | None
    superseded: bool


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
    from graph.packs.reading import builtin, check_pack, pack_folder  # noqa: PLC0415

    report = check_pack(builtin() if folder is None else pack_folder(folder))

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


def list_data(store_url: str, output: Output) -> None:
    """List the programmes that a store holds and those that come with the product."""
    from graph.stores import BUILT_IN_PROGRAMMES, open_store  # noqa: PLC0415

    with working("Reading the store"), open_store(store_url) as store:
        held = store.programmes()
        named = (*BUILT_IN_PROGRAMMES, *(p for p in held if p not in BUILT_IN_PROGRAMMES))
        listed = [_listed(store, programme, held=programme in held) for programme in named]
    output.emit(
        listed,
        columns=LIST_COLUMNS,
        rows=lambda: [asdict(programme) for programme in listed],
        table=lambda: _listed_table(listed),
    )
    note("Ask about one of them: matcher lineups AREA --programme NAME")


def show_data(address: FactsAddress, output: Output) -> None:
    """Show what a store holds of a programme."""
    from graph.stores import open_store, programme_at_hand  # noqa: PLC0415

    with working("Reading the store"), open_store(address.store_url) as store:
        facts = store.read(programme_at_hand(store, address.programme))
        held = store.programmes()
        kept = _shown(facts, store.url, store.data_version(facts.programme.id), held)
    output.emit(
        kept,
        columns=COUNT_COLUMNS,
        rows=lambda: _count_rows(kept.counts),
        table=lambda: _shown_table(kept),
    )


def _write(facts: Facts, store_url: str) -> Loaded:
    from graph.assembly.renewing import renew  # noqa: PLC0415
    from graph.stores import open_store  # noqa: PLC0415

    programme = facts.programme.id
    with working("Loading") as update, open_store(store_url, fill=False) as store:
        held = programme in store.programmes()
        before = store.data_version(programme) if held else None
        counts_before = store.counts(programme) if held else {}

        def progress(done: int, of: int) -> None:
            update(f"Loading: {done:,} of {of:,} records")

        if held:  # what imported sources say stays
            renew(store, programme, own=facts, progress=progress)
        else:
            store.write(facts, progress=progress)
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


def _listed(store: GraphStore, programme: str, *, held: bool) -> ProgrammeListed:
    from graph.packs.reading import builtin, read_pack  # noqa: PLC0415
    from graph.stores import BUILT_IN_PROGRAMMES  # noqa: PLC0415
    from graph.stores.shipped import is_superseded  # noqa: PLC0415

    facts = store.read(programme) if held else read_pack(builtin(programme))
    version = store.data_version(programme) if held else None
    return ProgrammeListed(
        programme=programme,
        name=facts.programme.name,
        held=held,
        built_in=programme in BUILT_IN_PROGRAMMES,
        competition_opened=facts.programme.competition_opened.isoformat(),
        data_version=version,
        superseded=version is not None and is_superseded(programme, version),
    )


def _listed_table(listed: list[ProgrammeListed]) -> Iterator[RenderableType]:
    table = titled_table("", "Programme", "Facts as of", last="In the store")
    for programme in listed:
        here = "yes" if programme.held else "when first named"
        here += ", earlier facts" if programme.superseded else ""
        table.add_row(shown(programme.programme), programme.competition_opened, here)
    yield table
    for programme in listed:
        if programme.superseded:
            yield Line(superseded_note(programme.programme))


def superseded_note(programme: str) -> str:
    """Say that newer facts are at hand, and how to take them."""
    return (
        f"The store holds facts of {programme} that an earlier version came with. "
        f"Take the present ones: matcher data load {programme}"
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
