"""Whether the partners of later years can be foreseen in a table of consortia.

All projects that began before a year are known; those of later years are asked about. A model
learns in the same way a step earlier: from who came together in the last known years, by what was
known before those. Tasks:

    new partners   given an organisation known before: with which others known before does it work
                   for the first time
    any partner    the same, old partners among them
    line-up        given the lead of a later project and its topics: who else known is in it

New partners are told again for newcomers alone, who had one project before. Whoever was in no
project before cannot be an answer: nothing is known of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.affinity.batch import Ground
from matcher.affinity.past import Past
from matcher.affinity.signals.bulk import BULK
from matcher.errors import TrainingError
from matcher.evaluation.calibration import calibration
from matcher.evaluation.consortium_models import ChoiceModel, PairModel
from matcher.evaluation.consortium_rows import RECIPROCAL, Questions, Standing, rows_of
from matcher.evaluation.factors import SIZES, factorise, is_there
from matcher.evaluation.ranking import Estimate, estimates, figures, gain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from matcher.affinity.batch import Matrix, Sparse
    from matcher.affinity.history import Flags, History
    from matcher.evaluation.calibration import Calibration
    from matcher.evaluation.consortium_models import Model
    from matcher.evaluation.consortium_rows import Rows

OURS = "model"
SMALLEST = 4
"""Members of the projects whose line-up is sought."""
_SCORED = "ndcg@10"


class Task(StrEnum):
    """What is asked."""

    NEW = "new partners"
    NEWCOMERS = "new partners of newcomers"
    ANY = "any partner"
    LINE_UP = "line-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `start` to before `end`, as day numbers."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Years:
    """A table of consortia, and which of it is known, learnt from and asked about.

    Attributes
    ----------
    history : everything
    learns : when the partners came together that a model learns from
    asks : when those came together that it is asked about; what `learns` ends before is not known
    """

    history: History
    learns: Span
    asks: Span

    @cached_property
    def before(self) -> Standing:
        """What was known before the partners came together that a model learns from."""
        return self._known_before(self.learns.start)

    @cached_property
    def known(self) -> Standing:
        """What is known when it is asked."""
        return self._known_before(self.learns.end)

    def _known_before(self, day: int) -> Standing:
        return Standing(ground=Ground(past=Past(history=self.history, day=day - 1)))


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
    """All figures of an evaluation; `pools` is the share of true partners in the pools by task."""

    results: tuple[Result, ...]
    comparisons: tuple[Comparison, ...]
    pools: Mapping[Task, float]
    with_factors: bool


def evaluate_consortia(
    years: Years,
    *,
    queries: int,
    seed: int,
    least: float = 0.0,
    progress: Callable[[str, float], None] = lambda *_: None,
) -> Outcome:
    """Ask about later years, by the model and by simpler methods.

    Parameters
    ----------
    years : the table and its split
    queries : so many questions are drawn for a task at most
    seed : of what is drawn, of the intervals and the models
    least : what no weight of the model is below
    progress : told what is done, and the share that is done, in [0, 1]

    Raises
    ------
    TrainingError
        If there is nothing to learn from, or nothing to ask about.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  (comes with scikit-learn)

    with threadpool_limits(1):  # threads that wait for each other take most of the time
        return _evaluated(years, queries=queries, seed=seed, least=least, progress=progress)


def _evaluated(
    years: Years, *, queries: int, seed: int, least: float, progress: Callable[[str, float], None]
) -> Outcome:
    factors = _factors(years.known.ground, seed) if is_there() else {}
    results: list[Result] = []
    comparisons: list[Comparison] = []
    pools: dict[Task, float] = {}
    tasks = (Task.NEW, Task.ANY, Task.LINE_UP)
    for number, task in enumerate(tasks):

        def say(share: float, number: int = number, task: Task = task) -> None:
            progress(task.value, (number + share) / len(tasks))

        asked = questions_of(task, years.known, years.history, years.asks, limit=queries, seed=seed)
        if not len(asked.askers):
            if task is Task.NEW:
                _complain(
                    "the years asked about have nobody who was known before and finds anybody"
                )
            continue
        trial = _Trial(task=task, years=years, seed=seed, factors=factors, say=say)
        rows, measured = trial.run(asked, queries=queries, least=least)
        found = int(rows.came.sum())
        pools[task] = found / max(found + int(rows.missing.sum()), 1)
        for name, chosen in trial.groups(asked).items():
            if chosen.any():
                results.extend(trial.told(name, chosen, measured))
                comparisons.extend(trial.compared(name, chosen, measured))
    return Outcome(
        results=tuple(results),
        comparisons=tuple(comparisons),
        pools=pools,
        with_factors=bool(factors),
    )


