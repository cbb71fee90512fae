"""Write the figures of docs/terms.md; run by `make terms`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.terms.guidance import GUIDANCE
from matcher.terms.records import Kind
from tests.matcher.terms.labelled import MEASURING, labelled
from tests.matcher.terms.measured import (
    Agreement,
    agreement,
    by_likeness_alone,
    by_rules_alone,
    severities,
)
from tests.tooling.marked_tables import placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tests.matcher.terms.labelled import Author, Half

    Read = Callable[[str], Mapping[Kind, str]]

PAGE = Path(__file__).resolve().parents[3] / "docs" / "terms.md"
COMMAND = "make terms"
WANTED = 0.85


def with_measured(text: str) -> str:
    """Put the measured tables in their places."""
    for name, lines in (
        ("readings", _readings()),
        ("set aside", _by_kind()),
        ("severity", _exact()),
    ):
        text = placed(text, name, lines, page="docs/terms.md", command=COMMAND)
    return text


def _readings() -> Iterator[str]:
    """Yield how well each way of judging does, over all kinds."""
    yield "| judged by | clauses | flagged rightly | wrongly | overlooked | precision | recall |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    ways: tuple[tuple[str, Read, Sequence[Author], Half | None], ...] = (
        ("the rules alone", by_rules_alone, ("first",), "set aside"),
        ("the rules alone", by_rules_alone, ("second",), None),
        ("the rules alone", by_rules_alone, MEASURING, "set aside"),
        ("likeness alone", by_likeness_alone, MEASURING, "set aside"),
        *(("both, as the product does", severities, (each,), "set aside") for each in MEASURING),
        ("**both, as the product does**", severities, MEASURING, "set aside"),
    )
    for name, read, authors, half in ways:
        total = _sum(agreement(half, authors=authors, read=read).values())
        counts = f"{total.right} | {total.wrong} | {total.overlooked}"
        of = f"{' and '.join(authors)} author, {half or 'both halves'}"
        yield f"| {name} | {of} | {counts} | {_share(total.precision)} | {_share(total.recall)} |"


def _by_kind() -> Iterator[str]:
    raised = agreement("set aside", authors=MEASURING)
    found = agreement("set aside", authors=MEASURING, raised=lambda said: said != "none")
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
    counts: Counter[tuple[str, str]] = Counter()
    for clause in (clause for author in MEASURING for clause in labelled(author)):
        if clause.half == "set aside" and clause.expected != "none":
            counts[clause.expected, severities(clause.clause).get(Kind(clause.kind), "none")] += 1
    yield "| labelled | told as red | amber | note | not told |"
    yield "|---|---:|---:|---:|---:|"
    for expected in ("red", "amber", "note"):
        row = [counts[expected, said] for said in ("red", "amber", "note", "none")]
        yield f"| {expected} | {' | '.join(map(str, row))} |"


def main() -> int:
    """Write the page."""
    PAGE.write_text(with_measured(PAGE.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
