"""Several areas solved together for one lead: which to bid for, and with whom.

    maximise   sum over areas bid for of  annual value * score of its line-up
    subject to each area's own rules; the market-share cap, and the lead's access to funding and
               its guarantee, over all areas bid for; and, for each organisation, its work in all
               areas together worth at most its exposure limit (`matcher.case.exposure`).

The areas are tied only by the last two. Put a price on each organisation's pounds: the areas fall
apart into line-up problems with a price on volume, each solved with its proof, and a small knapsack
chooses among them. Any prices give a bound on all portfolios; better ones come from sharing the
limits among the line-ups found so far (`matcher.questions.portfolio.prices`), half way from the
best prices yet. Each round also makes a portfolio that keeps the rules, area by area, the dearest
first, with what the earlier areas left, and solves good ones again area by area with what the
others leave; the best is the answer, and its distance from the bound its gap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer.describe import area_label, describe
from matcher.brief.gates import GateKey
from matcher.brief.names import Directory
from matcher.case.exposure import exposure_limits
from matcher.engine.clock import Clock
from matcher.errors import BriefError, BriefMistake
from matcher.inquiry.inquiry import Inquiry, in_parallel
from matcher.lineups import heading, open_case
from matcher.problem.totals import volume_by_candidate
from matcher.questions.findings import Portfolio, PortfolioArea, Shared
from matcher.questions.portfolio.choosing import Budget, choose
from matcher.questions.portfolio.prices import Master

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.request import Brief
    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Solved
    from matcher.problem.model import Problem, Solution

    Floats = NDArray[np.float64]

ROUNDS = 20
GAP = 2e-3
_DIGITS = 6
_PENNY = 0.5
_TRUST = 0.5
_PROMISING = 0.01
_CLOSE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tender:
    """The areas and what ties them together.

    `value` is each area's annual value and `unit_cost` its cost of a need, shape (A,); `limit` is
    each organisation's exposure limit, shape (N,); `budgets` are what limits the areas together.
    """

    cases: tuple[Case, ...]
    inquiries: tuple[Inquiry, ...]
    value: Floats
    unit_cost: Floats
    limit: Floats
    budgets: tuple[Budget, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plan:
    """Line-ups by area that keep all the rules, and their worth in pounds.

    `found` are all areas' answers at the prices of the plan's round.
    """

    line_ups: Mapping[int, Solution]
    worth: float
    found: Sequence[Solved]


def portfolio(
    snapshot: Snapshot,
    brief: Brief,
    areas: Sequence[str],
    *,
    directory: Directory | None = None,
    rounds: int = ROUNDS,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, float], None] = lambda _round, _gap: None,
) -> Portfolio:
    """Choose areas and line-ups for the brief's lead.

    Parameters
    ----------
    brief : with a lead; its area is not used
    areas : identifiers or names of the areas that come into question
    stop : asked often; once it says yes the best portfolio so far is the answer
    progress : told each round's number and gap

    Raises
    ------
    BriefError
        With all the mistakes at once; a portfolio needs a lead and at least one area.
    """
    tender = _tender(snapshot, brief, areas, directory or Directory(snapshot), stop)
    master = Master(len(tender.cases), tender.limit, tender.budgets)
    price = centre = np.zeros(len(snapshot.organisations))
    best: _Plan | None = None
    bound, done, trust = np.inf, 0, _TRUST
    clock = Clock(brief.time_limit_s)
    for done in range(1, rounds + 1):
        found = _solve_areas(tender, price)
        worth, chosen = _choice(tender, found)
        total = worth + _held(price, tender.limit)
        if total < bound:
            bound, centre, trust = total, price, _TRUST
        else:
            trust = (1 + trust) / 2
        plan = _plan(tender, found, chosen, price)
        if best is None or plan.worth >= best.worth * (1 - _PROMISING):
            plan = _improved(tender, plan)
        best = plan if best is None or plan.worth > best.worth else best
        gap = _gap(bound, best.worth)
        progress(done, gap)
        if gap <= GAP or stop() or clock.has_passed:
            break
        _learn(tender, master, found, plan)
        price = trust * centre + (1 - trust) * master.prices()
    if best is None:
        message = "a portfolio needs at least one round"
        raise ValueError(message)
    return _report(tender, best, max(bound, best.worth), done)


def _learn(tender: _Tender, master: Master, found: Sequence[Solved], plan: _Plan) -> None:
    """Add the line-ups of a round."""
    priced = {area: one.solution for area, one in enumerate(found)}
    for area, solution in (*priced.items(), *plan.line_ups.items()):
        if solution is not None:
            worth = float(tender.value[area]) * _score(solution)
            master.add(area, worth, _use(tender, area, solution))


def _score(solution: Solution) -> float:
    """A line-up's score without the price of its volume."""
    return solution.objective - solution.criteria.get("volume price", 0.0)


