"""Ten thousand runs of an offer of seven years, beside the same runs one at a time."""

from __future__ import annotations

import time
from typing import Any

import pytest

from matcher.offers.assessment import assess
from matcher.offers.chances import drawn
from matcher.offers.model import flows
from matcher.offers.records import Offer
from matcher.offers.simulation import RUNS, SEED, simulate
from matcher.offers.timeline import timeline
from tests.benchmarks.measuring import report

OFFER = Offer()
SOME = 500
"""So many runs are done one at a time; the time of all is told from them."""

pytestmark = pytest.mark.benchmark(min_rounds=5, warmup=True, timer=time.process_time)


def seconds_one_at_a_time() -> float:
    """How long the runs take when each is worked out by itself, by the same code."""
    months = timeline(OFFER)
    scenarios = drawn(OFFER, months, runs=SOME, seed=SEED)
    start = time.process_time()
    for number in range(SOME):
        flows(OFFER, months, scenarios.part(slice(number, number + 1)))
    return (time.process_time() - start) * RUNS / SOME


def test_runs_of_an_offer_of_seven_years(benchmark: Any) -> None:
    assert OFFER.term_months == 84
    found = benchmark(lambda: simulate(OFFER))
    assert found.runs == RUNS
    seconds, alone = benchmark.stats.stats.median, seconds_one_at_a_time()
    report(
        f"{RUNS:,} runs of {len(found.months)} months: {seconds:.3f} s; one at a time "
        f"{alone:.1f} s, {alone / seconds:.0f} x as long"
    )


def test_everything_that_is_said_of_an_offer(benchmark: Any) -> None:
    found = benchmark(lambda: assess(OFFER))
    assert found.verdict.terms
    runs = benchmark.stats.stats.median
    report(f"the whole answer, with the search for safe terms: {runs:.2f} s")
