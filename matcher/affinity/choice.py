"""Weights of signals, learnt from who was chosen out of whom.

For a question q with candidates C and chosen partners T, the model of McFadden ("Conditional logit
analysis of qualitative choice behavior", Frontiers in Econometrics (1974) 105-142) gives

    P(choose v) = exp(z_v) / sum over u in C of exp(z_u),     z_v = sum over signals of b_s x_vs

and b minimises the mean over the questions of ``-log P`` of their chosen, plus ``|b - e|^2 / 2CQ``,
where e is what is expected before anything is learnt, 0 unless it is said.
Each question counts the same, however many partners it has, and nothing depends on how many
candidates are likely at all: that is for the calibration. All b are 0 or more
(`matcher.affinity.bounded` says why).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from matcher.errors import TrainingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.affinity.history import Floats, Indices


def choice_weights(
    rows: NDArray[np.floating[Any]],
    chosen: Floats,
    question: Indices,
    weights: Floats,
    *,
    stands_for: Floats | None = None,
    freedom: float = 1.0,
    least: float = 0.0,
    expected: Floats | None = None,
) -> Floats:
    """Learn the weight of each signal, on signals of like spread.

    Parameters
    ----------
    rows : what the signals say, shape (R, S)
    chosen : 1 for a partner, else 0, shape (R,)
    question : to which question each row belongs, not decreasing, shape (R,)
    weights : how much each question counts, by its rows, shape (R,)
    stands_for : for how many candidates each row stands, shape (R,), where some were drawn of the
        others; then each counts so often in the sum over candidates (McFadden, "Modelling the
        choice of residential location", Spatial Interaction Theory and Planning Models (1978)
        75-96)
    freedom : C, how freely the weights move
    least : what no weight is below; ``-inf`` only to measure what the bound costs
    expected : e, what weights are drawn to, shape (S,): the more, the fewer questions teach

    Returns
    -------
    numpy.ndarray
        Shape (S,), `least` or more.

    Raises
    ------
    TrainingError
        If no question has both a partner and another candidate.

    >>> rows, question = np.array([[1.0], [0.0], [1.0], [0.0]]), np.array([0, 0, 1, 1])
    >>> choice_weights(rows, np.array([1.0, 0, 1, 0]), question, np.ones(4)) > 0.5
    array([ True])
    """
    starts = np.flatnonzero(np.append(True, question[1:] != question[:-1]))
    lengths = np.diff(np.append(starts, len(question)))
    partners = np.add.reduceat(chosen, starts)
    tells = (partners > 0) & (partners < lengths)
    if not tells.any():
        message = "no example has both a partner and another candidate: there is nothing to learn"
        raise TrainingError(message)
    counts = weights[starts] * tells
    share = np.repeat(counts / np.maximum(partners, 1.0) / counts.sum(), lengths) * chosen
    each = np.repeat(counts / counts.sum(), lengths)
    often = 0.0 if stands_for is None else np.log(stands_for)
    begin = np.zeros(rows.shape[1]) if expected is None else expected

    def loss(slopes: Floats) -> tuple[float, Floats]:
        score = rows @ slopes.astype(rows.dtype) + often
        top = np.repeat(np.maximum.reduceat(score, starts), lengths)
        shifted = np.exp(score - top)
        total = np.repeat(np.add.reduceat(shifted, starts), lengths)
        log_chance = score - top - np.log(total)
        off = each * shifted / total - share
        moved = slopes - begin
        penalty = float(moved @ moved) / (2 * freedom * len(starts))
        gradient = rows.T @ off.astype(rows.dtype) + moved / (freedom * len(starts))
        return penalty - float(share @ log_chance), gradient

    bounds = [(least, None)] * len(begin)
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x)
