"""The commands and their options. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import Format, Output

app = typer.Typer(
    name="matcher",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Recommends consortium line-ups for rehabilitation contracts. Every line-up is a "
        "suggestion: nobody named in one has been asked.\n\n"
        "\b\nExamples:\n"
        "  matcher lineups Essex\n"
        "  matcher lineups 19 --must Nacro --never Serco -k 5\n"
        "  matcher --format json lineups --all --output answers.json\n"
        "  matcher organisations --area Essex --pathway accommodation\n"
        "  matcher serve --port 8013"
    ),
)
data_app = typer.Typer(no_args_is_help=True, help="Look after the data.")
app.add_typer(data_app, name="data")

FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="How to write the data.", show_default="table"),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file, whole or not at all."),
]
Day = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="Only facts public by this day count.",
        show_default="the day the competition opened",
    ),
]


class State:
    """What the options before the command say."""

    def __init__(self, store: str | None, chosen: Format) -> None:
        """Keep them; nothing is opened yet."""
        self.store, self.format = store, chosen

    def output(self, chosen: Format | None, path: Path | None = None) -> Output:
        """Where this command's data go."""
        return Output(chosen or self.format, path)

    def store_url(self) -> str:
        """The store's address: the option, MATCHER_STORE, or a file in the user's data folder."""
        if self.store:
            return self.store
        from api.settings import default_store  # noqa: PLC0415

        return os.environ.get("MATCHER_STORE") or default_store()


@app.callback()
def options(
    context: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(
            help="sqlite:///relative.db or sqlite:////absolute.db; made if it does not exist.",
            show_default="MATCHER_STORE, or a file in your data folder",
        ),
    ] = None,
    chosen: Annotated[Format, typer.Option("--format", "-f", help="How to write the data.")] = (
        Format.TABLE
    ),
) -> None:
    """Keep the options that stand before the command."""
    context.obj = State(store, chosen)


@app.command(no_args_is_help=True)
def lineups(
    context: typer.Context,
    area: Annotated[
        str | None,
        typer.Argument(help="CPA number, Delius code or name of a contract area."),
    ] = None,
    everywhere: Annotated[bool, typer.Option("--all", help="Every area.")] = False,
    k: Annotated[int, typer.Option("-k", help="How many different line-ups.")] = 3,
    max_members: Annotated[int, typer.Option(help="The most members, lead included.")] = 8,
    min_difference: Annotated[
        int, typer.Option(help="Members of each better line-up that a further one leaves out.")
    ] = 2,
    must: Annotated[
        list[str] | None,
        typer.Option(help="An organisation that must be a member (again for more)."),
    ] = None,
    never: Annotated[
        list[str] | None,
        typer.Option(help="An organisation that must not be (again for more)."),
    ] = None,
    lead: Annotated[
        str | None,
        typer.Option(help="Who must lead."),
    ] = None,
    as_of: Day = None,
    min_vcse_share: Annotated[
        float, typer.Option(help="Share of volume for VCSEs and mutuals, 0 to 1.")
    ] = 0.3,
    pair_weight: Annotated[float, typer.Option(help="Weight of past work together, 0 to 1.")] = 0.1,
    equity: Annotated[
        float, typer.Option(help="0: every person counts alike; 1: every kind of need.")
    ] = 0.5,
    min_work: Annotated[
        float, typer.Option(help="Share of its capacity that each member is promised.")
    ] = 0.25,
    time_limit: Annotated[float, typer.Option(help="Seconds to search in each area.")] = 60.0,
    reasons: Annotated[bool, typer.Option(help="Show each member's reasons.")] = True,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Recommend the best line-ups for a contract area, with proof, gaps and reasons.

    \b
    For example:
      matcher lineups Essex
      matcher lineups C18 --lead Seetec --must "St Giles Trust" --as-of 2013-12-31
      matcher lineups --all --format csv > line-ups.csv
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    if everywhere == bool(area):
        message = "Name one area, or ask for --all of them."
        raise typer.BadParameter(message)
    from api.cli.recommending import recommend  # noqa: PLC0415
    from matcher.brief import Brief  # noqa: PLC0415

    brief = Brief(
        area=area or "",
        lead=lead,
        must=tuple(must or ()),
        never=tuple(never or ()),
        max_members=max_members,
        k=k,
        min_difference=min_difference,
        as_of=as_of.date() if as_of else None,
        min_vcse_share=min_vcse_share,
        pair_weight=pair_weight,
        equity=equity,
        min_work=min_work,
        time_limit_s=time_limit,
    )
    state: State = context.obj
    recommend(state.store_url(), brief, state.output(chosen, output), reasons=reasons)


@app.command()
def areas(context: typer.Context, output: OutputOption = None, chosen: FormatOption = None) -> None:
    """List the contract areas, with both of their numbers.

    Example: matcher areas --format csv
    """
    from api.cli.listing import list_areas  # noqa: PLC0415

    state: State = context.obj
    list_areas(state.store_url(), state.output(chosen, output))


@app.command()
def organisations(
    context: typer.Context,
    search: Annotated[str, typer.Option(help="Part of a name, alias or identifier.")] = "",
    area: Annotated[str, typer.Option(help="An area that their work reaches.")] = "",
    pathway: Annotated[str, typer.Option(help="What they work on.")] = "",
    cohort: Annotated[str, typer.Option(help="A group that they have work made for.")] = "",
    kind: Annotated[str, typer.Option(help="Their kind, such as charity.")] = "",
    sector: Annotated[str, typer.Option(help="vcse, mutual, private or public.")] = "",
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """List organisations, by what they do, where and for whom.

    Example: matcher organisations --area Essex --pathway accommodation --sector vcse
    """
    from api.cli.listing import list_organisations  # noqa: PLC0415
    from api.queries import OrganisationQuery  # noqa: PLC0415

    query = OrganisationQuery(
        text=search,
        kind=kind,
        sector=sector,
        pathway=pathway,
        cohort=cohort,
        area=area,
        as_of=as_of.date() if as_of else None,
    )
    state: State = context.obj
    list_organisations(state.store_url(), query, state.output(chosen, output))


@app.command()
def organisation(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Identifier, name or alias.")],
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Show everything known of one organisation, each fact with source and date.

    Example: matcher organisation "St Giles Trust"
    """
    from api.cli.listing import show_organisation  # noqa: PLC0415

    state: State = context.obj
    day = as_of.date() if as_of else None
    show_organisation(state.store_url(), name, day, state.output(chosen, output))


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.", min=0, max=65535)] = 8013,
) -> None:
    """Serve the pages and the HTTP interface.

    Example: matcher serve --port 8013
    """
    from api.cli.serving import serve as start  # noqa: PLC0415

    state: State = context.obj
    start(state.store_url(), host, port)


@app.command()
def backtest(context: typer.Context, output: OutputOption = None) -> None:
    """Rank the real winners of 2014 as of two days of 2013, beside popularity and chance.

    Takes some minutes. Example: matcher backtest --output docs/backtest.md
    """
    from api.cli.reporting import run_backtest  # noqa: PLC0415

    state: State = context.obj
    run_backtest(state.store_url(), Output(Format.TABLE, output))


@data_app.command()
def check(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(help="A data pack of your own.", show_default="the built-in programme"),
    ] = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Verify a data pack whole, and count what is in it.

    \b
    For example:
      matcher data check
      matcher data check my-programme/
    """  # noqa: D301
    from api.cli.reporting import check_data  # noqa: PLC0415

    state: State = context.obj
    check_data(folder, state.output(chosen, output))
