"""How well partners are foreseen is told as it was measured, the bad with the good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.service.partner_model import built_in_model
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from tests.api.client import Client


def test_every_trial_is_told_with_the_figures_of_the_card(client: Client) -> None:
    figures = built_in_model().card.figures
    found = client.get("/evaluation").json()
    asked = [name for name in figures if name.endswith(": questions")]
    assert len(found["trials"]) == len(asked) > 0
    first = found["trials"][0]
    name = asked[0].removesuffix(": questions")
    assert first["found_in_ten"] == round(figures[f"{name}: recall@10"], 4)
    assert first["first_came_true"] == round(figures[f"{name}: first came true"], 4)
    assert first["taught"].startswith("Transforming Rehabilitation")


def test_the_page_and_the_csv_have_a_row_for_each_trial(client: Client) -> None:
    trials = client.get("/evaluation").json()["trials"]
    tables = Outline(client.page("/evaluation").text).tables
    for taught in {trial["taught"] for trial in trials}:
        assert len(tables[taught]) == sum(trial["taught"] == taught for trial in trials)
    assert len(client.get("/evaluation.csv").text.splitlines()) == len(trials) + 1


def test_the_page_counts_what_it_could_not_do(client: Client) -> None:
    """A trial in which a simple order is better is not hidden among the others."""
    trials = client.get("/evaluation").json()["trials"]
    better = sum(
        row["order"] > max(row["order_by_works"], row["order_by_best_signal"]) for row in trials
    )
    too_high = sum(row["said_of_first"] > row["first_came_true"] for row in trials)
    text = " ".join(client.page("/evaluation").text.split())
    assert f"In {better} of {len(trials)} trials" in text
    assert f"too high in {too_high}." in text
