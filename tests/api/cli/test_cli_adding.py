"""`matcher organisation add` and `withdraw`, by file and by the answers of a form."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from graph.records.model import Source
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.differences import differences
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.command import Matcher
from tests.matcher.market import market

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.facts import Facts

FILE = """
name = "Harbour"
identifier = "charity 1234567"
kind = "charity"
turnover = "100000-250000"
volunteers = 12
since = 2020-05-01
consent = true
[[work]]
pathways = ["housing", "work"]
places = ["Ayton"]
cohorts = ["women"]
"""
ANSWERS = {
    "name": "Harbour",
    "identifier": "charity 1234567",
    "kind": "charity",
    "founded": "",
    "turnover": "100k-250k",
    "employees": "",
    "volunteers": "12",
    "about": "",
    "since": "2020-05-01",
    "other_numbers": "",
    "consent": "yes",
    "interest": "",
    "refused": "",
    "accounts_year_end": "",
    "pathways": "housing; work",
    "places": "Ayton",
    "cohorts": "women",
    "setting": "",
    "sex": "",
    "justice": "",
    "capacity_needs_a_year": "",
    "evidence_kind": "",
    "other work": "no",
    "add it": "yes",
}
"""The same as in the file, question by question."""


class World:
    """A store of one's own with the small market, and the command on it."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        facts = market().facts
        programme = replace(facts.programme, id=DEFAULT_PROGRAMME)
        self.before = replace(facts, programmes=(programme,))
        self.path, self.file = folder / "matcher.db", folder / "harbour.toml"
        SqliteStore.create(self.path, self.before).close()
        self.matcher = Matcher(sqlite_url(self.path), capsys)
        self._monkeypatch = monkeypatch

    def add(self, text: str, *options: str) -> tuple[int, str, str]:
        self.file.write_text(text, "utf-8")
        return self.matcher("organisation", "add", str(self.file), *options)

    def fill_in(self, *answers: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{a}\n" for a in answers)))
        return self.matcher("organisation", "add")

    def held(self) -> Facts:
        with SqliteStore(self.path) as store:
            assert store.check() == ()
            return store.read(DEFAULT_PROGRAMME)


@pytest.fixture
def world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> World:
    return World(tmp_path, capsys, monkeypatch)


def changed(**answers: str) -> list[str]:
    return list({**ANSWERS, **answers}.values())


def test_a_file_adds_an_organisation_and_says_how_to_ask_about_it(world: World) -> None:
    code, out, err = world.add(FILE)
    assert code == 0
    assert "by its own statement, with 2 capabilities. It counts from 2020-05-01." in " ".join(
        out.split()
    )
    assert "matcher why-not GB-CHC-1234567 CPA1 --as-of 2020-05-01" in err
    found = differences(world.before, world.held())
    tables = ["sources", "organisations", "sizes", "capabilities", "accounts"]
    assert [row.table for row in found] == tables


def test_what_was_added_can_be_asked_about_the_same_minute(world: World) -> None:
    world.add(FILE)
    why_not = ("why-not", "GB-CHC-1234567", "CPA1", "-f", "json")
    code, out, _ = world.matcher(*why_not, "--as-of", "2020-05-01")
    assert code == 0
    assert json.loads(out)["name"] == "Harbour"
    code, out, _ = world.matcher("organisation", "Harbour", "--as-of", "2020-05-01")
    assert (code, "own-statement" in out) == (0, True)
    before = json.loads(world.matcher(*why_not, "--as-of", "2020-04-30")[1])
    assert "to have existed on 2020-04-30" in before["obstacles"][0]["sentence"]


def test_the_form_adds_what_the_file_does(world: World) -> None:
    world.add(FILE)
    by_file = world.held()
    assert world.matcher("organisation", "withdraw", "Harbour")[0] == 0
    assert world.held() == world.before
    code, _, err = world.fill_in(*changed())
    assert code == 0
    assert world.held() == by_file
    assert "Harbour, a charity, GB-CHC-1234567" in err
    assert "Housing, Work in Ayton (authority)" in err


def test_a_wrong_answer_is_told_and_asked_for_again(world: World) -> None:
    answers = changed(kind="club\ncharity", places="Atlantis\nAyton")
    code, _, err = world.fill_in(*answers)
    assert code == 0
    assert "'club' is not one of charity, " in err
    assert "No place is called 'Atlantis'. " in err
    assert err.count("Please answer again.") == 2
    assert len(world.held().capabilities) == len(world.before.capabilities) + 2


def test_the_form_takes_several_kinds_of_work(world: World) -> None:
    more = "yes\nhousing\nFirst County\n\ncustody\nmen\nadjacent\n40\n\nmaybe\nno"
    code, _, err = world.fill_in(*changed(**{"other work": more}))
    assert code == 0
    assert "'maybe' is neither yes nor no" in err
    last = world.held().capabilities[-1]
    assert (last.setting, last.sex, last.justice) == ("custody", "men", "adjacent")
    assert (last.places, last.capacity_needs_a_year) == (("CPA1",), 40.0)


def test_the_form_asks_all_that_the_spreadsheet_asks(world: World) -> None:
    told = {
        "other_numbers": "company 01234567",
        "interest": "tier2\nCPA1",
        "refused": "Women's centre",
        "accounts_year_end": "2021-03-31\n2020-03-31\n180,000\n\n-1.5k",
        "employees": "6",
        "volunteers": "15",
        "pathways": "yes\nhousing; work",
        "evidence_kind": "survey\n2\na university\nfewer evictions\n50 women",
    }
    code, _, err = world.fill_in(*changed(**told))
    assert code == 0
    assert "accounts_year_end is after 2020-05-01, the day under since. Please answer" in err
    for words in (
        "Harbour, a charity, GB-CHC-1234567, GB-COH-01234567",
        "interested in tier2, in ",
        "accounts of the year to 2020-03-31: income 180,000, reserves -1,500",
        "people who are paid: 6",
        "it does not offer Women's centre",
        "measured by survey, level 2",
    ):
        assert words in err
    held = world.held()
    assert [(row.income_gbp, row.volunteers) for row in held.accounts[-2:]] == [
        (180_000.0, None),
        (None, 15),
    ]
    assert [row.effect for row in held.evidence if row.organisation == "GB-CHC-1234567"] == [
        "fewer evictions"
    ] * 2
    assert held.interests[-1].area == "CPA1"


def test_who_tells_of_interest_may_leave_work_out(world: World) -> None:
    answers = {**ANSWERS, "interest": "tier2\n"}
    work = list(answers)[list(answers).index("pathways") : -1]
    for key in work:
        del answers[key]
    answers["add it"] = "no\nyes"
    code, _, err = world.fill_in(*answers.values())
    assert code == 0
    assert "interested in tier2, anywhere" in err
    assert world.held().capabilities == world.before.capabilities


def test_one_of_a_similar_name_may_tell_of_itself(world: World) -> None:
    first = world.before.organisations[0]
    answers = {**ANSWERS, "name": first.name, "identifier": "yes"}
    code, out, err = world.fill_in(*answers.values())
    assert code == 0
    assert "This name is here already:" in err
    assert "What it says will stand beside what others say of it." in err
    assert "beside what others say of it. It counts from" in " ".join(out.split())
    held = world.held()
    assert held.organisations == world.before.organisations
    assert {row.organisation for row in held.capabilities[-2:]} == {first.id}


def test_one_of_several_similar_names_is_asked_for(world: World) -> None:
    first, second, *others = world.before.organisations
    namesake = replace(second, name=first.name)
    facts = replace(world.before, organisations=(first, namesake, *others))
    with SqliteStore(world.path) as store:
        store.write(facts)
    answers = {**ANSWERS, "name": first.name, "identifier": f"yes\nnone\n{second.id}"}
    code, _, err = world.fill_in(*answers.values())
    assert code == 0
    assert err.count("It is none of these. Please answer again.") == 1
    assert {row.organisation for row in world.held().capabilities[-2:]} == {second.id}


def test_a_number_that_is_taken_needs_a_yes(world: World) -> None:
    first = world.before.organisations[0]
    answers = changed(identifier=f"{first.id}\nno\ncharity 1234567")
    code, _, err = world.fill_in(*answers)
    assert code == 0
    assert f"{first.id} is {first.name}" in err
    assert world.held().organisations[-1].id == "GB-CHC-1234567"
    code, out, _ = world.fill_in(*changed(identifier=f"{first.id}\nyes", name="Harbour B\nno"))
    assert (code, first.name in out) == (0, True)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (changed()[:9], "The answers ended before the form did; nothing was added."),
        ([], "The answers ended before the form did; nothing was added."),
        (changed(**{"add it": "no"}), "Nothing was added."),
        (changed(**{"add it": ""}), "Nothing was added."),
    ],
)
def test_nothing_is_added_without_a_yes(world: World, answers: list[str], message: str) -> None:
    code, out, err = world.fill_in(*answers)
    assert (code, out) == (2, "")
    assert message in err
    assert world.held() == world.before


