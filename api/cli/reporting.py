"""`matcher backtest`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.output import note

if TYPE_CHECKING:
    from api.cli.output import Output
    from api.cli.state import FactsAddress


def run_backtest(facts: FactsAddress, output: Output) -> None:
    """Write the backtest's report, saying what it is doing."""
    from api.cli.session import open_service  # noqa: PLC0415
    from api.formats.backtest_report import report  # noqa: PLC0415

    note("Solving for every candidate of every area on two days; this takes some minutes.")
    output.write("\n".join(report(open_service(facts).snapshot)) + "\n")
