"""Judgements, counterfactuals, trade-offs, portfolios and markets in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from api.cli.line_up_tables import SUGGESTION, line_up_parts
from api.cli.tables import UNKNOWN, percent, points, proof, thousands, titled_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.words import Words
    from matcher.findings import Change, Counterfactual, Judgement, Market, Portfolio, Tradeoffs

_IN_DEMAND = 20
_WIDELY = 2


def _heading(title: str, as_of: str, data_version: str) -> Iterator[RenderableType]:
    yield Text(title, style="bold")
    yield Text(f"Facts as of {as_of}, data version {data_version}. {SUGGESTION}\n")


def judgement_parts(found: Judgement, words: Words) -> Iterator[RenderableType]:
    """Show a judgement."""
    yield from _heading(f"{found.area.name} ({found.area.id})", found.as_of, found.data_version)
    if found.line_up is not None:
        best = f"{points(found.best_score)} ({proof(found.best_proven)})"
        share = percent(found.share_of_best)
        yield Text(f"This line-up scores {share} of the best there is, {best}.")
    for rule in found.broken:
        yield Text(f"It breaks a rule: {rule}.", style="bold")
    yield Text("")
    table = titled_table(
        "What would change it most, one member at a time",
        "",
        "Comes",
        "Goes",
        right=("Score", "Gain", "Needs met"),
    )
    rows = {
        "Weakest link": found.weakest,
        "Best addition": found.addition,
        "Best swap": found.swap,
        "Best removal": found.removal,
    }
    for name, change in rows.items():
        table.add_row(name, *_change(change))
    yield Padding(table, (0, 0, 1, 0))
    if found.line_up is not None:
        yield from line_up_parts(found.line_up, words, reasons=False)


def _change(change: Change | None) -> tuple[str, ...]:
    if change is None:
        return ("none", "", "", "", "")
    mark = "" if change.proven else " (not proven)"
    return (
        change.comes_name or "",
        change.goes_name or "",
        points(change.score),
        f"{change.gain:+.4f}{mark}",
        percent(change.coverage),
    )


def why_not_parts(found: Counterfactual, words: Words) -> Iterator[RenderableType]:
    """Show why an organisation is left out and what would bring it in."""
    title = f"{found.name} in {found.area.name} ({found.area.id})"
    yield from _heading(title, found.as_of, found.data_version)
    if found.included:
        yield Text("It is in the best line-up.\n", style="bold")
    elif found.cost is None:
        yield Text("There is no line-up with it that keeps the rules.\n", style="bold")
    else:
        best = points(found.best.score if found.best else None)
        cost = f"Its best line-up scores {found.cost:.4f} less than the best one, {best}."
        tie = "Its best line-up is as good as the best one, which goes without it."
        yield Text((cost if found.cost else tie) + "\n", style="bold")
    for obstacle in found.obstacles:
        yield Text(f"- {obstacle.sentence}")
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
        yield Padding(table, (1, 0, 1, 0))
    if found.with_it is not None:
        yield Text("\nIts best line-up" if not found.included else "\nThe best line-up")
        yield from line_up_parts(found.with_it, words, reasons=False)


def tradeoff_parts(found: Tradeoffs, words: Words) -> Iterator[RenderableType]:
    """Show the line-ups that nothing betters, and how each differs from the first."""
    yield from _heading(f"{found.area.name} ({found.area.id})", found.as_of, found.data_version)
    table = titled_table(
        f"Line-ups that no other betters on all three ({found.asked} combinations solved)",
        right=("Coverage", "Past work", "VCSE share", "Pair weight", "Least VCSE"),
        last="Members who are not in the first",
    )
    first = set(found.line_ups[0].members) if found.line_ups else set()
    for row in found.line_ups:
        new = [words.organisation(i) for i in row.members if i not in first]
        figures = f"{row.coverage:.4f}", f"{row.affinity:.4f}", percent(row.inclusion)
        weights = f"{row.pair_weight:g}", percent(row.min_vcse_share)
        mark = "" if row.proven else " (not proven)"
        table.add_row(*figures, *weights, (", ".join(new) or "the same") + mark)
    yield table


def portfolio_parts(found: Portfolio, words: Words) -> Iterator[RenderableType]:
    """Show a portfolio: the areas, and who is shared between them."""
    yield from _heading(f"Portfolio of {found.lead_name}", found.as_of, found.data_version)
    cap = "no cap" if found.market_share_cap is None else f"cap {found.market_share_cap:.0%}"
    access = thousands(found.funding_access_gbp)
    yield Text(
        f"Worth £{found.score / 1e6:,.2f}m (annual value times score), at most "
        f"{found.gap:.2%} below the best there is; {found.market_share:.1%} of the market ({cap}); "
        f"access to {thousands(found.funding_required_gbp)} asked for, {access} estimated.\n"
    )
    table = titled_table(
        "Areas", "CPA", "Area", right=("Value a year", "Score", "Needs met"), last=""
    )
    for row in found.areas:
        line_up = row.line_up
        table.add_row(
            str(row.area.cpa),
            row.area.name,
            f"£{row.annual_value_gbp / 1e6:.1f}m",
            "" if line_up is None else points(line_up.score),
            "" if line_up is None else percent(line_up.coverage.overall),
            row.why_not
            or ", ".join(member.name for member in (line_up.members if line_up else ())),
        )
    yield Padding(table, (0, 0, 1, 0))
    shared = titled_table(
        "Members in several areas",
        "Organisation",
        right=("Areas", "Value", "Of its limit"),
        last="",
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


def market_parts(found: Market, words: Words) -> Iterator[RenderableType]:
    """Show every area's best line-up in a line, and who is in demand."""
    yield from _heading("The market", found.as_of, found.data_version)
    table = titled_table(
        "Every area's best line-up, each for itself",
        "CPA",
        "Area",
        right=("Score", "Needs met"),
        last="Lead, and the members",
    )
    for row in found.areas:
        others = [words.organisation(i) for i in row.members if i != row.lead]
        who = "; ".join([words.organisation(row.lead), ", ".join(others)]) if row.lead else "none"
        table.add_row(
            str(row.area.cpa),
            row.area.name,
            points(row.score),
            percent(row.coverage) if row.coverage is not None else UNKNOWN,
            who,
        )
    yield Padding(table, (0, 0, 1, 0))
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
            f"{one.volume_people_a_year:,.0f}",
            UNKNOWN if times is None else f"{times:.1f}",
        )
    yield demand
