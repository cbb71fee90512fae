"""Terms that make an offer safe together, where no single one does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from matcher.offers.assessment import assess
from matcher.offers.levers import PRICE, levers
from matcher.offers.reading import read_texts, texts_of
from matcher.offers.safety import Tries
from matcher.offers.together import MOST_TOGETHER, Together, lacking, safe_together
from matcher.offers.verdict import Answer
from tests.matcher.offers.offers import bare, offers, people

if TYPE_CHECKING:
    from matcher.offers.records import Offer

TRIES = Tries(runs=400, seed=1)
FEWER = people(120, people_low=60.0, people_high=125.0)
BOTH = bare(
    services=(FEWER,),
    ends=date(2016, 12, 31),
    payment_days=60,
    fixed_costs_gbp_a_year=Decimal(105_000),
    reserves_gbp=Decimal(6_000),
)
"""Too few people may come, and money comes two months late: neither alone is all of the trouble."""


def found() -> Together:
    together = safe_together(BOTH, TRIES)
    assert together is not None
    return together


def test_neither_a_guarantee_nor_early_payment_is_enough_but_both_are() -> None:
    keys = {move.lever.key for move in found().moves}
    assert "minimum_guarantee_share" in keys
    assert keys & {"payment_days", "mobilisation_payment_gbp"}
    for move in found().moves:
        assert not TRIES.is_safe(move.offer), move.lever.key
    assert TRIES.is_safe(found().offer)


def test_no_term_of_them_can_be_left_out() -> None:
    moves = found().moves
    for some in combinations(moves, len(moves) - 1):
        texts = texts_of(BOTH)
        for move in some:
            changed = texts_of(move.offer)
            texts |= {name: text for name, text in changed.items() if text != texts_of(BOTH)[name]}
        assert not TRIES.is_safe(read_texts(texts))


def test_each_is_taken_back_as_far_as_the_offer_stays_safe() -> None:
    together = found()
    dearest = max(together.moves, key=lambda move: move.offer.mobilisation_payment_gbp)
    steps = dearest.lever.better(BOTH)
    assert dearest.place > 0
    before, now = texts_of(steps[dearest.place - 1]), texts_of(steps[dearest.place])
    less = texts_of(together.offer) | {
        name: before[name] for name, text in now.items() if text != before[name]
    }
    assert not TRIES.is_safe(read_texts(less))


def test_where_one_term_is_enough_no_more_are_asked_for() -> None:
    late = bare(payment_days=90, fixed_costs_gbp_a_year=Decimal(9000), reserves_gbp=Decimal(800))
    assert safe_together(late, TRIES) is None
    assert assess(late, runs=400).verdict.together == ""


def test_where_nothing_is_enough_there_is_nothing_to_put_together() -> None:
    hopeless = bare(fixed_costs_gbp_a_year=Decimal(10_000_000))
    assert safe_together(hopeless, TRIES) is None
    assert assess(hopeless, runs=400).verdict.answer is Answer.NOT_SAFE


def test_the_verdict_says_that_it_takes_them_together_and_what_to_change() -> None:
    verdict = assess(BOTH, runs=400).verdict
    assert verdict.answer is Answer.NOT_ON_THESE_TERMS
    assert verdict.together.startswith("No single term is enough. It takes ")
    assert len({tuple(sorted(term.changes.items())) for term in verdict.terms}) == 1
    changed = read_texts({**texts_of(BOTH), **verdict.terms[0].changes})
    assert assess(changed, runs=400).verdict.answer is Answer.SAFE
    for term in verdict.terms:
        assert term.says.startswith(f"{term.title}: ask for {term.safe_at} instead of ")
    guarantee = next(each for each in verdict.terms if each.key == "minimum_guarantee_share")
    assert guarantee.says.endswith(" of the expected volume instead of nothing.")


def test_what_an_offer_lacks_is_a_sum_of_pounds() -> None:
    # 1,000 come in each month, and 1,250 go out: 3,000 are lost, and 1,000 of them are reserves.
    # The base case and every run lose 3,000; every run ends 2,000 below what there is.
    offer = bare(
        fixed_costs_gbp_a_year=Decimal(15_000),
        reserves_gbp=Decimal(1_000),
        credit_rate_share=0.0,
    )
    assert lacking(offer, TRIES) == 100 * (3_000 + 3_000 + 2_000)
    assert lacking(replace(offer, credit_line_gbp=Decimal(500)), TRIES) == 100 * 7_500
    assert lacking(bare(), TRIES) == 0


@pytest.mark.parametrize("runs", [100, 101, 400])
def test_an_offer_lacks_nothing_where_it_is_safe(runs: int) -> None:
    tries = Tries(runs=runs, seed=2)
    for fixed in range(80_000, 112_000, 4_000):
        offer = bare(
            services=(FEWER,),
            fixed_costs_gbp_a_year=Decimal(fixed),
            reserves_gbp=Decimal(20_000),
        )
        assert (lacking(offer, tries) == 0) is tries.safety(offer).is_safe


@settings(max_examples=6, deadline=None)
@given(offers())
def test_whatever_is_put_together_makes_any_offer_safe(offer: Offer) -> None:
    tries = Tries(runs=60, seed=1)
    together = safe_together(offer, tries)
    if together is None:
        return
    assert 1 <= len(together.moves) <= MOST_TOGETHER
    assert tries.safety(together.offer.with_()).is_safe
    others = [each for each in levers(offer) if each is not PRICE]
    assert not any(
        tries.is_safe(steps[-1 + len(steps)]) for each in others if len(steps := each.better(offer))
    )
