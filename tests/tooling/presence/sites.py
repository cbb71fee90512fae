"""The sites that the contracts' own texts name, by authority (needs the Ministry's file)."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.records.kinds import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.facts import Facts
    from graph.records.model import Collaboration, Place

HERE = Path(__file__).resolve().parent
CONTRACTS = HERE.parents[3] / "shared" / "data" / "moj_interventions" / "contracts.jsonl"
_COVERAGE = ("local hubs across", "all of dorset", "available to all women")
"""Words of a text that says what is covered, and not where the sites are."""
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """An authority in the area of a contract, and whether the contract names a site in it."""

    contract: str
    wide: bool
    population: int
    has_site: bool


def cells(facts: Facts) -> list[Cell]:
    """The authorities of each contract that lists its sites."""
    texts = _texts()
    return [cell for contract in facts.collaborations for cell in _cells(facts, contract, texts)]


def _cells(facts: Facts, contract: Collaboration, texts: dict[str, str]) -> Iterator[Cell]:
    authorities = [place for place in facts.places if place.kind is PlaceKind.AUTHORITY]
    codes = {place.code for place in authorities}
    text = texts[contract.id]
    if codes & set(contract.places) or any(words in text for words in _COVERAGE):
        return  # let by borough, or no list of sites
    within = set(contract.places or contract.areas)
    mine = [place for place in authorities if within & set(place.parents)]
    found = {place.code for place in mine if _names(place).search(text)}
    if len(found) >= _FEWEST:
        for place in mine:
            yield Cell(
                contract=contract.id,
                wide=not contract.places,
                population=place.population or 0,
                has_site=place.code in found,
            )


def _texts() -> dict[str, str]:
    """Where each contract says that it delivers, in small letters, without its prisons."""
    lines = CONTRACTS.read_text("utf-8").split("\n")
    found: dict[str, str] = {}
    for contract in (json.loads(line) for line in lines if line):
        text = " ; ".join(_locations(contract)).lower()
        reference = contract["contract_reference"].lower().replace("_", "-")
        found[f"crs-{reference}"] = re.sub(r"hmp [a-z ]+", "", text)
    return found


def _locations(contract: dict[str, Any]) -> Iterator[str]:
    for activity in contract["activities"] or ():
        yield activity.get("delivery_location") or ""


def _names(place: Place) -> re.Pattern[str]:
    name = place.name.lower()
    names = {name, name.split(",")[0], name.replace("-on-sea", ""), *_TOWNS[place.name]}
    return re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, sorted(names)))})(?![a-z])")


def _towns() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with (HERE / "towns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["authority"]] = row["towns"].split(";")
    return found


_TOWNS = _towns()