def test_all_mistakes_of_a_file_are_told_and_nothing_is_added(world: World) -> None:
    code, out, err = world.add(FILE.replace('"charity"', '"club"').replace("Ayton", "Atlantis"))
    assert (code, out) == (2, "")
    assert "2 mistakes in the statement; nothing was changed:" in err
    assert "kind: 'club' is not one of" in err
    assert "work, places: No place is called 'Atlantis'" in err
    assert world.held() == world.before


def test_a_file_of_the_same_name_says_which_of_them_it_means(world: World) -> None:
    first = world.before.organisations[0]
    same_name = FILE.replace("Harbour", first.name)
    code, _, err = world.add(same_name)
    assert (code, world.held()) == (2, world.before)
    assert f"name: {first.name} ({first.id}) is here already" in err
    assert f'put identifier = "{first.id}" in the file' in " ".join(err.split())
    assert world.add(same_name.replace("kind", "another = true\nkind"))[0] == 0
    assert world.held().organisations[-1].name == first.name
    code, out, _ = world.add(same_name.replace("charity 1234567", first.id))
    assert (code, "beside what others say of it" in " ".join(out.split())) == (0, True)


@pytest.mark.parametrize("also", ["", "another = true\n"])
def test_a_number_of_somebody_else_is_a_mistake(world: World, also: str) -> None:
    first = world.before.organisations[0]
    name = "Quite Other" if not also else first.name
    text = FILE.replace("charity 1234567", first.id).replace("Harbour", name)
    code, _, err = world.add(also + text)
    assert (code, world.held()) == (2, world.before)
    assert f"identifier: {first.id} is {first.name} ({first.id}); give the name" in " ".join(
        err.split()
    )


