"""`matcher identity`: who is who among what sources say, and what people decide about it."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.state import Commands, FormatOption, OutputOption, State

identity_app = Commands(
    no_args_is_help=True,
    help=(
        "Find out which records of different sources are of one organisation. Nothing is merged "
        "in silence, and every merge can be undone.\n\n"
        "\b\nFor example:\n"
        "  matcher identity link\n"
        "  matcher identity review\n"
        "  matcher identity decide GB-CHC-1079327 ZZ-PMS-change-grow-live --same\n"
        "  matcher identity undo GB-CHC-1079327 ZZ-PMS-change-grow-live"
    ),
)

LeftArgument = Annotated[
    str, typer.Argument(metavar="LEFT", help="An identifier, such as GB-CHC-226171.")
]
RightArgument = Annotated[str, typer.Argument(metavar="RIGHT", help="Another identifier.")]


@identity_app.command()
def link(
    context: typer.Context,
    backend: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="What compares: duckdb, in this process, or spark, on more than one machine.",
        ),
    ] = "duckdb",
    seed: Annotated[
        int, typer.Option(min=1, help="Of the random pairs that the model learns from.")
    ] = 2013,
    memory: Annotated[
        int, typer.Option(min=200, metavar="MB", help="What DuckDB may use before it uses a disk.")
    ] = 1500,
    threads: Annotated[int, typer.Option(min=1, help="How many threads DuckDB uses.")] = 2,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Find out which records are of one organisation.

    All that sources say is compared, the links are kept, and the facts are made anew.
    Links found before are replaced. What people decided stays, and wins.

    Example: matcher identity link --threads 4
    """
    from api.cli.identifying import Effort, link_all  # noqa: PLC0415

    state: State = context.obj
    effort = Effort(backend=backend, seed=seed, memory_mb=memory, threads=threads)
    link_all(state.facts(), effort, state.output(chosen, output))


@identity_app.command()
def review(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Option(
            metavar="KIND",
            help="Only records with a pair of this kind; the first lines of the table list them.",
        ),
    ] = "",
    candidates: Annotated[
        bool | None,
        typer.Option("--candidates", help="Only those that line-ups may have: of known work."),
    ] = None,
    about: Annotated[
        str, typer.Option(metavar="IDENTIFIER", help="Only what has to do with this identifier.")
    ] = "",
    limit: Annotated[
        int, typer.Option(min=1, help="How many records a table shows. JSON and CSV have all.")
    ] = 20,
    page: Annotated[int, typer.Option(min=1, help="Which page of the table.")] = 1,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """List what a person should decide, record by record.

    A record stands with all that it may be one with. Those that line-ups may have come first, then
    the likeliest. Each has both sides, the probability, and what every comparison did to it.

    \b
    For example:
      matcher identity review --candidates
      matcher identity review --kind rivals --page 2
      matcher identity review --format csv --output review.csv
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.identifying import list_cases  # noqa: PLC0415
    from api.cli.reviewing import Choice  # noqa: PLC0415

    state: State = context.obj
    choice = Choice(kind=kind, candidates=bool(candidates), about=about, page=page, limit=limit)
    list_cases(state.facts(), choice, state.output(chosen, output))


@identity_app.command(no_args_is_help=True)
def decide(
    context: typer.Context,
    left: LeftArgument,
    right: RightArgument,
    same: Annotated[
        bool | None,
        typer.Option("--same/--different", help="Whether they are one.", show_default=False),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says so.")] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Say whether two identifiers are of one organisation. It wins over every link.

    \b
    For example:
      matcher identity decide GB-CHC-1079327 ZZ-PMS-change-grow-live --same --by "A. Analyst"
      matcher identity decide GB-CHC-1079327 GB-COH-03861209 --different --note "another firm"
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    if same is None:
        message = "Say whether they are one: --same or --different."
        raise typer.BadParameter(message)
    from api.cli.identifying import decide_about  # noqa: PLC0415

    state: State = context.obj
    said = (left, right, same, by, note)
    decide_about(state.facts(), said, state.output(chosen, output))


@identity_app.command(no_args_is_help=True)
def undo(
    context: typer.Context,
    left: LeftArgument,
    right: RightArgument,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Take a decision back, so that the links count again.

    Example: matcher identity undo GB-CHC-1079327 ZZ-PMS-change-grow-live
    """
    from api.cli.identifying import take_back  # noqa: PLC0415

    state: State = context.obj
    take_back(state.facts(), (left, right), state.output(chosen, output))


@identity_app.command(no_args_is_help=True)
def show(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="IDENTIFIER", help="Such as GB-CHC-226171.")],
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Show what is one with an identifier, and why.

    Example: matcher identity show GB-CHC-226171
    """
    from api.cli.identifying import show_identifier  # noqa: PLC0415

    state: State = context.obj
    show_identifier(state.facts(), identifier, state.output(chosen, output))
