"""Gates: their switches, whom they drop, and their price by solving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from graph.snapshot.snapshot import Snapshot
from matcher.brief.gates import GateKey, programme_gates, read_gates
from matcher.errors import BriefError, NoLineUpError
from matcher.lineups import recommend
from tests.builders import rule
from tests.builtin import read_builtin
from tests.matcher.market import BRIEF, RULES, market

if TYPE_CHECKING:
    from matcher.answer.records import Answer, GateReport
    from matcher.brief.request import Brief


def gate(answer: Answer, key: str) -> GateReport:
    return next(report for report in answer.gates if report.key == key)


def names(answer: Answer) -> set[str]:
    return {member.name for member in answer.lineups[0].members}


def test_switches_change_figure_and_state() -> None:
    gates, mistakes = read_gates(
        market(), ("funding_access=off", "guarantee=0.9", "market_share=0.5", "exposure")
    )
    assert mistakes == []
    assert not gates.on(GateKey.FUNDING_ACCESS)
    assert gates.figure(GateKey.GUARANTEE, off=0.0) == 0.9
    assert gates.gates[GateKey.MARKET_SHARE].standard == 1.0
    again, _ = read_gates(market(), gates.switches)
    assert again.switches == gates.switches


def test_all_mistakes_of_the_switches_come_at_once() -> None:
    wrong = ("nonsense", "guarantee", "exposure=2", "funding_access=much")
    with pytest.raises(BriefError) as caught:
        recommend(market(), replace(BRIEF, gates=wrong))
    assert [mistake.field for mistake in caught.value.mistakes] == ["gates"] * 4
    assert "there are: funding_access" in str(caught.value)
    assert "no figure for guarantee" in str(caught.value)


def test_the_funding_gate_says_whom_it_drops_and_what_they_reach() -> None:
    """Half of £1.08m is asked for; 30 % of turnover stands for access to funding."""
    report = gate(recommend(market(), BRIEF), "funding_access")
    reach = {one.name: one.reaches for one in report.dropped}
    assert set(reach) == {"Homes Trust", "Hostel Trust", "Centre for Women", "Tiny Trust"}
    assert reach["Homes Trust"] == pytest.approx(0.3 * 1_000_000 / 1_080_000, abs=1e-6)
    assert reach["Centre for Women"] is None
    assert report.drops_from == "leading"


def test_a_guarantee_drops_leads_who_pass_the_funding_gate() -> None:
    answer = recommend(market(), replace(BRIEF, gates=("guarantee=0.75",)))
    assert "Other Firm" in {one.name for one in gate(answer, "guarantee").dropped}
    lead = answer.lineups[0].lead
    with pytest.raises(NoLineUpError):
        recommend(market(), replace(BRIEF, gates=("guarantee=0.75",), lead="Other Firm"))
    assert lead == "ZZ-PMS-big-firm"


def test_a_price_is_what_lifting_the_gate_gains() -> None:
    strict = replace(BRIEF, gates=("local_or_small=3",))
    with_gate = recommend(market(), strict, explain=True)
    without = recommend(market(), replace(BRIEF, gates=("local_or_small=off",)))
    report = gate(with_gate, "local_or_small")
    gained = without.lineups[0].score - with_gate.lineups[0].score
    assert report.price == pytest.approx(gained, abs=2e-6)
    assert report.price_proven
    assert gate(without, "local_or_small").price is None


def test_the_quota_of_local_or_small_members_is_kept() -> None:
    answer = recommend(market(), replace(BRIEF, max_members=4, gates=("local_or_small=4",)))
    small = {"Homes Trust", "Hostel Trust", "Centre for Women", "Tiny Trust", "Other Firm"}
    assert len(names(answer) & small) >= 3


def test_consent_drops_all_who_have_not_given_it() -> None:
    agreed = replace(BRIEF, gates=("consent=1",), consented=("Homes Trust", "Big Firm"))
    answer = recommend(market(), agreed)
    assert names(answer) <= {"Homes Trust", "Big Firm"}
    assert "Hostel Trust" in {one.name for one in gate(answer, "consent").dropped}
    assert answer.brief.consented == ("ZZ-PMS-homes-trust", "ZZ-PMS-big-firm")


def test_a_must_have_without_consent_is_a_mistake_where_consent_is_asked_for() -> None:
    with pytest.raises(BriefError, match="Homes Trust is not in 'consented'"):
        recommend(market(), replace(BRIEF, gates=("consent=1",), must=("Homes Trust",)))


def test_the_market_share_cap_bars_all_leads_of_too_large_an_area() -> None:
    with pytest.raises(NoLineUpError):
        recommend(market(), replace(BRIEF, gates=("market_share=0.1",)))


def test_exposure_limits_what_somebody_states_to_its_turnover() -> None:
    """Tiny Trust says 20 people a year at £1,000 each; 30 % of £20,000 pays for 6."""
    alone = replace(BRIEF, must=("Tiny Trust",), never=("Homes Trust", "Hostel Trust"))
    answer = recommend(market(), alone)
    tiny = next(m for m in answer.lineups[0].members if m.name == "Tiny Trust")
    assert tiny.volume_needs_a_year == pytest.approx(6.0)
    assert [one.name for one in gate(answer, "exposure").dropped] == ["Tiny Trust"]
    free = recommend(market(), replace(alone, gates=("exposure=off",)))
    freed = next(m for m in free.lineups[0].members if m.name == "Tiny Trust")
    assert freed.volume_needs_a_year == pytest.approx(20.0)


def test_a_programme_without_rules_has_its_gates_off() -> None:
    answer = recommend(market(rules=()), BRIEF)
    assert not any(report.on for report in answer.gates if report.key != "vcse_share")


def test_the_figure_of_the_brief_goes_before_the_programmes() -> None:
    rules = tuple(one for one in RULES if one.key != "funding_access")
    strict = market(rules=(*rules, rule("funding_access", 0.9)))
    assert gate(recommend(strict, BRIEF), "funding_access").figure == 0.9
    eased = recommend(strict, replace(BRIEF, gates=("funding_access=0.1",)))
    assert gate(eased, "funding_access").figure == 0.1


def lifted_price(brief: Brief, key: str, off: Brief) -> tuple[float | None, float]:
    """A gate's price as told, and what the brief without it gains."""
    strict, free = recommend(market(), brief, explain=True), recommend(market(), off)
    return gate(strict, key).price, free.lineups[0].score - strict.lineups[0].score


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        (
            "guarantee",
            {
                "gates": ("guarantee=0.75",),
                "must": ("Other Firm",),
                "max_members": 2,
                "min_vcse_share": 0.0,
            },
        ),
        ("exposure", {"never": ("Homes Trust",)}),
        ("consent", {"gates": ("consent=1",), "consented": ("Big Firm", "Tiny Trust")}),
        ("local_or_small", {"gates": ("local_or_small=3",), "max_members": 3}),
        ("market_share", {}),
    ],
)
def test_each_price_is_what_the_best_line_up_without_the_gate_gains(
    key: str, wish: dict[str, Any]
) -> None:
    brief = replace(BRIEF, **{"max_members": 3, **wish})
    off = replace(brief, gates=(*brief.gates, f"{key}=off"))
    price, gained = lifted_price(brief, key, off)
    assert price == pytest.approx(max(gained, 0.0), abs=3e-5)


