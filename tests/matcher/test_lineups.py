"""From a brief to an answer, on the small programme."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from matcher.brief.request import Brief
from matcher.errors import BriefError, NoLineUpError
from matcher.lineups import recommend
from tests.builders import (
    COUNTY_1,
    A,
    evidence,
    local_work,
    member,
    organisation,
    project,
    rule,
    size,
    small_snapshot,
)

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import Answer

GATES = (rule("exposure", 0.3), rule("funding_access", 0.5))
BRIEF = Brief(area="First County", k=2, min_difference=1)


def market(**tables: Any) -> Snapshot:
    """A big firm for work, a housing charity, a women's centre, a council and a newcomer."""
    base: dict[str, Any] = {
        "organisations": (
            organisation("Big Firm", "private-company"),
            organisation("Homes Trust"),
            organisation("Centre for Women"),
            organisation("Ayton Council", "local-authority"),
            organisation("Newcomer", known_from="2014"),
            organisation("The Ministry", "government"),
        ),
        "capabilities": (
            local_work("Big Firm", "work", confidence="memory-high", capacity=2250.0),
            local_work("Homes Trust", "housing", places=(A, COUNTY_1)),
            local_work("Centre for Women", "centre", places=(A,), cohorts=("women",)),
            local_work("Ayton Council", "housing", places=(A,), capacity=30.0),
            local_work("Newcomer", "housing", known_from="2014"),
        ),
        "sizes": (size("Big Firm", 5_000_000, None), size("Homes Trust", 400_000, 600_000)),
        "evidence": (evidence("Homes Trust", 3), evidence("Homes Trust", None, "work")),
        "collaborations": (project("Joint", areas=(COUNTY_1,), start="2011", end="2012"),),
        "memberships": (member("Joint", "Big Firm", "lead"), member("Joint", "Homes Trust")),
        "rules": GATES,
    }
    return small_snapshot(**{**base, **tables})


def answer(brief: Brief = BRIEF, **tables: Any) -> Answer:
    """Ask the small market."""
    return recommend(market(**tables), brief)


def test_the_lead_passes_the_gate_and_everybody_has_work() -> None:
    best = answer().lineups[0]
    assert best.members[0].name == "Big Firm"
    assert best.members[0].role == "lead"
    assert best.lead == best.members[0].id
    assert all(m.volume_needs_a_year > 0 for m in best.members)
    assert {m.role for m in best.members[1:]} <= {"tier-2", "tier-3"}
    assert sum(m.share_of_volume for m in best.members) == pytest.approx(1.0, abs=1e-3)


def test_criteria_add_up_to_the_score_and_the_bound_is_not_below() -> None:
    for line_up in answer().lineups:
        assert sum(line_up.criteria.values()) == pytest.approx(line_up.score, abs=1e-9)
        assert line_up.bound >= line_up.score
        assert line_up.proven_optimal


def test_coverage_and_gaps_say_the_same() -> None:
    """360 needs for housing and 720 for work in the area, as the builder has it."""
    best = answer().lineups[0]
    met = sum(m.volume_needs_a_year for m in best.members)
    unmet = sum(gap.unmet_needs_a_year for gap in best.gaps)
    assert met + unmet == pytest.approx(1080, abs=1)
    assert best.coverage.overall == pytest.approx(met / 1080, abs=1e-3)
    assert set(best.coverage.by_pathway) == {"housing", "work"}
    assert set(best.coverage.by_cohort) == {"women", "men"}
    assert list(best.coverage.by_place) == ["E07000001", "E07000002"]
    by_size = [gap.unmet_needs_a_year for gap in best.gaps]
    assert by_size == sorted(by_size, reverse=True)


def test_line_ups_differ_as_the_brief_asks() -> None:
    first, second = answer().lineups
    assert {m.id for m in first.members} - {m.id for m in second.members}


