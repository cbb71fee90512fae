"""Is this offer any good: the answer in plain English, and what to negotiate first."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from matcher.offers.levers import money_words, price_words, share_words
from matcher.offers.liability import liability
from matcher.offers.reading import texts_of
from matcher.offers.safety import (
    MOST_LOSS_SHARE,
    MOST_OUT_OF_CASH_SHARE,
    Move,
    Safety,
    Tries,
    Way,
    moves_within_safety,
    ways_to_safety,
)
from matcher.offers.together import safe_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.offers.base_case import BaseCase
    from matcher.offers.levers import Lever
    from matcher.offers.liability import Liability
    from matcher.offers.records import Offer
    from matcher.offers.simulation import Simulation
    from matcher.offers.together import Together

TERMS_TOLD = 3
SAFE_MEANS = (
    "Safe means: the offer is expected to cover its full cost, it ends with a loss in at most "
    f"{share_words(MOST_LOSS_SHARE)} of the runs, and reserves and credit run out in at most "
    f"{share_words(MOST_OUT_OF_CASH_SHARE)}."
)


class Answer(StrEnum):
    """Whether to take the offer."""

    SAFE = "safe"
    NOT_ON_THESE_TERMS = "not on these terms"
    NOT_SAFE = "not safe on any terms tried"
    NOT_AS_IT_IS = "not safe as it is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term to negotiate, or to hold on to.

    Attributes
    ----------
    key, title : which
    now : its value in the offer, in words
    safe_at : the value at which the offer becomes safe by this alone, or with the other terms where
        it takes them together, or until which it stays safe; empty if none does
    says : all of it in a sentence
    changes : what to change in the offer for that, by field, as texts
    """

    key: str
    title: str
    now: str
    safe_at: str
    says: str
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer.

    Attributes
    ----------
    answer : whether to take the offer
    headline : the answer in a sentence
    reasons : why, in sentences
    safe_means : what counts as safe
    terms : what to negotiate first; of a safe offer, what to hold on to
    together : says that it takes all of the terms together; empty where it does not
    """

    answer: Answer
    headline: str
    reasons: tuple[str, ...]
    safe_means: str
    terms: tuple[Term, ...]
    together: str


def verdict(
    offer: Offer, base: BaseCase, found: Simulation, *, terms_told: int = TERMS_TOLD
) -> Verdict:
    """Judge an offer by its base case and its runs; terms are found by running it again.

    Without terms to be told none are tried, which takes most of the time.
    """
    tries = Tries(runs=found.runs, seed=found.seed)
    safety = Safety(
        covers_costs=base.surplus_gbp >= 0,
        loss_share=found.loss_share,
        out_of_cash_share=found.out_of_cash_share,
    )
    terms: tuple[Term, ...] = ()
    together = ""
    if not terms_told:
        answer = Answer.SAFE if safety.is_safe else Answer.NOT_AS_IT_IS
    elif safety.is_safe:
        moves = moves_within_safety(offer, tries, most=terms_told)
        answer, terms = Answer.SAFE, tuple(_held(offer, each) for each in moves)
    else:
        if terms_told > 1 and (package := safe_together(offer, tries)):
            terms = tuple(_asked_together(offer, each, package) for each in package.moves)
            together = _together_words(package)
        else:
            ways = ways_to_safety(offer, tries, most=terms_told)
            terms = tuple(_asked(offer, each) for each in ways)
        can_be = any(each.safe_at or each.changes for each in terms)
        answer = Answer.NOT_ON_THESE_TERMS if can_be else Answer.NOT_SAFE
    return Verdict(
        answer=answer,
        headline=_headline(answer, liability(offer, base)),
        reasons=tuple(_reasons(offer, base, found)),
        safe_means=SAFE_MEANS,
        terms=terms,
        together=together,
    )


def _headline(answer: Answer, claims: Liability) -> str:
    """The answer in a sentence: what is safe in cash is not safe from claims by that."""
    if answer is Answer.SAFE and not claims.is_bearable:
        return "Yes, in cash: on these terms the offer is safe, as long as nobody claims from you."
    return _HEADLINES[answer]


_HEADLINES: Mapping[Answer, str] = {
    Answer.SAFE: "Yes: on these terms the offer is safe.",
    Answer.NOT_ON_THESE_TERMS: "Not on these terms: the offer is not safe, but can be made so.",
    Answer.NOT_SAFE: "No: the offer is not safe, and none of the terms tried makes it so.",
    Answer.NOT_AS_IT_IS: "Not as it is: the offer is not safe. No other terms were tried.",
}


def _reasons(offer: Offer, base: BaseCase, found: Simulation) -> Iterator[str]:
    years = term_words(offer)
    left = money_words(abs(base.surplus_gbp))
    verb = "loses" if base.surplus_gbp < 0 else "leaves"
    yield f"If all goes as expected, the contract {verb} {left} over {years}, overheads included."
    yield (
        f"Run {found.runs:,} times with good and bad luck, it ends with a loss in "
        f"{share_words(round(found.loss_share, 3))} of the runs, and reserves and credit run out "
        f"in {share_words(round(found.out_of_cash_share, 3))}."
    )
    tied = base.working_capital
    if tied.needed_by is None:
        yield "It needs no working capital."
        return
    back = f"comes back by {tied.back_by:%B %Y}" if tied.back_by else "never comes back"
    yield (
        f"It ties up {money_words(tied.amount_gbp)} of working capital by "
        f"{tied.needed_by:%B %Y}, which {back}; you have "
        f"{money_words(offer.reserves_gbp + offer.credit_line_gbp)} in reserves and credit."
    )


def term_words(offer: Offer) -> str:
    """Say how long an offer runs.

    >>> from matcher.offers.records import Offer
    >>> term_words(Offer())
    '7 years'
    """
    years, months = divmod(offer.term_months, 12)
    parts = [(years, "year"), (months, "month")]
    return " and ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in parts if n)


def _asked(offer: Offer, way: Way) -> Term:
    """A term to negotiate: by itself, or with a price beside it."""
    move, lever = way.move, way.move.lever
    asks = f"{lever.title}: ask for {lever.says(move.offer)} instead of {_now(offer, lever)}"
    if move.is_safe:
        says = f"{asks}. The offer becomes safe by this alone."
        return _term(offer, move, safe_at=lever.says(move.offer), says=says, reached=move.offer)
    if way.beside is None:
        says = f"{asks}. It helps, but does not make the offer safe."
        return _term(offer, move, safe_at="", says=says, reached=None)
    says = (
        f"{asks}. It does not make the offer safe by itself, but with it a price of "
        f"{price_words(way.beside.offer)} does."
    )
    return _term(offer, move, safe_at="", says=says, reached=way.reached)


def _now(offer: Offer, lever: Lever) -> str:
    """Its value in the offer, as it stands behind another one."""
    value = lever.value(offer)
    return "nothing" if value in {money_words(Decimal(0)), share_words(0.0)} else value


def _asked_together(offer: Offer, move: Move, package: Together) -> Term:
    """A term to negotiate with others; what to change are all of them."""
    lever = move.lever
    at = lever.says(move.offer)
    says = f"{lever.title}: ask for {at} instead of {_now(offer, lever)}."
    return _term(offer, move, safe_at=at, says=says, reached=package.offer)


def _together_words(package: Together) -> str:
    number = {2: "both", 3: "all three"}[len(package.moves)]
    return f"No single term is enough. It takes {number} of these together to make the offer safe."


def _held(offer: Offer, move: Move) -> Term:
    """A term of a safe offer that must not be given away."""
    lever = move.lever
    now, then = lever.says(offer), lever.says(move.offer)
    if now == then:
        says = f"{lever.title}: do not give way on {now}. Anything worse is not safe."
    else:
        says = f"{lever.title}: now {now}. The offer stays safe until {lever.value(move.offer)}."
    return _term(offer, move, safe_at=then, says=says, reached=move.offer)


def _term(offer: Offer, move: Move, *, safe_at: str, says: str, reached: Offer | None) -> Term:
    changed = texts_of(reached) if reached else {}
    before = texts_of(offer)
    return Term(
        key=move.lever.key,
        title=move.lever.title,
        now=move.lever.says(offer),
        safe_at=safe_at,
        says=says,
        changes={name: text for name, text in changed.items() if text != before[name]},
    )
