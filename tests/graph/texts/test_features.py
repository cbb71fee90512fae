"""Texts as numbers, side by side with scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from graph.texts.features import PIECES, Read, Vocabulary, learn
from graph.texts.labelled import written_examples

TEXTS = [each.text for each in written_examples()]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return learn(TEXTS, hit_weight=0.5, least_texts=2, most_terms=700, most_pieces=900)


def theirs(analyzer: str, ngrams: tuple[int, int], words: tuple[str, ...]) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=analyzer,
        ngram_range=ngrams,
        token_pattern=r"\w+",  # noqa: S106  (of words)
        sublinear_tf=True,
        vocabulary={word: place for place, word in enumerate(words)},
    ).fit([" ".join(text.words) for text in TEXTS])


@pytest.mark.filterwarnings("ignore:.*token_pattern")
def test_terms_and_pieces_are_those_of_scikit_learn(vocabulary: Vocabulary) -> None:
    ours = vocabulary.matrix(TEXTS).toarray()
    plain = [" ".join(text.words) for text in TEXTS]
    terms = theirs("word", (1, 2), vocabulary.terms)
    pieces = theirs("char_wb", PIECES, vocabulary.pieces)
    assert np.allclose(ours[:, : len(vocabulary.terms)], terms.transform(plain).toarray())
    start = len(vocabulary.terms)
    assert np.allclose(
        ours[:, start : start + len(vocabulary.pieces)], pieces.transform(plain).toarray()
    )
    assert np.allclose(vocabulary.term_idf, terms.idf_)
    assert np.allclose(vocabulary.piece_idf, pieces.idf_)


def test_keyword_hits_weigh_what_they_are_given(vocabulary: Vocabulary) -> None:
    row = vocabulary.matrix([Read.of("A hostel. A hostel.")]).toarray()[0]
    hits = row[len(vocabulary.terms) + len(vocabulary.pieces) :]
    assert hits[vocabulary.hit_labels.index("accommodation")] == pytest.approx(0.5)
    assert hits.sum() == pytest.approx(0.5)


def test_a_vocabulary_is_the_same_in_any_order_of_the_texts(vocabulary: Vocabulary) -> None:
    again = learn(TEXTS[::-1], hit_weight=0.5, least_texts=2, most_terms=700, most_pieces=900)
    assert (again.terms, again.pieces) == (vocabulary.terms, vocabulary.pieces)


@given(st.lists(st.text(), max_size=4))
def test_any_texts_give_finite_rows(texts: list[str]) -> None:
    known = learn(TEXTS[:20], hit_weight=1, least_texts=1, most_terms=50, most_pieces=50)
    matrix = known.matrix([Read.of(text) for text in texts])
    assert matrix.shape == (len(texts), known.width)
    assert np.isfinite(matrix.data).all()
