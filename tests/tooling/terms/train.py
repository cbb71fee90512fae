"""Learn anew what clauses of each kind read like, and how to weigh it; run by `make terms-model`.

It learns from all clauses but the halves set aside of the authors who measure: those halves say how
good what comes out is (docs/terms.md).
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

import matcher.terms
from matcher.terms import likeness, weighing
from matcher.terms.judging import by_rules
from matcher.terms.likeness import Likeness, Linear, terms_of
from matcher.terms.plain import plain
from matcher.terms.records import Kind
from matcher.terms.weighing import NAMES, Evidence, Weighing, evidence
from tests.matcher.terms.labelled import FOLDERS, MEASURING, labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.matcher.terms.labelled import Author, Labelled

    Lessons = Mapping[Author, Sequence[Labelled]]

KINDS = [kind.value for kind in Kind]
FLAGS = ("red", "amber")
MOST_TERMS, LEAST_CLAUSES = 12_000, 2
KIND_STRENGTH, HARM_STRENGTH, WEIGHING_STRENGTH = 30.0, 3.0, 1.0
"""Inverse strengths of the penalty."""
OF_ITS_KIND = 3.0
"""How much more freely a word's harm may differ from kind to kind than it may be harmful at all.
These numbers are chosen on authors left out, whose clauses the model had not seen."""


def lessons() -> Lessons:
    """Give the clauses that are learned from, by author; what measures teaches nothing."""
    kept = {
        clause.clause
        for author in MEASURING
        for clause in labelled(author)
        if clause.half == "set aside"
    }
    return {
        author: [clause for clause in labelled(author) if clause.clause not in kept]
        for author in FOLDERS
    }


def digest(taught: Lessons) -> str:
    """Tell one set of lessons from another: by every clause and label, and by the numbers above."""
    numbers = (MOST_TERMS, LEAST_CLAUSES, KIND_STRENGTH, HARM_STRENGTH, WEIGHING_STRENGTH)
    said = [
        (author, clause.id, clause.clause, clause.expected, sorted(clause.others.items()))
        for author, clauses in taught.items()
        for clause in clauses
    ]
    return hashlib.sha256(repr((numbers, OF_ITS_KIND, said)).encode()).hexdigest()[:16]


def trained(clauses: Sequence[Labelled]) -> Likeness:
    """Learn what clauses of each kind read like."""
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: terms_of(_plain(text)),
        sublinear_tf=True,
        min_df=LEAST_CLAUSES,
        max_features=MOST_TERMS,
    )
    matrix = vectorizer.fit_transform([clause.clause for clause in clauses])
    return Likeness(
        terms={name: place for place, name in enumerate(vectorizer.get_feature_names_out())},
        idf=vectorizer.idf_,
        about=_about(clauses, matrix),
        harms=_of_pairs(clauses, matrix, {"red": True, "amber": True, "note": False}),
        red=_of_pairs(clauses, matrix, {"red": True, "amber": False}),
    )


_plain = cache(plain)


def _about(clauses: Sequence[Labelled], matrix: Any) -> Linear:
    """One logistic regression a kind; clauses on whose label readers could differ are left out."""
    weights, bias = [], []
    for kind in KINDS:
        said = [clause.severity_of(kind) for clause in clauses]
        known = np.array([each is not None for each in said])
        about = np.array([each not in {None, "none"} for each in said])
        model = _regression(KIND_STRENGTH).fit(matrix[known], about[known])
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return Linear(weights=np.array(weights), bias=np.array(bias))


def _of_pairs(clauses: Sequence[Labelled], matrix: Any, told: Mapping[str | None, bool]) -> Linear:
    """Tell two groups of severities apart: by words, by the kind, and by words of that kind."""
    pairs = [
        (row, column, told[severity])
        for row, clause in enumerate(clauses)
        for column, kind in enumerate(KINDS)
        if (severity := clause.severity_of(kind)) in told
    ]
    rows, columns, answers = (np.array(each) for each in zip(*pairs, strict=True))
    words = matrix[rows].tocoo()
    terms = matrix.shape[1]
    of_kind = sparse.csr_array(
        (words.data * OF_ITS_KIND, (words.row, columns[words.row] * terms + words.col)),
        shape=(len(rows), len(KINDS) * terms),
    )
    kinds = sparse.csr_array(np.eye(len(KINDS))[columns])
    model = _regression(HARM_STRENGTH).fit(
        sparse.hstack([words.tocsr(), kinds, of_kind]).tocsr(), answers
    )
    shared, by_kind, apart = np.split(model.coef_[0], [terms, terms + len(KINDS)])
    return Linear(
        weights=shared + OF_ITS_KIND * apart.reshape(len(KINDS), terms),
        bias=by_kind + model.intercept_[0],
    )


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight="balanced", solver="liblinear")


def weighed(taught: Lessons, learn: Callable[[Sequence[Labelled]], Likeness] = trained) -> Weighing:
    """Learn how to weigh evidence, on each author as read by a likeness that left that author out.

    The first author wrote the rules too, which therefore are nearly always right of their clauses:
    from these no weight is learned.
    """
    found: list[Evidence] = []
    flagged: list[bool] = []
    for author in taught:
        if author != "first":
            read = learn(_others(taught, author))
            for each, answer in _evidence(taught[author], read):
                found.append(each)
                flagged.append(answer)
    values = np.array([[getattr(each, name) for name in NAMES] for each in found])
    scale = np.maximum(values.std(axis=0), 1e-9)  # 0 where all are alike
    model = LogisticRegression(C=WEIGHING_STRENGTH).fit(values / scale, flagged)
    weights = model.coef_[0] / scale
    return Weighing(
        weights=dict(zip(NAMES, weights.tolist(), strict=True)), bias=float(model.intercept_[0])
    )


def _others(taught: Lessons, left_out: Author) -> list[Labelled]:
    return [clause for author in taught if author != left_out for clause in taught[author]]


def _evidence(clauses: Sequence[Labelled], read: Likeness) -> Iterator[tuple[Evidence, bool]]:
    for clause in clauses:
        reading = read.reading(_plain(clause.clause))
        held = {kind: rule for kind, rule, _figures in by_rules(_plain(clause.clause))}
        for kind in Kind:
            severity = clause.severity_of(kind.value)
            if severity is not None:
                yield evidence(reading, kind, held.get(kind)), severity in FLAGS


def main() -> int:
    """Write the files that come with the product."""
    folder = Path(matcher.terms.__file__).parent
    taught = lessons()
    every = [clause for clauses in taught.values() for clause in clauses]
    with threadpool_limits(1):  # threads that wait for each other take most of the time
        (folder / likeness.FILE).write_bytes(likeness.as_bytes(trained(every)))
        written = weighing.as_text(weighed(taught), lessons=digest(taught))
    (folder / weighing.FILE).write_text(written, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