def _gap(bound: float, worth: float) -> float:
    return max(bound - worth, 0.0) / max(worth, _PENNY)


def _held(price: Floats, limit: Floats) -> float:
    priced = price > 0
    return float(price[priced] @ limit[priced])


def _tender(
    snapshot: Snapshot,
    brief: Brief,
    areas: Sequence[str],
    names: Directory,
    stop: Callable[[], bool],
) -> _Tender:
    mistakes = []
    if brief.lead is None:
        mistakes.append(BriefMistake("lead", "a portfolio needs a lead: whose is it?"))
    if not areas:
        mistakes.append(BriefMistake("areas", "name at least one area, or ask for all"))
    cases: dict[int, Case] = {}
    for area in areas:
        try:
            case = open_case(snapshot, replace(brief, area=area), directory=names)
            cases[case.brief.area] = case
        except BriefError as error:
            mistakes += [mistake for mistake in error.mistakes if mistake not in mistakes]
    if mistakes:
        raise BriefError(mistakes)
    ordered = tuple(cases[area] for area in sorted(cases))
    value = np.array([snapshot.areas[case.brief.area].annual_value_gbp for case in ordered])
    limits = np.array([exposure_limits(case) for case in ordered])
    return _Tender(
        cases=ordered,
        inquiries=tuple(Inquiry(case, stop=stop) for case in ordered),
        value=value,
        unit_cost=np.array([case.capacity.unit_cost_gbp for case in ordered]),
        limit=limits.max(axis=0),
        budgets=tuple(_budgets(snapshot, ordered, value)),
    )


def _budgets(snapshot: Snapshot, cases: Sequence[Case], value: Floats) -> Iterator[Budget]:
    """What limits the areas that the lead can win: its share of the market, its funding."""
    gates, lead = cases[0].brief.gates, cases[0].brief.lead
    market = sum(area.annual_value_gbp for area in snapshot.areas)
    if gates.on(GateKey.MARKET_SHARE):
        cap = gates.figure(GateKey.MARKET_SHARE, off=1.0) * market
        yield Budget(name="market-share cap", use=value, limit=cap)
    access = float(cases[0].leads.access_gbp[lead])
    if np.isnan(access):
        return
    if gates.on(GateKey.FUNDING_ACCESS) and not any(case.leads.shown[lead] for case in cases):
        asked = gates.figure(GateKey.FUNDING_ACCESS, off=0.0) * value
        yield Budget(name="lead's access to funding", use=asked, limit=access)
    if gates.on(GateKey.GUARANTEE):
        asked = gates.figure(GateKey.GUARANTEE, off=0.0) * value
        yield Budget(name="guarantee that the lead can give", use=asked, limit=access)


def _priced(tender: _Tender, area: int, price: Floats) -> Problem:
    """An area's problem with the prices of its candidates' pounds, in units of its score."""
    case = tender.cases[area]
    of_volume = price[case.candidates] * tender.unit_cost[area] / tender.value[area]
    return replace(case.problem, volume_price=of_volume)


