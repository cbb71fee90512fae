"""How random examples are tried on every store."""

from __future__ import annotations

from hypothesis import HealthCheck, settings


def random_examples(number: int) -> settings:
    """Try so many examples on each store.

    The checks that are left out ask for one executor and a fresh fixture for each example. A
    contract has an executor for each store on purpose: what fails on one is tried on the others.
    Its examples share one store, since each replaces the whole programme.
    """
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=[
            HealthCheck.differing_executors,
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
        ],
    )
