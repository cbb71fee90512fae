"""All areas together in a terminal: the areas, the leads, the bodies, and who is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import (
    UNKNOWN,
    Line,
    millions,
    percent,
    points,
    spaced,
    titled_table,
)
from api.cli.tables.line_ups import SUGGESTION
from api.formats.area_codes import main_code, main_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.cli.tables.layout import Grid
    from api.formats.words import Words
    from matcher.answer.records import LineUp
    from matcher.questions.findings import National, NationalBody

_MOST_BODIES, _MOST_UNMET = 20, 8
_TWICE = 1.005
_ROLES = {
    "lead": "led by",
    "tier-2": "tier 2",
    "tier-3": "tier 3",
    "unpaid": "unpaid (volunteers)",
    "shareholder": "shareholders",
}


def national_parts(found: National, words: Words) -> Iterator[RenderableType]:
    """Show a plan of all areas."""
    yield Line("All areas together", bold=True)
    yield Line(f"Facts as of {found.as_of}, data version {found.data_version}. {SUGGESTION}\n")
    yield Line(_summary(found))
    yield spaced(_areas(found))
    yield from _members(found)
    yield spaced(_leads(found))
    yield spaced(_bodies(found, words))
    for sentence in _counted(found.bodies):
        yield Line(f"{sentence}\n")
    yield from _coverage(found, words)


def _summary(found: National) -> str:
    cap = "no cap" if found.market_share_cap is None else f"cap {found.market_share_cap:z.0%}"
    free = (
        ""
        if found.free_capacity == 1
        else f"Of each capacity estimated from turnover {found.free_capacity:z.0%} counts. "
    )
    return (
        f"{free}Worth {millions(found.score)} (annual value times score), at most "
        f"{found.gap:z.2%} below the best there is. Each area for itself is worth "
        f"{millions(found.score_alone)}, so sharing costs {found.cost:z.2%}. {found.seats} seats, "
        f"{found.different_bodies} different bodies, {len(found.leads)} leads ({cap} of the market "
        "each).\n"
    )


def _areas(found: National) -> Grid:
    scheme = main_scheme(row.area for row in found.areas)
    table = titled_table(
        "One line-up for each area",
        scheme or "Id",
        "Area",
        right=(
            "Score",
            "Alone",
            "Could\nmeet",
            "Lowest\npathway",
            "Tier 2",
            "Tier 3",
        ),
        last="Prime provider",
    )
    for row in found.areas:
        one = row.line_up
        roles = {role: len(names) for role, names in _by_role(one).items()}
        table.add_row(
            main_code(row.area, scheme),
            row.area.name,
            points(row.score),
            points(row.score_alone),
            percent(one.coverage.overall if one else None),
            percent(one.coverage.lowest_pathway.share if one else None),
            str(roles.get("tier-2", 0)) if one else "",
            str(roles.get("tier-3", 0)) if one else "",
            _by_role(one)["lead"][0] if one else row.why_none or "",
        )
    return table


def _members(found: National) -> Iterator[Line]:
    """Each area's members, by their role."""
    yield Line("The members", bold=True)
    for row in found.areas:
        told = "; ".join(
            f"{_ROLES[role]} {', '.join(names)}" for role, names in _by_role(row.line_up).items()
        )
        if told:
            yield Line(f"{row.area.name}: {told}.")
    yield Line("")


def _by_role(line_up: LineUp | None) -> dict[str, list[str]]:
    """The names of the members of each role, the lead first."""
    roles: dict[str, list[str]] = {}
    for member in line_up.members if line_up else ():
        roles.setdefault(member.role, []).append(member.name)
    order = sorted(roles, key=list(_ROLES).index)
    return {role: roles[role] for role in order}


def _leads(found: National) -> Grid:
    table = titled_table(
        "Who leads",
        "Organisation",
        right=(
            "Areas",
            "Value\na year",
            "Of the\nmarket",
            "Funding\nasked for",
            "Estimated\naccess",
        ),
    )
    for lead in found.leads:
        table.add_row(
            lead.name,
            str(len(lead.areas)),
            millions(lead.annual_value_gbp),
            percent(lead.market_share),
            millions(lead.funding_required_gbp),
            millions(lead.funding_access_gbp),
        )
    return table


def _bodies(found: National, words: Words) -> Grid:
    table = titled_table(
        "In most line-ups",
        "Organisation",
        "Sector",
        right=(
            "Areas",
            "Areas\nalone",
            "Needs\na year",
            "Of its one\ncapacity",
            "The same\nalone",
        ),
    )
    for body in found.bodies[:_MOST_BODIES]:
        table.add_row(
            body.name,
            words.sector(body.sector),
            str(len(body.areas)),
            str(len(body.areas_alone)),
            f"{body.volume_needs_a_year:z,.0f}",
            percent(body.share_of_capacity),
            percent(body.times_its_capacity_alone),
        )
    return table


def _counted(bodies: tuple[NationalBody, ...]) -> Iterator[str]:
    """Whose capacity is counted more than once where every area is solved for itself."""
    twice = sorted(
        (body for body in bodies if body.times_its_capacity_alone > _TWICE),
        key=lambda body: -body.times_its_capacity_alone,
    )
    if not twice:
        yield "No capacity is counted twice where each area is solved for itself."
        return
    told = "; ".join(
        f"{body.name} {body.times_its_capacity_alone:z.1f} times in {len(body.areas_alone)} areas, "
        f"here {percent(body.share_of_capacity)} of it in {len(body.areas)}"
        for body in twice
    )
    yield f"Counted more than once where each area is solved for itself: {told}."


def _coverage(found: National, words: Words) -> Iterator[RenderableType]:
    coverage = found.coverage
    names = {row.area.id: row.area.name for row in found.areas}
    lowest = coverage.lowest_area
    yield Line(
        f"Over all areas {percent(coverage.overall)} of the needs could be met; lowest are "
        f"{words.pathway(coverage.lowest_pathway.key)} ({percent(coverage.lowest_pathway.share)}), "
        f"{words.cohort(coverage.lowest_cohort.key)} ({percent(coverage.lowest_cohort.share)}) and "
        f"{names.get(lowest.key, UNKNOWN)} ({percent(lowest.share)}).\n"
    )
    table = titled_table(
        "The largest needs left over", "Pathway", "Cohort", right=("Needs a year", "Could\nmeet")
    )
    for row in coverage.unmet[:_MOST_UNMET]:
        table.add_row(
            words.pathway(row.pathway),
            words.cohort(row.cohort),
            f"{row.unmet_needs_a_year:z,.0f}",
            percent(row.share_met),
        )
    yield table
