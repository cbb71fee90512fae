"""How many others come closest to the best line-ups: the figures of docs/needed.md, maps.md."""

from __future__ import annotations

import numpy as np
import pytest

from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief
from matcher.case.scoring import ScoringRules
from matcher.questions.field_supply import OTHERS, field_supply
from matcher.questions.market import market
from tests.builtin import read_builtin


@pytest.mark.long
def test_three_others_come_closest_to_what_the_best_line_ups_could_meet() -> None:
    snapshot = Snapshot(read_builtin())
    day = snapshot.facts.programme.competition_opened
    found = market(snapshot, Brief(area="", k=1)).areas
    differences: dict[int, list[float]] = {count: [] for count in range(1, OTHERS + 2)}
    off: list[float] = []
    for area, best in enumerate(found):
        field = field_supply(snapshot, area, as_of=day, rules=ScoringRules())
        cells, pathways = field.cells, snapshot.pathways
        need = np.bincount(cells.pathway, cells.need, len(pathways))
        off.append(field.met().sum() / cells.need.sum() - (best.coverage or 0.0))
        for count, told in differences.items():
            met = np.minimum(cells.need, field.best_amount[:count].sum(axis=0))
            share = np.bincount(cells.pathway, met, len(pathways)) / np.maximum(need, 1e-9)
            told += [
                abs(share[snapshot.pathway_index[key]] - by_best)
                for key, by_best in best.coverage_by_pathway.items()
            ]
    means = {count: float(np.mean(told)) for count, told in differences.items()}
    assert min(means, key=lambda count: means[count]) == OTHERS
    assert means[OTHERS] == pytest.approx(0.061, abs=0.01)
    assert np.mean(off) == pytest.approx(0.024, abs=0.01)
    assert min(off) == pytest.approx(-0.015, abs=0.01)
    assert max(off) == pytest.approx(0.067, abs=0.01)
