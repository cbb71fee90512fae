"""A line-up changed by hand, scored again beside the new best: every area, against solving afresh.

Whoever changes a line-up on a page should see the answer within a second. One member goes and may
not come back: in turn one of those with the most work, one in the middle, and one with the least.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from graph.packs.reading import builtin, read_pack
from graph.snapshot.snapshot import Snapshot
from matcher.brief.names import Directory
from matcher.brief.request import Brief
from matcher.lineups import recommend
from matcher.questions.replacing import replacements
from matcher.questions.rescoring import open_bench, rescore
from tests.benchmarks.measuring import GAP, report, warm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcher.questions.rescoring import Bench

pytestmark = pytest.mark.benchmark(min_rounds=1, warmup=False)

_FEW = 1
"""A member whom only few have more work than."""


@cache
def facts() -> tuple[Snapshot, Directory]:
    """Read the built-in programme and its names once."""
    warm()
    snapshot = Snapshot(read_pack(builtin()))
    return snapshot, Directory(snapshot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A line-up before and after a member went, and the bench that its score starts from."""

    bench: Bench
    brief: Brief
    before: tuple[str, ...]

    @property
    def after(self) -> tuple[str, ...]:
        """Who is left."""
        return tuple(each for each in self.before if each not in self.brief.never)


@cache
def changes() -> tuple[Changed, ...]:
    """Take members out of every area's best line-up, one at a time."""
    snapshot, names = facts()
    found = []
    for area in snapshot.areas:
        brief = Brief(area=str(area.id), k=1)
        members = recommend(snapshot, brief, directory=names).lineups[0].members
        by_work = [one.id for one in sorted(members, key=lambda one: -one.volume_needs_a_year)]
        bench = open_bench(snapshot, brief, directory=names)
        for gone in (by_work[_FEW], by_work[len(by_work) // 2], by_work[-1]):
            asked = replace(brief, never=(gone,))
            found.append(Changed(bench=bench, brief=asked, before=tuple(by_work)))
    return tuple(found)


def told(name: str, seconds: Sequence[float]) -> str:
    """Say how long answers took."""
    return f"{name}: median {median(seconds):.2f} s, worst {max(seconds):.2f} s"


def test_a_changed_line_up_in_every_area(benchmark: Any) -> None:
    """The score of who is left, the score before, and the new best as far as it is found."""
    _, names = facts()
    asked = changes()
    seconds: list[float] = []

    def every() -> list[Any]:
        answers = []
        for one in asked:
            start = time.perf_counter()
            answers.append(
                rescore(one.bench, one.brief, one.after, before=one.before, directory=names)
            )
            seconds.append(time.perf_counter() - start)
        return answers

    answers = benchmark.pedantic(every, rounds=1)
    afresh, short = [], []
    for one, answer in zip(asked, answers, strict=True):
        start = time.perf_counter()
        best = recommend(facts()[0], one.brief, directory=names).lineups[0]
        afresh.append(time.perf_counter() - start)
        assert answer.best is not None
        assert answer.best.score <= best.score * (1 + 2 * GAP)
        assert best.score <= answer.best.score * (1 + answer.best.gap + 2 * GAP)
        short.append(1 - answer.best.score / best.score)
    proven = sum(answer.best.proven for answer in answers)
    gaps = [answer.best.gap for answer in answers]
    report(told(f"{len(asked)} changed line-ups in {len(facts()[0].areas)} areas", seconds))
    report(f"{told('solved afresh', afresh)}: {sum(afresh) / sum(seconds):.1f} x our time")
    report(
        f"{proven} of {len(asked)} proven; the others told a gap of up to {max(gaps):.2%}, "
        f"and are really at most {max(short):.3%} below the best"
    )


def test_who_could_replace_one_member_in_every_area(benchmark: Any) -> None:
    """The best five for one member, beside those for each member of the line-up."""
    snapshot, names = facts()
    asked = changes()[1::3]
    seconds: list[float] = []

    def every() -> None:
        for one in asked:
            start = time.perf_counter()
            who = list(one.brief.never)
            plain = replace(one.brief, never=())
            replacements(snapshot, plain, one.before, of=who, most=5, directory=names)
            seconds.append(time.perf_counter() - start)

    benchmark.pedantic(every, rounds=1)
    whole = []
    for one in asked:
        start = time.perf_counter()
        replacements(snapshot, replace(one.brief, never=()), one.before, directory=names)
        whole.append(time.perf_counter() - start)
    report(f"{told('five for one member', seconds)}; {told('three for each', whole)}")
