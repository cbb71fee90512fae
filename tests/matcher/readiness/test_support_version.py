"""Which tables of support an answer rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from graph.records.provenance import PartialDate
from matcher.readiness.support_version import support_sources, support_version
from tests.matcher.readiness.test_supporting import OFFER

if TYPE_CHECKING:
    from matcher.readiness.support_records import SupportOffer

OTHER = replace(OFFER, key="advice", name="Advice", source="Another page")


def test_the_order_of_rows_makes_no_other_version() -> None:
    assert support_version([OFFER, OTHER]) == support_version([OTHER, OFFER])


@pytest.mark.parametrize(
    "change",
    [
        {"closes": PartialDate("2013-06")},
        {"most_gbp": 1.0},
        {"note": "Ended early"},
        {"helps": ("evidence",)},
        {"key": "fund-2"},
    ],
)
def test_any_change_of_a_row_makes_another_version(change: dict[str, Any]) -> None:
    changed: SupportOffer = replace(OFFER, **change)
    assert support_version([changed, OTHER]) != support_version([OFFER, OTHER])


def test_a_row_more_makes_another_version() -> None:
    assert len({support_version(each) for each in ([], [OFFER], [OFFER, OTHER])}) == 3


def test_a_page_that_tells_of_several_offers_is_listed_once() -> None:
    second = replace(OFFER, key="loan", name="A loan", known_from=PartialDate("2012-01"))
    found = support_sources([OFFER, OTHER, second])
    assert [(each.id, each.title, each.tells_of, each.known_from) for each in found] == [
        ("support/fund", "A page", ("A fund", "A loan"), "2012-01"),
        ("support/advice", "Another page", ("Advice",), "2013-05"),
    ]


def test_pages_with_one_title_and_two_addresses_are_two() -> None:
    moved = replace(OFFER, key="moved", address="example.org")
    assert [each.address for each in support_sources([OFFER, moved])] == ["", "example.org"]
