"""How other numbers of the scoring are tried: on examples that fit on a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.snapshot.snapshot import Snapshot
from graph.stores import BUILT_IN_PROGRAMMES
from matcher.questions.backtest import AreaField, Winner
from tests.builtin import read_builtin
from tests.tooling.realism.choose import (
    CHOOSING,
    DEFAULT,
    Outcome,
    Trial,
    chain_table,
    distinct,
    leads_table,
    outcome,
    trials,
    with_costs,
)
from tests.tooling.realism.left_out import LeftOut
from tests.tooling.realism.measure import EARLIER_DAY, Known, known_lots, ndcg

if TYPE_CHECKING:
    from graph.records.facts import Facts


@pytest.fixture(scope="module")
def left_out() -> LeftOut:
    earlier, later = (read_builtin(name) for name in BUILT_IN_PROGRAMMES)
    return LeftOut(later, earlier, earlier_day=EARLIER_DAY)


@pytest.fixture(scope="module")
def known(left_out: LeftOut) -> Known:
    """The last contract that has subcontractors, without its line-up."""
    last = max((one for one in left_out.lots if one.others), key=lambda one: one.begins)
    return known_lots(left_out, [last], before=True)[0]


def told(ndcg: float, *, chooses: bool = True, prime: str = "a", before: float = 0.2) -> Outcome:
    return Outcome(prime=prime, chooses=chooses, ndcg=ndcg, off=1.0, before=before)


def test_a_trial_stands_beside_the_defaults_with_its_paired_gain() -> None:
    found = {
        DEFAULT: [told(0.2), told(0.4, prime="b"), told(0.5, chooses=False)],
        "other": [told(0.3), told(0.5, prime="b"), told(0.4, chooses=False)],
    }
    assert list(chain_table(found))[-1] == (
        "| other | 0.400 | +0.100 (+0.100 to +0.100) | 0.400 | -0.100 (-0.100 to -0.100) "
        "| 1.000 | 1.000 |"
    )


def test_what_a_trial_does_not_measure_is_in_no_table() -> None:
    found = {DEFAULT: [told(0.2), told(0.2, chooses=False)]}
    found["leads"] = [replace(one, ndcg=np.nan, before=0.1) for one in found[DEFAULT]]
    assert [line for line in chain_table(found) if "leads |" in line] == []
    assert list(leads_table(found))[-1] == (
        "| leads | 0.100 | -0.100 (-0.100 to -0.100) | 0.100 | -0.100 (-0.100 to -0.100) |"
    )


def test_every_trial_has_its_own_name_and_changes_something() -> None:
    found = list(trials())
    assert len({one.name for one in found}) == len(found)
    plain = Trial(name="")
    assert all(replace(one, name="", of_leads=False) != plain for one in found[1:])


def test_the_regions_are_split_in_halves(left_out: LeftOut) -> None:
    regions = {str(area.id) for area in left_out.facts.areas}
    assert len(set(CHOOSING) & regions) * 2 == len(regions)


def test_copies_of_a_line_up_count_once_in_a_region(left_out: LeftOut) -> None:
    kept = distinct(left_out.lots)
    assert len(kept) < len(left_out.lots)
    assert {(one.region, one.prime) for one in kept} == {
        (one.region, one.prime) for one in left_out.lots
    }


def test_a_dearer_subcontract_costs_more(known: Known) -> None:
    def costs(facts: Facts) -> list[float]:
        return [rule.value for rule in facts.rules]

    dear = with_costs(known, 2.0).snapshot.facts
    assert costs(dear) == [2 * value for value in costs(known.snapshot.facts)]


def test_ndcg_is_one_where_the_real_one_stands_on_top() -> None:
    winner = Winner(line_up="w", lead=0, area=0, organisation=1)
    field = AreaField(
        area=0,
        organisations=np.array([0, 1]),
        model=np.array([-np.inf, 0.5]),
        popularity=np.array([0.0, 0.0]),
        winners=(winner,),
    )
    assert ndcg(field) == 1.0
    assert np.isnan(ndcg(replace(field, winners=())))


def test_a_trial_of_leads_asks_only_who_leads(left_out: LeftOut, known: Known) -> None:
    whole = Snapshot(left_out.facts)
    leads = outcome(known, trial=Trial(name="x", of_leads=True), whole=whole)
    assert np.isnan(leads.ndcg)
    chain = outcome(known, trial=Trial(name="x", cost=4.0, pair_weight=0.0), whole=whole)
    assert np.isfinite(chain.ndcg)
    assert np.isnan(chain.before)
    assert chain.off >= 0
