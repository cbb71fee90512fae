"""Learn anew what clauses of each kind read like; run by `make terms-model`.

It learns from all clauses but the half of the second author's that is set aside: that half measures
what comes out (docs/terms.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import matcher.terms
from matcher.terms.likeness import FILE, Likeness, as_bytes, terms_of
from matcher.terms.plain import plain
from matcher.terms.records import Kind, Severity
from tests.matcher.terms.labelled import FOLDERS, labelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.matcher.terms.labelled import Labelled

KINDS = [kind.value for kind in Kind]
SEVERITIES = [severity.value for severity in Severity]
MOST_TERMS, LEAST_CLAUSES = 5000, 2
KIND_STRENGTH, SEVERITY_STRENGTH = 5.0, 3.0
"""Inverse strengths of the penalty; chosen on the second author's development half."""


def lessons() -> list[Labelled]:
    """Give the clauses that are learned from."""
    return [
        clause
        for author in FOLDERS
        for clause in labelled(author)
        if author != "second" or clause.half == "development"
    ]


def trained(clauses: Sequence[Labelled]) -> Likeness:
    """Learn from labelled clauses."""
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: terms_of(plain(text)),
        sublinear_tf=True,
        min_df=LEAST_CLAUSES,
        max_features=MOST_TERMS,
    )
    matrix = vectorizer.fit_transform([clause.clause for clause in clauses])
    kinds, kind_bias = _kinds(clauses, matrix)
    severities, severity_bias = _severities(clauses, matrix)
    return Likeness(
        terms={name: place for place, name in enumerate(vectorizer.get_feature_names_out())},
        idf=vectorizer.idf_,
        kinds=kinds,
        kind_bias=kind_bias,
        severities=severities,
        severity_bias=severity_bias,
    )


def _kinds(clauses: Sequence[Labelled], matrix: Any) -> tuple[Any, Any]:
    """One logistic regression a kind; clauses on whose label readers could differ are left out."""
    weights, bias = [], []
    for kind in KINDS:
        said = [clause.severity_of(kind) for clause in clauses]
        known = np.array([each is not None for each in said])
        about = np.array([each not in {None, "none"} for each in said])
        model = _regression(KIND_STRENGTH).fit(matrix[known], about[known])
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return np.array(weights), np.array(bias)


def _severities(clauses: Sequence[Labelled], matrix: Any) -> tuple[Any, Any]:
    """How bad a clause is, by its words and its kind."""
    pairs = [
        (row, column, severity)
        for row, clause in enumerate(clauses)
        for column, kind in enumerate(KINDS)
        if (severity := clause.severity_of(kind)) in SEVERITIES
    ]
    rows = [row for row, _column, _severity in pairs]
    kinds = sparse.csr_array(np.eye(len(KINDS))[[column for _row, column, _severity in pairs]])
    told = [SEVERITIES.index(severity) for _row, _column, severity in pairs if severity]
    both = sparse.hstack([matrix[rows], kinds]).tocsr()
    model = _regression(SEVERITY_STRENGTH).fit(both, told)
    return model.coef_, model.intercept_


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=3000)


def main() -> int:
    """Write the file that comes with the product."""
    (Path(matcher.terms.__file__).parent / FILE).write_bytes(as_bytes(trained(lessons())))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
