"""`matcher store`: copy everything from one store to another, verify, compare, list."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.state import (  # noqa: TC001  (typer reads them while running)
    FormatOption,
    OutputOption,
    State,
)

store_app = typer.Typer(no_args_is_help=True, help="Copy, check and list stores.")


@store_app.command(no_args_is_help=True)
def copy(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help="A store that exists.")],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="Another store; made empty if it does not exist.")
    ],
    programmes: Annotated[
        list[str] | None,
        typer.Option(
            "--programme", metavar="NAME", help="Copy only this one. Give it again for more."
        ),
    ] = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Copy programmes to another store and verify them.

    With a programme go the entries of its imports, links and decisions. Programmes that the other
    store holds already are left alone. If a copy was cut off, run it
    again and it goes on. A server's password comes from MATCHER_STORE_PASSWORD or
    MATCHER_STORE_PASSWORD_FILE.

    \b
    For example:
      matcher store copy sqlite:///market.db sqlite:////backup/market.db
      matcher store copy sqlite:///market.db neo4j://neo4j@localhost:7687/neo4j
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.storing import copy_programmes  # noqa: PLC0415

    state: State = context.obj
    copy_programmes(source, target, programmes or None, state.output(chosen, output))


@store_app.command(no_args_is_help=True)
def check(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="A", help="A store that exists.")],
    second: Annotated[
        str | None, typer.Argument(metavar="B", help="Another one, to compare it with.")
    ] = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Verify a store, or compare two.

    The exit code is 2 if a store is damaged, or if the two differ.

    \b
    For example:
      matcher store check sqlite:///market.db
      matcher store check sqlite:///market.db neo4j://neo4j@localhost:7687/neo4j
    """  # noqa: D301
    from api.cli.storing import check_store, check_stores  # noqa: PLC0415

    state: State = context.obj
    if second is None:
        check_store(first, state.output(chosen, output))
    else:
        check_stores(first, second, state.output(chosen, output))


@store_app.command("list")
def list_(
    context: typer.Context,
    url: Annotated[
        str | None,
        typer.Argument(
            metavar="STORE",
            help="A store that exists. Default: the one of --store.",
            show_default=False,
        ),
    ] = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """List the programmes of a store.

    Each has its number of records and the version of its data.

    Example: matcher store list sqlite:///market.db
    """
    from api.cli.storing import list_store  # noqa: PLC0415

    state: State = context.obj
    list_store(url or state.store_url(), state.output(chosen, output))
