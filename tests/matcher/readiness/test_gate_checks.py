"""Gates that somebody would fail today: as a search has them, by its own rules."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graph.snapshot.snapshot import Snapshot
from matcher.brief.gates import GateKey, programme_gates
from matcher.case.leads import leads_of
from matcher.questions.needed import NeedSearch
from matcher.readiness.assessment import Assessments
from matcher.readiness.records import LEAD, TIER_2, TIER_3, GateCheck, ReadinessQuery, Result
from tests.builders import (
    A,
    affiliation,
    flag,
    local_work,
    organisation,
    rule,
    size,
    small_snapshot,
)
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def builtin() -> tuple[Snapshot, NeedSearch, Assessments]:
    snapshot = Snapshot(read_builtin())
    search = NeedSearch(snapshot)
    return snapshot, search, Assessments(snapshot, field=search.field)


def checks(snapshot: Snapshot, **asked: Any) -> Mapping[str, GateCheck]:
    search = NeedSearch(snapshot)
    found = Assessments(snapshot, field=search.field).assess(ReadinessQuery(**asked))
    return {each.gate: each for each in found.gates}


RULES = (rule("funding_access", 0.5), rule("exposure", 0.3), rule("market_share", 0.6))
"""The areas of the small programme are worth 10 and 30 million pounds a year."""


def market(*more: Any, **tables: Any) -> Snapshot:
    names = ("Us", "Other", *more)
    tables.setdefault("capabilities", (local_work("Us", places=(A,)),))
    return small_snapshot(
        organisations=tuple(organisation(name) for name in names), rules=RULES, **tables
    )


def values(snapshot: Snapshot) -> list[float]:
    return [area.annual_value_gbp for area in snapshot.areas]


def test_access_to_funding_is_a_share_of_turnover_against_a_share_of_the_areas_value() -> None:
    snapshot = market(sizes=(size("Us", 4e6, 6e6),))
    gate = checks(snapshot, organisation="Us", role=LEAD)["funding_access"]
    for row, value in zip(gate.areas, values(snapshot), strict=True):
        assert row.reaches == pytest.approx(0.3 * 5e6)
        assert row.asks == pytest.approx(0.5 * value)
        assert row.result == (Result.PASSES if 0.5 * value <= 1.5e6 else Result.FAILS)


def test_what_is_not_known_is_neither_passed_nor_failed() -> None:
    found = checks(market(), organisation="Us", role=LEAD)
    assert found["funding_access"].result == Result.CANNOT_TELL
    assert checks(market(), organisation="Us")["exposure"].result == Result.CANNOT_TELL


def test_what_it_says_of_itself_goes_before_what_facts_say() -> None:
    snapshot = market(sizes=(size("Us", 1.0, 3.0),))
    rich = checks(snapshot, organisation="Us", role=LEAD, turnover_gbp=1e9)
    assert rich["funding_access"].result == Result.PASSES
    poor = checks(snapshot, organisation="Us", role=LEAD, funding_access_gbp=1.0, turnover_gbp=1e9)
    assert poor["funding_access"].result == Result.FAILS


def test_owners_put_their_money_behind_it_as_in_a_search() -> None:
    snapshot = market(
        sizes=(size("Other", 1e9, 1e9),), affiliations=(affiliation("Other", "Us", "parent"),)
    )
    gate = checks(snapshot, organisation="Us", role=LEAD)["funding_access"]
    assert gate.result == Result.PASSES


def test_one_that_is_not_known_here_is_checked_by_its_own_answers() -> None:
    found = checks(market(), role=LEAD, turnover_gbp=1e9)
    assert found["funding_access"].result == Result.PASSES
    assert "may_lead" not in found
    assert checks(market(), role=LEAD)["funding_access"].result == Result.CANNOT_TELL


@pytest.mark.parametrize(
    ("value", "result"),
    [(300_000.0, Result.PASSES), (300_001.0, Result.FAILS), (None, Result.PASSES)],
)
def test_a_contract_may_be_three_tenths_of_turnover(value: float | None, result: Result) -> None:
    found = checks(market(), organisation="Us", turnover_gbp=1e6, contract_value_gbp=value)
    assert found["exposure"].result == result
    assert "30% of £1,000,000 is £300,000 a year" in found["exposure"].reason


def test_a_programme_without_figures_drops_nobody() -> None:
    snapshot = small_snapshot(organisations=(organisation("Us"),))
    found = checks(snapshot, organisation="Us", role=LEAD, turnover_gbp=0.0)
    assert found["funding_access"].result == found["market_share"].result == Result.PASSES
    assert (
        found["guarantee"].reason == "The programme has no figure for it, so it keeps nobody out."
    )
    assert checks(snapshot, organisation="Us")["exposure"].result == Result.PASSES
    assert checks(snapshot, organisation="Us")["tier_3_pbr"].result == Result.PASSES


def test_an_area_above_the_share_of_the_market_is_closed_to_any_lead() -> None:
    snapshot = market(sizes=(size("Us", 1e9, 1e9),))
    shares = [value / sum(values(snapshot)) for value in values(snapshot)]
    gate = checks(snapshot, organisation="Us", role=LEAD)["market_share"]
    assert [row.result for row in gate.areas] == [
        Result.FAILS if share > 0.6 else Result.PASSES for share in shares
    ]
    assert {row.result for row in gate.areas} == {Result.FAILS, Result.PASSES}
    assert gate.result == Result.DIFFERS


def test_a_council_cannot_hold_the_contract_and_nobody_who_withdrew() -> None:
    council = small_snapshot(organisations=(organisation("Us", "local-authority"),))
    found = checks(council, organisation="Us", role=LEAD)["may_lead"]
    assert (found.result, "cannot hold the contract" in found.reason) == (Result.FAILS, True)
    gone = market(flags=(flag("Us", "withdrawal", "2013-01"),))
    assert checks(gone, organisation="Us", role=LEAD)["may_lead"].result == Result.FAILS


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("yes", Result.PASSES),
        ("no", Result.FAILS),
        ("partly", Result.CANNOT_TELL),
        ("", Result.CANNOT_TELL),
    ],
)
def test_the_boards_consent_is_the_gate_of_consent(said: str, result: Result) -> None:
    assert checks(market(), organisation="Us", board_consent=said)["consent"].result == result


def test_the_small_the_local_and_the_womens_provider_count_for_a_line_up() -> None:
    snapshot = market(capabilities=(local_work("Us", places=(A,), cohorts=("women",)),))
    found = checks(snapshot, organisation="Us")
    assert found["womens_provider"].result == found["local_or_small"].result == Result.COUNTS
    large = market(capabilities=(local_work("Other", places=(A,)),), sizes=(size("Us", 1e7, 1e7),))
    others = checks(large, organisation="Us")
    assert others["womens_provider"].result == Result.NO_MATTER
    assert others["local_or_small"].result == Result.NO_MATTER


def test_each_part_has_its_own_gates() -> None:
    lead, second, third = (
        set(checks(market(), organisation="Us", role=role)) for role in (LEAD, TIER_2, TIER_3)
    )
    assert lead == {"may_lead", "funding_access", "guarantee", "market_share", "consent"}
    assert second == {"exposure", "consent", "local_or_small", "womens_provider"}
    assert third == {*second, "tier_3_pbr"}


@pytest.mark.parametrize("area", [0, 18])
def test_gates_agree_with_those_of_a_search_for_everybody(area: int) -> None:
    """Whom a search drops would fail here today, or cannot be told; and nobody else."""
    snapshot, search, assessments = builtin()
    day, gates = snapshot.facts.programme.competition_opened, programme_gates(snapshot)
    leads = leads_of(snapshot, search.field(day)[area].capacity, area, as_of=day, gates=gates)
    code = str(snapshot.areas[area].id)
    some = np.flatnonzero(leads.could)[::7]
    assert len(some) > 50
    seen = set()
    for who in some.tolist():
        asked = ReadinessQuery(
            organisation=str(snapshot.organisations[who].id), role=LEAD, area=code
        )
        found = {each.gate: each for each in assessments.assess(asked).gates}
        assert found["may_lead"].result == Result.PASSES
        for key in (GateKey.FUNDING_ACCESS, GateKey.GUARANTEE, GateKey.MARKET_SHARE):
            seen.add((key, found[key].result))
            assert (found[key].result != Result.PASSES) == bool(leads.fails[key][who])
    assert {result for key, result in seen if key is GateKey.FUNDING_ACCESS} == {
        Result.PASSES,
        Result.FAILS,
        Result.CANNOT_TELL,
    }
