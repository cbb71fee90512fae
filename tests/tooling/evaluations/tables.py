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
NAMES = ("the validation year", "the earlier validation year")
TASKS = ("new partners", "new partners of newcomers", "any partner", "line-up")

_SILENT = {"past-work", "recent-work"}
_Report = dict[str, Any]


def _section(name: str, report: _Report) -> Iterator[str]:
    files = ", ".join(f"`{file}` {version}" for file, version in report["data"].items())
    title = name.removeprefix("the ").capitalize()
    yield f"#### {title}: asked about {report['asked_from']} to {report['asked_to']}"
    yield ""
    yield (
        f"Run on {report['made']}, seed {report['seed']}; learnt from who came together from "
        f"{report['learnt_from']} to {report['learnt_to']}. Data versions: {files}."
    )
    yield ""
    yield "nDCG@10:"
    yield ""
    results = {(each["task"], each["method"]): each for each in report["results"]}
    tasks = [task for task in TASKS if (task, "model") in results]
    heads = [f"{task} ({results[task, 'model']['questions']:,})" for task in tasks]
    yield f"| method | {' | '.join(heads)} |"
    yield f"|---|{'---:|' * len(tasks)}"
    score = {key: each["figures"]["ndcg@10"]["mean"] for key, each in results.items()}
    methods = sorted(
        {method for _, method in results}, key=lambda one: -score.get((tasks[0], one), 0.0)
    )
    for method in methods:
        told = f"**{method}**" if method == "model" else method
        cells = (_score(score, task, method) for task in tasks)
        yield f"| {told} | {' | '.join(cells)} |"
    yield ""
    yield "The model against the best signal and the best factor model, and its chances:"
    yield ""
    yield "| task | best signal | model / it | best ALS | model / it | Brier skill | error |"
    yield "|---|---|---:|---|---:|---:|---:|"
    for task in tasks:
        yield _compared(task, report, score, results)


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
    """Read the two reports that are named, and write the document."""
    text = DOCUMENT.read_text("utf-8")
    for name, path in zip(NAMES, sys.argv[1:], strict=False):
        lines = _section(name, json.loads(Path(path).read_text("utf-8")))
        text = placed(text, name, lines, page="docs/evaluation.md", command="make evaluation")
    DOCUMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
