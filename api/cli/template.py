"""`matcher template`: the spreadsheet in which organisations tell of themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.cli.destination import CommandError, check_path, write_file
from api.cli.output import note, working
from api.formats.template_file import template_csv, template_help, template_workbook
from graph.packs.statement_answers import Known
from graph.stores import open_store, programme_at_hand

if TYPE_CHECKING:
    from pathlib import Path

    from api.cli.state import FactsAddress

_WORKBOOK, _CSV = ".xlsx", ".csv"


def write_template(address: FactsAddress, path: Path) -> None:
    """Write the spreadsheet, with the names of the programme to pick from.

    Raises
    ------
    CommandError
        If the file's name says neither of the two forms, or it cannot be written.
    """
    form = path.suffix.lower()
    if form not in {_WORKBOOK, _CSV}:
        message = f"{path} is neither .xlsx nor .csv; name the file after the form that you want."
        raise CommandError(message)
    check_path(path)
    if form == _CSV:
        write_file(path, template_csv())
        note(template_help())
    else:
        with working("Reading the facts"), open_store(address.store_url) as store:
            facts = store.read(programme_at_hand(store, address.programme))
            today = datetime.now(tz=UTC).astimezone().date()
            content = template_workbook(Known(facts, today))
        write_file(path, content)
    note(f"Written to {path}. Filled in, it comes back with: matcher import template {path}")
