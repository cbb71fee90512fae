"""What all known organisations together could meet of an area's needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graph.snapshot.snapshot import Snapshot
from matcher.case.scoring import ScoringRules
from matcher.questions.unmet import AreaNeed, area_need
from tests.builders import (
    NATION,
    OPENED,
    A,
    B,
    local_work,
    organisation,
    size,
    small_facts,
    small_snapshot,
)
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from graph.records import model


def need_of(*capabilities: model.Capability, as_of: Any = OPENED, **tables: Any) -> AreaNeed:
    """What bodies of millions could do of the first county's needs."""
    names = sorted({each.organisation.split("-")[-1].title() for each in capabilities})
    snapshot = small_snapshot(
        organisations=tuple(map(organisation, names)),
        capabilities=capabilities,
        **{"sizes": tuple(size(name, 5e7, 1e8) for name in names), **tables},
    )
    return area_need(snapshot, 0, as_of=as_of)


def shares(found: AreaNeed, *, place: int, pathway: int) -> list[float]:
    """The share met of each cohort's need."""
    cells = found.cells
    here = (cells.place == place) & (cells.pathway == pathway)
    return [round(float(share), 6) for share in found.met[here] / cells.need[here]]


def test_where_nobody_works_nothing_is_met() -> None:
    found = need_of(local_work("Alpha", "housing", (A,), capacity=1e6))
    assert set(shares(found, place=1, pathway=0)) == {0.0}
    assert set(shares(found, place=0, pathway=1)) == {0.0}
    assert found.unmet.sum() == pytest.approx(found.cells.need.sum() - found.met.sum())


def test_one_body_meets_a_need_as_far_as_it_is_there() -> None:
    found = need_of(local_work("Alpha", "housing", (A,), capacity=1e6))
    assert shares(found, place=0, pathway=0)[0] == pytest.approx(1.0)
    wide = need_of(local_work("Alpha", "housing", (NATION,), capacity=1e6))
    assert 0.0 < shares(wide, place=0, pathway=0)[0] <= ScoringRules().presence["country"]


def test_two_uncertain_bodies_meet_more_than_one_and_less_than_their_sum() -> None:
    one = need_of(local_work("Alpha", "housing", (NATION,), capacity=1e6))
    both = need_of(
        local_work("Alpha", "housing", (NATION,), capacity=1e6),
        local_work("Beta", "housing", (NATION,), capacity=1e6),
    )
    chance = shares(one, place=0, pathway=0)[0]
    assert shares(both, place=0, pathway=0)[0] == pytest.approx(1 - (1 - chance) ** 2)
    housing = both.cells.pathway == 0
    at_most = np.minimum(2 * chance, 1.0) * both.cells.need[housing]
    assert both.met_at_most[housing] == pytest.approx(at_most, rel=1e-6)


def test_a_small_body_shares_what_it_can_do_among_the_needs_that_it_serves() -> None:
    found = need_of(local_work("Alpha", "housing", (A, B), capacity=10.0))
    housing = found.cells.pathway == 0
    done = found.could.sum(axis=0)[housing]
    assert done.sum() == pytest.approx(10.0)
    need = found.cells.need[housing]
    assert found.met[housing] == pytest.approx(done)
    assert done[0] / done[1] == pytest.approx(min(need[0], 10) / min(need[1], 10))


def test_what_was_not_public_and_who_may_not_bid_do_not_count() -> None:
    late = need_of(local_work("Alpha", "housing", (A,), known_from="2015"))
    assert late.met.sum() == 0
    facts = small_facts(
        organisations=(organisation("Alpha", "umbrella-body"),),
        capabilities=(local_work("Alpha", "housing", (A,), capacity=1e6),),
    )
    assert area_need(Snapshot(facts), 0, as_of=OPENED).met.sum() == 0


def test_nothing_meets_more_than_the_need() -> None:
    snapshot = Snapshot(read_builtin())
    for area in range(len(snapshot.areas)):
        found = area_need(snapshot, area, as_of=OPENED)
        assert (found.met >= 0).all()
        assert (found.met <= found.met_at_most + 1e-6).all()
        assert (found.met_at_most <= found.cells.need + 1e-9).all()
        assert 0.5 < found.met.sum() / found.cells.need.sum() < 1.0


def test_a_further_body_never_leaves_more_unmet() -> None:
    facts = read_builtin()
    whole = area_need(Snapshot(facts), 18, as_of=OPENED)
    left = set(sorted({str(each.organisation) for each in facts.capabilities})[::2])
    kept = tuple(each for each in facts.capabilities if each.organisation in left)
    fewer = area_need(Snapshot(replace(facts, capabilities=kept)), 18, as_of=OPENED)
    assert (fewer.met <= whole.met + 1e-6).all()
    assert fewer.met.sum() < whole.met.sum()