def test_a_later_file_takes_the_place_of_the_earlier(world: World) -> None:
    more = FILE.replace("kind", 'other_numbers = "company 01234567"\nkind')
    world.add(more)
    code, out, _ = world.matcher("sources", "-f", "csv")
    assert (code, "own-statements,GB-CHC-1234567,statement,2020-05-01" in out) == (0, True)
    later = FILE.replace("charity 1234567", "company 01234567").replace(', "work"', "")
    assert world.add(later)[0] == 0
    assert len(world.held().capabilities) == len(world.before.capabilities) + 1
    assert world.matcher("sources", "remove", "own-statements")[0] == 0
    assert world.held() == world.before


def test_similar_names_are_told_of_after_a_file(world: World) -> None:
    first = world.before.organisations[0]
    shorter, *rest = first.name.split()
    assert rest, "the market's first organisation has a name of several words"
    code, _, err = world.add(FILE.replace("Harbour", shorter))
    assert code == 0
    assert f"Similar names were here already: {first.name} ({first.id})" in err


def test_the_example_is_printed_and_nothing_is_opened(tmp_path: Path, world: World) -> None:
    assert world.matcher("organisation", "add", "--example")[1].startswith("# An organisation")
    path = tmp_path / "example.toml"
    assert world.matcher("organisation", "add", "--example", "-o", str(path))[0] == 0
    assert "[[work]]" in path.read_text("utf-8")


def test_the_result_has_the_versions_before_and_after(world: World) -> None:
    added = json.loads(world.add(FILE, "-f", "json")[1])
    assert (added["areas"], added["capabilities"]) == (["CPA1"], 2)
    code, out, _ = world.matcher("organisation", "withdraw", "Harbour", "-f", "csv")
    assert code == 0
    row = dict(zip(*(line.split(",") for line in out.split()), strict=True))
    assert (row["data_version"], row["data_version_before"]) == (
        added["data_version_before"],
        added["data_version"],
    )


def test_only_an_own_statement_can_be_withdrawn(world: World) -> None:
    code, _, err = world.matcher("organisation", "withdraw", world.before.organisations[0].name)
    assert (code, world.held()) == (2, world.before)
    assert "is not here by its own statement" in err


def test_a_name_needs_no_command_and_a_command_can_be_a_name(world: World) -> None:
    name = world.before.organisations[0].name
    assert world.matcher("organisation", name) == world.matcher("organisation", "show", name)
    assert "No organisation is called 'add'" in world.matcher("organisation", "show", "add")[2]
    code, out, _ = world.matcher("organisation", "--as-of", "2013-01-01", name, "-f", "json")
    assert (code, json.loads(out)["name"]) == (0, name)


def test_all_statements_have_one_source(world: World) -> None:
    world.add(FILE)
    world.add(FILE.replace("Harbour", "Beacon").replace('identifier = "charity 1234567"\n', ""))
    sources = [source.id for source in world.held().sources]
    assert sources.count("IMPORT-OWN-STATEMENTS") == 1


def test_statements_of_an_older_version_can_be_replaced_and_withdrawn(world: World) -> None:
    world.add(FILE)
    with SqliteStore(world.path) as store:
        held = store.read(DEFAULT_PROGRAMME)
        (number,) = (each.number for each in store.holdings(DEFAULT_PROGRAMME).imports())
        store.write(as_it_was(held), dropping=[number])
    world.add(FILE.replace(', "work"', ""))
    assert len(world.held().capabilities) == len(world.before.capabilities) + 1
    assert world.matcher("organisation", "withdraw", "Harbour")[0] == 0
    assert world.held() == world.before


def as_it_was(facts: Facts) -> Facts:
    """Give facts with statements as an older version kept them."""

    def renamed(record: Any) -> Any:
        if isinstance(record, Source):
            return replace(record, id=record.id.removeprefix("IMPORT-").removesuffix("S"))
        origin = getattr(record, "provenance", None)
        if origin is None or origin.sources != ("IMPORT-OWN-STATEMENTS",):
            return record
        return replace(record, provenance=replace(origin, sources=("OWN-STATEMENT",)))

    return type(facts)(**{name: tuple(map(renamed, rows)) for name, rows in facts.tables()})
