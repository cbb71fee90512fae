"""Measure signals that the model does without; run by `make partner-signals`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.lessons import Asked, questions_of
from matcher.affinity.signals import EVERY_SIGNAL, scores
from matcher.affinity.snapshots import history_from
from matcher.affinity.training import Lesson, train
from matcher.affinity.view import View
from matcher.evaluation.ranking import figures
from matcher.questions.partner_field import may_be_partner
from tests.tooling.marked_tables import placed
from tests.tooling.partners.train import SUGGESTING, schools
from tests.tooling.partners.trials import splits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcher.affinity.history import Floats
    from matcher.affinity.signals.signal import Signal

PAGE = Path(__file__).resolve().parents[3] / "docs" / "partners.md"
TRIED = EVERY_SIGNAL[-3:]


class Trial:
    """Questions with what every signal says of their candidates, found once."""

    def __init__(self, asked: Sequence[Asked], signals: Sequence[Signal]) -> None:
        self.asked, self.names = asked, [signal.name for signal in signals]
        self._signals = signals
        self._rows = {
            id(each): scores(
                View(
                    past=each.example.past,
                    query=each.example.query,
                    candidates=each.example.candidates,
                ),
                signals=signals,
            )
            for each in asked
        }

    def ndcg(
        self, taught: Sequence[Asked], tried: Sequence[Asked], names: Sequence[str]
    ) -> dict[bool, float]:
        """Learn by some signals, and give the mean nDCG@10: as asked, and as if by newcomers."""
        columns = [self.names.index(name) for name in names]
        signals = [self._signals[column] for column in columns]
        weights = train(self._lesson(taught, columns), signals=signals).weights
        found: dict[bool, list[float]] = {False: [], True: []}
        for each in tried:
            found[each.as_newcomer].append(
                self.one(each, self._rows[id(each)][:, columns] @ weights)
            )
        return {who: float(np.mean(values)) for who, values in found.items()}

    def alone(self, tried: Sequence[Asked], name: str) -> float:
        """The mean nDCG@10 of one signal alone, as asked."""
        column = self.names.index(name)
        plain = [each for each in tried if not each.as_newcomer]
        return float(np.mean([self.one(e, self._rows[id(e)][:, column]) for e in plain]))

    @staticmethod
    def one(asked: Asked, said: Floats) -> float:
        """The nDCG@10 of one question."""
        example = asked.example
        truth = np.isin(example.candidates, example.truth)
        missing = len(example.truth) - int(truth.sum())
        return figures(said, truth, missing=missing)["ndcg@10"]

    def _lesson(self, asked: Sequence[Asked], columns: Sequence[int]) -> Lesson:
        lengths = [len(each.example.candidates) for each in asked]
        came = [np.isin(e.example.candidates, e.example.truth).astype(np.float64) for e in asked]
        return Lesson(
            rows=np.concatenate([self._rows[id(each)][:, columns] for each in asked]),
            came=np.concatenate(came),
            question=np.repeat(np.arange(len(asked), dtype=np.int32), lengths),
            weights=np.repeat([each.example.weight for each in asked], lengths),
            stands_for=np.ones(sum(lengths)),
        )


def lines() -> Iterator[str]:
    """Write the table."""
    asked = {
        school.programme: tuple(
            questions_of(
                history_from(school.snapshot, purposes=True),
                may_join=may_be_partner(school.snapshot),
                known_day=school.snapshot.organisation_known_day,
            )
        )
        for school in schools()
    }
    trial = Trial([each for own in asked.values() for each in own], (*SUGGESTING, *TRIED))
    used = [signal.name for signal in SUGGESTING]
    yield "| Trial | Signal | Alone | Model without | with | Newcomers without | with |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    for split in splits(asked):
        without = trial.ndcg(split.taught, split.tried, used)
        for signal in TRIED:
            with_it = trial.ndcg(split.taught, split.tried, [*used, signal.name])
            alone = trial.alone(split.tried, signal.name)
            cells = (alone, without[False], with_it[False], without[True], with_it[True])
            figured = " | ".join(f"{value:.3f}" for value in cells)
            yield f"| {split.name} | {signal.name} | {figured} |"


def main() -> None:
    """Write the table into the page."""
    rows, command = list(lines()), "make partner-signals"
    text = PAGE.read_text("utf-8")
    PAGE.write_text(
        placed(text, "signals left out", rows, page=PAGE.name, command=command), "utf-8"
    )


if __name__ == "__main__":
    main()
