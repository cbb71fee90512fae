"""`matcher evaluate consortia` on any table of consortia."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from api.service.consortium_files import ConsortiumFile
from matcher.evaluation.consortia import evaluate_consortia
from tests.matcher.evaluation.consortia_table import rows, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.command import Matcher

COLUMNS = {
    "project": "Grant",
    "organisation": "Body",
    "role": "Part",
    "start": "Began",
    "place": "Land",
    "type": "Sort",
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("consortia") / "who.csv.gz")


def asked(table: Path, *more: str, **columns: str) -> list[str]:
    """The words of the command."""
    options = [f"--option={name}={said}" for name, said in (COLUMNS | columns).items() if said]
    split = ["--train-until=2005", "--test-from=2006", "--queries=10"]
    return ["evaluate", "consortia", f"--participations={table}", *options, *split, *more]


def test_tells_every_figure_as_json(matcher: Matcher, table: Path, tmp_path: Path) -> None:
    topics = tmp_path / "topics.csv"
    topics.write_text(
        "Grant,topic\n" + "".join({f"{row[0]},{row[6]}\n" for row in rows()}), encoding="utf-8"
    )
    _, out, _ = matcher(*asked(table, f"--topics={topics}", "--format=json"))
    told = json.loads(out)
    assert told["rejected"] == 0
    assert told["rows"] == len(rows())
    assert {each["task"] for each in told["results"]} >= {"new partners", "any partner", "line-up"}
    model = next(each for each in told["results"] if each["method"] == "model")
    assert model["calibration"]["bins"]
    assert set(model["figures"]) >= {"ndcg@10", "mrr", "recall@10"}


def test_shows_the_methods_beside_each_other(
    matcher: Matcher, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = evaluate_consortia(
        ConsortiumFile.read(table, topics=None, options=COLUMNS).years(
            train_until=2005, test_from=2006, test_until=None
        ),
        queries=5,
        seed=1,
    )
    monkeypatch.setattr("api.cli.evaluating_consortia.evaluate_consortia", lambda *_, **__: found)
    _, shown, _ = matcher(*asked(table, "--format=table"))
    assert "hypergraph-walk" in shown
    assert "How far chances can be believed" in shown
    _, rowed, _ = matcher(*asked(table, "--format=csv"))
    assert rowed.startswith("task,method")


@pytest.mark.parametrize(
    ("more", "columns", "told"),
    [
        ((), {"start": ""}, "--option start=HEADING"),
        ((), {"start": "Nowhere"}, "start=Nowhere"),
        ((), {"what": "Grant"}, "is none of project=HEADING"),
        ((), {"start": "Body"}, "no row with a project"),
        (("--test-until=2005",), {}, "--train-until must be"),
        (("--topics=nowhere.csv",), {}, "nowhere.csv"),
    ],
)
def test_says_what_is_wrong_and_what_to_do(
    matcher: Matcher, table: Path, more: tuple[str, ...], columns: dict[str, str], told: str
) -> None:
    code, _, err = matcher(*asked(table, *more, **columns))
    assert code != 0
    assert told in " ".join(err.split())


def test_says_that_topics_are_of_other_projects(
    matcher: Matcher, table: Path, tmp_path: Path
) -> None:
    topics = tmp_path / "topics.csv"
    topics.write_text("project,topic\nelsewhere,T1\n", encoding="utf-8")
    _, _, err = matcher(*asked(table, f"--topics={topics}"))
    assert "must hold the same identifiers" in " ".join(err.split())
