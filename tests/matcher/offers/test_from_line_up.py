"""From a line-up to an offer: what is taken, what is assumed, and what somebody changed since."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.answer.records import AreaLabel, CapacityRange, Member
from matcher.errors import OfferError
from matcher.offers.from_line_up import (
    MemberShare,
    Standing,
    offer_of,
    origins,
    read_share,
    share_of,
    share_texts,
)
from matcher.offers.records import Offer

ESSEX = AreaLabel(id="CPA19", codes={}, name="Essex")
MEMBER = Member(
    id="GB-CHC-1",
    name="Safe Homes",
    kind="charity",
    sector="vcse",
    role="tier-2",
    volume_needs_a_year=250.0,
    capacity=CapacityRange(low=100.0, middle=250.0, high=400.0, basis="estimated"),
    share_of_volume=0.1,
    value_gbp=300_000.0,
    share_of_value=0.02,
    share_of_risk=0.02,
    risk_gbp=21_000.0,
    share_of_turnover=0.1,
    pathways=("housing", "debt"),
    places=("E1",),
    reasons=(),
)
NAMES = {"housing": "Accommodation", "debt": "Finance, benefit and debt"}
SHARE = MemberShare(
    from_area="CPA19",
    from_member="GB-CHC-1",
    from_name="Safe Homes in Essex",
    from_work="Accommodation; Finance, benefit and debt",
    from_value_gbp=300_000.0,
    from_risk_gbp=21_000.0,
    from_needs=250.0,
)


def taken(member: Member) -> MemberShare | None:
    return share_of(member, area=ESSEX, pathway=NAMES.__getitem__)


def test_a_members_share_is_its_work_value_risk_and_needs() -> None:
    assert taken(MEMBER) == SHARE


@pytest.mark.parametrize("changes", [{"role": "lead"}, {"role": "unpaid"}, {"value_gbp": 0.0}])
def test_who_would_get_no_paid_sub_contract_has_no_share(changes: dict[str, Any]) -> None:
    assert taken(replace(MEMBER, **changes)) is None


def test_long_names_are_cut_so_that_the_address_stays_readable() -> None:
    share = taken(replace(MEMBER, name="x" * 200, pathways=("housing",) * 20))
    assert share is not None
    assert share.from_name == f"{'x' * 57}... in Essex"
    assert len(share.from_work) == 100
    assert read_share(share_texts(share)) == share


def test_the_offer_has_the_price_the_people_and_the_risk_of_the_share() -> None:
    offer = offer_of(SHARE)
    (service,) = offer.services
    assert service.unit_price_gbp == Decimal("1200.00")
    assert (service.people_low, service.people_expected, service.people_high) == (165, 250, 255)
    assert offer.results_share == 0.07
    assert offer.fee_for_use_share == 0.93
    assert offer.management_fee_share == 0
    assert offer.title == "Safe Homes in Essex"


def test_costs_are_assumed_as_high_as_the_value_in_the_proportions_of_the_example() -> None:
    # The example costs 2 x 26,000 x 1.2 + 12,000 + 100 x 90 = 83,400 a year before overheads
    # of 12 %. The share is worth 300,000, so everything is 300,000 / 1.12 / 83,400 times as much.
    offer, times = offer_of(SHARE), 300_000 / 1.12 / 83_400
    assert offer.staff_fte == pytest.approx(2 * times, abs=0.005)
    assert float(offer.fixed_costs_gbp_a_year) == pytest.approx(12_000 * times, abs=0.005)
    personal = float(offer.services[0].cost_per_person_gbp) * 250
    assert personal == pytest.approx(9_000 * times, abs=1.25)
    assert offer.reserves_gbp == Decimal(75_000)


def test_what_a_line_up_says_nothing_of_is_as_in_the_example() -> None:
    offer, example = offer_of(SHARE), Offer()
    assert offer.payment_days == example.payment_days
    assert (offer.starts, offer.ends) == (example.starts, example.ends)


def test_each_origin_is_taken_or_assumed_until_somebody_changes_the_field() -> None:
    offer = offer_of(SHARE)
    before = {each.field: each.standing for each in origins(SHARE, offer)}
    assert before["service1_unit_price_gbp"] is Standing.TAKEN
    assert before["staff_fte"] is Standing.ASSUMED
    assert Standing.CHANGED not in before.values()
    after = origins(SHARE, offer.with_(staff_fte=4.0, results_share=0.0, fee_for_use_share=1.0))
    changed = {each.field: each.why for each in after if each.standing is Standing.CHANGED}
    assert changed["results_share"] == "The line-up's answer was 0.07."
    assert changed["staff_fte"] == f"{offer.staff_fte:g} was assumed."
    assert set(changed) == {"results_share", "staff_fte", "fee_for_use_share"}


def test_another_service_leaves_the_first_as_it_was_taken() -> None:
    offer = offer_of(SHARE)
    two = (offer.services[0], replace(offer.services[0], name="More"))
    assert {each.standing for each in origins(SHARE, offer.with_(services=two))} == {
        Standing.TAKEN,
        Standing.ASSUMED,
    }


def test_an_address_without_a_share_has_none() -> None:
    assert read_share({"payment_days": "60"}) is None


def mistakes(texts: dict[str, str]) -> dict[str, str]:
    with pytest.raises(OfferError) as caught:
        read_share(texts)
    return {each.field: each.message for each in caught.value.mistakes}


def test_all_that_is_wrong_with_a_share_is_told_at_once() -> None:
    texts = {
        "from_area": "CPA19",
        "from_member": "x" * 101,
        "from_name": "a\nb",
        "from_value_gbp": "much",
        "from_risk_gbp": "nan",
        "from_needs": "0",
    }
    found = mistakes(texts)
    assert set(found) == {
        *("from_member", "from_name", "from_work", "from_value_gbp", "from_risk_gbp", "from_needs"),
    }
    assert found["from_value_gbp"] == "'much' is no number"
    assert found["from_work"].startswith("is missing")


def test_no_more_can_be_at_risk_than_there_is() -> None:
    texts = share_texts(replace(SHARE, from_risk_gbp=300_000.01))
    assert mistakes(texts) == {"from_risk_gbp": "is more than from_value_gbp"}


def test_a_share_that_is_beyond_any_offer_is_refused_with_the_field() -> None:
    with pytest.raises(OfferError) as caught:
        offer_of(replace(SHARE, from_value_gbp=1e8, from_risk_gbp=0.0, from_needs=0.01))
    fields = {each.field for each in caught.value.mistakes}
    assert "service1_unit_price_gbp" in fields


AMOUNTS = st.floats(500, 20_000_000).map(lambda value: round(value, 2))


@given(AMOUNTS, st.floats(0, 1), st.floats(1, 20_000).map(lambda value: round(value, 1)))
def test_the_offer_is_worth_what_the_line_up_says(value: float, risk: float, needs: float) -> None:
    share = replace(
        SHARE, from_value_gbp=value, from_risk_gbp=round(value * risk, 2), from_needs=needs
    )
    assert read_share(share_texts(share)) == share
    offer = offer_of(share)
    assert float(offer.annual_value_gbp) == pytest.approx(value, abs=needs * 0.005 + 0.01)
    assert offer.results_share == pytest.approx(risk, abs=2e-4)
    assert offer.fee_for_use_share + offer.results_share == pytest.approx(1)
    assert all(each.standing is not Standing.CHANGED for each in origins(share, offer))
