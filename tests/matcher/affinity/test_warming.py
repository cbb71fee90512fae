"""Everything is compiled before the first question."""

from __future__ import annotations

import numpy as np

from matcher.affinity.candidates import candidates_of
from matcher.affinity.signals import scores
from matcher.affinity.view import View
from matcher.affinity.warming import ready
from matcher.compiling.compiled import functions
from tests.matcher.affinity.random_histories import ORGANISATIONS, questions, random_past


def test_real_questions_compile_nothing_more() -> None:
    ready()
    loops = functions("matcher.affinity")
    before = {made: list(made.signatures) for made in loops}
    past, among = random_past(3), np.ones(ORGANISATIONS, dtype=bool)
    for query in questions(3):
        candidates = candidates_of(past, query, among=among)
        scores(View(past=past, query=query, candidates=candidates))
    assert loops
    assert {made: list(made.signatures) for made in loops} == before
    assert all(before.values())
