"""Suggested partners in words: what was asked, what a chance is worth, which reasons matter."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from api.formats.words import chance_words
from matcher.questions.partner_records import Brings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.formats.words import Words
    from matcher.questions.partner_records import Brought, Gain, Part, Partner, Partners

_MATTERS = 0.05
"""A part that adds less log-odds than this raises a chance by less than a twentieth."""
_NAMED_PLACES = 3


def filter_words(found: Partners) -> list[str]:
    """Say whom the filters of a question leave, one sentence part a filter."""
    there = " there" if found.area else ""
    said = {
        f"known to deliver it{there}": found.delivers_only,
        "known to work there": found.in_area_only,
        "not yet worked with": found.new_only,
        "charities and social enterprises": found.vcse_only,
        (found.only or "").replace("-", " ").replace("=", ": ", 1): found.only,
    }
    return [words for words, is_asked in said.items() if is_asked]


def chance_note(found: Partners) -> str:
    """Say what a chance may be compared with."""
    words = chance_words(1.0 / (1.0 + exp(-found.base)))
    start = words if words.startswith("below") else f"of {words}"
    return (
        f"A body that nothing sets apart has a chance {start}. A work holds few of the hundreds "
        "who could be in it, so even good chances are small: compare them with each other."
    )


def main_parts(partner: Partner) -> Sequence[Part]:
    """Give the parts of a sum that matter: those that raise the chance by a twentieth or more.

    All of them where none does.
    """
    main = [part for part in partner.parts if part.log_odds >= _MATTERS]
    return main or partner.parts


def small_parts(partner: Partner) -> float:
    """Add up the parts that do not matter by themselves, log-odds; 0 where there are none."""
    main = main_parts(partner)
    return sum(part.log_odds for part in partner.parts if part not in main)


def gain_words(gain: Gain, words: Words) -> str:
    """Say which pathways and places one side would gain; of many places the first ones.

    Where nothing would be gained at all, say so, and what is not known; blank where the other only
    brings something besides.
    """
    said = ["; ".join(words.pathway(key) for key in gain.pathways), _few(gain.places)]
    if said[0]:
        return "; and work in ".join(part for part in said if part)
    if said[1]:
        return f"work in {said[1]}"
    if gain.brings:
        return ""
    if gain.untold:
        *most, last = gain.untold
        untold = f"{', '.join(most)} or {last}" if most else last
        return f"nothing that is known; no source says {untold}"
    return "nothing that is known and not there already"


def brought_words(brought: Brought) -> str:
    """Say what one side brings besides pathways and places.

    >>> from matcher.questions.partner_records import Brings, Brought
    >>> brought_words(Brought(what=Brings.PEOPLE, facts=("Women", "Veterans"), sources=()))
    'knowledge of these people: Women; Veterans'
    """
    return f"{_BROUGHT[Brings(brought.what)]} {_few(brought.facts)}"


_BROUGHT = {
    Brings.PEOPLE: "knowledge of these people:",
    Brings.NAMED_PLACES: "a local presence in",
    Brings.LEAD: "the means to hold the contract of",
    Brings.CONTRACTS: "a way into contracts that it leads now:",
    Brings.RESULTS: "measured results for",
    Brings.OTHER_WORK: "besides that work:",
    Brings.ROOM: "room for more:",
    Brings.MEMBERS: "its members:",
    Brings.JOINT_WORK: "a part in joint work:",
    Brings.ELSEWHERE: "work that is known, but not for this area:",
}


def _few(names: Sequence[str]) -> str:
    more = len(names) - _NAMED_PLACES
    return "; ".join([*names[:_NAMED_PLACES], *([f"{more} more"] if more > 0 else [])])
