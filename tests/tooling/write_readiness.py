"""Writes the table of questions in docs/readiness.md from the questions themselves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.readiness.questions import QUESTIONS, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.readiness.question import Question

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "readiness.md"
_TABLE = re.compile(r"^\| question \| theme \|.*?(?=\n\n)", re.MULTILINE | re.DOTALL)
_AGAINST = {
    "turnover_wanted_gbp": "the turnover wanted",
    "funding_wanted_gbp": "the funding wanted",
    "exposure_share": "the gate's share",
    "results_wanted_share": "the share wanted",
}


def with_table(text: str) -> str:
    """Give the document with its table as the questions have it."""
    table = "\n".join(_rows())
    return _TABLE.sub(lambda _: table, text)


def _rows() -> Iterator[str]:
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
    DOCUMENT.write_text(with_table(DOCUMENT.read_text("utf-8")), "utf-8")
