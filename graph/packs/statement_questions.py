"""What organisations are asked of themselves; each answer is a text, or several.

The guided form and the file ask the same questions, and the spreadsheet asks a few more.
"""

from __future__ import annotations

from graph.packs import statement_answers as read
from graph.packs.cells import number, text, whole
from graph.packs.statement_answers import Question
from graph.records.kinds import JusticeMark, OrganisationKind, Setting, Sex


def _people(answer: str, _known: read.Known) -> int:
    return whole()(answer.replace(",", ""))


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
        read=_people,
    ),
    Question(
        key="volunteers",
        asks="How many people volunteer for it? Blank if you do not know.",
        example="20",
        read=_people,
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
    asks="May others see what this row says, from the day under Since on? Only what they may "
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
)
REFUSED = Question(
    key="refused",
    asks="Which pathways do others say it offers, wrongly? Blank if none.",
    example="mentoring",
    read=read.pathway,
    several=True,
    choices=read.pathways,
)
FURTHER = (OTHER_NUMBERS, CONSENT, INTEREST, INTEREST_AREAS, REFUSED)
"""What a spreadsheet asks of the organisation besides."""
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
    ),
    Question(
        key="evidence_by",
        asks="Who measured it?",
        example="Ministry of Justice",
        read=lambda answer, _known: text(answer),
    ),
    Question(
        key="evidence_effect",
        asks="What was found?",
        example="fewer reoffended",
        read=lambda answer, _known: text(answer),
    ),
    Question(
        key="evidence_sample",
        asks="Which people were studied?",
        example="about 300 women, 2022 to 2024",
        read=lambda answer, _known: text(answer),
    ),
)
"""What a spreadsheet asks of the proof of each kind of work."""