def test_never_and_must_are_kept() -> None:
    kept = answer(replace(BRIEF, must=("Ayton Council",), never=("homes trust",)))
    for line_up in kept.lineups:
        names = {m.name for m in line_up.members}
        assert "Ayton Council" in names
        assert "Homes Trust" not in names
    assert kept.brief.must == ("ZZ-PMS-ayton-council",)


def test_a_named_lead_leads() -> None:
    bigger = answer(
        replace(BRIEF, lead="Homes Trust"),
        sizes=(size("Big Firm", 5_000_000, None), size("Homes Trust", 4_000_000, 6_000_000)),
    )
    assert all(line_up.members[0].name == "Homes Trust" for line_up in bigger.lineups)


def test_a_stated_capacity_is_never_exceeded() -> None:
    kept = answer(replace(BRIEF, must=("Ayton Council",)))
    council = next(m for m in kept.lineups[0].members if m.name == "Ayton Council")
    assert council.volume_needs_a_year <= 30.0
    assert any("States that it can meet 30 needs" in reason for reason in council.reasons)


def test_what_was_not_public_yet_is_not_in_the_answer() -> None:
    everybody = {m.name for line_up in answer().lineups for m in line_up.members}
    assert "Newcomer" not in everybody
    later = answer(replace(BRIEF, as_of=date(2015, 1, 1), must=("Newcomer",)))
    assert "Newcomer" in {m.name for m in later.lineups[0].members}
    assert later.as_of == "2015-01-01"


def test_the_same_question_gets_the_same_answer() -> None:
    assert asdict(answer()) == asdict(answer())


def test_every_member_has_reasons_marked_by_what_they_rest_on() -> None:
    best = answer().lineups[0]
    reasons = {m.name: m.reasons for m in best.members}
    assert all(reason.endswith("]") for own in reasons.values() for reason in own)
    firm, homes = "\n".join(reasons["Big Firm"]), "\n".join(reasons["Homes Trust"])
    assert "Can lead: a turnover over £5m (2011) suggests access to £2.2m" in firm
    (need,) = (reason for reason in reasons["Big Firm"] if "needs a year for work (" in reason)
    numbers = re.search(r"meet ([\d,]+) .* \(men ([\d,]+), women ([\d,]+)\) in all 2", need)
    assert numbers, need
    total, *parts = (int(each.replace(",", "")) for each in numbers.groups())
    assert abs(total - sum(parts)) <= 1
    assert "this uses" in firm
    assert "[estimated: A made-up page]" in firm
    assert "Has worked with Homes Trust: Project Joint (from 2011)." in firm
    assert "known for housing in Ayton" in homes
    assert "[stated: A made-up page]" in homes
    assert "Evidence: fewer evictions, by a university, Nesta level 3." in homes
    assert "Evidence (for other work): fewer evictions" in homes
    assert "Its size is unknown" in "\n".join(reasons["Centre for Women"])


def test_who_passed_the_gate_publicly_says_so() -> None:
    shown = answer(
        replace(BRIEF, lead="Homes Trust"),
        collaborations=(project("BID", "tr-bid", "passed-pqq", "2013-09-01"),),
        memberships=(member("BID", "Homes Trust", "lead"),),
    )
    lead = shown.lineups[0].members[0]
    assert "publicly passed the funding gate" in lead.reasons[0]


def test_stated_and_estimated_shares_add_up() -> None:
    for line_up in answer().lineups:
        confidence = line_up.confidence
        assert confidence.stated_share + confidence.estimated_share == pytest.approx(1.0)
        assert 0.0 < confidence.stated_share < 1.0


def test_all_mistakes_of_a_brief_come_at_once() -> None:
    wrong = Brief(
        area="Frist County",
        lead="nobody at all",
        must=("Homes Trust",),
        never=("Homes Trust",),
        k=0,
        max_members=0,
        min_vcse_share=1.5,
        time_limit_s=float("nan"),
        gap=2.0,
    )
    with pytest.raises(BriefError) as caught:
        answer(wrong)
    fields = {mistake.field for mistake in caught.value.mistakes}
    assert fields == {
        "area", "lead", "never", "k", "max_members", "min_vcse_share", "time_limit_s", "gap"
    }  # fmt: skip
    assert "Did you mean: First County" in str(caught.value)


