"""Names as the words that people mean by them.

What is written differently and means the same has the same words: typed with other quotes, dashes
or accents, with initials apart, as a plural, with or without a legal form. What an index keeps of
a name (`findable`) besides allows for words that are joined or split.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby, islice
from operator import add
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Split: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""A text's words, and its words with what is set aside."""

RULE = 2
"""Raised when a name's words, or the spellings an index keeps of them, are others than before.

A store keeps the number that its index was made by, and makes the index again by another.
"""

_APOSTROPHES = "'`\u00b4\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\uff07\ua78c"
_NO_APOSTROPHES = dict.fromkeys(map(ord, _APOSTROPHES))
_POSSESSIVE = re.compile(rf"(?<=\w)[{_APOSTROPHES}]s\b")
_PIECE = re.compile(r"[^\W\d]+|\d+")
_LONG_FORMS = {
    "community interest company": "cic",
    "charitable incorporated organisation": "cio",
    "public limited company": "plc",
    "limited liability partnership": "llp",
}
_LAST_OF_FORMS = frozenset(long.split()[-1] for long in _LONG_FORMS)
_LEGAL_FORMS = {"ltd", "limited", "cyf", "cyfyngedig", "cic", "cio", "scio", "plc", "llp"}
SET_ASIDE = _LEGAL_FORMS | {"the"}
"""What is no word of a name, unless nothing else is there."""
_WRITTEN = {"saint": "st"}
_ALSO_WRITTEN = {short: long for long, short in _WRITTEN.items()}
_SHORTEST_PLURAL, _SHORTEST_IES = 4, 5
_AT_ONCE, _MOST_WORDS = 20_000, 2**16
"""Texts that are split together; different words of them that are remembered."""
_PIECE_OR_END = re.compile(rf"{_PIECE.pattern}|\n")
_INITIAL, _LAST_OF_FORM, _ASIDE = "\x00", "\x01", "\x02"
"""Put before a word that may be more than a word, or that is set aside: no word holds them."""


def words(text: str) -> tuple[str, ...]:
    """Fold a text and split it into words.

    Case, accents, apostrophes, punctuation and ``and`` are dropped. Words and digits are apart,
    numbers lose the zeros before them, initials are one word, plurals and possessives are as the
    singular, and Saint is St. ``The`` and legal forms go, unless nothing else is there. The words
    of the words joined are the same again.

    >>> words("Tŷ Gobaith, Saint Giles's & the Women's Centre Ltd")
    ('ty', 'gobaith', 'st', 'gile', 'women', 'centre')
    >>> words("P.S.S."), words("Catch22"), words("GB-COH-03861209")
    (('pss',), ('catch', '22'), ('gb', 'coh', '3861209'))
    """
    return split(text)[0]


def split_all(texts: Iterable[str]) -> Iterator[Split]:
    """Yield what `split` gives of each text; of very many at once.

    >>> list(split_all(["The Women's Centre", "P.S.S."]))
    [(('women', 'centre'), ('the', 'women', 'centre')), (('pss',), ('pss',))]
    """
    rest = iter(texts)
    while some := list(islice(rest, _AT_ONCE)):
        yield from _split_lines(some)


def findable(text: str) -> frozenset[str]:
    """Give the words that an index keeps a name under.

    Its words, what was set aside of it, the other way to write a word, and each two neighbours
    joined.

    >>> sorted(findable("The Saint League Ltd"))
    ['league', 'ltd', 'saint', 'st', 'stleague', 'the']
    """
    return findable_of(split(text))


def spelled(text: str) -> frozenset[str]:
    """Give those of the `findable` words that somebody may spell wrong: not those joined here."""
    return spelled_of(split(text))


def findable_of(parts: Split) -> frozenset[str]:
    """Give what `findable` gives of a text that was split."""
    return spelled_of(parts) | joined(parts[0])


def spelled_of(parts: Split) -> frozenset[str]:
    """Give what `spelled` gives of a text that was split."""
    kept, whole = parts
    found = frozenset(whole) if kept is whole else frozenset(whole).union(kept)
    if _ALSO_WRITTEN.keys().isdisjoint(found):
        return found
    return found | {_ALSO_WRITTEN[word] for word in found & _ALSO_WRITTEN.keys()}


def joined(found: tuple[str, ...]) -> frozenset[str]:
    """Join each two neighbours of some words.

    >>> sorted(joined(("home", "group", "wales")))
    ['groupwales', 'homegroup']
    """
    return frozenset(map(add, found, found[1:]))


