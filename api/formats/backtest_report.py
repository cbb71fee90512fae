"""docs/backtest.md: the backtest's tables as Markdown, good or bad."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from matcher.questions.backtest import (
    TOP,
    AreaField,
    Placing,
    area_fields,
    placings,
    ranking_quality,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.snapshot.snapshot import Snapshot

_MARKS = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)")
"""What Markdown may take for more than text: https://spec.commonmark.org/0.31.2/#backslash-escapes"""
_EMOJI = re.compile(r":(?=[\w+-]+:)")
"""What hosts of Markdown turn into pictures, whether there is a backslash or not."""

DAYS = {
    date(2013, 9, 18): "the day before the competition opened",
    date(2013, 12, 31): "when the bidders who had passed the first gate were known",
}

_INTRODUCTION = """\
# Backtest: the eight partnerships that won in December 2014

`make backtest` made this page from data version `{version}`. The figures do not include facts that
were added or corrected later; `matcher data show` shows the present data version. Do not edit
the page by hand.

For each of the 21 areas, the model ranks every organisation in the data that could have joined a
bid. An organisation's score is that of the best line-up that contains it, using only facts about
organisations that were public on the day. We compare the model with **popularity** (the number of
collaborations known by the day) and with **chance**. "Share before" is the part of the field that
ranks before a winner: 0 is the top, 0.5 is chance. If nothing usable about a winner was public, the
winner has no rank. Such winners share the last places, in random order.

These figures need care:

- Eight partnerships are too few for a statistical test, and the members of a line-up are not
  independent.
- All members of the best line-up have its score, so they tie for the first place. A line-up has 14
  to 30 members: more than ten organisations can be "in the top ten" of the model, which flatters
  that count. NDCG shares a place among those who tie, and does not.
- The field is what our data contain, not the market of the time. Many organisations are in it
  because sources about the winners name them.
- People who know how the story ended wrote down the remembered capabilities. The dates keep later
  facts out, but not hindsight about what to remember.

The model's numbers were not tuned on these winners, but for two: how far work shared and partners
in common raise an affinity was learnt from all works, these winning bids among them.
"""

_HEADINGS = {
    "summary": ("ranking", "mean share before", "winners in the top ten", "NDCG at ten"),
    "partnerships": (
        "partnership led by",
        "areas",
        "memberships",
        "ranked",
        "model, mean share before",
        "popularity, mean share before",
    ),
    "everybody": (
        "area",
        "organisation",
        "led by",
        "model rank",
        "model, share before",
        "popularity, share before",
    ),
}


def markdown(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is, in a table too.

    >>> print(markdown("Tom|Jerry & [/north] *Co* &lt;"), markdown("a\n :house:"))
    Tom\|Jerry & \[/north\] \*Co\* \&lt; a &#58;house:
    """
    return _EMOJI.sub("&#58;", _MARKS.sub(r"\\\g<0>", " ".join(text.split())))


def _heading(table: str) -> Iterator[str]:
    columns = _HEADINGS[table]
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"


def report(snapshot: Snapshot, *, begins: Callable[[str], None] = lambda _: None) -> Iterator[str]:
    """Write the report piece by piece; each day takes minutes, and `begins` is told each area."""
    yield _INTRODUCTION.format(version=snapshot.data_version)
    for as_of, meaning in DAYS.items():
        fields = list(area_fields(snapshot, as_of=as_of, begins=partial(_begin, begins, as_of)))
        yield f"## As of {as_of:%-d %B %Y}, {meaning}\n"
        yield from _summary(fields)
        yield from _partnerships(snapshot, fields)
        yield from _everybody(snapshot, fields)


def _begin(begins: Callable[[str], None], as_of: date, area: str) -> None:
    begins(f"{area}, with the facts of {as_of:%-d %B %Y}")


def _all(fields: Sequence[AreaField]) -> list[Placing]:
    return [placing for field in fields for placing in placings(field)]


def _summary(fields: Sequence[AreaField]) -> Iterator[str]:
    found = _all(fields)
    ranked = sum(placing.model_rank is not None for placing in found)
    quality = ranking_quality(fields)
    count = len(found)
    chance = sum(TOP / placing.field for placing in found)
    sizes = [field.organisations.size for field in fields]
    fields_of = " to ".join(map(str, sorted({min(sizes), max(sizes)})))
    yield f"{ranked} of {count} winning memberships have a rank, in fields of {fields_of}"
    yield "organisations.\n"
    yield from _heading("summary")
    model = sum(placing.model for placing in found) / count
    popular = sum(placing.popularity for placing in found) / count
    tops = sum(p.in_top for p in found), sum(p.popular_in_top for p in found)
    yield f"| model | {model:.3f} | {tops[0]} of {count} | {quality.model:.3f} |"
    yield f"| popularity | {popular:.3f} | {tops[1]} of {count} | {quality.popularity:.3f} |"
    yield f"| chance | 0.500 | {chance:.1f} of {count} | {quality.chance:.3f} |\n"


def _partnerships(snapshot: Snapshot, fields: Sequence[AreaField]) -> Iterator[str]:
    by_lead: dict[int, list[Placing]] = defaultdict(list)
    for placing in _all(fields):
        by_lead[placing.winner.lead].append(placing)
    yield from _heading("partnerships")
    for lead, own in sorted(by_lead.items(), key=lambda item: -len(item[1])):
        areas = len({placing.winner.area for placing in own})
        ranked = sum(placing.model_rank is not None for placing in own)
        model = sum(placing.model for placing in own) / len(own)
        popular = sum(placing.popularity for placing in own) / len(own)
        name = markdown(snapshot.organisations[lead].name)
        yield f"| {name} | {areas} | {len(own)} | {ranked} | {model:.3f} | {popular:.3f} |"
    yield ""


def _everybody(snapshot: Snapshot, fields: Sequence[AreaField]) -> Iterator[str]:
    yield "<details><summary>Every winner in every area</summary>\n"
    yield from _heading("everybody")
    for placing in _all(fields):
        winner = placing.winner
        rank = "none" if placing.model_rank is None else f"{placing.model_rank} of {placing.field}"
        names = [
            markdown(snapshot.organisations[i].name) for i in (winner.organisation, winner.lead)
        ]
        area = markdown(snapshot.areas[winner.area].short_name)
        yield (
            f"| {area} | {names[0]} | {names[1]} | {rank} | {placing.model:.2f} "
            f"| {placing.popularity:.2f} |"
        )
    yield "\n</details>\n"
