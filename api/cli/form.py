"""The guided form for an organisation that is missing: one question after the other.

Questions go to standard error and answers come from standard input, so that a form can be filled in
by hand or by a program. A wrong answer is told, and the question asked again.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from api.cli.destination import CommandError
from api.cli.output import note
from api.formats.statement_file import statement_of
from graph.packs.statement_questions import ABOUT, IDENTIFIER, NAME, WORK
from graph.questions.records import MatchQuality

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.packs.statement_answers import Known, Question
    from graph.packs.statements import Statement
    from graph.questions.records import Match
    from graph.records.identifiers import OrgId

_YES, _NO = {"y", "yes"}, {"n", "no"}
_INTRODUCTION = (
    "Tell of an organisation that is missing. Nothing is kept before you say yes at the end;"
    " Ctrl-C ends the form."
)


def tell_form(
    known: Known,
    *,
    similar: Callable[[str], Sequence[Match]],
    taken: Callable[[OrgId | None], str],
) -> Statement:
    """Ask all the questions, and give what was answered.

    Parameters
    ----------
    known : what answers may name
    similar : gives organisations that are here already and called something like a name
    taken : says who has an identifier already, or nothing

    Raises
    ------
    CommandError
        If the answers end before the form does, or the organisation is one that is here already.
    """
    note(_INTRODUCTION)
    about: dict[str, Any] = {NAME.key: _ask(NAME, known)}
    _offer(similar(about[NAME.key]))
    about[IDENTIFIER.key] = _ask(IDENTIFIER, known)
    while message := taken(about[IDENTIFIER.key]):
        note(f"  {message}. Give another number, or end with Ctrl-C.")
        about[IDENTIFIER.key] = _ask(IDENTIFIER, known)
    about |= {question.key: _ask(question, known) for question in ABOUT}
    work = [_work(known)]
    while _says_yes("Does it do other work, elsewhere or for other people? yes or no; blank: no."):
        work.append(_work(known))
    return statement_of(about, work, known)


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
    return {question.key: _ask(question, known) for question in WORK}


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


def _offer(found: Sequence[Match]) -> None:
    """Show who is here already, and end if one of them is meant.

    Raises
    ------
    CommandError
        If the user says that it is one of them.
    """
    if not found:
        return
    same = any(match.quality is MatchQuality.EXACT for match in found)
    note("\nThis name is here already:" if same else "\nSimilar names are here already:")
    for match in found:
        also = "" if match.matched == match.name else f", found by {match.matched}"
        note(f"  {match.name} ({match.organisation}){also}")
    if _says_yes("Is it one of these? yes or no; blank: no."):
        message = (
            "Nothing was added. See what is known of it with"
            f" matcher organisation {found[0].organisation}, or whichever of them it is."
        )
        raise CommandError(message)


def _summary(statement: Statement, known: Known) -> list[str]:
    """Say in lines what a statement says."""
    lines = [f"  {statement.name}, {statement.kind.with_article}, {_number(statement)}"]
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
    offered = {pathway.key: pathway.name for pathway in facts.pathways}
    there = {place.code: place for place in facts.places}
    names = {cohort.key: cohort.name for cohort in facts.cohorts}
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
    return lines


def _number(statement: Statement) -> str:
    return str(statement.identifier) if statement.identifier else "without a number"
