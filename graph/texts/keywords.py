"""Keyword rules: the floor under the models, and the words that people can check.

A rule is a phrase that speaks for a label: a pathway, a cohort, or work with offenders. It does not
count where the sentence denies it ("does not provide accommodation"), nor where the same sentence
holds a word of another context ("village hall", "pony"). Words are compared in the singular;
a ``*`` ends a word that may go on. Languages other than English have only a few Welsh phrases.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graph.texts.own_tables import own_table
from graph.texts.words import is_word, parts, singular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

JUSTICE = "justice"
"""The label of texts that speak of offenders, prisons or probation."""

_DENIALS = frozenset(
    ("not", "no", "never", "without", "excluding", "except", "cannot", "neither", "nor", "don")
)
_SHORTENED = frozenset(("doesn", "isn", "aren", "didn", "won", "can"))
_HARMLESS = frozenset(("only", "for", "just", "profit", "charge", "cost", "limited", "fee", "one"))
"""After a denial these make it none: not only, not for profit, no charge, not limited to."""
_DENIAL_REACHES = 6
"""Words that a denial reaches within its clause."""
_ENDS_SENTENCE = frozenset((".", "!", "?", "\n", "\u2022", ";"))
_TURNS = frozenset(("but", "however", "instead", "although"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A phrase of a text that speaks for a label, as the text has it."""

    label: str
    phrase: str


class _Phrase:
    """Words in a row, in the singular; those with a ``*`` may go on."""

    __slots__ = ("goes_on", "length", "second", "words")

    def __init__(self, text: str) -> None:
        each = text.split()
        self.words = [word[:-1] if word.endswith("*") else singular(word.lower()) for word in each]
        self.goes_on = [place for place, word in enumerate(each) if word.endswith("*")]
        self.length = len(each)
        plain = self.length > 1 and not self.goes_on
        self.second = self.words[1] if plain else None

    def stands_at(self, sentence: list[str], at: int) -> bool:
        """Whether the phrase begins at a word of a sentence, whose words are in the singular."""
        found = sentence[at : at + self.length]
        if found == self.words:
            return True
        if not self.goes_on or len(found) != self.length:
            return False
        for place in self.goes_on:
            if found[place].startswith(self.words[place]):
                found[place] = self.words[place]
        return found == self.words


class _Beginnings(dict[str, tuple[tuple[str, _Phrase], ...]]):
    """The phrases that may begin with a word; what was found is kept, within a limit."""

    def __init__(self, phrases: Iterable[tuple[str, _Phrase]]) -> None:
        super().__init__()
        self._exact: dict[str, list[tuple[str, _Phrase]]] = defaultdict(list)
        self._open: list[tuple[str, _Phrase]] = []
        self._seconds: dict[str, frozenset[str] | None] = {}
        for label, phrase in phrases:
            if 0 in phrase.goes_on:
                self._open.append((label, phrase))
            else:
                self._exact[phrase.words[0]].append((label, phrase))

    def __missing__(self, word: str) -> tuple[tuple[str, _Phrase], ...]:
        stem = singular(word)
        going_on = (each for each in self._open if stem.startswith(each[1].words[0]))
        found = (*self._exact.get(stem, ()), *going_on)
        if len(self) > _REMEMBERED:
            self.clear()
            self._seconds.clear()
        self[word] = found
        return found

    def may_begin(self, split: Sequence[str], at: int) -> bool:
        """Whether a phrase may begin at a word, by that word and the next; cheap, and never wrong.

        Many phrases begin with a word that is in every text; few of those go on as a phrase does.
        """
        word = split[at]
        phrases = self[word]
        if not phrases:
            return False
        if word not in self._seconds:
            self._seconds[word] = _second_words(phrase for _, phrase in phrases)
        seconds = self._seconds[word]
        if seconds is None:
            return True
        following = split[at + 1] if at + 1 < len(split) else ""
        return following == "s" or singular(following) in seconds


