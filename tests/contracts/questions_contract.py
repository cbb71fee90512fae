"""How every store must answer; its test module subclasses this and gives an `empty` fixture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.errors import ProgrammeMissingError
from tests.builders import (
    organisation,
    small_facts,
)
from tests.contracts.asking import (
    asked,
    chain,
    filters,
    found,
    org,
)
from tests.contracts.neighbourhood_contract import NeighbourhoodContract
from tests.contracts.path_contract import PathContract
from tests.contracts.random_contract import RandomContract
from tests.contracts.search_contract import SearchContract

if TYPE_CHECKING:
    from graph.stores import GraphStore


class AskingContract:
    """What questions are about."""

    def test_questions_are_about_the_facts_as_they_are_now(self, empty: GraphStore) -> None:
        questions = asked(empty, **chain())
        start = org("Alpha")
        assert len(questions.neighbourhood(start, depth=6, filters=filters()).nodes) == 5
        empty.write(small_facts(organisations=(organisation("Alpha"), organisation("Omega"))))
        assert len(questions.neighbourhood(start, depth=6, filters=filters()).nodes) == 1
        assert found(questions, "omega") == [("Omega", "exact")]
        assert found(questions, "beta") == []

    def test_programmes_are_asked_about_apart(self, empty: GraphStore) -> None:
        questions = asked(empty, **chain())
        other = small_facts(organisations=(organisation("Alpha"), organisation("Alpah")))
        programme = replace(other.programme, id="other")
        empty.write(replace(other, programmes=(programme,)))
        assert found(questions, "alpha") == [("Alpha", "exact")]
        assert found(questions, "alpah") == [("Alpha", "spelling")]
        assert found(empty.ask("other"), "alpha") == [("Alpha", "exact"), ("Alpah", "spelling")]
        start = org("Alpha")
        assert len(questions.neighbourhood(start, depth=1, filters=filters()).nodes) == 2
        own = empty.ask("other").neighbourhood(start, depth=1, filters=filters())
        assert len(own.nodes) == 1

    def test_the_day_to_ask_about_is_that_of_the_competition(self, empty: GraphStore) -> None:
        assert asked(empty).default_as_of == small_facts().programme.competition_opened

    def test_a_missing_programme_is_named_at_once(self, empty: GraphStore) -> None:
        with pytest.raises(ProgrammeMissingError, match="'nowhere'"):
            empty.ask("nowhere")


class QuestionsContract(
    NeighbourhoodContract, PathContract, SearchContract, AskingContract, RandomContract
):
    """Subclasses provide the fixture `empty`: a store that holds nothing."""
