"""Addresses: slashes inside names, the prefix of a proxy, redirects, hosts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.service.service import Service
from api.service.settings import Settings
from api.web.addresses import LOOPBACK_HOSTS, NameConvertor, allowed_hosts, segment
from api.web.application import create_app
from tests import builders as b
from tests.api.client import Client
from tests.api.world import small_service

WORLD = "0.0.0.0"  # noqa: S104  (nothing listens there)
SLASHED = "Lead/Follow 100%2F Trust"
PREFIX = "/matcher"


def client_of(service: Service | None = None, **more: Any) -> Client:
    chosen = Settings(store="sqlite://", log_level="error", **more)
    return Client(create_app(chosen, service or small_service()))


@pytest.fixture(scope="module")
def slashed() -> Client:
    """A client of a programme in which an organisation's name needs every escape."""
    organisations = (b.organisation(SLASHED, "private-company"), b.organisation("Workwise"))
    return client_of(
        Service(
            b.small_snapshot(
                organisations=organisations,
                sizes=tuple(b.size(each.name, 5e7, 1e8) for each in organisations),
                capabilities=(b.capability(SLASHED), b.capability("Workwise", "work", (b.NATION,))),
                evidence=(),
                collaborations=(b.project("joint"),),
                memberships=(b.member("joint", SLASHED, "lead"), b.member("joint", "Workwise")),
            )
        )
    )


@pytest.fixture(scope="module")
def behind() -> Client:
    """A client of a service that a proxy offers under a prefix."""
    return client_of(prefix=PREFIX)


@pytest.mark.parametrize("end", ["", ".json"])
def test_a_name_with_slash_and_percent_sign_is_found(slashed: Client, end: str) -> None:
    answer = slashed.get(f"/organisations/{segment(SLASHED)}{end}")
    assert answer.status_code == 200
    assert SLASHED in answer.text


def test_an_encoded_slash_may_be_written_in_small_letters(slashed: Client) -> None:
    path = f"/organisations/{segment(SLASHED).replace('%2F', '%2f')}"
    assert slashed.get(path).json()["name"] == SLASHED


def test_an_encoded_slash_parts_no_path(slashed: Client) -> None:
    assert slashed.get("/areas%2FCPA1").status_code == 404
    assert slashed.get("/static/..%2Fforms.py").status_code == 404
    assert slashed.get("/areas/CPA1%2Flineups").json()["type"] == "/problems/unknown-name"


def test_links_lead_to_a_name_with_a_slash(slashed: Client) -> None:
    links = re.findall(r'href="(/organisations/[^"?]+)', slashed.page("/areas/1/lineups").text)
    assert links
    assert {slashed.get(link).status_code for link in links} == {200}


