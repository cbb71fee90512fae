"""Whether learning helps: a model of words, trained on the development half, beside the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.terms.records import Kind
from tests.matcher.terms.labelled import labelled
from tests.matcher.terms.measured import FLAGS, Agreement, severities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tests.matcher.terms.labelled import Labelled

    Flags = NDArray[np.bool_]

FOLDS, SEED = 5, 2013


def compared() -> Mapping[str, Agreement]:
    """Say how the rules, a learned model, and both together do on the development half.

    The model is cross-validated: each clause is judged by one that has not seen it. The rules were
    written with this half open, so they look better here than they are.
    """
    clauses = [clause for clause in labelled() if clause.half == "development"]
    said = [severities(clause.clause) for clause in clauses]
    totals = {"rules": [0, 0, 0], "learned": [0, 0, 0], "either": [0, 0, 0]}
    for kind in Kind:
        known = np.array([clause.severity_of(kind) is not None for clause in clauses])
        true = np.array([clause.severity_of(kind) in FLAGS for clause in clauses])
        by_rules = np.array([each.get(kind) in FLAGS for each in said])
        learned = _learned(clauses, true)
        for name, raised in (
            ("rules", by_rules),
            ("learned", learned),
            ("either", by_rules | learned),
        ):
            _count(totals[name], true[known], raised[known])
    return {
        name: Agreement(right=right, wrong=wrong, overlooked=overlooked)
        for name, (right, wrong, overlooked) in totals.items()
    }


def _count(total: list[int], true: Flags, raised: Flags) -> None:
    total[0] += int((true & raised).sum())
    total[1] += int((~true & raised).sum())
    total[2] += int((true & ~raised).sum())


def _learned(clauses: Sequence[Labelled], true: Flags) -> Flags:
    """Judge each clause by logistic regression on its words and pairs of words."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  (slow to import)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.model_selection import StratifiedKFold, cross_val_predict  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415

    model: Any = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LogisticRegression(class_weight="balanced", max_iter=2000, random_state=SEED),
    )
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    texts = [clause.clause for clause in clauses]
    return np.asarray(cross_val_predict(model, texts, true, cv=folds), dtype=np.bool_)
