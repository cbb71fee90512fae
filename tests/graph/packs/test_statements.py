"""What organisations say of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph.errors import StatementError
from graph.packs.statements import OWN_STATEMENT, Statement, Work, with_statement, without_statement
from graph.records import model
from graph.records.identifiers import OrgId
from graph.records.kinds import JusticeMark, OrganisationKind, Setting
from graph.records.provenance import Confidence
from graph.snapshot.version import data_version
from tests.builders import COUNTY_1, A, affiliation, capability, org_id, organisation, small_facts
from tests.builders import provenance as origin

DAY = date(2026, 5, 1)
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
    facts, added = with_statement(FACTS, statement())
    assert facts.organisations == (*FACTS.organisations, added)
    assert (added.id, added.name, added.scope_note) == (
        "GB-CHC-1234567",
        "Harbour",
        "floating support",
    )
    (size,) = facts.sizes
    assert (size.year, size.turnover_low_gbp, size.turnover_high_gbp) == (2025, 1e5, 2.5e5)
    own = facts.capabilities[1:]
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
    (origin_of_all,) = {added.provenance, size.provenance, *(row.provenance for row in own)}
    assert origin_of_all.sources == (OWN_STATEMENT,)
    assert origin_of_all.confidence is Confidence.OWN_STATEMENT
    assert origin_of_all.is_known_by(DAY)
    assert not origin_of_all.is_known_by(date(2026, 4, 30))


def test_how_many_work_for_it_becomes_accounts_of_its_day() -> None:
    facts, added = with_statement(FACTS, statement(employees=0, volunteers=12))
    (accounts,) = facts.accounts
    assert (accounts.organisation, accounts.year_end) == (added.id, "2026-05-01")
    assert (accounts.employees, accounts.volunteers, accounts.income_gbp) == (0, 12, None)
    assert accounts.provenance == added.provenance
    assert without_statement(facts, added.id) == FACTS
    facts, _ = with_statement(FACTS, statement(volunteers=12))
    assert [(row.employees, row.volunteers) for row in facts.accounts] == [(None, 12)]
    assert not with_statement(FACTS, statement())[0].accounts


def test_an_own_statement_is_not_verified() -> None:
    assert not Confidence.OWN_STATEMENT.is_verified


def test_all_statements_share_one_source() -> None:
    once, _ = with_statement(FACTS, statement())
    twice, _ = with_statement(once, statement(identifier=None))
    assert [source.id for source in twice.sources] == ["S1", OWN_STATEMENT]


def test_who_has_no_number_gets_an_identifier_of_our_own() -> None:
    facts = FACTS
    for expected in ("ZZ-PMS-alpha-2", "ZZ-PMS-alpha-3"):
        facts, added = with_statement(facts, statement(name="Alpha", identifier=None))
        assert added.id == expected


def test_what_is_unknown_stays_so() -> None:
    facts, _ = with_statement(FACTS, statement(turnover_gbp=None))
    assert facts.sizes == ()


def test_nobody_is_added_twice() -> None:
    linked = model.LinkedIdentifier(
        organisation=org_id("Alpha"), identifier=OrgId("GB-COH-01234567"), provenance=origin()
    )
    facts = replace(FACTS, identifiers=(linked,))
    for taken in ("ZZ-PMS-alpha", "GB-COH-01234567"):
        with pytest.raises(StatementError, match=f"{taken} is Alpha .ZZ-PMS-alpha., which is here"):
            with_statement(facts, statement(identifier=OrgId(taken)))


def test_a_statement_that_is_withdrawn_leaves_nothing_behind() -> None:
    facts, added = with_statement(FACTS, statement())
    tied = replace(facts, affiliations=(affiliation("Alpha", "Alpha", "member"),))
    tied = replace(tied, affiliations=(replace(tied.affiliations[0], of=added.id),))
    for there in (facts, tied):
        left = without_statement(there, added.id)
        assert left == FACTS
        assert data_version(left) == data_version(FACTS)


def test_other_statements_stay_when_one_is_withdrawn() -> None:
    once, first = with_statement(FACTS, statement())
    both, _ = with_statement(once, statement(identifier=None, name="Beacon"))
    left = without_statement(both, first.id)
    assert [row.name for row in left.organisations] == ["Alpha", "Beacon"]
    assert left.sources == both.sources


@pytest.mark.parametrize("other", ["ZZ-PMS-alpha", "ZZ-PMS-nobody"])
def test_only_an_own_statement_can_be_withdrawn(other: str) -> None:
    facts, _ = with_statement(FACTS, statement())
    with pytest.raises(StatementError, match=f"{other} is not here by its own statement"):
        without_statement(facts, OrgId(other))
