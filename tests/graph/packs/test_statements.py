"""What organisations say of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph.packs.statement_questions import OF_ORGANISATION, OF_WORK
from graph.packs.statements import (
    Figures,
    Proof,
    Statement,
    Work,
    entry_of,
    local_id,
    organisation_of,
    records_of,
    says_more_than_work,
    statement_of,
)
from graph.records import model
from graph.records.entries import Refusal
from graph.records.identifiers import OrgId
from graph.records.kinds import JusticeMark, OrganisationKind, Setting
from graph.records.provenance import Confidence, PartialDate
from tests.builders import COUNTY_1, A, capability, org_id, organisation, small_facts
from tests.builders import provenance as origin

DAY = date(2026, 5, 1)
HARBOUR = OrgId("GB-CHC-1234567")
FACTS = small_facts(organisations=(organisation("Alpha"),), capabilities=(capability("Alpha"),))


def statement(**changed: Any) -> Statement:
    """A small charity that does two things in one authority, and one in the county."""
    said = Statement(
        since=DAY,
        name="Harbour",
        identifier=OrgId("GB-CHC-1234567"),
        kind=OrganisationKind.CHARITY,
        founded=None,
        scope_note="floating support",
        turnover_gbp=(100_000.0, 250_000.0),
        work=(
            Work(
                pathways=("housing", "work"),
                places=(A,),
                setting=Setting.COMMUNITY,
                justice=JusticeMark.EXPLICIT,
                capacity_needs_a_year=60.0,
            ),
            Work(pathways=("housing",), places=(COUNTY_1,), cohorts=("women",)),
        ),
    )
    return replace(said, **changed)


def test_a_statement_becomes_facts_with_its_day_its_source_and_its_confidence() -> None:
    added, said = records_of(statement(), HARBOUR, "S2")
    assert (added.id, added.name, added.scope_note) == (HARBOUR, "Harbour", "floating support")
    (size,) = (row for row in said if isinstance(row, model.Size))
    assert (size.year, size.turnover_low_gbp, size.turnover_high_gbp) == (2025, 1e5, 2.5e5)
    own = [row for row in said if isinstance(row, model.Capability)]
    assert [(row.pathway, row.places, row.cohorts) for row in own] == [
        ("housing", (A,), ()),
        ("work", (A,), ()),
        ("housing", (COUNTY_1,), ("women",)),
    ]
    assert [row.capacity_needs_a_year for row in own] == [60.0, 60.0, None]
    assert [(row.setting, row.justice) for row in own][::2] == [
        ("community", "explicit"),
        (None,) * 2,
    ]
    (origin_of_all,) = {added.provenance, *(row.provenance for row in said)}
    assert origin_of_all.sources == ("S2",)
    assert origin_of_all.confidence is Confidence.OWN_STATEMENT
    assert origin_of_all.is_known_by(DAY)
    assert not origin_of_all.is_known_by(date(2026, 4, 30))


def test_its_accounts_are_those_of_their_year() -> None:
    figures = Figures(
        year_end=PartialDate("2025-03-31"),
        income=180_000.0,
        spending=None,
        reserves=-1500.0,
    )
    _, said = records_of(statement(figures=figures), HARBOUR, "S2")
    (accounts,) = (row for row in said if isinstance(row, model.Accounts))
    assert (accounts.organisation, accounts.year_end) == (HARBOUR, "2025-03-31")
    assert (accounts.income_gbp, accounts.spending_gbp) == (180_000.0, None)
    assert (accounts.reserves_gbp, accounts.employees) == (-1500.0, None)


def test_how_many_work_for_it_becomes_accounts_of_its_day() -> None:
    added, said = records_of(statement(employees=0, volunteers=12), HARBOUR, "S2")
    (accounts,) = (row for row in said if isinstance(row, model.Accounts))
    assert (accounts.organisation, accounts.year_end) == (HARBOUR, "2026-05-01")
    assert (accounts.employees, accounts.volunteers, accounts.income_gbp) == (0, 12, None)
    assert accounts.provenance == added.provenance
    _, said = records_of(statement(volunteers=12), HARBOUR, "S2")
    people = [(row.employees, row.volunteers) for row in said if isinstance(row, model.Accounts)]
    assert people == [(None, 12)]


def test_what_is_refused_is_a_note_and_no_fact() -> None:
    entry = entry_of(statement(refused=("work",)), HARBOUR, "S2", row=3, rows=2)
    assert (entry.key, entry.row, entry.rows) == (HARBOUR, 3, 2)
    assert entry.notes == (Refusal(organisation=HARBOUR, pathway="work"),)


def test_an_own_statement_is_not_verified() -> None:
    assert not Confidence.OWN_STATEMENT.is_verified


def test_who_has_no_number_gets_an_identifier_of_our_own() -> None:
    assert local_id(FACTS, "Harbour") == "ZZ-PMS-harbour"
    assert local_id(FACTS, "Alpha") == "ZZ-PMS-alpha-2"
    more = replace(FACTS, organisations=(organisation("Alpha"), organisation("Alpha 2")))
    assert local_id(more, "Alpha") == "ZZ-PMS-alpha-3"


def test_what_is_unknown_stays_so() -> None:
    _, said = records_of(statement(turnover_gbp=None), HARBOUR, "S2")
    assert {type(row) for row in said} == {model.Capability}


def test_an_organisation_is_found_by_every_number_that_it_has() -> None:
    linked = model.LinkedIdentifier(
        organisation=org_id("Alpha"), identifier=OrgId("GB-COH-01234567"), provenance=origin()
    )
    facts = replace(FACTS, identifiers=(linked,))
    for number in ("ZZ-PMS-alpha", "GB-COH-01234567"):
        assert organisation_of(facts, OrgId(number)) == FACTS.organisations[0]
    assert organisation_of(facts, HARBOUR) is None
    assert organisation_of(facts, None) is None


ABOUT = dict.fromkeys(question.key for question in OF_ORGANISATION if not question.several) | {
    question.key: () for question in OF_ORGANISATION if question.several
}


def test_answers_become_a_statement() -> None:
    about = ABOUT | {"name": "Harbour", "kind": OrganisationKind.CHARITY, "refused": ("work",)}
    about |= {"interest": ("tier2", "prime"), "interest_areas": ("CPA1",)}
    work = dict.fromkeys(question.key for question in OF_WORK)
    work |= {"pathways": ("housing",), "places": (A,), "cohorts": ()}
    proved = work | {"evidence_kind": "survey", "evidence_level": 0}
    said = statement_of(about, [work, proved], since=DAY)
    assert (said.since, said.scope_note, said.figures) == (DAY, "", None)
    assert said.interests == (("tier2", "CPA1"), ("prime", "CPA1"))
    assert said.refused == ("work",)
    assert [each.proof for each in said.work] == [None, Proof(kind="survey", level=0)]


@pytest.mark.parametrize("key", ["interest", "refused", "accounts_year_end"])
def test_some_answers_make_sense_without_work(key: str) -> None:
    assert not says_more_than_work(ABOUT)
    assert says_more_than_work(ABOUT | {key: "something"})
