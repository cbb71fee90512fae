"""A line-up in hand as an address holds it: its members, the brief around them, the last change.

Whoever the brief says must be in is locked. A change makes another address, so each state of the
work can be kept, sent on and come back to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from api.web.asking import read_brief, read_organisations
from api.web.parameters import BRIEF_WORDS, LINE_UP_WORDS, MEMBERS
from matcher.errors import BriefError, BriefMistake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import QueryParams

    from api.service.service import Service
    from api.service.settings import Settings
    from matcher.brief.request import Brief

Pairs = list[tuple[str, str]]
"""The parameters of an address, in order."""
CHANGES: Mapping[str, str] = {
    "add": "Identifier, name or alias of who comes in.",
    "remove": "Who goes, and may not come back by itself.",
    "lock": "Who stays, whatever is better.",
    "unlock": "Who need not stay.",
    "allow": "Who may come in again.",
}
"""The parameters that change a line-up, in words."""
_OF_WHO = {"lead", "must", "never"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """A line-up in hand; organisations by identifier.

    Attributes
    ----------
    brief : around it; its must-haves are locked
    members : who is in it
    before : who was in it before the last change; nobody if there was none
    besides : the other parameters of the brief, as they were sent
    """

    brief: Brief
    members: tuple[str, ...]
    before: tuple[str, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    besides: tuple[tuple[str, str], ...]

    def written(self) -> Pairs:
        """Write it as parameters, without the last change."""
        return [*((MEMBERS, each) for each in self.members), *self.written_brief()]

    def written_brief(self) -> Pairs:
        """Write its brief alone as parameters."""
        lead = () if self.brief.lead is None else (self.brief.lead,)
        named = {"lead": lead, "must": self.brief.must, "never": self.brief.never}
        return [*((name, one) for name, some in named.items() for one in some), *self.besides]

    def undone(self) -> InHand:
        """Give the line-up before the last change."""
        never = tuple(each for each in self.brief.never if each not in self.went)
        must = tuple(each for each in self.brief.must if each not in self.came)
        return self.changed(self.before, must=must, never=never)

    def changed(
        self, members: tuple[str, ...], *, must: tuple[str, ...], never: tuple[str, ...]
    ) -> InHand:
        """Give another line-up under the same brief; a lead who is not in it is forgotten."""
        lead = self.brief.lead if self.brief.lead in members else None
        brief = replace(self.brief, lead=lead, must=must, never=never)
        return replace(self, brief=brief, members=members, before=(), came=(), went=())


def read_in_hand(
    service: Service,
    area: str,
    parameters: QueryParams,
    settings: Settings,
    *,
    besides: Mapping[str, str] | None = None,
) -> InHand:
    """Read a line-up in hand; `besides` are parameters that somebody else reads.

    Raises
    ------
    BriefError
        With all the mistakes of members and brief at once.
    """
    found, mistakes = {}, []
    for name in LINE_UP_WORDS:
        found[name], wrong = read_organisations(service, parameters, name)
        mistakes += wrong
    if not parameters.getlist(MEMBERS):
        mistakes.append(BriefMistake(MEMBERS, "name at least one organisation"))
    known = {**LINE_UP_WORDS, **(besides or {})}
    try:
        brief = read_brief(service, area, parameters, settings, besides=known).brief
    except BriefError as error:
        raise BriefError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    lead = () if brief.lead is None else (brief.lead,)
    members = tuple(dict.fromkeys((*found[MEMBERS], *lead)))
    came, went = found["came"], found["went"]
    kept = tuple(each for each in members if each not in came)
    return InHand(
        brief=brief,
        members=members,
        before=(*kept, *(each for each in went if each not in kept)) if came or went else (),
        came=came,
        went=went,
        besides=tuple(
            (name, text)
            for name, text in parameters.multi_items()
            if name in BRIEF_WORDS and name not in _OF_WHO and text.strip()
        ),
    )


def read_change(service: Service, parameters: QueryParams, hand: InHand) -> Pairs:
    """Read a change, and give the parameters of the line-up after it.

    Who is removed may not come back by itself; who is added may. A swap adds and removes at once.

    Raises
    ------
    BriefError
        If the change names nobody who is known, or nobody in the line-up.
    """
    who, mistakes = {}, []
    for name in CHANGES:
        who[name], wrong = read_organisations(service, parameters, name)
        mistakes += wrong
        if name in parameters and not who[name] and not wrong:
            mistakes.append(BriefMistake(name, "name an organisation"))
    mistakes += [
        BriefMistake("add", f"{service.snapshot.organisations[index].name} is in it already")
        for index in map(service.directory.organisation, set(who["add"]) & set(hand.members))
    ]
    if mistakes:
        raise BriefError(mistakes)
    gone = {each for each in who["remove"] if each in hand.members}
    loose, allowed = gone | set(who["unlock"]), {*who["add"], *who["lock"], *who["allow"]}
    must = dict.fromkeys((*hand.brief.must, *who["lock"]))
    never = dict.fromkeys((*hand.brief.never, *sorted(gone)))
    after = hand.changed(
        (*(each for each in hand.members if each not in gone), *who["add"]),
        must=tuple(each for each in must if each not in loose),
        never=tuple(each for each in never if each not in allowed),
    )
    last = [("came", each) for each in who["add"]] + [("went", each) for each in sorted(gone)]
    return [*after.written(), *last]
