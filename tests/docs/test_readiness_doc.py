"""docs/readiness.md says what the code does: its questions, fields and example."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from api.formats.readiness_rows import answer_words
from api.service.service import Service
from graph.snapshot.snapshot import Snapshot
from matcher.case.scoring import ScoringRules
from matcher.readiness.gate_checks import MAY_LEAD
from matcher.readiness.investor_records import (
    Assumption,
    CapitalNeed,
    InvestorArea,
    InvestorQuery,
    Investors,
)
from matcher.readiness.records import (
    Answer,
    AreaGate,
    GateCheck,
    Readiness,
    ReadinessQuery,
    Step,
    ThemeScore,
)
from matcher.readiness.support_records import RuleCheck, Support, SupportFound
from matcher.readiness.supporting import STAYS_OPEN_DAYS
from tests.builtin import read_builtin
from tests.tooling.write_readiness import with_tables

TEXT = Path("docs/readiness.md").read_text("utf-8")


def test_the_questions_are_those_of_the_code() -> None:
    """`python -m tests.tooling.write_readiness` writes the tables anew."""
    assert with_tables(TEXT) == TEXT
    assert TEXT.count("| `reserves_months` |") == 2


@pytest.mark.parametrize(
    "record",
    [
        Readiness,
        ThemeScore,
        Answer,
        GateCheck,
        AreaGate,
        Step,
        SupportFound,
        Support,
        RuleCheck,
        Investors,
        InvestorArea,
        CapitalNeed,
        Assumption,
        InvestorQuery,
    ],
)
def test_every_field_of_the_answer_is_named(record: type) -> None:
    assert [each.name for each in fields(record) if f"`{each.name}`" not in TEXT] == []


def test_the_sentence_it_begins_with_is_the_one_that_is_given() -> None:
    service = Service(Snapshot(read_builtin()))
    asked = ReadinessQuery(organisation="St Giles Trust", role="lead", area="Essex")
    found = service.assessments.assess(asked)
    assert answer_words(found) in TEXT.replace("\n", " ")
    for role in ("lead", "tier-2", "tier-3"):
        asked = ReadinessQuery(organisation="St Giles Trust", role=role)
        for gate in service.assessments.assess(asked).gates:
            assert f"`{gate.gate}`" in TEXT
    assert f"`{MAY_LEAD}`" in TEXT


def test_the_turnover_wanted_of_tier_2_is_that_of_searches() -> None:
    assert f"= {ScoringRules().large_gbp:,.0f}, from which on searches call a body large" in TEXT


def test_how_long_support_stays_open_is_that_of_the_code() -> None:
    assert f"at most {STAYS_OPEN_DAYS} days after a source last said" in TEXT


def test_the_surplus_that_is_assumed_is_that_of_the_code() -> None:
    assert f"The surplus share, {InvestorQuery().surplus_share:g} unless you say otherwise" in TEXT
