"""Figures of the terms become fields of an offer, and the offer stays sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.offers.records import Offer
from matcher.offers.words import OFFER_FIELDS
from matcher.terms.carrying import carried, with_terms
from matcher.terms.checking import check
from tests.matcher.terms.labelled import labelled


def fields(text: str) -> dict[str, str]:
    return {each.field: each.value for each in carried(check(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Prime shall pay each invoice within 60 days.", {"payment_days": "60"}),
        ("The Prime shall pay each invoice within 28 days.", {"payment_days": "28"}),
        (
            "The Prime shall pay an invoice 30 days after the end of the month of its receipt.",
            {"payment_days": "30"},
        ),
        (
            "The Prime pays 5 days after receipt of the corresponding payment from the Authority.",
            {"pay_when_paid": "yes"},
        ),
        (
            "The Prime pays within 20 days, whether or not it has been paid by the Authority.",
            {"pay_when_paid": "no", "payment_days": "20"},
        ),
        ("No minimum number of referrals is guaranteed.", {"minimum_guarantee_share": "0"}),
        ("A minimum volume of 85% of forecast is guaranteed.", {"minimum_guarantee_share": "0.85"}),
        ("25% of the Charges depends on reoffending results.", {"results_share": "0.25"}),
        ("No part of the Charges depends on reoffending results.", {"results_share": "0"}),
        ("There shall be no clawback of sums paid.", {"clawback_cap_share": "0"}),
        (
            "Sums clawed back in any year shall not exceed 5% of the Charges.",
            {"clawback_cap_share": "0.05"},
        ),
        ("The Prime may recover any sum paid at any time.", {"clawback_cap_share": ""}),
        (
            "Service credits in a month shall not exceed 20% of the Charges.",
            {"service_credit_cap_share": "0.2"},
        ),
        ("No service credits apply.", {"service_credit_cap_share": "0"}),
        ("Service credits are passed down in full.", {"service_credit_cap_share": "1"}),
        ("The Prime may terminate without cause on two months' notice.", {"notice_months": "2"}),
        ("The Prime may terminate without cause on 45 days' notice.", {"notice_months": "1"}),
        ("The Prime may terminate this with immediate effect.", {"notice_months": "0"}),
        (
            "The Prime shall pay a mobilisation fee of £30,000 on signature.",
            {"mobilisation_payment_gbp": "30000"},
        ),
        ("The Prime shall pay exit costs of £9,000.", {"exit_payment_gbp": "9000"}),
        (
            "The Sub-contractor's total liability is capped at £250,000.",
            {"liability_cap_gbp": "250000"},
        ),
        (
            "The Sub-contractor's liability shall not exceed 150% of the annual Charges.",
            {"liability_cap_share": "1.5"},
        ),
        (
            "The Sub-contractor's liability is limited to the Charges paid in the contract year.",
            {"liability_cap_share": "1"},
        ),
        (
            "The annual Charges are £80,000, and liability shall not exceed £40,000 a year.",
            {"liability_cap_gbp": "40000"},
        ),
        (
            "Each party's liability in a year shall not exceed £500,000 or 125% of the Charges.",
            {"liability_cap_gbp": "500000", "liability_cap_share": "1.25"},
        ),
        (
            "The Sub-contractor's liability under this agreement is unlimited.",
            {"liability_cap_gbp": "", "liability_cap_share": ""},
        ),
        ("The Prime's liability shall not exceed £100,000.", {}),
        ("The mobilisation fee is in Annex 2.", {}),
        ("Audits are limited to one a year.", {}),
    ],
)
def test_a_figure_of_a_clause_becomes_a_field(text: str, expected: dict[str, str]) -> None:
    assert fields(text) == expected


def test_of_several_clauses_the_worst_counts() -> None:
    found = carried(
        check(
            "5.1 The Prime pays within 30 days of invoice.\n5.2 The Prime pays late"
            " invoices within 90 days."
        )
    )
    assert [(each.field, each.value, each.clause) for each in found] == [
        ("payment_days", "90", "5.2")
    ]


def test_each_field_has_the_label_of_the_form() -> None:
    (found,) = carried(check("5.1 The Prime shall pay each invoice within 60 days."))
    assert found.label == OFFER_FIELDS["payment_days"].label
    assert found.rule == "later than 30 days"


def test_the_parts_of_the_price_still_add_up() -> None:
    offer = Offer(fee_for_service_share=0.3, fee_for_use_share=0.6, results_share=0.1)
    changed = with_terms(offer, carried(check("40% of the fee depends on reoffending results.")))
    assert changed.results_share == 0.4
    assert changed.fee_for_service_share == pytest.approx(0.2)
    assert changed.fee_for_use_share == pytest.approx(0.4)


def test_an_offer_that_rested_on_results_alone_gets_a_fee() -> None:
    offer = Offer(fee_for_service_share=0.0, fee_for_use_share=0.0, results_share=1.0)
    changed = with_terms(offer, carried(check("No part of the fee depends on results.")))
    assert (changed.fee_for_service_share, changed.results_share) == (1.0, 0.0)


def test_a_cap_of_an_offer_is_taken_out_where_the_terms_have_none() -> None:
    offer = Offer(liability_cap_share=1.0)
    text = "The Sub-contractor's liability under this agreement is unlimited."
    assert with_terms(offer, carried(check(text))).most_liable_gbp is None


def test_the_cap_of_the_terms_is_what_a_claim_takes_in_the_offer() -> None:
    text = "The Sub-contractor's liability shall not exceed 150% of the annual Charges."
    changed = with_terms(Offer(), carried(check(text)))
    assert changed.most_liable_gbp == changed.annual_value_gbp * 3 / 2 == 180_000


def test_terms_that_say_nothing_change_nothing() -> None:
    assert with_terms(Offer(), carried(check("1.1 The Sub-contractor is polite."))) == Offer()


@given(st.lists(st.sampled_from([each.clause for each in labelled()]), max_size=6))
def test_any_terms_leave_an_offer_sound(texts: list[str]) -> None:
    found = carried(check("\n\n".join(texts)))
    changed = with_terms(Offer(), found)
    parts = changed.fee_for_service_share + changed.fee_for_use_share + changed.results_share
    assert parts == pytest.approx(1.0)
