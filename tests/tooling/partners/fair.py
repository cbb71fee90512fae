"""Measure what fair shares cost in accuracy on held-out works; run by `make fairness`."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.view import View
from matcher.evaluation.ranking import figures
from matcher.questions.fair_partners import areas_worked, fair_rule
from matcher.questions.groups import GROUPINGS, MINORITY_LED, WOMEN_LED, grouping_of
from matcher.questions.partner_field import may_be_partner
from matcher.questions.relevance import Relevance
from matcher.questions.variety import varied
from tests.tooling.marked_tables import placed
from tests.tooling.partners.train import schools, taught
from tests.tooling.partners.trials import splits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Floats
    from matcher.affinity.lessons import Asked
    from matcher.affinity.model import PartnerModel

PAGE = Path(__file__).resolve().parents[3] / "docs" / "fairness.md"
DEPTH = 10
MEASURED = tuple(name for name in GROUPINGS if name not in {WOMEN_LED, MINORITY_LED})
"""Who leads a body is known of nobody."""


def cost(
    model: PartnerModel, asked: Sequence[Asked], snapshot: Snapshot, *, by: str
) -> dict[str, float]:
    """Measure lists of ten without the rule and with it."""
    relevance, found = Relevance(snapshot), defaultdict(list)
    could = may_be_partner(snapshot)
    for each in asked:
        example, day = each.example, date.fromordinal(each.day - 1)
        view = View(past=example.past, query=example.query, candidates=example.candidates)
        said = model.predict(view).log_odds
        truth = np.isin(example.candidates, example.truth)
        missing = len(example.truth) - int(truth.sum())
        known = could & (snapshot.organisation_known_day < each.day)
        known[each.member] = False
        areas, pathway = _work(snapshot, each, day)
        rule = fair_rule(
            grouping_of(snapshot, by, as_of=day), relevance.over(areas, pathway, day), known
        )
        top = np.argsort(-said, kind="stable")[:DEPTH].astype(np.int32)
        pool = rule.pool(example.candidates, said, least=top, count=DEPTH)
        chosen = varied(
            said[pool],
            np.zeros((len(pool), len(pool))),
            count=DEPTH,
            variety=0.0,
            shares=rule.shares(example.candidates[pool]),
        )
        named = pool[chosen]
        free, fair = (figures(above(said, each), truth, missing=missing) for each in (top, named))
        for key in ("recall@10", "ndcg@10"):
            found[key].append(free[key])
            found[f"{key} fair"].append(fair[key])
        found["log-odds"].append((said[top].sum() - said[named].sum()) / max(len(named), 1))
    return {key: float(np.mean(values)) for key, values in found.items()}


def _work(
    snapshot: Snapshot, asked: Asked, day: date
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], int | None]:
    """The areas and the pathway of a question, as the product would read them."""
    terms, wanted = asked.example.past.history.terms, asked.example.query.wanted
    areas, pathways = (
        np.flatnonzero(np.isin(np.flatnonzero(terms.of(subject)), wanted))
        for subject in (Subject.REGION, Subject.PATHWAY)
    )
    if not len(areas):
        areas = areas_worked(snapshot, asked.member, day)
    return areas.astype(np.int64), int(pathways[0]) if len(pathways) == 1 else None


def above(said: Floats, named: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Floats:
    """Scores by which those named come first, in their order, and the others as they were.

    Of candidates with one score both lists name the same ones first.
    """
    scores = said.copy()
    scores[named] = said.max() + 1.0 + np.arange(len(named), 0, -1)
    return scores


def lines() -> Iterator[str]:
    """Write the table."""
    found = {school.programme: school for school in schools()}
    yield (
        "| Trial | Fair shares by | Recall@10 | with | nDCG@10 | with | Log-odds given up a place |"
    )
    yield "|---|---|---:|---:|---:|---:|---:|"
    for split in splits({name: school.asked for name, school in found.items()}):
        model = taught(split.taught)
        asked = [each for each in split.tried if not each.as_newcomer]
        for by in MEASURED:
            row = cost(model, asked, found[split.programme].snapshot, by=by)
            cells = ("recall@10", "recall@10 fair", "ndcg@10", "ndcg@10 fair", "log-odds")
            figured = " | ".join(f"{round(row[key], 3) + 0.0:.3f}" for key in cells)
            yield f"| {split.name} | {by} | {figured} |"


def main() -> None:
    """Write the table into the page."""
    rows = list(lines())
    text = PAGE.read_text("utf-8")
    written = placed(text, "cost of fair shares", rows, page=PAGE.name, command="make fairness")
    PAGE.write_text(written, "utf-8")


if __name__ == "__main__":
    main()
