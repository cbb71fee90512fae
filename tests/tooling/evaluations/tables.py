"""Write the tables of docs/evaluation.md on consortia, out of two runs; see `make evaluation`.

Both runs are of years on which choices are made. The year that was kept for the end was asked about
once; its table stays as it is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.tooling.marked_tables import placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "evaluation.md"
NAME = "the validation years"
TASKS = ("new partners", "new partners of newcomers", "any partner", "line-up")

_SILENT = {"past-work", "recent-work"}
_Report = dict[str, Any]
_Results = dict[tuple[str, str], Any]
_Scores = dict[tuple[str, str], float]


def _section(reports: list[_Report]) -> Iterator[str]:
    files = {f"`{file}` {told}": None for each in reports for file, told in each["data"].items()}
    learnt = " and ".join(_span(each, "learnt") for each in reports)
    made = ", ".join(dict.fromkeys(each["made"] for each in reports))
    seeds = ", ".join(dict.fromkeys(str(each["seed"]) for each in reports))
    yield (
        f"Run on {made}, seed {seeds}; learnt from who came together in {learnt}. Data versions: "
        f"{', '.join(files)}."
    )
    yield ""
    yield "nDCG@10:"
    yield ""
    results = [_results(each) for each in reports]
    scores = [_scores(each) for each in results]
    asked = [[task for task in TASKS if (task, "model") in each] for each in results]
    heads = [
        f"{_span(report, 'asked')}: {task} ({found[task, 'model']['questions']:,})"
        for report, found, tasks in zip(reports, results, asked, strict=True)
        for task in tasks
    ]
    yield f"| method | {' | '.join(heads)} |"
    yield f"|---|{'---:|' * len(heads)}"
    first = scores[0]
    methods = {method: None for each in results for _, method in each}
    for method in sorted(methods, key=lambda one: -first.get((TASKS[0], one), 0.0)):
        told = f"**{method}**" if method == "model" else method
        cells = [
            _score(score, task, method)
            for score, tasks in zip(scores, asked, strict=True)
            for task in tasks
        ]
        yield f"| {told} | {' | '.join(cells)} |"
    yield ""
    yield "The model against the best signal and the best factor model, and its chances:"
    yield ""
    yield "| year | task | best signal | model / it | best ALS | model / it | Brier skill | error |"
    yield "|---|---|---|---:|---|---:|---:|---:|"
    for report, found, score, tasks in zip(reports, results, scores, asked, strict=True):
        for task in tasks:
            yield f"| {_span(report, 'asked')} {_compared(task, report, score, found)}"


def _span(report: _Report, what: str) -> str:
    """Give the years in which projects began that were learnt from, or asked about."""
    first, last = (report[f"{what}_{end}"][:4] for end in ("from", "to"))
    return first if first == last else f"{first} to {last}"


def _results(report: _Report) -> _Results:
    return {(each["task"], each["method"]): each for each in report["results"]}


def _scores(results: _Results) -> _Scores:
    return {key: each["figures"]["ndcg@10"]["mean"] for key, each in results.items()}


def _score(score: Mapping[tuple[str, str], float], task: str, method: str) -> str:
    if (task, method) not in score or (method in _SILENT and "new" in task):
        return ""
    best = max(score[task, other] for at, other in score if at == task)
    found = score[task, method]
    return f"**{found:.3f}**" if found == best else f"{found:.3f}"


def _compared(
    task: str,
    report: _Report,
    score: Mapping[tuple[str, str], float],
    results: Mapping[tuple[str, str], Any],
) -> str:
    learners = {"model", "logistic regression", "boosted trees"}
    times = {each["other"]: each["ratio"] for each in report["comparisons"] if each["task"] == task}
    cells = []
    for is_als in (False, True):
        others = [
            method
            for at, method in score
            if at == task and method.startswith("ALS") == is_als and method not in learners
        ]
        if others:
            best = max(others, key=lambda method: score[task, method])
            ratio = times[best]
            cells += [best, f"{ratio['mean']:.3f} ({ratio['low']:.3f}-{ratio['high']:.3f})"]
        else:
            cells += ["", ""]
    found = results[task, "model"].get("calibration")
    cells += [f"{found['skill']:.3f}", f"{found['error']:.4f}"] if found else ["", ""]
    return f"| {task} | {' | '.join(cells)} |"


def main() -> None:
    """Read the reports that are named, and write the document."""
    reports = [json.loads(Path(path).read_text("utf-8")) for path in sys.argv[1:]]
    text = placed(
        DOCUMENT.read_text("utf-8"),
        NAME,
        _section(reports),
        page="docs/evaluation.md",
        command="make evaluation",
    )
    DOCUMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
