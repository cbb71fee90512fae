"""The options of a brief follow from its fields, on every command that takes one."""

from __future__ import annotations

from typing import Any

import pytest
from typer.main import get_command

from api.cli.app import app
from matcher.brief.request import BRIEF_FIELDS

COMMANDS: dict[str, Any] = vars(get_command(app))["commands"]
ON_DEMAND = {
    "lineups": {"area", "k", "min_difference"},
    "judge": {"area"},
    "complete": {"area", "k"},
    "why-not": {"area"},
    "tradeoffs": {"area"},
    "portfolio": set(),
    "national": set(),
    "market": set(),
    "investors": set(),
}
SHARED = {
    name
    for name, field in BRIEF_FIELDS.items()
    if not field.expert and name not in {"area", "k", "min_difference"}
}


def options(command: str) -> dict[str, Any]:
    return {parameter.name: parameter for parameter in COMMANDS[command].params}


def test_these_commands_take_a_brief() -> None:
    assert {name for name in COMMANDS if "brief_file" in options(name)} == set(ON_DEMAND)


@pytest.mark.parametrize("command", ON_DEMAND)
def test_a_command_has_the_fields_of_a_brief_that_it_asks_for(command: str) -> None:
    taken = options(command)
    assert {name for name in taken if name in BRIEF_FIELDS} == SHARED | ON_DEMAND[command]
    assert options(command)["as_of"].required is False


def test_an_options_help_says_what_the_field_says() -> None:
    for name, option in options("lineups").items():
        field = BRIEF_FIELDS.get(name)
        if field is not None:
            assert field.sentence.removesuffix(".") in option.help
            assert field.span in option.help
            assert field.default_words in option.help


def test_a_command_with_a_default_of_its_own_says_so() -> None:
    assert options("national")["time_limit_s"].help.endswith("Default: 180.")
    assert options("market")["time_limit_s"].help.endswith("Default: 60.")


def test_a_list_is_given_by_repeating_its_option() -> None:
    lists = {name for name, option in options("lineups").items() if option.multiple}
    assert lists == {name for name, field in BRIEF_FIELDS.items() if field.is_list}
