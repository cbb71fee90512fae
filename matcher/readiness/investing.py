"""Who needs working capital for a seat in a suggested line-up, how much, and when it is back.

For each seat that is a paid sub-contract the line-up says what its work is worth a year, how many
needs it meets and what depends on results. `matcher.offers.from_line_up` makes an offer of that,
with assumptions for the rest. A credible contract pays for itself, so all costs are scaled alike:

    scale  = (1 - surplus share) * income of the whole contract / its costs

and `matcher.offers.base_case` gives the working capital:

    amount = the depth of the lowest point of all that came in less all that went out
    back   = the first month from which on that sum stays at or above 0

Both rest on the assumptions, which every answer lists.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from matcher.errors import OfferError
from matcher.offers.base_case import working_capital
from matcher.offers.from_line_up import offer_of, share_of, share_texts
from matcher.offers.model import flows
from matcher.offers.reading import differing_texts, texts_of
from matcher.offers.records import Offer
from matcher.offers.scenarios import as_expected
from matcher.offers.timeline import timeline
from matcher.offers.words import OFFER_FIELDS
from matcher.questions.partner_records import SUGGESTED
from matcher.readiness.investor_records import (
    Assumption,
    Borrower,
    CapitalNeed,
    InvestorArea,
    InvestorQuery,
    Investors,
    check,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import Answer, Member
    from matcher.brief.names import Directory
    from matcher.offers.from_line_up import MemberShare

_MONTHS_A_YEAR = 12
_DIGITS = 4
_ASSUMED = {
    "mobilised_from": "The contracts of 2014 were signed in December 2014.",
    "starts": "They took effect in February 2015.",
    "ends": "Seven years, the shortest term that was announced.",
    "ramp_up_months": "Assumed.",
    "payment_days": "Assumed; change it in the question.",
    "late_days": "Assumed.",
    "minimum_guarantee_share": "Assumed.",
    "followup_months": "Results are measured over 12 months.",
    "court_months": "Six months more for the courts' results.",
    "publication_months": "Assumed, until results are published.",
    "advance_share": "Assumed.",
    "overhead_share": "Assumed.",
}
"""What is assumed of every contract, by the field of an offer, and why."""


def capital_needs(
    snapshot: Snapshot,
    answers: Sequence[Answer],
    query: InvestorQuery,
    *,
    directory: Directory,
    as_of: date,
    without: Sequence[str] = (),
    asked: int | None = None,
) -> Investors:
    """Find who needs working capital in the best line-up of each answer.

    Parameters
    ----------
    snapshot : the facts
    answers : the line-ups of some areas, of which the best counts
    query : which seats, and what is assumed
    directory : the names of the snapshot
    as_of : the day of the facts
    without : areas that have no line-up under the rules
    asked : how many areas were asked about, if the search was stopped before all were done

    Raises
    ------
    InvestorQueryError
        With all mistakes of the question at once.
    """
    pathway = check(query, directory)
    names = {row.key: row.name for row in snapshot.pathways}
    key = None if pathway is None else snapshot.pathways[pathway].key
    paid = [need for answer in answers for need in _needs(answer, query, names)]
    every = [need for need in paid if need is not None]
    found = [need for need in every if _wanted(need, query, key)]
    ranked = sorted(found, key=lambda need: (-need.amount_gbp, need.name, need.area.id))
    borrowers = _borrowers(ranked)
    return Investors(
        status=SUGGESTED,
        programme=snapshot.facts.programme.id,
        data_version=snapshot.data_version,
        as_of=as_of.isoformat(),
        areas=tuple(_area(answer, every) for answer in answers),
        total=len(ranked),
        amount_gbp=_sum(ranked),
        unpaid=sum(len(each.lineups[0].members) for each in answers) - len(paid),
        borrowers=borrowers[: query.limit],
        borrowers_total=len(borrowers),
        needs=tuple(
            replace(need, rank=rank) for rank, need in enumerate(ranked[: query.limit], start=1)
        ),
        assumptions=tuple(_assumptions(query)),
        notes=tuple(_notes(answers, without, asked, odd=len(paid) - len(every))),
    )


def _borrowers(needs: Sequence[CapitalNeed]) -> tuple[Borrower, ...]:
    """Put the seats of each organisation together, the largest need first."""
    seats: dict[str, list[CapitalNeed]] = {}
    for need in needs:
        seats.setdefault(need.id, []).append(need)
    found = (_borrower(each) for each in seats.values())
    return tuple(sorted(found, key=lambda one: (-one.amount_gbp, one.name)))


def _borrower(seats: Sequence[CapitalNeed]) -> Borrower:
    first = seats[0]
    shares = [need.share_of_turnover for need in seats]
    known = [share for share in shares if share is not None]
    back = [need.back_by for need in seats if need.back_by is not None]
    always_back = all(need.back_by is not None or need.needed_by is None for need in seats)
    return Borrower(
        id=first.id,
        name=first.name,
        sector=first.sector,
        seats=len(seats),
        areas=len({need.area.id for need in seats}),
        amount_gbp=_sum(seats),
        share_of_turnover=round(sum(known), _DIGITS) if len(known) == len(shares) else None,
        back_by=max(back, default=None) if always_back else None,
    )


def _needs(
    answer: Answer, query: InvestorQuery, names: dict[str, str]
) -> Iterator[CapitalNeed | None]:
    """Yield what each paid seat needs; None for one of which no offer can be made."""
    for member in answer.lineups[0].members:
        share = share_of(member, area=answer.area, pathway=lambda key: names.get(key, key))
        if share is None:
            continue
        try:
            yield _need(answer, member, share, query)
        except OfferError:
            yield None


def _need(answer: Answer, member: Member, share: MemberShare, query: InvestorQuery) -> CapitalNeed:
    suggested = offer_of(share)
    offer = paying_for_itself(suggested.with_(payment_days=query.payment_days), query.surplus_share)
    capital = working_capital(offer)
    amount = float(capital.amount_gbp)
    turnover = member.value_gbp / member.share_of_turnover if member.share_of_turnover else None
    texts = {**share_texts(share), **differing_texts(offer, start=suggested)}
    return CapitalNeed(
        rank=0,
        area=answer.area,
        id=member.id,
        name=member.name,
        kind=member.kind,
        sector=member.sector,
        role=member.role,
        pathways=member.pathways,
        value_gbp=round(member.value_gbp, 2),
        results_gbp=round(member.risk_gbp, 2),
        basis=member.capacity.basis,
        amount_gbp=amount,
        needed_by=capital.needed_by,
        back_by=capital.back_by,
        back_months=_months_between(offer.mobilised_from, capital.back_by),
        share_of_turnover=None if turnover is None else round(amount / turnover, _DIGITS),
        offer=texts,
    )


def paying_for_itself(offer: Offer, surplus_share: float) -> Offer:
    """Scale all costs of an offer so that the whole contract leaves a share of its income.

    Raises
    ------
    OfferError
        If the costs are then too small or large for an offer.
    """
    months = timeline(offer)
    found = flows(offer, months, as_expected(offer, months))
    income, costs = float(found.income.total[0].sum()), float(found.costs.total[0].sum())
    scale = (1 - surplus_share) * income / costs
    exact = Decimal(repr(scale))
    return offer.with_(
        staff_fte=round(offer.staff_fte * scale, 4),
        services=tuple(
            replace(each, cost_per_person_gbp=_pence(each.cost_per_person_gbp * exact))
            for each in offer.services
        ),
        **{name: _pence(getattr(offer, name) * exact) for name in _COSTS},
    )


_COSTS = (
    "step_cost_gbp_a_year",
    "fixed_costs_gbp_a_year",
    "pension_cost_gbp_a_year",
    "tupe_cost_gbp",
    "mobilisation_cost_gbp",
    "exit_cost_gbp",
)
"""The costs that are amounts."""
_PENNY = Decimal("0.01")


def _pence(amount: Decimal) -> Decimal:
    return amount.quantize(_PENNY)


def _months_between(start: date, end: date | None) -> int | None:
    if end is None:
        return None
    return (end.year - start.year) * _MONTHS_A_YEAR + end.month - start.month


def _wanted(need: CapitalNeed, query: InvestorQuery, pathway: str | None) -> bool:
    """Whether a seat is one of those asked for."""
    return (
        query.sector in {"", need.sector}
        and query.role in {"", need.role}
        and (pathway is None or pathway in need.pathways)
        and (query.least_gbp is None or need.amount_gbp >= query.least_gbp)
        and (query.most_gbp is None or need.amount_gbp <= query.most_gbp)
        and (
            query.back_months is None
            or (need.back_months is not None and need.back_months <= query.back_months)
        )
    )


def _area(answer: Answer, every: Sequence[CapitalNeed]) -> InvestorArea:
    best = answer.lineups[0]
    own = [need for need in every if need.area.id == answer.area.id]
    return InvestorArea(
        area=answer.area,
        score=best.score,
        proven_optimal=best.proven_optimal,
        seats=len(own),
        amount_gbp=_sum(own),
    )


def _sum(needs: Sequence[CapitalNeed]) -> float:
    return round(sum(need.amount_gbp for need in needs), 2)


def _assumptions(query: InvestorQuery) -> Iterator[Assumption]:
    texts = texts_of(Offer().with_(payment_days=query.payment_days))
    for name, why in _ASSUMED.items():
        field = OFFER_FIELDS[name]
        unit = f" {field.unit}" if field.unit else ""
        yield Assumption(field=name, label=field.label, value=f"{texts[name]}{unit}", why=why)
    yield Assumption(
        field="surplus_share",
        label="Surplus",
        value=f"{query.surplus_share:g}",
        why="Of the income of the whole contract: chosen; change it in the question. All costs are "
        "scaled alike to leave it, in the proportions of the example of an offer.",
    )


def _notes(
    answers: Sequence[Answer], without: Sequence[str], asked: int | None, *, odd: int
) -> Iterator[str]:
    yield "Nobody named has been asked, and nobody has said that it wants to borrow."
    yield (
        "Amounts are what the model expects under the assumptions below, before anybody's own "
        "reserves. They are no forecast, and no advice to invest."
    )
    if len(answers) > 1:
        yield (
            "Each area is solved for itself, so somebody may have more seats than it could take: "
            "look at what an organisation's seats need together, of its turnover."
        )
    if any(not answer.lineups[0].proven_optimal for answer in answers):
        yield "Not every line-up is proven to be the best: more time may find a better one."
    if odd:
        yield f"Of {odd} paid seats no offer can be made: they are too small or too large."
    if without:
        yield f"No line-up keeps all the rules in: {', '.join(without)}."
    if asked is not None and asked > len(answers) + len(without):
        missed = asked - len(answers) - len(without)
        yield f"The search was stopped before {missed} of {asked} areas were done."