def test_the_vcse_share_is_reported_beside_the_gates_with_its_price() -> None:
    brief = replace(BRIEF, min_vcse_share=0.6)
    price, gained = lifted_price(brief, "vcse_share", replace(brief, min_vcse_share=0.0))
    assert price is not None
    assert price > 0
    assert price == pytest.approx(gained, abs=3e-5)
    report = gate(recommend(market(), brief), "vcse_share")
    assert report.figure == 0.6
    assert report.on
    assert not gate(recommend(market(), replace(BRIEF, min_vcse_share=0.0)), "vcse_share").on


def test_the_vcse_share_is_kept() -> None:
    line_up = recommend(market(), replace(BRIEF, min_vcse_share=0.6)).lineups[0]
    share = sum(m.share_of_volume for m in line_up.members if m.sector == "vcse")
    assert share >= 0.6 - 1e-3


def test_every_gate_of_the_built_in_programme_has_a_figure_and_a_source() -> None:
    gates = programme_gates(Snapshot(read_builtin())).gates
    assert set(gates) == set(GateKey)
    for one in gates.values():
        assert one.figure == one.standard
        assert one.sources
    assert gates[GateKey.FUNDING_ACCESS].figure == 0.5
    assert gates[GateKey.MARKET_SHARE].figure == 0.25
    assert gates[GateKey.GUARANTEE].figure == 0.75


@pytest.mark.parametrize("switch", ["local_or_small=1.5", "consent=0.5", "local_or_small=51"])
def test_a_figure_that_makes_no_sense_is_a_mistake(switch: str) -> None:
    with pytest.raises(BriefError, match=switch.split("=", maxsplit=1)[0]):
        recommend(market(), replace(BRIEF, gates=(switch,)))


def test_a_figure_of_nothing_switches_consent_off() -> None:
    assert not read_gates(market(), ("consent=0",))[0].on(GateKey.CONSENT)


def test_a_lead_without_a_gate_on_funding_says_so() -> None:
    answer = recommend(market(), replace(BRIEF, lead="Homes Trust", gates=("funding_access=off",)))
    lead = answer.lineups[0].members[0]
    assert lead.reasons[0].startswith("Can lead: its kind may hold a contract")


def test_an_exposure_of_nothing_leaves_only_those_whose_size_is_unknown() -> None:
    answer = recommend(market(), replace(BRIEF, min_work=0.0, gates=("exposure=0",)))
    working = {m.name for m in answer.lineups[0].members if m.volume_needs_a_year > 0}
    assert working <= {"Centre for Women"}
