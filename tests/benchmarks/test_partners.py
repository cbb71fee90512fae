"""Partners among 170,000 organisations with a million ties; two steps beside other libraries.

    MATCHER_BENCH_ORGANISATIONS=17000 make bench

measures with fewer. Times are processor time of one thread, one question after the other.
"""

from __future__ import annotations

import os
import time
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest
import rustworkx as rx

from api.service.partner_model import built_in_model
from matcher.affinity.candidates import candidates_of
from matcher.affinity.history import Subject
from matcher.affinity.model import PartnerModel
from matcher.affinity.past import Past
from matcher.affinity.rows import rows_of
from matcher.affinity.signals import SIGNALS
from matcher.affinity.view import Direction, Query, View, partners_of
from matcher.affinity.warming import ready
from matcher.evaluation.consortium_models import ChoiceModel
from matcher.evaluation.consortium_questions import Draw, Span, Task, questions_of
from matcher.evaluation.consortium_rows import rows_of as lesson_rows
from matcher.evaluation.consortium_years import Years
from tests.benchmarks.collaborations import LAST_DAY, TERMS, first_of, generated
from tests.benchmarks.measuring import report
from tests.benchmarks.memory import forget_peak, peak_mb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from matcher.evaluation.consortium_rows import Rows
    from matcher.evaluation.consortium_years import Lesson

ORGANISATIONS = int(os.environ.get("MATCHER_BENCH_ORGANISATIONS", "170000"))
WORKS = ORGANISATIONS * 4 // 17
QUESTIONS, COMPARED, BEST = 300, 40, 20
PARTICIPATIONS = 145_000

pytestmark = pytest.mark.benchmark(min_rounds=1, warmup=False)


@cache
def past() -> Past:
    """Lay out the history once."""
    ready()
    return Past(history=generated(ORGANISATIONS, works=WORKS), day=LAST_DAY)


def whole_model() -> PartnerModel:
    """Every signal counts; in the built-in model some weigh nothing and are spared."""
    names = tuple(signal.name for signal in SIGNALS)
    return PartnerModel(signals=names, weights=np.ones(len(names)), base=-7.0)


def askers(kind: str, count: int) -> NDArray[np.int32]:
    """Draw who asks: hubs are drawn by how many partners they have."""
    partners = past().partners
    chance = {
        "anybody": np.ones(past().size),
        "with partners": (partners > 0).astype(float),
        "newcomers": (partners == 0).astype(float),
        "hubs": partners,
    }[kind]
    drawn = np.random.default_rng(1).choice(past().size, size=count, p=chance / chance.sum())
    return drawn.astype(np.int32)


