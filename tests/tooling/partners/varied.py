"""Measure what variety costs in accuracy on held-out works; run by `make fairness`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.view import View
from matcher.evaluation.ranking import figures
from matcher.questions.partner_records import VARIETY
from matcher.questions.variety import likeness_of, varied
from tests.tooling.marked_tables import placed
from tests.tooling.partners.fair import DEPTH, above
from tests.tooling.partners.train import schools, taught
from tests.tooling.partners.trials import splits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcher.affinity.lessons import Asked
    from matcher.affinity.model import PartnerModel

PAGE = Path(__file__).resolve().parents[3] / "docs" / "partners.md"
POOL = 60
"""So many more than are named are compared, as in the product."""
KEYS = ("recall@10", "ndcg@10")


def cost(model: PartnerModel, asked: Sequence[Asked], *, variety: float) -> dict[str, float]:
    """Measure lists of ten by chance and with variety, and how alike those named are."""
    found: dict[str, list[float]] = {}
    for each in asked:
        example = each.example
        view = View(past=example.past, query=example.query, candidates=example.candidates)
        said = model.predict(view)
        truth = np.isin(example.candidates, example.truth)
        missing = len(example.truth) - int(truth.sum())
        pool = said.first(DEPTH + POOL)
        likeness = likeness_of(example.past, example.candidates[pool])
        chosen = varied(said.log_odds[pool], likeness, count=DEPTH, variety=variety)
        scores = above(said.log_odds, pool[chosen])
        for name, row in (("", said.log_odds), (" varied", scores)):
            measured = figures(row, truth, missing=missing)
            for key in KEYS:
                found.setdefault(key + name, []).append(measured[key])
        found.setdefault("alike", []).append(_alike(likeness, np.arange(len(chosen))))
        found.setdefault("alike varied", []).append(_alike(likeness, chosen))
    return {key: float(np.mean(values)) for key, values in found.items()}


def _alike(likeness: np.ndarray, named: np.ndarray) -> float:
    """How alike each is to the likest of the others, in the mean."""
    among = likeness[np.ix_(named, named)].copy()
    np.fill_diagonal(among, 0.0)
    return float(among.max(axis=1).mean()) if len(named) > 1 else 0.0


def lines() -> Iterator[str]:
    """Write the table."""
    found = {school.programme: school for school in schools()}
    yield "| Trial | Recall@10 | with variety | nDCG@10 | with | Likest other | with |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for split in splits({name: school.asked for name, school in found.items()}):
        model = taught(split.taught)
        row = cost(model, [e for e in split.tried if not e.as_newcomer], variety=VARIETY)
        cells = [f"{row[key + name]:.3f}" for key in (*KEYS, "alike") for name in ("", " varied")]
        yield f"| {split.name} | {' | '.join(cells)} |"


def main() -> None:
    """Write the table into the page."""
    rows = list(lines())
    text = PAGE.read_text("utf-8")
    written = placed(text, "cost of variety", rows, page=PAGE.name, command="make fairness")
    PAGE.write_text(written, "utf-8")


if __name__ == "__main__":
    main()
