"""A store with several programmes: every command about facts can name one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer.main

from api.cli.app import app
from graph.packs.reading import read_pack
from graph.packs.starting import start_pack
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.command import Matcher
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from collections.abc import Iterator

TOLD_OTHERWISE = {
    *("data check", "data list", "data load", "data new", "store check", "store list"),
    "texts train",
    *("offer", "offers", "terms"),
}
"""Commands that name a folder or files, or are about all that a store holds."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with the built-in programme and a small one."""
    folder = tmp_path_factory.mktemp("both")
    start_pack(folder / "two-areas")
    with SqliteStore.create(folder / "both.db", read_builtin()) as store:
        store.write(read_pack(folder / "two-areas"))
    return sqlite_url(folder / "both.db")


@pytest.fixture
def own(both: str, capsys: pytest.CaptureFixture[str]) -> Matcher:
    return Matcher(both, capsys)


def commands() -> Iterator[tuple[str, set[str]]]:
    """Every command, and the options that it has."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        for inner, one in getattr(command, "commands", {"": command}).items():
            yield f"{name} {inner}".strip(), {text for p in one.params for text in p.opts}


def test_every_command_about_facts_has_the_option() -> None:
    without = {name for name, options in commands() if "--programme" not in options}
    assert without == TOLD_OTHERWISE


@pytest.mark.parametrize(
    ("question", "in_it"),
    [
        (("areas",), "Southmoor"),
        (("organisations",), "ZZ-PMS-sample-homes"),
        (
            ("organisation", "Sample Homes Charity (invented)"),
            "Sample Homes Charity (invented) (ZZ-PMS",
        ),
        (("lineups", "Southmoor", "-k", "1"), "proven optimal"),
        (("market",), "Southmoor"),
        (("search", "sample homes"), "ZZ-PMS-sample-homes"),
        (("neighbours", "ZZ-PMS-sample-skills"), "Sample work programme (invented)"),
        (("path", "ZZ-PMS-sample-skills", "ZZ-PMS-sample-prime"), "Sample work programme"),
        (("data", "show"), "Two areas"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_command_answers_for_the_programme_that_it_names(
    own: Matcher, question: tuple[str, ...], in_it: str
) -> None:
    code, out, _ = own(*question, "--programme", "two-areas")
    assert code == 0
    assert in_it in " ".join(out.split())


def test_without_a_name_the_built_in_programme_is_meant(own: Matcher) -> None:
    assert len(json.loads(own("areas", "-f", "json")[1])) == 21


def test_a_variable_names_one_for_all_commands_and_the_option_goes_before_it(
    own: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATCHER_PROGRAMME", "two-areas")
    assert len(json.loads(own("areas", "-f", "json")[1])) == 2
    named = own("areas", "-f", "json", "--programme", "transforming-rehabilitation")
    assert len(json.loads(named[1])) == 21


def test_an_unknown_programme_is_refused_with_those_there_are(own: Matcher) -> None:
    code, out, err = own("areas", "--programme", "west")
    assert (code, out) == (2, "")
    assert "does not contain the programme 'west'" in err
    assert "transforming-rehabilitation, two-areas" in err
