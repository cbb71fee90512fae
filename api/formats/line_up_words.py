"""What a document and a workbook of line-ups say alike: the brief, the proof, the sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from api.formats.words import date_words, number_words, percent_words, plain_words, seconds_words
from matcher.answer.reason import told
from matcher.brief.request import BRIEF_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.formats.words import Words
    from matcher.answer.reason import ToldReason
    from matcher.answer.records import (
        Answer,
        AreaLabel,
        BriefEcho,
        GateReport,
        LineUp,
        Member,
    )

SUGGESTED = (
    "Suggestions only. Nobody named here has been asked, and nobody has consented. Do not name an "
    "organisation in a bid before it has agreed to its part."
)
_CRITERIA = {
    "coverage": "Needs that could be met, weighed by how well",
    "affinity": "Past work together, and how likely members are to work together",
    "lead": "What the lead is worth",
    "contracts": "What managing each subcontract costs",
}
_LEFT_OUT = {"area", "gates", "gap", "seed"}
"""The area is the title, the gates are a table, and the last two are the solver's own."""
_SHARES = {"min_vcse_share", "min_work"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A source behind an answer, as a reader finds it; `number` is how reasons cite it."""

    number: int
    title: str
    published: str
    address: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A reason of a member of a line-up; `sources` are the numbers of those that it rests on."""

    member: Member
    sentence: str
    basis: str
    sources: tuple[int, ...]


class Told(Protocol):
    """What a document or a workbook tells of: line-ups, the brief around them, and the facts."""

    @property
    def area(self) -> AreaLabel:
        """The area that they are for."""

    @property
    def brief(self) -> BriefEcho:
        """What was asked."""

    @property
    def as_of(self) -> str:
        """The day that counts."""

    @property
    def data_version(self) -> str:
        """The facts that it rests on."""

    @property
    def lineups(self) -> tuple[LineUp, ...]:
        """The line-ups."""

    @property
    def gates(self) -> tuple[GateReport, ...]:
        """The gates, where they were reported."""


class Citations:
    """The sources behind an answer's reasons and gates, numbered in the order of their use."""

    def __init__(self, answer: Told, words: Words) -> None:
        self._words = words
        self._told: dict[str, ToldReason] = {}
        used = (title for line_up in answer.lineups for title in self._titles(line_up))
        of_gates = (title for gate in answer.gates for title in gate.sources)
        titles = dict.fromkeys((*used, *of_gates))
        self._numbers = {title: number for number, title in enumerate(titles, start=1)}

    def _titles(self, line_up: LineUp) -> Iterator[str]:
        for member in line_up.members:
            for text in member.reasons:
                yield from self._read(text).sources

    def _read(self, text: str) -> ToldReason:
        if text not in self._told:
            self._told[text] = told(text, self._words.sources)
        return self._told[text]

    def whys(self, line_up: LineUp) -> Iterator[Why]:
        """Give the reasons of a line-up's members, in their order."""
        for member in line_up.members:
            for text in member.reasons:
                reason = self._read(text)
                yield Why(
                    member=member,
                    sentence=reason.sentence,
                    basis=reason.basis.value,
                    sources=tuple(self._numbers[title] for title in reason.sources),
                )

    def sources(self) -> Iterator[Cited]:
        """Give all the sources."""
        for title, number in self._numbers.items():
            source = self._words.sources.get(title)
            published = source and source.published
            yield Cited(
                number=number,
                title=title,
                published=date_words(str(published)) if published else "",
                address=source.address if source else "",
                licence=source.licence if source else "",
            )


def title_words(answer: Answer) -> str:
    """Say what the line-ups are for.

    The title is the same in a document, in a workbook, and in what a reader's list of files shows.
    """
    return f"Suggested line-ups for {answer.area.name}"


def stamp_words(answer: Told, words: Words) -> str:
    """Say which facts an answer was worked out from."""
    return (
        f"{words.programme}. Facts public by {date_words(answer.as_of)}. "
        f"Data version {answer.data_version}."
    )


def brief_rows(answer: Told, words: Words) -> Iterator[tuple[str, str]]:
    """Say what was asked: the label of each field of the brief, and its value in words."""
    yield "Area", _area(answer)
    yield BRIEF_FIELDS["as_of"].label, date_words(answer.as_of)
    for name, known in BRIEF_FIELDS.items():
        if name not in _LEFT_OUT and hasattr(answer.brief, name):
            yield known.label, _value(name, getattr(answer.brief, name), words)


def _area(answer: Told) -> str:
    codes = ", ".join(f"{scheme} {code}" for scheme, code in answer.area.codes.items())
    return f"{answer.area.name}{f' ({codes})' if codes else ''}"


def _value(name: str, value: object, words: Words) -> str:
    if value is None:
        return BRIEF_FIELDS[name].otherwise.capitalize()
    if isinstance(value, str):
        return words.labelled(value)
    if isinstance(value, tuple):
        return "; ".join(words.labelled(each) for each in value) or "Nobody named"
    if name == "time_limit_s" and isinstance(value, float):
        return seconds_words(value)
    return f"{value:.0%}" if name in _SHARES else f"{value:g}"


def gate_rows(answer: Told) -> Iterator[tuple[str, str, str]]:
    """Say of each gate whether it is on, and how many organisations it drops from what."""
    for gate in answer.gates:
        does = "drops" if gate.on else "would drop"
        whom = f"{len(gate.dropped)} from {gate.drops_from}" if gate.dropped else "nobody"
        yield gate.name, f"{'on' if gate.on else 'off'}{_figure(gate)}", f"{does} {whom}"


def _figure(gate: GateReport) -> str:
    if gate.figure is None:
        return ""
    if gate.unit.startswith("share"):
        return f": {percent_words(gate.figure)} {gate.unit.removeprefix('share').strip()}"
    return f": {gate.figure:g} {gate.unit}"


def line_up_title(line_up: LineUp, words: Words) -> str:
    """Name a line-up by its rank and its lead."""
    return f"Line-up {line_up.rank}: led by {words.organisation(line_up.lead)}"


def proof_words(line_up: LineUp) -> str:
    """Say how far a line-up is proven to be the best of its rank."""
    if not line_up.proven_optimal:
        return (
            "The search ran out of time: a better one may exist, by at most "
            f"{percent_words(line_up.gap)}."
        )
    other = "other" if line_up.rank == 1 else "other sufficiently different"
    return f"No {other} line-up scores more: that is proven."


def short_proof(line_up: LineUp) -> str:
    """Say the same where there is little room."""
    if line_up.proven_optimal:
        return "proven best"
    return f"within {percent_words(line_up.gap)} of the best"


def answer_words(line_up: LineUp, words: Words) -> str:
    """Say in a sentence or two who, what they could meet, and what is still missing."""
    coverage, others = line_up.coverage, len(line_up.members) - 1
    with_others = f" with {others} other member{'' if others == 1 else 's'}" if others else ""
    unmet = sum(gap.unmet_needs_a_year for gap in line_up.gaps)
    missing = f" {number_words(unmet)} needs a year would stay unmet." if unmet else ""
    return (
        f"{words.organisation(line_up.lead)} leads{with_others}. They could meet "
        f"{percent_words(coverage.overall)} of all needs; least: "
        f"{words.lowest(coverage.lowest_pathway, coverage.lowest_cohort)}.{missing}"
    )


def criterion_words(name: str) -> str:
    """Name a part of the score."""
    return _CRITERIA.get(name, plain_words(name).capitalize())


def counted_words(answer: Answer) -> str:
    """Say how many could take part, and why there are fewer line-ups than asked for."""
    found, wanted = len(answer.lineups), answer.brief.k
    counted = (
        f"{number_words(answer.candidates)} of the {number_words(answer.known)} organisations "
        "known then could take part."
    )
    if found >= wanted:
        return counted
    why = "differ enough and keep the rules" if answer.complete else "were found in time"
    return f"{counted} {wanted} line-ups were asked for; only {found} {why}."
