"""How readiness is said: the gates first, ranges as ranges."""

from __future__ import annotations

from dataclasses import replace

from api.formats.readiness_rows import answer_words, area_words, gate_words, origin_words
from matcher.questions.needed import NeedSearch
from matcher.readiness.assessment import Assessments
from matcher.readiness.records import AreaGate, GateCheck, Origin, ReadinessQuery, Result
from tests.builders import rule, small_snapshot

SNAPSHOT = small_snapshot(rules=(rule("exposure", 0.3),))
FOUND = Assessments(SNAPSHOT, field=NeedSearch(SNAPSHOT).field).assess(ReadinessQuery())


def gate(name: str, *results: Result, on: bool = True) -> GateCheck:
    areas = tuple(
        AreaGate(area=str(n), area_name=str(n), result=each, reaches=None, asks=None)
        for n, each in enumerate(results)
    )
    whole = Result.DIFFERS if len(set(results)) > 1 else results[0]
    return GateCheck(
        gate=name,
        name=name,
        on=on,
        figure=None,
        unit="",
        result=whole,
        reason="",
        sources=(),
        areas=areas,
    )


def test_gates_that_differ_say_in_how_many_areas() -> None:
    differs = gate("Funding", Result.PASSES, Result.FAILS, Result.FAILS)
    assert area_words(differs) == " (in 2 of 3 areas)"
    assert area_words(gate("Funding", Result.FAILS, Result.FAILS)) == ""


def test_only_gates_that_apply_are_told() -> None:
    found = replace(
        FOUND,
        gates=(
            gate("Funding", Result.FAILS),
            gate("Guarantee", Result.FAILS, on=False),
            gate("Consent", Result.CANNOT_TELL),
            gate("Share", Result.PASSES),
        ),
    )
    told = gate_words(found)
    assert told.startswith("on what is known, it would fail 1 of 3 gates today: Funding.")
    assert told.endswith("Nobody can tell about: Consent.")
    assert "Guarantee" not in told


def test_a_range_is_told_as_one_and_a_whole_score_as_one_number() -> None:
    assert "between 0% and 100%" in answer_words(FOUND)
    whole = replace(FOUND, least=0.5, most=0.5, answers=())
    assert "Its readiness is 50%, by its answers." in answer_words(whole)


def test_where_answers_come_from_is_said() -> None:
    assert {origin_words(each) for each in Origin} == {
        "your answer",
        "stated",
        "estimated",
        "unknown",
    }
