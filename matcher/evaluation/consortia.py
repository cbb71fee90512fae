"""Whether the partners of later years can be foreseen in a table of consortia.

All projects that began before a year are known; those of later years are asked about. A model
learns in the same way a step earlier: from who came together in the last known years, by what was
known before those; and again from the last half and the last third of them, as what is known before
a shorter time is more like what is known in the end. Where a history is long, the years before
those teach, too. Tasks:

    new partners   given an organisation known before: with which others known before does it work
                   for the first time
    any partner    the same, old partners among them
    line-up        given the lead of a later project and its topics: who else known is in it

New partners are told again for newcomers alone, who had one project before. Whoever was in no
project before cannot be an answer: nothing is known of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.errors import TrainingError
from matcher.evaluation.calibration import calibration
from matcher.evaluation.consortium_models import ChoiceModel, PairModel
from matcher.evaluation.consortium_questions import Draw, Questions, Task, questions_of
from matcher.evaluation.consortium_rows import MATCHES, rows_of
from matcher.evaluation.factors import SIZES, factorise, is_there
from matcher.evaluation.ranking import Estimate, estimates, figures, gain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.affinity.batch import Ground, Matrix
    from matcher.affinity.history import Flags
    from matcher.evaluation.calibration import Calibration
    from matcher.evaluation.consortium_models import Model
    from matcher.evaluation.consortium_questions import Span
    from matcher.evaluation.consortium_rows import Rows
    from matcher.evaluation.consortium_years import Lesson, Years

OURS = "model"
FEWEST = 20
"""Questions, and partners among their candidates, that a part of the days needs to teach."""
_SCORED = "ndcg@10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one method did at one task.

    Attributes
    ----------
    task, method : which
    questions : how many
    candidates : how many organisations could be an answer, at the median
    figures : of the rankings
    calibration : of the chances, over all candidates in the pools; None where it gives none
    """

    task: Task
    method: str
    questions: int
    candidates: int
    figures: Mapping[str, Estimate]
    calibration: Calibration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How many times the nDCG@10 of another method the model has, by bootstrap over questions."""

    task: Task
    other: str
    ratio: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All figures of an evaluation.

    Attributes
    ----------
    results, comparisons : by task and method
    pools : by task, the share of true partners among the candidates that the learners rank
    weights : by task, what the model gives each column, of spread 1
    left_out : by task, why nothing could be measured
    with_factors : whether ALS was there to compare with
    """

    results: tuple[Result, ...]
    comparisons: tuple[Comparison, ...]
    pools: Mapping[Task, float]
    weights: Mapping[Task, Mapping[str, float]]
    left_out: Mapping[Task, str]
    with_factors: bool


def evaluate_consortia(
    years: Years,
    *,
    queries: int,
    seed: int,
    rest: bool = False,
    least: float = 0.0,
    progress: Callable[[str, float], None] = lambda *_: None,
) -> Outcome:
    """Ask about later years, by the model and by simpler methods.

    Parameters
    ----------
    years : the table and its split
    queries : so many questions are drawn for a task at most
    seed : of what is drawn, of the intervals and the models
    rest : ask what is not asked without this, where a task has more questions than are drawn
    least : what no weight of the model is below
    progress : told what is done, and the share that is done, in [0, 1]

    Raises
    ------
    TrainingError
        If there is nothing to learn from, or nothing to ask about.
    """
    import sklearn.ensemble  # noqa: PLC0415, F401  (its threads must be there to be limited)
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  (comes with scikit-learn)

    with threadpool_limits(1):  # threads that wait for each other take most of the time
        draw = Draw(limit=queries, seed=seed, rest=rest)
        return _evaluated(years, draw, least=least, progress=progress)


