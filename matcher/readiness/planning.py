"""What to do first: gates that somebody would fail today, what it must find out, then its gaps.

    order = gates failed; gates that cannot be told; answers by how many points they lack

An unknown answer lacks half a point: finding out is less work than mending, and may be enough.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matcher.readiness.questions import QUESTION
from matcher.readiness.records import Origin, Result, Step, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcher.readiness.records import Answer, GateCheck

_UNKNOWN_LACKS = 0.5
_SMALL = 0.05
"""Who lacks less than this of a point has nothing to do about it."""

GATE_TODO = {
    "may_lead": "Join as a subcontractor, or through a consortium that may hold a contract.",
    "funding_access": "Find partners or investors who put money behind the bid, or join as a "
    "subcontractor.",
    "guarantee": "Ask for a smaller guarantee, or for partners who share it.",
    "market_share": "Bid for fewer or smaller areas.",
    "exposure": "Ask for less of the work, or grow the rest of your income first.",
    "consent": "Put the bid before your board, and tell the prime provider in writing.",
}
"""What to do about each gate that somebody fails."""
_QUESTION_OF = {
    "funding_access": "turnover_gbp",
    "guarantee": "turnover_gbp",
    "exposure": "turnover_gbp",
    "consent": "board_consent",
}
"""The question whose answer tells about a gate."""


def plan_of(answers: Sequence[Answer], gates: Sequence[GateCheck]) -> tuple[Step, ...]:
    """Make a plan; each step is for one gate or one question, and each question comes once."""
    steps: list[Step] = []
    for step in (*_gates(gates), *_gaps(answers)):
        if step.question and any(step.question == other.question for other in steps):
            continue
        steps.append(replace(step, rank=len(steps) + 1))
    return tuple(steps)


def _gates(gates: Sequence[GateCheck]) -> Iterator[Step]:
    on = [gate for gate in gates if gate.on]
    for gate in on:
        if gate.result in {Result.FAILS, Result.DIFFERS}:
            why = f"It would fail the gate “{gate.name}” today{_where(gate)}, on what is known."
            yield _step(StepKind.GATE, GATE_TODO[gate.gate], why, gate=gate.gate)
    for gate in on:
        question = _QUESTION_OF.get(gate.gate, "")
        if gate.result == Result.CANNOT_TELL and question:
            why = f"Nobody can tell whether it passes the gate “{gate.name}”."
            todo = f"Find out: {QUESTION[question].asks}"
            yield _step(StepKind.FIND_OUT, todo, why, gate=gate.gate, question=question)


def _where(gate: GateCheck) -> str:
    """Say in how many areas, where not in all."""
    failed = [row for row in gate.areas if row.result == Result.FAILS]
    if len(failed) == len(gate.areas):
        return ""
    return f" in {len(failed)} of {len(gate.areas)} areas"


def _gaps(answers: Sequence[Answer]) -> Iterator[Step]:
    counted = [each for each in answers if _lacks(each) >= _SMALL]
    for each in sorted(counted, key=_lacks, reverse=True):
        question, kind = QUESTION[each.question], StepKind.GAP
        todo = question.todo
        if each.origin == Origin.UNKNOWN:
            kind, todo = StepKind.FIND_OUT, f"Find out: {question.asks}"
        yield _step(kind, todo, question.why, question=each.question)


def _lacks(answer: Answer) -> float:
    if answer.points is not None:
        return 1.0 - answer.points
    return _UNKNOWN_LACKS if answer.counts else 0.0


def _step(kind: StepKind, todo: str, why: str, *, gate: str = "", question: str = "") -> Step:
    return Step(
        rank=0,
        kind=str(kind),
        todo=todo,
        why=why,
        question=question,
        gate=gate,
        takes="",
        helped_by=(),
    )
