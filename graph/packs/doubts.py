"""What may be right in a data pack but is worth a look. Each docstring says what it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import Mistake
from graph.records.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.packs.checks import Check, Rows
    from graph.records.facts import Facts


def names_tell_organisations_apart(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """Two organisations of one name, or an alias that is also another's name."""
    del facts
    called: dict[str, dict[str, str]] = {}
    for file, number, row in rows["organisations"]:
        for message in _shared(called, owner=row.id, name=row.name):
            yield Mistake(file, number, message)
    for file, number, row in rows["aliases"]:
        for message in _shared(called, owner=row.organisation, name=row.name):
            yield Mistake(file, number, message)


def _shared(called: dict[str, dict[str, str]], *, owner: str, name: str) -> Iterator[str]:
    letters = "".join(words(name))
    owners = called.setdefault(letters, {})
    for other, written in owners.items():
        if letters and other != owner:
            both = f"name: {name!r} is a name of {owner}, and {written!r} one of {other}"
            yield f"{both}; a brief must name either by its identifier"
    owners.setdefault(owner, name)


def numbers_are_those_of_registers(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """An identifier whose number does not look like one of its register."""
    del facts
    found = [(row.file, row.number, "id", row.record.id) for row in rows["organisations"]]
    found += [
        (row.file, row.number, "identifier", row.record.identifier) for row in rows["identifiers"]
    ]
    for file, number, field, org_id in found:
        if org_id.doubt:
            message = f"{field}: the numbers of {org_id.register} are {org_id.doubt}, not "
            yield Mistake(file, number, f"{message}{org_id.number!r}")


def identifiers_say_something_new(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """An identifier that is listed as another one of the organisation that it stands for."""
    del facts
    for file, number, row in rows["identifiers"]:
        if row.identifier == row.organisation:
            yield Mistake(file, number, f"identifier: {row.identifier} is the organisation's id")


DOUBTS: tuple[Check, ...] = (
    names_tell_organisations_apart,
    numbers_are_those_of_registers,
    identifiers_say_something_new,
)
