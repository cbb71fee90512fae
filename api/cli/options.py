"""The options of a brief, shared by every command that asks about line-ups.

A command marked with `takes_brief` gets them all; what is typed there goes before what a brief's
file says (``--brief``), and that before the defaults of `matcher.brief.request.Brief`.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Day = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="Only facts public by this day count.",
        show_default="the day the competition opened",
    ),
]


def _option(*names: str, text: str, default: str = "") -> Any:  # noqa: ANN401  (typer's own)
    return typer.Option(*names, help=text, show_default=default or False)


_OPTIONS: Mapping[str, Any] = {
    "brief_file": Annotated[
        Path | None, _option("--brief", text="A brief as a TOML file (docs/brief.md).")
    ],
    "lead": Annotated[str | None, _option(text="Who must lead.")],
    "must": Annotated[
        list[str] | None, _option(text="An organisation that must be a member (again for more).")
    ],
    "never": Annotated[
        list[str] | None, _option(text="An organisation that must not be (again for more).")
    ],
    "max_members": Annotated[
        int | None, _option(text="The most members, lead included.", default="8")
    ],
    "as_of": Day,
    "min_vcse_share": Annotated[
        float | None,
        _option(text="Share of volume for VCSEs and mutuals, 0 to 1.", default="0.3"),
    ],
    "pair_weight": Annotated[
        float | None, _option(text="Weight of past work together, 0 to 1.", default="0.1")
    ],
    "equity": Annotated[
        float | None,
        _option(text="0: every person counts alike; 1: every kind of need.", default="0.5"),
    ],
    "min_work": Annotated[
        float | None,
        _option(text="Share of its capacity that each member is promised.", default="0.25"),
    ],
    "gates": Annotated[
        list[str] | None,
        _option(
            "--gate",
            text="Switch a gate: guarantee, guarantee=0.9, funding_access=off (again for more).",
        ),
    ],
    "consented": Annotated[
        list[str] | None,
        _option(text="Who agreed to be a member; for the gate consent (again for more)."),
    ],
    "time_limit_s": Annotated[
        float | None, _option("--time-limit", text="Seconds to search.", default="60")
    ],
}
_SEVERAL = ("must", "never", "gates", "consented")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed of a brief: its file, and the fields that were given as options."""

    file: Path | None
    given: Mapping[str, Any]

    def with_fields(self, **fields: Any) -> Asked:  # noqa: ANN401  (whatever is typed)
        """Add fields that a command has by another way; None is not given."""
        more = {name: value for name, value in fields.items() if value is not None}
        return Asked(self.file, {**self.given, **more})


def takes_brief(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a brief; it receives them as `asked`."""
    own = inspect.signature(command, eval_str=True).parameters
    kept = [p for p in own.values() if p.name != "asked"]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in _OPTIONS.items()
        if name not in own
    ]

    @wraps(command)
    def with_brief(**arguments: Any) -> None:  # noqa: ANN401  (whatever is typed)
        typed = {option.name: arguments.pop(option.name) for option in shared}
        file = typed.pop("brief_file")
        command(asked=Asked(file, _given(typed)), **arguments)

    parameters = sorted([*kept, *shared], key=lambda p: p.kind)
    with_brief.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_brief.__annotations__ = {p.name: p.annotation for p in parameters}
    del with_brief.__wrapped__
    return with_brief


def _given(typed: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in typed.items() if value is not None}
    for name in _SEVERAL:
        if name in given:
            given[name] = tuple(given[name])
    if "as_of" in given:
        given["as_of"] = given["as_of"].date()
    return {name: value for name, value in given.items() if value != ()}
