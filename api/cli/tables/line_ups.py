"""Line-ups as people read them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.findings import explanation_parts, gate_parts
from api.cli.tables.layout import (
    Column,
    Fitted,
    Grid,
    Line,
    percent,
    spaced,
    thousands,
    titled_table,
)
from api.cli.tables.stress import stress_parts
from api.formats.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rich.console import RenderableType

    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import Answer, BriefEcho, LineUp, Member

MOST_GAPS = 10
MOST_PATHWAYS = 3
SUGGESTION = "Suggestions only: nobody named here has been asked or has consented."
_BAR = 10
_WIDE = 100


def answer_parts(answer: Answer, snapshot: Snapshot, *, reasons: bool) -> Iterator[RenderableType]:
    """Show one area's line-ups, the best first."""
    words = Words(snapshot)
    yield Line(f"{answer.area.name} ({answer.area.id})", bold=True)
    yield Line(f"Facts as of {answer.as_of}, data version {answer.data_version}. {SUGGESTION}")
    yield Line(
        f"{answer.candidates:,} of the {answer.known:,} organisations known then could take part.\n"
    )
    yield from asked_parts(answer.brief, words)
    for line_up in answer.lineups:
        yield from line_up_parts(line_up, words, reasons=reasons)
    yield from gate_parts(answer.gates)


def asked_parts(brief: BriefEcho, words: Words) -> Iterator[RenderableType]:
    """Show whom the brief was understood to name, if it names anybody."""
    if asked := words.asked(brief):
        yield Line("\n".join([*asked, ""]))


def line_up_parts(
    line_up: LineUp, words: Words, *, reasons: bool, title: str = ""
) -> Iterator[RenderableType]:
    """Show one line-up: members, coverage, gaps, and what else was asked for."""
    coverage = line_up.coverage
    lowest = words.lowest(coverage.lowest_pathway, coverage.lowest_cohort)
    yield Line(title or _title(line_up, words), bold=True)
    yield Line(f"Could meet {coverage.overall:z.0%} of needs; least: {lowest}.", bold=True)
    yield Line(words.if_independent(line_up))
    yield Fitted(lambda width: _members(line_up, words, wide=width >= _WIDE))
    yield Line("Prime: the prime provider. Tiers 2 and 3: its subcontractors.")
    yield from _retained(line_up, words)
    sums = " + ".join(f"{name} {value:z.6f}" for name, value in line_up.criteria.items())
    stated = line_up.confidence.stated_share
    yield Line(f"Score {line_up.score:z.6f} = {sums}")
    yield Line(
        f"{stated:z.0%} of the volume rests on sources that were read, the rest on estimates.\n"
    )
    other = line_up.coverage_if_independent
    yield _coverage("pathway", coverage.by_pathway, other.by_pathway, words.pathway)
    yield _coverage("cohort", coverage.by_cohort, other.by_cohort, words.cohort)
    yield _gaps(line_up, words)
    if reasons:
        yield from _reasons(line_up, words)
    if line_up.explanation is not None:
        yield from explanation_parts(line_up, line_up.explanation, words)
    if line_up.stress is not None:
        yield from stress_parts(line_up, line_up.stress, words)
    yield Line("")


def _title(line_up: LineUp, words: Words) -> str:
    proof = (
        "proven optimal" if line_up.proven_optimal else f"at most {line_up.gap:z.1%} below the best"
    )
    kind = words.line_up(line_up.kind, line_up.standing)
    return f"Line-up {line_up.rank}: score {line_up.score:z.4f} ({proof}), {kind}"


def _members(line_up: LineUp, words: Words, *, wide: bool) -> RenderableType:
    """The members; where the terminal is narrow, what they do stands behind their names."""
    table = titled_table(
        "",
        "Role",
        "Organisation",
        *(["Sector"] if wide else []),
        right=("Share", "Needs\na year", "Value", "At risk", "Of\nturnover"),
        last="Mainly" if wide else "",
    )
    for member in line_up.members:
        work = _mainly(member, words)
        table.add_row(
            words.short_role(member.role),
            *(
                [member.name, words.sector(member.sector)]
                if wide
                else [f"{member.name} ({words.sector(member.sector)}): {work}"]
            ),
            f"{member.share_of_volume:z.0%}",
            f"{member.volume_needs_a_year:z,.0f}",
            thousands(member.value_gbp),
            thousands(member.risk_gbp),
            percent(member.share_of_turnover),
            *([work] if wide else []),
        )
    return table


def _retained(line_up: LineUp, words: Words) -> Iterator[RenderableType]:
    """What of the price is nobody's own work; with the members' values it is all of it."""
    if not line_up.retained:
        return
    some = any(row.could_take for row in line_up.retained)
    table = titled_table(
        "What stays with the prime provider besides",
        "For",
        right=("Value", "At risk"),
        last="Who could take it on" if some else "",
    )
    for row in line_up.retained:
        taker = [words.takers(row)] if some else []
        figures = thousands(row.value_gbp), thousands(row.risk_gbp)
        table.add_row(words.retained(row), *figures, *taker)
    yield table
    whole = sum(member.value_gbp for member in line_up.members)
    whole += sum(row.value_gbp for row in line_up.retained)
    yield Line(f"With the members' work that is {thousands(whole)} a year, the whole price.")


def _mainly(member: Member, words: Words) -> str:
    if member.pathways:
        return "; ".join(words.pathway(key) for key in member.pathways[:MOST_PATHWAYS])
    return "Holds the contract" if member.role == "lead" else "No work here"


def _coverage(
    by: str,
    shares: Mapping[str, float],
    if_independent: Mapping[str, float],
    name: Callable[[str], str],
) -> RenderableType:
    title = f"Needs that could be met, by {by}; right: if chances are independent"
    table = titled_table(title, "", "", right=("", ""))
    for key, share in shares.items():
        bar = "█" * round(share * _BAR)
        table.add_row(
            name(key), bar.ljust(_BAR, "░"), f"{share:z.0%}", f"{if_independent[key]:z.0%}"
        )
    return spaced(table)


def _gaps(line_up: LineUp, words: Words) -> RenderableType:
    if not line_up.gaps:
        return Line("Every need could be met.\n")
    rest = len(line_up.gaps) - MOST_GAPS
    more = f" ({rest:,} smaller ones not shown)" if rest > 0 else ""
    table = titled_table(
        f"Largest gaps{more}", "Place", "Pathway", "Cohort", right=("Unmet a year",)
    )
    for gap in line_up.gaps[:MOST_GAPS]:
        names = words.place(gap.place), words.pathway(gap.pathway), words.cohort(gap.cohort)
        table.add_row(*names, f"{gap.unmet_needs_a_year:z,.0f}")
    return spaced(table)


def _reasons(line_up: LineUp, words: Words) -> Iterator[RenderableType]:
    yield Line("Why each member", bold=True)
    for member in line_up.members:
        yield Line(f"{member.name} ({words.member_role(member.role)})", bold=True)
        for reason in member.reasons:
            line = Grid([Column(""), Column("")])
            line.add_row("-", reason)
            yield line
