"""Whether a model finds the subcontractors of contracts that it has not seen.

`matcher.evaluation.contract_trial` says what is asked and what may be known; what is left out when
a contract is asked about is left out of the training too. `matcher.evaluation.contract_models` says
what ranks the candidates.

Beside the figures of a ranking there is one of line-ups: `line-up above`, the share of line-ups
drawn at random, of as many bodies, of which all together score below the real one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.signals import scores
from matcher.affinity.view import View
from matcher.errors import TrainingError
from matcher.evaluation.calibration import calibration
from matcher.evaluation.contract_models import baselines, learn
from matcher.evaluation.contract_trial import Field, LeftOut
from matcher.evaluation.ranking import Estimate, estimates, figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.affinity.history import Flags, Floats
    from matcher.affinity.past import Past
    from matcher.evaluation.calibration import Calibration
    from matcher.evaluation.contract_models import Learnt
    from matcher.evaluation.contract_trial import Trial

OURS = "model"
_DRAWN = 200
"""So many line-ups are drawn beside each real one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one method did in one setting: the figures over all its questions.

    `calibration` says how far chances can be believed, for the model among all bodies.
    """

    method: str
    left_out: LeftOut
    field: Field
    questions: int
    candidates: int
    figures: Mapping[str, Estimate]
    calibration: Calibration | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class _Tally:
    """What the questions of one method, setting and field came to so far."""

    measured: list[dict[str, float]] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    chances: list[Floats] = field(default_factory=list)
    came: list[Flags] = field(default_factory=list)


_Tallies = dict[tuple[str, LeftOut, Field], _Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an evaluation came to.

    Attributes
    ----------
    results : the figures by method, setting and field
    unasked : how many contracts could not be asked about in a setting, since what may be known
        there teaches nothing
    """

    results: tuple[Result, ...]
    unasked: Mapping[LeftOut, int]


def evaluate_contracts(
    trial: Trial,
    *,
    seed: int,
    progress: Callable[[float], None] = lambda _: None,
) -> Outcome:
    """Rank the fields of every contract asked about, by the model and by simpler methods.

    Parameters
    ----------
    trial : the contracts
    seed : of the intervals, of the learners, and of the line-ups drawn
    progress : told the share that is done, in [0, 1]

    Raises
    ------
    TrainingError
        If nobody joined a contract that is asked about, or nothing can be learnt in any setting.
    """
    import sklearn.ensemble  # noqa: PLC0415, F401  (its threads must be there to be limited)
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  (comes with scikit-learn)

    asked = np.flatnonzero(trial.asks & trial.is_question)
    if not len(asked):
        message = (
            "no contract that is asked about has a subcontractor: there is nobody to find. Give "
            "contracts with a prime provider and subcontractors"
        )
        raise TrainingError(message)
    is_apart = not (trial.learns & trial.asks).any()
    settings = tuple(LeftOut) if is_apart else (LeftOut.LINE_UP, LeftOut.LEAD)
    tallies: _Tallies = {}
    unasked = dict.fromkeys(settings, 0)
    with threadpool_limits(1):  # the tasks are small: threads would wait for each other
        for turn, left_out in enumerate(settings):
            told = _ask_all(trial, asked.tolist(), left_out, tallies, seed=seed)
            for place, is_asked in enumerate(told, 1):
                unasked[left_out] += not is_asked
                progress((turn + place / len(asked)) / len(settings))
    if not tallies:
        message = (
            "there is nothing to learn from: contracts with subcontractors are needed that have "
            "another lead, or another line-up, than the contracts asked about"
        )
        raise TrainingError(message)
    results = tuple(_result(*key, tally, seed=seed) for key, tally in tallies.items())
    return Outcome(results=results, unasked=unasked)


def _ask_all(
    trial: Trial, asked: Sequence[int], left_out: LeftOut, tallies: _Tallies, *, seed: int
) -> Iterator[bool]:
    """Ask about contracts in one setting, and yield of each whether it could be asked about.

    Contracts about which the same may be known share what was learnt.
    """
    models: dict[tuple[bytes, LeftOut], Learnt | None] = {}
    for contract in asked:
        hidden = trial.hidden(contract, left_out, known=trial.learns)
        past = trial.past.hiding(hidden)
        is_new = past.led_by[trial.lead[contract]] == 0
        like = LeftOut.LEAD if is_new else LeftOut.LINE_UP
        key = hidden.tobytes(), like
        if key not in models:
            models[key] = _learnt(trial, known=~hidden, left_out=like, seed=seed)
        learnt = models[key]
        if learnt is not None:
            _ask(trial, contract, left_out, past, learnt, tallies, seed=seed)
        yield learnt is not None


def _learnt(trial: Trial, *, known: Flags, left_out: LeftOut, seed: int) -> Learnt | None:
    """Learn from known contracts; nothing where they teach nothing."""
    try:
        return learn(trial, known=known, left_out=left_out, seed=seed)
    except TrainingError:
        return None


def _ask(
    trial: Trial,
    contract: int,
    left_out: LeftOut,
    past: Past,
    learnt: Learnt,
    tallies: _Tallies,
    *,
    seed: int,
) -> None:
    """Measure every method on one contract, in each field, by what the `past` tells.

    Contracts of one lead that is left out are asked about by one model: they are drawn together.
    """
    alike = trial.alike(left_out)
    for among in Field:
        candidates = trial.field(contract, among, past=past)
        is_true = np.isin(candidates, trial.joined[contract])
        if not is_true.any():
            continue
        view = View(past=past, query=trial.query(contract), candidates=candidates)
        said = scores(view)
        drawn = _drawn(len(candidates), int(is_true.sum()), seed=seed)
        for name, scored in (*learnt.ranked(said), *baselines(view, said)):
            tally = tallies.setdefault((name, left_out, among), _Tally())
            above = line_up_above(scored, is_true, drawn)
            tally.measured.append({**figures(scored, is_true), "line-up above": above})
            tally.groups.append(int(alike[contract]))
            tally.sizes.append(len(candidates))
            if name == OURS and among is Field.EVERYBODY:
                tally.chances.append(learnt.chances.of(scored))
                tally.came.append(is_true)


def line_up_above(scores: Floats, is_true: Flags, drawn: NDArray[np.int64]) -> float:
    """Give the share of line-ups that score below the real one; those that score the same, half.

    The score of a line-up is the sum over its members. `drawn` holds line-ups of as many members.

    >>> scores, real = np.array([2.0, 1.0, 0.0]), np.array([True, False, False])
    >>> line_up_above(scores, real, np.array([[0], [1]]))
    0.75
    """
    others, own = scores[drawn].sum(axis=1), float(scores[is_true].sum())
    same = np.isclose(others, own)
    return float(np.mean((others < own) & ~same) + np.mean(same) / 2)


def _drawn(candidates: int, members: int, *, seed: int) -> NDArray[np.int64]:
    """Draw line-ups of some members out of candidates, shape (200, members)."""
    order = np.random.default_rng(seed).random((_DRAWN, candidates))
    return order.argpartition(members - 1, axis=1)[:, :members]


def _result(method: str, left_out: LeftOut, among: Field, tally: _Tally, *, seed: int) -> Result:
    told = None
    if tally.chances:
        told = calibration(np.concatenate(tally.chances), np.concatenate(tally.came))
    return Result(
        method=method,
        left_out=left_out,
        field=among,
        questions=len(tally.measured),
        candidates=round(float(np.mean(tally.sizes))),
        figures=estimates(tally.measured, tally.groups, seed=seed),
        calibration=told,
    )
