"""The table of descriptions that we read ourselves."""

from __future__ import annotations

import csv
from collections import Counter

from graph.texts.labels import labels
from tests.tooling.texts.by_hand import CHOSEN_ON, JUDGED, SET_ASIDE, TABLE


def test_it_holds_numbers_and_labels_and_no_text() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["description"] for row in rows}) == len(rows) > 300
    halves = Counter(row["half"] for row in rows)
    assert min(halves[CHOSEN_ON], halves[SET_ASIDE]) > 250
    assert {row["source"] for row in rows} == {"D-UKCAT-SAMPLE", "D-LLOYDS-GRANTS"}
    said = {label for row in rows for label in (row["says"] + " " + row["unsure"]).split()}
    assert said <= set(JUDGED) <= {label.key for label in labels()}
