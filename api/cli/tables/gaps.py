"""Unmet needs in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, percent, titled_table
from api.formats.words import number_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.formats.words import Words
    from matcher.questions.gap_records import Gaps


def gap_parts(found: Gaps, words: Words) -> Iterator[RenderableType]:
    """Show what could be met in all, then the needs with the most unmet."""
    where = f" in {found.area.name}" if found.area else ""
    if not found.gaps:
        yield Line(f"Nobody is known to have such a need{where}.", bold=True)
        return
    share = percent(found.met / found.needs_a_year)
    yield Line(f"All known organisations could meet {share} of the needs{where}", bold=True)
    yield Line(
        f"Facts as of {found.as_of}, data version {found.data_version}. No line-up is chosen, and "
        "nobody has been asked. Figures are people a year."
    )
    yield Line("")
    table = titled_table(
        f"{len(found.gaps):,} of {found.rows:,} needs, those with the most unmet first",
        *("Place", "Pathway", *(["People"] if found.cohorts else [])),
        right=("In need", "Could be met", "Unmet", "Share met"),
        last="Who could",
    )
    for gap in found.gaps:
        people = [words.cohort(gap.cohort)] if gap.cohort else []
        figures = map(number_words, (gap.people_a_year, gap.met, gap.unmet))
        table.add_row(
            gap.place_name or gap.area_name,
            words.pathway(gap.pathway),
            *people,
            *figures,
            percent(gap.share_met),
            str(gap.organisations) if gap.organisations else "nobody known",
        )
    yield table
