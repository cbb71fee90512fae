"""What is said of an organisation first, and what is missing of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.formats.organisation_words import known_words, missing
from api.formats.words import Words
from api.service.queries import organisation_detail

if TYPE_CHECKING:
    from api.records.listed import OrganisationDetail
    from api.service.service import Service

DAY = date(2013, 9, 19)


def detail_of(service: Service, name: str, day: date = DAY) -> OrganisationDetail:
    return organisation_detail(service, service.directory.organisation(name), as_of=day)


def said_of(service: Service, name: str, day: date = DAY) -> str:
    return known_words(detail_of(service, name, day), Words(service.snapshot))


def missing_of(service: Service, name: str, day: date = DAY) -> dict[str, str]:
    found = missing(detail_of(service, name, day), Words(service.snapshot))
    return {row.what: ", ".join(row.columns) or row.instead for row in found}


def test_it_says_what_where_and_with_whom(service: Service) -> None:
    said = said_of(service, "Homes for All")
    assert said.startswith("Known for housing, in First County. It worked with ")
    assert "Workwise" in said
    assert "in all 2 contract areas" in said_of(service, "Workwise")


def test_facts_that_were_not_public_do_not_count(service: Service) -> None:
    assert said_of(service, "Homes for All", date(2001, 1, 1)) == (
        "Nothing was known of what it does, or where, by that day."
    )
    assert "work" in said_of(service, "Homes for All", date(2016, 1, 1)).split(", in")[0]


def test_what_is_missing_comes_with_the_column_that_takes_it(service: Service) -> None:
    found = missing_of(service, "Workwise")
    assert found["Evidence of effect"] == "Evidence kind, Evidence level"
    assert "Its size: turnover or accounts" not in found
    assert "Work with others" not in found
    assert found["How much it could take on"] == "Capacity needs a year"


def test_of_whom_nothing_is_known_everything_is_missing(service: Service) -> None:
    assert list(missing_of(service, "Zenith Trust", date(2001, 1, 1))) == [
        "What it does, and where",
        "Its size: turnover or accounts",
        "Work with others",
    ]


@pytest.mark.parametrize("name", ["Homes for All", "Zenith Trust"])
def test_evidence_and_accounts_that_are_known_are_not_missing(service: Service, name: str) -> None:
    found = missing_of(service, name)
    assert "Its size: turnover or accounts" not in found
    assert ("Evidence of effect" in found) == (name == "Zenith Trust")
