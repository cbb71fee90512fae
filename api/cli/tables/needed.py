"""Where an organisation is needed, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, spaced, titled_table
from api.cli.tables.line_ups import SUGGESTION
from api.formats.needed_rows import best_words, where_words
from api.formats.words import chance_words, number_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.formats.words import Words
    from matcher.questions.needed_records import Needed


def needed_parts(found: Needed, words: Words) -> Iterator[RenderableType]:
    """Show the answer in a sentence, then the rows, then whom to approach."""
    yield Line(f"Where {found.name} ({found.organisation}) is needed", bold=True)
    yield Line(f"Facts as of {found.as_of}, data version {found.data_version}. {SUGGESTION}")
    for note in found.notes:
        yield Line(note)
    if not found.known:
        yield Line(
            "Tell of its work with `matcher organisation add`, or with the spreadsheet of "
            "`matcher template FILE`."
        )
    yield Line(f"{best_words(found, words)}\n")
    yield from _rows(found, words)
    yield from _approach(found, words)


def _rows(found: Needed, words: Words) -> Iterator[RenderableType]:
    if not found.rows:
        return
    rest = found.total - len(found.rows)
    more = f" ({rest:,} more: ask for a larger --limit)" if rest else ""
    table = titled_table(
        f"Needs a year, what others could meet, and what it would add{more}",
        "",
        "Area",
        "Pathway",
        "Where",
        right=("Need", "Others", "Left", "Adds"),
        last="Others who could do most",
    )
    for row in found.rows:
        table.add_row(
            str(row.rank),
            row.area_name,
            words.pathway(row.pathway),
            where_words(row.where),
            number_words(row.needs_a_year),
            number_words(row.others_a_year),
            number_words(row.left_a_year),
            "" if row.adds_a_year is None else number_words(row.adds_a_year),
            ", ".join(words.organisation(each) for each in row.others),
        )
    yield spaced(table)


def _approach(found: Needed, words: Words) -> Iterator[RenderableType]:
    if not found.approach:
        return
    table = titled_table(
        "Likely primes to approach", "Area", "For", "Who", right=("Chance",), last="Why"
    )
    for each in found.approach:
        table.add_row(
            each.area_name,
            words.pathway(each.pathway),
            each.name,
            chance_words(each.probability),
            ", ".join(each.why),
        )
    yield spaced(table)
    yield Line("`matcher partners ORGANISATION --direction leads` says more of each.")