@dataclass(kw_only=True, eq=False)
class _Trial:
    """One task: all methods on the same questions."""

    task: Task
    years: Years
    seed: int
    factors: Mapping[str, tuple[Matrix, Matrix]]
    say: Callable[[float], None]
    chances: dict[str, Calibration] = field(default_factory=dict)
    candidates: list[int] = field(default_factory=list)

    def run(
        self, asked: Questions, *, queries: int, least: float
    ) -> tuple[Rows, dict[str, list[dict[str, float]]]]:
        """Learn, ask, and measure each question by each method."""
        years = self.years
        lesson = questions_of(
            self.task, years.before, years.history, years.learns, limit=queries, seed=self.seed
        )
        if not len(lesson.askers):
            _complain("the years learnt from have nobody who was known before and finds anybody")
        draw = np.random.default_rng(self.seed)
        shown = rows_of(years.before, lesson, draw=draw)
        self.say(0.3)
        models: dict[str, Model] = {
            OURS: ChoiceModel.learn(shown, seed=self.seed, least=least),
            "logistic regression": PairModel.learn_regression(shown, seed=self.seed),
            "boosted trees": PairModel.learn_trees(shown, seed=self.seed),
        }
        self.say(0.5)
        measured: dict[str, list[dict[str, float]]] = {name: [] for name in models}

        def seen(_: int, block: Questions, signals: dict[str, Matrix], field_: Flags) -> None:
            self._simple(block, signals, field_, measured)

        rows = rows_of(years.known, asked, seen=seen)
        self.say(0.8)
        for name, model in models.items():
            measured[name] = _measured(rows, model.ranked(rows))
            self.chances[name] = calibration(model.chances(rows), rows.came)
        self.say(1.0)
        return rows, measured

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
            **{each.name: signals[each.name] for each in BULK if not each.is_match},
            RECIPROCAL: signals[RECIPROCAL],
        }
        for name, (asking, answering) in self.factors.items():
            scores[name] = asking[block.askers] @ answering.T
        for index in range(len(can)):
            who = np.flatnonzero(can[index])
            is_true = np.isin(who, block.partners(index))
            self.candidates.append(len(who))
            for name, scored in scores.items():
                found = figures(scored[index, who].astype(np.float64), is_true)
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
                figures=estimates([each[at] for at in which], which, seed=self.seed),
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
            Comparison(task=task, other=name, ratio=gain(value[OURS], each, seed=self.seed))
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


def questions_of(
    task: Task, standing: Standing, history: History, span: Span, *, limit: int, seed: int
) -> Questions:
    """Ask who came together in some days; draw `limit` questions where there are more."""
    ground = standing.ground
    began = (history.day >= span.start) & (history.day < span.end)
    later = _ones(history.organisation[began], history.work[began], (history.size, history.works))
    known = ground.known.astype(np.float32)
    if task is Task.LINE_UP:
        return _line_ups(ground, history, later, began, limit=limit, seed=seed)
    askers = np.flatnonzero(ground.known & (np.diff(later.indptr) > 0)).astype(np.int32)
    truth: Sparse = sparse.csr_array(later[askers] @ later.T)
    truth.data[:] = 1.0
    barred: Sparse = ground.past.linked.astype(np.float32)[askers]
    if task is not Task.NEW:
        barred = sparse.csr_array(barred.shape, dtype=np.float32)
    truth = sparse.csr_array(truth - truth.multiply(barred))
    asked = Questions(
        askers=askers, truth=_known_others(ground, truth, known, askers), barred=barred
    )
    return _drawn(asked, least=1, limit=limit, seed=seed)


def _line_ups(
    ground: Ground, history: History, later: Sparse, began: Flags, *, limit: int, seed: int
) -> Questions:
    """Ask for the rest of each later project of four members or more, given its lead."""
    leads = began & history.leads & ground.known[history.organisation]
    work, first = np.unique(history.work[leads], return_index=True)
    lead = history.organisation[leads][first].astype(np.int32)
    members = sparse.csr_array(later.T)
    large = np.diff(members.indptr)[work] >= SMALLEST
    work, lead = work[large], lead[large]
    truth = _known_others(ground, members[work], ground.known.astype(np.float32), lead)
    asked = Questions(
        askers=lead,
        truth=truth,
        barred=sparse.csr_array(truth.shape, dtype=np.float32),
        wanted=ground.topics[work].toarray(),
    )
    return _drawn(asked, least=2, limit=limit, seed=seed)


def _known_others(ground: Ground, truth: Sparse, known: Matrix, askers: NDArray[Any]) -> Sparse:
    """Leave those who were not known before, and who asks, out of the partners."""
    others = sparse.csr_array(truth).astype(np.float32)
    others.data = others.data * known[others.indices]
    asker = np.repeat(askers, np.diff(others.indptr))
    others.data[others.indices == asker] = 0.0
    others = ground.scaled(others, np.ones(others.shape[1], dtype=np.float32))
    others.eliminate_zeros()
    return others


def _drawn(asked: Questions, *, least: int, limit: int, seed: int) -> Questions:
    """Draw some of the questions that have answers."""
    has = np.flatnonzero(np.diff(asked.truth.indptr) >= least)
    if len(has) > limit:
        has = np.sort(np.random.default_rng(seed).choice(has, limit, replace=False))
    return asked.of(has)


def _ones(rows: NDArray[Any], columns: NDArray[Any], shape: tuple[int, int]) -> Sparse:
    found = sparse.csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    found.sum_duplicates()
    found.data[:] = 1.0
    return found


def _complain(what: str) -> None:
    message = (
        f"{what}: nothing can be measured. Give other years with --train-until and --test-from, "
        "or a table that reaches further back"
    )
    raise TrainingError(message)
