"""`matcher lineups`: ask for line-ups and show them, with progress while they are searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.cli.asked import read_asked
from api.cli.line_up_tables import answer_parts
from api.cli.output import note, working
from api.cli.stopping import stoppable
from api.serialise import LINE_UP_COLUMNS, line_up_rows
from api.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from api.cli.options import Asked
    from api.cli.output import Output
    from matcher.answer import Answer
    from matcher.brief import Brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What is wanted beside the line-ups of one area."""

    everywhere: bool = False
    reasons: bool = True
    explain: bool = False
    stress: bool = False


def recommend(store_url: str, asked: Asked, output: Output, extras: Extras) -> None:
    """Answer a brief, for its area or for all, and write the answers."""
    with working("Reading the facts"):
        service = Service.open(store_url)
        brief = read_asked(service, asked, one_area=not extras.everywhere)
    with stoppable() as stop:
        if extras.everywhere:
            answers = list(_all(service, brief, extras, stop))
        else:
            with working("Searching (Ctrl-C gives the best so far)"):
                answers = [_one(service, brief, extras, stop)]
    say_unproven(answers)

    def table() -> Iterator[RenderableType]:
        for answer in answers:
            yield from answer_parts(answer, service.snapshot, reasons=extras.reasons)

    output.emit(
        answers if extras.everywhere else answers[0],
        columns=LINE_UP_COLUMNS,
        rows=lambda: line_up_rows(answers),
        table=table,
    )


def say_unproven(answers: list[Answer]) -> None:
    """Say where a proof is missing, and where there are fewer line-ups than asked for."""
    if any(not line_up.proven_optimal for answer in answers for line_up in answer.lineups):
        note(
            "Some line-ups are not proven optimal: their gap is shown. More --time-limit may help."
        )
    for answer in answers:
        found, wanted = len(answer.lineups), answer.brief.k
        if answer.complete and found < wanted:
            note(f"{answer.area.name}: only {found} of {wanted} line-ups differ as asked.")
        elif found < wanted:
            note(f"{answer.area.name}: stopped after {found} of {wanted} line-ups.")


def _one(service: Service, brief: Brief, extras: Extras, stop: Callable[[], bool]) -> Answer:
    return service.recommend(brief, explain=extras.explain, stress=extras.stress, stop=stop)


def _all(
    service: Service, brief: Brief, extras: Extras, stop: Callable[[], bool]
) -> Iterator[Answer]:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    answers = service.recommend_all(brief, explain=extras.explain, stress=extras.stress, stop=stop)
    yield from track(
        answers,
        description="Searching",
        total=len(service.snapshot.areas),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
