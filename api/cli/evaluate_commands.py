"""`matcher evaluate`: how well the model of partners does on works that it has not seen."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads it)
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
        "  matcher evaluate contracts --train contracts.jsonl --format json"
    ),
)

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
    seed: SeedOption = 2013,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Rank who could join each contract, and see where its subcontractors stand.

    Given are the lead, the kind of work, the area and the people. The model, every signal alone,
    counts and popularity rank the same candidates. Files may have the same contracts.

    Example: matcher evaluate contracts --train contracts.jsonl --providers providers.json
    """
    from api.cli.evaluating import tell_contracts  # noqa: PLC0415

    state: State = context.obj
    tell_contracts(train, test, providers, seed=seed, output=state.output(chosen, output))
