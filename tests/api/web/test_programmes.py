"""A store that contains several programmes: each address can name one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from api.service.settings import Settings
from api.web.application import create_app
from graph.snapshot.version import data_version
from graph.stores import BUILT_IN_PROGRAMMES
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests import builders as b
from tests.api.client import Client
from tests.api.world import small_service

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.facts import Facts


def named(identifier: str, *organisations: str) -> Facts:
    """The small programme under another identifier, with some organisations more."""
    facts = small_service().snapshot.facts
    return replace(
        facts,
        programmes=(replace(facts.programme, id=identifier, name=f"Programme {identifier}"),),
        organisations=(*facts.organisations, *map(b.organisation, organisations)),
    )


NORTH, SOUTH = named("north", "Only Northern"), named("south")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with SqliteStore.create(tmp_path / "two.db", NORTH) as store:
        store.write(SOUTH)
    return tmp_path / "two.db"


def client_of(path: Path, *, programme: str = "") -> Client:
    settings = Settings(store=sqlite_url(path), log_level="error", programme=programme)
    return Client(create_app(settings))


@pytest.mark.parametrize("facts", [NORTH, SOUTH], ids=["north", "south"])
@pytest.mark.parametrize("address", ["/areas", "/organisations", "/health/ready"])
def test_an_address_answers_for_the_programme_that_it_names(
    path: Path, facts: Facts, address: str
) -> None:
    answer = client_of(path).get(f"{address}?programme={facts.programme.id}")
    assert answer.json()["programme"] == facts.programme.id
    assert answer.headers["X-Data-Version"] == data_version(facts)


def test_what_one_programme_knows_the_other_does_not(path: Path) -> None:
    client = client_of(path)
    assert client.get("/organisations/Only%20Northern?programme=north").status_code == 200
    assert client.get("/organisations/Only%20Northern?programme=south").status_code == 404


def test_without_a_name_a_setting_chooses(path: Path) -> None:
    client = client_of(path, programme="south")
    assert client.get("/areas").json()["programme"] == "south"
    assert client.get("/areas?programme=").json()["programme"] == "south"
    assert client.get("/areas?programme=north").json()["programme"] == "north"


def test_without_any_name_the_programmes_are_listed(path: Path) -> None:
    answer = client_of(path).get("/areas")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-name")
    assert answer.json()["nearest"] == ["north", "south"]
    assert "?programme=" in answer.json()["detail"]


def test_an_unknown_programme_is_refused_and_not_kept(path: Path) -> None:
    client = client_of(path, programme="south")
    answer = client.get("/areas?programme=west")
    assert (answer.status_code, answer.json()["nearest"]) == (404, ["north", "south"])
    assert str(path.parent) not in answer.text
    assert len(list(client.app.state.openings)) == 1


def test_a_programme_named_too_long_is_a_mistake(path: Path) -> None:
    answer = client_of(path).get("/areas", params={"programme": "w" * 201})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "programme")


@pytest.mark.parametrize(
    "page",
    ["/", "/areas/1", "/areas/1/lineups", "/areas/1/brief/lead", "/organisations/Only%20Northern"],
)
def test_every_link_of_a_page_stays_in_its_programme(path: Path, page: str) -> None:
    text = client_of(path).page(f"{page}?programme=north").text
    links = re.findall(r'(?:href|action)="(/(?:areas|organisations)[^"]*|/)"', text)
    assert links
    assert all(re.search(r"[?;&]programme=north\b", link) for link in links)
    if "<form" in text:
        assert '<input type="hidden" name="programme" value="north">' in text


def test_a_link_to_the_next_stretch_names_the_programme(path: Path) -> None:
    client = client_of(path)
    answer = client.get("/organisations?limit=2&programme=north")
    following = re.fullmatch(r'<(.*)>; rel="next"', answer.headers["Link"])
    assert following
    assert client.get(following[1]).json()["programme"] == "north"


def test_the_page_on_an_unknown_programme_leads_to_the_known_ones(path: Path) -> None:
    client = client_of(path)
    page = client.get("/?programme=west", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert 'href="/?programme=south"' in page.text
    assert "programme=west" not in page.text
    assert client.get("/?programme=south").status_code == 200


def test_each_programme_is_followed_when_the_store_moves_on(path: Path) -> None:
    client = client_of(path, programme="south")
    for name in ("north", "south"):
        client.get(f"/areas?programme={name}")
    with SqliteStore(path) as store:
        store.write(named("north", "Newcomer"))
    client.app.state.watch.look()
    assert client.get("/organisations/Newcomer?programme=north").status_code == 200
    assert client.get("/organisations/Newcomer").status_code == 404
    client.app.state.watch._connection.close()


def test_every_route_that_reads_facts_documents_the_parameter(path: Path) -> None:
    paths = client_of(path).get("/openapi.json").json()["paths"]
    without = {
        address
        for address, methods in paths.items()
        if "programme" not in {one["name"] for one in methods["get"].get("parameters", [])}
    }
    assert without == {"/health/live", "/offer", "/offers", "/terms"}  # these read no facts


def test_a_service_that_never_changes_has_no_other_programme(tmp_path: Path) -> None:
    nowhere = Settings(store=sqlite_url(tmp_path / "none.db"), log_level="error")
    answer = Client(create_app(nowhere, small_service())).get("/areas?programme=north")
    assert (answer.status_code, answer.json()["nearest"]) == (404, ["small"])
    assert list(tmp_path.iterdir()) == []


def test_an_address_may_name_a_built_in_programme_that_the_store_lacks(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = named(BUILT_IN_PROGRAMMES[1])
    monkeypatch.setattr("graph.packs.reading.read_pack", lambda _folder: second)
    client = client_of(path, programme="north")
    assert client.get(f"/areas?programme={second.programme.id}").json()["programme"] == (
        second.programme.id
    )
    assert client.get("/areas").json()["programme"] == "north"
    with SqliteStore(path) as store:
        assert store.read(second.programme.id) == second
