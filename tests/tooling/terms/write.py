"""Write the figures of docs/terms.md; run by `make terms`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.terms.guidance import GUIDANCE
from matcher.terms.records import Kind
from tests.matcher.terms.labelled import labelled
from tests.matcher.terms.measured import Agreement, agreement, severities
from tests.tooling.marked_tables import placed
from tests.tooling.terms.ranking import compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tests.matcher.terms.labelled import Half

PAGE = Path(__file__).resolve().parents[3] / "docs" / "terms.md"
COMMAND = "make terms"
WANTED = 0.85


def with_measured(text: str) -> str:
    """Put the measured tables in their places; the one about learning takes longer."""
    for name, lines in (
        ("set aside", _table("set aside")),
        ("development", _table("development")),
        ("severity", _exact()),
    ):
        text = placed(text, name, lines, page="docs/terms.md", command=COMMAND)
    return text


def with_all(text: str) -> str:
    """Put all tables in their places."""
    lines = _learning()
    return placed(with_measured(text), "learning", lines, page="docs/terms.md", command=COMMAND)


def _table(half: Half) -> Iterator[str]:
    raised = agreement(half)
    found = agreement(half, raised=lambda said: said != "none")
    yield (
        "| kind | flagged rightly | wrongly | overlooked | precision | recall"
        " | told as the kind: precision | recall |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for kind in Kind:
        yield _row(GUIDANCE[kind].title, raised[kind], found[kind])
    yield _row("**all**", _sum(raised.values()), _sum(found.values()))


def _row(name: str, raised: Agreement, found: Agreement) -> str:
    counts = f"{raised.right} | {raised.wrong} | {raised.overlooked}"
    shares = " | ".join(
        _share(each) for each in (raised.precision, raised.recall, found.precision, found.recall)
    )
    return f"| {name} | {counts} | {shares} |"


def _share(value: float) -> str:
    """Write a share; one below what is wanted stands out."""
    return f"**{value:.2f}**" if value < WANTED else f"{value:.2f}"


def _sum(each: Iterable[Agreement]) -> Agreement:
    parts = list(each)
    return Agreement(
        right=sum(one.right for one in parts),
        wrong=sum(one.wrong for one in parts),
        overlooked=sum(one.overlooked for one in parts),
    )


def _exact() -> Iterator[str]:
    """Yield how often the severity itself is right, of clauses about their file's kind."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for clause in labelled():
        if clause.kind != "other" and clause.expected != "none":
            said = severities(clause.clause).get(Kind(clause.kind), "none")
            counts[clause.half, clause.expected, said] += 1
    yield "| half | expected | red | amber | note | none |"
    yield "|---|---|---:|---:|---:|---:|"
    for half in ("set aside", "development"):
        for expected in ("red", "amber", "note"):
            row = [counts[half, expected, said] for said in ("red", "amber", "note", "none")]
            yield f"| {half} | {expected} | {' | '.join(map(str, row))} |"


def _learning() -> Iterator[str]:
    yield "| judged by | precision | recall |"
    yield "|---|---:|---:|"
    names: Mapping[str, str] = {
        "rules": "the rules",
        "learned": "a model of words, cross-validated",
        "either": "either of both",
    }
    for key, each in compared().items():
        yield f"| {names[key]} | {each.precision:.2f} | {each.recall:.2f} |"


def main() -> int:
    """Write the page."""
    PAGE.write_text(with_all(PAGE.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
