"""The question pages about a line-up: who is in it, who comes in, who is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.service.queries import area_summary
from api.web.choices import offered_names
from api.web.filling import Form
from api.web.line_up_asking import CHANGES
from api.web.parameters import BRIEF_WORDS, LINE_UP_LABELS
from api.web.rendering import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import QueryParams

    from api.service.service import Service
    from api.web.line_up_asking import InHand
    from api.web.problems import Problem

_MEMBERS = {
    "members": "One name or number a line; the lead counts too.",
    "lead": "Who leads. Leave it blank, and whoever of them could lead best does.",
    "must": "Who is locked: the best line-up keeps them. One a line.",
    "never": "Who may not come in. One a line.",
}
_LINES = {"members": 8, "other": 8, "must": 3, "never": 3}
_LISTED = {"list": "organisations"}

_LISTED_BY = ("add", "organisation", "lead")
_OF_MEMBERS = {
    "line-up": (
        "Who is in your line-up?",
        "You see what it scores, what it leaves unmet, which rules it breaks, and what is better.",
        "Score it",
    ),
    "complete": (
        "Whom do you have already?",
        "You see the best line-ups that keep them, and what keeping them costs.",
        "Complete it",
    ),
    "judge": (
        "Whose line-up is judged?",
        "You see the rules that it breaks, its score, and the best single changes.",
        "Judge it",
    ),
    "stress": (
        "Which line-up is put under stress?",
        "You see what falling volumes, late results money and a lost member would do to it.",
        "Test it",
    ),
    "replacements": (
        "Whose members could be replaced?",
        "You see for each member who would do best in its place.",
        "Find replacements",
    ),
}
"""Title, introduction and button of each question about a line-up's members."""


@dataclass(frozen=True, slots=True)
class _Blank:
    """What forms about a line-up hold before anything is typed."""

    members: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    lead: str = ""
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    add: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question page of one area.

    Attributes
    ----------
    area : index of the area
    asked : the parameters of the request
    action : the part of the address, behind the area's, that answers
    """

    service: Service
    area: int
    asked: QueryParams
    action: str

    def members(self, problem: Problem | None = None) -> Page:
        """Ask who is in a line-up."""
        title, intro, button = _OF_MEMBERS[self.action]
        return self._page(_MEMBERS, problem, title=title, intro=intro, button=button)

    def two(self, problem: Problem | None = None) -> Page:
        """Ask who is in each of two line-ups."""
        members = _MEMBERS["members"]
        return self._page(
            {"members": members, "other": members},
            problem,
            title="Which two line-ups?",
            intro="You see their members, scores, coverage, value and risk side by side.",
            button="Compare",
        )

    def organisation(self, problem: Problem | None = None) -> Page:
        """Ask about whom a question is."""
        return self._page(
            {"organisation": "A name, an alias or a number."},
            problem,
            title="Why not whom?",
            intro="You see what keeps it out of the best line-up, and what would bring it in.",
            button="Ask",
        )

    def newcomer(self, hand: InHand, problem: Problem) -> Page:
        """Ask again who comes into a line-up, with what was wrong."""
        gone = [("remove", each) for each in self.asked.getlist("remove")]
        return self._page(
            {"add": CHANGES["add"]},
            problem,
            title="Who comes in?",
            intro="",
            button="Add it",
            kept=[*hand.written(), *gone],
            back=("/line-up", urlencode(hand.written()), "Back to the line-up as it was"),
        )

    def _page(
        self,
        words: Mapping[str, str],
        problem: Problem | None,
        *,
        title: str,
        intro: str,
        button: str,
        kept: list[tuple[str, str]] | None = None,
        back: tuple[str, str, str] = ("/lineups", "", "Start from the best line-ups instead"),
    ) -> Page:
        form = Form(
            words=words,
            labels=LINE_UP_LABELS,
            lines={name: lines for name, lines in _LINES.items() if name in words},
            attributes=dict.fromkeys(_LISTED_BY, _LISTED),
        )
        brief = [
            pair
            for pair in self.asked.multi_items()
            if pair[0] in BRIEF_WORDS and pair[0] not in words
        ]
        typed = any(name in words for name in _LISTED_BY)
        return Page(
            "ask.html",
            {
                "area": area_summary(self.service, self.area),
                "action": self.action,
                "title": title,
                "intro": intro,
                "button": button,
                "fields": form.filled(self.asked, _Blank(), problem=problem),
                "kept": brief if kept is None else kept,
                "back": back,
                "names": offered_names(self.service) if typed else [],
                "problem": problem,
                "labels": {name: LINE_UP_LABELS[name] for name in words},
            },
        )
