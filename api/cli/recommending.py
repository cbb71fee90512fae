"""`matcher lineups`: ask for line-ups and show them, with progress while they are searched."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.cli.output import Format, note, plain_console
from api.cli.session import searching
from api.cli.tables.line_ups import answer_parts
from api.formats.serialise import LINE_UP_COLUMNS, line_up_rows
from api.formats.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rich.console import RenderableType

    from api.cli.options import Asked
    from api.cli.output import Output
    from api.cli.session import Session
    from api.cli.state import FactsAddress
    from matcher.answer.records import Answer

_MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What is wanted beside the line-ups of one area."""

    everywhere: bool = False
    reasons: bool = True
    explain: bool = False
    stress: bool = False


def recommend(facts: FactsAddress, asked: Asked, output: Output, extras: Extras) -> None:
    """Answer a brief, for its area or for all, and write the answers."""
    everywhere = extras.everywhere
    with searching(facts, asked, one_area=not everywhere, spinner=not everywhere) as session:
        answers = list(_all(session, extras)) if everywhere else [_one(session, extras)]
    left_out = len(session.service.snapshot.areas) - len(answers) if everywhere else 0
    say_unproven(answers, stopped=session.stop(), left_out=left_out)
    if everywhere:
        _say_counted_twice(session, answers)

    def table() -> Iterator[RenderableType]:
        for answer in answers:
            yield from answer_parts(answer, session.service.snapshot, reasons=extras.reasons)

    output.emit(
        answers if extras.everywhere else answers[0],
        columns=LINE_UP_COLUMNS,
        rows=lambda: line_up_rows(answers),
        table=table,
        files=None if everywhere else _files(answers[0], session),
    )
    session.end()


def _files(answer: Answer, session: Session) -> Mapping[Format, Callable[[], bytes]]:
    """What one area's line-ups may be written as, for handing on."""

    def document() -> bytes:
        from api.formats.line_up_document import line_up_document  # noqa: PLC0415  (python-docx)

        return line_up_document(answer, Words(session.service.snapshot))

    def workbook() -> bytes:
        from api.formats.line_up_workbook import line_up_workbook  # noqa: PLC0415  (openpyxl)

        return line_up_workbook(answer, Words(session.service.snapshot))

    return {Format.DOCX: document, Format.XLSX: workbook}


def say_unproven(answers: list[Answer], *, stopped: bool, left_out: int = 0) -> None:
    """Say where a proof is missing, and where there are fewer line-ups than asked for."""
    if any(not line_up.proven_optimal for answer in answers for line_up in answer.lineups):
        advice = "" if stopped else " More --time-limit may help."
        note(f"Some line-ups are not proven optimal: their gap is shown.{advice}")
    if left_out:
        note(f"{left_out} areas have no answer: stopped before their turn.")
    for answer in answers:
        found, wanted = len(answer.lineups), answer.brief.k
        if answer.complete and found < wanted:
            note(f"{answer.area.name}: only {found} of {wanted} line-ups differ as asked.")
        elif found < wanted:
            note(f"{answer.area.name}: stopped after {found} of {wanted} line-ups.")


def _say_counted_twice(session: Session, answers: list[Answer]) -> None:
    """Say of whom the areas ask more than they can do, since each is answered for itself."""
    from matcher.questions.counted import counted_twice  # noqa: PLC0415  (the solver)

    service = session.service
    twice = counted_twice(service.snapshot, session.brief, answers, directory=service.directory)
    if twice:
        told = ", ".join(f"{one.name} {one.times:.1f} times" for one in twice[:_MOST_TOLD])
        others = len(twice) - _MOST_TOLD
        more = f" and {others} more" if others > 0 else ""
        note(
            "Each area is answered for itself. So capacity is counted more than once: "
            f"{told}{more}. `matcher national` counts it once."
        )


def _one(session: Session, extras: Extras) -> Answer:
    options = {"explain": extras.explain, "stress": extras.stress, "stop": session.stop}
    return session.service.recommend(session.brief, **options)


def _all(session: Session, extras: Extras) -> Iterator[Answer]:
    from rich.progress import track  # noqa: PLC0415

    console, service = plain_console(sys.stderr), session.service
    answers = service.recommend_all(
        session.brief, explain=extras.explain, stress=extras.stress, stop=session.stop
    )
    yield from track(
        answers,
        description="Searching (Ctrl-C gives the best so far)",
        total=len(service.snapshot.areas),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
