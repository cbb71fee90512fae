"""Who needs working capital, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, spaced, titled_table
from api.formats.investor_rows import investors_words
from api.formats.words import chance_words, number_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.cli.tables.layout import Grid
    from api.formats.words import Words
    from matcher.readiness.investor_records import Investors


def investor_parts(found: Investors, words: Words) -> Iterator[RenderableType]:
    """Show the answer in a sentence, the seats, and what is assumed."""
    yield Line("Who needs working capital for a seat in a line-up?", bold=True)
    yield Line(f"Facts as of {found.as_of}, data version {found.data_version}.")
    for note in found.notes:
        yield Line(note)
    yield Line(f"{investors_words(found)}\n")
    if len(found.areas) > 1:
        yield spaced(_borrowers(found))
    table = titled_table(
        f"Seats ({len(found.needs)} of {found.total})",
        "",
        "Organisation",
        "Area",
        "Part",
        right=("Value a year", "Needs", "Of its turnover", "Back after"),
        last="",
    )
    for need in found.needs:
        share = need.share_of_turnover
        table.add_row(
            str(need.rank),
            need.name,
            need.area.name,
            words.short_role(need.role),
            f"£{number_words(need.value_gbp)}",
            f"£{number_words(need.amount_gbp)}",
            "unknown" if share is None else chance_words(share),
            "never" if need.back_months is None else f"{need.back_months} months",
            "",
        )
    yield spaced(table)
    assumed = titled_table("What is assumed of every contract", "Field", "Value", last="Why")
    for each in found.assumptions:
        assumed.add_row(each.label, each.value, each.why)
    yield spaced(assumed)


def _borrowers(found: Investors) -> Grid:
    """Show what each organisation's seats need together."""
    table = titled_table(
        f"Organisations ({len(found.borrowers)} of {found.borrowers_total})",
        "Organisation",
        right=("Seats", "Areas", "Need together", "Of its turnover"),
        last="All back by",
    )
    for one in found.borrowers:
        share = one.share_of_turnover
        table.add_row(
            one.name,
            str(one.seats),
            str(one.areas),
            f"£{number_words(one.amount_gbp)}",
            "unknown" if share is None else chance_words(share),
            f"{one.back_by:%B %Y}" if one.back_by else "never",
        )
    return table
