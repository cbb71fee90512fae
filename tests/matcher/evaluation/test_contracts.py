"""Whether a model finds the subcontractors of contracts that it has not seen."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest

from matcher.affinity.history import Subject
from matcher.affinity.signals import SIGNALS
from matcher.errors import TrainingError
from matcher.evaluation.contract_models import learn
from matcher.evaluation.contract_trial import Field, LeftOut, Trial
from matcher.evaluation.contracts import OURS, evaluate_contracts, line_up_above
from matcher.evaluation.tables import Body, Work, table_of

if TYPE_CHECKING:
    from matcher.evaluation.contracts import Result

PATHWAYS = ("housing", "health")
REGIONS = ("north", "south", "east")


def work(number: int, lead: str, others: tuple[str, ...], pathway: str, region: str) -> Work:
    """A contract for a pathway in a region."""
    about = ((Subject.PATHWAY, pathway), (Subject.REGION, region))
    return Work(id=str(number), lead=lead, others=others, about=about, day=0)


def by_place() -> tuple[Work, ...]:
    """Two primes that each take, everywhere, the specialist of the pathway in the region."""
    return tuple(
        work(number, lead, (f"{pathway} {region}",), pathway, region)
        for number, (lead, pathway, region) in enumerate(product("AB", PATHWAYS, REGIONS))
    )


def bodies() -> list[Body]:
    """The specialists, by what is said of them."""
    return [
        Body(
            id=f"{pathway} {region}",
            name=f"{pathway} {region}",
            said=((Subject.PATHWAY, pathway), (Subject.REGION, region)),
        )
        for pathway, region in product(PATHWAYS, REGIONS)
    ]


def trial(works: tuple[Work, ...], *, asks: int | None = None) -> Trial:
    """Learn from all works and ask about all; or learn from those before `asks`."""
    number = np.arange(len(works))
    everything = np.ones(len(works), dtype=bool)
    return Trial(
        table=table_of(works, bodies()),
        learns=everything if asks is None else number < asks,
        asks=everything if asks is None else number >= asks,
    )


@cache
def results(*, asks: int | None = None) -> tuple[Result, ...]:
    """All figures, found once."""
    return evaluate_contracts(trial(by_place(), asks=asks), seed=1).results


def test_finds_by_content_who_would_join_a_lead_that_is_new() -> None:
    mrr = {(each.method, each.left_out, each.field): each.figures["mrr"].mean for each in results()}
    assert mrr["model", LeftOut.LEAD, Field.SUBCONTRACTORS] > 0.9
    assert mrr["popularity", LeftOut.LEAD, Field.SUBCONTRACTORS] < 0.6


def test_asks_with_all_that_is_known_only_about_other_contracts() -> None:
    assert LeftOut.ITSELF not in {each.left_out for each in results()}
    assert LeftOut.ITSELF in {each.left_out for each in results(asks=6)}


def test_what_is_left_out_is_known_to_nobody() -> None:
    both = trial(by_place())
    hidden = both.hidden(0, LeftOut.LEAD, known=both.learns)
    assert hidden.tolist() == [True] * 6 + [False] * 6
    assert both.hidden(0, LeftOut.LINE_UP, known=both.learns).tolist() == [True] + [False] * 11
    past = both.past.hiding(hidden)
    assert past.works_of[both.table.number["A"]] == 0


def test_no_weight_speaks_for_having_no_history() -> None:
    learnt = learn(trial(by_place()), known=np.ones(12, dtype=bool), left_out=LeftOut.LEAD, seed=1)
    assert (learnt.weights >= 0).all()
    nothing, more = np.zeros((1, len(SIGNALS))), np.eye(len(SIGNALS))
    for (name, least), (_, most) in zip(learnt.ranked(nothing), learnt.ranked(more), strict=True):
        assert (most >= least[0] - 1e-9).all(), name


def test_a_newcomer_is_in_nothing_that_may_be_known() -> None:
    both = trial(by_place())
    past = both.past_of(0, LeftOut.LEAD, known=both.learns)
    newcomers = both.field(0, Field.NEWCOMERS, past=past)
    assert set(newcomers) < set(both.field(0, Field.EVERYBODY, past=past))
    assert (past.works_of[newcomers] == 0).all()
    assert both.lead[0] not in newcomers


def test_asks_for_newcomers_only_where_one_joined() -> None:
    once = (*by_place(), work(12, "A", ("newcomer",), "health", "north"))
    told = evaluate_contracts(trial(once), seed=1).results
    questions = {(each.left_out, each.field): each.questions for each in told}
    assert questions[LeftOut.LINE_UP, Field.EVERYBODY] == 13
    assert questions[LeftOut.LINE_UP, Field.NEWCOMERS] == 1


def test_those_drawn_to_learn_from_stand_for_the_others() -> None:
    many = [Body(id=f"bystander {each}", name=f"bystander {each}") for each in range(400)]
    works, everything = by_place(), np.ones(12, dtype=bool)
    table = table_of(works, [*bodies(), *many])
    drawn, stands_for = Trial(table=table, learns=everything, asks=everything).some(
        0, known=everything
    )
    assert len(drawn) < table.history.size
    assert stands_for.sum() == table.history.size - 1
    assert (stands_for >= 1).all()


def test_who_joins_only_what_may_not_be_known_is_drawn_like_anybody() -> None:
    many = [Body(id=f"bystander {each}", name=f"bystander {each}") for each in range(400)]
    works = (*by_place(), work(12, "A", ("newcomer",), "health", "north"))
    table = table_of(works, [*bodies(), *many])
    both = Trial(table=table, learns=np.arange(13) < 12, asks=np.arange(13) >= 12)
    newcomer = table.number["newcomer"]
    for known, is_told_apart in ((both.learns, False), (np.ones(13, dtype=bool), True)):
        found = [both.some(each, known=known) for each in range(12)]
        weights = [stands[drawn == newcomer] for drawn, stands in found]
        assert all((each == 1).all() and len(each) for each in weights) is is_told_apart


def test_a_line_up_stands_above_those_that_score_less() -> None:
    scores, real = np.array([3.0, 2.0, 1.0, 0.0]), np.array([True, True, False, False])
    assert line_up_above(scores, real, np.array([[2, 3], [1, 2]])) == 1.0
    assert line_up_above(-scores, real, np.array([[2, 3], [1, 2]])) == 0.0
    assert line_up_above(np.zeros(4), real, np.array([[2, 3]])) == 0.5


def test_says_of_the_model_how_far_its_chances_can_be_believed() -> None:
    told = [each for each in results() if each.calibration]
    assert {(each.method, each.field) for each in told} == {(OURS, Field.EVERYBODY)}
    pairs = {each.calibration.pairs for each in told if each.calibration}
    assert pairs == {12 * 7}


def test_the_same_seed_gives_the_same_figures() -> None:
    assert evaluate_contracts(trial(by_place()), seed=1).results == results()


def test_says_that_nobody_can_be_found_where_nobody_joined() -> None:
    alone = tuple(work(each, "A", (), "housing", "north") for each in range(3))
    with pytest.raises(TrainingError, match="nobody to find"):
        evaluate_contracts(trial(alone), seed=1)


def test_asks_only_where_something_can_be_learnt() -> None:
    of_one_lead = tuple(each for each in by_place() if each.lead == "A")
    told = evaluate_contracts(trial(of_one_lead), seed=1)
    assert told.unasked == {LeftOut.LINE_UP: 0, LeftOut.LEAD: len(of_one_lead)}
    assert {each.left_out for each in told.results} == {LeftOut.LINE_UP}


def test_says_so_where_nothing_can_be_learnt_at_all() -> None:
    with pytest.raises(TrainingError, match="nothing to learn from"):
        evaluate_contracts(trial(by_place()[:1]), seed=1)


def test_no_figure_is_missing_where_nobody_asked_about_was_known_before() -> None:
    others = tuple(
        work(20 + number, "C", (f"stranger {number}",), "health", "north") for number in range(2)
    )
    works = (*by_place(), *others)
    told = evaluate_contracts(trial(works, asks=len(by_place())), seed=1)
    figures = [each for result in told.results for each in result.figures.values()]
    assert figures
    assert all(0 <= each.low <= each.mean <= each.high <= 1 for each in figures)
    assert {each.left_out for each in told.results} == set(LeftOut)


def test_a_lead_that_is_listed_as_its_own_subcontractor_does_not_join_itself() -> None:
    works = (*by_place(), work(12, "A", ("A", "housing north"), "housing", "north"))
    assert len(trial(works).joined[12]) == 1
