"""The guided form for an organisation that is missing: one question after the other.

Questions go to standard error and answers come from standard input, so that a form can be filled in
by hand or by a program. A wrong answer is told, and the question asked again.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from api.cli.destination import CommandError
from api.cli.output import note
from graph.packs.statement_questions import (
    IDENTIFIER,
    NAME,
    OF_ORGANISATION,
    OF_WORK,
    contradictions,
)
from graph.packs.statements import says_more_than_work, statement_of
from graph.questions.records import MatchQuality
from graph.records.identifiers import OrgId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from graph.packs.statement_answers import Known, Question
    from graph.packs.statements import Statement
    from graph.questions.records import Match
    from graph.records.identifiers import AreaId
    from graph.records.model import Organisation

_YES, _NO = {"y", "yes"}, {"n", "no"}
_INTRODUCTION = (
    "Tell what an organisation says of itself. Nothing is kept before you say yes at the end;"
    " Ctrl-C ends the form."
)
_BESIDE = "What it says will stand beside what others say of it."


def tell_form(
    known: Known,
    *,
    similar: Callable[[str], Sequence[Match]],
    owner: Callable[[OrgId | None], Organisation | None],
) -> Statement:
    """Ask all the questions, and give what was answered.

    Parameters
    ----------
    known : what answers may name
    similar : gives organisations that are here already and called something like a name
    owner : gives the organisation that has an identifier already, if there is one

    Raises
    ------
    CommandError
        If the answers end before the form does.
    """
    note(_INTRODUCTION)
    about: dict[str, Any] = {NAME.key: _ask(NAME, known)}
    here = _same(similar(about[NAME.key]), known)
    about[IDENTIFIER.key] = here or _number(known, owner)
    _ask_all(about, OF_ORGANISATION, known)
    work = []
    if not says_more_than_work(about) or _says_yes(
        "Does it tell of its work? yes or no; blank: no."
    ):
        work.append(_work(known))
    while work and _says_yes(
        "Does it do other work, elsewhere or for other people? yes or no; blank: no."
    ):
        work.append(_work(known))
    return statement_of(about, work, since=known.today)


def confirmed(statement: Statement, known: Known) -> None:
    """Show what was understood, and ask whether to keep it.

    Raises
    ------
    CommandError
        If the user does not say yes.
    """
    note("\n".join(["", "This was understood:", *_summary(statement, known)]))
    if not _says_yes("Add it? yes or no; blank: no."):
        message = "Nothing was added."
        raise CommandError(message)


def _work(known: Known) -> dict[str, Any]:
    note("\nNow its work: what, where and for whom.")
    told: dict[str, Any] = {}
    _ask_all(told, OF_WORK, known)
    return told


def _ask_all(told: dict[str, Any], questions: Sequence[Question], known: Known) -> None:
    """Ask what was not told yet; what makes no sense after the answers so far is left blank."""
    for question in questions:
        if question.key in told:
            continue
        blank = () if question.several else None
        skipped = question.after and not told[question.after]
        told[question.key] = blank if skipped else _ask(question, known)
        while wrong := list(contradictions(told, [question])):
            note("".join(f"  {key} {words}." for key, words in wrong) + " Please answer again.")
            told[question.key] = _ask(question, known)


def _number(known: Known, owner: Callable[[OrgId | None], Organisation | None]) -> OrgId | None:
    """Ask for a number; that of an organisation that is here is taken after a yes."""
    while True:
        number: OrgId | None = _ask(IDENTIFIER, known)
        there = owner(number)
        if there is None:
            return number
        note(f"\n{number} is {there.name} ({there.id}), which is here already.")
        if _says_yes("Is it this one? yes or no; blank: no."):
            note(_BESIDE)
            return number
        note("Give another number, or end with Ctrl-C.")


def _ask(question: Question, known: Known) -> Any:  # noqa: ANN401  (whatever the question reads)
    """Ask until the answer can be read."""
    note("\n" + "\n".join(_lines(question, known)))
    while True:
        answer = _line()
        try:
            return question.value(answer.split(";") if question.several else [answer], known)
        except ValueError as error:
            note(f"  {str(error).rstrip('.')}. Please answer again.")


def _lines(question: Question, known: Known) -> list[str]:
    several = " Put semicolons between several." if question.several else ""
    lines = [question.asks + several]
    if question.choices is not None:
        lines.append(f"  One of: {', '.join(_choice(*each) for each in question.choices(known))}")
    return [*lines, f"  For example: {question.example}"]


def _choice(key: str, name: str) -> str:
    return key if name.lower() in {key.replace("-", " "), ""} else f"{key} ({name})"


def _line() -> str:
    """Read one line of standard input.

    Raises
    ------
    CommandError
        If there is none.
    """
    print("> ", end="", file=sys.stderr, flush=True)  # noqa: T201
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        message = (
            "\nThe answers ended before the form did; nothing was added. To give them all at once,"
            " write a file: matcher organisation add --example"
        )
        raise CommandError(message)
    return line.strip()


def _says_yes(question: str) -> bool:
    note(f"\n{question}")
    while (answer := _line().lower()) not in {*_YES, *_NO, ""}:
        note(f"  {answer!r} is neither yes nor no. Please answer again.")
    return answer in _YES


def _same(found: Sequence[Match], known: Known) -> OrgId | None:
    """Show who is here already; give the identifier of the one that is meant, if it is one."""
    if not found:
        return None
    same = any(match.quality is MatchQuality.EXACT for match in found)
    note("\nThis name is here already:" if same else "\nSimilar names are here already:")
    for match in found:
        also = "" if match.matched == match.name else f", found by {match.matched}"
        note(f"  {match.name} ({match.organisation}){also}")
    if not _says_yes("Is it one of these? yes or no; blank: no."):
        return None
    ids = {OrgId(match.organisation) for match in found}
    chosen = OrgId(found[0].organisation) if len(ids) == 1 else _which(known)
    while chosen not in ids:
        note("  It is none of these. Please answer again.")
        chosen = _which(known)
    note(_BESIDE)
    return chosen


def _which(known: Known) -> OrgId | None:
    note("\nWhich one? Give its identifier, as it stands in brackets.")
    try:
        return IDENTIFIER.value([_line()], known)  # type: ignore[no-any-return]
    except ValueError:
        return None


def _summary(statement: Statement, known: Known) -> list[str]:
    """Say in lines what a statement says."""
    lines = [f"  {statement.name}, {statement.kind.with_article}, {_numbers(statement)}"]
    if statement.founded:
        lines.append(f"  founded {statement.founded}")
    if statement.turnover_gbp is not None:
        low, high = statement.turnover_gbp
        top = "or more" if high is None else f"to £{high:,.0f}"
        lines.append(f"  turnover £{low:,.0f} {top} a year")
    for count, people in ((statement.employees, "paid"), (statement.volunteers, "volunteers")):
        lines.extend([] if count is None else [f"  people who are {people}: {count:,}"])
    lines.append(f"  by its own statement, public since {statement.since}")
    facts = known.facts
    lines += _further(statement, {area.id: area.short_name for area in facts.areas})
    offered = {pathway.key: pathway.name for pathway in facts.pathways}
    there = {place.code: place for place in facts.places}
    names = {cohort.key: cohort.name for cohort in facts.cohorts}
    if statement.refused:
        lines.append(f"  it does not offer {', '.join(offered[key] for key in statement.refused)}")
    for work in statement.work:
        offers = [offered[key] for key in work.pathways]
        places = [there[code] for code in work.places]
        where = (f"{place.name} ({place.kind.value.replace('-', ' ')})" for place in places)
        whom = [names[key] for key in work.cohorts] or ["any adult"]
        marks = [mark.value for mark in (work.setting, work.sex, work.justice) if mark is not None]
        lines.append(f"  {', '.join(offers)} in {', '.join(where)}")
        capacity = work.capacity_needs_a_year
        able = [] if capacity is None else [f"{capacity:,.0f} needs a year"]
        lines.append(f"    for {', '.join(whom)}: {', '.join([*marks, *able]) or 'no more said'}")
        if work.proof is not None:
            level = "" if work.proof.level is None else f", level {work.proof.level}"
            lines.append(f"    measured by {work.proof.kind}{level}")
    return lines


def _further(statement: Statement, areas: Mapping[AreaId, str]) -> Iterator[str]:
    """Say its interests and its accounts."""
    for role, area in statement.interests:
        yield f"  interested in {role}, {'anywhere' if area is None else f'in {areas[area]}'}"
    if statement.figures is not None:
        told = [
            f"{name} {value:,.0f}"
            for name, value in asdict(statement.figures).items()
            if isinstance(value, (int, float))
        ]
        year = f"  accounts of the year to {statement.figures.year_end}"
        yield f"{year}: {', '.join(told) or 'no figures'}"


def _numbers(statement: Statement) -> str:
    numbers = [each for each in (statement.identifier, *statement.other_numbers) if each]
    return ", ".join(numbers) or "without a number"
