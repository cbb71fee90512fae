"""The brief as short question pages, one subject each, and a page to check the answers.

How such pages follow each other stands in `api.web.stepping`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.formats.words import date_words, percent_words
from api.web.addresses import segment
from api.web.asking import brief_fields, default_brief, read_brief
from api.web.choices import offered_names
from api.web.filling import Form, mistakes_of, typed, written
from api.web.parameters import BRIEF_LABELS, BRIEF_WORDS, CAPPED
from api.web.problems import RequestProblem
from api.web.rendering import Page
from api.web.stepping import BACK, Step, Steps, without
from matcher.brief.gates import GateKey, programme_gates
from matcher.errors import BriefError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.service.service import Service
    from api.service.settings import Settings
    from api.web.problems import Problem
    from matcher.brief.gates import Gate
    from matcher.brief.request import Brief

_GATE = "gate-"
_NOTHING = {
    "must": "nobody in particular",
    "never": "nobody",
    "gates": "as the programme has them",
    "consented": "nobody yet",
}
"""What holds where nothing is answered, for the lists."""

_SHARES = {
    "min_vcse_share": "of all volume, at least",
    "min_work": "of what a member could take on, at least",
}
_UNITS = {
    "max_members": ("member", "members"),
    "min_difference": ("member", "members"),
    "time_limit_s": ("second", "seconds"),
}


def answer_words(name: str, text: str) -> str:
    """Say an answer in its unit; what is no number or day stays as it was typed.

    >>> answer_words("min_vcse_share", "0.3"), answer_words("max_members", "1")
    ('30% of all volume, at least', '1 member')
    >>> answer_words("as_of", "2013-09-19"), answer_words("k", "many")
    ('19 September 2013', 'many')
    """
    if name == "as_of":
        return date_words(text)
    try:
        number = float(text)
    except ValueError:
        return text
    if name in _SHARES:
        return f"{percent_words(number)} {_SHARES[name]}"
    return f"{text} {_UNITS[name][number != 1]}" if name in _UNITS else text


STEPS = (
    Step(
        key="lead",
        question="Who leads?",
        hint="The prime provider, who signs the contract. Leave it blank to see who could.",
        fields=("lead",),
    ),
    Step(
        key="members",
        question="Who must be in, and who must not?",
        hint="One name or number a line. Spelling is checked when you continue.",
        fields=("must", "never"),
    ),
    Step(
        key="size",
        question="How large may it be, and who gets the work?",
        hint="A line-up may have fewer members: each one costs time to manage, and that counts.",
        fields=("max_members", "min_vcse_share", "min_work"),
    ),
    Step(
        key="gates",
        question="Which gates apply?",
        hint="Rules of the procurement that sink a bid. Answers say whom each one drops.",
        fields=("gates", "consented"),
    ),
    Step(
        key="weights",
        question="What matters most?",
        hint="Every line-up is scored by the need it could meet. These two shift the balance.",
        fields=("equity", "pair_weight"),
    ),
    Step(
        key="answer",
        question="What answer do you want?",
        hint="Several line-ups that differ let you compare; each takes time to prove.",
        fields=("k", "min_difference", "as_of", "time_limit_s"),
    ),
)


def brief_form(settings: Settings) -> Form:
    """Give the form of a brief, within the limits of the server."""
    limits = brief_fields(settings)
    attributes: dict[str, dict[str, object]] = {
        name: {
            "type": "number",
            "min": f"{one.range.least:g}",
            "max": f"{one.range.most:g}",
            "step": 1 if one.type in (int, "int") else "any",
        }
        for name, one in limits.items()
        if one.range is not None
    }
    return Form(
        words={
            name: text.replace(" Repeat it for more.", " One a line.")
            for name, text in BRIEF_WORDS.items()
        },
        labels=BRIEF_LABELS,
        attributes={
            **attributes,
            "lead": {"list": "organisations"},
            "as_of": {"type": "date"},
        },
        lines=dict.fromkeys(("must", "never", "consented"), 4),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """The question pages of one area's brief, with the answers given so far.

    Attributes
    ----------
    area : index of the area
    asked : the parameters of the request
    """

    service: Service
    settings: Settings
    area: int
    asked: QueryParams

    @property
    def code(self) -> str:
        """The identifier of the area."""
        return str(self.service.snapshot.areas[self.area].id)

    @property
    def steps(self) -> Steps:
        """The question pages of the area, in their order."""
        name = self.service.snapshot.areas[self.area].name
        area = f"/areas/{segment(self.code)}"
        return Steps(
            steps=STEPS,
            here=f"{area}/brief",
            about=f"Line-ups for {name}",
            above=(("/areas", "Areas"), (area, name)),
        )

    @property
    def sent(self) -> QueryParams:
        """All that was sent, without the marks of question pages."""
        return without(self.asked, {f"{_GATE}{key}" for key in GateKey})

    @property
    def answers(self) -> QueryParams:
        """The answers among what was sent, each gate as a brief writes it."""
        known = [pair for pair in self.sent.multi_items() if pair[0] in BRIEF_WORDS]
        return QueryParams([*known, *self._gates()])

    def _gates(self) -> Iterator[tuple[str, str]]:
        """Read the gates that this page sent; blank ones stay as the programme has them."""
        for key in GateKey:
            setting = self.asked.get(f"{_GATE}{key}", "").strip()
            if setting:
                yield "gates", f"{key}={setting}"

    def problem(self, names: tuple[str, ...]) -> RequestProblem | None:
        """Say what is wrong with some of the answers, if anything is."""
        try:
            read_brief(self.service, self.code, self.answers, self.settings)
        except BriefError as error:
            mistakes = [each for each in error.mistakes if each.field in names]
            return RequestProblem.of(mistakes) if mistakes else None
        return None

    def step_page(self, step: Step, problem: Problem | None = None) -> Page:
        """Show a question page."""
        default = default_brief(self.service, self.code, self.settings)
        form = brief_form(self.settings)
        names = tuple(name for name in step.fields if name != "gates")
        others = [pair for pair in self.answers.multi_items() if pair[0] not in step.fields]
        back = [(BACK, "check")] if self.asked.get(BACK) else []
        return Page(
            "step.html",
            {
                **self.steps.shown(step),
                "fields": form.filled(self.answers, default, problem=problem, names=names),
                "gates": list(self._gate_fields()) if "gates" in step.fields else [],
                "gate_mistakes": mistakes_of(problem, "gates"),
                "kept": [*others, *back],
                "problem": problem,
                "labels": BRIEF_LABELS,
                "names": offered_names(self.service) if "lead" in step.fields else [],
                "kept_query": urlencode(others),
            },
        )

    def _gate_fields(self) -> Iterator[tuple[Gate, str, str]]:
        """Give each gate with what is set for it and its parameter."""
        switches = [text.partition("=") for text in typed(self.answers, "gates").splitlines()]
        switched = {name.strip(): setting.strip() or "on" for name, _, setting in switches}
        for gate in programme_gates(self.service.snapshot).gates.values():
            yield gate, switched.get(str(gate.key), ""), f"{_GATE}{gate.key}"

    def check_page(self, problem: Problem | None = None) -> Page:
        """Show all answers, each with a link to its question."""
        default = default_brief(self.service, self.code, self.settings)
        rows = [
            (step, BRIEF_LABELS[name], self._answer(name, default), mistakes_of(problem, name))
            for step in STEPS
            for name in step.fields
        ]
        return Page(
            "check.html",
            {
                "here": self.steps.here,
                "above": self.steps.above,
                "about": f"{self.steps.about}.",
                "action": self.steps.here.removesuffix("brief") + "lineups",
                "button": "Find line-ups",
                "rows": rows,
                "problem": problem,
                "labels": BRIEF_LABELS,
                "step_of": {name: step.key for step in STEPS for name in step.fields},
                "answers": urlencode(self.answers.multi_items()),
            },
        )

    def _answer(self, name: str, default: Brief) -> tuple[str, bool]:
        """Say an answer as it was typed, or else what holds; the flag says which."""
        given = typed(self.answers, name)
        if given:
            return answer_words(name, given), True
        limits = brief_fields(self.settings)
        words = written(getattr(default, name)) if name in {*CAPPED, "as_of"} else ""
        return answer_words(name, words or limits[name].default_words or _NOTHING[name]), False
