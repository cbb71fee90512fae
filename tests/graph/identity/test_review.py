"""What a person should decide, and which decisions can be taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import IdentityError
from graph.identity.clusters import Why
from graph.identity.review import (
    MAYBE,
    Side,
    Stake,
    cases,
    check_decision,
    items,
    sides,
    stakes_of,
)
from graph.identity.subjects import Subject
from graph.records.entries import Decision, Link, LinkMethod
from graph.records.identifiers import OrgId
from graph.records.model import Interest, LinkedIdentifier
from tests.builders import capability, org_id, provenance, small_facts

A, B, C = OrgId("GB-CHC-1000001"), OrgId("GB-CHC-1000002"), OrgId("ZZ-PMS-c")
D, E = OrgId("ZZ-PMS-d"), OrgId("GB-CHC-1000003")


def link(left: OrgId, right: OrgId, probability: float) -> Link:
    return Link(
        left=left,
        right=right,
        probability=probability,
        method=LinkMethod.MODEL,
        waterfall={"prior": -3.0, "name": 5.0},
    )


def decision(left: OrgId, right: OrgId, *, same: bool) -> Decision:
    return Decision(left=left, right=right, same=same, by="", day=date(2026, 1, 1))


def test_a_likely_link_is_a_case_and_a_sure_one_is_not() -> None:
    (case,) = cases((), (), [link(A, C, 0.6), link(B, D, 0.99)], ())
    assert (case.left, case.right, case.probability, case.reason) == (A, C, 0.6, MAYBE)
    assert case.waterfall == {"prior": -3.0, "name": 5.0}


def test_the_likeliest_case_comes_first() -> None:
    listed = cases((), (), [link(A, C, 0.6), link(B, D, 0.65)], ())
    assert [case.probability for case in listed] == [0.65, 0.6]


def test_what_contradicts_itself_is_a_case_with_its_reason() -> None:
    listed = cases((), (), [link(A, C, 0.99), link(B, C, 0.99)], ())
    assert {case.reason for case in listed} == {
        "one side may be either of several numbers of GB-CHC"
    }
    (exact,) = cases((), [(A, B)], (), ())
    assert (exact.probability, exact.waterfall) == (None, {})


def test_what_was_decided_or_became_one_otherwise_is_no_case() -> None:
    assert cases((), (), [link(A, C, 0.6)], [decision(A, C, same=False)]) == ()
    assert cases((), [(A, C)], [link(A, C, 0.6)], ()) == ()


def test_all_that_a_record_may_be_one_with_stands_in_one_item() -> None:
    listed = cases((), (), [link(A, C, 0.97), link(B, C, 0.99), link(E, D, 0.6)], ())
    first, second = items(listed)
    assert (first.record, [case.other(C) for case in first.cases]) == (C, [B, A])
    assert first.kinds == {Why.RIVALS}
    assert (second.record, second.kinds) == (D, frozenset({Why.UNSURE}))
    assert sum(len(item.cases) for item in (first, second)) == len(listed)


def test_what_line_ups_depend_on_comes_before_what_is_likelier() -> None:
    listed = cases((), (), [link(A, C, 0.69), link(B, D, 0.51)], ())
    assert [item.record for item in items(listed)] == [C, D]
    found = items(listed, (), {B: Stake.INFERRED})
    assert [(item.record, item.stake) for item in found] == [(D, Stake.INFERRED), (C, Stake.NONE)]
    found = items(listed, (), {B: Stake.INFERRED, C: Stake.STATED})
    assert [item.record for item in found] == [C, D]


def test_what_stronger_evidence_has_settled_comes_last() -> None:
    company = OrgId("GB-COH-00000001")
    listed = cases((), [(A, company)], [link(B, company, 0.999), link(A, D, 0.51)], ())
    assert [item.kinds for item in items(listed)] == [{Why.UNSURE}, {Why.NUMBERS}]
    assert listed[0].reason == f"they would have two numbers of GB-CHC: {A} and {B}"


def test_a_stated_capability_or_interest_is_more_than_an_inferred_one() -> None:
    facts = replace(
        small_facts(),
        capabilities=(
            capability("X"),
            *(replace(capability(name), probability=0.8) for name in "XY"),
        ),
        interests=(
            Interest(organisation=org_id("Z"), role="lead", area=None, provenance=provenance()),
        ),
        identifiers=(
            LinkedIdentifier(organisation=org_id("Y"), identifier=A, provenance=provenance()),
        ),
    )
    assert stakes_of(facts) == {
        org_id("X"): Stake.STATED,
        org_id("Y"): Stake.INFERRED,
        org_id("Z"): Stake.STATED,
        A: Stake.INFERRED,
    }


def test_both_sides_show_what_sources_say_once() -> None:
    said = [
        Subject(organisation=A, source="one", names=["Harbour"], postcode="AB1 2CD", numbers=[C]),
        Subject(organisation=A, source="two", names=["Harbour", "Quay", "Pier", "Mole"]),
        Subject(organisation=B, source="two", names=["Elsewhere"]),
    ]
    found = sides(said, [A, D])
    assert found[A].sources == ["one", "two"]
    assert (found[A].postcodes, found[A].numbers) == (["AB1 2CD"], ["ZZ-PMS-c"])
    assert found[A].named == "Harbour, Quay, Pier, …"
    assert found[D] == Side()


def test_a_decision_about_one_identifier_is_refused() -> None:
    with pytest.raises(IdentityError, match="name two identifiers"):
        check_decision(decision(A, A, same=True), (), ())


def test_two_own_organisations_cannot_be_decided_to_be_one() -> None:
    with pytest.raises(IdentityError, match=r"docs/programme\.md"):
        check_decision(decision(A, B, same=True), {A, B}, ())
    check_decision(decision(A, B, same=False), {A, B}, ())


def test_a_decision_against_others_is_refused_and_a_changed_mind_is_not() -> None:
    before = [decision(A, C, same=True), decision(C, D, same=True)]
    with pytest.raises(IdentityError, match="matcher identity undo"):
        check_decision(decision(A, D, same=False), (), before)
    check_decision(decision(A, C, same=False), (), before)
