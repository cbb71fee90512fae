"""Offers in addresses: what stands there, what comes back, and all that is wrong at once."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from api.web.offer_asking import (
    LONGEST_QUERY,
    AskedOffer,
    compared_query,
    is_short,
    read_comparison,
    read_offer,
)
from matcher.errors import OfferError
from matcher.offers.from_line_up import Standing, offer_of, share_texts
from matcher.offers.reading import texts_of
from matcher.offers.records import Offer
from tests.matcher.offers.test_from_line_up import SHARE

LATE = "payment_days=60"
FROM = urlencode(share_texts(SHARE))


def asked(query: str) -> AskedOffer:
    return read_offer(QueryParams(query))


def mistakes(query: str) -> dict[str, str]:
    with pytest.raises(OfferError) as caught:
        asked(query)
    return {each.field: each.message for each in caught.value.mistakes}


def test_no_parameters_are_the_example() -> None:
    found = asked("")
    assert found.offer == Offer()
    assert found.texts == {}
    assert asked(found.query).offer == Offer()


def test_only_what_differs_from_the_start_stands_in_the_address() -> None:
    found = asked(f"{LATE}&notice_months=3&results_share=10%")
    assert found.offer.payment_days == 60
    assert found.query == LATE
    assert not is_short(QueryParams("payment_days=60&notice_months=3"), found)
    assert is_short(QueryParams("payment_days=60&programme=x&beside=a"), found)


def test_a_link_from_a_line_up_is_the_start_of_an_offer() -> None:
    found = asked(f"{FROM}&{LATE}")
    assert found.offer == offer_of(SHARE).with_(payment_days=60)
    assert dict(parse_qsl(found.query)) == {**share_texts(SHARE), "payment_days": "60"}
    assert {each.standing for each in found.origins} == {Standing.TAKEN, Standing.ASSUMED}
    assert asked(LATE).origins == ()


def test_a_form_with_all_fields_is_read_as_what_differs() -> None:
    texts = {**texts_of(Offer()), "staff_fte": "3"}
    empty = {f"service2_{name}": "" for name in ("name", "unit_price_gbp", "people_low")}
    assert asked(urlencode({**texts, **empty})).query == "staff_fte=3"


def test_a_further_service_needs_only_what_it_has() -> None:
    query = "service2_name=Courses&service2_block_fee_gbp_a_year=5000&service2_unit_price_gbp="
    found = asked(query)
    assert [each.name for each in found.offer.services] == ["Mentoring", "Courses"]
    assert asked(found.query).offer == found.offer


def test_all_mistakes_are_told_at_once_by_field() -> None:
    found = mistakes(
        "payment_days=soon&notice_months=99&payment_dais=3&staff_fte=1&staff_fte=2"
        "&from_needs=many&beside=" + "x" * (LONGEST_QUERY + 1)
    )
    assert {"payment_days", "notice_months", "payment_dais", "staff_fte", "beside"} <= set(found)
    assert found["staff_fte"] == "is given more than once"
    assert found["from_needs"] == "'many' is no number"
    assert found["from_area"].startswith("is missing")


def test_offers_beside_one_stay_in_its_address_and_lead_to_the_comparison() -> None:
    found = asked(urlencode([("beside", LATE), ("notice_months", "6")]))
    assert found.beside == (LATE,)
    assert asked(found.whole_query) == found
    compared = read_comparison(QueryParams(found.comparison))
    assert [each.query for each in compared] == [LATE, "notice_months=6"]


def test_more_offers_than_can_be_compared_are_refused() -> None:
    assert "at most 4" in mistakes(urlencode([("beside", LATE)] * 5))["beside"]
    with pytest.raises(OfferError, match="at most 5"):
        read_comparison(QueryParams(urlencode([("offer", LATE)] * 6)))


def test_a_comparison_takes_queries_and_whole_addresses() -> None:
    query = urlencode(
        [("offer", f"https://example.org/offer?{LATE}"), ("offer", f"?{LATE}"), ("offer", " ")]
    )
    assert [each.query for each in read_comparison(QueryParams(query))] == [LATE, LATE]
    assert read_comparison(QueryParams("offer=http://[&offer=")) != ()


def test_mistakes_of_a_comparison_name_the_offer_and_the_field() -> None:
    query = urlencode([("offer", LATE), ("offer", "payment_days=x&ends=1"), ("colour", "red")])
    with pytest.raises(OfferError) as caught:
        read_comparison(QueryParams(query))
    said = [str(each.message) for each in caught.value.mistakes]
    assert any(each.startswith("number 2: Payment days: ") for each in said)
    assert any(each.startswith("number 2: Last day: ") for each in said)
    assert {each.field for each in caught.value.mistakes} == {"offer", "colour"}


def test_an_offer_can_be_taken_out_of_a_comparison() -> None:
    offers = read_comparison(
        QueryParams(urlencode([("offer", LATE), ("offer", "notice_months=6")]))
    )
    assert compared_query(offers, without=0) == urlencode({"offer": "notice_months=6"})


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "payment_days": st.integers(0, 365).map(str),
            "pay_when_paid": st.sampled_from(["yes", "no", "true", ""]),
            "staff_fte": st.floats(0, 100).map(lambda value: f"{value:.2f}"),
            "title": st.text(max_size=120),
            "clawback_cap_share": st.sampled_from(["", "50%", "1"]),
            "service1_people_low": st.integers(0, 200).map(str),
            "service2_name": st.text(max_size=5),
        },
    )
)
def test_every_address_is_an_offer_or_its_mistakes_and_offers_come_back(
    texts: dict[str, str],
) -> None:
    wrong: set[str] = set()
    try:
        found = asked(urlencode(texts))
    except OfferError as error:
        wrong = {each.field for each in error.mistakes}
    else:
        assert asked(found.whole_query) == found
        assert is_short(QueryParams(found.whole_query), found) or not found.texts
    assert wrong <= {*texts, "service1_people_low"}