def _evaluated(
    years: Years, draw: Draw, *, least: float, progress: Callable[[str, float], None]
) -> Outcome:
    factors = _factors(years.known.ground, draw.seed) if is_there() else {}
    results: list[Result] = []
    comparisons: list[Comparison] = []
    pools: dict[Task, float] = {}
    weights: dict[Task, Mapping[str, float]] = {}
    left_out: dict[Task, str] = {}
    tasks = (Task.NEW, Task.ANY, Task.LINE_UP)
    for number, task in enumerate(tasks):

        def say(share: float, number: int = number, task: Task = task) -> None:
            progress(task.value, (number + share) / len(tasks))

        trial = _Trial(task=task, years=years, draw=draw, factors=factors, say=say)
        try:
            asked, rows, measured = trial.run(least=least)
        except TrainingError as error:
            left_out[task] = str(error)
            continue
        weights[task] = trial.weights
        found = int(rows.came.sum())
        pools[task] = found / max(found + int(rows.missing.sum()), 1)
        for name, chosen in trial.groups(asked).items():
            if chosen.any():
                results.extend(trial.told(name, chosen, measured))
                comparisons.extend(trial.compared(name, chosen, measured))
    if not results:
        message = (
            f"nothing can be measured: {left_out[Task.ANY]}. Give other years with --train-until "
            "and --test-from, or a table that reaches further back"
        )
        raise TrainingError(message)
    return Outcome(
        results=tuple(results),
        comparisons=tuple(comparisons),
        pools=pools,
        weights=weights,
        left_out=left_out,
        with_factors=bool(factors),
    )


