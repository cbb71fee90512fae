"""The pages: what they say, hostile names, and whether everybody can use them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.formats.sentences import about_pounds
from api.formats.words import Words, number_words, percent_words
from api.web.briefing import STEPS
from graph.records.kinds import Sector
from tests.api.world import small_service

if TYPE_CHECKING:
    from tests.api.client import Client

OF_MEMBERS = ("complete", "judge", "replacements", "stress", "compare")
PAGES = [
    "/",
    "/areas",
    "/areas/1",
    "/areas/1/lineups",
    "/areas/1/lineups?k=0&must=nobody",
    "/areas/1/explanation",
    "/areas/2/explanation",
    "/areas/1/lineups?lead=Latecomer",
    "/areas/1/line-up",
    "/areas/1/line-up?members=Workwise&members=Homes for All&must=Workwise&never=Latecomer",
    "/areas/1/line-up?members=Homes for All&members=Latecomer&came=Latecomer",
    "/areas/1/line-up?members=Workwise&never=Workwise&lead=Latecomer",
    "/areas/1/line-up?members=nobody&k=many&members=Workwise",
    "/areas/1/line-up/change?members=Workwise&add=nobody",
    "/areas/1/why-not",
    "/areas/1/why-not?organisation=Latecomer",
    "/areas/1/why-not?organisation=Workwise&k=1",
    "/areas/1/why-not?organisation=nobody&k=many",
    "/areas/1/trade-offs",
    "/areas/1/trade-offs?k=many",
    *(f"/areas/1/{each}" for each in OF_MEMBERS),
    *(f"/areas/1/{each}?members=nobody&lead=me" for each in OF_MEMBERS),
    *(f"/areas/1/{each}?members=Workwise&members=Homes for All" for each in OF_MEMBERS),
    "/areas/1/replacements?members=Workwise&members=Homes for All&of=Homes for All",
    "/areas/1/compare?members=Workwise&members=Homes for All&other=Workwise&other=Zenith Trust",
    "/areas/1/brief",
    "/areas/1/brief?k=many&must=nobody",
    *(f"/areas/1/brief/{step.key}" for step in STEPS),
    "/areas/1/brief/members?must=nobody&answered=yes",
    "/areas/1/brief/gates?gate-exposure=all&answered=yes",
    "/organisations",
    "/areas/nowhere",
    "/organisations/Homes for All",
    "/organisations/Zenith Trust",
    "/organisations/Homes for All/partners",
    "/organisations/Homes for All/partners?limit=0&area=Atlantis",
    "/fairness",
    "/fairness?limit=0&area=Atlantis",
    "/network",
    "/network?focus=Workwise&to=Sharp&depth=2",
    "/network?focus=Latecomer",
    "/network?to=Atlantis&depth=many",
    "/network/ties",
    "/market",
    "/sources",
    "/national?areas=1",
    "/national?free=2&areas=Atlantis",
    "/portfolio",
    "/portfolio?lead=Workwise",
    "/gaps",
    "/gaps?area=1&cohorts=true",
    "/gaps?area=Atlantis&limit=0",
    "/problems/busy",
]
STYLE = Path(__file__).parents[3] / "api" / "web" / "static" / "style.css"


class Outline(HTMLParser):
    """Collects the elements of a page with their attributes and the text inside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._inside = ""
        self.feed(text)
        self.text = re.sub(r"\s+", " ", " ".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "caption":
            self._inside, self._caption = tag, ""
        elif tag in {"thead", "tbody"}:
            self._rows = self.tables.setdefault(self._caption, []) if tag == "tbody" else []
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"th", "td"}:
            self._inside = tag
            self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._inside == "caption":
            self._caption = " ".join(f"{self._caption} {data}".split())
        elif self._inside:
            self._rows[-1][-1] = " ".join(f"{self._rows[-1][-1]} {data}".split())

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


def outline(client: Client, path: str) -> Outline:
    return Outline(client.page(path).text)


def test_the_first_page_links_to_every_area(client: Client) -> None:
    page = outline(client, "/")
    links = [link["href"] for link in page.all("a")]
    assert [link for link in links if link and link.startswith("/areas/CPA")] == [
        "/areas/CPA1",
        "/areas/CPA2",
    ]
    assert "Second County and Coast" in page.text


def test_an_areas_page_tells_all_of_its_line_ups(client: Client) -> None:
    page = outline(client, "/areas/1/lineups?k=2&min_difference=1")
    body = client.get("/areas/1/lineups?k=2&min_difference=1").json()
    assert len(body["lineups"]) == 2
    for lineup in body["lineups"]:
        assert f"Line-up {lineup['rank']}: led by" in page.text
        for member in lineup["members"]:
            sentences = [reason.rsplit(" [", 1)[0] for reason in member["reasons"]]
            assert all(re.sub(r"\s+", " ", each) in page.text for each in sentences)
    for words in (body["data_version"], "19 September 2013"):
        assert words in page.text