def _second_words(phrases: Iterable[_Phrase]) -> frozenset[str] | None:
    """Give the second words of phrases; None if one has none, or goes on in any way there."""
    found = list(phrases)
    if any(phrase.length == 1 or 1 in phrase.goes_on for phrase in found):
        return None
    return frozenset(phrase.words[1] for phrase in found)


class Rules:
    """The rules of all labels, which find their phrases in a text in one pass."""

    def __init__(
        self, phrases: Mapping[str, Sequence[str]], unless: Mapping[str, Sequence[str]]
    ) -> None:
        """Index the phrases by their first words."""
        self.labels = tuple(phrases)
        self._unless = {label: tuple(map(_Phrase, contexts)) for label, contexts in unless.items()}
        self._beginnings = _Beginnings(
            (label, _Phrase(text)) for label, texts in phrases.items() for text in texts
        )

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Give the phrases that speak for a label, each once, in the order of the text."""
        return self.hits_in(parts(text))

    def hits_in(self, split: Sequence[str]) -> tuple[Hit, ...]:
        """Do so for a text that is split already (`graph.texts.words.parts`)."""
        beginnings = self._beginnings
        starts = [
            at
            for at, word in enumerate(split)
            if beginnings[word] and beginnings.may_begin(split, at)
        ]
        found: dict[Hit, None] = {}
        for sentence in _sentences_around(split, starts):
            found.update(dict.fromkeys(self._of_sentence(sentence)))
        return tuple(found)

    def _of_sentence(self, sentence: list[str]) -> Iterator[Hit]:
        stems = [singular(word) for word in sentence]
        ruled_out: dict[str, bool] = {}
        for at, (word, following) in enumerate(zip(sentence, [*stems[1:], ""], strict=True)):
            for label, phrase in self._beginnings[word]:
                if phrase.second is not None and phrase.second != following:
                    continue
                if not phrase.stands_at(stems, at) or _denied(stems, at):
                    continue
                if label not in ruled_out:
                    words = list(filter(is_word, stems))
                    ruled_out[label] = _holds(words, self._unless.get(label, ()))
                if not ruled_out[label]:
                    yield Hit(label=label, phrase=" ".join(sentence[at : at + phrase.length]))


_REMEMBERED = 200_000


def _sentences_around(split: Sequence[str], starts: Sequence[int]) -> Iterator[list[str]]:
    """Yield the sentences that hold any of the places; the s of a genitive is left out."""
    end = -1
    for at in starts:
        if at <= end:
            continue
        begin, end = at, at
        while begin > 0 and split[begin - 1] not in _ENDS_SENTENCE:
            begin -= 1
        while end + 1 < len(split) and split[end + 1] not in _ENDS_SENTENCE:
            end += 1
        yield [part for part in split[begin : end + 1] if part != "s"]


def _denied(stems: Sequence[str], at: int) -> bool:
    """Whether a denial stands shortly before, in the same clause."""
    for before in range(at - 1, max(at - 1 - _DENIAL_REACHES, -1), -1):
        word = stems[before]
        if not is_word(word) or word in _TURNS:
            return False
        denies = word in _DENIALS or (
            word in _SHORTENED and stems[before + 1 : before + 2] == ["t"]
        )
        if denies and stems[before + 1] not in _HARMLESS:
            return True
    return False


def _holds(words: list[str], contexts: Iterable[_Phrase]) -> bool:
    present = set(words)
    return any(
        context.words[0] in present
        and any(context.stands_at(words, at) for at in range(len(words)))
        for context in contexts
    )


@cache
def built_in_rules() -> Rules:
    """Give the rules of ``keywords.csv``, whose lists were written for this project."""
    rows = own_table("keywords")
    return Rules(
        {row["label"]: row["phrases"].split(";") for row in rows},
        {row["label"]: list(filter(None, row["unless"].split(";"))) for row in rows},
    )
