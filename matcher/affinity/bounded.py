"""Logistic regression whose weights are not below 0.

Each signal is written so that more of it speaks for a candidate. Without the bound, a regression
may hold it against a body that it has worked before: where works are left out to test a model,
those who are sought lose their history, and to have none would look like a merit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from matcher.errors import TrainingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class BoundedLogisticRegression(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Minimise ``sum w (log(1 + e^z) - y z) + |b|^2 / 2C`` over ``z = X b + a``, all ``b >= 0``.

    Parameters
    ----------
    C : how freely the weights move, as in scikit-learn's `LogisticRegression`
    max_iter : steps of the minimiser (L-BFGS-B: Byrd, Lu, Nocedal and Zhu, SIAM Journal on
        Scientific Computing 16 (1995) 1190-1208)

    Attributes
    ----------
    coef_ : shape (1, S), 0 or more
    intercept_ : shape (1,)
    """

    def __init__(self, *, C: float = 1.0, max_iter: int = 500) -> None:  # noqa: N803  (its name there)
        self.C = C
        self.max_iter = max_iter

    def fit(self, X: Floats, y: NDArray[np.bool_], sample_weight: Floats | None = None) -> Self:  # noqa: N803
        """Learn the weights from rows (R, S) and what became of them (R,).

        Raises
        ------
        TrainingError
            If all rows are of one class.
        """
        rows, truth = validate_data(self, X, y)
        self.classes_ = np.unique(truth)
        if len(self.classes_) != 2:  # noqa: PLR2004  (yes and no)
            message = (
                "all examples are of one class: a model needs pairs that came together and others"
            )
            raise TrainingError(message)
        is_yes = (truth == self.classes_[1]).astype(np.float64)
        weight = np.ones(len(rows)) if sample_weight is None else np.asarray(sample_weight)

        def loss(weights: Floats) -> tuple[float, Floats]:
            slopes, odds = weights[:-1], rows @ weights[:-1] + weights[-1]
            off = weight * (expit(odds) - is_yes)
            total = float(weight @ (np.logaddexp(0.0, odds) - is_yes * odds))
            penalty = float(slopes @ slopes) / (2 * self.C)
            return total + penalty, np.append(rows.T @ off + slopes / self.C, off.sum())

        share = float(np.average(is_yes, weights=weight))
        start = np.append(np.zeros(rows.shape[1]), np.log(share / (1 - share)))
        bounds = [(0.0, None)] * rows.shape[1] + [(None, None)]
        found = minimize(
            loss,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": self.max_iter},
        )
        self.coef_, self.intercept_ = found.x[np.newaxis, :-1], found.x[-1:]
        self.n_iter_ = int(found.nit)
        return self

    def decision_function(self, X: Floats) -> Floats:  # noqa: N803
        """The log-odds of each row, shape (R,)."""
        check_is_fitted(self)
        rows = validate_data(self, X, reset=False)
        return np.asarray(rows @ self.coef_[0] + self.intercept_[0])

    def predict_proba(self, X: Floats) -> Floats:  # noqa: N803
        """The chances of no and of yes, shape (R, 2)."""
        yes = expit(self.decision_function(X))
        return np.column_stack([1.0 - yes, yes])

    def predict(self, X: Floats) -> NDArray[np.bool_]:  # noqa: N803
        """The likelier class of each row, shape (R,)."""
        return np.asarray(self.classes_[(self.decision_function(X) > 0).astype(int)])
