"""`matcher data check` and `matcher backtest`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from api.cli.output import CommandError, note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.formats.serialise import Row


def check_data(folder: Path | None, output: Output) -> None:
    """Verify a pack; every mistake is listed, and the exit code is 2 if there is one."""
    from graph.packs.reading import builtin, check_pack  # noqa: PLC0415

    report = check_pack(folder or builtin())
    counts: list[Row] = [{"table": name, "rows": count} for name, count in report.counts.items()]

    def table() -> Iterator[RenderableType]:
        rows = Table(box=None, pad_edge=False)
        rows.add_column("Table")
        rows.add_column("Rows", justify="right")
        for count in counts:
            rows.add_row(str(count["table"]).replace("_", " "), f"{count['rows']:,}")
        yield rows
        yield Text("\nVerified:")
        for check in report.checks:
            yield Text(f"- {check}")

    if report.mistakes:
        lines = "\n".join(f"  {mistake}" for mistake in report.mistakes)
        message = f"{len(report.mistakes)} mistakes in {report.folder}:\n{lines}"
        raise CommandError(message)
    value = {"counts": report.counts, "checks": report.checks, "mistakes": []}
    output.emit(value, columns=("table", "rows"), rows=lambda: counts, table=table)
    note("The data pack is sound.")


def run_backtest(store_url: str, output: Output) -> None:
    """Write the backtest's report, saying what it is doing."""
    from api.cli.opening import open_service  # noqa: PLC0415
    from api.formats.backtest_report import report  # noqa: PLC0415

    note("Solving for every candidate of every area on two days; this takes some minutes.")
    output.write("\n".join(report(open_service(store_url).snapshot)) + "\n")
