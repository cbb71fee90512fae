"""What a passage reads like and what rules say are weighed by hand, and as learned."""

from __future__ import annotations

import math

import pytest

from matcher.terms.likeness import Reading
from matcher.terms.records import Kind, Rule, Severity
from matcher.terms.weighing import (
    NAMES,
    Evidence,
    Weighing,
    as_text,
    built_in,
    chance_of,
    evidence,
    from_text,
)


def reading(*, about: float, harms: float, next_about: float = -3.0) -> Reading:
    odds = dict.fromkeys(Kind, -5.0) | {Kind.PAYMENT: about, Kind.VOLUME: next_about}
    return Reading(about=odds, harms=dict.fromkeys(Kind, harms), red=dict.fromkeys(Kind, 0.0))


def test_evidence_is_what_the_reading_and_the_rule_say() -> None:
    compares = Rule("later", Severity.RED, (), test=lambda _words: True)
    found = evidence(reading(about=0.0, harms=0.0), Kind.PAYMENT, compares)
    assert found.both == pytest.approx(math.log(0.25 / 0.75))
    assert found == Evidence(
        about=0.0,
        harms=0.0,
        both=found.both,
        lead=3.0,
        note=0.0,
        amber=0.0,
        red=1.0,
        figures_harm=1.0,
        figures_do_not=0.0,
    )


def test_a_kind_that_it_reads_less_like_than_another_has_a_lead_below_nought() -> None:
    assert evidence(reading(about=2.0, harms=0.0), Kind.VOLUME, None).lead == pytest.approx(-5.0)


@pytest.mark.parametrize("severity", list(Severity))
def test_a_rule_without_figures_is_evidence_of_its_severity_alone(severity: Severity) -> None:
    found = evidence(reading(about=0.0, harms=0.0), Kind.PAYMENT, Rule("a rule", severity, ()))
    said = {"note": found.note, "amber": found.amber, "red": found.red}
    assert said == {name: float(name == severity.value) for name in said}
    assert (found.figures_harm, found.figures_do_not) == (0.0, 0.0)


def test_a_chance_follows_from_the_weights() -> None:
    weighing = Weighing(weights=dict.fromkeys(NAMES, 0.0) | {"about": 2.0}, bias=-1.0)
    found = evidence(reading(about=1.5, harms=9.0), Kind.PAYMENT, None)
    assert weighing.chance(found) == pytest.approx(1 / (1 + math.exp(-2.0)))


@pytest.mark.parametrize("odds", [-1e9, -800.0, 800.0, 1e9])
def test_a_chance_is_never_nought_or_one(odds: float) -> None:
    assert 1e-4 <= chance_of(odds) <= 1 - 1e-4


@pytest.mark.parametrize(("rule", "against"), [("red", "note"), ("amber", "note")])
def test_learned_weights_let_a_rule_that_finds_harm_count_for_it(rule: str, against: str) -> None:
    weights = built_in().weights
    assert weights[rule] > weights[against]
    assert weights["figures_harm"] > 0 > weights["figures_do_not"]
    assert weights["harms"] + weights["both"] > 0


def test_what_is_written_is_read_back_to_four_places() -> None:
    written = as_text(Weighing(weights=dict.fromkeys(NAMES, 1 / 3), bias=0.5), lessons="abc")
    assert '"lessons": "abc"' in written
    assert from_text(written) == Weighing(weights=dict.fromkeys(NAMES, 0.3333), bias=0.5)
