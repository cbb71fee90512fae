"""The commands and their options. Nothing heavy is imported before a command runs."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.data_commands import data_app
from api.cli.evaluate_commands import evaluate_app
from api.cli.fairness_command import fairness
from api.cli.gaps_command import gaps
from api.cli.graph_commands import neighbours, path, search
from api.cli.identity_commands import identity_app
from api.cli.investor_command import investors
from api.cli.market_commands import market, national, portfolio
from api.cli.needed_command import needed
from api.cli.network_command import network
from api.cli.offer_commands import offer, offers
from api.cli.options import Asked, Day, takes_brief
from api.cli.organisation_commands import organisation_app
from api.cli.output import Format, Output
from api.cli.partner_commands import partners
from api.cli.place_commands import places_app
from api.cli.readiness_command import readiness
from api.cli.source_commands import import_files, sources_app, template
from api.cli.state import Commands, FormatOption, OutputOption, State
from api.cli.store_commands import store_app
from api.cli.support_command import support
from api.cli.terms_command import terms
from api.cli.text_commands import infer, texts_app

app = Commands(
    name="matcher",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Recommend consortium line-ups for rehabilitation contracts. Every line-up is a "
        "suggestion. Nobody named in one has been asked.\n\n"
        "\b\nFor example:\n"
        "  matcher lineups Essex\n"
        "  matcher lineups 19 --must Nacro --never Serco -k 5\n"
        "  matcher lineups Essex -k 1 --explain --stress\n"
        '  matcher why-not "St Giles Trust" Essex\n'
        "  matcher portfolio --lead Interserve --all\n"
        "  matcher national\n"
        "  matcher --format json lineups --all --output answers.json\n"
        "  matcher organisations --area Essex --pathway accommodation\n"
        "  matcher organisation add\n"
        "  matcher import charity-commission publicextract.charity.zip\n"
        "  matcher places boundaries lad13.geojson\n"
        "  matcher partners Shelter --area Essex\n"
        '  matcher needed "St Giles Trust"\n'
        '  matcher readiness "St Giles Trust" --role lead --area Essex\n'
        "  matcher offer mine.toml --set payment_days=60\n"
        "  matcher terms contract.docx\n"
        "  matcher fairness --area Essex\n"
        '  matcher search "st gilse"\n'
        "  matcher neighbours Nacro --depth 2\n"
        "  matcher network --focus Nacro --depth 2\n"
        "  matcher serve --port 8013"
    ),
)
app.add_typer(data_app, name="data")
app.add_typer(store_app, name="store")
app.add_typer(organisation_app, name="organisation")
app.add_typer(identity_app, name="identity")
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(sources_app, name="sources")
app.add_typer(places_app, name="places")
app.add_typer(texts_app, name="texts")

LineUpFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the data. Default: as the file's name ends, or table.",
        show_default=False,
    ),
]
MembersOption = Annotated[
    list[str] | None,
    typer.Option("--members", metavar="A,B,C", help="The members, by identifier, name or alias."),
]


@app.callback()
def options(
    context: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(
            help=(
                "The store of facts: a file (sqlite:///relative.db, sqlite:////absolute.db, "
                "sqlite:///~/in-your-home.db) or a server (neo4j://user@host:7687/database). A "
                "file that does not exist is made. Default: MATCHER_STORE, or a file in your data "
                "folder."
            ),
            metavar="ADDRESS",
            show_default=False,
        ),
    ] = None,
    chosen: FormatOption = None,
) -> None:
    """Keep the options that stand before the command."""
    context.obj = State(store, chosen)


@app.command(no_args_is_help=True)
@takes_brief("area", "k", "min_difference")
def lineups(
    context: typer.Context,
    asked: Asked,
    everywhere: Annotated[bool, typer.Option("--all", help="Ask for every area.")] = False,
    reasons: Annotated[bool, typer.Option(help="Show each member's reasons.")] = True,
    explain: Annotated[
        bool,
        typer.Option(
            help="Show what each member is worth, what each gate costs, how far weights can move."
        ),
    ] = False,
    stress: Annotated[
        bool, typer.Option(help="Show what less volume, late money and a lost member would do.")
    ] = False,
    output: OutputOption = None,
    chosen: LineUpFormat = None,
) -> None:
    """Recommend the best line-ups for an area.

    Each comes with a proof or its gap, the needs it leaves unmet, and the reasons for each member.

    \b
    For example:
      matcher lineups Essex
      matcher lineups C18 --lead Seetec --must "St Giles Trust" --as-of 2013-12-31
      matcher lineups Essex -k 1 --explain --stress --gate guarantee=0.75
      matcher lineups --brief brief.toml
      matcher lineups --all --format csv > line-ups.csv
      matcher lineups Essex --output essex.docx
      matcher lineups Essex --output essex.xlsx
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    if everywhere and "area" in asked.given:
        message = "Name one area, or ask for --all of them."
        raise typer.BadParameter(message)
    from api.cli.recommending import Extras, recommend  # noqa: PLC0415

    state: State = context.obj
    recommend(
        state.facts(),
        asked,
        state.output(chosen, output, files=() if everywhere else (Format.DOCX, Format.XLSX)),
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
    """Judge a line-up, your own or a competitor's.

    The answer has its score, its gaps, its weakest link, and the best change of one member.

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
    """Find who should join the members you have.

    The answer also says how much the score would gain without keeping them.

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
    organisation: Annotated[
        str, typer.Argument(metavar="ORGANISATION", help="Its identifier, name or alias.")
    ],
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Tell why an organisation is left out.

    The answer lists the smallest changes that would bring it into the best line-up.

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
    """Weigh coverage, past work and inclusion.

    The answer lists the line-ups that no other betters on all three at once.

    Example: matcher tradeoffs Essex
    """
    from api.cli.analysing import show_tradeoffs  # noqa: PLC0415

    state: State = context.obj
    show_tradeoffs(state.facts(), asked, state.output(chosen, output))


app.command(no_args_is_help=True)(portfolio)
app.command()(national)
app.command()(market)
app.command(no_args_is_help=True)(investors)


@app.command()
def areas(context: typer.Context, output: OutputOption = None, chosen: FormatOption = None) -> None:
    """List the contract areas.

    Commands take an area's identifier, any of its codes (such as CPA 19 or C18) or its name.

    Example: matcher areas --format csv
    """
    from api.cli.listing import list_areas  # noqa: PLC0415

    state: State = context.obj
    list_areas(state.facts(), state.output(chosen, output))


@app.command()
def organisations(
    context: typer.Context,
    search: Annotated[
        str, typer.Option(help="Only those with this in a name, an alias or an identifier.")
    ] = "",
    area: Annotated[str, typer.Option(help="Only those whose work reaches this area.")] = "",
    pathway: Annotated[str, typer.Option(help="Only those that work on this pathway.")] = "",
    cohort: Annotated[
        str, typer.Option(help="Only those with work made for this group of people.")
    ] = "",
    kind: Annotated[str, typer.Option(help="Only those of this kind, such as charity.")] = "",
    sector: Annotated[
        str, typer.Option(help="Only those of this sector: vcse, mutual, private or public.")
    ] = "",
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """List organisations by what they do and where.

    Example: matcher organisations --area Essex --pathway accommodation
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


typer.Typer.command(app, "import", no_args_is_help=True)(import_files)
typer.Typer.command(app, "infer")(infer)
typer.Typer.command(app, "template", no_args_is_help=True)(template)
typer.Typer.command(app, "terms", no_args_is_help=True)(terms)
app.command(no_args_is_help=True)(partners)
app.command(no_args_is_help=True)(needed)
typer.Typer.command(app, "offer")(offer)
typer.Typer.command(app, "offers", no_args_is_help=True)(offers)
app.command(no_args_is_help=True)(readiness)
app.command(no_args_is_help=True)(support)
app.command()(fairness)
app.command()(network)
app.command()(gaps)
app.command(no_args_is_help=True)(search)
app.command(no_args_is_help=True)(neighbours)
app.command(no_args_is_help=True)(path)


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[
        str | None,
        typer.Option(
            help="The address to listen at.",
            metavar="ADDRESS",
            show_default="MATCHER_HOST, or 127.0.0.1",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            help="The port to listen at; 0 takes a free one and says which.",
            metavar="PORT",
            min=0,
            max=65535,
            show_default="MATCHER_PORT, or 8013",
        ),
    ] = None,
) -> None:
    """Serve the pages and the HTTP interface.

    Ctrl-C ends it. docs/operating.md lists its settings.

    Example: matcher serve --port 8013
    """
    from api.cli.serving import serve as start  # noqa: PLC0415

    state: State = context.obj
    start(state.facts(), host, port)


@app.command()
def backtest(context: typer.Context, output: OutputOption = None) -> None:
    """Rank the winners of 2014 by what was known in 2013.

    The report compares the ranking with popularity and chance. It takes some minutes.

    Example: matcher backtest --output docs/backtest.md
    """
    from api.cli.reporting import run_backtest  # noqa: PLC0415

    state: State = context.obj
    run_backtest(state.facts(), Output(Format.TABLE, output))
