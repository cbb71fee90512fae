"""`matcher offer` and `matcher offers`, with their options and what they do."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from api.cli.output import Format
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)

OfferFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar="<table|json|csv|xlsx>",
        help="How to write the data. Default: as the file's name ends, or table.",
        show_default=False,
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="A field. Give it again for more."),
]
Runs = Annotated[int, typer.Option(help="How many runs, 100 to 100,000.")]
Seed = Annotated[int, typer.Option(help="What draws the runs: the same seed, the same answer.")]


def offer(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="The offer, as a TOML file; --example prints one.",
            show_default=False,
        ),
    ] = None,
    settings: Settings = None,
    runs: Runs = 10_000,
    seed: Seed = 1,
    example: Annotated[
        bool, typer.Option("--example", help="Print a file with every field, explained.")
    ] = False,
    output: OutputOption = None,
    chosen: OfferFormat = None,
) -> None:
    """Say whether an offer of a sub-contract is any good.

    First comes the answer in plain English, and what to negotiate first. Then come the money by
    year, the chance of a loss and of running out of money, where the offer breaks even, stress
    tests, and what matters most. Fields that are not given are those of the example. CSV has a row
    for each month; xlsx is a live workbook. Nothing is kept; docs/offers.md explains all of it.

    \b
    For example:
      matcher offer --example --output mine.toml
      matcher offer mine.toml
      matcher offer mine.toml --set payment_days=60 --set service1_unit_price_gbp=950
      matcher offer mine.toml --output mine.xlsx
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.offering import print_example, tell_offer  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    written = state.output(chosen, output, files=(Format.XLSX,))
    if example:
        print_example(written, file=file, settings=tuple(settings or ()))
    else:
        tell_offer(written, file=file, settings=tuple(settings or ()), runs=runs, seed=seed)


def offers(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE FILE...", help="Two to five offers, as files.")
    ],
    settings: Settings = None,
    runs: Runs = 10_000,
    seed: Seed = 1,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Compare two to five offers of sub-contracts side by side.

    What is set by --set holds for all of them, such as your own costs.

    \b
    For example:
      matcher offers one.toml other.toml
      matcher offers one.toml other.toml --set reserves_gbp=40000 --format csv
    """  # noqa: D301
    from api.cli.offering import tell_offers  # noqa: PLC0415

    state: State = context.obj
    tell_offers(
        state.output(chosen, output),
        files=files,
        settings=tuple(settings or ()),
        runs=runs,
        seed=seed,
    )
