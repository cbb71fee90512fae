"""Help is in plain sentences, whole ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from api.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands(group: Any, *names: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *names, name)
        else:
            yield " ".join((*names, name)), command


COMMANDS = dict(commands(get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_shows_the_first_sentence_whole(name: str) -> None:
    short = COMMANDS[name].get_short_help_str(60)
    assert short.endswith(".")
    assert not short.endswith("..")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_has_an_example_of_it(name: str) -> None:
    text = COMMANDS[name].help
    assert "xample:" in text
    assert f"matcher {name}" in text or f" {name} " in text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does_in_a_sentence(name: str) -> None:
    for parameter in COMMANDS[name].params:
        if parameter.param_type_name == "option" or getattr(parameter, "help", None):
            assert parameter.help, parameter.name
            assert parameter.help[0].isupper() or parameter.help[0].isdigit(), parameter.name
            assert parameter.help.rstrip().endswith("."), parameter.name
