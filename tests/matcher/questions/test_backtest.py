"""The backtest's arithmetic, on the small programme."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from matcher.brief.request import Brief
from matcher.engine.solver import solve
from matcher.lineups import open_case
from matcher.questions.backtest import (
    _share_before,
    area_fields,
    lead_values,
    placings,
    ranking_quality,
    values_in,
    winners,
)
from tests.builders import (
    COUNTY_1,
    OPENED,
    local_work,
    member,
    organisation,
    project,
    size,
    small_snapshot,
)

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot


def example() -> Snapshot:
    """Alpha and Beta won; nothing was public of Beta before."""
    return small_snapshot(
        organisations=tuple(organisation(name) for name in ("Alpha", "Beta", "Gamma")),
        capabilities=(
            local_work("Alpha"),
            local_work("Gamma", "work"),
            local_work("Beta", known_from="2015"),
        ),
        sizes=(size("Alpha", 2_000_000, None), size("Gamma", 2_000_000, None)),
        collaborations=(
            project("WIN", "tr-bid", "won", "2014-12-05", areas=(COUNTY_1,)),
            project("OLD"),
        ),
        memberships=(
            member("WIN", "Alpha", "lead", known_from="2014-12-05"),
            member("WIN", "Beta", known_from="2014-12-05"),
            member("OLD", "Gamma"),
        ),
    )


def test_winners_are_the_members_of_winning_bids() -> None:
    found = winners(example())
    assert [(w.organisation, w.lead, w.area) for w in found] == [(0, 0, 0), (1, 0, 0)]


def test_placings_rank_by_the_best_line_up_with_each_organisation() -> None:
    (field,) = area_fields(example(), as_of=OPENED)
    alpha, beta = placings(field)
    assert alpha.model_rank in {1, 2}
    assert alpha.field == 3
    assert beta.model_rank is None
    assert beta.model == 1.0
    assert not beta.in_top
    assert alpha.popularity == pytest.approx(0.75)


def test_facts_of_later_days_change_the_placing() -> None:
    (field,) = area_fields(example(), as_of=date(2015, 12, 31))
    _, beta = placings(field)
    assert beta.model_rank is not None


def test_ties_count_half() -> None:
    values = np.array([3.0, 1.0, 1.0, 0.0, -np.inf])
    shares = [_share_before(values, own) for own in range(5)]
    assert shares == pytest.approx([0.0, 1.5 / 4, 1.5 / 4, 3 / 4, 1.0])
    assert _share_before(np.array([2.0]), 0) == 0.0


def test_ranking_quality_is_one_for_winners_on_top_and_lower_by_chance() -> None:
    (field,) = area_fields(example(), as_of=date(2015, 12, 31))
    quality = ranking_quality([field])
    assert 0.0 < quality.chance < 1.0
    assert 0.0 <= quality.popularity <= 1.0
    assert quality == ranking_quality([field])


def test_each_possible_lead_is_valued_by_the_best_line_up_that_it_leads() -> None:
    case = open_case(example(), Brief(area=COUNTY_1, k=1))
    found = lead_values(case)
    best = solve(case.problem)[0]
    assert np.isfinite(found).tolist() == [True, False, True]
    assert found.max() == pytest.approx(best.objective)
    assert found[case.candidates[best.lead]] == found.max()


def test_values_within_a_brief_keep_its_lead() -> None:
    case = open_case(example(), Brief(area=COUNTY_1, k=1, lead="Alpha"))
    found = values_in(case)
    assert found[0] == found.max()
    assert found[2] <= found[0]
