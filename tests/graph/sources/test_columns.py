"""Which column of a table holds what."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.sources.columns import Sought, columns_of, delimiter_of
from graph.sources.files import SourceFile

SOUGHT = {
    "who": Sought(words="an organisation", headings=("organisation_id", "id")),
    "name": Sought(words="its name", headings=("name", "organisation")),
}


def test_a_heading_is_known_however_it_is_written() -> None:
    found = columns_of(["Organisation ID", "ORGANISATION"], SOUGHT, {})
    assert found == {"who": "Organisation ID", "name": "ORGANISATION"}


def test_the_first_heading_that_is_there_counts() -> None:
    assert columns_of(["id", "organisationId"], SOUGHT, {}) == {"who": "organisationId"}


def test_what_somebody_says_wins_and_blank_means_none() -> None:
    said = {"who": "Body", "name": "", "other": "x"}
    assert columns_of(["name", "body", "id"], SOUGHT, said) == {"who": "body"}


def test_a_column_may_be_named_twice_but_is_guessed_once() -> None:
    twice = {**SOUGHT, "also": Sought(words="again", headings=("id",))}
    assert columns_of(["id"], twice, {}) == {"who": "id"}
    assert columns_of(["id"], twice, {"also": "id"}) == {"who": "id", "also": "id"}


def test_a_heading_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(SourceError, match=r"no column for who=body; .* the columns id, name"):
        columns_of(["id", "name"], SOUGHT, {"who": "body"})


@pytest.mark.parametrize(
    ("said", "mark"),
    [("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("pipe", "|"), (";", ";"), (None, ";")],
)
def test_the_delimiter_is_what_was_said_or_what_the_header_has_most_of(
    said: str | None, mark: str
) -> None:
    assert delimiter_of(a_file('a;"b,c";d\n1,2,3,4'), said) == mark


def test_another_delimiter_is_refused() -> None:
    with pytest.raises(SourceError, match="delimiter=x is none of comma, semicolon, tab, pipe"):
        delimiter_of(a_file("a,b"), "x")


def a_file(start: str) -> SourceFile:
    return SourceFile(
        path=Path("x.csv"), name="x.csv", digest="", encoding="utf-8", size=1, start=start
    )