def _solve_areas(tender: _Tender, price: Floats) -> list[Solved]:
    def one(area: int) -> Solved:
        return tender.inquiries[area].solve(_priced(tender, area, price))

    return list(in_parallel(one, range(len(tender.cases))))


def _choice(tender: _Tender, found: Sequence[Solved]) -> tuple[float, list[int]]:
    """A bound on what any areas are worth together, and those to take of the areas answered.

    An area without an answer counts for nothing only where that is proven.
    """
    problems = [case.problem for case in tender.cases]
    scores = [one.bound(problem) for one, problem in zip(found, problems, strict=True)]
    bounds = np.array(scores) * tender.value
    best = choose(bounds, tender.budgets)
    bound = float(bounds[list(best)].sum())
    return bound, [area for area in best if found[area].solution is not None]


def _use(tender: _Tender, area: int, solution: Solution) -> Floats:
    """What a line-up puts under contract, in pounds by organisation, shape (N,)."""
    use = np.zeros(len(tender.limit))
    use[tender.cases[area].candidates] = (
        volume_by_candidate(solution.volume) * tender.unit_cost[area]
    )
    return use


def _plan(tender: _Tender, found: Sequence[Solved], chosen: Sequence[int], price: Floats) -> _Plan:
    """Line-ups for the chosen areas that share the limits, the dearest area first."""
    left = tender.limit.copy()
    line_ups: dict[int, Solution] = {}
    worth = 0.0
    for area in sorted(chosen, key=lambda a: -tender.value[a]):
        solution = _within(tender, area, found[area], price, left)
        if solution is not None:
            line_ups[area] = solution
            left = np.maximum(left - _use(tender, area, solution), 0.0)
            worth += float(tender.value[area]) * solution.objective
    return _Plan(line_ups=line_ups, worth=worth, found=found)


def _improved(tender: _Tender, plan: _Plan) -> _Plan:
    """Solve each area of a plan again within what the others leave."""
    line_ups = dict(plan.line_ups)
    use = {area: _use(tender, area, solution) for area, solution in line_ups.items()}
    for area in sorted(line_ups, key=lambda a: -tender.value[a]):
        case = tender.cases[area]
        others = np.sum([use[other] for other in line_ups if other != area], axis=0)
        left = np.maximum(tender.limit - others, 0.0)[case.candidates]
        limited = replace(case.problem, value_limit=np.minimum(case.problem.value_limit, left))
        found = tender.inquiries[area].solve(limited).solution
        if found is not None and found.objective > line_ups[area].objective:
            line_ups[area], use[area] = found, _use(tender, area, found)
    worth = sum(float(tender.value[area]) * one.objective for area, one in line_ups.items())
    return replace(plan, line_ups=line_ups, worth=worth)


def _within(
    tender: _Tender, area: int, found: Solved, price: Floats, left: Floats
) -> Solution | None:
    """An area's line-up within what is left: the priced one if it fits, else one found anew."""
    case, inquiry = tender.cases[area], tender.inquiries[area]
    limit = np.minimum(case.problem.value_limit, left[case.candidates])
    limited = replace(case.problem, value_limit=limit)
    fits = None if found.solution is None else inquiry.score(found.solution.members, limited)
    if found.solution and fits and fits.objective >= _score(found.solution) * (1 - _CLOSE):
        return fits
    anew = inquiry.solve(replace(_priced(tender, area, price), value_limit=limit))
    other = None if anew.solution is None else inquiry.score(anew.solution.members, limited)
    both = [one for one in (fits, other) if one is not None]
    return max(both, key=lambda one: one.objective, default=None)