def test_more_must_haves_than_members_is_a_mistake() -> None:
    crowd = replace(BRIEF, must=("Homes Trust", "Ayton Council"), lead="Big Firm", max_members=2)
    with pytest.raises(BriefError, match="3 organisations must be members"):
        answer(crowd)


def test_the_lead_cannot_be_excluded() -> None:
    with pytest.raises(BriefError, match="also the lead"):
        answer(replace(BRIEF, lead="Big Firm", never=("Big Firm",)))


def test_no_eligible_lead_names_the_gate_and_the_largest_known() -> None:
    with pytest.raises(NoLineUpError, match=r"access to £0\.5m.*the largest known are Big Firm"):
        answer(replace(BRIEF, never=("Big Firm",)))
    with pytest.raises(NoLineUpError, match="the largest known are none"):
        answer(sizes=())


@pytest.mark.parametrize(
    ("lead", "why"),
    [
        ("Ayton Council", "a local authority cannot hold the contract"),
        ("Newcomer", "nothing public shows that it existed"),
        ("Centre for Women", "its size is unknown"),
        ("Homes Trust", "we estimate about £0.1m, and the contract asks for access to £0.5m"),
    ],
)
def test_a_lead_that_cannot_lead_says_why(lead: str, why: str) -> None:
    with pytest.raises(NoLineUpError, match=why):
        answer(replace(BRIEF, lead=lead))


def test_a_lead_that_withdrew_cannot_be_asked_for() -> None:
    with pytest.raises(NoLineUpError, match="publicly withdrew"):
        answer(
            replace(BRIEF, lead="Big Firm"),
            collaborations=(project("BID", "tr-bid", "withdrawn", "2013-09-01"),),
            memberships=(member("BID", "Big Firm", "lead"),),
        )


def test_must_haves_that_cannot_take_part_are_named_together() -> None:
    with pytest.raises(NoLineUpError) as caught:
        answer(replace(BRIEF, must=("The Ministry", "Newcomer")))
    text = "\n".join(caught.value.remedies)
    assert "The Ministry is a government body" in text
    assert "Newcomer is not shown by anything public to have existed" in text


def test_a_share_that_nobody_can_reach_names_its_rule() -> None:
    with pytest.raises(NoLineUpError, match="min_vcse_share: 100% cannot be reached"):
        answer(replace(BRIEF, min_vcse_share=1.0, min_work=1.0, must=("Big Firm",)))


def test_unknown_area_has_no_answer_in_any_spelling() -> None:
    with pytest.raises(BriefError, match="No area is called"):
        answer(replace(BRIEF, area=""))


def test_each_remedy_really_is_one() -> None:
    """The figure that a remedy names works, and one percent more does not."""
    wish = replace(
        BRIEF, min_vcse_share=0.9, must=("Big Firm",), max_members=2, never=("Homes Trust",)
    )
    with pytest.raises(NoLineUpError) as caught:
        answer(wish)
    remedy = next(r for r in caught.value.remedies if r.startswith("min_vcse_share"))
    share = int(remedy.split("; ")[1].split("%")[0]) / 100
    assert answer(replace(wish, min_vcse_share=share)).lineups
    with pytest.raises(NoLineUpError):
        answer(replace(wish, min_vcse_share=share + 0.01))


def test_progress_tells_how_many_line_ups_are_found_and_the_best_score() -> None:
    told: list[tuple[int, float]] = []
    answer = recommend(market(), BRIEF, progress=lambda found, score: told.append((found, score)))
    assert [found for found, _ in told] == sorted(found for found, _ in told)
    assert (told[0][0], told[-1][0]) == (1, len(answer.lineups))
    for _, score in told:
        assert score == pytest.approx(answer.lineups[0].score, abs=1e-5)
