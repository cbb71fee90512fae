"""Descriptions that we read ourselves, for labels that no tag measures.

``read_by_hand.csv`` holds what we judged, and no text: the number of a charity or grant, the half
that it is in, what its description says, and what we could not decide. The texts are read from the
files beside the repository.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

from graph.texts.features import Read
from graph.texts.training import Example

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).with_name("read_by_hand.csv")
JUDGED = (
    "finance",
    "mentoring",
    "womens_services",
    "through_the_gate",
    "attitudes",
    "women_sex_work",
    "service_user_involvement",
    "justice",
)
CHOSEN_ON, SET_ASIDE = "chosen on", "set aside"


def read_by_hand(half: str, *, charities: Path, grants: Path) -> list[Example]:
    """Give the descriptions of a half, with what we judged of them."""
    texts = dict(_charities(charities)) | dict(_grants(grants))
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["half"] == half]
    return [_judged(row, texts[row["description"]]) for row in rows]


def _judged(row: dict[str, str], text: str) -> Example:
    yes, unsure = set(row["says"].split()), set(row["unsure"].split())
    says = {label: label in yes for label in JUDGED if label not in unsure}
    return Example(text=Read.of(text), group=row["description"], says=says, natural=False)


def _charities(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["reg_number"], "\n".join(filter(None, (row["activities"], row["objects"])))


def _grants(path: Path) -> Iterator[tuple[str, str]]:
    for grant in json.loads(path.read_text(encoding="utf-8-sig"))["grants"]:
        yield grant["id"], grant.get("description", "")
