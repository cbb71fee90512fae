"""How much of the need could be met."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.questions.could_be_met import CouldBeMet, could_be_met
from matcher.questions.needed import NeedSearch
from tests import builders as b

if TYPE_CHECKING:
    from graph.records.model import Capability

NAMES = ("Homes", "Roofs", "Walls", "Doors")


def met(*capabilities: Capability, as_of: date = b.OPENED, **tables: Any) -> CouldBeMet:
    """Ask it of the small programme: 360 needs in Ayton, 720 in Beeton, 360 in Ceeton."""
    snapshot = b.small_snapshot(
        organisations=tuple(b.organisation(name) for name in NAMES),
        sizes=tuple(b.size(name, 5e7, 1e8) for name in NAMES),
        capabilities=capabilities,
        **tables,
    )
    return could_be_met(snapshot, NeedSearch(snapshot).field(as_of))


def test_where_nobody_is_known_nothing_could_be_met() -> None:
    assert met().by_area.tolist() == [0, 0]


def test_work_known_for_an_authority_meets_its_pathway_there() -> None:
    found = met(b.local_work("Homes", "housing", (b.A,)))
    assert found.by_authority == pytest.approx([1 / 3, 0, 0])
    assert found.by_area == pytest.approx([1 / 9, 0])


def test_no_more_could_be_met_than_there_is_capacity_for() -> None:
    found = met(b.local_work("Homes", "housing", (b.A,), capacity=30))
    assert found.by_authority[0] == pytest.approx(30 / 360)


def test_the_best_three_count_together() -> None:
    work = [b.local_work(name, "housing", (b.A,), capacity=6) for name in NAMES]
    shares = [met(*work[:count]).by_authority[0] for count in range(5)]
    assert shares == pytest.approx([0, 6 / 360, 12 / 360, 18 / 360, 18 / 360])


def test_what_was_public_later_does_not_count() -> None:
    late = b.local_work("Homes", "housing", (b.A,), known_from="2015")
    assert met(late).by_area[0] == 0
    assert met(late, as_of=date(2016, 1, 1)).by_area[0] > 0


def test_where_nobody_has_a_need_there_is_no_share() -> None:
    demand = tuple(b.demand(place, "housing", "men", 10.0) for place in (b.A, b.C))
    found = met(demand=demand)
    assert np.isnan(found.by_authority).tolist() == [False, True, False]
