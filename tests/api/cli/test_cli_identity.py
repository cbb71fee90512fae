"""`matcher identity`, on what a source made for tests says."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from graph import sources
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.store import SqliteStore
from tests.api.cli.test_cli_importing import World, reads_of_the_store

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.facts import Facts

CHARITY, COMPANY = "GB-CHC-1079327", "GB-COH-03861209"
ROWS = (
    f"{CHARITY},Zephyr Quayside Initiative,housing,Ayton,,",
    f"{COMPANY},ZEPHYR QUAYSIDE INITIATIVE LIMITED,work,Ayton,,",
    "GB-CHC-1234567,Lantern Wayfarers,work,Ayton,,",
)


@pytest.fixture
def world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> World:
    monkeypatch.setattr(sources, "IMPORTERS", {"example": "tests.graph.sources.example_source"})
    monkeypatch.setattr("api.cli.held_sources.IMPORTERS", sources.IMPORTERS)
    world = World(tmp_path, capsys)
    world.imported(*ROWS)
    return world


def kept(world: World) -> tuple[Facts, int]:
    """Give the facts, and how many identifiers are of somebody else."""
    facts = world.held()
    return facts, len(facts.identifiers) - len(world.before.identifiers)


def test_linking_keeps_links_and_makes_the_facts_anew(world: World) -> None:
    code, out, _ = world.matcher("--format", "json", "identity", "link", "--threads", "1")
    report = json.loads(out)
    assert code == 0
    assert report["programme"] == DEFAULT_PROGRAMME
    assert report["model"]
    with SqliteStore(world.path) as store:
        (link,) = [x for x in store.holdings(DEFAULT_PROGRAMME).links() if x.left == CHARITY]
    assert link.right == COMPANY
    assert report["counted"] + report["review"] >= 1
    code, out, _ = world.matcher("identity", "show", CHARITY)
    assert (code, COMPANY in out, "before anything is compared" in out) == (0, True, True)
    told = " ".join(out.split())
    assert f"Why {COMPANY} {link.probability:.3f}" in told
    assert "name: the same words" in told


def test_linking_and_deciding_read_the_store_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for asked in (("link", "--threads", "1"), ("decide", CHARITY, COMPANY, "--same")):
        with monkeypatch.context() as patched:
            reads = reads_of_the_store(patched)
            code, _, _ = world.matcher("identity", *asked)
        assert (code, reads) == (0, [DEFAULT_PROGRAMME])


def test_a_merge_is_undone_without_loss(world: World) -> None:
    before, none = kept(world)
    code, out, _ = world.matcher("identity", "decide", COMPANY, CHARITY, "--same", "--by", "Ann")
    assert (code, "are one organisation" in out) == (0, True)
    _, joined = kept(world)
    assert joined == none + 1
    code, out, _ = world.matcher("identity", "show", COMPANY)
    assert (code, f"In the facts it is {CHARITY}" in out, "(Ann)" in out) == (0, True, True)
    code, out, _ = world.matcher("identity", "undo", CHARITY, COMPANY)
    assert (code, "taken back" in out) == (0, True)
    assert world.held() == before


def test_different_keeps_apart_what_a_link_joins(world: World) -> None:
    before = world.held()
    world.matcher("identity", "decide", CHARITY, COMPANY, "--different", "--note", "two firms")
    world.matcher("identity", "link", "--threads", "1")
    assert world.held() == before
    code, out, _ = world.matcher("--format", "json", "identity", "review")
    assert (code, [row for row in json.loads(out) if row["left"] == CHARITY]) == (0, [])


def test_review_lists_both_sides_and_what_each_comparison_adds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.identity.review.THRESHOLD", 1.1)
    monkeypatch.setattr(
        "graph.identity.review.cases.__kwdefaults__", {"stated": (), "threshold": 1.1}
    )
    world.matcher("identity", "link", "--threads", "1")
    code, out, err = world.matcher("--format", "json", "identity", "review")
    (row,) = json.loads(out)
    assert (code, row["left"], row["right"]) == (0, CHARITY, COMPANY)
    assert row["left_names"] == "Zephyr Quayside Initiative"
    assert row["waterfall"].startswith("prior -")
    assert "matcher identity decide" in err
    assert (row["item"], row["record"], row["kind"]) == (1, COMPANY, "unsure")
    assert "name: the same words +" in row["waterfall"]
    code, out, _ = world.matcher("identity", "review", "--limit", "1")
    assert (code, "likely," in out, f"   may be {CHARITY}; Zephyr" in out) == (0, True, True)
    assert re.search(r"^      chance 0\.\d\d: likely, but not sure", out, re.MULTILINE)
    assert re.search(r"^      odds: 1 in [\d,]+ by chance; name: the same words", out, re.MULTILINE)
    assert "1 record waits for a person, with 1 candidate: 1 whose work is stated." in out
    for asked, count in (("--kind=rivals", 0), (f"--about={CHARITY}", 1), ("--about=GB-X", 0)):
        _, out, _ = world.matcher("--format", "json", "identity", "review", asked)
        assert len(json.loads(out)) == count
    code, out, _ = world.matcher("identity", "review", "--kind", "rivals")
    assert (code, "None of it is what you asked for" in out, "unsure" in out) == (0, True, True)
    code, _, err = world.matcher("identity", "review", "--page", "2")
    assert (code, "the last page is 1" in err) == (2, True)
    code, out, _ = world.matcher("--format", "csv", "identity", "review")
    assert (code, out.count("\n")) == (0, 2)


def test_there_may_be_nothing_to_decide(world: World) -> None:
    code, out, _ = world.matcher("identity", "review")
    assert (code, "nothing for a person to decide" in out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("decide", CHARITY, COMPANY), "--same or --different"),
        (("decide", "nonsense", COMPANY, "--same"), "not a well-formed"),
        (("decide", CHARITY, "GB-CHC-7777777", "--same"), "nothing is known of GB-CHC-7777777"),
        (("decide", CHARITY, CHARITY, "--same"), "name two identifiers"),
        (("undo", CHARITY, COMPANY), "nothing was decided about"),
        (("link", "--backend", "abacus"), "there are: duckdb, spark"),
        (("review", "--kind", "odd"), "there are: unsure, rivals, chain, numbers, own, decided"),
    ],
)
def test_what_cannot_be_done_is_said(world: World, arguments: tuple[str, ...], told: str) -> None:
    before = world.held()
    code, _, err = world.matcher("identity", *arguments)
    assert code == 2
    assert told in " ".join(err.split())
    assert world.held() == before
