"""What each side of two partners would gain, and who of one house is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.service.partner_model import built_in_model
from graph.records import model
from graph.records.kinds import CollaborationKind, Outcome
from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief, resolve
from matcher.case.build import build_case
from matcher.case.scoring import ScoringRules
from matcher.questions.partner_leads import LeadGates
from matcher.questions.partner_records import PartnerQuery
from matcher.questions.partners import PartnerSearch
from tests.builders import (
    COUNTY_1,
    OPENED,
    A,
    B,
    C,
    affiliation,
    evidence,
    local_work,
    member,
    org_id,
    organisation,
    project,
    provenance,
    rule,
    size,
    small_snapshot,
)

if TYPE_CHECKING:
    from matcher.questions.partner_records import Gain, Partner, Partners


def interest(name: str, role: str) -> model.Interest:
    return model.Interest(organisation=org_id(name), role=role, area=None, provenance=provenance())


HELD = project(
    "Held", start="2011", end="2017", areas=(COUNTY_1,), pathways=("work",), outcome="won"
)

BID, LOST = CollaborationKind.BID, Outcome.LOST


def world(**tables: Any) -> Snapshot:
    """Centre is a small local charity in A; Prime is large, works in B, and holds a contract."""
    base: dict[str, Any] = {
        "organisations": (
            organisation("Centre"),
            organisation("Prime", "private-company"),
            organisation("Twin"),
            organisation("Silent"),
        ),
        "capabilities": (
            local_work("Centre", "housing", places=(A,), cohorts=("women",)),
            local_work("Prime", "housing", places=(B,)),
            local_work("Twin", "housing", places=(A,), cohorts=("women",)),
        ),
        "sizes": (size("Centre", 100_000, 200_000), size("Prime", 900e6, 1000e6)),
        "rules": (rule("funding_access", 0.5),),
        "collaborations": (HELD,),
        "memberships": (member("Held", "Prime", "lead"),),
        "affiliations": (),
        "evidence": (evidence("Centre", 3),),
    }
    return small_snapshot(**{**base, **tables})


def ask(name: str = "Centre", snapshot: Snapshot | None = None, **asked: Any) -> Partners:
    search = PartnerSearch(snapshot or world(), built_in_model())
    return search.find(PartnerQuery(organisation=name, **{"limit": 9, **asked}))


def named(found: Partners, name: str) -> Partner:
    return next(partner for partner in found.partners if partner.name == name)


def brings(gain: Gain) -> dict[str, tuple[str, ...]]:
    return {each.what: each.facts for each in gain.brings}


def test_a_small_charity_gains_a_lead_that_passes_the_gates_and_a_way_into_its_contracts() -> None:
    gain = named(ask(), "Prime").you_gain
    told = brings(gain)
    assert told["contracts"] == ("Project Held (from 2011 to 2017)",)
    (lead,) = told["lead"]
    assert lead.startswith("First County (access to about £")
    assert all(each.sources for each in gain.brings)


def test_a_prime_gains_people_a_local_presence_and_measured_results() -> None:
    told = brings(named(ask(), "Prime").they_gain)
    assert set(told) == {"people", "named-places", "results"}
    assert told["results"] == ("Housing: evaluation, level 3",)


def test_it_is_the_same_from_the_other_side() -> None:
    mine, theirs = named(ask(), "Prime"), named(ask("Prime"), "Centre")
    assert (mine.you_gain, mine.they_gain) == (theirs.they_gain, theirs.you_gain)


def test_a_body_of_another_kind_with_the_same_facts_brings_the_same() -> None:
    turned = tuple(
        replace(row, kind=organisation("x").kind) if row.name == "Prime" else row
        for row in world().facts.organisations
    )
    charity = named(ask(snapshot=world(organisations=turned)), "Prime")
    assert charity.you_gain == named(ask(), "Prime").you_gain


def test_of_two_that_do_the_same_in_the_same_places_neither_gains_and_nothing_is_untold() -> None:
    known = world(evidence=(), sizes=(size("Centre", 1e5, 2e5), size("Twin", 1e5, 2e5)))
    twin = named(ask(snapshot=known), "Twin")
    for gain in (twin.you_gain, twin.they_gain):
        assert (*gain.brings, *gain.pathways, *gain.places, *gain.untold) == ()


def test_of_one_that_brings_nothing_known_it_is_said_what_is_not_told() -> None:
    together = (member("Held", "Prime", "lead"), member("Held", "Silent"))
    contract = replace(HELD, areas=(), pathways=())
    later = (*world().facts.sizes, size("Silent", 1e5, 2e5, known_from="2019"))
    found = ask("Prime", world(memberships=together, collaborations=(contract,), sizes=later))
    assert named(found, "Silent").you_gain.untold == ("what it does", "where it works", "its size")


def test_a_joint_work_is_told_as_one_and_not_as_what_each_member_does() -> None:
    """Nothing is said of Silent: what it did with Prime need not be its own work."""
    together = (member("Held", "Prime", "lead"), member("Held", "Silent"))
    gain = named(ask(snapshot=world(memberships=together)), "Silent").you_gain
    assert gain.pathways == ()
    assert brings(gain)["joint-work"] == ("Project Held (Work)",)
    with_prime = named(ask("Prime", world(memberships=together)), "Silent").you_gain
    assert "joint-work" not in brings(with_prime)
    bid = world(memberships=together, collaborations=(replace(HELD, kind=BID, outcome=LOST),))
    assert "joint-work" not in brings(named(ask(snapshot=bid), "Silent").you_gain)


def test_of_one_asked_about_for_a_pathway_its_other_work_is_told_besides() -> None:
    works = (*world().facts.capabilities, local_work("Twin", "work", places=(A,)))
    known = world(capabilities=works)
    gain = named(ask(snapshot=known, area="First County", pathway="housing"), "Twin").you_gain
    assert gain.pathways == ()
    assert brings(gain)["other-work"] == ("Work",)
    assert "other-work" not in brings(named(ask(snapshot=known), "Twin").you_gain)


def test_what_is_known_but_not_for_the_area_asked_about_is_told_with_its_place() -> None:
    works = (*world().facts.capabilities, local_work("Twin", "work", places=(C,)))
    known = world(capabilities=works)
    found = named(ask(snapshot=known, area="First County"), "Twin")
    assert brings(found.you_gain)["elsewhere"] == ("Work (in Second County and Coast)",)
    housing = named(ask(snapshot=known, area="First County", pathway="housing"), "Twin")
    assert "elsewhere" not in brings(housing.you_gain)


def test_two_that_do_the_same_gain_room_for_more_people_as_worked_out_by_hand() -> None:
    """Each could take 30 on: 18 of 100 men and 12 of 20 women, so the other adds 18 and 8."""
    works = tuple(local_work(name, places=(A,), capacity=30) for name in ("Centre", "Twin"))
    gain = named(ask(snapshot=world(capabilities=works, evidence=())), "Twin").you_gain
    (room,) = gain.brings
    assert (room.what, room.facts) == (
        "room",
        ("Housing in First County (about 26 needs a year)",),
    )
    assert room.sources
    unknown = tuple(local_work(name, places=(A,)) for name in ("Centre", "Twin"))
    untold = named(ask("Twin", world(capabilities=unknown, sizes=())), "Centre").you_gain
    assert "room" not in brings(untold)


def test_a_consortium_brings_its_members_to_those_who_are_none() -> None:
    people = (*world().facts.organisations, organisation("Group", "vcse-consortium"))
    works = (*world().facts.capabilities, local_work("Group", "housing", places=(A,)))
    known = world(
        organisations=people,
        capabilities=works,
        affiliations=(affiliation("Twin", "Group", "member", "2005"),),
    )
    assert brings(named(ask(snapshot=known), "Group").you_gain)["members"] == ("Twin",)
    assert "members" not in brings(named(ask("Twin", known), "Group").you_gain)
    later = replace(known.facts.affiliations[0], provenance=provenance(known_from="2019"))
    unknown = Snapshot(replace(known.facts, affiliations=(later,)))
    assert "members" not in brings(named(ask(snapshot=unknown), "Group").you_gain)


def test_a_contract_that_has_ended_or_of_which_one_is_part_is_no_way_in() -> None:
    ended = world(collaborations=(replace(HELD, end=HELD.start),))
    assert "contracts" not in brings(named(ask(snapshot=ended), "Prime").you_gain)
    part = world(memberships=(member("Held", "Prime", "lead"), member("Held", "Centre")))
    assert "contracts" not in brings(named(ask(snapshot=part), "Prime").you_gain)


def test_what_became_known_later_is_no_gain() -> None:
    later = world(
        evidence=(evidence("Centre", 3, known_from="2019"),),
        memberships=(member("Held", "Prime", "lead", known_from="2019"),),
    )
    partner = named(ask(snapshot=later), "Prime")
    assert "contracts" not in brings(partner.you_gain)
    assert "results" not in brings(partner.they_gain)


def test_a_joint_venture_and_its_members_have_one_place_and_the_last_active_is_named() -> None:
    people = (*world().facts.organisations, organisation("Venture", "joint-venture"))
    works = (*world().facts.capabilities, local_work("Venture", "housing", places=(A,)))
    house = {
        "organisations": people,
        "capabilities": works,
        "affiliations": (affiliation("Prime", "Venture", "member", "2005"),),
    }
    found = ask(snapshot=world(**house))
    assert "Venture" not in {partner.name for partner in found.partners}
    (relative,) = named(found, "Prime").relatives
    assert (relative.name, relative.relation) == (
        "Venture",
        "a joint venture of which it is a member",
    )
    assert relative.sources
    later = world(**house, memberships=(member("Held", "Venture", "lead"),))
    assert named(ask(snapshot=later), "Venture").relatives[0].name == "Prime"
    assert "Venture" not in {partner.name for partner in ask("Prime", later).partners}


def test_two_members_of_one_joint_venture_are_no_house() -> None:
    people = (*world().facts.organisations, organisation("Venture", "joint-venture"))
    ties = tuple(affiliation(name, "Venture", "member", "2005") for name in ("Prime", "Twin"))
    found = ask(snapshot=world(organisations=people, affiliations=ties))
    assert {"Prime", "Twin"} <= {partner.name for partner in found.partners}


def test_who_publicly_wants_to_invest_only_is_no_partner_for_delivery_and_is_told_so() -> None:
    invests = (interest("Twin", role="investor"),)
    found = ask(snapshot=world(interests=invests))
    assert "Twin" not in {partner.name for partner in found.partners}
    both = (*invests, interest("Twin", role="tier2"))
    assert named(ask(snapshot=world(interests=both)), "Twin")
    assert any("invest only" in note for note in ask("Twin", world(interests=invests)).notes)


def test_what_says_how_large_a_lead_is_may_be_said_of_its_owner() -> None:
    owner = (*world().facts.organisations, organisation("Owner", "private-company"))
    owned = world(
        organisations=owner,
        sizes=(size("Centre", 1e5, 2e5), size("Owner", 900e6, 1000e6)),
        affiliations=(affiliation("Owner", "Prime", "parent", "2005"),),
    )
    (lead,) = (b for b in named(ask(snapshot=owned), "Prime").you_gain.brings if b.what == "lead")
    assert lead.sources


def test_a_service_for_those_with_the_most_need_is_no_knowledge_of_some_people() -> None:
    need = small_snapshot()
    most = need.cohorts[int(need.demand.sum(axis=(0, 1)).argmax())].key
    works = (
        local_work("Centre", "housing", places=(A,), cohorts=(most, "women")),
        local_work("Prime", "housing", places=(B,)),
    )
    assert most != "women"
    assert "people" not in brings(named(ask(snapshot=world(capabilities=works)), "Prime").they_gain)


def test_who_passes_the_gates_is_whom_a_search_lets_lead() -> None:
    snapshot = world()
    brief = resolve(snapshot, Brief(area="First County", as_of=OPENED))
    case = build_case(snapshot, brief, rules=ScoringRules())
    found = LeadGates(snapshot).leads(brief.area, OPENED)
    assert found.may_lead.tolist() == case.leads.may_lead.tolist()
    assert found.may_lead.any()
