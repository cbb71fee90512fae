"""Terms over HTTP: a file or pasted words, one answer in every form, and nothing kept."""

from __future__ import annotations

import csv
import io
import tempfile
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from api.service import terms
from api.service.documents.reading import LARGEST_BYTES
from tests.api.client import BROWSER
from tests.api.service.documents.files import body, locked, package, paragraph, pdf, word
from tests.api.web.test_pages import Outline
from tests.matcher.terms.agreement import AGREEMENT

if TYPE_CHECKING:
    import httpx

    from tests.api.client import Client

RED = "5 points are red, 0 points are amber, 3 points need no change."


def sent(client: Client, content: bytes, path: str = "/terms", **more: object) -> httpx.Response:
    return client.request("POST", path, files={"document": ("contract", content)}, **more)


def test_the_form_says_what_is_accepted_and_looked_for(client: Client) -> None:
    page = Outline(client.page("/terms").text)
    assert "at most 10 MB" in page.text
    assert "This is no legal advice." in page.text
    rows = page.tables["Terms that decide whether a small charity can bear a contract"]
    looked_for = client.get("/terms").json()["looked_for"]
    assert [cells[0] for cells in rows] == [each["title"] for each in looked_for]
    assert len(looked_for) == 19


def test_where_to_get_advice_is_named_and_what_ended_is_marked(client: Client) -> None:
    page = client.page("/terms").text
    assert "https://www.lawworks.org.uk/" in page
    assert "<strong>Ended.</strong>" in page


def test_page_json_and_csv_have_the_same_findings(client: Client) -> None:
    content = AGREEMENT.encode()
    found = sent(client, content).json()["terms"]["findings"]
    sheet = list(csv.DictReader(io.StringIO(sent(client, content, "/terms.csv").text)))
    page = Outline(sent(client, content, headers=BROWSER).text)
    assert [each["clause"] for each in sheet if each["clause"]] == [e["clause"] for e in found]
    shown = page.tables["5 clauses, in the order of the contract"]
    assert [cells[0] for cells in shown] == [
        each["clause"] for each in found if each["severity"] == "red"
    ]
    assert page.text.index(RED) < page.text.index("What it says")


def test_the_answer_is_a_word_document_too(client: Client) -> None:
    answer = sent(client, AGREEMENT.encode(), "/terms.docx")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    assert "terms.docx" in answer.headers["Content-Disposition"]


def test_pasted_words_are_read_where_no_file_is_chosen(client: Client) -> None:
    form = {"document": ("", b"", "application/octet-stream"), "words": (None, AGREEMENT)}
    answer = client.request("POST", "/terms", files=form)
    assert answer.json()["read_as"] == "pasted words"
    assert len(answer.json()["terms"]["findings"]) == 8


def test_a_program_may_send_the_file_as_the_body(client: Client) -> None:
    lines = [line for line in AGREEMENT.splitlines() if line]
    for content, read_as in ((word(*lines), "Word"), (pdf(lines), "PDF")):
        answer = client.request("POST", "/terms", content=content)
        assert (answer.status_code, answer.json()["read_as"]) == (200, read_as)


def test_figures_lead_to_the_offer_with_these_terms(client: Client) -> None:
    answer = sent(client, AGREEMENT.encode())
    query = answer.json()["offer_query"]
    assert "payment_days=75" in query
    assert "pay_when_paid=yes" in query
    page = Outline(sent(client, AGREEMENT.encode(), headers=BROWSER).text)
    links = [str(each.get("href")) for each in page.all("a")]
    (link,) = (each for each in links if urlsplit(each).path == "/offer" and "payment_days" in each)
    offer = client.get(link)
    assert (offer.status_code, "payment_days=75" in offer.json()["query"]) == (200, True)


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "choose a file"),
        (b"5.1 The Prime shall pay.", 422, "too few for a contract"),
        (b"\x89PNG\r\n\x1a\n", 415, "a picture"),
        (b"MZ\x90", 415, "a program"),
        (b"<script>alert(1)</script>", 415, "a web page or XML"),
        (locked(pdf(("5.1 It pays.",)), "secret"), 422, "protected by a password"),
        (pdf(()), 422, "has no text"),
        (package(body(" " * 50_000_000)), 422, "unpacks to far more"),
        (package("<!DOCTYPE x>" + body(paragraph("x"))), 422, "declares entities"),
    ],
)
def test_what_cannot_be_read_is_answered_as_a_problem(
    client: Client, content: bytes, status: int, said: str
) -> None:
    answer = client.request("POST", "/terms", content=content)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert said in answer.text


def test_a_problem_stands_on_the_page_with_the_form(client: Client) -> None:
    answer = sent(client, b"\x89PNG\r\n\x1a\n", headers=BROWSER)
    page = Outline(answer.text)
    assert answer.status_code == 415
    assert "This is a picture, whatever its name says." in page.text
    assert [each.get("aria-invalid") for each in page.all("input") if each.get("id")] == ["true"]
    nothing = client.request("POST", "/terms", headers=BROWSER, files={"words": (None, " ")})
    assert nothing.status_code == 422
    assert "choose a file, or paste the words" in nothing.text


@pytest.mark.parametrize("form", [True, False])
def test_what_is_too_large_is_refused(client: Client, *, form: bool) -> None:
    content = b"a" * (LARGEST_BYTES + 30_000)
    answer = sent(client, content) if form else client.request("POST", "/terms", content=content)
    assert answer.status_code == 413
    assert answer.json()["title"] == "What was sent is too large"


def test_what_is_far_too_large_is_not_read_to_its_end(client: Client) -> None:
    answer = client.request("POST", "/terms", content=b"a" * 17_000_000)
    assert answer.status_code == 413


def test_a_file_just_above_the_limit_is_refused_in_a_form(client: Client) -> None:
    assert sent(client, b"a" * (LARGEST_BYTES + 1)).status_code == 413


def test_a_form_that_is_none_is_refused(client: Client) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.request("POST", "/terms", content=b"no form", headers=headers)
    assert answer.status_code == 422


def test_nothing_that_is_sent_reaches_the_disk(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_file(*_: object, **__: object) -> None:
        message = "a file was opened"
        raise AssertionError(message)

    monkeypatch.setattr(tempfile, "TemporaryFile", no_file)
    monkeypatch.setattr(tempfile, "_TemporaryFileWrapper", no_file)
    answer = sent(client, AGREEMENT.encode() + b" " * 5_000_000)
    assert answer.status_code == 200
    assert answer.json()["terms"]["cut_short"]


def test_nobody_on_the_way_keeps_the_answer(client: Client) -> None:
    for headers in ({}, BROWSER):
        answer = sent(client, AGREEMENT.encode(), headers=headers)
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_words_of_a_contract_are_never_taken_for_html(client: Client) -> None:
    content = AGREEMENT + "\n9.1 The Prime <b>shall</b> pay <img src=x> in 90 days of invoice."
    page = sent(client, content.encode(), headers=BROWSER).text
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_the_page_has_no_link_to_an_answer_that_is_forgotten(client: Client) -> None:
    page = Outline(sent(client, AGREEMENT.encode(), headers=BROWSER).text)
    links = {str(each.get("href")) for each in page.all("a")}
    assert not {"/terms.json", "/terms.csv", "/terms.docx"} & links


def test_who_comes_while_many_are_read_is_told_when_to_come_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "LONGEST_WAIT_S", 0.01)
    monkeypatch.setattr(terms, "_turns", threading.BoundedSemaphore(1))
    with terms._turn():
        answer = sent(client, AGREEMENT.encode())
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
