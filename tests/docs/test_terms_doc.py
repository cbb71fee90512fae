"""docs/terms.md says what the code does: its figures, its fields, its limits."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.formats.terms_rows import TERMS_COLUMNS
from api.records.terms import ReadTerms
from api.service.documents.pdf import MOST_PAGES
from api.service.documents.reading import (
    LARGEST_BYTES,
    LONGEST_CPU_S,
    LONGEST_S,
    MOST_MEMORY_BYTES,
)
from matcher.terms.answer import CheckedTerms, Finding, Missing, StandardAnswer
from matcher.terms.carrying import Carried
from matcher.terms.checking import FEWEST_WORDS, MOST_CHARACTERS
from matcher.terms.records import Figures, Kind
from tests.matcher.terms.labelled import FOLDERS, MEASURING, labelled
from tests.matcher.terms.measured import agreement, by_rules_alone, severities
from tests.tooling.terms.write import with_measured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TEXT = Path("docs/terms.md").read_text("utf-8")


def test_the_measured_figures_are_those_of_the_rules() -> None:
    """`make terms` writes them anew."""
    assert with_measured(TEXT) == TEXT


def test_likeness_finds_more_of_another_authors_clauses_than_the_rules_alone() -> None:
    def found(read: Callable[[str], Mapping[Kind, str]]) -> int:
        counts = agreement("set aside", authors=MEASURING, read=read)
        return sum(each.right for each in counts.values())

    assert found(severities) > found(by_rules_alone)


def test_the_page_counts_the_clauses() -> None:
    every = {author: len(labelled(author)) for author in FOLDERS}
    assert f"wrote {every['first']} clauses" in TEXT
    assert f"wrote {sum(every.values()):,} clauses in all" in TEXT
    assert f"wrote {sum(every[author] for author in MEASURING):,} of them" in TEXT


@pytest.mark.parametrize(
    "record", [ReadTerms, CheckedTerms, Finding, Figures, Missing, StandardAnswer, Carried]
)
def test_every_field_of_the_answer_is_named(record: type) -> None:
    section = TEXT.split("## The answer")[1].split("\n## ")[0]
    start = section.index(f"`{record.__name__}`")
    said = section[start:]
    places = [said.find(f"`{each.name}`") for each in fields(record)]
    assert -1 not in places
    assert places == sorted(places)


def test_the_columns_of_csv_are_listed() -> None:
    listed = re.search(r"CSV: `([^`]*)`", TEXT)
    assert listed
    assert tuple(re.split(r",\s+", listed[1])) == TERMS_COLUMNS


def test_every_kind_has_a_row_that_says_what_is_red() -> None:
    table = TEXT.split("| kind | red |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(Kind)


def test_the_limits_are_those_of_the_code() -> None:
    assert f"more than {LARGEST_BYTES // 1_000_000} MB | 413" in TEXT
    assert f"first {MOST_PAGES} pages" in TEXT
    assert f"{MOST_MEMORY_BYTES // 1_000_000_000} GB of memory" in TEXT
    assert f"{LONGEST_CPU_S} seconds of the processor and {LONGEST_S} seconds in all" in TEXT
    assert f"fewer than {FEWEST_WORDS} words" in TEXT
    assert f"first {MOST_CHARACTERS:,} characters" in TEXT
