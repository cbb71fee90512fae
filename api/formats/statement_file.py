"""An organisation's own statement as a TOML file, read whole, with all the mistakes at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from api.formats.toml_file import UnreadableFileError, read_toml
from graph.errors import StatementError
from graph.packs.statement_questions import CONSENT, OF_ORGANISATION, OF_WORK, contradictions
from graph.packs.statements import says_more_than_work, statement_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from graph.packs.statement_answers import Known, Question
    from graph.packs.statements import Statement

ANOTHER = "another"
"""The key that says: it is not the organisation of the same name."""
_WORK = "work"
_LONGEST = 50

EXAMPLE = """\
# An organisation that is missing. Change what is here, then: matcher organisation add FILE
# A line that begins with # says nothing; leave out what you do not know.

name = "Harbour Women's Project (invented)"
identifier = "charity 1234567"      # or "company 01234567"; leave it out if there is no number
kind = "charity"                    # or cic, social-enterprise, housing-association ...
founded = "2004"                    # a year, a month or a day
turnover = "100000-250000"          # pounds a year, as a band; or "10m or more"
employees = 6                       # people who are paid; 0 if all are volunteers
volunteers = 15                     # people who are not
about = "Floating support and mentoring for women leaving prison"
# since = 2026-05-01                # the day from which it said so in public; today if left out
# another = true                    # it is not the organisation of the same name that is here
consent = true                      # others may see all of this, from the day under since on
# other_numbers = ["company 01234567"]
interest = ["tier2", "tier3"]       # parts that it would like in a contract; or prime, investor
interest_areas = ["Essex"]          # in these contract areas; in any if left out
# refused = ["education"]           # pathways that others say it offers, wrongly

accounts_year_end = 2025-03-31      # its last accounts, if you know them
accounts_income = 180000            # pounds that came in that year
accounts_spending = 172500          # pounds that went out
accounts_reserves = 40000           # pounds held at the end; below 0 if it owed

[[work]]                            # one such block for each kind of work
pathways = ["accommodation", "mentoring"]
places = ["Colchester", "Tendring"] # authorities, counties, areas or prisons, by name or code
cohorts = ["women"]                 # leave it out if the work is for any adult
setting = "community"               # custody, community or both
sex = "women"                       # leave it out if the work is for both
justice = "explicit"                # made for people in prison or on probation; or "adjacent"
capacity_needs_a_year = 60          # how many needs it can meet in a year, on each of them
evidence_kind = "survey"            # how this work was measured; leave out all five if it was not
evidence_level = 2                  # Nesta's standards 1 to 5; 0 no difference, -1 people did worse
evidence_by = "a university"
evidence_effect = "fewer people lost their homes"
evidence_sample = "about 50 women, 2022 to 2024"
"""
"""A file with every key, explained."""


def read_statement_file(path: Path, known: Known) -> tuple[Statement, bool]:
    """Read a statement, and whether it is of another organisation than that of the same name.

    Raises
    ------
    StatementError
        With every mistake of the file.
    """
    hint = "matcher organisation add --example prints one"
    try:
        table = read_toml(path, holds="a statement", example=hint)
    except UnreadableFileError as error:
        raise StatementError([str(error)]) from None
    mistakes: list[str] = []
    blocks = table.pop(_WORK, [])
    another = table.pop(ANOTHER, False)
    if not isinstance(another, bool):
        mistakes.append(f"{ANOTHER}: {_shown(another)} is neither true nor false")
    about = _answers(table, OF_ORGANISATION, known, mistakes, where="")
    work = _work(blocks, known, mistakes, needed=not says_more_than_work(about))
    if mistakes:
        raise StatementError(mistakes)
    return statement_of(about, work, since=known.today), another is True


def _work(
    blocks: object, known: Known, mistakes: list[str], *, needed: bool
) -> list[dict[str, Any]]:
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        mistakes.append("work: begin each kind of work with a line [[work]]")
        return []
    if not blocks and needed:
        mistakes.append("work: say what it does, in a block that begins with a line [[work]]")
    several = len(blocks) > 1
    return [
        _answers(block, OF_WORK, known, mistakes, where=f"work {number}, " if several else "work, ")
        for number, block in enumerate(blocks, start=1)
    ]


def _answers(
    table: Mapping[str, Any],
    questions: Sequence[Question],
    known: Known,
    mistakes: list[str],
    *,
    where: str,
) -> dict[str, Any]:
    """Read the answers to some questions; what is wrong is noted."""
    values: dict[str, Any] = {}
    for question in questions:
        try:
            answer = _texts(table.get(question.key, ""), question)
            values[question.key] = question.value(answer, known)
        except ValueError as error:
            mistakes.append(f"{where}{question.key}: {error}")
    mistakes.extend(f"{where}{key}: {wrong}" for key, wrong in contradictions(values, questions))
    keys = [question.key for question in questions]
    for key in table:
        if key not in keys:
            there = ", ".join(keys) + ("" if where else f", {ANOTHER}, {_WORK}")
            mistakes.append(f"{where}{key[:_LONGEST]}: is not a key; there are: {there}")
    return values


def _texts(value: object, question: Question) -> list[str]:
    """Give the texts of a value: it may be one, or a list where there may be several."""
    if isinstance(value, list) and question.several:
        return [text for each in value for text in _texts(each, question)]
    if isinstance(value, bool) and question is CONSENT:
        return ["yes" if value else "no"]
    if isinstance(value, str):
        return value.split(";") if question.several else [value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return [value.isoformat()]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [repr(value)]
    what = "a list of texts" if question.several else "a text in quotes"
    message = f"{_shown(value)} is not {what}, such as {question.example}"
    raise ValueError(message)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
