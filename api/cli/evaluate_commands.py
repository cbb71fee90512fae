"""`matcher evaluate`: how well the model of partners does on works that it has not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.state import Commands, FormatOption, OutputOption, State

evaluate_app = Commands(
    no_args_is_help=True,
    help=(
        "Measure the model of partners on contracts or projects that it has not seen, beside "
        "simpler methods.\n\n"
        "\b\nFor example:\n"
        "  matcher evaluate contracts --train 2021.jsonl --test 2022.jsonl\n"
        "  matcher evaluate contracts --train contracts.jsonl --format json\n"
        "  matcher evaluate consortia --participations projects.csv.gz --train-until 2016 "
        "--test-from 2017"
    ),
)

CardOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Also write a card in Markdown: data, dates, figures, limits."
    ),
]
SeedOption = Annotated[int, typer.Option(min=0, help="Of the intervals.")]


@evaluate_app.command()
def contracts(
    context: typer.Context,
    train: Annotated[
        Path,
        typer.Option(
            metavar="FILE", help="Contracts of hmpps-interventions-service to learn from."
        ),
    ],
    test: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Contracts to ask about. Without it, those learnt from, each left out in turn.",
        ),
    ] = None,
    providers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The Ministry's list of providers, for their names."),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FIELD",
            help=(
                "Which field holds what: lead, subcontractors, reference, type, region, "
                "police-area, title, women, men, start, end. One within another has a dot: "
                "lead=primeProvider.name. For tables also delimiter=comma, semicolon, tab or "
                "pipe. The Ministry's fields and other usual names are found without."
            ),
        ),
    ] = None,
    seed: SeedOption = 2013,
    card: CardOption = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Rank who could join each contract, and see who did.

    Given are the lead, the kind of work, the area and the people. The model, every signal alone,
    counts and popularity rank the same candidates. Files may have the same contracts. They are
    contracts a line, a list, or a table.

    Example: matcher evaluate contracts --train contracts.jsonl --providers providers.json
    """
    from api.cli.evaluating import tell_contracts  # noqa: PLC0415

    state: State = context.obj
    told = state.output(chosen, output)
    tell_contracts(train, test, providers, option or (), seed=seed, card=card, output=told)


@evaluate_app.command()
def consortia(
    context: typer.Context,
    participations: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="A row for each organisation in each project: CSV, packed or not, or XLSX.",
        ),
    ],
    train_until: Annotated[
        int, typer.Option(metavar="YEAR", help="The last year whose projects are known.")
    ],
    test_from: Annotated[
        int, typer.Option(metavar="YEAR", help="The first year whose projects are asked about.")
    ],
    test_until: Annotated[
        int | None,
        typer.Option(metavar="YEAR", help="The last such year; without it, that of the table."),
    ] = None,
    projects: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A table that tells more of projects: when they began, topics, title, text.",
        ),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=HEADING",
            help=(
                "Which column holds what: project, organisation, name, role, start, end, place, "
                "postcode, type, topics, title, text; or delimiter=comma, semicolon, tab or "
                "pipe, or lead=WORD, the role of who leads. Known headings and roles are found "
                "without."
            ),
        ),
    ] = None,
    queries: Annotated[
        int, typer.Option(min=1, help="So many questions are drawn for each task, at most.")
    ] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Of what is drawn, and the intervals.")] = 2013,
    rest: Annotated[
        bool,
        typer.Option(
            "--rest",
            help="Ask what the same command without this does not ask: questions not looked at.",
        ),
    ] = False,
    card: CardOption = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Ask with whom organisations work in later years.

    The model, every signal alone, popularity, factor models (ALS) and other learners are asked the
    same. Tasks: partners new to an organisation, any partner, and the rest of a line-up.

    Example: matcher evaluate consortia --participations p.csv --train-until 2016 --test-from 2017
    """
    from api.cli.evaluating_consortia import tell_consortia  # noqa: PLC0415

    state: State = context.obj
    tell_consortia(
        participations,
        projects,
        option or (),
        split=(train_until, test_from, test_until),
        queries=queries,
        seed=seed,
        rest=rest,
        card=card,
        output=state.output(chosen, output),
    )