def alone_or_joined(typed: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """Give for each word typed what may stand for it: itself, or itself joined with a neighbour.

    >>> [sorted(each) for each in alone_or_joined(("home", "group"))]
    [['home', 'homegroup'], ['group', 'homegroup']]
    """
    for place, word in enumerate(typed):
        yield frozenset({word}) | joined(typed[max(place - 1, 0) : place + 2])


@lru_cache(maxsize=2**10)
def split(text: str) -> Split:
    """Give the words, and the words with what is set aside."""
    found = tuple(_pieces(text))
    kept = [word for word in found if word not in SET_ASIDE]
    if not kept or len(kept) == len(found):
        return found, found
    return words(" ".join(kept)), found  # what was set aside may have stood between initials


def _split_lines(texts: list[str]) -> Iterator[Split]:
    """Split texts as one: those that are ASCII, and have nothing that wants a second look."""
    plain = [text if text.isascii() and "\n" not in text else "" for text in texts]
    pieces = _PIECE_OR_END.findall(_plain("\n".join(plain)))
    lines = "".join(map(_IN_LINE.__getitem__, pieces)).split("\n")
    for text, line in zip(texts, lines, strict=True):
        if not line or _LAST_OF_FORM in line or line.count(_INITIAL) > 1:
            yield split(text)
            continue
        found = tuple(line.replace(_INITIAL, "").replace(_ASIDE, "").split(" ")[:-1])
        kept = found
        if _ASIDE in line:
            kept = tuple([word for word in found if word not in SET_ASIDE]) or found
        yield kept, found


class _InLine(dict[str, str]):
    """What stands in a line for a piece of a text; the latest that were seen."""

    def __missing__(self, piece: str) -> str:
        if piece.isdecimal():  # few numbers come again
            return f"{piece.lstrip('0') or '0'} "
        if piece == "\n":
            return piece
        word = _one(piece)
        mark = _LAST_OF_FORM if word in _LAST_OF_FORMS else _ASIDE if word in SET_ASIDE else ""
        stands = "" if word == "and" else f"{mark}{_INITIAL if _is_initial(word) else ''}{word} "
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[piece] = stands
        return stands


_IN_LINE = _InLine()


def _pieces(text: str) -> list[str]:
    """Give the words with what is set aside; one change may make room for another."""
    found = _folded(_PIECE.findall(_plain(text)))
    while len(fewer := _closed_up(found)) < len(found):
        found = _folded(fewer)
    return found


def _folded(found: Iterable[str]) -> list[str]:
    return [folded for word in found if (folded := _one(word)) != "and"]


def _closed_up(found: list[str]) -> list[str]:
    """Make one word of initials, and of a legal form that is written out."""
    if not _LAST_OF_FORMS.isdisjoint(found):
        line = f" {' '.join(found)} "
        for long, short in _LONG_FORMS.items():
            line = line.replace(f" {long} ", f" {short} ")
        found = line.split()
    if sum(map(_is_initial, found)) < 2:  # noqa: PLR2004  (one letter alone stays as it is)
        return found
    runs = groupby(found, key=_is_initial)
    return [word for initial, run in runs for word in (("".join(run),) if initial else run)]


def _is_initial(word: str) -> bool:
    return len(word) == 1 and not word.isdecimal()


@lru_cache(maxsize=2**15)
def _one(word: str) -> str:
    """Fold one word: a number, a saint, a plural (Harman's S-stemmer, JASIS 42, 1991)."""
    if word.isdecimal():
        return word.lstrip("0") or "0"
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith(("us", "ss")):
        with_y = word.endswith("ies") and len(word) >= _SHORTEST_IES
        word = f"{word[:-3]}y" if with_y else word[:-1]
    return _WRITTEN.get(word, word)


def _plain(text: str) -> str:
    """Drop case, accents and apostrophes, and the difference between ways to write one letter.

    Twice: what the first decomposition brings out may have a case or an accent again.
    """
    if text.isascii():
        return _POSSESSIVE.sub("", text.lower()).translate(_NO_APOSTROPHES)
    for _ in range(2):
        text = _POSSESSIVE.sub("", text.casefold()).translate(_NO_APOSTROPHES)
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in letters if not unicodedata.category(c).startswith("M"))
    return _POSSESSIVE.sub("", text).translate(_NO_APOSTROPHES)
