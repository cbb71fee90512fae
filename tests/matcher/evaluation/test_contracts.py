"""Whether a model finds the subcontractors of contracts that it has not seen."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from matcher.affinity.history import Subject
from matcher.errors import TrainingError
from matcher.evaluation.contracts import Field, LeftOut, Trial, evaluate_contracts, learn
from matcher.evaluation.tables import Body, Work, table_of

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


def found(works: tuple[Work, ...], **options: int) -> dict[tuple[str, LeftOut, Field], float]:
    """The MRR by method, setting and field."""
    results = evaluate_contracts(trial(works, **options), seed=1)
    return {(each.method, each.left_out, each.field): each.figures["mrr"].mean for each in results}


def test_finds_by_content_who_would_join_a_lead_that_is_new() -> None:
    mrr = found(by_place())
    assert mrr["model", LeftOut.LEAD, Field.SUBCONTRACTORS] > 0.9
    assert mrr["popularity", LeftOut.LEAD, Field.SUBCONTRACTORS] < 0.6


def test_asks_with_all_that_is_known_only_about_other_contracts() -> None:
    assert LeftOut.ITSELF not in {key[1] for key in found(by_place())}
    assert LeftOut.ITSELF in {key[1] for key in found(by_place(), asks=6)}


def test_what_is_left_out_is_known_to_nobody() -> None:
    both = trial(by_place())
    hidden = both.hidden(0, LeftOut.LEAD, known=both.learns)
    assert hidden.tolist() == [True] * 6 + [False] * 6
    assert both.hidden(0, LeftOut.LINE_UP, known=both.learns).tolist() == [True] + [False] * 11
    past = both.past.hiding(hidden)
    assert past.works_of[both.table.number["A"]] == 0


def test_no_weight_speaks_for_having_no_history() -> None:
    model = learn(trial(by_place()), known=np.ones(12, dtype=bool))
    assert (model.weights >= 0).all()


def test_the_same_seed_gives_the_same_figures() -> None:
    first, second = (evaluate_contracts(trial(by_place()), seed=1) for _ in range(2))
    assert first == second


def test_says_that_nobody_can_be_found_where_nobody_joined() -> None:
    alone = tuple(work(each, "A", (), "housing", "north") for each in range(3))
    with pytest.raises(TrainingError, match="nobody to find"):
        evaluate_contracts(trial(alone), seed=1)


def test_a_lead_that_is_listed_as_its_own_subcontractor_does_not_join_itself() -> None:
    works = (*by_place(), work(12, "A", ("A", "housing north"), "housing", "north"))
    assert len(trial(works).joined[12]) == 1
