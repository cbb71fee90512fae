"""`matcher backtest`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.destination import CommandError
from api.cli.output import note

if TYPE_CHECKING:
    from api.cli.output import Output
    from api.cli.state import FactsAddress


def run_backtest(facts: FactsAddress, output: Output) -> None:
    """Write the backtest's report, saying what it is doing."""
    from api.cli.session import open_service  # noqa: PLC0415
    from api.formats.backtest_report import report  # noqa: PLC0415
    from matcher.questions.backtest import winners  # noqa: PLC0415

    service = open_service(facts)
    if not winners(service.snapshot):
        message = (
            f"{service.programme} knows of no bid that won an area, so there is nothing to rank; "
            "the backtest is of the winners of 2014: --programme transforming-rehabilitation"
        )
        raise CommandError(message)
    note("Solving for every candidate of every area on two days; this takes half an hour.")
    output.write("\n".join(report(service.snapshot, begins=note)) + "\n")
