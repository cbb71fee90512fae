"""Logistic regression whose weights are not below 0."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from matcher.affinity.bounded import BoundedLogisticRegression
from matcher.errors import TrainingError


def rows(*, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Two features that speak for yes, and one that speaks against it."""
    random = np.random.default_rng(seed)
    given = random.normal(size=(4000, 3))
    odds = given @ np.array([1.0, 0.5, -0.7]) - 0.5
    return given, random.random(4000) < 1 / (1 + np.exp(-odds))


def test_agrees_with_scikit_learn_where_no_weight_wants_to_be_below_nothing() -> None:
    given, truth = rows()
    turned = given * np.array([1.0, 1.0, -1.0])
    ours = BoundedLogisticRegression(C=1.0).fit(turned, truth)
    theirs = LogisticRegression(C=1.0).fit(turned, truth)
    assert ours.coef_ == pytest.approx(theirs.coef_, abs=1e-3)
    assert ours.intercept_ == pytest.approx(theirs.intercept_, abs=1e-3)


def test_gives_no_weight_to_what_speaks_against() -> None:
    learnt = BoundedLogisticRegression().fit(*rows())
    assert learnt.coef_[0, 2] == 0.0
    assert (learnt.coef_[0, :2] > 0.2).all()


def test_weighs_rows() -> None:
    given, truth = rows()
    doubled = BoundedLogisticRegression().fit(
        np.concatenate([given, given]), np.concatenate([truth, truth])
    )
    weighed = BoundedLogisticRegression().fit(given, truth, sample_weight=np.full(len(truth), 2.0))
    assert weighed.coef_ == pytest.approx(doubled.coef_, abs=1e-3)


def test_refuses_examples_of_one_class() -> None:
    with pytest.raises(TrainingError, match="all examples are of one class"):
        BoundedLogisticRegression().fit(np.ones((5, 2)), np.ones(5, dtype=bool))


def test_chances_add_up_to_one() -> None:
    given, truth = rows()
    learnt = BoundedLogisticRegression().fit(given, truth)
    assert learnt.predict_proba(given).sum(axis=1) == pytest.approx(1.0)
    assert (learnt.predict(given) == (learnt.predict_proba(given)[:, 1] > 0.5)).all()
