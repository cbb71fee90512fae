"""How random examples are tried on every store."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("MATCHER_TEST_EXAMPLES", "1"))
"""How many times as many examples; `make test-long` tries five times as many."""


def random_examples(number: int) -> settings:
    """Try so many examples on each store.

    The checks that are left out ask for one executor and a fresh fixture for each example. A
    contract has an executor for each store on purpose: what fails on one is tried on the others.
    Its examples share one store, since each replaces the whole programme.
    """
    return settings(
        max_examples=number * TIMES,
        deadline=None,
        suppress_health_check=[
            HealthCheck.differing_executors,
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
        ],
    )
