"""Examples from data that people have: hand-made tags of charities, contracts' descriptions.

Files are read as they are published. The texts stay in memory; nothing of them is kept in a model
but which words it knows.
"""

from __future__ import annotations

import csv
import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.errors import SourceError
from graph.texts.features import Read
from graph.texts.labels import labels
from graph.texts.own_tables import own_table
from graph.texts.training import Example

if TYPE_CHECKING:
    from pathlib import Path

_TAG_COLUMNS = ("reg_number", "activities", "objects", "UKCAT")
_CONTRACT_PATHWAYS = {
    "ACC": ("accommodation",),
    "ETE": ("ete",),
    "FBD": ("finance",),
    "DNR": ("drugs_alcohol",),
    "PWB": ("personal_wellbeing",),
    "MTR": ("mentoring",),
    "WOS": ("womens_services", "women"),
    "WSM": ("womens_services", "women"),
}
"""What a contract's type says that its text is about; of the rest it says nothing."""


def tagged_charities(path: Path) -> list[Example]:
    """Read charities with UK-CAT tags (CSV), as the labels' tags say what they do.

    Raises
    ------
    SourceError
        If the file cannot be read, or has not the columns that are needed.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _TAG_COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                message = f"{path} has no column {', '.join(missing)}; name the tagged sample (CSV)"
                raise SourceError(message)
            return [_of_tags(row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"{path} cannot be read as tags: {error}"
        raise SourceError(message) from error


def _of_tags(row: dict[str, str]) -> Example:
    text = "\n".join(filter(None, (row["activities"], row["objects"])))
    tags = set(row["UKCAT"].split(";"))
    says: dict[str, bool] = {}
    for label in labels():
        if not label.tags:
            continue
        if label.tags & tags:
            says[label.key] = True
        elif not label.unsure & tags:
            says[label.key] = False
    return Example(text=Read.of(text), group=_group(text), says=says)


def contract_texts(path: Path) -> list[Example]:
    """Read the contracts' descriptions (JSON lines); each different text counts once.

    Raises
    ------
    SourceError
        If the file cannot be read, or is of another kind.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            found = dict(_of_contract(json.loads(line)) for line in file)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path} cannot be read as contracts (JSON lines): {error!r}"
        raise SourceError(message) from error
    return list(found.values())


def _of_contract(contract: dict[str, Any]) -> tuple[str, Example]:
    """Give a contract's text and example; all contracts of a type share sentences, so a group."""
    kind = str(contract["contract_type_id"]).split("-")[0]
    text = f"{contract['intervention_title']}\n{contract['short_description']}"
    says = dict.fromkeys((*_CONTRACT_PATHWAYS.get(kind, ()), "justice"), True)
    example = Example(text=Read.of(text), group=f"contract {kind}", says=says, natural=False)
    return _group(text), example


def _group(text: str) -> str:
    """Name a text by its letters, so that copies of one fall into one group."""
    letters = "".join(filter(str.isalnum, text.lower()))
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


@cache
def written_examples() -> tuple[Example, ...]:
    """Give the sentences that were written for this project (``examples.csv``)."""
    return tuple(map(_written, own_table("examples")))


def _written(row: dict[str, str]) -> Example:
    said = set(row["says"].split())
    says = {label.key: label.key in said for label in labels()}
    return Example(text=Read.of(row["text"]), group=_group(row["text"]), says=says, natural=False)