def test_an_areas_page_compares_its_line_ups_by_their_figures(client: Client) -> None:
    page = outline(client, "/areas/1/lineups?k=2&min_difference=1")
    body = client.get("/areas/1/lineups?k=2&min_difference=1").json()
    shown = {cells[0]: cells[1:] for cells in page.tables["The line-ups side by side"]}
    lineups = body["lineups"]
    assert shown["Members"] == [str(len(lineup["members"])) for lineup in lineups]
    met = [percent_words(lineup["coverage"]["overall"]) for lineup in lineups]
    assert shown["Could meet, of all needs"] == met
    assert shown["Score, the sum"] == [f"{lineup['score']:.4f}" for lineup in lineups]
    words = Words(small_service().snapshot)
    for part, value in lineups[0]["criteria"].items():
        assert shown[f"Score: {words.score_part(part)}"][0] == f"{value:.4f}"


def test_the_grid_shows_what_of_each_need_could_be_met(client: Client) -> None:
    page = outline(client, "/areas/1/lineups?k=1")
    (line_up,) = client.get("/areas/1/lineups?k=1").json()["lineups"]
    (caption,) = (each for each in page.tables if each.startswith("How much of each need"))
    shares = {cells[0]: cells[1:] for cells in page.tables[caption]}
    assert set(shares) == {"Ayton", "Beeton"}
    unmet = {gap["place"] for gap in line_up["gaps"]}
    assert all("100%" in text for row in shares.values() for text in row) == (not unmet)


def test_each_row_of_the_members_is_that_of_the_answer(client: Client) -> None:
    page = outline(client, "/areas/1/lineups?k=2&min_difference=1")
    body = client.get("/areas/1/lineups?k=2&min_difference=1").json()
    for lineup in body["lineups"]:
        caption = f"Suggested members of line-up {lineup['rank']} and their shares"
        shown = [
            [cells[0].startswith(member["name"]), *cells[3:8]]
            for cells, member in zip(page.tables[caption], lineup["members"], strict=True)
        ]
        assert shown == [
            [
                True,
                number_words(member["volume_needs_a_year"]),
                percent_words(member["share_of_volume"]),
                about_pounds(member["value_gbp"]),
                about_pounds(member["risk_gbp"]),
                "unknown"
                if member["share_of_turnover"] is None
                else percent_words(member["share_of_turnover"]),
            ]
            for member in lineup["members"]
        ]


def test_the_best_line_up_has_a_map_beside_its_places(client: Client) -> None:
    (line_up,) = client.get("/areas/1/lineups?k=1").json()["lineups"]
    page = outline(client, "/areas/1/lineups?k=1")
    assert "could meet, by local authority" in page.text
    places = [cells[0] for cells in page.tables["By place"]]
    assert [text.split(". ")[0] for text in places] == [
        str(number) for number, _ in enumerate(line_up["coverage"]["by_place"], start=1)
    ]


def test_what_is_retained_stands_under_the_members(client: Client) -> None:
    page = outline(client, "/areas/1/lineups")
    body = client.get("/areas/1/lineups").json()
    for lineup in body["lineups"]:
        tables = [
            rows
            for caption, rows in page.tables.items()
            if f"line-up {lineup['rank']} besi" in caption
        ]
        shown = [cells[1:3] for rows in tables for cells in rows]
        assert shown == [
            [about_pounds(row["value_gbp"]), about_pounds(row["risk_gbp"])]
            for row in lineup["retained"]
        ]


def test_an_areas_page_labels_its_line_ups_as_suggestions(client: Client) -> None:
    page = outline(client, "/areas/1/lineups")
    assert "Nobody named here has been asked, and nobody has consented." in page.text
    assert "Suggested members" in page.text


def test_an_areas_page_says_what_would_satisfy_the_rules(client: Client) -> None:
    answer = client.page("/areas/1/lineups?lead=Latecomer")
    assert answer.status_code == 422
    assert "what would help" in answer.text
    assert "Latecomer" in answer.text


def test_names_are_text_and_never_markup(client: Client) -> None:
    for path in ("/areas/1/lineups", "/organisations/ZZ-PMS-sharp-script-alert-x-script-sons"):
        text = client.page(path).text
        assert "Sharp &lt;script&gt;" in text
        assert "<script" not in text


def test_what_was_typed_is_text_and_never_markup(client: Client) -> None:
    bait = '"><script>alert(1)</script></textarea>'
    typed = {"lead": bait, "must": bait, bait: bait}
    for path in ("/areas/1/lineups", "/areas/1/brief", "/areas/1/brief/members"):
        assert "<script" not in client.page(path, params=typed).text
    text = client.page("/areas/1/brief/members", params={**typed, "answered": "yes"}).text
    assert text.count("</textarea>") == 2
    assert "<script" not in client.page("/areas/<script>alert(1)<b>").text


def test_an_organisations_page_marks_later_facts(client: Client) -> None:
    text = client.page("/organisations/Homes for All").text
    assert text.count('<tr class="later">') == 1
    later = client.page("/organisations/Homes for All?as_of=2016-01-01").text
    assert '<tr class="later">' not in later


