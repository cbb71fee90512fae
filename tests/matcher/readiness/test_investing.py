"""Who needs working capital: from a line-up's seats, under assumptions that are told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.brief.names import Directory
from matcher.brief.request import Brief
from matcher.lineups import recommend
from matcher.offers.base_case import base_case, working_capital
from matcher.offers.from_line_up import offer_of, share_of
from matcher.offers.reading import read_texts
from matcher.offers.records import Offer
from matcher.readiness.investing import _borrowers, capital_needs, paying_for_itself
from matcher.readiness.investor_records import (
    MOST_SURPLUS,
    InvestorQuery,
    InvestorQueryError,
    Investors,
)
from tests.builders import OPENED, A, B, local_work, organisation, rule, size, small_snapshot

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import Answer


@cache
def market() -> tuple[Snapshot, Answer]:
    """A lead and three others, of whom two are paid and known to be charities."""
    snapshot = small_snapshot(
        organisations=(
            organisation("Prime", "private-company"),
            organisation("Homes"),
            organisation("Works"),
            organisation("Firm", "private-company"),
        ),
        sizes=(size("Prime", 5e8, 5e8), size("Homes", 2e6, 2e6)),
        capabilities=(
            local_work("Prime", "work", (A,)),
            local_work("Homes", "housing", (A, B), capacity=400.0),
            local_work("Works", "work", (A, B), capacity=300.0),
            local_work("Firm", "housing", (B,), capacity=200.0),
        ),
        rules=(rule("exposure", 0.3), rule("pbr_share", 0.1)),
    )
    return snapshot, recommend(snapshot, Brief(area="CPA1", k=1, min_vcse_share=0.0))


def found(*answers: Answer, **asked: Any) -> Investors:
    snapshot, answer = market()
    return capital_needs(
        snapshot,
        answers or (answer,),
        InvestorQuery(**asked),
        directory=Directory(snapshot),
        as_of=OPENED,
    )


def test_each_paid_seat_but_the_leads_has_a_need_and_the_sum_is_told() -> None:
    _, answer = market()
    seats = {member.name for member in answer.lineups[0].members if member.role != "lead"}
    investors = found()
    assert {need.name for need in investors.needs} == seats
    assert len(seats) >= 2
    assert investors.unpaid == len(answer.lineups[0].members) - len(seats)
    assert investors.amount_gbp == pytest.approx(sum(n.amount_gbp for n in investors.needs))
    assert investors.areas[0].seats == investors.total == len(seats)


def test_the_amount_is_the_offers_own_and_its_address_gives_the_same_offer() -> None:
    snapshot, answer = market()
    names = {row.key: row.name for row in snapshot.pathways}
    for need in found().needs:
        member = next(each for each in answer.lineups[0].members if each.id == need.id)
        share = share_of(member, area=answer.area, pathway=lambda key: names[key])
        assert share is not None
        offer = paying_for_itself(offer_of(share), 0.05)
        capital = working_capital(offer)
        assert need.amount_gbp == float(capital.amount_gbp)
        assert (need.needed_by, need.back_by) == (capital.needed_by, capital.back_by)
        assert need.offer["from_member"] == need.id
        changed = {k: v for k, v in need.offer.items() if not k.startswith("from_")}
        again = read_texts(changed, start=offer_of(share))
        assert again == offer


def test_the_largest_need_stands_first() -> None:
    amounts = [need.amount_gbp for need in found().needs]
    assert amounts == sorted(amounts, reverse=True)
    assert [need.rank for need in found().needs] == list(range(1, len(amounts) + 1))
    assert len(found(limit=1).needs) == 1
    assert found(limit=1).total == len(amounts)


def test_a_share_of_turnover_is_told_only_where_that_is_known() -> None:
    shares = {need.name: (need.amount_gbp, need.share_of_turnover) for need in found().needs}
    amount, share = shares["Homes"]
    assert share == pytest.approx(amount / 2e6, abs=1e-3)
    assert shares["Works"][1] is None


def test_filters_leave_only_what_is_asked_for() -> None:
    assert {need.sector for need in found(sector="vcse").needs} == {"vcse"}
    assert {need.pathways for need in found(pathway="housing").needs} <= {("housing",)}
    amounts = sorted(need.amount_gbp for need in found().needs)
    assert [n.amount_gbp for n in found(most_gbp=amounts[0]).needs] == amounts[:1]
    assert [n.amount_gbp for n in found(least_gbp=amounts[-1]).needs] == amounts[-1:]
    months = [need.back_months for need in found().needs if need.back_months is not None]
    assert found(back_months=max(months)).total == len(months)
    assert found(back_months=0).total == 0
    roles = {need.role for need in found().needs}
    assert sum(found(role=role).total for role in ("tier-2", "tier-3")) == found().total
    assert roles <= {"tier-2", "tier-3"}


def test_later_payment_never_needs_less() -> None:
    soon, late = ({n.id: n.amount_gbp for n in found(payment_days=d).needs} for d in (0, 120))
    assert all(late[who] >= amount for who, amount in soon.items())
    assert any(late[who] > amount for who, amount in soon.items())


def two_areas(**asked: Any) -> Investors:
    """The same line-up in two areas."""
    _, answer = market()
    second = replace(answer, area=replace(answer.area, id="CPA2", name="Elsewhere"))
    return found(answer, second, **asked)


def test_seats_of_one_organisation_are_put_together() -> None:
    one, both = found(), two_areas()
    assert {each.name for each in both.borrowers} == {need.name for need in one.needs}
    for each in both.borrowers:
        seat = next(need for need in one.needs if need.id == each.id)
        assert (each.seats, each.areas) == (2, 2)
        assert each.amount_gbp == pytest.approx(2 * seat.amount_gbp)
        assert each.back_by == seat.back_by
    homes = next(each for each in both.borrowers if each.name == "Homes")
    assert homes.share_of_turnover == pytest.approx(homes.amount_gbp / 2e6, abs=1e-3)
    assert {each.share_of_turnover for each in both.borrowers if each.name != "Homes"} == {None}
    amounts = [each.amount_gbp for each in both.borrowers]
    assert amounts == sorted(amounts, reverse=True)


def test_what_organisations_need_adds_up_to_what_all_seats_need_whatever_is_named() -> None:
    for investors in (two_areas(), two_areas(limit=1), two_areas(sector="vcse")):
        every = two_areas(sector="vcse" if investors.total < two_areas().total else "")
        assert sum(each.amount_gbp for each in every.borrowers) == pytest.approx(
            investors.amount_gbp
        )
    short = two_areas(limit=1)
    assert len(short.borrowers) == 1
    assert short.borrowers[0].seats == 2
    assert short.borrowers_total == two_areas().borrowers_total > 1


def test_an_organisation_one_of_whose_seats_never_pays_back_never_does() -> None:
    needs = two_areas().needs
    lost = replace(needs[0], back_by=None)
    (borrower,) = _borrowers([lost, *(each for each in needs[1:] if each.id == lost.id)])
    assert borrower.back_by is None
    nothing = replace(needs[0], amount_gbp=0.0, needed_by=None, back_by=None)
    (other,) = _borrowers([nothing, *(each for each in needs[1:] if each.id == lost.id)])
    assert other.back_by is not None


def test_every_assumption_is_listed_as_it_is_used() -> None:
    told = {each.field: each.value for each in found(payment_days=60).assumptions}
    assert told["payment_days"] == "60 days"
    assert told["surplus_share"] == "0.05"
    assert {"starts", "ends", "ramp_up_months", "overhead_share"} <= set(told)


def test_notes_tell_what_a_reader_must_know() -> None:
    snapshot, answer = market()
    unproven = replace(
        answer, lineups=(replace(answer.lineups[0], proven_optimal=False), *answer.lineups[1:])
    )
    investors = capital_needs(
        snapshot,
        (unproven, answer),
        InvestorQuery(),
        directory=Directory(snapshot),
        as_of=OPENED,
        without=("CPA2",),
        asked=5,
    )
    told = " ".join(investors.notes)
    assert "Nobody named has been asked" in told
    assert "Not every line-up is proven" in told
    assert "No line-up keeps all the rules in: CPA2." in told
    assert "stopped before 2 of 5 areas" in told
    assert "Each area is solved for itself" in told
    assert len(found().notes) == 2


def test_a_seat_of_which_no_offer_can_be_made_is_counted_and_told() -> None:
    _, answer = market()
    line_up = answer.lineups[0]
    huge = next(each for each in line_up.members if each.role != "lead")
    grown = replace(huge, value_gbp=1e10, volume_needs_a_year=1.0)
    members = tuple(grown if each is huge else each for each in line_up.members)
    odd = replace(answer, lineups=(replace(line_up, members=members),))
    investors = found(odd)
    assert huge.id not in {need.id for need in investors.needs}
    assert investors.unpaid == found().unpaid
    assert any("Of 1 paid seats no offer can be made" in note for note in investors.notes)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(InvestorQueryError) as raised:
        found(
            sector="church",
            role="king",
            pathway="x",
            least_gbp=5.0,
            most_gbp=1.0,
            back_months=999,
            payment_days=-1,
            surplus_share=0.9,
            limit=0,
        )
    fields = [each.field for each in raised.value.mistakes]
    assert fields == [
        *("sector", "role", "most_gbp", "back_months", "payment_days", "surplus_share", "limit"),
        "pathway",
    ]


def test_amounts_out_of_range_are_told() -> None:
    with pytest.raises(InvestorQueryError, match="least_gbp: -1 is not between 0 and"):
        found(least_gbp=-1.0)


def test_a_contract_that_pays_for_itself_leaves_its_surplus() -> None:
    for surplus in (0.0, 0.05, 0.2):
        total = base_case(paying_for_itself(Offer(), surplus)).total
        left = 1 - total.costs_gbp / total.income_gbp
        assert float(left) == pytest.approx(surplus, abs=1e-4)


@given(st.floats(0, MOST_SURPLUS), st.floats(0, MOST_SURPLUS))
def test_a_larger_surplus_never_needs_more(one: float, other: float) -> None:
    less, more = sorted((one, other))
    amounts = [
        working_capital(paying_for_itself(Offer(), each)).amount_gbp for each in (less, more)
    ]
    assert amounts[1] <= amounts[0] + Decimal(1)