@given(name=st.text(min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_every_name_survives_its_address(client: Client, name: str) -> None:
    written = quote(name.encode("utf-8", "surrogatepass"), safe="")
    answer = client.get(f"/areas/{written}x")  # no name ends so: refused in the words it came in
    assert answer.status_code == 404
    if name.isprintable() and len(name) < 40:
        assert repr(f"{name}x") in answer.json()["detail"]
    convertor = NameConvertor()
    assert convertor.convert(convertor.to_string(name)) == name


@pytest.mark.parametrize("stripped", [True, False])
def test_every_link_of_a_page_follows_the_prefix(behind: Client, stripped: bool) -> None:
    seen, waiting = set(), [f"{PREFIX}/", f"{PREFIX}/areas/nowhere", f"{PREFIX}/organisations/Homr"]
    while waiting:
        link = waiting.pop()
        seen.add(link)
        asked = link.removeprefix(PREFIX) if stripped else link
        answer = behind.get(asked, headers={"Accept": "text/html"})
        assert answer.status_code in {200, 404}, link
        if answer.headers["Content-Type"].startswith("text/html"):
            found = set(re.findall(r'(?:href|action)="(/[^"#]+)', answer.text)) - seen
            assert all(each.startswith(f"{PREFIX}/") for each in found), (link, found)
            waiting += {each for each in found if "?" not in each} - set(waiting)
    assert {f"{PREFIX}/static/style.css", f"{PREFIX}/problems/unknown-name"} <= seen
    assert len(seen) > 15


def test_json_follows_the_prefix(behind: Client) -> None:
    link = behind.get(f"{PREFIX}/organisations?limit=1").headers["Link"]
    assert link.startswith(f"<{PREFIX}/organisations?limit=1&cursor=")
    problem = behind.get("/areas/no where").json()
    assert problem["type"] == f"{PREFIX}/problems/unknown-name"
    assert problem["instance"] == f"{PREFIX}/areas/no%20where"
    assert behind.get("/static/nothing").json()["type"] == f"{PREFIX}/problems/not-found"
    assert behind.get("/openapi.json").json()["servers"] == [{"url": PREFIX}]


def test_the_first_page_needs_no_slash_after_the_prefix(behind: Client) -> None:
    assert behind.get(PREFIX).text == behind.get("/").text
    assert behind.get(f"{PREFIX}x").status_code == 404


@pytest.mark.parametrize(
    ("given", "read"), [("matcher/", "/matcher"), ("//a//b", "/a/b"), (" ", ""), ("/", "")]
)
def test_a_prefix_may_be_written_as_people_do(given: str, read: str) -> None:
    assert Settings(store="sqlite://", prefix=given).prefix == read


@pytest.mark.parametrize("given", ["/a b", "/ä", "/a?b", "/a%2F", "http://x/"])
def test_refuses_a_prefix_that_would_need_escapes(given: str) -> None:
    with pytest.raises(ValueError, match="such as /matcher"):
        Settings(store="sqlite://", prefix=given)


@pytest.mark.parametrize(
    ("path", "elsewhere"),
    [
        ("/areas/", "/areas"),
        ("/areas///?a=%20", "/areas?a=%20"),
        ("/organisations/a%2Fb%3F%C3%A9/", "/organisations/a%2Fb%3F%C3%A9"),
        ("/areas/1/lineups/?k=1", "/areas/1/lineups?k=1"),
    ],
)
def test_a_redirect_names_no_host(client: Client, path: str, elsewhere: str) -> None:
    answer = client.get(path, headers={"Host": "localhost:99"})
    assert (answer.status_code, answer.headers["Location"]) == (307, elsewhere)


def test_a_redirect_follows_the_prefix(behind: Client) -> None:
    for path in ("/areas/", f"{PREFIX}/areas/"):
        assert behind.get(path).headers["Location"] == f"{PREFIX}/areas"


@pytest.mark.parametrize("path", ["//areas/", "/nowhere/", "//evil.example/", "/static/"])
def test_redirects_only_to_what_is_there(client: Client, path: str) -> None:
    answer = client.get("http://127.0.0.1" + path)
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[", "", "localhost."])
def test_a_foreign_host_is_answered_with_a_problem(client: Client, host: str) -> None:
    answer = client.get("/areas/", headers={"Host": host})
    assert (answer.status_code, answer.json()["type"]) == (421, "/problems/host")
    assert "MATCHER_ALLOWED_HOSTS" in answer.json()["detail"]
    assert "Location" not in answer.headers
    assert answer.headers["X-Request-ID"]


def test_an_endless_host_is_cut(client: Client) -> None:
    assert len(client.get("/", headers={"Host": "x" * 9000}).text) < 1000


@pytest.mark.parametrize(
    "host", ["localhost:8013", "127.0.0.1", "[::1]:80", "LOCALHOST", "a.localhost"]
)
def test_a_server_on_loopback_answers_for_this_machine(client: Client, host: str) -> None:
    assert client.get("/areas", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("matcher.example.org", 200),
        ("a.example.com:443", 200),
        ("example.com", 421),
        ("evil.example", 421),
        ("127.0.0.1", 200),
    ],
)
def test_hosts_are_allowed_by_setting(host: str, status: int) -> None:
    client = client_of(allowed_hosts="Matcher.Example.org, *.example.com", host=WORLD)
    assert client.get("/areas", headers={"Host": host}).status_code == status


def test_a_server_for_the_world_answers_for_every_host_unless_told() -> None:
    client = client_of(host=WORLD)
    assert client.get("/areas", headers={"Host": "anything.example"}).status_code == 200
    assert "*" not in allowed_hosts("", listening="127.0.0.5")
    assert set(LOOPBACK_HOSTS) < set(allowed_hosts("a.example", listening=WORLD))
    assert "*" in allowed_hosts("", listening="matcher.example.org")
