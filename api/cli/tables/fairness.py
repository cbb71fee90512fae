"""How groups are shown, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, percent, spaced, titled_table
from api.formats.words import number_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.formats.words import Words
    from matcher.questions.fairness_records import Fairness, GroupFairness


def fairness_parts(found: Fairness, words: Words) -> Iterator[RenderableType]:
    """Show what stands out, then a table for each grouping."""
    yield Line(_heading(found, words), bold=True)
    yield Line(
        f"Facts as of {found.as_of}, data version {found.data_version}. A ratio of 1 is exposure "
        "in proportion to what a group could do."
    )
    for text in found.findings:
        yield Line(f"- {text}")
    if not found.findings:
        yield Line("No group stands out by a fifth or more.")
    for note in found.notes:
        yield Line(note)
    yield Line("")
    for grouping in found.groupings:
        if not grouping.known:
            continue
        table = titled_table(
            f"By {grouping.by}: {grouping.goes_by}",
            "Group",
            right=("Bodies", "Needs a year", "Share of what\ncould be done", "Exposure", "Ratio"),
            last="95 % interval",
        )
        for row in grouping.groups:
            table.add_row(*_row(row))
        yield spaced(table)


def _heading(found: Fairness, words: Words) -> str:
    area = f", in {found.area.name}" if found.area else ""
    pathway = f", for {words.pathway(found.pathway)}" if found.pathway else ""
    lists = f"{found.lists:,} {'list' if found.lists == 1 else 'lists'}"
    if found.limit is None:
        return f"Who is in the best line-ups{area}{pathway}: {lists}"
    ways = {"joins": ", who would join", "leads": ", who would lead"}
    fair = f", of fair shares by {found.fair}" if found.fair else ""
    way = ways.get(found.direction or "", "")
    return f"Who is shown as a partner{way}{area}{pathway}: {lists} of {found.limit}{fair}"


def _row(row: GroupFairness) -> tuple[str, ...]:
    return (
        row.group,
        f"{row.bodies:,}",
        number_words(row.capability_needs_a_year),
        percent(row.share_of_capability),
        percent(row.exposure),
        "none" if row.ratio is None else f"{row.ratio:z.2f}",
        interval_words(row),
    )


def interval_words(row: GroupFairness) -> str:
    """Say the interval of a ratio, and what it says."""
    if row.low is None or row.high is None:
        return row.verdict
    return f"{row.low:z.2f} to {row.high:z.2f}, {row.verdict}"
