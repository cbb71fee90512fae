"""The self-assessment on pages: short question pages by theme, and a page to check all answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.formats.readiness_rows import origin_words
from api.web.choices import area_options, offered_names, role_options
from api.web.filling import Form, mistakes_of, typed
from api.web.parameters import READINESS_LABELS
from api.web.problems import RequestProblem
from api.web.provider_asking import read_readiness
from api.web.rendering import Page
from api.web.stepping import Step, Steps, kept, without
from matcher.errors import BriefError
from matcher.readiness.questions import QUESTION, QUESTIONS, THEMES
from matcher.readiness.records import ReadinessQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import QueryParams

    from api.service.service import Service
    from api.web.filling import Options
    from api.web.problems import Problem
    from matcher.errors import BriefMistake
    from matcher.readiness.known import Known
    from matcher.readiness.question import Question

ABOUT = ("organisation", "role", "area", "as_of")
"""What is asked beside the questions."""
_WHO = Step(
    key="who",
    question="Who are you, and what part would you like?",
    hint="What is known of you here is filled in, and marked. You can go on without a name.",
    fields=ABOUT,
)
STEPS = (
    _WHO,
    *(
        Step(
            key=str(theme),
            question=question,
            hint=f"{name}. Leave blank what you do not know: unknown is no bad mark.",
            fields=tuple(each.name for each in QUESTIONS if each.theme is theme),
        )
        for theme, (name, question) in THEMES.items()
    ),
)
READINESS_STEPS = Steps(
    steps=STEPS,
    here="/readiness/questions",
    about="Your readiness",
    above=(("/providers", "For providers"), ("/readiness", "How ready are you?")),
)
_HINTS = {
    "organisation": "Name, alias or number. Blank if nobody knows you here.",
    "role": "A prime provider signs the contract with the ministry; tiers 2 and 3 work for it.",
    "area": "Blank for all areas.",
    "as_of": "Only facts that were public by this day count.",
}
_LABELS = {
    "organisation": "Organisation",
    "role": "Part",
    "area": "Area of the contract",
    "as_of": "As of",
}


def question_form(service: Service, known: Mapping[str, Known]) -> Form:
    """Give the form of all questions; hints tell what facts know."""
    options: dict[str, Options] = {
        each.name: [("", "Not known"), *((c.key, c.words) for c in each.choices)]
        for each in QUESTIONS
        if each.choices
    }
    numbers = {each.name: _number(each) for each in QUESTIONS if not each.choices}
    return Form(
        words={**_HINTS, **{each.name: _hint(each, known) for each in QUESTIONS}},
        labels={**_LABELS, **{each.name: each.asks for each in QUESTIONS}},
        options={**options, "role": role_options(), "area": area_options(service)},
        attributes={
            **numbers,
            "organisation": {"list": "organisations"},
            "as_of": {"type": "date"},
        },
    )


def _number(question: Question) -> dict[str, object]:
    span = question.range
    if span is None:
        return {}
    return {"type": "number", "min": f"{span.least:g}", "max": f"{span.most:.0f}", "step": "any"}


def _hint(question: Question, known: Mapping[str, Known]) -> str:
    found = known.get(question.name)
    told = f"{question.help} Why: {question.why}"
    if found is None:
        return told
    words = question.words(found.value)
    return f"{told} Facts say {words} ({origin_words(found.origin)}: {found.by}); blank keeps that."


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessment:
    """The question pages, with the answers given so far."""

    service: Service
    asked: QueryParams

    @property
    def sent(self) -> QueryParams:
        """All that was sent, without the marks of question pages."""
        return without(self.asked)

    @property
    def known(self) -> Mapping[str, Known]:
        """What facts know of whoever is named; nothing while the question holds mistakes."""
        query, _ = read_readiness(self.sent)
        try:
            return self.service.assessments.known(query)
        except BriefError:
            return {}

    def problem(self, names: tuple[str, ...]) -> RequestProblem | None:
        """Say what is wrong with some of the answers, if anything is."""
        mistakes = [each for each in self._mistakes() if each.field in names]
        return RequestProblem.of(mistakes) if mistakes else None

    def check(self) -> None:
        """Raise the problem with any of the answers, if there is one."""
        if mistakes := self._mistakes():
            raise RequestProblem.of(mistakes)

    def _mistakes(self) -> list[BriefMistake]:
        query, mistakes = read_readiness(self.sent)
        try:
            self.service.assessments.known(query)
        except BriefError as error:
            return [*mistakes, *error.mistakes]
        return mistakes

    def step_page(self, step: Step, problem: Problem | None = None) -> Page:
        """Show a question page."""
        form = question_form(self.service, self.known)
        passed = kept(self.asked, step)
        return Page(
            "step.html",
            {
                **READINESS_STEPS.shown(step),
                "fields": form.filled(
                    self.sent, ReadinessQuery(), problem=problem, names=step.fields
                ),
                "gates": [],
                "kept": passed,
                "problem": problem,
                "labels": READINESS_LABELS,
                "names": offered_names(self.service) if step is _WHO else [],
                "kept_query": urlencode([p for p in passed if p[0] != "back"]),
            },
        )

    def check_page(self, problem: Problem | None = None) -> Page:
        """Show all answers, each with a link to its question."""
        known = self.known
        rows = [
            (step, READINESS_LABELS[name], self._answer(name, known), mistakes_of(problem, name))
            for step in STEPS
            for name in step.fields
        ]
        answers = urlencode([p for p in self.sent.multi_items() if p[1].strip()])
        return Page(
            "check.html",
            {
                "here": READINESS_STEPS.here,
                "above": READINESS_STEPS.above,
                "about": "How ready you are, and which gates you would fail today.",
                "action": "/readiness",
                "button": "See how ready you are",
                "rows": rows,
                "problem": problem,
                "labels": READINESS_LABELS,
                "step_of": {name: step.key for step in STEPS for name in step.fields},
                "answers": answers,
            },
        )

    def _answer(self, name: str, known: Mapping[str, Known]) -> tuple[str, bool]:
        """Say an answer as it was typed, or what facts say; the flag tells an own answer."""
        given = typed(self.sent, name)
        if name in known and not given:
            found = known[name]
            return f"{QUESTION[name].words(found.value)} ({origin_words(found.origin)})", False
        if not given:
            return _NOTHING.get(name, "not known"), False
        question = QUESTION.get(name)
        if question is None:
            return dict(role_options()).get(given, given) if name == "role" else given, True
        return _written(question, given), True


_NOTHING = {
    "organisation": "nobody who is known here",
    "role": dict(role_options())["tier-3"],
    "area": "all areas",
    "as_of": "the day the competition opened",
}


def _written(question: Question, given: str) -> str:
    """Write what was typed as people do, if it can be read."""
    try:
        value: float | str = given if question.choices else float(given)
    except ValueError:
        return given
    return question.words(value) if question.mistake(value) is None else given
