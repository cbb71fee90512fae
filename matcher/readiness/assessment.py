"""How ready an organisation is: from what it says and what facts say to scores, gates and a plan.

    score of a theme, at least = sum of points of its answers / questions that score
                    , at most  = the same with 1 for every answer that is unknown
    score of all = mean of the themes

Every question of a theme weighs alike, and every theme. What is unknown widens the range, and
neither lowers nor raises it by itself. docs/readiness.md has an example worked by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.brief.gates import programme_gates
from matcher.brief.names import Directory
from matcher.case.scoring import ScoringRules
from matcher.readiness.gate_checks import Standing, gate_checks
from matcher.readiness.known import Known, known_answers
from matcher.readiness.measures import measures_of
from matcher.readiness.naming import found_name
from matcher.readiness.planning import plan_of
from matcher.readiness.questions import QUESTIONS, THEMES
from matcher.readiness.records import (
    Answer,
    Origin,
    Readiness,
    ReadinessError,
    ReadinessQuery,
    ThemeScore,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.gates import Gates
    from matcher.questions.field_supply import FieldSupply
    from matcher.readiness.question import Question
    from matcher.readiness.records import GateCheck

_DIGITS = 4
UNCHECKED = "Answers are what the organisation says of itself. Nobody has checked them."
TODAY = "Gates are told as they stand today, on what is known. They call nobody unfit."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question with its names found."""

    query: ReadinessQuery
    who: int | None
    area: int | None
    as_of: date


