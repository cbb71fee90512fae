"""Judgements, counterfactuals, trade-offs, portfolios and markets in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import (
    UNKNOWN,
    Line,
    millions,
    percent,
    points,
    proof,
    spaced,
    thousands,
    titled_table,
)
from api.cli.tables.line_ups import SUGGESTION, answer_parts, asked_parts, line_up_parts
from api.formats.area_codes import main_code, main_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.formats.words import Words
    from graph.snapshot.snapshot import Snapshot
    from matcher.questions.findings import (
        Change,
        Completion,
        Counterfactual,
        Judgement,
        Market,
        Portfolio,
        Tradeoffs,
    )

_IN_DEMAND = 20
_WIDELY = 2


def _heading(title: str, as_of: str, data_version: str) -> Iterator[RenderableType]:
    yield Line(title, bold=True)
    yield Line(f"Facts as of {as_of}, data version {data_version}. {SUGGESTION}\n")


def judgement_parts(found: Judgement, words: Words) -> Iterator[RenderableType]:
    """Show a judgement."""
    yield from _heading(f"{found.area.name} ({found.area.id})", found.as_of, found.data_version)
    yield from asked_parts(found.brief, words)
    if found.line_up is not None:
        best = f"{points(found.best_score)} ({proof(found.best_proven)})"
        share = percent(found.share_of_best)
        yield Line(
            f"This line-up scores {points(found.line_up.score)}, {share} of the best that keeps "
            f"all rules: {best}."
        )
    for rule in found.broken:
        yield Line(f"It breaks a rule: {rule}.", bold=True)
    yield Line("")
    table = titled_table(
        "What would change it most, one member at a time",
        "",
        "Comes",
        "Goes",
        right=("Score", "Gain", "Could\nmeet"),
    )
    rows = {
        "Weakest link": found.weakest,
        "Best addition": found.addition,
        "Best swap": found.swap,
        "Best removal": found.removal,
    }
    for name, change in rows.items():
        table.add_row(name, *_change(change))
    yield spaced(table)
    if found.line_up is not None:
        title = f"The line-up as given: score {found.line_up.score:z.4f} with its best volumes"
        yield from line_up_parts(found.line_up, words, reasons=False, title=title)


def completion_parts(found: Completion, snapshot: Snapshot) -> Iterator[RenderableType]:
    """Show the line-ups that keep the members, after what keeping them costs."""
    cost = UNKNOWN if found.cost is None else points(found.cost)
    yield Line(
        f"Keeping these members costs {cost} ({proof(found.cost_proven)}): the best line-up there "
        f"is scores {points(found.best_score)}.\n"
    )
    yield from answer_parts(found.answer, snapshot, reasons=False)


def _change(change: Change | None) -> tuple[str, ...]:
    if change is None:
        return ("none", "", "", "", "")
    mark = "" if change.proven else " (not proven)"
    return (
        change.comes_name or "",
        change.goes_name or "",
        points(change.score),
        f"{change.gain:+z.4f}{mark}",
        percent(change.coverage),
    )


def why_not_parts(found: Counterfactual, words: Words) -> Iterator[RenderableType]:
    """Show why an organisation is left out and what would bring it in."""
    title = f"{found.name} in {found.area.name} ({found.area.id})"
    yield from _heading(title, found.as_of, found.data_version)
    yield from asked_parts(found.brief, words)
    best = points(found.best.score if found.best else None)
    if found.included:
        yield Line("It is in the best line-up.\n", bold=True)
    elif found.with_it is None:
        there_is = "There is no line-up" if found.cost_proven else "No line-up was found in time"
        yield Line(f"{there_is} with it that keeps the rules.\n", bold=True)
    elif found.cost is None:
        yield Line("No line-up without it keeps the rules.\n", bold=True)
    else:
        yield Line(f"Its best line-up {_compared(found.cost)}, {best}.\n", bold=True)
    for obstacle in found.obstacles:
        yield Line(f"- {obstacle.sentence}")
    if found.remedies:
        table = titled_table(
            "The smallest changes that would bring it in, each alone",
            "Enough",
            "Change",
            right=("Score then",),
            last="",
        )
        for row in found.remedies:
            proven = "" if row.proven else "not proven"
            enough = "yes" if row.enough else "no"
            table.add_row(enough, row.sentence, points(row.score), proven)
        yield spaced(table)
    if found.with_it is not None:
        yield Line("")
        whose = "The best line-up" if found.included else "Its best line-up"
        title = f"{whose}: score {found.with_it.score:z.4f}"
        yield from line_up_parts(found.with_it, words, reasons=False, title=title)


def _compared(cost: float) -> str:
    if cost > 0:
        return f"scores {cost:z.4f} less than the best one"
    if cost < 0:
        return f"would score {-cost:z.4f} more than the best one that the brief allows"
    return "is as good as the best one, which goes without it"


def tradeoff_parts(found: Tradeoffs, words: Words) -> Iterator[RenderableType]:
    """Show the line-ups that nothing betters, and how each differs from the first."""
    yield from _heading(f"{found.area.name} ({found.area.id})", found.as_of, found.data_version)
    yield from asked_parts(found.brief, words)
    table = titled_table(
        f"Line-ups that no other betters on all three ({found.asked} combinations solved)",
        right=("Coverage", "Past work", "VCSE share", "Pair weight", "Least VCSE"),
        last="Members who are not in the first",
    )
    first = set(found.line_ups[0].members) if found.line_ups else set()
    for row in found.line_ups:
        new = [words.organisation(i) for i in row.members if i not in first]
        figures = f"{row.coverage:z.4f}", f"{row.affinity:z.4f}", f"{row.inclusion:z.1%}"
        weights = f"{row.pair_weight:g}", percent(row.min_vcse_share)
        mark = "" if row.proven else " (not proven)"
        table.add_row(*figures, *weights, (", ".join(new) or "none") + mark)
    yield table


def portfolio_parts(found: Portfolio, words: Words) -> Iterator[RenderableType]:
    """Show a portfolio: the areas, and who is shared between them."""
    yield from _heading(f"Portfolio of {found.lead_name}", found.as_of, found.data_version)
    cap = "no cap" if found.market_share_cap is None else f"cap {found.market_share_cap:z.0%}"
    yield Line(
        f"Worth {millions(found.score)} (annual value times score), at most {found.gap:z.2%} below "
        f"the best there is; {found.market_share:z.1%} of the market ({cap}); access to "
        f"{millions(found.funding_required_gbp)} asked for, "
        f"{millions(found.funding_access_gbp)} estimated.\n"
    )
    yield from _areas(found)
    if not found.shared:
        return
    shared = titled_table(
        "Members in several areas",
        "Organisation",
        right=("Areas", "Value", "Of its limit"),
        last="Where",
    )
    for one in found.shared:
        where = ", ".join(words.area(area) for area in one.areas)
        shared.add_row(
            one.name,
            str(len(one.areas)),
            thousands(one.value_gbp),
            percent(one.share_of_limit),
            where,
        )
    yield shared


def _areas(found: Portfolio) -> Iterator[RenderableType]:
    """The areas to bid for, then the others by what keeps them out."""
    scheme = main_scheme(row.area for row in found.areas)
    table = titled_table(
        "Areas to bid for",
        scheme or "Id",
        "Area",
        right=("Value\na year", "Score", "Could\nmeet", "Lowest\npathway", "Lowest\ncohort"),
        last="With whom",
    )
    others: dict[str, list[str]] = {}
    for row in found.areas:
        if row.line_up is None:
            others.setdefault(row.why_not or "", []).append(row.area.name)
            continue
        table.add_row(
            main_code(row.area, scheme),
            row.area.name,
            millions(row.annual_value_gbp),
            points(row.line_up.score),
            percent(row.line_up.coverage.overall),
            percent(row.line_up.coverage.lowest_pathway.share),
            percent(row.line_up.coverage.lowest_cohort.share),
            ", ".join(member.name for member in row.line_up.members),
        )
    if table.rows:
        yield spaced(table)
    for why, names in others.items():
        yield Line(f"Not chosen: {'; '.join(names)}.\n{why}\n")


def market_parts(found: Market, words: Words) -> Iterator[RenderableType]:
    """Show every area's best line-up in a line, and who is in demand."""
    yield from _heading("The market", found.as_of, found.data_version)
    scheme = main_scheme(row.area for row in found.areas)
    table = titled_table(
        "Every area's best line-up, each for itself",
        scheme or "Id",
        "Area",
        right=("Score", "Could\nmeet", "Lowest\npathway", "Lowest\ncohort"),
        last="Prime provider, and the members",
    )
    for row in found.areas:
        others = [words.organisation(i) for i in row.members if i != row.lead]
        who = row.why_none or "; ".join([words.organisation(row.lead or ""), ", ".join(others)])
        mark = "" if row.proven_optimal or row.score is None else " (not proven)"
        table.add_row(
            main_code(row.area, scheme),
            row.area.name,
            points(row.score),
            percent(row.coverage),
            percent(row.lowest_pathway.share if row.lowest_pathway else None),
            percent(row.lowest_cohort.share if row.lowest_cohort else None),
            who + mark,
        )
    yield spaced(table)
    widely = [one for one in found.in_demand if len(one.areas) >= _WIDELY]
    demand = titled_table(
        "In demand everywhere",
        "Organisation",
        "Sector",
        right=("Areas", "As lead", "Needs a year", "Times its capacity"),
    )
    for one in widely[:_IN_DEMAND]:
        times = one.times_its_capacity
        demand.add_row(
            one.name,
            words.sector(one.sector),
            str(len(one.areas)),
            str(len(one.leads)),
            f"{one.volume_needs_a_year:z,.0f}",
            UNKNOWN if times is None else f"{times:z.1f}",
        )
    yield demand
    twice = sum((one.times_its_capacity or 0.0) > 1 for one in found.in_demand)
    yield Line(
        f"\nEach area is solved for itself. So more is asked of {twice} bodies than they can do in "
        "all areas together. `matcher national` counts everybody's capacity once."
    )
