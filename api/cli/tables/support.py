"""Support for an organisation, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, spaced, titled_table
from api.formats.support_rows import rule_words, support_words, themes_words
from api.formats.words import date_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.formats.words import Words
    from matcher.readiness.support_records import Support, SupportFound


def support_parts(found: SupportFound, words: Words) -> Iterator[RenderableType]:
    """Show the answer in a sentence, then each offer with its rules and its source."""
    yield Line(f"Who helps {found.name or 'an organisation'}?", bold=True)
    yield Line(
        f"As of {found.as_of}, data version {found.data_version}, "
        f"support version {found.support_version}."
    )
    for note in found.notes:
        yield Line(note)
    yield Line(f"{support_words(found)}\n")
    table = titled_table(
        f"Support that was known by {date_words(found.as_of)}",
        "",
        "Support",
        "On the day",
        "Eligible",
        last="For the gaps",
    )
    for one in found.offers:
        table.add_row(
            str(one.rank), one.name, one.validity, one.eligible, themes_words(one.gaps) or "none"
        )
    yield spaced(table)
    for one in found.offers:
        yield from _offer(one, words)


def _offer(one: Support, words: Words) -> Iterator[RenderableType]:
    yield Line(f"{one.rank}. {one.name} ({one.by})", bold=True)
    yield Line(f"{one.gives}.{f' {one.amount[0].upper()}{one.amount[1:]}.' if one.amount else ''}")
    yield Line(f"{one.validity.capitalize()}: {one.validity_reason}")
    for check in one.rules:
        yield Line(f"- {rule_words(check)}")
    if one.had:
        yield Line("It is among those that had it.")
    if one.projects:
        yield Line(f"First: {'; '.join(one.projects)}.")
    for label, text in (("Takes", one.takes), ("How", one.how), ("Note", one.note)):
        if text:
            yield Line(f"{label}: {text.removesuffix('.')}.")
    yield Line(f"[{words.confidence(one.confidence)}, {one.known_from}: {one.source}]\n")