def _report(tender: _Tender, plan: _Plan, bound: float, rounds: int) -> Portfolio:
    case = tender.cases[0]
    snapshot, gates, lead = case.snapshot, case.brief.gates, case.brief.lead
    market = sum(area.annual_value_gbp for area in snapshot.areas)
    start = {key: value for key, value in heading(case).items() if key != "area"}
    required = float(sum(tender.cases[area].leads.required_gbp for area in plan.line_ups))
    access = None if lead is None else float(case.leads.access_gbp[lead])
    body = snapshot.organisations[lead] if lead is not None else None
    won = float(tender.value[list(plan.line_ups)].sum())
    return Portfolio(
        **start,
        lead="" if body is None else body.id,
        lead_name="" if body is None else body.name,
        market_value_gbp=round(market),
        market_share=round(won / market, _DIGITS),
        market_share_cap=_cap(gates.figure(GateKey.MARKET_SHARE, off=np.nan)),
        funding_required_gbp=round(required),
        funding_access_gbp=None if access is None or np.isnan(access) else round(access),
        score=round(plan.worth, 2),
        bound=round(bound, 2),
        gap=round(_gap(bound, plan.worth), _DIGITS),
        rounds=rounds,
        areas=tuple(_area(tender, plan, area) for area in range(len(tender.cases))),
        shared=tuple(_shared(tender, plan)),
    )


def _cap(figure: float) -> float | None:
    return None if np.isnan(figure) else figure


def _area(tender: _Tender, plan: _Plan, area: int) -> PortfolioArea:
    case = tender.cases[area]
    row = case.snapshot.areas[case.brief.area]
    solution = plan.line_ups.get(area)
    described = None if solution is None else describe(case, solution, solution.volume, rank=1)
    return PortfolioArea(
        area=area_label(row),
        annual_value_gbp=row.annual_value_gbp,
        chosen=solution is not None,
        why_not=None if solution is not None else _why_not(tender, plan, area),
        line_up=described,
    )


def _why_not(tender: _Tender, plan: _Plan, area: int) -> str:
    case, found = tender.cases[area], plan.found[area]
    lead = case.brief.lead
    if not case.problem.may_lead.any():
        failed = [
            gate.name.lower()
            for key, gate in case.brief.gates.gates.items()
            if gate.on and key in case.leads.fails and case.leads.fails[key][lead]
        ]
        return f"The lead cannot hold the contract: {', '.join(failed) or 'its kind, or its date'}."
    if found.solution is None:
        return "No line-up keeps the rules." if found.sure else "No line-up was found in time."
    chosen = [*plan.line_ups, area]
    full = [one.name for one in tender.budgets if not one.allows(chosen)]
    limits = " and the ".join(full) or "limits of the members"
    return f"Other areas are worth more within the {limits}."


def _shared(tender: _Tender, plan: _Plan) -> Iterator[Shared]:
    """The organisations in several of the line-ups, who is nearest its limit first."""
    snapshot = tender.cases[0].snapshot
    use = {area: _use(tender, area, solution) for area, solution in plan.line_ups.items()}
    total = np.sum([np.zeros(len(tender.limit)), *use.values()], axis=0)
    share = np.where(np.isinf(tender.limit), 0.0, total / np.maximum(tender.limit, _PENNY))
    members: dict[int, list[int]] = {}
    for area, solution in plan.line_ups.items():
        for member in solution.members:
            members.setdefault(int(tender.cases[area].candidates[member]), []).append(area)
    several = [index for index, where in members.items() if len(where) > 1]
    for index in sorted(several, key=lambda i: (-share[i], snapshot.organisations[i].name)):
        where = sorted(members[index])
        people = sum(use[area][index] / tender.unit_cost[area] for area in where)
        limit = tender.limit[index]
        yield Shared(
            id=snapshot.organisations[index].id,
            name=snapshot.organisations[index].name,
            areas=tuple(snapshot.areas[tender.cases[area].brief.area].id for area in where),
            volume_needs_a_year=round(float(people), 1),
            value_gbp=round(float(total[index])),
            limit_gbp=None if np.isinf(limit) else round(float(limit)),
            share_of_limit=None if np.isinf(limit) else round(float(share[index]), 4),
        )
