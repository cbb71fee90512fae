"""Texts as numbers: TF-IDF of words, of pairs of words and of pieces of words, and keyword hits.

tf = 1 + ln(count); idf = ln((1 + n) / (1 + texts with it)) + 1; each block has length 1. It is what
scikit-learn's `TfidfVectorizer` computes (a test holds them side by side), without importing it:
the pieces lie within words, so what a word consists of is looked up once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.texts.keywords import built_in_rules
from graph.texts.words import MARKS, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.texts.keywords import Hit

    Floats = NDArray[np.float64]

PIECES = (4, 4)
"""Letters of the shortest and the longest piece of a word, with the spaces around it."""
_REMEMBERED = 200_000


def pieces(word: str) -> tuple[str, ...]:
    """Cut a word with a space on either side into pieces; a short one counts whole, once.

    >>> pieces("a"), pieces("hi"), pieces("work")
    ((' a ',), (' hi ',), (' wor', 'work', 'ork '))
    """
    padded, found = f" {word} ", []
    for length in range(PIECES[0], PIECES[1] + 1):
        found.append(padded[:length])
        found += [padded[at : at + length] for at in range(1, len(padded) - length + 1)]
        if length >= len(padded):
            break
    return tuple(found)


def terms(words: Sequence[str]) -> list[str]:
    """Give the words and the pairs of neighbours."""
    return [*words, *map(" ".join, pairwise(words))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A text that is split: its words, and the keywords in it."""

    words: list[str]
    hits: tuple[Hit, ...]

    @classmethod
    def of(cls, text: str) -> Read:
        """Split a text; no more than `graph.texts.words.LONGEST_TEXT` characters of it."""
        split = parts(text)
        words = [part for part in split if part not in MARKS]
        return cls(words=words, hits=built_in_rules().hits_in(split))


class _OfWords(dict[str, tuple[int, ...]]):
    """The numbers of the pieces of each word; those of the latest words are kept."""

    def __init__(self, known: Mapping[str, int]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, word: str) -> tuple[int, ...]:
        found = tuple(self._known[piece] for piece in pieces(word) if piece in self._known)
        if len(self) > _REMEMBERED:
            self.clear()
        self[word] = found
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """The terms and pieces that a model knows, each with its idf; keyword hits weigh `hit_weight`.

    The columns are the terms, the pieces and then the labels of the keyword rules.
    """

    terms: tuple[str, ...]
    pieces: tuple[str, ...]
    term_idf: Floats
    piece_idf: Floats
    hit_labels: tuple[str, ...]
    hit_weight: float
    _of_words: _OfWords = field(init=False)
    _numbers: list[dict[str, int]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Number the columns."""
        for known in (self.terms, self.pieces, self.hit_labels):
            self._numbers.append({each: number for number, each in enumerate(known)})
        object.__setattr__(self, "_of_words", _OfWords(self._numbers[1]))

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.terms) + len(self.pieces) + len(self.hit_labels)

    def matrix(self, texts: Sequence[Read]) -> sparse.csr_array[Any]:
        """Write texts as numbers, shape (texts, width)."""
        blocks = [
            _tf_idf([self.term_numbers(text.words) for text in texts], self.term_idf),
            _tf_idf([self._piece_numbers(text.words) for text in texts], self.piece_idf),
            self._hits(texts),
        ]
        return sparse.csr_array(sparse.hstack(blocks, format="csr"))

    def term_numbers(self, words: Sequence[str]) -> list[int]:
        """Give the columns of the terms that are known, as often as they occur."""
        found = map(self._numbers[0].get, terms(words))
        return [number for number in found if number is not None]

    def pieces_of(self, word: str) -> tuple[int, ...]:
        """Give the numbers of the pieces of a word that are known."""
        return self._of_words[word]

    def weights_in(self, text: Read) -> tuple[dict[int, float], dict[int, float]]:
        """Give what each term and each piece of one text weighs in it, by their numbers."""
        return (
            _weighed(self.term_numbers(text.words), self.term_idf),
            _weighed(self._piece_numbers(text.words), self.piece_idf),
        )

    def _piece_numbers(self, words: Sequence[str]) -> list[int]:
        return list(chain.from_iterable(map(self._of_words.__getitem__, words)))

    def _hits(self, texts: Sequence[Read]) -> sparse.csr_array[Any]:
        known = self._numbers[2]
        said = [{known[hit.label] for hit in text.hits if hit.label in known} for text in texts]
        counts = np.array([len(each) for each in said], dtype=np.int32)
        columns = np.array([column for each in said for column in sorted(each)], dtype=np.int32)
        start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        weight = np.full(len(columns), self.hit_weight)
        return sparse.csr_array((weight, columns, start), shape=(len(said), len(self.hit_labels)))


def learn(
    texts: Sequence[Read],
    *,
    hit_weight: float,
    least_texts: int,
    most_terms: int,
    most_pieces: int,
) -> Vocabulary:
    """Choose what a model knows: the terms and pieces that are in most texts, and their idf."""
    of_terms = _counted((set(terms(text.words)) for text in texts), least_texts, most_terms)
    of_pieces = _counted(
        ({piece for word in set(text.words) for piece in pieces(word)} for text in texts),
        least_texts,
        most_pieces,
    )
    return Vocabulary(
        terms=tuple(of_terms),
        pieces=tuple(of_pieces),
        term_idf=_idf(of_terms.values(), len(texts)),
        piece_idf=_idf(of_pieces.values(), len(texts)),
        hit_labels=built_in_rules().labels,
        hit_weight=hit_weight,
    )


def _counted(sets: Iterable[set[str]], least: int, most: int) -> dict[str, int]:
    """Count in how many texts each is; keep the most frequent, in the order of the alphabet."""
    counts = Counter(each for found in sets for each in found)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return dict(sorted((each, count) for each, count in ranked if count >= least))


def _idf(counts: Iterable[int], texts: int) -> Floats:
    return np.log((1 + texts) / (1 + np.array(list(counts), dtype=np.float64))) + 1


def _weighed(numbers: Sequence[int], idf: Floats) -> dict[int, float]:
    """Weigh the columns of one text, as `_tf_idf` does those of many."""
    counts = Counter(numbers)
    columns = np.array(list(counts), dtype=np.int32)
    weights = (1 + np.log(np.array(list(counts.values()), dtype=np.float64))) * idf[columns]
    length = float(np.sqrt(weights @ weights)) or 1.0
    return dict(zip(counts, (weights / length).tolist(), strict=True))


def _tf_idf(numbers: Sequence[list[int]], idf: Floats) -> sparse.csr_array[Any]:
    start = np.concatenate([[0], np.cumsum([len(each) for each in numbers])]).astype(np.int32)
    columns = np.fromiter(chain.from_iterable(numbers), np.int32, int(start[-1]))
    matrix = sparse.csr_array(
        (np.ones(len(columns)), columns, start), shape=(len(numbers), len(idf))
    )
    matrix.sum_duplicates()
    matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
    length = np.sqrt(np.add.reduceat(np.append(matrix.data**2, 0.0), matrix.indptr[:-1]))
    length[np.diff(matrix.indptr) == 0] = 1.0
    matrix.data /= np.repeat(length, np.diff(matrix.indptr))
    return matrix
