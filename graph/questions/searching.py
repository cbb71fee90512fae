"""Finding organisations by what they are called, tolerant of spelling.

The tiers are asked for one after the other, and only until enough is found; a store gives the names
that hold given words, in the order of `graph.questions.names.searched_names`, and what is decided
about them is decided here.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from graph.errors import QuestionError
from graph.questions.protocol import MOST_FOUND, Wanted
from graph.questions.records import Match, MatchQuality
from graph.questions.refusing import require
from graph.questions.spelling import asked_spellings, is_near, tolerance
from graph.records.words import alone_or_joined, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from graph.questions.names import SearchedName
    from graph.questions.protocol import Names

MOST_LETTERS = 200
"""The most characters of a text that is searched for."""
MOST_WORDS = 12
"""The most words of it."""


def search(names: Names, text: str, *, as_of: date, limit: int = 20) -> tuple[Match, ...]:
    """Answer `graph.questions.protocol.GraphQuestions.search`."""
    require("limit", limit, least=1, most=MOST_FOUND)
    typed = typed_words(text)
    found: dict[str, Match] = {}
    for match in _matches(names, typed, as_of):
        found.setdefault(match.organisation, match)
        if len(found) == limit:
            break
    return tuple(found.values())


def typed_words(text: str) -> tuple[str, ...]:
    """Give the words of a text that is searched for.

    Raises
    ------
    QuestionError
        If it is too long, has too many words, or none.
    """
    if len(text) > MOST_LETTERS:
        message = f"the text has {len(text):,} characters; search for {MOST_LETTERS} at most"
        raise QuestionError(message)
    typed = words(text)
    if not typed:
        message = f"{text!r} contains no word to search for; give at least one besides 'and'"
        raise QuestionError(message)
    if len(typed) > MOST_WORDS:
        message = f"the text has {len(typed)} words; search for {MOST_WORDS} at most"
        raise QuestionError(message)
    return typed


def _matches(names: Names, typed: tuple[str, ...], as_of: date) -> Iterator[Match]:
    """Give matches in the order of answers; an organisation comes once for each of its names."""
    whole = [Wanted(each) for each in alone_or_joined(typed)]
    yield from _exact_first(_holding(names, whole, as_of), typed)
    begun = [*whole[:-1], Wanted(whole[-1].words, beginning=typed[-1])]
    yield from _of_quality(MatchQuality.BEGINNING, _holding(names, begun, as_of))
    near = [_near(names, word) for word in typed]
    if all(each <= wanted.words for each, wanted in zip(near, whole, strict=True)):
        return
    loose = [
        Wanted(wanted.words | each, wanted.beginning)
        for wanted, each in zip(begun, near, strict=True)
    ]
    nearly = (name for name in _holding(names, loose, as_of) if _is_nearly(name, begun, near))
    yield from _of_quality(MatchQuality.SPELLING, nearly)


def _holding(names: Names, wanted: Sequence[Wanted], as_of: date) -> Iterator[SearchedName]:
    """Ask for names, and let only those through that do hold what is wanted."""
    for name in names.holding(wanted, as_of=as_of):
        held = name.terms
        if all(_is_met(each, held) for each in wanted):
            yield name


def _is_met(wanted: Wanted, held: frozenset[str]) -> bool:
    return any(wanted.is_met_by(word) for word in held)


def _is_nearly(name: SearchedName, begun: Sequence[Wanted], near: Sequence[frozenset[str]]) -> bool:
    """Say whether what a name has only nearly is a word of its own, not two that are joined."""
    held, alone = name.terms, name.spelled
    return all(
        _is_met(wanted, held) or not each.isdisjoint(alone)
        for wanted, each in zip(begun, near, strict=True)
    )


def _exact_first(found: Iterable[SearchedName], typed: tuple[str, ...]) -> Iterator[Match]:
    """Tell apart those with the same letters in the same order, however they are split."""
    letters = "".join(typed)
    for longer, group in groupby(found, key=lambda name: name.letters > len(letters)):
        if longer:
            yield from _of_quality(MatchQuality.WORDS, group)
        else:
            short = list(group)
            same = [name for name in short if "".join(name.words) == letters]
            yield from _of_quality(MatchQuality.EXACT, same)
            yield from _of_quality(MatchQuality.WORDS, (name for name in short if name not in same))


def _of_quality(quality: MatchQuality, found: Iterable[SearchedName]) -> Iterator[Match]:
    return (Match(name.organisation, name.own_name, name.name, quality) for name in found)


def _near(names: Names, typed: str) -> frozenset[str]:
    """Give the words of names that may be meant by one that was typed, and itself."""
    if not tolerance(typed):
        return frozenset({typed})
    kept = names.spelled(asked_spellings(typed))
    return frozenset({typed, *(word for word in kept if is_near(typed, word))})
