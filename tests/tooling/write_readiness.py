"""Writes the tables of docs/readiness.md: questions, columns of support, subjects of rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.readiness.questions import QUESTIONS, THEMES
from matcher.readiness.support_rules import SUBJECTS
from matcher.readiness.support_table import COLUMNS, NEEDED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.readiness.question import Question

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "readiness.md"
_AGAINST = {
    "turnover_wanted_gbp": "the turnover wanted",
    "funding_wanted_gbp": "the funding wanted",
    "exposure_share": "the gate's share",
    "results_wanted_share": "the share wanted",
}


def with_tables(text: str) -> str:
    """Give the document with its tables as the code has them."""
    for table in (_questions(), _columns(), _subjects()):
        lines = list(table)
        old = re.compile(re.escape(lines[0]) + r".*?(?=\n\n)", re.DOTALL)
        text = old.sub(lambda _, lines=lines: "\n".join(lines), text)  # type: ignore[misc]
    return text


def _columns() -> Iterator[str]:
    yield "| column | what it says |"
    yield "|---|---|"
    for column in COLUMNS:
        needed = " (needed)" if column.heading in NEEDED else ""
        yield f"| `{column.heading}` | {column.says}{needed} |"


def _subjects() -> Iterator[str]:
    yield "| about | what it is |"
    yield "|---|---|"
    for name, subject in SUBJECTS.items():
        values = f": {', '.join(subject.values)}" if subject.values else ", a number"
        yield f"| `{name}` | {subject.words.removesuffix('?')}{values} |"


def _questions() -> Iterator[str]:
    yield "| question | theme | what is asked | what it scores |"
    yield "|---|---|---|---|"
    for each in QUESTIONS:
        name = THEMES[each.theme][0]
        yield f"| `{each.name}` | {name} | {each.asks} | {_scores(each)} |"


def _scores(question: Question) -> str:
    if question.choices:
        told = ", ".join(f"{each.key} {each.points:g}" for each in question.choices)
    elif question.against:
        of = _AGAINST[question.against]
        told = ", ".join(f"{number:g} times {of}: {points:g}" for number, points in question.marks)
    elif question.marks:
        told = ", ".join(
            f"{number:g} {question.unit}: {points:g}" for number, points in question.marks
        )
    else:
        return "nothing itself"
    return f"{told} (chosen)" if question.chosen else told


if __name__ == "__main__":
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text("utf-8")), "utf-8")