def test_an_organisations_page_shows_affiliations_and_flags(client: Client) -> None:
    tables = outline(client, "/organisations/Zenith Trust").tables
    (owners,) = (rows for name, rows in tables.items() if name.startswith("Owners, members"))
    assert sorted(cells[:2] for cells in owners) == [
        ["Homes for All", "a member of it"],
        ["Workwise", "its parent"],
    ]
    (flag,) = tables["What a check of a counterparty would raise"]
    assert flag[:2] == ["Investigation", "a regulator asked"]
    assert flag[-1].count("A made-up page") == 1


def test_an_organisations_page_shows_what_registers_say(client: Client) -> None:
    text = client.page("/organisations/Homes for All").text
    register = text.split("On registers")[1].split("</table>")[0]
    assert '<code>GB-CHC-226171</code></th><td data-label="Status">registered</td>' in register
    accounts = text.split('<caption id="accounts">')[1].split("</table>")[0]
    assert accounts.index("£120,500") < accounts.index(">4<")
    assert accounts.count("A made-up page") == 2


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_used_by_everybody(client: Client, path: str) -> None:
    page = outline(client, path)
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}
    assert all(str(script["src"]).startswith("/static/") for script in page.all("script"))
    assert not [element for _, element in page.elements if "style" in element]
    assert len(page.all("table")) == len(page.all("caption"))
    assert all(cell.get("scope") in {"col", "row"} for cell in page.all("th"))
    labels = {label["for"] for label in page.all("label")}
    assert {
        field["id"]
        for field in page.all("input", "textarea", "select")
        if field.get("type") != "hidden"
    } == labels


@pytest.mark.parametrize("path", PAGES)
def test_identifiers_of_a_page_are_unique_and_references_lead_somewhere(
    client: Client, path: str
) -> None:
    page = outline(client, path)
    known = [element["id"] for _, element in page.elements if "id" in element]
    assert len(known) == len(set(known))
    wanted = {str(link["href"])[1:] for link in page.all("a") if str(link["href"]).startswith("#")}
    for _, element in page.elements:
        for name in ("aria-labelledby", "aria-describedby", "list"):
            wanted |= set((element.get(name) or "").split())
    assert wanted <= set(known)


def test_every_link_of_a_page_leads_somewhere(client: Client) -> None:
    partners = "/organisations/Homes for All/partners"
    for path in (
        *("/", "/areas", "/areas/1", "/areas/1/lineups", "/areas/1/brief", "/areas/1/brief/gates"),
        *("/organisations", "/organisations/Homes for All", partners, "/fairness"),
        *("/network", "/network?focus=Workwise", "/network/ties", "/gaps"),
        "/gaps?area=2&level=authority&cohort=women",
    ):
        for link in outline(client, path).all("a", "link"):
            assert client.page(str(link["href"]).split("#")[0] or path).status_code == 200


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


ON_MAPS = [
    *("tie", "way", "community-other"),
    *(f"sector-{sector}" for sector in Sector),
    *(f"community-{number}" for number in range(1, 11)),
]
"""Colours of circles and lines; the number of a community stands on its colour."""


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("text", "body-background", 4.5),
        ("text", "tint", 4.5),
        ("text", "warn", 4.5),
        ("text", "focus", 4.5),
        ("secondary-text", "body-background", 4.5),
        ("secondary-text", "tint", 4.5),
        ("link", "body-background", 4.5),
        ("link", "tint", 4.5),
        ("link-visited", "tint", 4.5),
        ("error", "body-background", 4.5),
        ("error", "tint", 4.5),
        ("body-background", "brand", 4.5),
        ("body-background", "success", 4.5),
        ("focus", "brand", 3.0),
        ("input-border", "tint", 3.0),
        ("warn-edge", "warn", 3.0),
        *((one, "body-background", 3.0) for one in ON_MAPS),
        *(("body-background", one, 4.5) for one in ON_MAPS if one.startswith("community-")),
    ],
)
def test_colours_can_be_told_apart(one: str, other: str, least: float) -> None:
    found = re.findall(r"--(?:govuk-)?([a-z0-9-]+?)(?:-colour)?: (#[0-9a-f]{6})", STYLE.read_text())
    palette = dict(found)
    assert contrast(palette[one], palette[other]) >= least


STACKED = [
    "/areas",
    "/areas/1/lineups",
    "/gaps",
    "/network",
    "/organisations/Homes for All",
    "/organisations/Homes for All/needed",
    "/organisations/Homes for All/partners",
    "/sources",
]


@pytest.mark.parametrize("path", STACKED)
def test_every_cell_of_a_card_says_what_it_holds(client: Client, path: str) -> None:
    """On a phone the row's head is its title, and the head of a column stands in each cell."""
    text = client.page(path).text
    tables = re.findall(r'<table class="stacked">.*?</table>', text, re.DOTALL)
    assert tables
    for table in tables:
        heads = {" ".join(re.sub("<[^>]*>", "", each).split())
                 for each in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", table)}  # fmt: skip
        cells = re.findall(r"<td\b([^>]*)>", table.split("<tbody>")[1])
        labels = [
            re.search('data-label="([^"]+)"', each) for each in cells if "colspan" not in each
        ]
        assert all(labels)
        assert len({label[1] for label in labels if label}) <= len(heads)
