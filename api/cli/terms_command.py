"""`matcher terms`, with its options and what it does."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from api.cli.output import Format
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)


def terms(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A Word file (.docx), a PDF with text, plain text, or - for input."
        ),
    ],
    offer: Annotated[
        Path | None,
        typer.Option(
            metavar="OFFER.toml",
            help="An offer, as matcher offer writes it: shown with and without these terms.",
        ),
    ] = None,
    notes: Annotated[bool, typer.Option(help="Show clauses that need no change, too.")] = False,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Check the terms of a sub-contract.

    Clause by clause: what a small charity must look at, how bad it is, what it means and what to
    ask for, and what is missing. It is no legal advice. Nothing of the file is kept.

    \b
    For example:
      matcher terms contract.docx
      matcher terms contract.pdf --output terms.docx
      matcher terms contract.docx --offer offer.toml
      matcher terms contract.txt --format csv
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.checking_terms import check_terms  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    check_terms(file, state.output(chosen, output, files=(Format.DOCX,)), offer=offer, notes=notes)
