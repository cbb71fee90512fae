"""The options of a brief, shared by every command that asks about line-ups.

They follow from the fields of a brief (`BRIEF_FIELDS`). A command marked with `takes_brief` gets
them; what is typed there goes before what a brief's file says (``--brief``), and that before the
defaults of `matcher.brief.request.Brief`.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.brief.request import BRIEF_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matcher.brief.fields import RequestField

_SPELLED = {"gates": "--gate", "k": "-k", "time_limit_s": "--time-limit"}
"""The options that are not called like their fields."""
_ON_DEMAND = {"area", "k", "min_difference"}
"""What only those commands have that ask for it by name."""


def _annotation(field: RequestField) -> Any:  # noqa: ANN401  (what typer reads)
    """Make the option of a field, or the argument of one that must be given."""
    if field.needed:
        text = f"{field.sentence} Default: the one in the brief's file."
        shown = typer.Argument(help=text, metavar=field.name.upper(), show_default=False)
        return Annotated[str | None, shown]
    names = [_SPELLED[field.name]] if field.name in _SPELLED else []
    metavar, formats = _METAVARS[field.type], ["%Y-%m-%d"]
    option = typer.Option(
        *names, help=_help(field), metavar=metavar, formats=formats, show_default=False
    )
    return Annotated[_TYPES.get(field.type, field.type), option]


_TYPES: Mapping[Any, Any] = {
    tuple[str, ...]: list[str] | None,
    date | None: datetime | None,
    int: int | None,
    float: float | None,
}
_METAVARS: Mapping[Any, str] = {
    str | None: "TEXT",
    tuple[str, ...]: "TEXT",
    date | None: "YYYY-MM-DD",
    int: "NUMBER",
    float: "NUMBER",
}


def _help(field: RequestField) -> str:
    span = f" ({field.span})" if field.span else ""
    several = " Give it again for more." if field.is_list else ""
    default = f" Default: {field.default_words}." if field.default_words else ""
    return f"{field.sentence.removesuffix('.')}{span}.{several}{default}"


_OPTIONS: Mapping[str, Any] = {
    "brief_file": Annotated[
        Path | None,
        typer.Option("--brief", metavar="FILE", help="A brief as a TOML file (docs/brief.md)."),
    ],
    **{name: _annotation(field) for name, field in BRIEF_FIELDS.items() if not field.expert},
}
Day = Annotated[datetime | None, _OPTIONS["as_of"].__metadata__[0]]
"""The day of the facts, for commands that take no brief."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed of a brief: its file, and the fields that were given as options.

    `defaults` are the command's own, for what neither says.
    """

    file: Path | None
    given: Mapping[str, Any]
    defaults: Mapping[str, Any]


def takes_brief(
    *on_demand: str, **defaults: float
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of a brief; it receives them as `asked`.

    Parameters
    ----------
    on_demand : which of ``area``, ``k`` and ``min_difference`` the command takes too
    defaults : what holds for this command, where that is not the default of a brief
    """
    left_out = _ON_DEMAND - set(on_demand)
    changed = {
        name: _annotation(replace(BRIEF_FIELDS[name], default=default))
        for name, default in defaults.items()
    }
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in {**_OPTIONS, **changed}.items()
        if name not in left_out
    ]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command, eval_str=True).parameters.values()

        @wraps(command)
        def with_brief(**arguments: Any) -> None:  # noqa: ANN401  (whatever is typed)
            typed = {option.name: arguments.pop(option.name) for option in shared}
            file = typed.pop("brief_file")
            command(asked=Asked(file, _given(typed), defaults), **arguments)

        parameters = sorted([p for p in own if p.name != "asked"] + shared, key=lambda p: p.kind)
        with_brief.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        with_brief.__annotations__ = {p.name: p.annotation for p in parameters}
        del with_brief.__wrapped__
        return with_brief

    return decorate


def _given(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what was typed, as the fields have it."""
    given = {name: value for name, value in typed.items() if value not in (None, [], ())}
    given |= {name: tuple(value) for name, value in given.items() if BRIEF_FIELDS[name].is_list}
    if "as_of" in given:
        given["as_of"] = given["as_of"].date()
    return given
