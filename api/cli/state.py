"""What the options before a command say, and the options that every command has."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import Format, Output

FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="How to write the data.", show_default="table"),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file, whole or not at all."),
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
        from api.service.settings import default_store  # noqa: PLC0415

        return os.environ.get("MATCHER_STORE") or default_store()
