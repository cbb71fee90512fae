"""`matcher infer` and `matcher texts`: from words to pathways, with their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.state import FormatOption, OutputOption, State, about_a_programme

_NAME = "text-model.npz"

texts_app = typer.Typer(
    no_args_is_help=True,
    help="Train what reads texts: matcher texts train --tags FILE",
)


@about_a_programme
def infer(
    context: typer.Context,
    model: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            envvar="MATCHER_TEXT_MODEL",
            help="A model from matcher texts train. Default: the one trained last, or the small"
            " one that comes with the product.",
            show_default=False,
        ),
    ] = None,
    threshold: Annotated[
        float,
        typer.Option(min=0.01, max=1.0, help="How likely a pathway has to be."),
    ] = 0.5,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Infer pathways from the texts of imported sources.

    What an organisation likely works on is read out of what sources say of it in prose. What is
    inferred is marked so everywhere, with its probability and the words that caused it. It counts
    for less than what somebody states, and the organisation can confirm or refuse it. Inferring
    again replaces what was inferred before. docs/text.md says how often it is right.

    \b
    For example:
      matcher infer
      matcher infer --threshold 0.7
      matcher organisation refuse GB-CHC-1234567 accommodation
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.inferring import infer_all  # noqa: PLC0415

    state: State = context.obj
    infer_all(state.facts(), model or _trained(), threshold, state.output(chosen, output))


@texts_app.command(no_args_is_help=True)
def train(
    context: typer.Context,
    tags: Annotated[
        Path,
        typer.Option(metavar="FILE", help="Charities with UK-CAT tags (CSV).", show_default=False),
    ],
    contracts: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The Ministry's contracts with their descriptions (JSON lines).",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to keep the model. Default: where matcher infer looks.",
            show_default=False,
        ),
    ] = None,
    chosen: FormatOption = None,
) -> None:
    """Train a model from hand-made tags and contracts.

    Then matcher infer uses it. It takes a minute or two. The same files give the same model.

    Example: matcher texts train --tags sample.csv --contracts contracts.jsonl
    """
    from api.cli.inferring import train_model  # noqa: PLC0415

    state: State = context.obj
    train_model(tags, contracts, output or _kept(), state.output(chosen))


def _kept() -> Path:
    """Give where the model that was trained last is kept: in the user's data folder."""
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_data_dir("partnership-matcher", appauthor=False)) / _NAME


def _trained() -> Path | None:
    return _kept() if _kept().exists() else None
