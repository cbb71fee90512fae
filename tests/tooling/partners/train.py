"""Train the model of partners that comes with the product; run by `make partner-model`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from graph.packs.reading import builtin, read_pack
from graph.snapshot.snapshot import Snapshot
from graph.stores import BUILT_IN_PROGRAMMES
from matcher.affinity.lessons import Asked, questions_of
from matcher.affinity.signals import SIGNALS
from matcher.affinity.snapshots import history_from
from matcher.affinity.stored import ModelCard, StoredModel, model_text
from matcher.affinity.training import lesson_of, train_across
from matcher.affinity.view import Direction
from matcher.questions.partner_field import may_be_partner
from tests.tooling.partners.card import card_text
from tests.tooling.partners.trials import FOR_WORK, ONE_WAY, trials

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matcher.affinity.model import PartnerModel


_LEFT_OUT = {"not-elsewhere", "says-there"}
"""Who is known nowhere is not elsewhere either: no reason to suggest anybody. And who is said to be
there is known to be there: two signals of one thing would be two reasons in an answer."""
SUGGESTING = tuple(signal for signal in SIGNALS if signal.name not in _LEFT_OUT)


_PLOTTED = (FOR_WORK, ONE_WAY[Direction.LEADS])
FOLDS = 5
"""What a model says of the works of one is made true by the works of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """The questions of one programme."""

    programme: str
    snapshot: Snapshot
    asked: tuple[Asked, ...]

    @property
    def data_version(self) -> str:
        """Of the facts that were asked about."""
        return self.snapshot.data_version


def schools() -> tuple[School, ...]:
    """Ask about all works of the built-in programmes."""
    found = []
    for programme in BUILT_IN_PROGRAMMES:
        snapshot = Snapshot(read_pack(builtin(programme)))
        asked = questions_of(
            history_from(snapshot),
            may_join=may_be_partner(snapshot),
            known_day=snapshot.organisation_known_day,
        )
        found.append(School(programme=programme, snapshot=snapshot, asked=tuple(asked)))
    return tuple(found)


def taught(asked: Iterable[Asked]) -> PartnerModel:
    """Train on questions; the chances are made true by those asked as they were.

    What calibrates a work was learnt from others. Works that became known on one day are often one
    line-up in several areas, so they are of one fold; days in order belong to folds in turn.
    """
    asked = tuple(asked)
    days = sorted({each.day for each in asked})
    place = {day: number % FOLDS for number, day in enumerate(days)}
    return train_across(
        lesson_of((each.example for each in asked), signals=SUGGESTING),
        fold=np.array([place[each.day] for each in asked], dtype=np.int32),
        shown=np.array([not each.as_newcomer for each in asked], dtype=bool),
        directions=[each.example.query.direction for each in asked],
        signals=SUGGESTING,
    )


def card_of(found: tuple[School, ...], figures: Mapping[str, float]) -> ModelCard:
    """Say what the model learnt from."""
    asked = [each for school in found for each in school.asked]
    days = [each.day for each in asked]
    return ModelCard(
        data={school.programme: school.data_version for school in found},
        learnt_from=date.fromordinal(min(days)),
        learnt_to=date.fromordinal(max(days)),
        works=sum(len({each.work for each in school.asked}) for school in found),
        questions=len(asked),
        pairs=sum(len(each.example.candidates) for each in asked),
        figures=figures,
    )


def main() -> None:
    """Train on all questions, try on those left out, and write the model and its card."""
    found, root = schools(), Path(__file__).resolve().parents[3]
    tried = trials({school.programme: school.asked for school in found}, learn=taught)
    model = taught(each for school in found for each in school.asked)
    told = {name: one.figures for name, one in tried.items()}
    plots = {name: one.chances for name, one in tried.items() if name.endswith(_PLOTTED)}
    figures = {f"{name}: {key}": value for name, row in told.items() for key, value in row.items()}
    stored = StoredModel(model=model, card=card_of(found, figures))
    (root / "matcher" / "affinity" / "partner-model.json").write_text(model_text(stored), "utf-8")
    (root / "docs" / "partner-model.md").write_text(card_text(stored, told, plots), "utf-8")


if __name__ == "__main__":
    main()
