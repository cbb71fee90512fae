"""What `matcher readiness` and `matcher support` do."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from api.cli.session import open_service
from api.cli.tables.readiness import readiness_parts
from api.cli.tables.support import support_parts
from api.formats.readiness_file import example_answers, read_answers, read_setting
from api.formats.readiness_rows import READINESS_COLUMNS, readiness_rows
from api.formats.support_rows import SUPPORT_COLUMNS, example_table, support_rows
from api.formats.words import Words
from api.service.support_file import support_offers
from matcher.readiness.questions import QUESTION
from matcher.readiness.records import ReadinessError, ReadinessQuery, told_together
from matcher.readiness.support_records import SUPPORT_QUESTION, SupportQuery
from matcher.readiness.supporting import find_support, with_support

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from matcher.errors import BriefMistake
    from matcher.readiness.question import Question
    from matcher.readiness.records import Readiness

_Query = TypeVar("_Query", bound=ReadinessQuery)


def assess(
    facts: FactsAddress,
    output: Output,
    *,
    file: Path | None,
    settings: Iterable[str],
    tables: Iterable[Path],
    given: Mapping[str, Any],
) -> None:
    """Write how ready an organisation is; what is typed goes before what the file says."""
    query, mistakes = _read(ReadinessQuery(), file, settings, QUESTION, given)
    offers = support_offers(*tables)
    service = open_service(facts)

    def answer() -> Readiness:
        found = service.assessments.assess(query)
        asked = SupportQuery(**_values(query))
        help_ = find_support(service.snapshot, service.assessments, offers, asked)
        return with_support(found, help_)

    found = told_together(answer, mistakes)
    output.emit(
        found,
        columns=READINESS_COLUMNS,
        rows=lambda: readiness_rows(found),
        table=lambda: readiness_parts(found),
    )


def tell_support(
    facts: FactsAddress,
    output: Output,
    *,
    file: Path | None,
    settings: Iterable[str],
    tables: Iterable[Path],
    given: Mapping[str, Any],
) -> None:
    """Write who helps an organisation to become ready."""
    questions = {**QUESTION, **SUPPORT_QUESTION}
    query, mistakes = _read(SupportQuery(), file, settings, questions, given)
    offers = support_offers(*tables)
    service = open_service(facts)
    found = told_together(
        lambda: find_support(service.snapshot, service.assessments, offers, query), mistakes
    )
    output.emit(
        found,
        columns=SUPPORT_COLUMNS,
        rows=lambda: support_rows(found),
        table=lambda: support_parts(found, Words(service.snapshot)),
    )


def _values(query: ReadinessQuery) -> dict[str, Any]:
    return {each.name: getattr(query, each.name) for each in fields(query)}


def _read(
    query: _Query,
    file: Path | None,
    settings: Iterable[str],
    questions: Mapping[str, Question],
    given: Mapping[str, Any],
) -> tuple[_Query, list[BriefMistake]]:
    """Read the file, then the answers that are typed, then the options, and all mistakes."""
    mistakes: list[BriefMistake] = []
    if file is not None:
        said, mistakes = read_answers(file)
        query = replace(query, **_values(said))
    values: dict[str, Any] = {}
    for text in settings:
        try:
            name, value = read_setting(text, questions)
        except ReadinessError as error:
            mistakes += error.mistakes
        else:
            values[name] = value
    values |= {name: value for name, value in given.items() if value}
    return replace(query, **values), mistakes


def print_example(output: Output) -> None:
    """Write a file of answers to fill in."""
    output.write(example_answers())


def print_example_table(output: Output) -> None:
    """Write a table of support to fill in."""
    output.write(example_table())
