"""What `matcher evaluate` does."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from api.cli.destination import check_path, write_file
from api.cli.evaluating_cards import contract_card, version_of
from api.cli.output import working
from api.cli.tables.layout import Line, spaced, titled_table
from api.service.contract_fields import contract_options
from api.service.contract_files import ContractFiles
from matcher.affinity.signals import SIGNALS
from matcher.evaluation.cards import card_text
from matcher.evaluation.contract_trial import Field, LeftOut
from matcher.evaluation.contracts import evaluate_contracts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.cli.tables.layout import Grid
    from api.formats.serialise import Row
    from matcher.evaluation.calibration import Calibration
    from matcher.evaluation.contract_trial import Trial
    from matcher.evaluation.contracts import Result

RESULT_COLUMNS = (
    *("left_out", "field", "method", "questions", "candidates"),
    *("figure", "mean", "low", "high"),
)
_SHOWN = {
    "recall@10": "Recall at 10",
    "recall@20": "Recall at 20",
    "mrr": "MRR",
    "ndcg@10": "nDCG at 10",
    "r-precision": "R-prec.",
    "line-up above": "Line-up above",
}
"""Figures of the tables, by what heads them; a terminal of 80 columns has room for no more."""
_SIGNALS = frozenset(signal.name for signal in SIGNALS)
_BEST = 3
_LEFT_OUT = {LeftOut.ITSELF: "Nothing", LeftOut.LINE_UP: "Line-up", LeftOut.LEAD: "Lead"}
_ENOUGH = 10
"""Fewer line-ups than these say little of how far figures may be off."""
_SIMPLE = ("counts by lead, type and area", "chance")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractReport:
    """What the evaluation on contracts came to.

    Attributes
    ----------
    data : the version of each file, by its name
    made : the day of the run
    learnt_from, asked_about : how many contracts, and how many of those asked about have
        subcontractors
    bodies : how many organisations are known in all
    rejected : rows of the files that were no contracts
    fields : which field of each file was taken for what, by the file's name
    notes : what was left out of the files or looks wrong, and what could not be asked
    seed : of the intervals
    results : the figures by method, setting and field
    """

    data: Mapping[str, str]
    made: date
    learnt_from: int
    asked_about: int
    bodies: int
    rejected: int
    fields: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]
    seed: int
    results: tuple[Result, ...]


def tell_contracts(
    train: Path,
    test: Path | None,
    providers: Path | None,
    options: Sequence[str],
    *,
    seed: int,
    card: Path | None,
    output: Output,
) -> None:
    """Evaluate on files of contracts, and tell it.

    Raises
    ------
    SourceError
        If an option is wrong, a file holds no contracts, or no field of it says who leads or who
        joins.
    TrainingError
        If nobody joined a contract.
    """
    if card is not None:
        check_path(card)
    files = ContractFiles.read(train, test, providers, options=contract_options(options))
    trial = files.trial()
    with working("Asking about contracts") as say:
        outcome = evaluate_contracts(
            trial, seed=seed, progress=lambda share: say(f"Asking about contracts: {share:.0%}")
        )
    report = ContractReport(
        data={each.name: version_of(each) for each in (train, test, providers) if each},
        made=datetime.now(UTC).date(),
        learnt_from=int(trial.learns.sum()),
        asked_about=int((trial.asks & trial.is_question).sum()),
        bodies=trial.table.history.size,
        rejected=files.rejected,
        fields=files.fields,
        notes=(
            *files.notes,
            *_unasked(outcome.unasked),
            *_few(trial),
            *_few_questions(outcome.results),
        ),
        seed=seed,
        results=outcome.results,
    )
    if card is not None:
        write_file(card, card_text(contract_card(report)))
    output.emit(
        report,
        columns=RESULT_COLUMNS,
        rows=lambda: _rows(report.results),
        table=lambda: _tables(report),
    )


def _unasked(counts: Mapping[LeftOut, int]) -> Iterator[str]:
    for left_out, count in counts.items():
        if count:
            yield (
                f"{count} contracts are not asked about in the setting {left_out.value}: the "
                "contracts that may be known there teach nothing"
            )


def _few(trial: Trial) -> Iterator[str]:
    count = len(np.unique(trial.line_up[trial.asks & trial.is_question]))
    if count < _ENOUGH:
        yield (
            f"the contracts asked about have {count} line-up{'s' if count > 1 else ''} in all: "
            "intervals over so few are narrower than they should be"
        )


def _few_questions(results: Sequence[Result]) -> Iterator[str]:
    """Tell of newcomers, who are sought in few contracts: of all others `_few` tells."""
    counts = {each.left_out: each.questions for each in results if each.field is Field.NEWCOMERS}
    few = [f"{left_out.value} ({count})" for left_out, count in counts.items() if count < _ENOUGH]
    if few:
        yield (
            f"newcomers are sought in fewer than {_ENOUGH} contracts: {', '.join(few)}; intervals "
            "over so few say nothing"
        )


def _rows(results: Iterable[Result]) -> Iterator[Row]:
    for result in results:
        for name, figure in result.figures.items():
            yield {
                "left_out": result.left_out.value,
                "field": result.field.value,
                "method": result.method,
                "questions": result.questions,
                "candidates": result.candidates,
                "figure": name,
                **asdict(figure),
            }


def _tables(report: ContractReport) -> Iterator[RenderableType]:
    yield Line(
        f"{report.asked_about} contracts with subcontractors are asked about, after "
        f"{report.learnt_from} contracts to learn from; {report.bodies} organisations are known."
    )
    for name, fields in report.fields.items():
        taken = ", ".join(f"{field} from {path}" for field, path in fields.items())
        yield Line(f"Fields of {name}: {taken}.")
    yield from (Line(f"Note: {note}.") for note in report.notes)
    tables = _by_setting(report.results)
    yield spaced(_in_short(tables))
    for (left_out, field), found in tables.items():
        yield spaced(_table(left_out, field, found))
    for result in report.results:
        if result.calibration:
            yield spaced(_calibration(result.left_out, result.calibration))
    yield Line(
        f"Of {len(_SIGNALS)} single signals, each table shows the best {_BEST}; --format json or "
        "csv tells of all, and of recall at 5."
    )
    yield Line(
        "R-prec. is R-precision: how much of a line-up of the real size, taken from the top, is "
        "real. Line-up above: the share of line-ups drawn at random that score below the real "
        "one. Newcomers have joined no contract that may be known."
    )
    yield Line(
        "Figures are means over the contracts; in brackets, 95 % intervals by bootstrap over "
        "line-ups, or over leads where the lead is left out. The control ranks bodies without any "
        "history first: leaving works out takes the history from nearly all who are sought among "
        "subcontractors, so it does well there, and means nothing."
    )


def _by_setting(
    results: Iterable[Result],
) -> dict[tuple[LeftOut, Field], tuple[Result, ...]]:
    """Give the results of each setting and field, the best first; of signals only the best."""
    found: dict[tuple[LeftOut, Field], list[Result]] = {}
    for each in sorted(results, key=lambda each: -each.figures["recall@10"].mean):
        shown = found.setdefault((each.left_out, each.field), [])
        if each.method not in _SIGNALS or sum(e.method in _SIGNALS for e in shown) < _BEST:
            shown.append(each)
    return {
        (left_out, field): tuple(found[left_out, field])
        for left_out in LeftOut
        for field in Field
        if (left_out, field) in found
    }


def _in_short(tables: Mapping[tuple[LeftOut, Field], tuple[Result, ...]]) -> Grid:
    """Set the model beside the best single signal, counts and chance."""
    beside = ("Signal", "Counts", "Chance")
    table = titled_table(
        "In short: recall at ten", "Left out", "Among", right=("Asked", "Model", *beside)
    )
    for (left_out, field), found in tables.items():
        by_name = {each.method: each.figures["recall@10"] for each in found}
        signal = max(by_name[name].mean for name in by_name if name in _SIGNALS)
        model = by_name["model"]
        table.add_row(
            _LEFT_OUT[left_out],
            f"{found[0].candidates} {field.value}",
            str(found[0].questions),
            f"{model.mean:.3f} ({model.low:.2f}-{model.high:.2f})",
            f"{signal:.3f}",
            *(f"{by_name[name].mean:.3f}" for name in _SIMPLE),
        )
    return table


def _table(left_out: LeftOut, field: Field, found: Sequence[Result]) -> Grid:
    title = f"{left_out.value.capitalize()}, among {found[0].candidates} {field.value}"
    table = titled_table(title, "Method", right=tuple(_SHOWN.values()))
    for result in found:
        table.add_row(result.method, *(_cell(result, name) for name in _SHOWN))
    return table


def _calibration(left_out: LeftOut, found: Calibration) -> Grid:
    title = (
        f"{left_out.value.capitalize()}, chances of the model for {found.pairs} pairs: Brier skill "
        f"{found.skill:.3f}, calibration error {found.error:.4f}"
    )
    table = titled_table(title, "Chance said", right=("Came true", "Pairs"))
    for each in found.bins:
        table.add_row(f"{each.chance:.2%}", f"{each.rate:.2%}", str(each.pairs))
    return table


def _cell(result: Result, name: str) -> str:
    figure = result.figures[name]
    interval = f" ({figure.low:.2f}-{figure.high:.2f})" if name == "recall@10" else ""
    return f"{figure.mean:.3f}{interval}"
