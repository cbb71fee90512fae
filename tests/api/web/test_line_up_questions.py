"""What else is asked of line-ups: the answers of the command line, at an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.formats.sentences import dated
from api.formats.serialise import to_plain
from api.web.asking import default_brief
from matcher.lineups import recommend
from matcher.questions.completing import complete
from matcher.questions.counterfactual import why_not
from matcher.questions.judging import judge
from matcher.questions.replacing import replacements
from matcher.questions.rescoring import compare
from matcher.questions.stressing import stress
from matcher.questions.tradeoffs import tradeoffs
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from api.service.service import Service
    from api.service.settings import Settings
    from matcher.brief.request import Brief
    from tests.api.client import Client

WORK, HOMES, ZENITH = "ZZ-PMS-workwise", "ZZ-PMS-homes-for-all", "ZZ-PMS-zenith-trust"
MEMBERS = f"members={WORK}&members={HOMES}"


@pytest.fixture(scope="module")
def brief(service: Service, settings: Settings) -> Brief:
    return default_brief(service, "CPA1", settings)


def body(client: Client, path: str) -> Any:
    answer = client.get(f"/areas/1/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["X-Partnership-Status"] == "suggested"
    return answer.json()


def rows(client: Client, path: str) -> list[str]:
    name, _, query = path.partition("?")
    return client.get(f"/areas/1/{name}.csv?{query}").text.splitlines()


def shown(client: Client, path: str) -> Outline:
    return Outline(client.page(f"/areas/1/{path}").text)


def mistakes(client: Client, path: str) -> set[str]:
    answer = client.get(f"/areas/1/{path}")
    assert answer.status_code == 422, answer.text
    return {each["field"] for each in answer.json()["errors"]}


def test_why_not_is_answered_as_on_the_command_line(
    client: Client, service: Service, brief: Brief
) -> None:
    for name in ("Latecomer", "Acme Training", "Workwise"):
        found = why_not(service.snapshot, brief, name)
        path = f"why-not?organisation={name}"
        assert body(client, path) == to_plain(found)
        assert len(rows(client, path)) == 1 + len(found.remedies)
        text = shown(client, path).text
        assert f"Why not {found.name} in First County?" in text
        assert all(dated(each.sentence) in text for each in found.obstacles)
        assert all(each.sentence in text for each in found.remedies)


def test_trade_offs_are_those_of_the_command_line(
    client: Client, service: Service, brief: Brief
) -> None:
    found = tradeoffs(service.snapshot, brief)
    assert body(client, "trade-offs") == to_plain(found)
    assert len(rows(client, "trade-offs")) == 1 + len(found.line_ups)
    (table,) = shown(client, "trade-offs").tables.values()
    assert len(table) == len(found.line_ups)


def test_a_line_up_is_completed_as_on_the_command_line(
    client: Client, service: Service, brief: Brief
) -> None:
    found = complete(service.snapshot, brief, [HOMES])
    path = f"complete?members={HOMES}"
    assert body(client, path) == to_plain(found)
    text = shown(client, path).text
    assert "Keeping these members costs" in text
    assert all(one.members[0].name in text for one in found.answer.lineups)


def test_a_line_up_is_judged_as_on_the_command_line(
    client: Client, service: Service, brief: Brief
) -> None:
    found = judge(service.snapshot, brief, [WORK, HOMES])
    assert body(client, f"judge?{MEMBERS}") == to_plain(found)
    table = shown(client, f"judge?{MEMBERS}").tables[
        "What would change it most, one member at a time"
    ]
    changes = [found.weakest, found.addition, found.swap, found.removal]
    assert [cells[3] for cells in table] == [
        "" if change is None else f"{change.score:.4f}" for change in changes
    ]
    assert len(rows(client, f"judge?{MEMBERS}")) == 1 + sum(each is not None for each in changes)


def test_replacements_are_listed_and_can_be_taken(
    client: Client, service: Service, brief: Brief
) -> None:
    found = replacements(service.snapshot, brief, [WORK, HOMES], of=[HOMES])
    path = f"replacements?{MEMBERS}&of={HOMES}"
    assert body(client, path) == to_plain(found)
    page = shown(client, path)
    taken = [each["value"] for each in page.all("button") if each.get("name") == "add"]
    assert taken == [change.comes for change in found.changes]
    assert taken
    assert mistakes(client, f"replacements?{MEMBERS}&of=Nobody") == {"of"}
    assert mistakes(client, f"replacements?{MEMBERS}&of={ZENITH}") == {"of"}


def test_where_nobody_could_come_the_page_says_so(client: Client) -> None:
    nobody = f"never={ZENITH}&never=ZZ-PMS-sharp-script-alert-x-script-sons"
    page = client.page(f"/areas/1/replacements?{MEMBERS}&of={HOMES}&{nobody}")
    assert page.status_code == 200
    assert "Nobody could, and keep the rules that this line-up keeps." in page.text


def test_stress_tests_are_those_of_the_command_line(
    client: Client, service: Service, brief: Brief
) -> None:
    found = stress(service.snapshot, brief, [WORK, HOMES])
    assert body(client, f"stress?{MEMBERS}") == to_plain(found)
    assert found.stress is not None
    page = shown(client, f"stress?{MEMBERS}")
    table = page.tables["Each member gone, the others staying"]
    assert len(table) == len(found.stress.departures) == len(rows(client, f"stress?{MEMBERS}")) - 1


def test_the_best_line_ups_stress_is_that_of_recommending(service: Service, brief: Brief) -> None:
    best = recommend(service.snapshot, brief, stress=True).lineups[0]
    found = stress(service.snapshot, brief, [member.id for member in best.members])
    assert best.stress is not None
    assert found.stress is not None
    assert found.stress.volume == best.stress.volume
    assert found.stress.late_payment == best.stress.late_payment
    assert found.stress.departures == best.stress.departures


def test_two_line_ups_stand_side_by_side(client: Client, service: Service, brief: Brief) -> None:
    path = f"compare?{MEMBERS}&other={WORK}&other={ZENITH}"
    found = compare(service.snapshot, brief, ([WORK, HOMES], [WORK, ZENITH]))
    assert body(client, path) == to_plain(found)
    first = judge(service.snapshot, brief, [WORK, HOMES]).line_up
    assert first is not None
    assert found.line_ups[0].score == pytest.approx(first.score, abs=2e-6)
    table = shown(client, path).tables["The line-ups side by side"]
    assert table[1] == ["Members", "2", "2"]


def test_each_question_asks_a_person_for_what_it_needs(client: Client) -> None:
    for action in ("complete", "judge", "replacements", "stress", "compare", "why-not"):
        answer = client.page(f"/areas/1/{action}")
        assert answer.status_code == 200
        assert f'action="/areas/CPA1/{action}"' in answer.text


def test_each_question_tells_a_program_all_that_is_wrong(client: Client) -> None:
    for action in ("complete", "judge", "replacements", "stress"):
        assert mistakes(client, action) == {"members"}
        assert mistakes(client, f"{action}?members=Nobody&k=many") == {"members", "k"}
        many = "&".join(f"members={number}" for number in range(1000))
        assert mistakes(client, f"{action}?{many}") == {"members"}
    assert mistakes(client, "why-not?k=many") == {"organisation", "k"}
    assert mistakes(client, "compare?k=many&other=Nobody") == {"members", "k", "other"}
    assert mistakes(client, f"compare?{MEMBERS}") == {"other"}
    assert mistakes(client, "trade-offs?k=many") == {"k"}
