"""Bodies without paid staff: who they are, what they can do, and that they cannot lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.brief.request import Brief
from matcher.case.capacity import Basis
from matcher.case.exposure import exposure_limits
from matcher.case.scoring import ScoringRules
from matcher.case.sharing import shared_capacity
from matcher.engine.solver import solve
from matcher.errors import NoLineUpError
from matcher.lineups import open_case, recommend
from matcher.problem.totals import volume_by_candidate
from tests.builders import (
    NATION,
    A,
    B,
    accounts,
    affiliation,
    local_work,
    org_id,
    size,
)
from tests.matcher.enumeration import scores
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from graph.records.model import Accounts
    from matcher.case.build import Case

RULES = ScoringRules()


def opened(*said: Accounts, brief: Brief = BRIEF, **tables: Any) -> Case:
    """The small market, where Hostel Trust has these accounts."""
    return open_case(market(accounts=said, **tables), brief)


def unpaid(case: Case, name: str = "Hostel Trust") -> bool:
    return bool(case.capacity.volunteers.unpaid[index(case, name)])


def index(case: Case, name: str = "Hostel Trust") -> int:
    return case.snapshot.organisation_index[org_id(name)]


VOLUNTEERS = accounts("Hostel Trust", employees=0, volunteers=20)


def test_who_employs_nobody_and_has_volunteers_is_unpaid() -> None:
    assert unpaid(opened(VOLUNTEERS))
    assert not unpaid(opened(VOLUNTEERS), "Homes Trust")


@pytest.mark.parametrize(
    "figures",
    [
        {"employees": 1, "volunteers": 20},
        {"employees": None, "volunteers": 20},
        {"employees": 0, "volunteers": 0},
        {"employees": 0, "volunteers": None},
        {"employees": 0, "volunteers": 20, "known_from": "2014-01-01"},
    ],
)
def test_who_has_paid_staff_or_no_volunteers_or_is_not_known_yet_is_paid(figures: Any) -> None:
    assert not unpaid(opened(accounts("Hostel Trust", **figures)))


def test_the_last_accounts_that_say_so_count() -> None:
    old = accounts("Hostel Trust", "2010-03-31", employees=4, volunteers=9)
    case = opened(VOLUNTEERS, old, accounts("Hostel Trust", "2012-12-31", income_gbp=1.0))
    assert case.capacity.volunteers.count[index(case)] == 20
    later = accounts("Hostel Trust", "2012-12-31", employees=2)
    assert not unpaid(opened(later, VOLUNTEERS, old))


def test_two_accounts_may_say_it_together() -> None:
    case = opened(
        accounts("Hostel Trust", "2011-03-31", volunteers=8),
        accounts("Hostel Trust", "2012-03-31", employees=0),
    )
    said = case.capacity.volunteers.accounts(case.snapshot, index(case))
    assert [row.year_end for row in said] == ["2012-03-31", "2011-03-31"]
    assert case.capacity.volunteers.accounts(case.snapshot, index(case, "Homes Trust")) == ()


def test_a_large_body_pays_somebody() -> None:
    sizes = (size("Hostel Trust", 1_000_000, 2_000_000),)
    assert not unpaid(opened(VOLUNTEERS, sizes=sizes))


def test_a_consortium_has_its_members_staff() -> None:
    links = (affiliation("Homes Trust", "Hostel Trust", "member"),)
    assert not unpaid(opened(VOLUNTEERS, affiliations=links))


def test_its_capacity_is_what_its_volunteers_can_do() -> None:
    """It works with offenders in the area alone: 30, 60 and 90 % of their time."""
    case = opened(VOLUNTEERS)
    capacity, own = case.capacity, index(case)
    ends = capacity.low[own], capacity.total[own], capacity.high[own]
    assert ends == pytest.approx((20 * 1 * 0.3, 20 * 3 * 0.6, 20 * 6 * 0.9))
    assert capacity.basis[own] is Basis.ESTIMATED
    assert capacity.paid_gbp[own] == pytest.approx(0.1 * capacity.unit_cost_gbp)
    assert capacity.paid_gbp[index(case, "Homes Trust")] == capacity.unit_cost_gbp


def test_what_it_states_itself_counts_and_is_unpaid_all_the_same() -> None:
    case = opened(
        accounts("Tiny Trust", employees=0, volunteers=1), brief=replace(BRIEF, area="CPA1")
    )
    assert case.capacity.total[index(case, "Tiny Trust")] == 20
    assert unpaid(case, "Tiny Trust")


def test_all_areas_share_its_volunteers_once() -> None:
    work = (local_work("Hostel Trust", places=(NATION,), justice="adjacent"),)
    cases = [
        opened(VOLUNTEERS, capabilities=work, brief=Brief(area=area)) for area in ("CPA1", "CPA2")
    ]
    shared, own = shared_capacity(cases), index(cases[0])
    assert shared.total[own] == pytest.approx(20 * 3 * 0.15)
    assert shared.rate[:, own].tolist() == [1.0, 1.0]
    assert shared.basis[own] is Basis.ESTIMATED
    assert sum(case.capacity.total[own] for case in cases) >= shared.total[own]


def test_one_prime_can_use_what_its_volunteers_can_do_and_not_its_turnover() -> None:
    case = opened(VOLUNTEERS)
    limit = exposure_limits(case)[index(case)]
    assert limit == pytest.approx(20 * 3 * 0.6 * case.capacity.unit_cost_gbp)
    stated = opened(accounts("Tiny Trust", employees=0, volunteers=1))
    own = index(stated, "Tiny Trust")
    assert exposure_limits(stated)[own] == pytest.approx(20 * stated.capacity.unit_cost_gbp)


def test_a_stated_capacity_is_weighed_against_turnover_at_its_expenses() -> None:
    """20 needs at 1,000 pounds are more than 30 % of 20,000 pounds; their expenses are not."""
    paid, volunteers = opened(), opened(accounts("Tiny Trust", employees=0, volunteers=9))
    for case, limit in ((paid, 6_000.0), (volunteers, np.inf)):
        row = case.candidate(index(case, "Tiny Trust"))
        assert row is not None
        assert case.problem.value_limit[row] == pytest.approx(limit)
    dear = replace(RULES, expenses_share=0.5)
    case = open_case(volunteers.snapshot, BRIEF, rules=dear)
    row = case.candidate(index(case, "Tiny Trust"))
    assert row is not None
    assert case.problem.value_limit[row] == pytest.approx(6_000.0 / 0.5)


def test_it_cannot_lead() -> None:
    brief = replace(BRIEF, gates=("funding_access=off",))
    paid, volunteers = (opened(*said, brief=brief) for said in ((), (VOLUNTEERS,)))
    assert paid.leads.may_lead[index(paid)]
    assert not volunteers.leads.may_lead[index(volunteers)]
    with pytest.raises(NoLineUpError, match="has volunteers and no paid staff"):
        recommend(volunteers.snapshot, replace(brief, lead="Hostel Trust"))


@pytest.mark.parametrize("seed", range(12))
def test_the_best_line_up_is_that_of_all_and_nobody_does_more_than_its_volunteers_can(
    seed: int,
) -> None:
    """Random accounts on the small market, with every line-up looked at."""
    random = Random(seed)  # noqa: S311  (no secret)
    bodies = ("Homes Trust", "Hostel Trust", "Centre for Women", "Tiny Trust", "Other Firm")
    said = [
        accounts(name, employees=random.choice((0, 0, 3)), volunteers=random.randrange(60))
        for name in random.sample(bodies, 4)
    ]
    sizes = (
        size("Big Firm", 5_000_000, None),
        size("Homes Trust", 300_000, 500_000),
        size("Tiny Trust", 10_000, random.choice((30_000, 900_000))),
    )
    case = opened(*said, sizes=sizes, brief=replace(BRIEF, max_members=random.randrange(2, 6)))
    (found,) = solve(case.problem)
    assert found.objective == pytest.approx(max(scores(case.problem).values()))
    done = volume_by_candidate(found.volume)
    unpaid_here = case.capacity.volunteers.unpaid[case.candidates]
    assert unpaid_here.any()
    most = np.where(
        case.capacity.is_stated, case.capacity.total, 3 * 0.6 * case.capacity.volunteers.count
    )[case.candidates]
    assert (done[unpaid_here] <= most[unpaid_here] + 1e-6).all()


def test_volunteers_become_known_with_their_accounts() -> None:
    said = accounts("Hostel Trust", employees=0, volunteers=20, known_from="2013-10-01")
    before, after = (
        opened(said, brief=replace(BRIEF, as_of=day))
        for day in (date(2013, 9, 30), date(2013, 10, 1))
    )
    assert (unpaid(before), unpaid(after)) == (False, True)


def test_places_do_not_matter_to_who_is_unpaid() -> None:
    work = (local_work("Hostel Trust", places=(A, B), justice="adjacent"),)
    case = opened(VOLUNTEERS, capabilities=work)
    assert unpaid(case)
    assert case.capacity.total[index(case)] == pytest.approx(20 * 3 * 0.15)
