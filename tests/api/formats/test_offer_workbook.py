"""The workbook of an offer: its formulas come to what the model says, before and after a change."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from api.formats.offer_formulas import FIRST_ROW, LETTERS, MONTHS
from api.formats.offer_steps import STEPS, SUMMARY
from api.formats.offer_workbook import MONTHS_SHOWN, offer_workbook
from matcher.offers.base_case import BaseCase, base_case
from matcher.offers.fields import Kind
from matcher.offers.model import flows
from matcher.offers.records import Offer, Service
from matcher.offers.scenarios import as_expected
from matcher.offers.simulation import simulate
from matcher.offers.stress import stress_tests
from matcher.offers.timeline import timeline
from matcher.offers.words import OFFER_FIELDS
from tests.api.formats.recalculated import Recalculated

BLOCK = Service(
    name="Courses",
    block_fee_gbp_a_year=Decimal("40000.01"),
    people_low=10.0,
    people_expected=33.3,
    people_high=50.0,
    cost_per_person_gbp=Decimal("17.77"),
)
BUSY = Offer(
    services=(*Offer().services, BLOCK),
    mobilised_from=date(2014, 10, 15),
    starts=date(2015, 3, 31),
    ends=date(2017, 7, 2),
    mobilisation_payment_gbp=Decimal("1234.56"),
    exit_payment_gbp=Decimal(2000),
    season=(1.0, 2.0, 1.0, 0.0, 1.0, 1.5, 1.0, 1.0, 3.0, 1.0, 1.0, 0.5),
    ramp_up_months=4,
    fee_for_service_share=0.35,
    fee_for_use_share=0.4,
    results_share=0.25,
    indexation_share=-0.025,
    payment_days=45,
    pay_when_paid=True,
    late_days=10,
    frequency_share=0.3,
    expected_offences=3.3,
    advance_share=0.5,
    clawback_cap_share=0.1,
    service_credit_share=0.03,
    step_people_a_year=60.0,
    step_cost_gbp_a_year=Decimal("24999.99"),
    pension_cost_gbp_a_year=Decimal("3333.33"),
    tupe_cost_gbp=Decimal(4000),
    mobilisation_cost_gbp=Decimal("10000.03"),
    cost_inflation_share=0.03,
    reserves_gbp=Decimal(5000),
)
RUNS = 100
WORSE = {
    "expected_reoffending_share": 0.55,
    "results_floor_share": 1.0,
    "results_share": 0.6,
    "fee_for_use_share": 0.4,
}
OFFERS = {
    "the example": Offer(),
    "paid almost half a month late": replace(Offer(), payment_days=44),
    "overdrawn to the end": replace(
        Offer(), services=(replace(Offer().services[0], unit_price_gbp=Decimal(700)),)
    ),
    "much of everything": BUSY,
    "results that take money back": replace(Offer(), **WORSE, advance_share=1.0),  # type: ignore[arg-type]
    "clawback that is capped": replace(
        Offer(),
        **WORSE,  # type: ignore[arg-type]
        advance_share=1.0,
        clawback_cap_share=0.2,
    ),
    "one month": replace(
        Offer(),
        mobilised_from=date(2015, 2, 1),
        ends=date(2015, 2, 28),
        mobilisation_cost_gbp=Decimal("0.01"),
    ),
    "no results": replace(
        Offer(), results_share=0.0, fee_for_use_share=1.0, late_days=90, late_days_most=90
    ),
}
LINES = {
    "fees": "fees_gbp",
    "advances": "advances_gbp",
    "adjustments": "adjustments_gbp",
    "results": "results_gbp",
    "service_credits": "service_credits_gbp",
    "management_fee": "management_fee_gbp",
    "payments": "payments_gbp",
    "income": "income_gbp",
    "staff": "staff_gbp",
    "pensions": "pensions_gbp",
    "fixed": "fixed_gbp",
    "variable": "variable_gbp",
    "steps": "steps_gbp",
    "one_off": "one_off_gbp",
    "overheads": "overheads_gbp",
    "cost": "costs_gbp",
    "received": "received_gbp",
    "interest": "interest_gbp",
    "balance": "balance_gbp",
}


@pytest.fixture(scope="module")
def example() -> bytes:
    return offer_workbook(Offer(), runs=RUNS)


def pounds(value: float) -> Decimal:
    return round(Decimal(repr(value)), 2)


def day(number: float) -> date:
    return date(1899, 12, 30) + timedelta(days=int(number))


def type_in(book: Recalculated, name: str, value: Any) -> None:
    """Type a value into an input, by its name."""
    sheet, cell = book.book.defined_names[name].attr_text.replace("$", "").split("!")
    book.change(sheet, cell, value)


def names_in_formulas(content: bytes) -> list[str]:
    formulas = [
        str(cell.value)
        for sheet in load_workbook(io.BytesIO(content)).worksheets
        for row in sheet.iter_rows(max_row=max(FIRST_ROW + 2, len(STEPS) + 1))
        for cell in row
        if cell.data_type == "f"
    ]
    return [
        name
        for each in formulas
        for name in re.findall(r"\b[a-z_]{3,}\b", re.sub('".*?"', "", each))
    ]


def summary(book: Recalculated) -> dict[str, float]:
    """Read the figures of the summary by their names."""
    cells = {step.name: book.book.defined_names[step.name].attr_text for step in SUMMARY}
    return {name: book.number(*cell.replace("$", "").split("!")) for name, cell in cells.items()}


def check_summary(book: Recalculated, said: BaseCase) -> None:
    found = summary(book)
    assert pounds(found["total_income_gbp"]) == said.total.income_gbp
    assert pounds(found["total_cost_gbp"]) == said.total.costs_gbp
    assert pounds(found["total_interest_gbp"]) == said.total.interest_gbp
    assert pounds(found["surplus_gbp"]) == said.surplus_gbp
    assert pounds(found["lowest_balance_gbp"]) == said.lowest_balance_gbp
    assert day(found["lowest_month"]) == said.lowest_month
    assert pounds(found["working_capital_gbp"]) == said.working_capital.amount_gbp
    assert found["surplus_share"] == pytest.approx(said.surplus_share or 0.0)
    assert found["net_present_value_gbp"] == pytest.approx(
        float(said.net_present_value_gbp), abs=0.011
    )


def short_book(offer: Offer, monkeypatch: pytest.MonkeyPatch) -> Recalculated:
    """The workbook of an offer with few months more than it needs, which saves most of the time."""
    needed = len(base_case(offer).months) + 3
    monkeypatch.setattr("api.formats.offer_workbook.MONTHS_SHOWN", needed)
    return Recalculated.read(offer_workbook(offer, runs=RUNS))


@pytest.mark.parametrize("name", OFFERS)
def test_the_formulas_come_to_what_the_model_says_to_the_penny(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = OFFERS[name]
    book, said = short_book(offer, monkeypatch), base_case(offer)
    check_summary(book, said)
    for row, month in enumerate(said.months, start=FIRST_ROW):
        found = {key: pounds(book.number("Months", f"{LETTERS[key]}{row}")) for key in LINES}
        assert found == {key: getattr(month, line) for key, line in LINES.items()}, month.label


CHANGES: list[dict[str, Any]] = [
    {"payment_days": 90, "staff_fte": 2.5},
    {"ends": date(2018, 1, 31), "indexation_share": 0.02},
    {"results_share": 0.3, "fee_for_use_share": 0.7, "clawback_cap_share": 0, "advance_share": 1},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_a_changed_input_changes_the_result_as_the_model_says(
    example: bytes, changes: dict[str, Any]
) -> None:
    book = Recalculated.read(example)
    before = summary(book)["surplus_gbp"]
    for name, value in changes.items():
        type_in(book, name, value)
    said = base_case(Offer().with_(**changes))
    check_summary(book, said)
    assert pounds(before) != said.surplus_gbp


GUARANTEED = replace(
    BUSY,
    results_share=0.15,
    fee_for_use_share=0.5,
    minimum_guarantee_share=0.7,
    volume_band_share=0.1,
)


@pytest.mark.parametrize(
    ("offer", "share"),
    [(GUARANTEED, 0.52), (GUARANTEED, 0.85), (GUARANTEED, 1.3)],
    ids=["guaranteed", "below the band", "above the band"],
)
def test_fewer_or_more_people_change_the_result_as_the_model_says(
    offer: Offer, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = short_book(offer, monkeypatch)
    type_in(book, "volume_share", share)
    months = timeline(offer)
    expected = as_expected(offer, months)
    said = flows(offer, months, replace(expected, people=expected.people * share))
    found = summary(book)
    assert round(found["surplus_gbp"] * 100) == said.surplus[0]
    assert round(found["lowest_balance_gbp"] * 100) == said.lowest[0]
    adjusted = [
        round(book.number("Months", f"{LETTERS['adjustments']}{row}") * 100)
        for row in range(FIRST_ROW, FIRST_ROW + said.income.adjustments.shape[1])
    ]
    assert adjusted == said.income.adjustments[0].tolist()
    assert any(adjusted)


def changed(offer: Offer, name: str) -> Offer:
    """The offer with another value of a field; it need not be one that is allowed."""
    value, field = getattr(offer, name), OFFER_FIELDS[name]
    if field.kind is Kind.YES_NO:
        other: Any = not value
    elif field.kind is Kind.DAY:
        other = date(value.year, value.month % 12 + 1, 1)
    elif field.kind is Kind.NUMBERS:
        other = (*value[1:], 2.2)
    elif field.kind is Kind.TEXT:
        other = f"{value} again"
    elif field.kind is Kind.WHOLE:
        other = value + 31
    else:
        other = Decimal(value or 0) + 1 if field.kind is Kind.MONEY else (value or 0) + 0.11
    return replace(offer, **{name: other})


def test_every_field_that_changes_the_base_case_is_in_a_formula(example: bytes) -> None:
    named = set(names_in_formulas(example))
    tried = {name: base_case(changed(BUSY, name)) for name in OFFER_FIELDS}
    moves = {name for name, found in tried.items() if found != base_case(BUSY)}
    assert {"payment_days", "pay_when_paid", "season", "ends"} <= moves
    assert moves <= named


def test_chances_are_values_and_say_so(example: bytes) -> None:
    book, found = load_workbook(io.BytesIO(example)), simulate(Offer(), runs=RUNS)
    sheet = book["Chances"]
    assert sheet["A1"].value == "From a simulation of 100 runs (seed 1), not recomputed."
    assert sheet["B5"].value == found.loss_share
    assert [sheet.cell(row=11, column=n).value for n in (2, 3, 4)] == [
        float(found.surplus.p10_gbp),
        float(found.surplus.p50_gbp),
        float(found.surplus.p90_gbp),
    ]
    months = {sheet.cell(row=13 + n, column=1).value.date() for n in range(len(found.months))}
    assert months == {each.begins for each in found.months}
    titles = [row[0].value for row in book["Stress tests"].iter_rows(min_row=5)]
    assert titles == [each.title for each in stress_tests(Offer())]


def test_chances_say_when_the_inputs_have_changed_since(example: bytes) -> None:
    book = Recalculated.read(example)
    assert book.value("Chances", "A2") == book.value("Stress tests", "A2") == ""
    type_in(book, "staff_fte", 2.1)
    assert str(book.value("Chances", "A2")).startswith("The inputs have changed since")


def test_every_input_and_step_has_a_name_and_every_input_its_value(example: bytes) -> None:
    book = load_workbook(io.BytesIO(example))
    names = set(book.defined_names)
    assert set(OFFER_FIELDS) | {step.name for step in (*STEPS, *SUMMARY)} <= names
    assert book["Inputs"][book.defined_names["payment_days"].attr_text.split("!")[1]].value == 30


def test_every_name_in_a_formula_is_known(example: bytes) -> None:
    named = set(names_in_formulas(example))
    assert named
    assert named <= set(load_workbook(io.BytesIO(example)).defined_names)


def test_a_title_that_looks_like_a_formula_stays_a_text() -> None:
    book = load_workbook(io.BytesIO(offer_workbook(replace(Offer(), title="=1+1"), runs=RUNS)))
    cells = [cell for row in book["Inputs"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert book["Summary"]["A1"].data_type == "s"


def test_the_same_offer_gives_the_same_bytes(example: bytes) -> None:
    assert offer_workbook(Offer(), runs=RUNS) == example
    assert offer_workbook(Offer(), runs=RUNS, seed=2) != example


def test_the_workbook_says_when_the_offer_outgrows_its_months(example: bytes) -> None:
    book = Recalculated.read(example)
    last = f"B{6 + len(SUMMARY)}"
    assert book.value("Summary", last) == "yes"
    type_in(book, "ends", date(2050, 1, 31))
    assert str(book.value("Summary", last)).startswith("no")


def test_spreadsheet_programs_work_it_out_when_they_open_it(example: bytes) -> None:
    book = load_workbook(io.BytesIO(example))
    assert book.calculation.fullCalcOnLoad
    assert book["Months"].max_row == FIRST_ROW + MONTHS_SHOWN - 1
    assert book["Months"].max_column == len(MONTHS)
