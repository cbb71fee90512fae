"""docs/network.md tells what the answers hold."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from api.formats.network_rows import NODE_COLUMNS, TIE_COLUMNS
from graph.networks.centrality import EXACT_UP_TO, SAMPLED
from graph.networks.layout import ALL_PAIRS_UP_TO
from graph.networks.ties import HALF_LIFE_YEARS
from matcher.questions.network_records import (
    FIRST_VIEW,
    MOST_NODES,
    Broker,
    Community,
    Network,
    NetworkNode,
    NetworkTie,
)

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "network.md").read_text("utf-8")


@pytest.mark.parametrize("record", [Network, NetworkNode, NetworkTie, Community, Broker])
def test_the_fields_are_documented_in_their_order(record: type[Any]) -> None:
    section = TEXT.split(f"\n## {record.__name__}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    documented = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert documented == [field.name for field in fields(record)]


def test_the_columns_of_csv_are_documented() -> None:
    listed = re.findall(r"`(\w+,[^`]*)`", TEXT.split("\n## CSV\n")[1])
    assert [tuple(names.split(", ")) for names in listed] == [NODE_COLUMNS, TIE_COLUMNS]


def test_the_limits_are_those_of_the_code() -> None:
    for number in (EXACT_UP_TO, SAMPLED, ALL_PAIRS_UP_TO, FIRST_VIEW, MOST_NODES):
        assert f"{number:,}" in TEXT
    assert f"age / {HALF_LIFE_YEARS:g} years" in TEXT
