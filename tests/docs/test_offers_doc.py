"""docs/offers.md says what the code does: its example, its fields, its limits."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from matcher.offers.assessment import Assessment
from matcher.offers.base_case import BaseCase, WorkingCapital, base_case
from matcher.offers.break_evens import BreakEvens, FullCostPrice
from matcher.offers.comparing import ComparedFigure, Comparison
from matcher.offers.liability import Liability
from matcher.offers.periods import Period
from matcher.offers.reading import read_table
from matcher.offers.records import Offer
from matcher.offers.safety import MOST_LOSS_SHARE, MOST_OUT_OF_CASH_SHARE, SEARCH_RUNS
from matcher.offers.simulation import MonthSpread, Simulation, Spread
from matcher.offers.stress import (
    FAILS_IN_MONTH,
    LATE_RESULTS_MONTHS,
    NOTICE_IN_MONTH,
    VOLUME_FALLS,
    StressTest,
)
from matcher.offers.tornado import Driver
from matcher.offers.verdict import Answer, Term, Verdict
from matcher.offers.words import MOST_MONTHS, MOST_SERVICES
from tests.tooling.write_offer_fields import with_tables

TEXT = Path("docs/offers.md").read_text("utf-8")
RECORDS = (
    *(Assessment, BaseCase, WorkingCapital, Period, BreakEvens, FullCostPrice, Simulation, Spread),
    *(MonthSpread, Liability, StressTest, Driver, Verdict, Term, Comparison, ComparedFigure),
)


def test_the_tables_of_fields_are_those_of_the_code() -> None:
    assert with_tables(TEXT) == TEXT, "run make offer-fields"


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_of_the_answer_is_named(record: type) -> None:
    assert [each.name for each in fields(record) if f"`{each.name}`" not in TEXT] == []


def test_the_example_worked_by_hand_is_what_the_code_gives() -> None:
    example = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert example
    found = base_case(read_table(tomllib.loads(example[1]))).months
    shown = re.findall(r"^\| (2015-\d\d) \| (.*) \|$", TEXT, re.MULTILINE)
    assert [label for label, _cells in shown] == [month.label for month in found]
    for month, (_label, cells) in zip(found, shown, strict=True):
        amounts = (
            month.fees_gbp,
            month.management_fee_gbp,
            month.results_gbp,
            month.costs_gbp,
            month.received_gbp,
            month.interest_gbp,
            month.balance_gbp,
        )
        assert cells.split(" | ") == [f"{amount:.2f}" for amount in amounts]


def test_limits_are_those_of_the_code() -> None:
    assert f"a loss in at most {MOST_LOSS_SHARE * 100:g} % of the runs" in TEXT
    assert re.search(rf"in at\s+most {MOST_OUT_OF_CASH_SHARE * 100:g} %\.", TEXT)
    assert f"The search takes {SEARCH_RUNS:,} runs" in TEXT
    assert all(f"`{each.value}`" in TEXT for each in Answer)
    assert (MOST_SERVICES, MOST_MONTHS) == (5, 120)
    falls = " and ".join(f"{fall * 100:g} %" for fall in VOLUME_FALLS)
    assert f"{falls} fewer people" in TEXT
    assert f"paid after {LATE_RESULTS_MONTHS} months" in TEXT
    assert f"fails in month {FAILS_IN_MONTH}" in TEXT
    assert re.search(rf"gives notice\s+in month {NOTICE_IN_MONTH}", TEXT)


def test_defaults_that_are_called_facts_are_the_defaults() -> None:
    example = Offer()
    assert f"{example.baseline_reoffending_share * 100:g} % baseline" in TEXT
    assert f"{example.expected_reoffending_share * 100:g} % of the cohort" in TEXT
    months = example.followup_months, example.court_months, example.publication_months
    assert months == (12, 6, 4)
    assert f"{example.prime_failure_share_a_year * 100:g} % chance of failure" in TEXT
    assert f"{example.discount_rate_share * 100:g} % discount rate" in TEXT
    assert str(example.starts) == "2015-02-01"
