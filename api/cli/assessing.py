"""What `matcher readiness` does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.cli.session import open_service
from api.cli.tables.readiness import readiness_parts
from api.formats.readiness_file import example_answers, read_answers, read_setting
from api.formats.readiness_rows import READINESS_COLUMNS, readiness_rows
from matcher.readiness.records import ReadinessError, ReadinessQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from matcher.errors import BriefMistake


def assess(
    facts: FactsAddress,
    output: Output,
    *,
    file: Path | None,
    settings: Iterable[str],
    given: Mapping[str, Any],
) -> None:
    """Write how ready an organisation is; what is typed goes before what the file says."""
    query, mistakes = (ReadinessQuery(), []) if file is None else read_answers(file)
    query, wrong = _with_settings(query, settings)
    mistakes += wrong
    query = replace(query, **{name: value for name, value in given.items() if value})
    service = open_service(facts)
    try:
        found = service.assessments.assess(query)
    except ReadinessError as error:
        raise ReadinessError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise ReadinessError(mistakes)
    output.emit(
        found,
        columns=READINESS_COLUMNS,
        rows=lambda: readiness_rows(found),
        table=lambda: readiness_parts(found),
    )


def _with_settings(
    query: ReadinessQuery, settings: Iterable[str]
) -> tuple[ReadinessQuery, list[BriefMistake]]:
    mistakes: list[BriefMistake] = []
    values: dict[str, Any] = {}
    for text in settings:
        try:
            name, value = read_setting(text)
        except ReadinessError as error:
            mistakes += error.mistakes
        else:
            values[name] = value
    return replace(query, **values), mistakes


def print_example(output: Output) -> None:
    """Write a file of answers to fill in."""
    output.write(example_answers())