class Assessments:
    """Assesses how ready organisations are, by one snapshot.

    Parameters
    ----------
    snapshot : the facts
    field : gives what everybody could do in each area on a day (`NeedSearch.field`)
    directory : the names of the snapshot, if they were made before
    rules : the engine's scoring; without it, the default
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        field: Callable[[date], tuple[FieldSupply, ...]],
        directory: Directory | None = None,
        rules: ScoringRules | None = None,
    ) -> None:
        self._snapshot, self._field = snapshot, field
        self._names, self._rules = directory or Directory(snapshot), rules or ScoringRules()

    def known(self, query: ReadinessQuery) -> Mapping[str, Known]:
        """Give what facts answer of an organisation, for a form to show.

        Raises
        ------
        ReadinessError
            With all mistakes of the question at once.
        """
        return self._known(self._read(query))

    def day(self, query: ReadinessQuery) -> date:
        """The day whose facts count for a question."""
        return query.as_of or self._snapshot.facts.programme.competition_opened

    def turnover_gbp(self, query: ReadinessQuery) -> float | None:
        """What an organisation turns over: what it says, or else what facts say, or None."""
        said = query.turnover_gbp
        known = self.known(query).get("turnover_gbp")
        return float(known.value) if said is None and known is not None else said

    def assess(self, query: ReadinessQuery) -> Readiness:
        """Assess an organisation.

        Raises
        ------
        ReadinessError
            With all mistakes of the question at once.
        """
        asked = self._read(query)
        gates = programme_gates(self._snapshot)
        known = self._known(asked)
        answers = tuple(self._answers(asked, known, gates))
        checks = gate_checks(self._standing(asked, gates))
        themes = tuple(theme_scores(answers))
        body = self._snapshot.organisations[asked.who] if asked.who is not None else None
        place = None if asked.area is None else self._snapshot.areas[asked.area]
        return Readiness(
            programme=self._snapshot.facts.programme.id,
            data_version=self._snapshot.data_version,
            as_of=asked.as_of.isoformat(),
            organisation="" if body is None else str(body.id),
            name="" if body is None else body.name,
            role=query.role,
            area="" if place is None else str(place.id),
            area_name="" if place is None else place.name,
            least=_mean([theme.least for theme in themes]),
            most=_mean([theme.most for theme in themes]),
            themes=themes,
            answers=answers,
            gates=checks,
            plan=plan_of(answers, checks),
            notes=tuple(_notes(checks, asked)),
        )

    def _read(self, query: ReadinessQuery) -> _Asked:
        mistakes = list(query.mistakes())
        who = found_name(mistakes, "organisation", query.organisation, self._names.organisation)
        area = found_name(mistakes, "area", query.area, self._names.area)
        if mistakes:
            raise ReadinessError(mistakes)
        return _Asked(query=query, who=who, area=area, as_of=self.day(query))

    def _known(self, asked: _Asked) -> dict[str, Known]:
        if asked.who is None:
            return {}
        return known_answers(self._snapshot, asked.who, as_of=asked.as_of, area=asked.area)

    def _standing(self, asked: _Asked, gates: Gates) -> Standing:
        query = asked.query
        every = range(len(self._snapshot.areas))
        return Standing(
            snapshot=self._snapshot,
            who=asked.who,
            role=query.role,
            turnover_gbp=query.turnover_gbp,
            access_gbp=query.funding_access_gbp,
            contract_gbp=query.contract_value_gbp,
            consents=query.board_consent,
            areas=every if asked.area is None else (asked.area,),
            as_of=asked.as_of,
            gates=gates,
            field=self._field(asked.as_of),
        )

    def _answers(self, asked: _Asked, known: Mapping[str, Known], gates: Gates) -> Iterator[Answer]:
        measures = measures_of(
            self._snapshot, asked.query, area=asked.area, gates=gates, rules=self._rules
        )
        given = {
            name: Known(value=value, origin=Origin.ANSWERED, by="")
            for name, value in asked.query.given.items()
        }
        said = {**known, **given}
        said |= {name: each for name, each in _worked_out(said).items() if name not in said}
        for question in QUESTIONS:
            yield scored(question, said.get(question.name), measures)


def _worked_out(said: Mapping[str, Known]) -> dict[str, Known]:
    """The share of income from the contract follows from its value and the turnover."""
    value, turnover = said.get("contract_value_gbp"), said.get("turnover_gbp")
    if value is None or turnover is None or not turnover.value:
        return {}
    share = min(1.0, float(value.value) / float(turnover.value))
    told = "the contract's value over the turnover"
    return {"contract_share": Known(value=round(share, 4), origin=Origin.ESTIMATED, by=told)}


def scored(question: Question, said: Known | None, measures: Mapping[str, float]) -> Answer:
    """Score one answer, and say why."""
    counts = bool(question.choices) or (bool(question.marks) and bool(question.full(measures)))
    points = question.points(said.value, measures) if said is not None and counts else None
    return Answer(
        question=question.name,
        theme=str(question.theme),
        label=question.label,
        value="" if said is None else question.words(said.value),
        origin=str(Origin.UNKNOWN if said is None else said.origin),
        points=None if points is None else round(points, _DIGITS),
        counts=counts,
        reason=_reason(question, points, measures) if counts else _does_not_count(question),
        known_by="" if said is None else said.by,
        why=question.why,
        sources=question.sources,
    )


def _does_not_count(question: Question) -> str:
    if not question.scores:
        return "It scores nothing itself; gates and support need it."
    return "It does not count here: nothing is asked for that it could be held against."


def _reason(question: Question, points: float | None, measures: Mapping[str, float]) -> str:
    full = _full(question, measures)
    if points is None:
        return f"Not known, so it may score 0 to 1. {full}"
    chosen = " These marks were chosen by this project." if question.chosen else ""
    return f"Scores {points:.2f} of 1. {full}{chosen}"


def _full(question: Question, measures: Mapping[str, float]) -> str:
    """Say what scores full marks."""
    if question.choices:
        best = next(each for each in question.choices if each.points == 1)
        return f"Full marks: {best.words[:1].lower()}{best.words[1:]}."
    one = next(number for number, points in question.marks if points == 1)
    figure = one * (question.full(measures) or 1.0)
    rising = question.marks[0][1] < question.marks[-1][1]
    return f"Full marks: {question.words(figure)} or {'more' if rising else 'less'}."


def theme_scores(answers: Sequence[Answer]) -> Iterator[ThemeScore]:
    """Score each theme that has a question which counts, at least and at most."""
    for theme, (name, _) in THEMES.items():
        own = [each for each in answers if each.theme == theme and each.counts]
        if not own:
            continue
        known = [each.points for each in own if each.points is not None]
        least = sum(known) / len(own)
        yield ThemeScore(
            theme=str(theme),
            name=name,
            least=round(least, _DIGITS),
            most=round(least + (len(own) - len(known)) / len(own), _DIGITS),
            known=len(known),
            asked=len(own),
        )


def _mean(scores: Sequence[float]) -> float:
    return round(sum(scores) / len(scores), _DIGITS) if scores else 0.0


def _notes(checks: Sequence[GateCheck], asked: _Asked) -> Iterator[str]:
    yield UNCHECKED
    yield TODAY
    if asked.who is None:
        yield (
            "The organisation is not named, or not known here: only its own answers count. "
            "`matcher organisation add` tells of it."
        )
    if asked.area is None and any(check.areas for check in checks):
        yield "No area was named: gates are told for all, and scores use the easiest of them."
