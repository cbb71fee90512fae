"""`matcher infer`, `matcher texts train`, and the answers to what was inferred."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from graph.assembly.renewing import renew
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.cli.test_cli_importing import reads_of_the_store
from tests.api.command import Matcher
from tests.builders import A
from tests.graph.assembly.test_assemble import listed, said_by
from tests.graph.texts.test_inference import facts
from tests.graph.texts.told import CHARITY, COMPANY, HOSTEL, text, works_in

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.entries import Import
    from graph.records.facts import Facts
    from graph.records.model import Capability


class World:
    """A store with one source that tells of two organisations, and the command on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        own = facts()
        self.own = replace(own, programmes=(replace(own.programme, id=DEFAULT_PROGRAMME),))
        self.folder, self.path = folder, folder / "matcher.db"
        with SqliteStore.create(self.path, self.own) as store:
            held, known = said_by(
                "REGISTER", listed(CHARITY, "Harbour"), notes=(text(), works_in(A))
            )
            _, other = said_by("REGISTER", listed(COMPANY, "Nowhere"), notes=(text(who=COMPANY),))
            number = store.holdings(DEFAULT_PROGRAMME).begin(held).number
            store.holdings(DEFAULT_PROGRAMME).add(number, [known, other])
            renew(store, DEFAULT_PROGRAMME, finishing=[number])
        self.matcher = Matcher(sqlite_url(self.path), capsys)

    def held(self) -> Facts:
        with SqliteStore(self.path) as store:
            assert store.check() == ()
            return store.read(DEFAULT_PROGRAMME)

    def homes(self) -> list[Capability]:
        return [row for row in self.held().capabilities if row.pathway == "accommodation"]

    def answered(self) -> list[Import]:
        with SqliteStore(self.path) as store:
            imports = store.holdings(DEFAULT_PROGRAMME).imports()
        return [each for each in imports if each.source == "answers"]


def test_inferring_reads_the_store_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        reads = reads_of_the_store(patched)
        code, _, _ = world.matcher("infer")
    assert (code, reads) == (0, [DEFAULT_PROGRAMME])


@pytest.fixture
def world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> World:
    monkeypatch.setattr("api.cli.text_commands._kept", lambda: tmp_path / "own" / "model.npz")
    return World(tmp_path, capsys)


def test_inferring_says_what_it_found_and_what_not(world: World) -> None:
    code, out, err = world.matcher("infer", "--format", "json")
    report: dict[str, Any] = json.loads(out)
    assert (code, report["organisations"], report["told"]) == (0, 2, 1)
    assert (report["without_place"], report["model"]) == (1, "built-in")
    assert report["by_pathway"] == [["accommodation", 1, 1]]
    assert "matcher sources rejects texts" in err
    code, out, _ = world.matcher("sources", "rejects", "texts", "--format", "csv")
    assert (code, f'{COMPANY},places,"it likely works on accommodation' in out) == (0, True)


def test_inferred_work_is_shown_as_inferred(world: World) -> None:
    code, out, _ = world.matcher("infer")
    assert (code, "at least 50% likely" in " ".join(out.split())) == (0, True)
    _, out, _ = world.matcher("organisation", CHARITY, "--format", "csv")
    assert 'from the words ""hostel""' in out
    assert ",inferred," in out
    _, out, _ = world.matcher("organisations", "--search", "Harbour")
    assert "(inferred)" in out


def test_what_nobody_dates_is_said_with_what_to_do(world: World) -> None:
    with SqliteStore(world.path) as store:
        held, undated = said_by("OTHER", notes=(text(known=None),))
        number = store.holdings(DEFAULT_PROGRAMME).begin(held).number
        store.holdings(DEFAULT_PROGRAMME).add(number, [undated])
        renew(store, DEFAULT_PROGRAMME, finishing=[number])
    code, out, err = world.matcher("infer")
    assert (code, "1 texts or places were not read" in " ".join(out.split())) == (0, True)
    assert "matcher import SOURCE FILE --published DATE" in err


def test_inferring_twice_changes_nothing_and_a_removal_takes_all_of_it(world: World) -> None:
    before = world.held()
    world.matcher("infer")
    once = world.held()
    world.matcher("infer")
    assert world.held() == once != before
    world.matcher("sources", "remove", "texts")
    assert world.held() == before


def test_a_refusal_outlives_every_inference_until_it_is_taken_back(world: World) -> None:
    world.matcher("infer")
    assert [row.provenance.sources for row in world.homes()] == [("IMPORT-TEXTS",)]
    code, out, _ = world.matcher("organisation", "refuse", "Harbour", "accommodation")
    assert (code, world.homes()) == (0, [])
    assert 'matcher sources remove answers "GB-CHC-1079327 accommodation"' in " ".join(out.split())
    code, out, _ = world.matcher("infer", "--format", "json")
    assert (json.loads(out)["refused"], world.homes()) == (1, [])
    world.matcher("sources", "remove", "answers")
    world.matcher("infer")
    assert len(world.homes()) == 1


def test_a_confirmed_capability_is_an_own_statement(world: World) -> None:
    world.matcher("infer")
    (inferred,) = world.homes()
    code, out, _ = world.matcher("organisation", "confirm", CHARITY, "accommodation")
    (stated,) = world.homes()
    assert (code, stated.inferred, stated.probability) == (0, "", None)
    assert stated.provenance.confidence == "own-statement"
    assert (stated.places, stated.cohorts) == (inferred.places, inferred.cohorts)
    assert "counts as its own statement" in " ".join(out.split())


def test_the_last_answer_counts(world: World) -> None:
    world.matcher("infer")
    for answer in ("confirm", "refuse", "confirm"):
        assert world.matcher("organisation", answer, CHARITY, "accommodation")[0] == 0
    assert [row.inferred for row in world.homes()] == [""]
    assert len(world.answered()) == 1


def test_what_was_not_inferred_cannot_be_confirmed(world: World) -> None:
    code, _, err = world.matcher("organisation", "confirm", CHARITY, "women_abuse")
    assert (code, "nothing is inferred" in " ".join(err.split())) == (2, True)
    assert world.answered() == []


def test_a_model_is_trained_from_the_users_files_and_used(world: World) -> None:
    tags = world.folder / "tags.csv"
    tags.write_text(f"reg_number,activities,objects,UKCAT\n1,{HOSTEL},,HO103\n")
    code, out, _ = world.matcher("texts", "train", "--tags", str(tags), "--format", "json")
    trained = json.loads(out)
    assert (code, "accommodation" in trained["labels"]) == (0, True)
    _, out, err = world.matcher("infer", "--format", "json")
    assert json.loads(out)["model"] == f"trained on {trained['examples']} examples"
    assert "small model" not in err


def test_a_wrong_file_is_reported_and_changes_nothing(world: World) -> None:
    before = world.held()
    wrong = world.folder / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    for command in (("texts", "train", "--tags"), ("infer", "--model")):
        code, _, err = world.matcher(*command, str(wrong))
        assert code == 2
        assert "wrong.csv" in "".join(err.split())
    assert world.held() == before


def test_a_model_that_cannot_be_written_is_reported(world: World) -> None:
    tags = world.folder / "tags.csv"
    tags.write_text("reg_number,activities,objects,UKCAT\n")
    taken = world.folder / "taken"
    taken.write_text("")
    to = str(taken / "model.npz")
    code, _, err = world.matcher("texts", "train", "--tags", str(tags), "--output", to)
    assert (code, "name another --output" in " ".join(err.split())) == (2, True)
