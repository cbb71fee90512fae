"""The commands that ask more: judge, complete, why-not, trade-offs, portfolio, national, market."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.recommending import say_unproven
from api.cli.session import searching, split
from api.cli.tables.analysis import (
    completion_parts,
    judgement_parts,
    market_parts,
    portfolio_parts,
    tradeoff_parts,
    why_not_parts,
)
from api.cli.tables.national import national_parts
from api.formats.serialise import (
    CHANGE_COLUMNS,
    DEMANDED_COLUMNS,
    LINE_UP_COLUMNS,
    NATIONAL_COLUMNS,
    PORTFOLIO_COLUMNS,
    REMEDY_COLUMNS,
    TRADEOFF_COLUMNS,
    change_rows,
    line_up_rows,
    national_rows,
    portfolio_rows,
    record_rows,
)
from api.formats.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.cli.options import Asked
    from api.cli.output import Output
    from api.cli.state import FactsAddress

"""How long all areas together are searched for, where nobody says."""


def judge_line_up(
    facts: FactsAddress, asked: Asked, members: Sequence[str], output: Output
) -> None:
    """Judge the line-up of these members."""
    from matcher.questions.judging import judge  # noqa: PLC0415  (the solver)

    with searching(facts, asked) as session:
        service, names = session.service, split(session.service, members)
        found = judge(
            service.snapshot,
            session.brief,
            names,
            directory=service.directory,
            stop=session.stop,
        )
    output.emit(
        found,
        columns=CHANGE_COLUMNS,
        rows=lambda: change_rows(found),
        table=lambda: judgement_parts(found, Words(service.snapshot)),
    )
    session.end()


def complete_line_up(
    facts: FactsAddress, asked: Asked, members: Sequence[str], output: Output
) -> None:
    """Recommend line-ups that keep these members, and say what keeping them costs."""
    from matcher.questions.completing import complete  # noqa: PLC0415  (the solver)

    with searching(facts, asked) as session:
        service, names = session.service, split(session.service, members)
        found = complete(
            service.snapshot,
            session.brief,
            names,
            directory=service.directory,
            stop=session.stop,
        )
    say_unproven([found.answer], stopped=session.stop())
    output.emit(
        found,
        columns=LINE_UP_COLUMNS,
        rows=lambda: line_up_rows([found.answer]),
        table=lambda: completion_parts(found, service.snapshot),
    )
    session.end()


def tell_why_not(facts: FactsAddress, asked: Asked, organisation: str, output: Output) -> None:
    """Tell why an organisation is not in the best line-up."""
    from matcher.questions.counterfactual import why_not  # noqa: PLC0415  (the solver)

    with searching(facts, asked) as session:
        service = session.service
        found = why_not(
            service.snapshot,
            session.brief,
            organisation,
            directory=service.directory,
            stop=session.stop,
        )
    output.emit(
        found,
        columns=REMEDY_COLUMNS,
        rows=lambda: record_rows(found.remedies),
        table=lambda: why_not_parts(found, Words(service.snapshot)),
    )
    session.end()


def show_tradeoffs(facts: FactsAddress, asked: Asked, output: Output) -> None:
    """Show what cannot be bettered on coverage, past work and inclusion at once."""
    from matcher.questions.tradeoffs import tradeoffs  # noqa: PLC0415  (the solver)

    with searching(facts, asked) as session:
        service = session.service
        found = tradeoffs(
            service.snapshot, session.brief, directory=service.directory, stop=session.stop
        )
    output.emit(
        found,
        columns=TRADEOFF_COLUMNS,
        rows=lambda: record_rows(found.line_ups),
        table=lambda: tradeoff_parts(found, Words(service.snapshot)),
    )
    session.end()


def plan_portfolio(facts: FactsAddress, asked: Asked, areas: Sequence[str], output: Output) -> None:
    """Choose areas and line-ups for one lead."""
    from matcher.questions.portfolio.portfolio import portfolio  # noqa: PLC0415  (the solver)

    with searching(facts, asked, one_area=False) as session:
        service = session.service
        found = portfolio(
            service.snapshot,
            session.brief,
            areas or [area.id for area in service.snapshot.areas],
            directory=service.directory,
            stop=session.stop,
            progress=lambda done, gap: session.say(f"round {done}, gap {gap:.2%}"),
        )
    output.emit(
        found,
        columns=PORTFOLIO_COLUMNS,
        rows=lambda: portfolio_rows(found),
        table=lambda: portfolio_parts(found, Words(service.snapshot)),
    )
    session.end()


def plan_nation(
    facts: FactsAddress, asked: Asked, areas: Sequence[str], free: float, output: Output
) -> None:
    """Choose one line-up for each area, all together, with so much of each capacity free."""
    from matcher.questions.national.national import national  # noqa: PLC0415  (the solver)

    with searching(facts, asked, one_area=False) as session:
        service = session.service
        count = len(areas) or len(service.snapshot.areas)
        found = national(
            service.snapshot,
            session.brief,
            areas,
            free=free,
            directory=service.directory,
            stop=session.stop,
            progress=lambda done, solved, gap: session.say(
                f"round {done}, {solved} of {count} areas" + (f", gap {gap:.2%}" if gap < 1 else "")
            ),
        )
    output.emit(
        found,
        columns=NATIONAL_COLUMNS,
        rows=lambda: national_rows(found),
        table=lambda: national_parts(found, Words(service.snapshot)),
    )
    session.end()


def show_market(facts: FactsAddress, asked: Asked, output: Output) -> None:
    """Show every area's best line-up, and who is in demand everywhere."""
    from matcher.questions.market import market  # noqa: PLC0415  (the solver)

    with searching(facts, asked, one_area=False) as session:
        service = session.service
        found = market(
            service.snapshot,
            session.brief,
            directory=service.directory,
            stop=session.stop,
            progress=session.say,
        )
    output.emit(
        found,
        columns=DEMANDED_COLUMNS,
        rows=lambda: record_rows(found.in_demand),
        table=lambda: market_parts(found, Words(service.snapshot)),
    )
    session.end()
