"""Reading `programme.toml`: every value has the type that its column says, within its limits."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any, get_origin

from graph.errors import IdentifierError, Mistake
from graph.packs.cells import converter, in_our_time
from graph.packs.characters import named_character
from graph.packs.files import PROGRAMME
from graph.packs.values import values_of
from graph.records.model import Programme
from graph.records.provenance import Provenance
from graph.records.table import is_optional
from graph.records.tables import PROVENANCE, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.table import Column

_TYPES: dict[Any, tuple[type[Any], ...]] = {
    str: (str,),
    int: (int,),
    float: (int, float),
    date: (date,),
}
"""What TOML may hold for each type; never its subclasses: yes is no number, a time no day."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def read_programme(folder: Path, mistakes: list[Mistake]) -> Programme | None:
    """Read the programme itself; None if there are mistakes, which are added to the others."""
    try:
        values = tomllib.loads((folder / PROGRAMME).read_bytes().decode("utf-8-sig"))
    except OSError as error:
        mistakes.append(Mistake(PROGRAMME, 0, f"cannot be read: {error.strerror}"))
        return None
    except UnicodeDecodeError as error:
        mistakes.append(Mistake(PROGRAMME, 0, named_character(error)))
        return None
    except tomllib.TOMLDecodeError as error:
        mistakes.append(Mistake(PROGRAMME, 0, str(error)))
        return None
    columns = (*TABLES["programmes"].columns, *PROVENANCE)
    known = {column.heading for column in columns}
    wrong = [f"{key} is unknown" for key in values if key not in known]
    read: dict[str, Any] = {}
    for column in columns:
        if column.heading not in values:
            wrong.append(f"{column.heading} is missing")
            continue
        try:
            read[column.field] = _value(column, values[column.heading])
        except (ValueError, IdentifierError) as error:
            wrong.append(f"{column.heading}: {error}")
    mistakes += [Mistake(PROGRAMME, 0, each) for each in wrong]
    if wrong:
        return None
    provenance = Provenance(**{column.field: read.pop(column.field) for column in PROVENANCE})
    return Programme(**read, provenance=provenance)


def _value(column: Column, value: Any) -> Any:  # noqa: ANN401  (whatever TOML holds)
    """Check one value; raise what is wrong with it."""
    if column in PROVENANCE:
        return converter(column)(_cell(column, value))
    if type(value) not in _TYPES[column.hint]:
        message = f"{_written(value)} is not {values_of(column)}"
        raise ValueError(message)
    if column.hint is date:
        return in_our_time(value, value)
    if column.field == "id" and not _ID.fullmatch(value):
        message = f"{value!r} is not 1 to 100 letters, digits, points, hyphens and underscores"
        raise ValueError(message)
    return converter(column)(value if column.hint is str else repr(value))


def _cell(column: Column, value: Any) -> str:  # noqa: ANN401  (the same)
    """Write a value of the provenance as a cell of a table would hold it."""
    if get_origin(column.hint) is tuple:
        parts = [part for part in value if isinstance(part, str)] if type(value) is list else []
        if parts and len(parts) == len(value) and not any(";" in part for part in parts):
            return ";".join(parts)
    elif type(value) is date and is_optional(column.hint):
        return value.isoformat()
    elif isinstance(value, str):
        return value
    message = f"{_written(value)} is not {values_of(column)}"
    raise ValueError(message)


def _written(value: Any) -> str:  # noqa: ANN401  (the same)
    """Write a value as TOML does, nearly."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else repr(value)
