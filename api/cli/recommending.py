"""`matcher lineups`: ask for line-ups and show them, with progress while they are searched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.cli.line_up_tables import answer_parts
from api.cli.output import note, working
from api.serialise import LINE_UP_COLUMNS, line_up_rows
from api.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from api.cli.output import Output
    from matcher.answer import Answer
    from matcher.brief import Brief


def recommend(store_url: str, brief: Brief, output: Output, *, reasons: bool) -> None:
    """Answer a brief, for its area or (without one) for all, and write the answers."""
    with working("Reading the facts"):
        service = Service.open(store_url)
        brief = split_names(service, brief)
    if brief.area:
        with working("Searching"):
            answers = [service.recommend(brief)]
    else:
        answers = list(_all(service, brief))
    if any(not line_up.proven_optimal for answer in answers for line_up in answer.lineups):
        note(
            "Some line-ups are not proven optimal: their gap is shown. More --time-limit may help."
        )

    def table() -> Iterator[RenderableType]:
        for answer in answers:
            yield from answer_parts(answer, service.snapshot, reasons=reasons)

    output.emit(
        answers[0] if brief.area else answers,
        columns=LINE_UP_COLUMNS,
        rows=lambda: line_up_rows(answers),
        table=table,
    )


def split_names(service: Service, brief: Brief) -> Brief:
    """Split ``A,B`` at its commas, unless it is the name of one organisation as it stands."""
    return replace(
        brief,
        must=tuple(_split(service, brief.must)),
        never=tuple(_split(service, brief.never)),
    )


def _split(service: Service, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if "," not in text or _is_known(service, text):
            yield text
        else:
            yield from (part.strip() for part in text.split(",") if part.strip())


def _is_known(service: Service, text: str) -> bool:
    from matcher.errors import UnknownNameError  # noqa: PLC0415

    try:
        service.directory.organisation(text)
    except UnknownNameError:
        return False
    return True


def _all(service: Service, brief: Brief) -> Iterator[Answer]:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    yield from track(
        service.recommend_all(brief),
        description="Searching",
        total=len(service.snapshot.areas),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
