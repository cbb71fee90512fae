"""Clusters: what counts, what is held, and which identifier is canonical."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.clusters import THRESHOLD, Clusters, Why, canonical, clusters
from graph.records.entries import Decision, Link, LinkMethod
from graph.records.identifiers import OrgId

CHARITY, OTHER_CHARITY = OrgId("GB-CHC-1000001"), OrgId("GB-CHC-1000002")
SCOTTISH, COMPANY = OrgId("GB-SC-SC000001"), OrgId("GB-COH-00000001")
OTHER_COMPANY = OrgId("GB-COH-00000002")
OWN, OTHER_OWN = OrgId("ZZ-PMS-own"), OrgId("ZZ-PMS-own-too")
NAME, OTHER_NAME = OrgId("ZZ-PMS-a-name"), OrgId("ZZ-PMS-b-name")


def link(
    left: OrgId, right: OrgId, probability: float = 0.99, method: LinkMethod = LinkMethod.MODEL
) -> Link:
    left, right = sorted((left, right))
    return Link(
        left=left, right=right, probability=probability, method=method, waterfall={"prior": 0.0}
    )


def decision(left: OrgId, right: OrgId, *, same: bool, day: int = 1) -> Decision:
    left, right = sorted((left, right))
    return Decision(left=left, right=right, same=same, by="An analyst", day=date(2026, 1, day))


def test_gives_nothing_where_nothing_is_linked() -> None:
    assert canonical([OWN], [], [], []) == {}


@pytest.mark.parametrize(
    ("ids", "first"),
    [
        ((OWN, CHARITY, COMPANY), OWN),
        ((CHARITY, SCOTTISH, COMPANY, NAME), CHARITY),
        ((SCOTTISH, COMPANY, OrgId("GB-NIC-100001")), SCOTTISH),
        ((COMPANY, OrgId("GB-NIC-100001")), OrgId("GB-NIC-100001")),
        ((COMPANY, OrgId("GB-UKPRN-10000001"), NAME), COMPANY),
        ((OrgId("GB-UKPRN-10000001"), OrgId("GB-EDU-10001"), NAME), OrgId("GB-EDU-10001")),
        ((NAME, OTHER_NAME), NAME),
    ],
)
def test_prefers_the_own_identifier_then_the_registers_in_order(
    ids: tuple[OrgId, ...], first: OrgId
) -> None:
    found = canonical([OWN], list(combinations(ids, 2)), [], [])
    assert found == dict.fromkeys(set(ids) - {first}, first)


def test_a_link_counts_from_the_threshold_on() -> None:
    assert canonical([], [], [link(CHARITY, NAME, THRESHOLD)], []) == {NAME: CHARITY}
    assert canonical([], [], [link(CHARITY, NAME, THRESHOLD - 0.01)], []) == {}
    assert canonical([], [], [link(CHARITY, NAME, 0.6)], [], threshold=0.5) == {NAME: CHARITY}


def test_two_of_the_programmes_own_organisations_are_never_made_one() -> None:
    own = [OWN, OTHER_OWN]
    assert canonical(own, [(OWN, OTHER_OWN)], [link(OWN, OTHER_OWN)], []) == {}
    assert canonical(own, [], [], [decision(OWN, OTHER_OWN, same=True)]) == {}
    assert canonical(own, [(OWN, CHARITY)], [link(CHARITY, OTHER_OWN)], []) == {CHARITY: OWN}


def test_a_name_that_may_be_either_of_two_own_organisations_is_held() -> None:
    found = clusters([OWN, OTHER_OWN], [], [link(OWN, NAME), link(OTHER_OWN, NAME)], [])
    assert found.canonical == {}
    assert [(h.left, h.right) for h in found.held] == [(NAME, OWN), (NAME, OTHER_OWN)]
    assert "own" in found.held[0].reason


def test_a_name_that_may_be_either_of_two_charities_is_held_and_others_are_not() -> None:
    links = [link(NAME, CHARITY), link(NAME, OTHER_CHARITY), link(CHARITY, COMPANY)]
    found = clusters([], [], links, [])
    assert found.canonical == {COMPANY: CHARITY}
    assert {(h.left, h.right) for h in found.held} == {(CHARITY, NAME), (OTHER_CHARITY, NAME)}
    assert found.held[0].reason == "one side may be either of several numbers of GB-CHC"


def test_two_numbers_of_one_register_are_not_joined_through_others() -> None:
    chain = [link(CHARITY, NAME), link(NAME, OTHER_NAME), link(OTHER_NAME, OTHER_CHARITY)]
    found = clusters([], [], chain, [])
    assert found.canonical == {}
    assert len(found.held) == 3
    assert {h.reason for h in found.held} == {
        f"through others, they would have two numbers of GB-CHC: {CHARITY} and {OTHER_CHARITY}"
    }


def test_a_model_cannot_add_a_number_to_what_identifiers_join_already() -> None:
    found = clusters([], [(COMPANY, CHARITY)], [link(COMPANY, OTHER_CHARITY)], [])
    assert found.canonical == {COMPANY: CHARITY}
    both = f"{CHARITY} and {OTHER_CHARITY}"
    assert [h.reason for h in found.held] == [f"they would have two numbers of GB-CHC: {both}"]


def test_a_number_that_many_share_joins_none_of_them() -> None:
    many = [OrgId(f"GB-CHC-{number}") for number in range(1_000_000, 1_000_050)]
    found = clusters([], [*((each, COMPANY) for each in many), (many[0], SCOTTISH)], [], [])
    assert found.canonical == {SCOTTISH: many[0]}
    assert len(found.held) == 50


def test_linked_charities_are_part_of_their_group_and_make_no_second_number() -> None:
    members = [OrgId(f"{CHARITY}-{number}") for number in (1, 2)]
    stated = [(CHARITY, member) for member in members]
    assert clusters([], stated, [link(COMPANY, CHARITY)], []) == Clusters(
        canonical=dict.fromkeys((*members, COMPANY), CHARITY), held=()
    )


def test_a_linked_charity_of_one_group_is_never_one_with_another_group() -> None:
    member = OrgId(f"{CHARITY}-1")
    found = clusters([], [(CHARITY, member), (OTHER_CHARITY, member)], [], [])
    assert found.canonical == {member: CHARITY}
    assert [(h.left, h.right, h.why) for h in found.held] == [(member, OTHER_CHARITY, Why.NUMBERS)]


def test_the_programme_may_state_two_numbers_of_its_own_organisation() -> None:
    stated = [(OWN, CHARITY), (OWN, OTHER_CHARITY)]
    assert canonical([OWN], stated, [], []) == {}
    both = canonical([OWN], stated, [], [], stated=stated)
    assert both == {CHARITY: OWN, OTHER_CHARITY: OWN}


def test_what_the_programme_states_of_two_organisations_is_held() -> None:
    stated = [(OWN, CHARITY), (OTHER_OWN, CHARITY)]
    found = clusters([OWN, OTHER_OWN], [], [], [], stated=stated)
    assert found.canonical == {CHARITY: OWN}
    assert [(h.left, h.right) for h in found.held] == [(CHARITY, OTHER_OWN)]


def test_a_decision_wins_over_exact_identifiers_and_links() -> None:
    apart = [decision(CHARITY, COMPANY, same=False)]
    assert canonical([], [(CHARITY, COMPANY)], [link(CHARITY, COMPANY, 1.0)], apart) == {}
    assert clusters([], [(CHARITY, COMPANY)], [], apart).held == ()
    same = [decision(CHARITY, OTHER_CHARITY, same=True)]
    assert canonical([], [], [], same) == {OTHER_CHARITY: CHARITY}


def test_a_decision_holds_through_others_too() -> None:
    links = [link(CHARITY, NAME), link(NAME, COMPANY)]
    found = clusters([], [], links, [decision(CHARITY, COMPANY, same=False)])
    assert found.canonical == {}
    assert len(found.held) == 2


def test_after_one_of_two_candidates_was_refused_the_other_counts() -> None:
    links = [link(NAME, CHARITY), link(NAME, OTHER_CHARITY)]
    found = clusters([], [], links, [decision(NAME, OTHER_CHARITY, same=False)])
    assert found.canonical == {NAME: CHARITY}
    assert found.held == ()


def test_after_two_numbers_were_decided_to_be_one_a_link_to_either_counts() -> None:
    links = [link(NAME, CHARITY), link(NAME, OTHER_CHARITY)]
    same = [decision(CHARITY, OTHER_CHARITY, same=True)]
    assert canonical([], [], links, same) == {NAME: CHARITY, OTHER_CHARITY: CHARITY}


def test_of_decisions_that_contradict_one_another_different_wins_and_the_rest_is_held() -> None:
    decisions = [
        decision(CHARITY, NAME, same=True, day=1),
        decision(NAME, COMPANY, same=True, day=2),
        decision(CHARITY, COMPANY, same=False, day=3),
    ]
    found = clusters([], [], [], decisions)
    assert found.canonical == {NAME: CHARITY}
    assert [(h.left, h.right) for h in found.held] == [(COMPANY, NAME)]


def test_a_linked_identifier_counts_before_the_model() -> None:
    exact = link(NAME, CHARITY, 1.0, LinkMethod.IDENTIFIER)
    found = clusters([], [], [exact, link(NAME, OTHER_CHARITY)], [])
    assert found.canonical == {NAME: CHARITY}
    assert len(found.held) == 1


IDS = [OWN, OTHER_OWN, CHARITY, OTHER_CHARITY, SCOTTISH, COMPANY, OTHER_COMPANY, NAME, OTHER_NAME]
PAIRS = st.sampled_from(list(combinations(IDS, 2)))


@given(
    st.lists(PAIRS, max_size=8),
    st.lists(PAIRS, max_size=8),
    st.lists(st.tuples(PAIRS, st.booleans()), max_size=4, unique_by=lambda each: each[0]),
    st.randoms(use_true_random=False),
)
def test_never_contradicts_own_organisations_decisions_or_registers(
    exact: list[tuple[OrgId, OrgId]],
    model: list[tuple[OrgId, OrgId]],
    decided: list[tuple[tuple[OrgId, OrgId], bool]],
    random: object,
) -> None:
    links = [link(*pair) for pair in model]
    decisions = [decision(*pair, same=same) for pair, same in decided]
    own = [OWN, OTHER_OWN]
    found = canonical(own, exact, links, decisions)
    whole = {each: found.get(each, each) for each in IDS}
    assert whole[OWN] == OWN
    assert whole[OTHER_OWN] == OTHER_OWN
    assert all(whole[first] == first for first in whole.values())
    for (left, right), same in decided:
        assert same or whole[left] != whole[right]
    if not any(same for _, same in decided):
        assert whole[CHARITY] != whole[OTHER_CHARITY]
        assert whole[COMPANY] != whole[OTHER_COMPANY]
    for shuffled in (exact, links, decisions):
        random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert canonical(own, [(b, a) for a, b in exact], links, decisions) == found


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_joins_what_a_plain_search_reaches_where_nothing_contradicts(
    edges: list[tuple[int, int]],
) -> None:
    names = [OrgId(f"ZZ-PMS-{number}") for number in range(10)]
    near: dict[int, set[int]] = {number: {number} for number in range(10)}
    for _ in range(10):
        for left, right in edges:
            near[left] |= near[right]
            near[right] |= near[left]
    found = canonical([], [(names[a], names[b]) for a, b in edges if a != b], [], [])
    assert found == {names[n]: names[min(near[n])] for n in range(10) if min(near[n]) != n}
