"""Reasons name what they rest on: needs, numbers and sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from graph.records.rules import PriceShare
from matcher.lineups import recommend
from tests.builders import A, B, C, inferred, local_work, member, project, rule, size
from tests.matcher.market import BRIEF, RULES, market

if TYPE_CHECKING:
    from matcher.answer.records import ReasonRecord


def records(**changes: Any) -> tuple[ReasonRecord, ...]:
    tables = changes.pop("tables", {})
    answer = recommend(market(**tables), replace(BRIEF, **changes), explain=True)
    explanation = answer.lineups[0].explanation
    assert explanation is not None
    return explanation.reasons


def of_kind(found: tuple[ReasonRecord, ...], kind: str, name: str) -> ReasonRecord:
    return next(r for r in found if r.kind == kind and r.member == f"ZZ-PMS-{name}")


def test_capacity_rests_on_the_turnovers_source_and_speaks_of_all_its_work() -> None:
    one = of_kind(records(), "capacity", "homes-trust")
    assert one.basis == "estimated"
    assert one.sources == ("A made-up page",)
    assert one.needs_a_year is not None
    assert one.needs_a_year > 0
    assert {pathway for _, pathway, _ in one.cells} == {"housing"}


def test_the_places_of_the_area_are_named_before_others() -> None:
    """A claim for many places is evidence here by the one that is here."""
    firm = local_work("Big Firm", "work", places=(C, A), capacity=2250.0)
    tables = {"capabilities": (firm, local_work("Homes Trust", "housing", places=(A, B)))}
    one = of_kind(records(lead="Big Firm", tables=tables), "need", "big-firm")
    assert "known for work in Ayton, Ceeton, public by 2012" in one.sentence


def test_a_stated_capacity_rests_on_the_source_that_states_it() -> None:
    one = of_kind(records(must=("Tiny Trust",)), "capacity", "tiny-trust")
    assert one.basis == "stated"
    assert one.sources == ("A made-up page",)
    assert one.sentence.startswith("States that it can meet 20 needs a year here")


def test_a_lead_that_does_no_work_of_its_own_is_given_no_capacity() -> None:
    tables = {"capabilities": (local_work("Homes Trust", "housing", places=(A, B)),)}
    told = records(lead="Big Firm", tables=tables)
    with_capacity = {each.member for each in told if each.kind == "capacity"}
    assert with_capacity == {"ZZ-PMS-homes-trust"}


def test_an_unknown_size_has_no_source() -> None:
    one = of_kind(records(must=("Centre for Women",)), "capacity", "centre-for-women")
    assert one.basis == "unknown"
    assert one.sources == ()


def test_a_lead_rests_on_its_size_and_the_gate() -> None:
    one = of_kind(records(lead="Big Firm"), "lead", "big-firm")
    assert one.sources == ("A made-up page",)
    assert "the contract asks for access to £540,000 (50% of £1.1m a year)" in one.sentence


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        ("verified-secondary", "(2011)"),
        ("memory-high", "(2011, from memory)"),
        ("estimate", "(2011, an estimate)"),
    ],
)
def test_a_turnover_says_whether_it_was_read_remembered_or_estimated(
    confidence: str, said: str
) -> None:
    sizes = (size("Big Firm", 60e6, 60e6, confidence=confidence),)
    one = of_kind(records(lead="Big Firm", tables={"sizes": sizes}), "lead", "big-firm")
    assert said in one.sentence


def test_a_lead_that_passed_the_gate_in_public_rests_on_the_bid() -> None:
    tables = {
        "collaborations": (project("BID", "tr-bid", "passed-pqq", "2013-09-01"),),
        "memberships": (member("BID", "Homes Trust", "lead"),),
    }
    one = of_kind(records(lead="Homes Trust", tables=tables), "lead", "homes-trust")
    assert one.sentence.startswith("Can lead: it publicly passed the funding gate with a bid")
    assert one.sources == ("A made-up page",)


def test_evidence_speaks_of_the_needs_that_it_is_for() -> None:
    one = of_kind(records(must=("Homes Trust",)), "evidence", "homes-trust")
    assert {pathway for _, pathway, _ in one.cells} == {"housing"}
    assert one.needs_a_year is not None


@pytest.mark.parametrize("confidence", ["verified-secondary", "memory-high"])
def test_every_reason_in_words_ends_with_its_basis_and_sources(confidence: str) -> None:
    rows = (
        local_work("Big Firm", "work", confidence=confidence),
        local_work("Homes Trust", "housing", confidence=confidence),
    )
    answer = recommend(market(capabilities=rows), BRIEF)
    word = "stated" if confidence.startswith("verified") else "estimated"
    for one in answer.lineups[0].members:
        needs = [reason for reason in one.reasons if " needs a year for " in reason]
        assert needs
        assert all(reason.endswith(f"[{word}: A made-up page]") for reason in needs)


def test_a_lead_is_told_what_it_would_hold_besides_its_own_work() -> None:
    """A price that is not split leaves nothing to say."""
    split = [rule(key, value) for key, value in zip(PriceShare, (0.5, 0.1, 0.3, 0.1), strict=True)]
    for rules, times in ((RULES, 0), ((*RULES, *split), 1)):
        found = recommend(market(rules=rules), BRIEF, explain=True).lineups[0]
        lead = next(member for member in found.members if member.id == found.lead)
        holds = [each for each in lead.reasons if each.startswith("Would hold £756,000 of £1.1m")]
        assert len(holds) == times


def test_inferred_work_is_never_told_as_stated() -> None:
    firm = local_work("Big Firm", "work", places=(C, A), capacity=2250.0)
    read = inferred(local_work("Homes Trust", places=(A, B)), 0.72, '"homeless", "hostel"')
    one = of_kind(records(tables={"capabilities": (firm, read)}), "need", "homes-trust")
    words = 'is inferred (72%) from the words "homeless", "hostel", public by 2012'
    assert f"nobody states it: housing in Ayton, Beeton {words}" in one.sentence
    assert "known for" not in one.sentence
    assert one.basis == "estimated"


def test_an_alliance_is_told_apart_from_work_and_a_rumour_is_not_told() -> None:
    """Big Firm and Homes Trust met in one alliance; nothing makes them a team."""
    works = (
        project("Club", kind="alliance", outcome="supported"),
        project("Gossip", outcome="rumoured"),
    )
    members = [member(work.id, name) for work in works for name in ("Big Firm", "Homes Trust")]
    tables = {"collaborations": works, "memberships": tuple(members)}
    told = records(lead="Big Firm", must=("Homes Trust",), tables=tables)
    found = [each for each in told if each.kind == "past work"]
    assert {each.sentence for each in found} == {
        "Has been with Homes Trust in Project Club (from 2010), which adds no affinity.",
        "Has been with Big Firm in Project Club (from 2010), which adds no affinity.",
    }


def test_a_partner_in_common_is_named_with_the_works_sources() -> None:
    works = (project("One"), project("Two"))
    tables = {
        "collaborations": works,
        "memberships": (
            member("One", "Big Firm"),
            member("One", "Tiny Trust"),
            member("Two", "Tiny Trust"),
            member("Two", "Homes Trust"),
        ),
    }
    told = records(lead="Big Firm", must=("Homes Trust",), never=("Tiny Trust",), tables=tables)
    one = of_kind(told, "common partner", "homes-trust")
    assert one.sentence == "Has a partner in common with Big Firm: Tiny Trust."
    assert (one.basis, one.sources) == ("stated", ("A made-up page",))
    assert not [each for each in told if each.kind == "past work"]
