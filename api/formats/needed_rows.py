"""Where an organisation is needed, as rows of CSV and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.serialise import record_rows
from api.formats.words import number_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.formats.serialise import Row
    from api.formats.words import Words
    from matcher.questions.needed_records import Needed, NeededRow

NEEDED_COLUMNS = (
    *("organisation", "rank", "area", "area_name", "pathway", "where", "needs_a_year"),
    *("others_a_year", "left_a_year", "adds_a_year", "share_added", "others", "cohorts", "places"),
)
_BEST = 3
_WHERE = {"here": "where you work", "next door": "next door", "anywhere": "anywhere"}


def needed_rows(found: Needed) -> Iterator[Row]:
    """One row for each pathway in an area; groups of people as ``key=what it would add``."""
    for row, plain in zip(found.rows, record_rows(found.rows), strict=True):
        cohorts = (
            f"{each.cohort}={each.left_a_year if each.adds_a_year is None else each.adds_a_year}"
            for each in row.cohorts
        )
        yield {**plain, "organisation": found.organisation, "cohorts": ";".join(cohorts)}


def where_words(where: str) -> str:
    """Say where a row's places are, to the one who asks."""
    return _WHERE.get(where, where)


def best_words(found: Needed, words: Words) -> str:
    """Say in a sentence or two where somebody is needed most."""
    if not found.rows:
        return "" if found.notes else "No gap was found that it would fill."
    if not found.known:
        gaps = _listed(found.rows, words)
        return f"The largest gaps of the market: {gaps}."
    here, beside = (
        [row for row in found.rows if row.where == where] for where in ("here", "next door")
    )
    told = []
    if here:
        told.append(f"Where it works, {found.name} is needed most for {_listed(here, words)}.")
    if beside:
        told.append(f"Next door, most for {_listed(beside, words)}.")
    return " ".join(told)


def _listed(rows: Sequence[NeededRow], words: Words) -> str:
    """Name the first rows; a pathway that stands in the row before is not named again."""
    told: list[str] = []
    before = ""
    for row in rows[:_BEST]:
        needs = row.left_a_year if row.adds_a_year is None else row.adds_a_year
        pathway = "" if row.pathway == before else f"{words.pathway(row.pathway).lower()} in "
        unit = " needs a year" if not told else ""
        told.append(f"{pathway}{row.area_name} ({number_words(needs)}{unit})")
        before = row.pathway
    return told[0] if len(told) == 1 else f"{'; '.join(told[:-1])}; and {told[-1]}"
