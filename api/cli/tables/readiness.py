"""How ready an organisation is, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, spaced, titled_table
from api.formats.readiness_rows import answer_words, area_words, origin_words, range_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from matcher.readiness.records import Readiness

_FIRST = 8
"""So many steps are shown; files have them all."""


def readiness_parts(found: Readiness) -> Iterator[RenderableType]:
    """Show the answer in a sentence, then scores by theme, answers, gates and the plan."""
    where = f" in {found.area_name}" if found.area_name else ""
    yield Line(f"How ready is {found.name or 'the organisation'}{where}?", bold=True)
    yield Line(f"Facts as of {found.as_of}, data version {found.data_version}.")
    for note in found.notes:
        yield Line(note)
    yield Line(f"{answer_words(found)}\n")
    yield from _themes(found)
    yield from _answers(found)
    yield from _gates(found)
    yield from _plan(found)


def _themes(found: Readiness) -> Iterator[RenderableType]:
    table = titled_table("Readiness by theme", "Theme", right=("Ready", "Known"), last="")
    for theme in found.themes:
        known = f"{theme.known} of {theme.asked}"
        table.add_row(theme.name, range_words(theme.least, theme.most), known, "")
    yield spaced(table)


def _answers(found: Readiness) -> Iterator[RenderableType]:
    known = [each for each in found.answers if each.value]
    if not known:
        return
    table = titled_table("What is known", "Question", "Answer", "By", last="What it scores")
    for each in known:
        rests = f" From {each.known_by}." if each.known_by else ""
        table.add_row(each.label, each.value, origin_words(each.origin), f"{each.reason}{rests}")
    yield spaced(table)


def _gates(found: Readiness) -> Iterator[RenderableType]:
    table = titled_table("Gates today, on what is known", "Gate", "Applied", "Result", last="Why")
    for gate in found.gates:
        result = f"{gate.result}{area_words(gate) if gate.result == 'differs' else ''}"
        table.add_row(gate.name, "yes" if gate.on else "no", result, gate.reason)
    yield spaced(table)


def _plan(found: Readiness) -> Iterator[RenderableType]:
    rest = len(found.plan) - _FIRST
    more = f" ({rest} more in the forms json and csv)" if rest > 0 else ""
    table = titled_table(f"What to do first{more}", "", "Do", last="Because")
    for step in found.plan[:_FIRST]:
        helped = f" Who helps: {'; '.join(step.helped_by)}." if step.helped_by else ""
        takes = f" It takes, by their word: {step.takes}." if step.takes else ""
        table.add_row(str(step.rank), step.todo, f"{step.why}{helped}{takes}")
    yield spaced(table)