@dataclass(kw_only=True, eq=False)
class _Trial:
    """One task: all methods on the same questions."""

    task: Task
    years: Years
    draw: Draw
    factors: Mapping[str, tuple[Matrix, Matrix]]
    say: Callable[[float], None]
    chances: dict[str, Calibration] = field(default_factory=dict)
    candidates: list[int] = field(default_factory=list)
    weights: Mapping[str, float] = field(default_factory=dict)

    def run(self, *, least: float) -> tuple[Questions, Rows, dict[str, list[dict[str, float]]]]:
        """Learn, ask, and measure each question by each method."""
        years, seed = self.years, self.draw.seed
        asked = self._asked(years.known.ground, years.asks, self.draw)
        if not len(asked.askers):
            raise self._nothing(self.draw, learning=False)
        draw = Draw(limit=max(self.draw.limit // 2, 1), seed=seed)
        others = np.random.default_rng(seed)
        shown, whole = self._shown(draw, others)
        earlier = self._taught(years.earlier, draw, others)
        self.say(0.3)
        like = years.whole_is_like or not whole
        ours = ChoiceModel.learn(shown, earlier=earlier, seed=seed, least=least, whole_is_like=like)
        self.weights = dict(zip(shown[0].names, ours.weights.tolist(), strict=True))
        models: dict[str, Model] = {
            OURS: ours,
            "logistic regression": PairModel.learn_regression([*shown, *earlier], seed=seed),
            "boosted trees": PairModel.learn_trees([*shown, *earlier], seed=seed),
        }
        self.say(0.5)
        measured: dict[str, list[dict[str, float]]] = {name: [] for name in models}

        def seen(_: int, block: Questions, signals: dict[str, Matrix], field_: Flags) -> None:
            self._simple(block, signals, field_, measured)

        rows = rows_of(years.known, asked, seen=seen)
        self.say(0.8)
        for name, model in models.items():
            score, chance = model.judged(rows)
            measured[name] = _measured(rows, score)
            self.chances[name] = calibration(chance, rows.came)
        self.say(1.0)
        return asked, rows, measured

    def _shown(self, draw: Draw, others: np.random.Generator) -> tuple[list[Rows], bool]:
        """Turn the lessons that teach into rows, and say whether the whole is among them.

        In a part of the days there may be nothing to learn; in the whole too, where nobody was
        known before it.
        """
        whole, *parts = self.years.lessons
        asked = self._asked(whole.standing.ground, whole.span, draw)
        shown = [rows_of(whole.standing, asked, draw=others)] if len(asked.askers) else []
        teaches = bool(shown)
        shown += self._taught(parts, draw, others)
        if not shown:
            raise self._nothing(draw, learning=True)
        return shown, teaches

    def _taught(
        self, lessons: Sequence[Lesson], draw: Draw, others: np.random.Generator
    ) -> list[Rows]:
        """Turn those of some lessons into rows that have enough to teach."""
        shown: list[Rows] = []
        for each in lessons:
            asked = self._asked(each.standing.ground, each.span, draw)
            if len(asked.askers) >= FEWEST:
                rows = rows_of(each.standing, asked, draw=others)
                shown += [rows] if rows.came.sum() >= FEWEST else []
        return shown

    def _asked(self, ground: Ground, span: Span, draw: Draw) -> Questions:
        return questions_of(self.task, ground, span, members=self.years.members, draw=draw)

    def _nothing(self, draw: Draw, *, learning: bool) -> TrainingError:
        """Say what some years lack."""
        lacking = (
            "project whose lead is told and known, with two others known before"
            if self.task is Task.LINE_UP
            else "organisation that was known before and works with another such"
        )
        left = " that is left when others are drawn" if draw.rest else ""
        what = "learnt from" if learning else "asked about"
        return TrainingError(f"the years {what} have no {lacking}{left}")

    def _simple(
        self,
        block: Questions,
        signals: dict[str, Matrix],
        can: Flags,
        measured: dict[str, list[dict[str, float]]],
    ) -> None:
        """Measure the methods that need no pool, on all who can be an answer."""
        size = can.shape[1]
        works = self.years.known.ground.past.works_of
        scores: dict[str, Any] = {
            "chance": np.zeros((len(can), size)),
            "popularity": np.broadcast_to(works, (len(can), size)),
            **{name: signals[name] for name in signals if name not in MATCHES},
        }
        for name, (asking, answering) in self.factors.items():
            scores[name] = asking[block.askers] @ answering.T
        for index in range(len(can)):
            who = np.flatnonzero(can[index])
            is_true = np.isin(who, block.partners(index))
            self.candidates.append(len(who))
            for name, scored in scores.items():
                found = figures(scored[index][who], is_true)
                measured.setdefault(name, []).append(found)

    def groups(self, asked: Questions) -> dict[Task, Flags]:
        """Say which questions count for which task."""
        found = {self.task: np.ones(len(asked.askers), dtype=bool)}
        if self.task is Task.NEW:
            found[Task.NEWCOMERS] = self.years.known.ground.past.works_of[asked.askers] == 1
        return found

    def told(
        self, task: Task, chosen: Flags, measured: Mapping[str, list[dict[str, float]]]
    ) -> list[Result]:
        """Give the means of each method over the questions that count."""
        which = np.flatnonzero(chosen).tolist()
        return [
            Result(
                task=task,
                method=name,
                questions=len(which),
                candidates=int(np.median(self.candidates)),
                figures=estimates([each[at] for at in which], which, seed=self.draw.seed),
                calibration=self.chances.get(name) if task is self.task else None,
            )
            for name, each in measured.items()
        ]

    def compared(
        self, task: Task, chosen: Flags, measured: Mapping[str, list[dict[str, float]]]
    ) -> list[Comparison]:
        """Compare the model with each other method, question by question."""
        value = {
            name: np.array([one[_SCORED] for one in each])[chosen]
            for name, each in measured.items()
        }
        return [
            Comparison(task=task, other=name, ratio=gain(value[OURS], each, seed=self.draw.seed))
            for name, each in value.items()
            if name != OURS and each.sum() > 0
        ]


def _factors(ground: Ground, seed: int) -> dict[str, tuple[Matrix, Matrix]]:
    most = max(1, ground.past.size - 1)
    return {
        f"ALS, {size} factors": factorise(ground.log_ties, factors=size, seed=seed)
        for size in SIZES
        if size <= most
    }


def _measured(rows: Rows, ranked: NDArray[np.float64]) -> list[dict[str, float]]:
    return [
        figures(ranked[start:end], rows.came[start:end], missing=int(rows.missing[question]))
        for question, (start, end) in enumerate(
            zip(rows.starts[:-1].tolist(), rows.starts[1:].tolist(), strict=True)
        )
    ]