def questions(who: Sequence[int] | NDArray[np.int32]) -> Iterator[Query]:
    """Each asks for work on a pathway in a region, for a pathway, or for none in particular."""
    rng, directions = np.random.default_rng(2), tuple(Direction)
    for number, asker in enumerate(who):
        pathway = int(rng.integers(TERMS[Subject.PATHWAY]))
        region = first_of(Subject.REGION) + int(rng.integers(TERMS[Subject.REGION]))
        wanted = ([pathway, region], [pathway], [])[number % 3]
        yield Query(
            members=np.array([asker], dtype=np.int32),
            wanted=np.array(wanted, dtype=np.int32),
            direction=directions[number // 3 % 3],
        )


def answered(model: PartnerModel, query: Query, among: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The twenty best of everybody."""
    candidates = candidates_of(past(), query, among=among)
    prediction = model.predict(View(past=past(), query=query, candidates=candidates))
    return candidates[prediction.first(BEST)]


def milliseconds(calls: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Processor time of the calls, each once: the middle, and what 95 of 100 stay under."""
    taken = []
    for call in calls:
        start = time.thread_time()
        call()
        taken.append(time.thread_time() - start)
    middle, late = np.percentile(taken, [50, 95])
    return float(middle) * 1e3, float(late) * 1e3


def test_laying_out_a_history_for_questions(benchmark: Any) -> None:
    """All that questions share, made by the first ones; then it is there."""
    history = generated(ORGANISATIONS, works=WORKS)
    everybody, model = np.ones(history.size, dtype=bool), whole_model()
    ready()

    def lay_out() -> Past:
        made = Past(history=history, day=LAST_DAY)
        for query in questions(range(9)):
            candidates = candidates_of(made, query, among=everybody)
            model.predict(View(past=made, query=query, candidates=candidates))
        return made

    forget_peak()
    before = peak_mb()
    start = time.process_time()
    made = benchmark.pedantic(lay_out, rounds=1)
    taken = time.process_time() - start
    report(
        f"{taken:.1f} s of processor; {made.size:,} organisations, "
        f"{made.linked.nnz // 2:,} ties, "
        f"{len(history.organisation):,} participations; {peak_mb() - before:.0f} MB more"
    )


@pytest.mark.parametrize("model", ["built in", "every signal"])
@pytest.mark.parametrize("kind", ["with partners", "anybody", "newcomers", "hubs"])
def test_the_twenty_best_partners_of_everybody(benchmark: Any, kind: str, model: str) -> None:
    """Candidates, all signals, the order."""
    chosen = built_in_model().model if model == "built in" else whole_model()
    among, asked = np.ones(past().size, dtype=bool), list(questions(askers(kind, QUESTIONS)))
    for query in asked[:9]:
        assert len(answered(chosen, query, among)) == BEST
    calls = [partial(answered, chosen, query, among) for query in asked]
    middle, late = benchmark.pedantic(lambda: milliseconds(calls), rounds=1)
    report(f"{kind}, {model}: p50 {middle:.2f} ms, p95 {late:.2f} ms of {len(asked)} questions")


class TwoSteps:
    """Adamic-Adar of everybody two steps away, and the twenty best, by four means."""

    def __init__(self) -> None:
        self.linked = past().linked
        self.shares = 1.0 / np.log(np.maximum(past().partners, 2.0))
        rows, columns = self.linked.nonzero()
        edges = [(int(u), int(v)) for u, v in zip(rows, columns, strict=True) if u < v]
        self.of_networkx: nx.Graph[int] = nx.Graph(edges)
        self.of_rustworkx: Any = rx.PyGraph()
        self.of_rustworkx.add_nodes_from(range(past().size))
        self.of_rustworkx.extend_from_edge_list(edges)

    def compiled(self, who: int) -> NDArray[np.float64]:
        """As signals do it."""
        between = partners_of(past(), Query(members=np.array([who], dtype=np.int32)))
        return self.best(rows_of(self.linked, between, self.shares[between]), who)

    def scipy(self, who: int) -> NDArray[np.float64]:
        """By a product of sparse matrices."""
        row = self.linked[[who]]
        row.data = self.shares[row.indices]
        return self.best((row @ self.linked).toarray()[0], who)

    def rustworkx(self, who: int) -> NDArray[np.float64]:
        """By its neighbours, added up by numpy."""
        total = np.zeros(past().size)
        for between in self.of_rustworkx.neighbors(who):
            total[np.asarray(self.of_rustworkx.neighbors(between))] += self.shares[between]
        return self.best(total, who)

    def networkx(self, who: int) -> NDArray[np.float64]:
        """By its own index of pairs, over those two steps away."""
        near = {v for z in self.of_networkx[who] for v in self.of_networkx[z]} - {who}
        total = np.zeros(past().size)
        for _, other, score in nx.adamic_adar_index(self.of_networkx, [(who, v) for v in near]):
            total[other] = score
        return self.best(total, who)

    def best(self, total: NDArray[np.float64], who: int) -> NDArray[np.float64]:
        """The scores of the twenty best others."""
        total[who] = 0.0
        found = total[total > 0]
        return np.sort(
            np.partition(found, len(found) - BEST)[-BEST:] if len(found) > BEST else found
        )


def test_two_steps_beside_other_libraries(benchmark: Any) -> None:
    """The same twenty scores, with the ratios of time to ours."""
    steps = TwoSteps()
    ways = (steps.compiled, steps.scipy, steps.rustworkx, steps.networkx)
    for kind in ("with partners", "hubs"):
        who = askers(kind, COMPARED).tolist()
        for asker in who[:3]:
            for other in ways[1:]:
                assert other(asker) == pytest.approx(steps.compiled(asker), abs=1e-9)
        times = [milliseconds([partial(way, asker) for asker in who]) for way in ways]
        said = [
            f"{way.__name__} {middle:.2f} / {late:.2f} ms "
            f"({middle / times[0][0]:.1f} / {late / times[0][1]:.1f} x)"
            for way, (middle, late) in zip(ways, times, strict=True)
        ]
        report(f"two steps, {kind}, p50 / p95: {'; '.join(said)}")
    benchmark.pedantic(lambda: [steps.compiled(asker) for asker in who], rounds=1)


@pytest.mark.parametrize("kind", ["with partners", "newcomers", "hubs"])
def test_how_many_of_the_best_are_among_the_candidates(benchmark: Any, kind: str) -> None:
    """The twenty best among those scored, beside the twenty best where everybody is scored."""
    model, among = built_in_model().model, np.ones(past().size, dtype=bool)

    def found(query: Query) -> tuple[float, float]:
        near = candidates_of(past(), query, among=among)
        others = np.setdiff1d(np.arange(past().size, dtype=np.int32), query.members)
        whole = model.predict(View(past=past(), query=query, candidates=others)).log_odds
        best, ours = (np.sort(each)[-BEST:] for each in (whole, whole[np.isin(others, near)]))
        return float((ours >= best[0]).mean()), float(best.mean() - ours.mean())

    asked = list(questions(askers(kind, COMPARED)))
    shares, lost = zip(*benchmark.pedantic(lambda: list(map(found, asked)), rounds=1), strict=True)
    assert 0 <= np.mean(shares) <= 1
    report(
        f"{kind}: {np.mean(shares):.0%} of the twenty best of everybody are named; "
        f"log-odds lost {np.mean(lost):.3f} on the average, {max(lost):.2f} at most"
    )


def test_how_near_a_question_comes_to_the_memory(benchmark: Any) -> None:
    """The bytes that a question must touch, at the speed of reading in a row."""
    array = np.ones(25_000_000)
    start = time.thread_time()
    array.sum()
    bandwidth = array.nbytes / (time.thread_time() - start)
    model, among = whole_model(), np.ones(past().size, dtype=bool)
    asked = list(questions(askers("with partners", QUESTIONS)))
    calls = [partial(answered, model, query, among) for query in asked]
    middle, _ = benchmark.pedantic(lambda: milliseconds(calls), rounds=1)
    touched = float(np.median([bytes_touched(query, among) for query in asked]))
    least = touched / bandwidth * 1e3
    report(
        f"{touched / 1e6:.2f} MB a question in {middle:.2f} ms; the memory reads "
        f"{bandwidth / 1e9:.1f} GB/s, so {least:.2f} ms at least; {middle / least:.1f} x"
    )


def bytes_touched(query: Query, among: NDArray[np.bool_]) -> int:
    """Entries of 4 or 12 bytes: holders, partners' rows twice, candidates' rows; 14 a body."""
    now = past()
    terms = np.flatnonzero(rows_of(now.profile, query.members) > 0)
    holders = np.diff(now.holders.indptr)[np.union1d(terms, query.wanted)].sum()
    paths = now.partners[partners_of(now, query)].sum()
    candidates = candidates_of(now, query, among=among)
    held = np.diff(now.profile.indptr)[candidates].sum()
    return int(12 * holders + 8 * paths + 12 * held + 14 * now.size)


def test_learning_from_145_000_participations(benchmark: Any) -> None:
    """The model of consortia: lay out four pasts, ask 4,000 questions, weigh all signals."""
    history = generated(32_000, works=23_700)
    years = Years(
        history=history,
        learns=Span(start=LAST_DAY - 730, end=LAST_DAY - 365),
        asks=Span(start=LAST_DAY - 365, end=LAST_DAY + 1),
    )

    def rows(lesson: Lesson) -> Rows:
        now, span = lesson.standing, lesson.span
        asked = questions_of(Task.NEW, now.ground, span, draw=Draw(limit=1000, seed=0))
        return lesson_rows(now, asked, draw=np.random.default_rng(0))

    def learn() -> ChoiceModel:
        shown, earlier = map(rows, years.lessons), map(rows, years.earlier)
        like = years.whole_is_like
        return ChoiceModel.learn(list(shown), earlier=list(earlier), seed=0, whole_is_like=like)

    forget_peak()
    assert years.earlier
    start = time.process_time()
    benchmark.pedantic(learn, rounds=1)
    taken = time.process_time() - start
    count = len(history.organisation)
    assert abs(count - PARTICIPATIONS) < PARTICIPATIONS // 50
    report(
        f"{count:,} participations of {history.size:,} bodies: "
        f"{taken:.1f} s of processor, peak memory {peak_mb():.0f} MB"
    )
