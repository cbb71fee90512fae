"""The cards that `matcher evaluate` writes."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from matcher.evaluation.cards import Card, Grid
from matcher.evaluation.consortia import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from api.cli.evaluating import ContractReport
    from api.cli.evaluating_consortia import ConsortiumReport
    from matcher.evaluation.consortia import Result as ConsortiumResult
    from matcher.evaluation.contracts import Result as ContractResult
    from matcher.evaluation.ranking import Estimate

RANKED = "ndcg@10"
"""The figure by which methods are ranked on tables of consortia."""
SHOWN = (RANKED, "mrr", "recall@5", "recall@10", "recall@20")
_LEAST = 0.0005
_BLOCK = 1 << 20
NAMES = {
    RANKED: "nDCG@10",
    "mrr": "MRR",
    **{f"recall@{cut}": f"Recall@{cut}" for cut in (5, 10, 20)},
}


def version_of(path: Path) -> str:
    """Give the first 16 digits of a file's SHA-256: other content, another version."""
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()[:16]


def consortium_card(report: ConsortiumReport) -> Card:
    """Give the card of an evaluation on a table of consortia."""
    return Card(
        title="Partners foreseen in a table of consortia",
        made=report.made,
        data=report.data,
        facts=(
            (
                f"{report.rows:,} rows, {report.rejected:,} of them left out; "
                f"{report.organisations:,} organisations in {report.projects:,} projects"
            ),
            f"Columns: {', '.join(f'{name} from `{at}`' for name, at in report.columns.items())}",
            (
                f"Learnt from who came together from {report.learnt_from} to {report.learnt_to}, "
                "by what was known before"
            ),
            (
                f"Asked who came together from {report.asked_from} to {report.asked_to}, by what "
                f"was known until {report.learnt_to}"
            ),
            f"At most {report.queries:,} questions for each task",
            f"Seed {report.seed}"
            + (", the questions that are not drawn first" if report.rest else ""),
        ),
        grids=(
            *_rankings(report),
            _weights(report),
        ),
        chances={
            each.task.value: each.calibration
            for each in report.results
            if each.method == OURS and each.calibration is not None
        },
        limits=(
            "Whoever was in no project before cannot be an answer.",
            "The learners rank a pool of a few hundred candidates; in it are "
            + ", ".join(f"{share:.0%} ({task.value})" for task, share in report.pools.items())
            + " of the partners sought. The others count as not found.",
            (
                "The chances are of a pair in the pool, within the days asked about. They do not "
                "hold for other spans of time, nor for projects of other sizes."
            ),
            "One table and one split: other years differ by more than the intervals say.",
            *(f"{note}." for note in report.notes),
        ),
    )


def _which(report: ConsortiumReport) -> str:
    return ", of those that the same command without --rest does not ask" if report.rest else ""


def contract_card(report: ContractReport) -> Card:
    """Give the card of an evaluation on contracts."""
    settings = dict.fromkeys((each.left_out, each.field) for each in report.results)
    return Card(
        title="Subcontractors foreseen in contracts",
        made=report.made,
        data=report.data,
        facts=(
            (
                f"{report.learnt_from:,} contracts are learnt from, {report.asked_about:,} with "
                f"subcontractors asked about; {report.bodies:,} organisations known"
            ),
            "Dates are not read: what a model may know is said by what is left out",
            f"{report.rejected:,} rows of the files are no contracts",
            *report.notes,
            f"Seed {report.seed}",
        ),
        grids=tuple(
            _grid(
                f"{left_out.value.capitalize()}, among {field.value}",
                [each for each in report.results if (each.left_out, each.field) == setting],
            )
            for setting in settings
            for left_out, field in (setting,)
        ),
        chances={
            each.left_out.value: each.calibration
            for each in report.results
            if each.calibration is not None
        },
        limits=(
            (
                "Contracts of one lead are alike. The intervals draw line-ups, and leads only "
                "where the lead is left out."
            ),
            (
                "Where works are left out, those who are sought lose their history. The control, "
                "no history first, shows how much that alone gives away."
            ),
            "What bodies do and where, before they join anything, is hardly known.",
        ),
    )


def _rankings(report: ConsortiumReport) -> Iterator[Grid]:
    for task in dict.fromkeys(each.task for each in report.results):
        found = [each for each in report.results if each.task is task]
        first = found[0]
        title = f"{task.value.capitalize()}: {first.questions:,} questions, {first.candidates:,}"
        times = {each.other: each.ratio for each in report.comparisons if each.task is task}
        yield _grid(f"{title} candidates", found, times=times)


def _grid(
    title: str,
    found: Sequence[ConsortiumResult | ContractResult],
    *,
    times: Mapping[str, Estimate] | None = None,
) -> Grid:
    """Lay out methods beside each other, the best first by nDCG@10."""
    rows = []
    for result in sorted(found, key=lambda each: -each.figures[RANKED].mean):
        figures = [result.figures[name] for name in SHOWN]
        first = f"{figures[0].mean:.3f} ({figures[0].low:.3f}-{figures[0].high:.3f})"
        row = [result.method, first, *(f"{each.mean:.3f}" for each in figures[1:])]
        if times is not None:
            ratio = times.get(result.method)
            row.append(f"{ratio.mean:.2f} ({ratio.low:.2f}-{ratio.high:.2f})" if ratio else "")
        rows.append(tuple(row))
    headings = ("Method", *(NAMES[name] for name in SHOWN))
    return Grid(
        title=title,
        headings=headings if times is None else (*headings, "Model / it"),
        rows=tuple(rows),
    )


def _weights(report: ConsortiumReport) -> Grid:
    """Tell what the model gives each column, of spread 1; those it gives nothing are left out."""
    tasks = tuple(report.weights)
    names = dict.fromkeys(name for each in report.weights.values() for name in each)
    told = {name: [report.weights[task].get(name, 0.0) for task in tasks] for name in names}
    weighty = sorted((-max(each), name) for name, each in told.items() if max(each) >= _LEAST)
    return Grid(
        title="What the model reads",
        headings=("Column, of spread 1", *(task.value.capitalize() for task in tasks)),
        rows=tuple((name, *(f"{each:.3f}" for each in told[name])) for _, name in weighty),
    )
