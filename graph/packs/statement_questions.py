"""What organisations are asked of themselves; each answer is a text, or several.

The guided form, the file and the spreadsheet all ask these questions, in this order.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, TypeAlias

from graph.packs import statement_answers as read
from graph.packs.cells import number, text, whole
from graph.packs.statement_answers import Question
from graph.records.kinds import JusticeMark, OrganisationKind, Setting, Sex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Wrong: TypeAlias = tuple[str, str]
"""The key of a question, and what is wrong with its answer."""

NAME = Question(
    key="name",
    asks="What is the organisation called?",
    example="Harbour Women's Project",
    read=read.name,
    needed=True,
)
IDENTIFIER = Question(
    key="identifier",
    asks="What is its charity or company number? Blank if it has none.",
    example="charity 1234567, company 01234567 or GB-CHC-1234567",
    read=read.identifier,
)
ABOUT = (
    Question(
        key="kind",
        asks="What kind of organisation is it?",
        example="charity",
        read=read.kind,
        needed=True,
        choices=lambda _known: [(kind.value, kind.in_words) for kind in OrganisationKind],
    ),
    Question(
        key="founded",
        asks="When was it founded? Blank if you do not know.",
        example="2004, or 2004-05",
        read=read.founded,
        is_day=True,
    ),
    Question(
        key="turnover",
        asks="What is its turnover a year, as a band in pounds? Blank if you do not know.",
        example="100000-250000, or 10m or more",
        read=read.turnover,
    ),
    Question(
        key="employees",
        asks="How many people does it employ? 0 if none; blank if you do not know.",
        example="3",
        read=read.people,
    ),
    Question(
        key="volunteers",
        asks="How many people volunteer for it? Blank if you do not know.",
        example="20",
        read=read.people,
    ),
    Question(
        key="about",
        asks="What does it do, in a few words? It may be blank.",
        example="Floating support for women leaving prison",
        read=lambda answer, _known: text(answer),
    ),
    Question(
        key="since",
        asks="Since which day has it said so in public? Blank for today.",
        example="2026-05-01",
        read=read.since,
        is_day=True,
    ),
)
"""What is asked of the organisation after its name and number."""
WORK = (
    Question(
        key="pathways",
        asks="Which pathways or services does it offer?",
        example="accommodation; mentoring",
        read=read.pathway,
        needed=True,
        several=True,
        choices=read.pathways,
    ),
    Question(
        key="places",
        asks="Where? Name authorities, counties, areas or prisons.",
        example="Colchester; Tendring; Chelmsford prison",
        read=read.place,
        needed=True,
        several=True,
        listing=lambda known: known.places.listed(),
    ),
    Question(
        key="cohorts",
        asks="For which people? Blank for any adult.",
        example="women; homeless",
        read=read.cohort,
        several=True,
        choices=read.cohorts,
    ),
    Question(
        key="setting",
        asks="In custody, in the community, or both? Blank if you do not know.",
        example="community",
        read=read.word(Setting),
        choices=read.listed(Setting),
    ),
    Question(
        key="sex",
        asks="Only for women, or only for men? Blank if for both.",
        example="women",
        read=read.word(Sex),
        choices=read.listed(Sex),
    ),
    Question(
        key="justice",
        asks=(
            "Is it for people in prison or on probation (explicit), or the same service for the "
            "public (adjacent)? Blank if you do not know."
        ),
        example="explicit",
        read=read.word(JusticeMark),
        choices=read.listed(JusticeMark),
    ),
    Question(
        key="capacity_needs_a_year",
        asks="How many needs can it meet in a year, on each of these? Blank if you do not know.",
        example="60",
        read=lambda answer, _known: number(least=1)(answer.replace(",", "")),
    ),
)
"""What is asked of each kind of work."""
OTHER_NUMBERS = Question(
    key="other_numbers",
    asks="Which other numbers does it have? Blank if none.",
    example="company 01234567",
    read=read.identifier,
    several=True,
)
CONSENT = Question(
    key="consent",
    asks="May others see what is said here, from the day under Since on? Only what they may "
    "see is kept.",
    example="yes",
    read=read.consent,
    needed=True,
    choices=lambda _known: [("yes", ""), ("no", "")],
)
INTEREST = Question(
    key="interest",
    asks="Which parts would it like to have in a contract? Blank if it does not say.",
    example="tier2",
    read=read.interest,
    several=True,
    choices=lambda _known: [(role, "") for role in read.ROLES],
)
INTEREST_AREAS = Question(
    key="interest_areas",
    asks="In which contract areas? Blank if it names none.",
    example="Essex",
    read=read.area,
    several=True,
    listing=lambda known: [area.name for area in known.facts.areas],
    after="interest",
)
REFUSED = Question(
    key="refused",
    asks="Which pathways do others say it offers, wrongly? Blank if none.",
    example="mentoring",
    read=read.pathway,
    several=True,
    choices=read.pathways,
)
ACCOUNTS = (
    Question(
        key="accounts_year_end",
        asks="On which day did the year of its last accounts end? Blank if you do not know.",
        example="2025-03-31",
        read=read.year_end,
        is_day=True,
    ),
    Question(
        key="accounts_income",
        asks="How many pounds came in that year?",
        example="180,000",
        read=read.pounds(),
        after="accounts_year_end",
    ),
    Question(
        key="accounts_spending",
        asks="How many pounds went out that year?",
        example="172,500",
        read=read.pounds(),
        after="accounts_year_end",
    ),
    Question(
        key="accounts_reserves",
        asks="How many pounds did it hold at the end? Below 0 if it owed.",
        example="40,000",
        read=read.pounds(least=-inf),
        after="accounts_year_end",
    ),
)
"""What is asked of its last accounts."""
EVIDENCE = (
    Question(
        key="evidence_kind",
        asks="How was this work measured? Blank if it was not.",
        example="Justice Data Lab",
        read=lambda answer, _known: text(answer),
    ),
    Question(
        key="evidence_level",
        asks="How strong is the evidence: Nesta's standards 1 to 5; 0 if a comparison found no "
        "difference, -1 if people did worse. Blank if you do not know.",
        example="3",
        read=lambda answer, _known: whole(least=-1, most=5)(answer),
        choices=lambda _known: [(str(level), "") for level in range(-1, 6)],
        after="evidence_kind",
    ),
    Question(
        key="evidence_by",
        asks="Who measured it?",
        example="Ministry of Justice",
        read=lambda answer, _known: text(answer),
        after="evidence_kind",
    ),
    Question(
        key="evidence_effect",
        asks="What was found?",
        example="fewer reoffended",
        read=lambda answer, _known: text(answer),
        after="evidence_kind",
    ),
    Question(
        key="evidence_sample",
        asks="Which people were studied?",
        example="about 300 women, 2022 to 2024",
        read=lambda answer, _known: text(answer),
        after="evidence_kind",
    ),
)
"""What is asked of the proof of each kind of work."""
FURTHER = (OTHER_NUMBERS, CONSENT, INTEREST, INTEREST_AREAS, REFUSED)
OF_ORGANISATION = (NAME, IDENTIFIER, *ABOUT, *FURTHER, *ACCOUNTS)
"""What is asked once of an organisation: on the first of its rows in the spreadsheet."""
OF_WORK = (*WORK, *EVIDENCE)
"""What is asked of each kind of work: on each row."""
COLUMNS = (*OF_ORGANISATION, *OF_WORK)
SHEET = "Organisations"
"""The sheet of a workbook that is read; the others explain it."""


def contradictions(values: Mapping[str, Any], questions: Sequence[Question]) -> Iterator[Wrong]:
    """Say which answers go with none, or not together: the question's key, and what is wrong.

    Parameters
    ----------
    values : answers that were read, by the keys of their questions
    questions : those that were asked
    """
    for key in dict.fromkeys(each.after for each in questions if each.after):
        further = [each.key for each in questions if each.after == key]
        told = [each for each in further if values.get(each) not in {None, ()}]
        if told and key in values and values[key] in {None, ()}:
            yield key, f"must be answered if {told[0]} is"
    ended, since = values.get("accounts_year_end"), values.get("since")
    if ended and since and ended.last_day > since:
        yield "accounts_year_end", f"is after {since}, the day under since"
