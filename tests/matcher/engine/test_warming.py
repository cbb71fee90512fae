"""Everything is compiled before the first question, and before any clock starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from matcher.compiling.compiled import counting, functions
from matcher.engine import clock as clock_module
from matcher.engine import warming
from matcher.engine.clock import Clock
from matcher.engine.solver import solve
from tests.matcher.instances import random_problem
from tests.tooling.lock_digest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

REAL_QUESTIONS = """
import json
from numba.core import event
from matcher.affinity import warming as affinity_warming
from matcher.compiling.compiled import functions
from matcher.engine import warming

said, compiled = [], []


class Heard(event.Listener):
    def on_start(self, event):
        compiled.append(event.data["dispatcher"].py_func.__qualname__)

    def on_end(self, event):
        pass


def ready():
    return {made.py_func.__qualname__: len(made.signatures) for made in functions("matcher")}


warming.ready(lambda done, of: said.append((done, of)))
affinity_warming.ready()
event.register("numba:compile", Heard())

from dataclasses import replace
from graph.packs.reading import builtin, read_pack
from graph.snapshot.snapshot import Snapshot
from matcher import Brief, recommend
from matcher.questions.judging import judge
from matcher.questions.portfolio.portfolio import portfolio

snapshot = Snapshot(read_pack(builtin()))
before = ready()
brief = Brief(area="Essex", k=2, must=("Nacro",))
answer = recommend(snapshot, brief)
recommend(snapshot, replace(brief, max_members=5), explain=True, stress=True)
members = [member.id for member in answer.lineups[0].members]
judge(snapshot, replace(brief, must=()), members)
portfolio(snapshot, Brief(area="Essex", lead="Interserve"), ["Essex", "Northumbria"], rounds=2)
from_python = ("search", "look_first", "knapsacks", "loads", "diffused")
types = {made.py_func.__name__: len(made.signatures) for made in functions("matcher.engine")}
print(json.dumps({
    "said": said,
    "compiled": compiled,
    "before": before,
    "after": ready(),
    "types": [types[n] for n in from_python],
}))
"""


def asked_in_a_fresh_process(**environment: str) -> dict[str, Any]:
    """Ask real questions once all is said to be compiled; tell what was ready and what was not."""
    run = subprocess.run(
        [sys.executable, "-c", REAL_QUESTIONS],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_the_first_real_questions_need_nothing_that_was_not_made_ready() -> None:
    """What is kept on disk is taken from there: it counts as what compiling it would."""
    found = asked_in_a_fresh_process()
    assert found["after"] == found["before"]
    assert found["compiled"] == []
    assert found["types"] == [1, 1, 1, 1, 1], "Python calls each with one set of types"


def test_every_function_is_called_by_python_or_within_one_that_is() -> None:
    """So compiling those is compiling all, and progress comes to its end."""
    warming.ready()
    everything = functions("matcher.engine")
    reached = [made for made in everything if made.signatures]
    for made in reached:  # it grows by what each calls
        code, names = made.py_func.__code__, made.py_func.__globals__
        called = [names.get(name) for name in code.co_names]
        reached += [each for each in called if each in everything and each not in reached]
    assert set(reached) == set(everything)


@pytest.mark.long
def test_the_first_real_questions_compile_nothing_more(tmp_path: Path) -> None:
    """With an empty folder for compiled code: once warm, all is compiled."""
    found = asked_in_a_fresh_process(NUMBA_CACHE_DIR=str(tmp_path))
    assert found["compiled"] == []
    total = len(functions("matcher.engine"))
    assert found["said"] == [[done, total] for done in (*range(total + 1), total)]


class SlowToCompile:
    """A clock that compiling puts forward by an hour."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def ready(self) -> None:
        self.now += 3600.0


def test_compiling_does_not_count_against_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(7)
    warm = solve(problem, k=2, time_limit_s=60.0)
    slow = SlowToCompile()
    monkeypatch.setattr(clock_module, "time", slow)
    monkeypatch.setattr(warming, "ready", slow.ready)
    cold = solve(problem, k=2, time_limit_s=0.001)
    assert slow.now == 3600.0
    assert [(s.members, s.objective, s.bound, s.why_stopped) for s in cold] == [
        (s.members, s.objective, s.bound, s.why_stopped) for s in warm
    ]
    assert all(line_up.proven_optimal for line_up in cold)


def test_a_clock_counts_from_when_all_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowToCompile()
    monkeypatch.setattr(clock_module, "time", slow)
    monkeypatch.setattr(warming, "ready", slow.ready)
    clock = Clock(2.0)
    assert clock.left_s == 2.0
    slow.now += 1.5
    assert (clock.left_s, clock.has_passed) == (0.5, False)
    slow.now += 1.0
    assert (clock.left_s, clock.has_passed) == (0.0, True)


def test_nothing_is_said_where_nothing_is_compiled() -> None:
    warming.ready()
    said: list[tuple[int, int]] = []
    warming.ready(lambda done, of: said.append((done, of)))
    with counting(lambda done, of: said.append((done, of)), package="matcher.engine"):
        assert len(solve(random_problem(3))) == 1
    assert said == []
