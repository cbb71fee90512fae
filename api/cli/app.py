"""The commands and their options. Nothing heavy is imported before a command runs."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.data_commands import data_app
from api.cli.graph_commands import neighbours, path, search
from api.cli.options import Asked, Day, takes_brief
from api.cli.output import Format, Output
from api.cli.state import Commands, FormatOption, OutputOption, State
from api.cli.store_commands import store_app

app = Commands(
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
        "  matcher lineups Essex -k 1 --explain --stress\n"
        '  matcher why-not "St Giles Trust" Essex\n'
        "  matcher portfolio --lead Interserve --all\n"
        "  matcher --format json lineups --all --output answers.json\n"
        "  matcher organisations --area Essex --pathway accommodation\n"
        '  matcher search "st gilse"\n'
        "  matcher neighbours Nacro --depth 2\n"
        "  matcher serve --port 8013"
    ),
)
app.add_typer(data_app, name="data")
app.add_typer(store_app, name="store")

MembersOption = Annotated[
    list[str] | None,
    typer.Option("--members", help="Organisations by identifier, name or alias: A,B,C."),
]


@app.callback()
def options(
    context: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(
            help=(
                "sqlite:///relative.db or sqlite:////absolute.db, made if it does not exist; or "
                "neo4j://user@host:7687/database."
            ),
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
@takes_brief("area", "k", "min_difference")
def lineups(
    context: typer.Context,
    asked: Asked,
    everywhere: Annotated[bool, typer.Option("--all", help="Every area.")] = False,
    reasons: Annotated[bool, typer.Option(help="Show each member's reasons.")] = True,
    explain: Annotated[
        bool,
        typer.Option(help="Explain: what each member is worth, the gates' prices, the weights."),
    ] = False,
    stress: Annotated[
        bool, typer.Option(help="Stress: less volume, late money, members gone.")
    ] = False,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Recommend the best line-ups for a contract area, with proof, gaps and reasons.

    \b
    For example:
      matcher lineups Essex
      matcher lineups C18 --lead Seetec --must "St Giles Trust" --as-of 2013-12-31
      matcher lineups Essex -k 1 --explain --stress --gate guarantee=0.75
      matcher lineups --brief brief.toml
      matcher lineups --all --format csv > line-ups.csv
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    if everywhere and "area" in asked.given:
        message = "Name one area, or ask for --all of them."
        raise typer.BadParameter(message)
    from api.cli.recommending import Extras, recommend  # noqa: PLC0415

    state: State = context.obj
    recommend(
        state.facts(),
        asked,
        state.output(chosen, output),
        Extras(everywhere=everywhere, reasons=reasons, explain=explain, stress=stress),
    )


@app.command(no_args_is_help=True)
@takes_brief("area")
def judge(
    context: typer.Context,
    asked: Asked,
    members: MembersOption = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Judge a line-up, your own or a rival's: its score, gaps, weakest link, best changes.

    Example: matcher judge Essex --members "Nacro, Shelter, Turning Point"
    """
    from api.cli.analysing import judge_line_up  # noqa: PLC0415

    state: State = context.obj
    judge_line_up(state.facts(), asked, tuple(members or ()), state.output(chosen, output))


@app.command(no_args_is_help=True)
@takes_brief("area", "k")
def complete(
    context: typer.Context,
    asked: Asked,
    members: MembersOption = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Complete a line-up: who should join these members, and what keeping them costs.

    Example: matcher complete Essex --members "Nacro, Shelter"
    """
    from api.cli.analysing import complete_line_up  # noqa: PLC0415

    state: State = context.obj
    complete_line_up(state.facts(), asked, tuple(members or ()), state.output(chosen, output))


@app.command("why-not", no_args_is_help=True)
@takes_brief("area")
def why_not(
    context: typer.Context,
    asked: Asked,
    organisation: Annotated[str, typer.Argument(help="Identifier, name or alias.")],
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Tell why an organisation is not in the best line-up, and the least that would change it.

    Example: matcher why-not "St Giles Trust" Essex
    """
    from api.cli.analysing import tell_why_not  # noqa: PLC0415

    state: State = context.obj
    tell_why_not(state.facts(), asked, organisation, state.output(chosen, output))


@app.command(no_args_is_help=True)
@takes_brief("area")
def tradeoffs(
    context: typer.Context,
    asked: Asked,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Coverage against past work together against inclusion: what cannot be bettered.

    Example: matcher tradeoffs Essex
    """
    from api.cli.analysing import show_tradeoffs  # noqa: PLC0415

    state: State = context.obj
    show_tradeoffs(state.facts(), asked, state.output(chosen, output))


@app.command(no_args_is_help=True)
@takes_brief()
def portfolio(
    context: typer.Context,
    asked: Asked,
    areas: Annotated[
        list[str] | None, typer.Argument(metavar="AREA...", help="Areas that come into question.")
    ] = None,
    everywhere: Annotated[bool, typer.Option("--all", help="Every area.")] = False,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Choose the areas to bid for with one lead, and line-ups that share their members.

    \b
    For example:
      matcher portfolio --lead Sodexo Essex Northumbria
      matcher portfolio --lead Interserve --all
    """  # noqa: D301
    if everywhere == bool(areas):
        message = "Name areas, or ask for --all of them."
        raise typer.BadParameter(message)
    from api.cli.analysing import plan_portfolio  # noqa: PLC0415

    state: State = context.obj
    plan_portfolio(state.facts(), asked, tuple(areas or ()), state.output(chosen, output))


@app.command()
@takes_brief()
def market(
    context: typer.Context,
    asked: Asked,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Every area's best line-up at once, and who is in demand everywhere.

    Example: matcher market --format csv
    """
    from api.cli.analysing import show_market  # noqa: PLC0415

    state: State = context.obj
    show_market(state.facts(), asked, state.output(chosen, output))


@app.command()
def areas(context: typer.Context, output: OutputOption = None, chosen: FormatOption = None) -> None:
    """List the contract areas, with both of their numbers.

    Example: matcher areas --format csv
    """
    from api.cli.listing import list_areas  # noqa: PLC0415

    state: State = context.obj
    list_areas(state.facts(), state.output(chosen, output))


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
    from api.service.queries import OrganisationQuery  # noqa: PLC0415

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
    list_organisations(state.facts(), query, state.output(chosen, output))


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
    show_organisation(state.facts(), name, day, state.output(chosen, output))


app.command(no_args_is_help=True)(search)
app.command(no_args_is_help=True)(neighbours)
app.command(no_args_is_help=True)(path)


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
    start(state.facts(), host, port)


@app.command()
def backtest(context: typer.Context, output: OutputOption = None) -> None:
    """Rank the real winners of 2014 as of two days of 2013, beside popularity and chance.

    Takes some minutes. Example: matcher backtest --output docs/backtest.md
    """
    from api.cli.reporting import run_backtest  # noqa: PLC0415

    state: State = context.obj
    run_backtest(state.facts(), Output(Format.TABLE, output))
