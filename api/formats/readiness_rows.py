"""How ready an organisation is, as rows of CSV and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.words import percent_words
from matcher.readiness.records import ROLES, Origin, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.formats.serialise import Row
    from matcher.readiness.records import GateCheck, Readiness

READINESS_COLUMNS = (
    *("part", "key", "name", "area", "value", "origin", "result", "least", "most"),
    *("reaches", "asks", "reason", "sources"),
)
_MARKS = {
    Origin.ANSWERED: "your answer",
    Origin.STATED: "stated",
    Origin.ESTIMATED: "estimated",
    Origin.UNKNOWN: "unknown",
}


def readiness_rows(found: Readiness) -> Iterator[Row]:
    """One row for each theme, answer, gate (and area of it) and step; `part` says which."""
    plain = dict.fromkeys(READINESS_COLUMNS, "")
    for theme in found.themes:
        scores = {"least": theme.least, "most": theme.most}
        yield {**plain, "part": "theme", "key": theme.theme, "name": theme.name, **scores}
    for each in found.answers:
        known = {"value": each.value, "origin": each.origin, "reason": each.reason}
        points = "" if each.points is None else each.points
        row = {"part": "answer", "key": each.question, "name": each.label, "least": points}
        yield {**plain, **row, "most": points, **known, "sources": ";".join(each.sources)}
    for gate in found.gates:
        row = {"part": "gate", "key": gate.gate, "name": gate.name, "reason": gate.reason}
        yield {**plain, **row, "result": gate.result, "sources": ";".join(gate.sources)}
        for area in gate.areas:
            place = {"area": area.area, "result": area.result}
            figures = {"reaches": _figure(area.reaches), "asks": _figure(area.asks)}
            yield {**plain, **row, **place, **figures, "part": "gate in area"}
    for step in found.plan:
        key = step.gate or step.question
        yield {**plain, "part": "step", "key": key, "name": step.todo, "reason": step.why}


def _figure(figure: float | None) -> float | str:
    return "" if figure is None else figure


def answer_words(found: Readiness) -> str:
    """Say the answer in a sentence or two, the gates first."""
    who = found.name or "The organisation"
    part = ROLES[found.role]
    told = [f"{who} as {part[:1].lower()}{part[1:]}: {gate_words(found)}"]
    unknown = sum(each.counts and each.points is None for each in found.answers)
    counted = sum(each.counts for each in found.answers)
    told.append(
        f"Its readiness is between {percent_words(found.least)} and {percent_words(found.most)}"
        f": {unknown} of {counted} questions have no answer yet."
        if unknown
        else f"Its readiness is {percent_words(found.least)}, by its answers."
    )
    return " ".join(told)


def gate_words(found: Readiness) -> str:
    """Say which gates that searches apply it would fail today."""
    on = [gate for gate in found.gates if gate.on]
    failed = [gate for gate in on if gate.result in {Result.FAILS, Result.DIFFERS}]
    unsure = [gate for gate in on if gate.result == Result.CANNOT_TELL]
    told = []
    if failed:
        names = "; ".join(f"{gate.name}{area_words(gate)}" for gate in failed)
        told.append(f"on what is known, it would fail {len(failed)} of {len(on)} gates today:")
        told.append(f"{names}.")
    else:
        told.append(f"on what is known, it would fail none of the {len(on)} gates today.")
    if unsure:
        told.append(f"Nobody can tell about: {'; '.join(gate.name for gate in unsure)}.")
    return " ".join(told)


def area_words(gate: GateCheck) -> str:
    """Say in how many areas a gate would be failed, where not in all."""
    failed = sum(row.result == Result.FAILS for row in gate.areas)
    if not gate.areas or failed == len(gate.areas):
        return ""
    return f" (in {failed} of {len(gate.areas)} areas)"


def origin_words(origin: str) -> str:
    """Say where an answer comes from."""
    return _MARKS[Origin(origin)]


def range_words(least: float, most: float) -> str:
    """Write a score that may be a range.

    >>> range_words(0.25, 0.75), range_words(0.5, 0.5)
    ('25% to 75%', '50%')
    """
    if least == most:
        return percent_words(least)
    return f"{percent_words(least)} to {percent_words(most)}"
