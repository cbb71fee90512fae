"""What `matcher terms` does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.destination import CommandError
from api.cli.output import Format
from api.cli.tables.terms import terms_parts
from api.formats.terms_document import terms_document
from api.formats.terms_rows import TERMS_COLUMNS, terms_rows
from api.service.documents.reading import LARGEST_BYTES, too_large
from api.service.terms import read_terms

if TYPE_CHECKING:
    from api.cli.output import Output
    from matcher.offers.records import Offer

_INPUT = Path("-")


def check_terms(file: Path, output: Output, *, offer: Path | None, notes: bool) -> None:
    """Write what a contract's terms say."""
    base = _offer(offer) if offer is not None else None
    found = read_terms(_content(file))
    output.emit(
        found,
        columns=TERMS_COLUMNS,
        rows=lambda: terms_rows(found),
        table=lambda: terms_parts(found, offer=base, notes=notes),
        files={Format.DOCX: lambda: terms_document(found)},
    )


def _content(file: Path) -> bytes:
    """Read a file, or standard input, up to a byte more than is accepted."""
    if file == _INPUT:
        return sys.stdin.buffer.read(LARGEST_BYTES + 1)
    try:
        if not file.is_file():
            message = f"{file} is no file."
            raise CommandError(message)
        if file.stat().st_size > LARGEST_BYTES:
            raise too_large()
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}"
        raise CommandError(message) from error


def _offer(path: Path) -> Offer:
    from api.formats.offer_file import read_offer_file  # noqa: PLC0415

    return read_offer_file(path)
