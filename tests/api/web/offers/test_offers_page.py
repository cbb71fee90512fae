"""Offers side by side: the same figures in every form, the best in words, nothing kept."""

from __future__ import annotations

import csv
import html
import io
import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from api.formats.serialise import to_plain
from api.web.routes import offers
from matcher.offers.assessment import assess
from matcher.offers.comparing import compare
from matcher.offers.records import Offer

if TYPE_CHECKING:
    from tests.api.client import Client

LATE, EARLY = "payment_days=60", "title=Early+%26+more&payment_days=10"
BOTH = urlencode([("offer", LATE), ("offer", EARLY)])
FEW = 100


@pytest.fixture(autouse=True)
def _few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "assess", partial(assess, runs=FEW))


def links(page: str, start: str) -> list[str]:
    found = [html.unescape(each) for each in re.findall(r'href="([^"]*)"', page)]
    return [each for each in found if each.startswith(start)]


def test_every_form_shows_the_same_comparison(client: Client) -> None:
    offered = (Offer(payment_days=60), Offer(title="Early & more", payment_days=10))
    said = compare([assess(each, runs=FEW, terms_told=0) for each in offered])
    assert client.get(f"/offers?{BOTH}").json() == to_plain(said)
    rows = list(csv.DictReader(io.StringIO(client.get(f"/offers.csv?{BOTH}").text)))
    by_key = {(row["figure"], int(row["offer"])): row for row in rows}
    for figure in said.figures:
        for place, value in enumerate(figure.values):
            row = by_key[figure.key, place + 1]
            assert (row["title"], row["value"]) == (said.titles[place], str(value))
            assert row["is_best"] == str(place in figure.best)


def test_the_best_of_each_row_is_marked_in_words(client: Client) -> None:
    page = client.page(f"/offers?{BOTH}").text
    row = re.search(r'<th scope="row">Working capital needed</th>(.*?)</tr>', page, re.DOTALL)
    assert row
    first, second = row[1].split("</td>")[:2]
    assert "best" not in first
    assert "<strong>best</strong>" in second


def test_an_offer_can_be_removed_changed_and_added(client: Client) -> None:
    page = client.page(f"/offers?{BOTH}").text
    removed = links(page, "/offers?offer=")
    assert parse_qsl(urlsplit(removed[0]).query) == [("offer", EARLY)]
    one = client.page(removed[0])
    assert "Add another to compare it with" in one.text
    changed = links(page, "/offer?payment_days=60&beside=")
    assert changed
    weighed = client.page(changed[0]).text
    back = links(weighed, "/offers?offer=")
    assert {text for _, text in parse_qsl(urlsplit(back[0]).query)} == {LATE, EARLY}
    another = links(page, "/offer?beside=")
    assert "Compare it with the 2 others" in client.page(another[0]).text


def test_an_offer_is_added_by_its_address(client: Client) -> None:
    form = client.page(f"/offers?{urlencode({'offer': LATE})}").text
    kept = re.findall(r'type="hidden" name="offer" value="([^"]*)"', form)
    assert [html.unescape(each) for each in kept] == [LATE]
    pasted = urlencode([("offer", LATE), ("offer", f"http://127.0.0.1/offer?{EARLY}")])
    assert client.get(f"/offers?{pasted}").json()["titles"] == ["Example offer", "Early & more"]


def test_no_offers_ask_for_some(client: Client) -> None:
    assert "up to five offers side by side" in client.page("/offers").text
    answer = client.get("/offers")
    assert answer.status_code == 422


def test_five_offers_leave_no_room_for_another(client: Client) -> None:
    five = urlencode([("offer", f"payment_days={days}") for days in (10, 20, 30, 40, 50)])
    page = client.page(f"/offers?{five}").text
    assert "Add an offer" not in page
    six = f"{five}&offer=payment_days%3D60"
    assert client.page(f"/offers?{six}").status_code == 422


def test_mistakes_are_told_by_offer_and_field(client: Client) -> None:
    query = urlencode([("offer", LATE), ("offer", "payment_days=soon&ends=x")])
    answer = client.page(f"/offers?{query}")
    assert answer.status_code == 422
    assert "number 2: Payment days: " in answer.text
    assert "number 2: Last day: " in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/offers", f"/offers?{BOTH}", f"/offers.csv?{BOTH}"])
def test_nobody_on_the_way_keeps_a_comparison(client: Client, address: str) -> None:
    assert client.page(address).headers["Cache-Control"] == "private, no-store"


def test_names_that_bite_stay_texts(client: Client) -> None:
    biting = urlencode({"title": "<script>alert('x')</script>\"&"})
    page = client.page(f"/offers?{urlencode([('offer', biting), ('offer', LATE)])}").text
    assert "<script>" not in page
