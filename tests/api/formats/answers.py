"""An answer of the small market, with names that bite, for the files that it is written as."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from api.formats.words import Words
from matcher.answer.records import Retained
from matcher.lineups import recommend
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from matcher.answer.records import Answer

FORMULA = '=HYPERLINK("http://x.example")'
CONTROL = "Bell\x07 <b>Trust</b> & Sons"


@cache
def small_answer() -> Answer:
    """Give two line-ups; the first members are called like a formula, and by what XML refuses."""
    answer = recommend(
        market(), replace(BRIEF, k=2, must=("Homes Trust",), gates=("guarantee=0.75",))
    )
    first, *others = answer.lineups
    members = [*first.members]
    members[0] = replace(members[0], name=FORMULA)
    members[1] = replace(members[1], name=CONTROL)
    kept = Retained(
        part="core",
        prison=None,
        held_by=members[0].id,
        could_take=(members[1].id,),
        value_gbp=1000.0,
        share_of_value=0.1,
        share_of_risk=0.0,
        risk_gbp=0.0,
        basis="stated",
    )
    first = replace(first, members=tuple(members), retained=(kept,))
    return replace(answer, lineups=(first, *others))


@cache
def explained_answer() -> Answer:
    """Give the best line-up with all that can be asked besides."""
    return recommend(market(), replace(BRIEF, k=1), explain=True, stress=True)


def small_words() -> Words:
    """The names of the market."""
    return Words(market())
