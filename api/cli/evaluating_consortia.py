"""What `matcher evaluate consortia` does."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from api.cli.destination import check_path, write_file
from api.cli.evaluating_cards import NAMES, RANKED, SHOWN, consortium_card, version_of
from api.cli.output import working
from api.cli.tables.layout import Line, spaced, titled_table
from api.service.consortium_columns import options_of
from api.service.consortium_files import ConsortiumFile
from matcher.affinity.signals.bulk import BULK
from matcher.evaluation.cards import card_text
from matcher.evaluation.consortia import OURS, evaluate_consortia
from matcher.evaluation.consortium_questions import Draw, Task
from matcher.evaluation.consortium_rows import RECIPROCAL
from matcher.evaluation.factors import INSTALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.cli.tables.layout import Grid
    from api.formats.serialise import Row
    from matcher.evaluation.consortia import Comparison, Outcome, Result
    from matcher.evaluation.consortium_years import Years

CONSORTIA_COLUMNS = (
    *("task", "method", "questions", "candidates", "figure"),
    *("mean", "low", "high"),
)

_SIGNALS = frozenset({RECIPROCAL, *(each.name for each in BULK)})
_BEST = 3
"""So many of the single signals are shown."""
_FACTORS, _POPULARITY, _CHANCE = "ALS", "popularity", "chance"

_ENOUGH = 10
"""Fewer questions than these say little of how far figures may be off."""

_NO_LEADS = (
    "no row tells who leads. Say which column does by --option role=HEADING, and what it calls a "
    "lead by --option lead=WORD"
)
_REST = "Asked is what the same command without --rest does not ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsortiumReport:
    """What the evaluation on a table of consortia came to.

    Attributes
    ----------
    rows, rejected : of the table; `notes` say why some are rejected
    organisations, projects : how many it has
    columns : which heading was taken for what
    data : the version of each file, by its name
    made : the day of the run
    learnt_from, learnt_to, asked_from, asked_to : first and last days on which projects began
    queries, seed : as asked
    rest : whether others were asked than are without this
    pools : by task, the share of true partners among the candidates that the models rank
    weights : by task, what the model gives each column, of spread 1
    notes : what was left out, of the rows too, and of the tasks
    results : figures of rankings, and calibration of chances, by task and method
    comparisons : how many times the nDCG@10 of each other method the model has
    """

    rows: int
    rejected: int
    organisations: int
    projects: int
    columns: Mapping[str, str]
    data: Mapping[str, str]
    made: date
    learnt_from: date
    learnt_to: date
    asked_from: date
    asked_to: date
    queries: int
    seed: int
    rest: bool
    pools: Mapping[Task, float]
    weights: Mapping[Task, Mapping[str, float]]
    notes: tuple[str, ...]
    results: tuple[Result, ...]
    comparisons: tuple[Comparison, ...]

    def results_of(self, task: Task) -> tuple[Result, ...]:
        """The results of one task."""
        return tuple(each for each in self.results if each.task is task)


def tell_consortia(
    participations: Path,
    projects: Path | None,
    options: Sequence[str],
    *,
    split: tuple[int, int, int | None],
    queries: int,
    seed: int,
    rest: bool,
    card: Path | None,
    output: Output,
) -> None:
    """Evaluate on a table of consortia, and tell it.

    Raises
    ------
    SourceError
        If a file or an option is wrong, or the years do not fit the table.
    TrainingError
        If there is nothing to learn from, or nothing to ask about.
    """
    train_until, test_from, test_until = split
    if card is not None:
        check_path(card)
    with working("Reading") as say:
        file = ConsortiumFile.read(
            participations,
            projects=projects,
            known_until=train_until,
            options=options_of(options),
            progress=say,
        )
        years = file.years(train_until=train_until, test_from=test_from, test_until=test_until)
        outcome = evaluate_consortia(
            years,
            queries=queries,
            seed=seed,
            rest=rest,
            progress=lambda what, share: say(f"Asking about {what}: {share:.0%}"),
        )
    report = _reported(
        file,
        years,
        outcome,
        data={each.name: version_of(each) for each in (participations, projects) if each},
        draw=Draw(limit=queries, seed=seed, rest=rest),
    )
    if card is not None:
        write_file(card, card_text(consortium_card(report)))
    output.emit(
        report,
        columns=CONSORTIA_COLUMNS,
        rows=lambda: _rows(report),
        table=lambda: _tables(report),
    )


def _reported(
    file: ConsortiumFile, years: Years, outcome: Outcome, *, data: Mapping[str, str], draw: Draw
) -> ConsortiumReport:
    """Gather what the evaluation of a table came to."""
    notes = (
        *file.notes,
        *((_REST,) if draw.rest else ()),
        *_left_out(outcome, any_leads=bool(file.history.leads.any())),
        *_few(outcome),
        *(() if outcome.with_factors else (INSTALL,)),
    )
    return ConsortiumReport(
        rows=file.rows,
        rejected=file.rejected,
        organisations=file.history.size,
        projects=file.history.works,
        columns=file.columns,
        data=data,
        made=datetime.now(UTC).date(),
        learnt_from=date.fromordinal(years.first_taught),
        learnt_to=date.fromordinal(years.learns.end - 1),
        asked_from=date.fromordinal(years.asks.start),
        asked_to=date.fromordinal(years.asks.end - 1),
        queries=draw.limit,
        seed=draw.seed,
        rest=draw.rest,
        pools=outcome.pools,
        weights=outcome.weights,
        notes=notes,
        results=outcome.results,
        comparisons=outcome.comparisons,
    )


def _left_out(outcome: Outcome, *, any_leads: bool) -> Iterator[str]:
    for task, why in outcome.left_out.items():
        reason = _NO_LEADS if task is Task.LINE_UP and not any_leads else why
        yield f"{task.value} is left out: {reason}"


def _few(outcome: Outcome) -> Iterator[str]:
    counts = {each.task: each.questions for each in outcome.results}
    few = [f"{task.value} ({count})" for task, count in counts.items() if count < _ENOUGH]
    if few:
        yield (
            f"fewer than {_ENOUGH} questions are asked about {', '.join(few)}: intervals over so "
            "few are narrower than they should be"
        )


def _rows(report: ConsortiumReport) -> Iterator[Row]:
    for result in report.results:
        about = {
            "task": result.task.value,
            "method": result.method,
            "questions": result.questions,
            "candidates": result.candidates,
        }
        for name, figure in result.figures.items():
            yield {**about, "figure": name, **asdict(figure)}
        if found := result.calibration:
            for name in ("brier", "skill", "error"):
                yield {**about, "figure": name, "mean": getattr(found, name), "low": "", "high": ""}


def _tables(report: ConsortiumReport) -> Iterator[RenderableType]:
    yield Line(
        f"{report.organisations} organisations in {report.projects} projects; known is what began "
        f"until {report.learnt_to}, asked about what began from {report.asked_from} to "
        f"{report.asked_to}. "
        f"{report.rejected} of {report.rows} rows are left out."
    )
    taken = ", ".join(f"{name} from {heading}" for name, heading in report.columns.items())
    yield Line(f"Columns: {taken}.")
    yield from (Line(f"Note: {note}.") for note in report.notes)
    yield spaced(_in_short(report))
    for task in Task:
        if found := report.results_of(task):
            yield spaced(_ranking(task, found))
    yield spaced(_chances(report))
    shares = ", ".join(f"{share:.0%} ({task.value})" for task, share in report.pools.items())
    yield Line(
        f"Each table shows the best {_BEST} of the single signals; --format json or csv tells of "
        "all, and how many times the nDCG@10 of each the model has. nDCG@10: 1 where all true "
        "partners come first, 0 where none is among the first ten. MRR: 1 divided by the place of "
        "the first true partner. Recall: the share of the true partners among the first 5, 10, 20. "
        "Which signal and which ALS are the best is found after the fact, which flatters them. "
        "Skill: above 0 where chances say more than one chance for everybody would. Error: how far "
        "chances are from how often they came true, in the mean."
    )
    yield Line(
        "Figures are means over the questions; in brackets, 95 % intervals by bootstrap over "
        "questions. The three learners rank a pool of a few hundred candidates, and find no "
        f"partner outside it; in it are {shares} of all partners. The others rank everybody."
    )


def _in_short(report: ConsortiumReport) -> Grid:
    """Set the model beside the best of each kind of method: how many times theirs it has."""
    title = "In short: nDCG@10 of the model, and of the best methods beside it"
    table = titled_table(title, "Task", "Beside it", right=("Model", "It", f"{OURS} / it"))
    for task in Task:
        found = {each.method: each.figures[RANKED].mean for each in report.results_of(task)}
        for method in _beside(found):
            times = next(
                (c.ratio for c in report.comparisons if (c.task, c.other) == (task, method)), None
            )
            table.add_row(
                task.value,
                method,
                f"{found[OURS]:.3f}",
                f"{found[method]:.3f}",
                f"{times.mean:.2f} ({times.low:.2f}-{times.high:.2f})" if times else "",
            )
    return table


def _beside(found: Mapping[str, float]) -> Iterator[str]:
    """Name the best signal, the best ALS, the other learners, popularity and chance."""
    signals = [name for name in found if name in _SIGNALS]
    factors = [name for name in found if name.startswith(_FACTORS)]
    for kind in (signals, factors):
        if kind:
            yield max(kind, key=lambda name: found[name])
    simple = (_POPULARITY, _CHANCE)
    others = {*signals, *factors, *simple, OURS}
    yield from (name for name in found if name not in others)
    yield from (name for name in simple if name in found)


def _ranking(task: Task, found: Sequence[Result]) -> Grid:
    title = (
        f"{task.value.capitalize()}: {found[0].questions} questions, "
        f"{found[0].candidates} candidates"
    )
    table = titled_table(title, "Method", right=tuple(NAMES[name] for name in SHOWN))
    signals = 0
    for result in sorted(found, key=lambda each: -each.figures[RANKED].mean):
        signals += result.method in _SIGNALS
        if result.method not in _SIGNALS or signals <= _BEST:
            table.add_row(result.method, *(_cell(result, name) for name in SHOWN))
    return table


def _cell(result: Result, name: str) -> str:
    figure = result.figures[name]
    interval = f" ({figure.low:.3f}-{figure.high:.3f})" if name == RANKED else ""
    return f"{figure.mean:.3f}{interval}"


def _chances(report: ConsortiumReport) -> Grid:
    headings = ("Pairs", "Came true", "Brier", "Skill", "Error")
    table = titled_table("How far chances can be believed", "Task", "Method", right=headings)
    for result in report.results:
        if found := result.calibration:
            table.add_row(
                result.task.value,
                result.method,
                str(found.pairs),
                f"{found.rate:.4f}",
                f"{found.brier:.4f}",
                f"{found.skill:.4f}",
                f"{found.error:.4f}",
            )
    return table
