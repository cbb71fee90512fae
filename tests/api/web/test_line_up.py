"""A line-up in hand: its page, the changes of it, and hostile addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from api.formats.words import percent_words
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from tests.api.client import Client

HOMES, WORK, ZENITH = "ZZ-PMS-homes-for-all", "ZZ-PMS-workwise", "ZZ-PMS-zenith-trust"
OWN = f"/areas/CPA1/line-up?members={WORK}&members={HOMES}"


def asked_after(client: Client, query: str) -> dict[str, list[str]]:
    """Change a line-up, and give the question that the change leads to."""
    address = OWN.replace("line-up?", "line-up/change?") + f"&{query}"
    answer = client.page(address)
    assert answer.status_code == 303, answer.text
    to = urlsplit(answer.headers["Location"])
    assert to.path == "/areas/CPA1/line-up"
    return parse_qs(to.query)


def body(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def wrong(client: Client, path: str) -> dict[str, str]:
    answer = client.get(path)
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


def test_the_best_line_ups_members_have_its_score(client: Client) -> None:
    best = body(client, "/areas/1/lineups?k=1")["lineups"][0]
    members = urlencode([("members", member["id"]) for member in best["members"]])
    found = body(client, f"/areas/1/line-up?{members}")
    assert found["line_up"]["score"] == best["score"] == found["best"]["score"]
    assert found["best"]["comes"] == found["best"]["goes"] == []
    assert found["share_of_best"] == 1
    page = Outline(client.page(f"/areas/1/line-up?{members}").text)
    assert "Nothing, with what is locked and ruled out: no other line-up scores more" in page.text


def test_page_json_and_csv_tell_the_same(client: Client) -> None:
    found, page = body(client, OWN), Outline(client.page(OWN).text)
    rows = client.get(OWN.replace("line-up?", "line-up.csv?")).text.splitlines()
    line_up = found["line_up"]
    assert len(rows) == 1 + len(line_up["members"]) + len(line_up["retained"])
    shown = page.tables["Members, their shares, and what you can do"]
    assert [cells[0].split(" leads")[0].split(" What it would")[0] for cells in shown] == [
        m["name"] for m in line_up["members"]
    ]
    assert [cells[3] for cells in shown] == [
        percent_words(member["share_of_volume"]) for member in line_up["members"]
    ]
    assert f"It scores {line_up['score']:.4f}" in page.text


def test_who_is_removed_goes_and_does_not_come_back(client: Client) -> None:
    asked = asked_after(client, f"remove={HOMES}&must={HOMES}&k=2")
    assert asked == {"members": [WORK], "never": [HOMES], "went": [HOMES], "k": ["2"]}
    found = body(client, f"/areas/1/line-up?{urlencode(asked, doseq=True)}")
    assert HOMES not in found["best"]["members"]
    assert found["score_before"] == body(client, OWN)["line_up"]["score"]


def test_removing_and_adding_again_gives_the_same_score(client: Client) -> None:
    gone = asked_after(client, f"remove={HOMES}")
    address = f"/areas/1/line-up/change?{urlencode(gone, doseq=True)}&add=Homes+for+All"
    back = parse_qs(urlsplit(client.page(address).headers["Location"]).query)
    assert back == {"members": [WORK, HOMES], "came": [HOMES]}
    found = body(client, f"/areas/1/line-up?{urlencode(back, doseq=True)}")
    assert found["line_up"] == body(client, OWN)["line_up"]


def test_undoing_leads_back_to_the_line_up_before(client: Client) -> None:
    gone = asked_after(client, f"remove={HOMES}")
    page = client.page(f"/areas/1/line-up?{urlencode(gone, doseq=True)}").text
    (address,) = re.findall(r'href="([^"]*)">Undo<', page)
    asked = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
    assert asked == {"members": [WORK, HOMES]}


def test_a_swap_is_one_change(client: Client) -> None:
    asked = asked_after(client, f"remove={HOMES}&add=Acme+Training")
    assert asked["members"] == [WORK, ZENITH]
    assert (asked["came"], asked["went"]) == ([ZENITH], [HOMES])


def test_who_is_locked_stays_in_the_best(client: Client) -> None:
    asked = asked_after(client, f"lock={HOMES}")
    assert asked["must"] == [HOMES]
    found = body(client, f"/areas/1/line-up?{urlencode(asked, doseq=True)}")
    assert HOMES in found["best"]["members"]
    again = parse_qsl(urlencode(asked, doseq=True))
    assert asked_after(client, urlencode([*again[2:], ("unlock", HOMES)])).get("must") is None


def test_who_is_allowed_again_may_come_in(client: Client) -> None:
    assert asked_after(client, f"never={ZENITH}&allow={ZENITH}").get("never") is None


def test_a_lead_who_goes_leads_no_more(client: Client) -> None:
    assert "lead" not in asked_after(client, f"lead={WORK}&remove={WORK}")


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("add=Homs+for+Al", "add", "Did you mean: Homes for All"),
        ("add=", "add", "name an organisation"),
        (f"add={HOMES}", "add", "is in it already"),
        ("remove=Nobody", "remove", "No organisation is called 'Nobody'"),
        ("add=A&add=B", "add", "more than once"),
    ],
)
def test_a_mistake_of_a_change_is_told_at_its_field(
    client: Client, query: str, field: str, message: str
) -> None:
    address = OWN.replace("line-up?", "line-up/change?") + f"&{query}"
    answer = client.page(address)
    assert answer.status_code == 422
    assert "Who comes in?" in answer.text
    assert message in wrong(client, address)[field]


def test_all_mistakes_of_an_address_are_told_at_once(client: Client) -> None:
    found = wrong(client, "/areas/1/line-up?members=Nobody&k=many&colour=red&went=Atlantis")
    assert set(found) == {"members", "k", "colour", "went"}
    assert wrong(client, "/areas/1/line-up")["members"] == "name at least one organisation"


def test_a_thousand_members_are_too_many(client: Client) -> None:
    many = "&".join(f"members=Body+{number}" for number in range(1000))
    assert "at most 50" in wrong(client, f"/areas/1/line-up?{many}")["members"]
    assert "at most 50" in client.page(f"/areas/1/line-up?{many}").text


def test_a_member_named_twice_counts_once(client: Client) -> None:
    twice = f"{OWN}&members=Homes+for+All&members={HOMES.upper()}"
    answer = client.get(f"{OWN}&members=Homes+for+All")
    assert answer.json()["line_up"] == body(client, OWN)["line_up"]
    assert client.get(twice).status_code in {200, 422}


def test_names_that_bite_are_text(client: Client) -> None:
    bait = '"><script>alert(1)</script>'
    for address in ("/areas/1/line-up", "/areas/1/line-up/change"):
        for asked in ({"members": bait}, {"members": WORK, "add": bait}, {bait: bait}):
            assert "<script>" not in client.page(address, params=asked).text
    text = client.page("/areas/1/line-up?members=ZZ-PMS-sharp-script-alert-x-script-sons").text
    assert "Sharp &lt;script&gt;" in text
    assert "<script" not in text


def test_without_members_a_page_asks_who_is_in_it(client: Client) -> None:
    answer = client.page("/areas/1/line-up?k=2")
    assert answer.status_code == 200
    assert "Who is in your line-up?" in answer.text
    assert '<input type="hidden" name="k" value="2">' in answer.text


def test_a_line_up_that_breaks_rules_says_which(client: Client) -> None:
    page = Outline(client.page(f"{OWN}&never={HOMES}&must={ZENITH}").text)
    assert "It breaks 2 rules" in page.text
    assert "Must not be in: Homes for All is in it" in page.text
