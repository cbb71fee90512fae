"""What comes with the product was learned from the clauses that are there, and from no others."""

from __future__ import annotations

import json
import pkgutil
from typing import TYPE_CHECKING

import pytest

from matcher.terms.likeness import built_in
from matcher.terms.plain import plain
from matcher.terms.records import Kind
from matcher.terms.weighing import FILE
from tests.matcher.terms.labelled import MEASURING, labelled
from tests.tooling.terms.train import digest, lessons, trained, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcher.terms.likeness import Likeness
    from tests.matcher.terms.labelled import Author, Labelled


def test_the_files_were_learned_from_the_clauses_that_are_there() -> None:
    """If this fails, run `make terms-model`, and then `make terms`."""
    written = json.loads(pkgutil.get_data("matcher.terms", FILE) or b"{}")
    assert written["lessons"] == digest(lessons())


def test_another_label_is_another_lesson() -> None:
    taught = lessons()
    assert digest(taught) != digest({**taught, "third": taught["third"][1:]})


@pytest.mark.parametrize("author", MEASURING)
def test_nothing_is_learned_from_the_half_that_measures(author: Author) -> None:
    taught = {clause.clause for clauses in lessons().values() for clause in clauses}
    kept = [clause for clause in labelled(author) if clause.half == "set aside"]
    assert len(kept) > 250
    assert not any(clause.clause in taught for clause in kept)


def test_clauses_teach_to_tell_their_kinds() -> None:
    clauses = labelled("third")
    learned = trained(clauses)
    about = [clause for clause in clauses if clause.expected in {"red", "amber"}]
    right = [
        clause
        for clause in about
        if learned.reading(plain(clause.clause)).likeliest.value == clause.kind
    ]
    assert len(right) > 0.95 * len(about)


def test_weights_are_learned_from_authors_left_out() -> None:
    asked: list[set[str]] = []

    def learn(clauses: Sequence[Labelled]) -> Likeness:
        asked.append({clause.id for clause in clauses})
        return built_in()

    taught = {
        "first": labelled()[:5],
        "third": labelled("third")[:90],
        "fourth": labelled("fourth")[:50],
    }
    weighing = weighed(taught, learn)  # type: ignore[arg-type]
    assert asked == [
        {clause.id for author in others for clause in taught[author]}
        for others in (("first", "fourth"), ("first", "third"))
    ]
    assert weighing.weights["both"] > 0


def test_every_kind_has_weights_of_its_own() -> None:
    learned = built_in()
    for linear in (learned.about, learned.harms, learned.red):
        assert linear.weights.shape == (len(Kind), len(learned.terms))
        assert linear.bias.shape == (len(Kind),)
