"""Suggested partners: the sum, the proof, the filters, and what cannot be known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import exp, isfinite
from typing import TYPE_CHECKING, Any

import pytest

from api.service.partner_model import built_in_model
from matcher.errors import UnknownNameError
from matcher.questions.partner_records import PartnerQuery, PartnerQueryError
from matcher.questions.partners import PartnerSearch
from tests.builders import (
    COUNTY_1,
    A,
    B,
    C,
    affiliation,
    local_work,
    member,
    org_id,
    organisation,
    project,
    small_snapshot,
)

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from matcher.questions.partner_records import Partner, Partners

LATE = date(2020, 1, 1)


def world(**tables: Any) -> Snapshot:
    """Homes worked with Jobs, Jobs with Care; Firm owns Homes; Later comes later."""
    base: dict[str, Any] = {
        "organisations": (
            organisation("Homes"),
            organisation("Jobs", "social-enterprise"),
            organisation("Care"),
            organisation("Firm", "private-company"),
            organisation("Rival", "private-company"),
            organisation("Silent"),
            organisation("Later", known_from="2019"),
            organisation("The Ministry", "government"),
        ),
        "capabilities": (
            local_work("Homes", "housing", places=(A,)),
            local_work("Jobs", "work", places=(A,)),
            local_work("Care", "housing", places=(B,)),
            local_work("Firm", "work", places=(A, B, C)),
            local_work("Rival", "work", places=(C,)),
            local_work("Later", "work", places=(A,), known_from="2019"),
        ),
        "collaborations": (
            project("Joint", areas=(COUNTY_1,)),
            project("Second", areas=(COUNTY_1,)),
        ),
        "memberships": (
            member("Joint", "Homes", "lead"),
            member("Joint", "Jobs"),
            member("Second", "Jobs", "lead"),
            member("Second", "Care"),
        ),
        "affiliations": (affiliation("Firm", "Homes", "parent", "2001"),),
    }
    return small_snapshot(**{**base, **tables})


def ask(name: str = "Homes", snapshot: Snapshot | None = None, **asked: Any) -> Partners:
    search = PartnerSearch(snapshot or world(), built_in_model())
    return search.find(PartnerQuery(organisation=name, **asked))


def names(found: Partners) -> list[str]:
    return [partner.name for partner in found.partners]


def named(found: Partners, name: str) -> Partner:
    return next(partner for partner in found.partners if partner.name == name)


@pytest.mark.parametrize("asked", [{}, {"area": "First County"}, {"direction": "leads"}])
def test_base_and_parts_add_up_to_the_log_odds_and_these_are_the_chance(
    asked: dict[str, Any],
) -> None:
    found = ask(**asked)
    assert found.partners
    for partner in found.partners:
        total = found.base + sum(part.log_odds for part in partner.parts)
        assert partner.log_odds == pytest.approx(total)
        assert partner.probability == pytest.approx(1 / (1 + exp(-partner.log_odds)))
        assert all(part.log_odds > 0 for part in partner.parts)


def test_it_is_labelled_as_a_suggestion_with_the_data_and_the_model_behind_it() -> None:
    found = ask()
    assert found.status == "suggested"
    assert found.data_version == world().data_version
    assert found.model.learnt_to == built_in_model().card.learnt_to.isoformat()


def test_the_proof_names_the_work_shared_and_who_links_them() -> None:
    jobs, care = (named(ask(), name) for name in ("Jobs", "Care"))
    assert [(work.id, work.role, work.their_role) for work in jobs.shared] == [
        ("Joint", "lead", "partner")
    ]
    assert jobs.shared[0].sources
    assert care.shared_works == 0
    assert [(link.name, link.yours, link.theirs) for link in care.connections] == [
        ("Jobs", "Joint", "Second")
    ]


def test_work_in_which_all_took_part_links_nobody() -> None:
    together = world(memberships=tuple(member("Joint", name) for name in ("Homes", "Jobs", "Care")))
    assert named(ask(snapshot=together), "Care").connections == ()
    assert named(ask(snapshot=together), "Care").shared_works == 1


def test_each_side_gains_what_the_other_has_and_it_lacks() -> None:
    jobs = named(ask(), "Jobs")
    assert jobs.you_gain.pathways == ("work",)
    assert jobs.they_gain.pathways == ("housing",)
    asked = named(ask(area="First County", pathway="housing"), "Care")
    assert asked.you_gain.pathways == ()
    assert len(asked.you_gain.places) == 1


def test_what_is_gained_is_what_is_said_of_a_body_and_not_all_that_its_consortium_did() -> None:
    """Jobs is said to do work; the joint work was about housing, too."""
    joint = project("Joint", areas=(COUNTY_1,), pathways=("housing", "work"))
    found = ask("Firm", snapshot=world(collaborations=(joint, project("Second"))))
    jobs = named(found, "Jobs")
    assert jobs.you_gain.pathways == ()
    care = named(found, "Care")
    assert care.you_gain.pathways == ("housing",)
    assert care.you_gain.sources
    part = next(part for part in jobs.parts if part.signal == "covers-gaps")
    assert part.facts == "in joint work Housing"


def test_each_part_says_what_it_is_read_from() -> None:
    told = {part.signal: part.facts for part in named(ask(), "Jobs").parts}
    assert told["covers-gaps"] == "Work"
    assert told["closely-together"] == "Project Joint"
    assert told["preferential-attachment"] == "2 partners"
    near = {part.signal: part.facts for part in named(ask("Firm"), "Jobs").parts}
    assert (near["same-places"], near["same-work"]) == ("First County", "Work")
    linked = {part.signal: part.facts for part in named(ask(), "Care").parts}
    assert linked["resource-allocation"] == "Jobs"
    leads = {part.signal: part.facts for part in named(ask(direction="leads"), "Jobs").parts}
    assert leads["has-led"] == "Project Second"
    there = named(ask("Rival", area="First County"), "Jobs")
    assert {part.signal: part.facts for part in there.parts}["leads-there"] == "Project Second"


def test_a_bid_is_told_as_a_bid_and_not_as_work_done() -> None:
    lost = project("Joint", "bid", "lost", areas=(COUNTY_1,))
    bid = world(collaborations=(lost, project("Second", areas=(COUNTY_1,))))
    jobs = named(ask(snapshot=bid), "Jobs")
    assert jobs.shared[0].bid == "a lost bid"
    told = {part.signal: part for part in jobs.parts}
    assert told["closely-together"].words == "has bid with you, among few"
    assert told["closely-together"].facts == "Project Joint, a lost bid"
    homes = named(ask("Rival", bid, area="First County", direction="leads"), "Homes")
    leads = {part.signal: part.words for part in homes.parts}
    assert (leads["has-led"], leads["leads-there"]) == (
        "has led a bid",
        "has led another bid there",
    )
    assert named(ask(), "Jobs").shared[0].bid == ""


def test_an_outcome_that_was_not_yet_public_is_not_told() -> None:
    lost = project("Joint", "bid", "lost", outcome_known_from="2018")
    bid = world(collaborations=(lost, project("Second")))
    before, after = (
        named(ask(snapshot=bid, as_of=day), "Jobs").shared[0].bid for day in (None, LATE)
    )
    assert (before, after) == ("a bid", "a lost bid")


def test_a_consortium_and_its_member_are_told_to_be_that_already() -> None:
    joined = affiliation("Homes", "Jobs", "member", "2001")
    found = world(affiliations=(joined,))
    assert [bond.words for bond in named(ask(snapshot=found), "Jobs").bonds] == [
        "Homes is a member of Jobs"
    ]
    other_way = named(ask("Jobs", found), "Homes").bonds
    assert other_way == named(ask(snapshot=found), "Jobs").bonds
    assert other_way[0].sources
    assert named(ask(snapshot=found), "Care").bonds == ()
    ended = affiliation("Homes", "Jobs", "member", "2001", "2002")
    assert named(ask(snapshot=world(affiliations=(ended,))), "Jobs").bonds == ()


def test_what_support_programmes_paid_for_together_is_no_joint_work() -> None:
    support = (project("Joint", kind="support", areas=(COUNTY_1,)), project("Second"))
    jobs = named(ask(snapshot=world(collaborations=support)), "Jobs")
    assert jobs.shared_works == 0
    assert "closely-together" not in {part.signal for part in jobs.parts}


def test_the_other_side_ranks_the_asker_as_it_would_when_it_asked() -> None:
    found = ask(variety=0.0)
    jobs = named(found, "Jobs")
    theirs = ask("Jobs", variety=0.0)
    assert jobs.your_rank == names(theirs).index("Homes") + 1
    assert jobs.your_probability == pytest.approx(named(theirs, "Homes").probability)


def test_neither_owners_nor_the_crown_nor_those_not_yet_known_are_partners() -> None:
    found = names(ask(limit=100))
    assert not {"Homes", "Firm", "The Ministry", "Later"} & set(found)
    assert "Later" in names(ask(limit=100, as_of=LATE))


def test_filters_leave_only_those_they_name() -> None:
    assert "Rival" not in names(ask("Jobs", vcse_only=True))
    assert names(ask("Jobs", kind="private company", limit=9)) == ["Firm", "Rival"]
    assert "Care" not in names(ask(never=("Care",)))
    assert ask(never=("Care",)).never == (str(org_id("Care")),)


def test_only_those_known_to_deliver_the_pathway_are_named_in_the_area_where_there_is_one() -> None:
    assert names(ask("Jobs", pathway="housing", delivers_only=True)) == ["Homes", "Care"]
    work = ask("Care", pathway="work", delivers_only=True, area="Second County", limit=9)
    assert names(work) == ["Firm", "Rival"]


def test_of_whom_no_pathway_is_said_the_works_tell_what_it_delivers() -> None:
    joint = project("Joint", areas=(COUNTY_1,), pathways=("housing",))
    members = (member("Joint", "Homes", "lead"), member("Joint", "Jobs"), member("Joint", "Silent"))
    found = ask(
        "Homes",
        snapshot=world(collaborations=(joint,), memberships=members),
        pathway="housing",
        delivers_only=True,
    )
    assert set(names(found)) == {"Care", "Silent"}


def test_only_those_known_to_work_in_the_area_are_named() -> None:
    assert set(names(ask("Firm", area="Second County", in_area_only=True))) == {"Rival"}


def test_only_new_partners_leaves_out_those_already_worked_with() -> None:
    assert "Jobs" in names(ask(limit=9))
    assert "Jobs" not in names(ask(limit=9, new_only=True))
    assert "Care" in names(ask(limit=9, new_only=True))


def test_only_one_group_is_named_where_one_is_asked_for() -> None:
    found = ask("Jobs", only="Sector=private", limit=9)
    assert names(found) == ["Firm", "Rival"]
    assert found.only == "sector=private"


def test_a_filter_that_lacks_what_it_is_about_says_so() -> None:
    with pytest.raises(PartnerQueryError) as found:
        ask(delivers_only=True, in_area_only=True, only="sector=martian")
    told = {mistake.field: mistake.message for mistake in found.value.mistakes}
    assert "name the pathway" in told["delivers_only"]
    assert "name the area" in told["in_area_only"]
    assert "private" in told["only"]


def test_a_filter_changes_no_chance() -> None:
    whole, less = ask(limit=9), ask(limit=9, new_only=True)
    assert named(less, "Care").probability == named(whole, "Care").probability


def test_who_works_in_one_area_is_not_said_to_gain_others() -> None:
    """Firm works in both counties, Jobs in one of them."""
    jobs = named(ask("Firm"), "Jobs")
    assert jobs.they_gain.places == ()
    there = named(ask("Firm", area="First County"), "Jobs")
    assert len(there.they_gain.places) == 1


def test_one_that_cannot_be_in_a_line_up_is_told_so_when_it_asks() -> None:
    assert any("cannot be in a line-up" in note for note in ask("The Ministry").notes)
    assert not any("cannot be in a line-up" in note for note in ask().notes)


def test_nobody_is_named_for_whom_nothing_speaks() -> None:
    bare: dict[str, Any] = dict.fromkeys(("collaborations", "memberships", "capabilities"), ())
    found = ask("Silent", snapshot=world(**bare))
    assert found.candidates > 0
    assert found.partners == ()
    assert any("Nothing that was known on that day speaks" in note for note in found.notes)


def test_nothing_of_the_future_changes_an_answer() -> None:
    before = ask(variety=0.0)
    later = world(
        collaborations=(project("Joint", areas=(COUNTY_1,)), project("Second"), project("Next")),
        memberships=(
            member("Joint", "Homes", "lead"),
            member("Joint", "Jobs"),
            member("Second", "Jobs", "lead"),
            member("Second", "Care"),
            member("Next", "Homes", "lead", known_from="2019"),
            member("Next", "Rival", known_from="2019"),
        ),
    )
    after = ask(snapshot=later, variety=0.0)
    assert names(after)[:2] == names(before)[:2]
    assert named(ask(snapshot=later, as_of=LATE), "Rival").shared_works == 1


def test_a_day_before_the_model_learnt_is_said_and_a_later_one_is_not() -> None:
    assert any("nobody could have had them" in note for note in ask().notes)
    late = ask(as_of=date(2030, 1, 1))
    assert not any("nobody could have had them" in note for note in late.notes)


def test_one_that_asks_as_of_a_day_before_it_is_known_is_told_since_when_it_is() -> None:
    assert any("it is known from 2019-12-31 on" in note for note in ask("Later").notes)
    assert not any("not yet known" in note for note in ask("Later", as_of=LATE).notes)
    undated = world(
        organisations=(*world().facts.organisations, organisation("Undated", known_from=None))
    )
    assert any("nobody knows since when" in n for n in ask("Undated", snapshot=undated).notes)


def test_of_one_of_whom_nothing_is_known_the_answer_says_so_and_holds_no_nan() -> None:
    found = ask("Silent", limit=100)
    assert any("Nothing was known" in note for note in found.notes)
    assert all(isfinite(partner.log_odds) for partner in found.partners)
    assert all(partner.your_rank is None or partner.your_rank > 0 for partner in found.partners)


def test_of_one_without_partners_the_answer_says_what_it_rests_on() -> None:
    assert any("No earlier partner" in note for note in ask("Rival").notes)


def test_a_graph_of_one_body_has_no_partners_and_says_so() -> None:
    empty: dict[str, Any] = dict.fromkeys(("collaborations", "memberships", "affiliations"), ())
    alone = world(
        organisations=(organisation("Homes"),),
        capabilities=(local_work("Homes", "housing", places=(A,)),),
        **empty,
    )
    found = ask(snapshot=alone)
    assert found.partners == ()
    assert any("Nobody known fits" in note for note in found.notes)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as found:
        ask("Hommes")
    assert any("Homes" in name for name in found.value.nearest)


def test_all_other_mistakes_are_told_at_once() -> None:
    with pytest.raises(PartnerQueryError) as found:
        ask(
            area="Nowhere",
            pathway="flying",
            kind="circus",
            direction="sideways",
            never=("Nobody",),
            limit=0,
            variety=-1.0,
            fair="star sign",
        )
    fields = {mistake.field for mistake in found.value.mistakes}
    assert fields == {"area", "pathway", "kind", "direction", "never", "limit", "variety", "fair"}


def test_a_fair_list_names_those_passed_over_and_says_what_that_costs() -> None:
    rows = [f"Firm {number}" for number in range(4)]
    many = world(
        organisations=(
            organisation("Homes"),
            organisation("Jobs"),
            organisation("Care"),
            *(organisation(name, "private-company") for name in rows),
        ),
        capabilities=(
            *(local_work(name, "housing", places=(A,)) for name in ("Homes", "Jobs", "Care")),
            *(local_work(name, "housing", places=(A,)) for name in rows),
        ),
        affiliations=(),
    )
    free = ask(snapshot=many, limit=2, variety=0.0)
    fair = ask(snapshot=many, limit=2, variety=0.0, fair="sector")
    assert names(free) == ["Jobs", "Care"]
    assert free.fair is None
    assert {partner.sector for partner in fair.partners} == {"vcse", "private"}
    assert fair.fair is not None
    assert fair.fair.log_odds_given_up == pytest.approx(
        sum(p.log_odds for p in free.partners) - sum(p.log_odds for p in fair.partners)
    )
    assert fair.fair.partners_given_up > 0
    told = {row.group: (row.named_without, row.named) for row in fair.fair.groups}
    assert told == {"vcse": (2, 1), "private": (0, 1)}
    assert sum(row.share_of_capability for row in fair.fair.groups) == pytest.approx(1.0)


def test_where_no_group_is_known_a_fair_list_is_the_same_and_says_so() -> None:
    fair = ask(fair="women-led")
    assert names(fair) == names(ask())
    assert any("women-led" in note for note in fair.notes)


def test_the_rank_by_chance_is_told_where_variety_moves_somebody() -> None:
    found = ask(limit=9)
    by_chance = sorted(found.partners, key=lambda partner: -partner.log_odds)
    assert [p.rank_by_chance for p in by_chance] == sorted(p.rank_by_chance for p in by_chance)
    assert [p.rank for p in found.partners] == list(range(1, len(found.partners) + 1))


def test_the_same_question_gets_the_same_answer_whatever_was_asked_before() -> None:
    search = PartnerSearch(world(), built_in_model())
    first = search.find(PartnerQuery(organisation="Homes"))
    for year in range(2013, 2021):
        search.find(PartnerQuery(organisation="Jobs", as_of=date(year, 6, 1)))
    assert search.find(PartnerQuery(organisation="Homes")) == first


def test_a_body_of_another_kind_with_the_same_record_gets_the_same_chance() -> None:
    rows = world().facts.organisations
    turned = world(
        organisations=tuple(
            replace(row, kind=organisation("x", "private-company").kind)
            if row.name == "Jobs"
            else row
            for row in rows
        )
    )
    assert named(ask(), "Jobs").probability == named(ask(snapshot=turned), "Jobs").probability
