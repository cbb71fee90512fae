"""A trained model: how likely a text says each label, and which words make it so.

decision = features . weights + intercept;  probability = 1 / (1 + exp(slope * decision + shift))

A label of which there were too few examples has no weights. Its keywords alone decide, with the
chance that ``labels.csv`` gives them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.texts.keywords import JUSTICE
from graph.texts.labels import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from graph.texts.features import Read, Vocabulary
    from graph.texts.labels import Label

    Floats = NDArray[np.float64]

_WORDS_SHOWN = 4
_HARDLY = 0.02
"""A word that adds less than this to the decision is no reason."""
_EMPTY = frozenset(
    {"the", "and", "of", "to", "in", "for", "a", "an", "or", "is", "are", "who", "with", "by", "on"}
    | {"at", "as", "from", "that", "which", "their", "our", "we", "it", "its", "be", "any", "all"}
    | {"other", "such", "through", "also", "have", "has", "been", "this", "those", "these", "s"}
    | {"t", "people", "person", "other", "i", "ii", "not", "but", "they", "them", "can", "will"}
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """What was learned.

    Attributes
    ----------
    name : which model it is, and of what it was trained, in a few words
    labels : those with weights, in the order of the rows of what follows
    weights : shape (labels, vocabulary)
    intercept, slope, shift : shape (labels,)
    """

    name: str
    vocabulary: Vocabulary
    labels: tuple[str, ...]
    weights: Floats
    intercept: Floats
    slope: Floats
    shift: Floats

    def decisions(self, texts: Sequence[Read]) -> Floats:
        """Give the decisions of the labels with weights, shape (texts, labels)."""
        return self._decided(self.vocabulary.matrix(texts))

    def _decided(self, matrix: sparse.csr_array[Any]) -> Floats:
        return np.asarray(matrix @ self.weights.T + self.intercept)

    def probabilities(self, texts: Sequence[Read]) -> Floats:
        """Give how likely each text says each of `labels()`, shape (texts, labels).

        A text without a word that the model or the rules know says nothing.
        """
        chances = rule_chances(texts)
        keys = [label.key for label in labels()]
        known = [keys.index(key) for key in self.labels]
        matrix = self.vocabulary.matrix(texts)
        with np.errstate(over="ignore"):
            odds = np.exp(self.slope * self._decided(matrix) + self.shift)
        chances[:, known] = 1 / (1 + odds)
        of_terms = np.diff(matrix[:, : len(self.vocabulary.terms)].indptr)
        unsaid = np.array([not text.hits for text in texts], dtype=bool)
        chances[(of_terms == 0) & unsaid] = 0.0
        return chances

    def because(self, text: Read, label: str) -> tuple[str, ...]:
        """Give the words of a text that speak for a label: its keywords, or what weighs most.

        Nothing, if no word speaks for it.
        """
        said = tuple(hit.phrase for hit in text.hits if hit.label == label)
        if said or label not in self.labels:
            return tuple(dict.fromkeys(said))[:_WORDS_SHOWN]
        weights = self.weights[self.labels.index(label)]
        worth = self._worth_of_words(text, weights)
        ranked = sorted(worth, key=lambda word: (-worth[word], word))
        return tuple(word for word in ranked if word not in _EMPTY and worth[word] > _HARDLY)[
            :_WORDS_SHOWN
        ]

    def _worth_of_words(self, text: Read, weights: Floats) -> dict[str, float]:
        """Add up what each word brings: itself, and its pieces."""
        first_piece = len(self.vocabulary.terms)
        of_terms, of_pieces = self.vocabulary.weights_in(text)
        its_pieces = {word: set(self.vocabulary.pieces_of(word)) for word in set(text.words)}
        sharing = Counter(chain.from_iterable(its_pieces.values()))
        bring = weights[first_piece + np.fromiter(of_pieces, np.int64)].tolist()
        brought = {
            piece: weight * brings / sharing[piece]
            for (piece, weight), brings in zip(of_pieces.items(), bring, strict=True)
        }
        return {
            word: sum(of_terms[n] * weights[n] for n in self.vocabulary.term_numbers([word]))
            + sum(brought[piece] for piece in found)
            for word, found in its_pieces.items()
        }


def rule_chances(texts: Sequence[Read]) -> Floats:
    """Give the chances by keywords alone, shape (texts, all labels)."""
    chances = np.zeros((len(texts), len(labels())))
    for row, text in enumerate(texts):
        said = {hit.label for hit in text.hits}
        if not said:
            continue
        for column, label in enumerate(labels()):
            if label.key in said:
                chances[row, column] = _rule_chance(label, said)
    return chances


def _rule_chance(label: Label, said: set[str]) -> float:
    """Give the chance of a label by its keyword, in a text whose keywords say all of `said`."""
    if JUSTICE in said:
        return label.with_justice
    return label.in_company if len(said) > 1 else label.alone
