"""What the options before a command say, and the options that every command has."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

import typer

from api.cli.output import PLAIN_FORMATS, Format, Output

FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar=f"<{'|'.join(PLAIN_FORMATS)}>",
        help="How to write the data. Default: as the file's name ends, or table.",
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file. It is written whole or not at all.",
    ),
]


Command = TypeVar("Command", bound=Callable[..., None])


class FactsAddress(NamedTuple):
    """Where the facts of a command are: a store's address, and a programme if one was named."""

    store_url: str
    programme: str | None = None


class State:
    """What the options before the command say, and which programme the command is about."""

    def __init__(self, store: str | None, chosen: Format | None) -> None:
        """Keep them; nothing is opened yet."""
        self.store, self.format = store, chosen
        self.programme: str | None = None

    def output(
        self,
        chosen: Format | None,
        path: Path | None = None,
        *,
        files: Collection[Format] = (),
    ) -> Output:
        """Where this command's data go; `files` are the formats that not all commands write."""
        return Output(chosen or self.format, path, files=files)

    def store_url(self) -> str:
        """The store's address: the option, MATCHER_STORE, or a file in the user's data folder."""
        if self.store:
            return self.store
        from api.service.settings import default_store  # noqa: PLC0415

        return os.environ.get("MATCHER_STORE") or default_store()

    def facts(self) -> FactsAddress:
        """The store, and the programme: the option, or MATCHER_PROGRAMME."""
        programme = self.programme or os.environ.get("MATCHER_PROGRAMME") or None
        return FactsAddress(self.store_url(), programme)


class Commands(typer.Typer):
    """Commands about the facts of one programme: each has the option ``--programme``."""

    def command(self, *names: Any, **options: Any) -> Callable[[Command], Command]:  # noqa: ANN401
        """Register a command, with the option."""
        register = super().command(*names, **options)

        def decorate(command: Command) -> Command:
            register(about_a_programme(command))
            return command

        return decorate


def about_a_programme(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option; what it says is kept in the context's `State`."""
    own = list(inspect.signature(command, eval_str=True).parameters.values())

    def with_programme(
        context: typer.Context,
        *,
        programme: str | None,
        **arguments: Any,  # noqa: ANN401  (whatever is typed)
    ) -> None:
        context.obj.programme = programme
        command(context=context, **arguments)

    parameters = [*own, _PROGRAMME]
    with_programme.__name__, with_programme.__doc__ = command.__name__, command.__doc__
    with_programme.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_programme.__annotations__ = {p.name: p.annotation for p in parameters}
    return with_programme


_PROGRAMME = inspect.Parameter(
    "programme",
    inspect.Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=(
                "The programme, where the store holds several. Default: MATCHER_PROGRAMME, the "
                "only one, or transforming-rehabilitation."
            ),
            show_default=False,
        ),
    ],
)
