"""The form of an offer: every field once, as people type it, with its mistakes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.web.offer_form import field_labels, form_parts, hint, shown_value
from api.web.problems import RequestProblem
from matcher.errors import BriefMistake
from matcher.offers.reading import read_texts, read_value, texts_of
from matcher.offers.records import Offer
from matcher.offers.words import OFFER_FIELDS, SERVICE_FIELDS


def test_every_field_stands_in_the_form_once() -> None:
    names = [field.name for part in form_parts({}, Offer()) for field in part.fields]
    services = [f"service{number}_{name}" for number in (1, 2) for name in SERVICE_FIELDS]
    assert sorted(names) == sorted([*OFFER_FIELDS, *services])


def test_the_parts_come_in_the_order_of_an_offer() -> None:
    titles = [part.title for part in form_parts({}, Offer())]
    assert titles[:4] == ["The contract", "Service 1", "Add a service", "How many people come"]
    assert titles[-1] == "If the prime provider fails, or somebody claims"


def test_the_fields_of_a_form_left_as_it_is_make_the_same_offer() -> None:
    offer = read_texts({"results_share": "0", "fee_for_use_share": "1", "staff_fte": "2.75"})
    parts = form_parts(texts_of(offer), Offer())
    sent = {field.name: field.value for part in parts for field in part.fields if field.value}
    assert read_texts(sent) == offer


def test_a_part_tells_how_many_of_its_fields_were_changed() -> None:
    typed = texts_of(Offer().with_(payment_days=60, late_days_most=90))
    changed = {part.key: part.changed for part in form_parts(typed, Offer()) if part.changed}
    assert changed == {"payment": 2}


def test_parts_with_mistakes_are_open_and_show_what_was_typed() -> None:
    problem = RequestProblem.of([BriefMistake("payment_days", "'soon' is no number")])
    parts = form_parts({"payment_days": "soon"}, Offer(), problem=problem)
    assert [part.key for part in parts if part.opened] == ["payment"]
    (wrong,) = (field for part in parts for field in part.fields if field.mistakes)
    assert (wrong.value, wrong.mistakes) == ("soon", ("'soon' is no number",))


def test_all_parts_can_be_open() -> None:
    assert all(part.opened for part in form_parts({}, Offer(), opened=True))


def test_five_services_leave_no_room_for_another() -> None:
    service = Offer().services[0]
    offer = replace(Offer(), services=(service,) * 5)
    titles = [part.title for part in form_parts(texts_of(offer), Offer())]
    assert "Service 5" in titles
    assert "Add a service" not in titles


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("results_share", "0.1", "10%"),
        ("results_share", "0.075", "7.5%"),
        ("results_share", "1", "100%"),
        ("results_share", "1e3", "100000%"),
        ("indexation_share", "-0.02", "-2%"),
        ("clawback_cap_share", "", ""),
        ("results_share", "Infinity", "Infinity"),
        ("payment_days", "30", "30"),
    ],
)
def test_shares_are_shown_as_percents_and_all_else_as_it_is(
    name: str, text: str, shown: str
) -> None:
    assert shown_value(OFFER_FIELDS[name], text) == shown


def test_shares_come_back_from_their_percents_exactly() -> None:
    field = OFFER_FIELDS["expected_reoffending_share"]
    for thousandths in range(1001):
        share = thousandths / 1000
        assert read_value(field, shown_value(field, f"{share:g}")) == share


def test_labels_say_what_a_number_counts_where_its_name_does_not() -> None:
    labels = {f.name: f.label for part in form_parts({}, Offer()) for f in part.fields}
    assert labels["staff_salary_gbp"] == "Salary (£)"
    assert labels["notice_months"] == "Notice (months)"
    assert labels["results_share"] == "Payment by results (%)"
    assert labels["service1_people_low"] == "People a year, at the least"
    assert labels["service2_unit_price_gbp"] == "Price for each person, service 2 (£)"
    assert len(set(labels.values())) == len(labels)


def test_hints_say_the_range_and_what_a_blank_means() -> None:
    assert hint(OFFER_FIELDS["clawback_cap_share"]).endswith("0 to 1,000%. Blank: no cap.")
    assert hint(OFFER_FIELDS["staff_salary_gbp"]) == "What one full-time post is paid a year."


def test_errors_call_the_fields_of_further_services_by_their_number() -> None:
    labels = field_labels()
    assert labels["service1_people_low"] == "People a year, at the least"
    assert labels["service3_people_low"] == "People a year, at the least, service 3"
    assert set(OFFER_FIELDS) < set(labels)
