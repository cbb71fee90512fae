"""The page about fairness tells of the groups, options and columns that there are."""

from __future__ import annotations

import re
from pathlib import Path

from api.formats.serialise import FAIRNESS_COLUMNS
from api.service.service import Service
from api.web.parameters import FAIRNESS_LABELS, FAIRNESS_WORDS
from graph.snapshot.snapshot import Snapshot
from matcher.questions.fairness_records import FairnessQuery
from matcher.questions.groups import GROUPINGS
from tests.builtin import read_builtin

TEXT = (Path(__file__).parents[2] / "docs" / "fairness.md").read_text("utf-8")


def test_the_options_are_documented_in_their_order() -> None:
    assert re.findall(r"^\| `--?[\w-]+` \| `(\w+)` \|", TEXT, re.MULTILINE) == list(FAIRNESS_WORDS)
    assert list(FAIRNESS_LABELS) == list(FAIRNESS_WORDS)


def test_the_columns_are_documented() -> None:
    listed = {tuple(re.split(r",\s+", names)) for names in re.findall(r"`(\w+,[^`]*)`", TEXT)}
    assert FAIRNESS_COLUMNS in listed


def test_the_groupings_are_documented() -> None:
    told = re.findall(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \| [^`|]+ \|$", TEXT, re.MULTILINE)
    assert re.findall(r"`([a-z-]+)`", " ".join(told)) == list(GROUPINGS)


def test_the_costs_are_told_for_every_trial_and_every_grouping_that_is_known() -> None:
    from tests.tooling.partners.fair import MEASURED  # noqa: PLC0415  (heavy)

    rows = re.findall(r"^\| [^|]* asked \| ([a-z-]+) \|", TEXT, re.MULTILINE)
    assert rows == list(MEASURED) * 3, "run make fairness"


def test_the_example_is_what_the_product_answers() -> None:
    service = Service(Snapshot(read_builtin()))
    query = FairnessQuery(area="Essex", direction="joins", by="size")
    found = service.fairness(query)
    assert f"the lists of the {found.lists} who may lead" in TEXT
    for row in found.groupings[0].groups:
        shares = f"{row.share_of_capability:.1%} | {row.exposure:.1%}".replace("%", " %")
        span = f"{row.low:.2f} to {row.high:.2f}, {row.verdict}"
        assert f"| {row.group} | {row.bodies} | {shares} | {row.ratio:.2f} | {span} |" in TEXT
