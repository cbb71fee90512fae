"""The commands that ask more: judge, complete, why-not, trade-offs, portfolio, market."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.cli.analysis_tables import (
    judgement_parts,
    market_parts,
    portfolio_parts,
    tradeoff_parts,
    why_not_parts,
)
from api.cli.asked import read_asked, split
from api.cli.line_up_tables import answer_parts
from api.cli.output import note, working
from api.cli.recommending import say_unproven
from api.cli.stopping import stoppable
from api.serialise import LINE_UP_COLUMNS, line_up_rows, record_rows, to_plain
from api.service import Service
from api.words import Words
from matcher.errors import BriefError, BriefMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import RenderableType

    from api.cli.options import Asked
    from api.cli.output import Output
    from matcher.brief import Brief


@contextmanager
def _opened(
    store_url: str, asked: Asked, *, one_area: bool = True
) -> Iterator[tuple[Service, Brief, Callable[[], bool]]]:
    with working("Reading the facts"):
        service = Service.open(store_url)
        brief = read_asked(service, asked, one_area=one_area)
    with stoppable() as stop, working("Searching (Ctrl-C gives the best so far)"):
        yield service, brief, stop


def _emit(
    output: Output, value: object, rows: Sequence[object], table: Iterator[RenderableType]
) -> None:
    plain = record_rows(rows)
    columns = tuple(plain[0]) if plain else ()
    output.emit(value, columns=columns, rows=lambda: plain, table=lambda: table)


def judge_line_up(store_url: str, asked: Asked, members: Sequence[str], output: Output) -> None:
    """Judge the line-up of these members."""
    from matcher.judging import judge  # noqa: PLC0415  (the solver)

    with _opened(store_url, asked) as (service, brief, stop):
        named = split(service, members)
        found = judge(service.snapshot, brief, named, directory=service.directory, stop=stop)
    changes = {
        "weakest": found.weakest,
        "addition": found.addition,
        "swap": found.swap,
        "removal": found.removal,
    }
    rows = [{"change": kind, **to_plain(one)} for kind, one in changes.items() if one]
    _emit(output, found, rows, judgement_parts(found, Words(service.snapshot)))


def complete_line_up(store_url: str, asked: Asked, members: Sequence[str], output: Output) -> None:
    """Recommend line-ups that keep these members, and say what keeping them costs."""
    with _opened(store_url, asked) as (service, brief, stop):
        if not members:
            raise BriefError([BriefMistake("members", "name at least one organisation")])
        must = (*brief.must, *split(service, members))
        answer = service.recommend(replace(brief, must=must), stop=stop)
        free = service.recommend(replace(brief, k=1), stop=stop)
    best = free.lineups[0].score
    cost = best - answer.lineups[0].score
    say_unproven([answer])
    note(f"Keeping them costs {cost:.4f} of the best score there is, {best:.4f}.")
    output.emit(
        {"best_score": best, "cost": round(cost, 6), "answer": answer},
        columns=LINE_UP_COLUMNS,
        rows=lambda: line_up_rows([answer]),
        table=lambda: answer_parts(answer, service.snapshot, reasons=False),
    )


def tell_why_not(store_url: str, asked: Asked, organisation: str, output: Output) -> None:
    """Tell why an organisation is not in the best line-up."""
    from matcher.counterfactual import why_not  # noqa: PLC0415  (the solver)

    with _opened(store_url, asked) as (service, brief, stop):
        found = why_not(
            service.snapshot, brief, organisation, directory=service.directory, stop=stop
        )
    _emit(output, found, found.remedies, why_not_parts(found, Words(service.snapshot)))


def show_tradeoffs(store_url: str, asked: Asked, output: Output) -> None:
    """Show what cannot be bettered on coverage, past work and inclusion at once."""
    from matcher.tradeoffs import tradeoffs  # noqa: PLC0415  (the solver)

    with _opened(store_url, asked) as (service, brief, stop):
        found = tradeoffs(service.snapshot, brief, directory=service.directory, stop=stop)
    _emit(output, found, found.line_ups, tradeoff_parts(found, Words(service.snapshot)))


def plan_portfolio(store_url: str, asked: Asked, areas: Sequence[str], output: Output) -> None:
    """Choose areas and line-ups for one lead."""
    from matcher.portfolio import portfolio  # noqa: PLC0415  (the solver)

    with _opened(store_url, asked, one_area=False) as (service, brief, stop):
        wanted = areas or [area.id for area in service.snapshot.areas]
        options: dict[str, Any] = {"directory": service.directory, "stop": stop}
        found = portfolio(service.snapshot, brief, wanted, **options)
    _emit(output, found, found.shared, portfolio_parts(found, Words(service.snapshot)))


def show_market(store_url: str, asked: Asked, output: Output) -> None:
    """Show every area's best line-up, and who is in demand everywhere."""
    from matcher.market import market  # noqa: PLC0415  (the solver)

    with _opened(store_url, asked, one_area=False) as (service, brief, stop):
        found = market(service.snapshot, brief, directory=service.directory, stop=stop)
    _emit(output, found, found.in_demand, market_parts(found, Words(service.snapshot)))
