"""From the parameters of a request to a record: what can be read, and all that cannot.

A record is a dataclass whose fields are the parameters: types and defaults are read from it. A
blank parameter counts as absent (forms send them). A list is given by repeating its parameter, or a
line for each entry.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from api.web.addresses import PROGRAMME
from api.web.parameters import ENOUGH, LONGEST_LIST, LONGEST_TEXT, MEMBERS, OTHER
from matcher.brief.request import BRIEF_FIELDS
from matcher.errors import BriefMistake

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.datastructures import QueryParams

_LONGEST_CURSOR = 20_000
"""It holds the name of an organisation, in which a character may take sixteen."""
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LISTS = {MEMBERS, OTHER, *(name for name, field in BRIEF_FIELDS.items() if field.is_list)}

_IN_PLAIN_WORDS = {
    "should be a valid integer": "must be a whole number",
    "should be a valid number": "must be a number",
    "should be a finite number": "must be a number",
    "should be a valid boolean": "must be true or false",
}
_Asked = TypeVar("_Asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Which stretch of a list: how many, and after which cursor."""

    limit: int = 50
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Parsed(Generic[_Asked]):
    """What could be read of the parameters, and the mistakes in the rest."""

    asked: _Asked
    mistakes: tuple[BriefMistake, ...]


def read_parameters(
    asked: type[_Asked],
    default: _Asked,
    words: Mapping[str, str],
    parameters: QueryParams,
    *,
    known: Mapping[str, str] | None = None,
) -> Parsed[_Asked]:
    """Read the parameters of a request.

    Parameters
    ----------
    asked : the record to make
    default : what holds for parameters that are absent or cannot be read
    words : of the parameters that are read
    parameters : the request's
    known : of all parameters that the address takes, where others read the rest
    """
    known = known or words
    mistakes = [
        BriefMistake(name[:LONGEST_TEXT], f"is not a parameter here; there are: {', '.join(known)}")
        for name in dict.fromkeys(parameters)
        if name not in {*known, PROGRAMME, ENOUGH}
    ]
    values: dict[str, Any] = {}
    for name in words:
        given, problems = entries(name, parameters)
        mistakes += problems
        if given and not problems:
            values[name] = given if name in _LISTS else given[0]
    parsed, unreadable = _validated(asked, default, values)
    return Parsed(parsed, (*mistakes, *unreadable))


def entries(name: str, parameters: QueryParams) -> tuple[list[str], list[BriefMistake]]:
    """Give what was typed for a parameter, without blanks, and what is wrong with it."""
    texts = parameters.getlist(name)
    lines = [line for text in texts for line in (text.splitlines() if name in _LISTS else [text])]
    given = [line.strip() for line in lines if line.strip()]
    return given, _misshapen(name, given) if given else []


def _misshapen(name: str, given: Sequence[str]) -> list[BriefMistake]:
    if name in _LISTS and len(given) > LONGEST_LIST:
        return [BriefMistake(name, f"{len(given)} entries; at most {LONGEST_LIST} are taken")]
    if name not in _LISTS and len(given) > 1:
        return [BriefMistake(name, "is given more than once")]
    if any(len(entry) > longest(name) for entry in given):
        return [BriefMistake(name, f"is longer than {longest(name):,} characters")]
    if name == "as_of" and not _is_date(given[0]):
        return [BriefMistake(name, f"{given[0]!r} is not a date such as 2013-09-19")]
    return []


def longest(name: str) -> int:
    """Give the most characters that a parameter, or an entry of its list, may have."""
    return _LONGEST_CURSOR if name == "cursor" else LONGEST_TEXT


def _is_date(text: str) -> bool:
    try:
        return bool(_ISO_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _validated(
    asked: type[_Asked], default: _Asked, values: Mapping[str, Any]
) -> tuple[_Asked, list[BriefMistake]]:
    """Convert texts to the fields' types; what cannot be converted keeps its default."""
    required = {
        field.name: getattr(default, field.name)
        for field in fields(asked)  # type: ignore[arg-type]
        if field.default is MISSING
    }
    adapter: TypeAdapter[_Asked] = _adapter(asked)  # type: ignore[arg-type]
    mistakes: list[BriefMistake] = []
    try:
        read = adapter.validate_python({**required, **values})
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one["msg"] for one in error.errors(include_url=False)}
        mistakes = [BriefMistake(name, _plain(message)) for name, message in wrong.items()]
        values = {name: value for name, value in values.items() if name not in wrong}
        read = adapter.validate_python({**required, **values})
    return replace(default, **{name: getattr(read, name) for name in values}), mistakes  # type: ignore[type-var]


@cache
def _adapter(asked: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(asked)


def _plain(message: str) -> str:
    """Say what pydantic says in plain words.

    >>> _plain("Input should be a valid integer, unable to parse string as an integer")
    'must be a whole number'
    """
    said = message.removeprefix("Input ").split(",", maxsplit=1)[0]
    return _IN_PLAIN_WORDS.get(said, said)
