"""The page of an offer and its other forms: one record, nothing kept, all mistakes at once."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from api.formats.offer_file import offer_of_bytes, offer_toml
from api.formats.offer_workbook import offer_workbook
from api.formats.serialise import to_plain
from api.service.settings import Settings
from api.web.application import create_app
from api.web.offer_turns import AtOnce
from api.web.problems import BusyProblem
from api.web.routes import offers
from matcher.offers.assessment import assess
from matcher.offers.base_case import base_case
from matcher.offers.from_line_up import offer_of, share_texts
from matcher.offers.reading import read_texts, texts_of
from matcher.offers.records import Offer
from tests.api.client import BROWSER, Client
from tests.matcher.offers.test_from_line_up import SHARE

if TYPE_CHECKING:
    import httpx

    from api.service.service import Service
    from matcher.offers.verdict import Term

LATE = Offer().with_(payment_days=60, late_days_most=60)
QUERY = "payment_days=60&late_days_most=60"
BITING = "<script>alert('x')</script>\"&"


FEW = 100
"""Runs: enough to see that the page tells what the model says."""


@pytest.fixture(autouse=True)
def _few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "assess", partial(assess, runs=FEW))


def post(client: Client, content: bytes, *, field: str = "file", **more: object) -> httpx.Response:
    files = {field: ("offer.toml", content)}
    return client.request("POST", "/offer", files=files, headers=BROWSER, **more)


def test_every_form_shows_the_same_offer(client: Client) -> None:
    said = base_case(LATE)
    answer = client.get(f"/offer?{QUERY}").json()
    assert answer["assessment"] == to_plain(assess(LATE, runs=FEW))
    assert answer["query"] == QUERY
    rows = list(csv.DictReader(io.StringIO(client.get(f"/offer.csv?{QUERY}").text)))
    assert [row["balance_gbp"] for row in rows] == [str(m.balance_gbp) for m in said.months]
    assert sum(Decimal(row["income_gbp"]) for row in rows) == said.total.income_gbp
    assert client.get(f"/offer.xlsx?{QUERY}").content == offer_workbook(LATE)
    assert offer_of_bytes(client.get(f"/offer.toml?{QUERY}").content, named="it") == LATE
    page = client.page(f"/offer?{QUERY}").text
    assert answer["assessment"]["verdict"]["headline"] in page
    assert f"£{said.surplus_gbp:,.2f}" in page
    assert f"£{said.working_capital.amount_gbp:,.2f}" in page


def test_the_answer_comes_first_and_each_picture_has_a_table(client: Client) -> None:
    page = client.page(f"/offer?{QUERY}").text
    assert page.index('class="lead"') < page.index("<svg") < page.index('id="question"')
    assert page.count('<figure class="chart') == 3
    for name in ("spreads", "quarters", "months", "stress-tests", "driver-table"):
        assert f'<caption id="{name}">' in page
    assert " style=" not in page


def test_the_example_says_that_it_is_one(client: Client) -> None:
    assert "Its figures are made up" in client.page("/offer").text
    assert "Its figures are made up" not in client.page(f"/offer?{QUERY}").text


def test_a_form_that_is_sent_leads_to_the_short_address(client: Client) -> None:
    sent = urlencode({**texts_of(Offer()), "payment_days": "60", "service2_name": ""})
    answer = client.page(f"/offer?{sent}")
    assert answer.status_code == 303
    assert urlsplit(answer.headers["Location"])[2:4] == ("/offer", "payment_days=60")
    again = client.page(answer.headers["Location"])
    assert again.status_code == 200


def test_the_fields_of_the_page_make_the_same_offer(client: Client) -> None:
    page = client.page(f"/offer?{QUERY}").text
    form = page[page.index('id="question"') : page.index("</form>", page.index('id="question"'))]
    inputs = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    inputs["pay_when_paid"] = "no"
    assert (
        client.page(f"/offer?{urlencode(inputs)}").headers["Location"].endswith(f"/offer?{QUERY}")
    )


def test_all_mistakes_are_told_at_once_and_lead_to_their_fields(client: Client) -> None:
    query = "payment_days=soon&service1_people_low=-5&colour=red&fee_for_use_share=50%25"
    answer = client.page(f"/offer?{query}")
    assert answer.status_code == 422
    for name in ("payment_days", "service1_people_low", "fee_for_service_share"):
        assert f'href="#{name}"' in answer.text
        assert f'id="{name}"' in answer.text
    assert "colour" in answer.text
    assert 'value="soon"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    found = client.get(f"/offer?{query}").json()
    assert {each["field"] for each in found["errors"]} >= {"payment_days", "colour"}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("service1_people_expected=-1", "service1_people_expected"),
        ("ends=2055-01-31", "ends"),
        ("ends=2014-01-31", "ends"),
        ("cohort_people_a_year=0", "cohort_people_a_year"),
        ("results_share=0.5", "fee_for_service_share"),
    ],
)
def test_offers_that_cannot_be_are_refused_by_field(client: Client, query: str, field: str) -> None:
    answer = client.get(f"/offer?{query}")
    assert answer.status_code == 422
    assert field in {each["field"] for each in answer.json()["errors"]}


def test_names_that_bite_stay_texts(client: Client) -> None:
    query = urlencode({"title": BITING, "service1_name": BITING})
    for page in (client.page(f"/offer?{query}"), client.page(f"/offer?{query}&payment_days=x")):
        assert "<script>" not in page.text
    assert client.get(f"/offer.xlsx?{query}").status_code == 200


@pytest.mark.parametrize("ending", ["", ".json", ".csv", ".xlsx", ".toml"])
def test_nobody_on_the_way_keeps_an_answer(client: Client, ending: str) -> None:
    answer = client.get(f"/offer{ending}?{QUERY}")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


def test_mistakes_and_redirects_are_not_kept_either(client: Client) -> None:
    assert "no-store" in client.page("/offer?payment_days=x").headers["Cache-Control"]
    assert "no-store" in client.page("/offer?payment_days=30").headers["Cache-Control"]


def test_the_log_holds_nothing_of_an_offer(
    service: Service, capfd: pytest.CaptureFixture[str]
) -> None:
    client = Client(create_app(Settings(store="sqlite://", log_level="debug"), service))
    client.page("/offer?title=Secretive&payment_days=77")
    client.page("/offer?title=Secretive&payment_days=x")
    post(client, b'[contract]\ntitle = "Secretive"\n')
    said = capfd.readouterr().err
    lines = [json.loads(line) for line in said.splitlines()]
    assert [each["path"] for each in lines if each["event"] == "request"] == ["/offer"] * 3
    assert "Secretive" not in said
    assert "77" not in [str(value) for each in lines for value in each.values()]


def test_a_link_from_a_line_up_says_what_was_taken_and_what_is_assumed(client: Client) -> None:
    query = urlencode(share_texts(SHARE))
    page = client.page(f"/offer?{query}").text
    assert "Suggested only." in page
    assert page.count("from the line-up</td>") == 5
    assert "assumed</td>" in page
    changed = client.page(f"/offer?{query}&staff_fte=1").text
    assert "changed by you</td>" in changed
    line_up = client.get(f"/offer?{query}").json()["line_up"]
    assert line_up["share"]["from_value_gbp"] == 300000
    assert {each["standing"] for each in line_up["origins"]} == {"taken", "assumed"}
    assert "Nobody named in it has been asked" in line_up["note"]
    found = client.get(f"/offer.toml?{query}").content
    assert offer_of_bytes(found, named="it") == offer_of(SHARE)


def test_a_kept_file_leads_back_to_the_address(client: Client) -> None:
    answer = post(client, offer_toml(LATE).encode())
    assert answer.status_code == 303
    assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query)) == dict(parse_qsl(QUERY))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04", "not TOML"),
        (b"#" * 100_001, "more than 100,000 bytes"),
        (b"#" * 2_000_000, "larger than 100,000 bytes"),
        (b"[contract]\nnotice_months = -4\n", "is not between 0 and 36"),
    ],
)
def test_a_file_that_is_no_offer_is_refused_with_the_reason(
    client: Client, content: bytes, said: str
) -> None:
    answer = post(client, content)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_form_without_a_file_is_refused(client: Client) -> None:
    assert "choose a file" in post(client, b"", field="other").text
    bare = client.request("POST", "/offer", content=b"x", headers=BROWSER)
    assert (bare.status_code, "multipart/form-data" in bare.text) == (422, True)
    broken = {**BROWSER, "Content-Type": "multipart/form-data"}
    assert client.request("POST", "/offer", content=b"x", headers=broken).status_code == 422


def test_offers_need_no_store() -> None:
    client = Client(create_app(Settings(store="sqlite:////nowhere/at/all.db", log_level="error")))
    assert client.page("/offer").status_code == 200


CLAWED_BACK = (
    "service1_unit_price_gbp=0&service1_block_fee_gbp_a_year=150000"
    "&results_share=0.2&fee_for_use_share=0&fee_for_service_share=0.8&advance_share=1"
    "&results_floor_share=0.5&staff_fte=3&reserves_gbp=50000"
)


def links_of(page: str, start: str, end: str) -> list[str]:
    part = page[page.index(start) :].partition(end)[0]
    return [html.unescape(each) for each in re.findall(r'href="([^"]*)"', part)]


def leads_to(client: Client, address: str, offer: Offer, term: Term) -> bool:
    """Whether an address is that of the offer with what a term changes, and answers."""
    assert client.page(address).status_code == 200
    found = read_texts(dict(parse_qsl(urlsplit(address).query)))
    return found == read_texts(term.changes, start=offer)


def test_mistakes_speak_of_other_fields_as_the_form_does(client: Client) -> None:
    wrong = (
        "results_share=0.5&mobilised_from=2016-01-01&service1_people_low=500"
        "&service1_people_high=600"
    )
    page = html.unescape(client.page(f"/offer?{wrong}").text)
    assert "with “Fee for use” and “Payment by results” adds up to 140%, not to 100%" in page
    assert "1 February 2015 lies before “Mobilisation from”, 1 January 2016" in page
    assert "is more than “People a year, expected”, 100" in page
    errors = client.get(f"/offer?{wrong}").json()["errors"]
    assert "is more than service1_people_expected, 100" in [each["message"] for each in errors]


def test_terms_that_are_enough_alone_lead_each_to_the_offer_with_it(client: Client) -> None:
    offer = read_texts(dict(parse_qsl(CLAWED_BACK)))
    said = [each for each in assess(offer, runs=FEW).verdict.terms if each.changes]
    found = links_of(client.page(f"/offer?{CLAWED_BACK}").text, 'class="terms"', "</ol>")
    assert len(found) == len(said) > 1
    assert all(leads_to(client, at, offer, term) for at, term in zip(found, said, strict=True))


def test_terms_that_are_enough_together_lead_to_the_offer_with_all_of_them(client: Client) -> None:
    verdict = assess(LATE, runs=FEW).verdict
    page = client.page(f"/offer?{QUERY}").text
    assert verdict.together
    assert verdict.together in page
    (address,) = links_of(page, verdict.together, "</ol>")
    assert leads_to(client, address, LATE, verdict.terms[0])


def test_a_safe_offer_says_what_to_hold_on_to(client: Client) -> None:
    page = client.page("/offer?service1_unit_price_gbp=3000&reserves_gbp=200000").text
    assert "Yes, in cash: on these terms the offer is safe, as long as" in page
    assert "Hold on to these" in page


def test_without_results_the_page_says_so(client: Client) -> None:
    page = client.page("/offer?results_share=0&fee_for_use_share=1").text
    assert "nothing is paid by results" in page


def test_too_many_at_once_are_told_when_to_come_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = AtOnce(1, waiting=0)
    monkeypatch.setattr(offers, "_TURNS", full)
    with full.turn():
        answer = client.get("/offer")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert client.get("/offer.csv").status_code == 200
        with pytest.raises(BusyProblem), full.turn():
            pass
    assert client.get("/offer").status_code == 200
