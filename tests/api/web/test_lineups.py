"""Line-ups over HTTP: the brief, its mistakes, and searching without getting in the way."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from api.service.service import Service
from api.service.settings import Settings
from api.web.application import create_app
from matcher.answer.records import Answer, Member
from matcher.brief.request import Brief
from matcher.errors import NoLineUpError, SolverError
from tests.api.client import Client
from tests.api.web.test_pages import Outline
from tests.api.world import small_service

LINEUPS = "/areas/CPA1/lineups"


class Recorder(Service):
    """A service that records briefs, and waits or fails when told to."""

    def __init__(self) -> None:
        super().__init__(small_service().snapshot)
        self.briefs: list[Brief] = []
        self.asked, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()
        self.error: Exception | None = None

    def recommend(self, brief: Brief, **options: Any) -> Answer:
        self.briefs.append(brief)
        self.asked.set()
        assert self.may_go_on.wait(timeout=20)
        if self.error is not None:
            raise self.error
        return super().recommend(brief, **options)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def client_of(recorder: Recorder, **settings: Any) -> Client:
    return Client(create_app(Settings(store="sqlite://", log_level="error", **settings), recorder))


def mistakes(client: Client, **parameters: Any) -> dict[str, str]:
    answer = client.get(LINEUPS, params=parameters)
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


def test_recommends_line_ups_in_the_documented_shape(client: Client) -> None:
    answer = client.get(LINEUPS)
    body = answer.json()
    assert answer.status_code == 200
    assert list(body) == [field.name for field in fields(Answer)]
    assert body["area"] == {
        "id": "CPA1",
        "codes": {"CPA": "1", "Delius": "C01"},
        "name": "First County",
    }
    assert body["lineups"][0]["members"][0]["role"] == "lead"
    assert body["as_of"] == "2013-09-19"


def test_labels_every_answer_as_a_suggestion(client: Client) -> None:
    assert client.get(LINEUPS).headers["X-Partnership-Status"] == "suggested"


def test_understands_every_wish_of_a_brief(recorder: Recorder) -> None:
    wishes = {
        "k": "2",
        "max_members": "3",
        "min_difference": "1",
        "lead": "workwise",
        "must": ["Acme Training", "Homes for All"],
        "never": "Latecomer",
        "as_of": "2013-01-31",
        "min_vcse_share": "0.1",
        "pair_weight": "0.2",
        "equity": "0.4",
        "min_work": "0",
        "time_limit_s": "5",
    }
    assert client_of(recorder).get("/areas/first county/lineups", params=wishes).status_code == 200
    (brief,) = recorder.briefs
    assert (brief.area, brief.lead) == ("CPA1", "ZZ-PMS-workwise")
    assert brief.must == ("ZZ-PMS-zenith-trust", "ZZ-PMS-homes-for-all")
    assert brief.never == ("ZZ-PMS-latecomer",)
    assert (brief.k, brief.max_members, brief.min_difference) == (2, 3, 1)
    assert (brief.min_vcse_share, brief.pair_weight, brief.equity) == (0.1, 0.2, 0.4)
    assert (brief.min_work, brief.time_limit_s, brief.as_of) == (0.0, 5.0, date(2013, 1, 31))


def test_blank_parameters_count_as_absent(client: Client) -> None:
    blank = {"k": "", "lead": " ", "must": "\r\n", "never": "", "as_of": ""}
    assert client.get(LINEUPS, params=blank).json() == client.get(LINEUPS).json()


def test_takes_a_name_a_line_as_forms_send_it(client: Client) -> None:
    body = client.get(LINEUPS, params={"must": "Workwise\r\nHomes for All\r\n"}).json()
    assert body["brief"]["must"] == ["ZZ-PMS-workwise", "ZZ-PMS-homes-for-all"]


def test_names_all_the_mistakes_of_a_brief_at_once(client: Client) -> None:
    found = mistakes(
        client,
        k=99999,
        max_members="many",
        min_difference=0,
        must="Home for Al",
        as_of="2013-02-30",
        equity="nan",
        time_limit_s="-1",
        colour="red",
        lead=["Workwise", "Homes for All"],
    )
    assert sorted(found) == sorted(
        [
            "k",
            "max_members",
            "min_difference",
            "must",
            "as_of",
            "equity",
            "time_limit_s",
            "colour",
            "lead",
        ]
    )
    assert "Homes for All" in found["must"]
    assert found["k"] == "99999 is not between 1 and 10"


def test_says_when_must_and_never_contradict_each_other(client: Client) -> None:
    found = mistakes(client, must="Workwise", never="workwise", k=0)
    assert "also in 'must'" in found["never"]
    assert "0 is not between 1" in found["k"]


def test_refuses_long_texts_and_long_lists(client: Client) -> None:
    found = mistakes(client, lead="x" * 201, must=["Workwise"] * 51, never="y" * 9999)
    assert sorted(found) == ["lead", "must", "never"]
    assert "at most 50" in found["must"]


def test_caps_the_time_to_search(recorder: Recorder) -> None:
    client = client_of(recorder, max_time_limit_s=3.0)
    assert client.get(LINEUPS).json()["brief"]["time_limit_s"] == 3.0
    asked = client.get(LINEUPS, params={"time_limit_s": "1e9"}).json()
    assert asked["brief"]["time_limit_s"] == 3.0


def test_says_what_would_satisfy_rules_that_nothing_satisfies(client: Client) -> None:
    answer = client.get(LINEUPS, params={"lead": "Latecomer"})
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/no-line-up"
    assert answer.json()["remedies"]


def test_says_that_the_time_was_too_short(recorder: Recorder) -> None:
    recorder.error = SolverError("stopped")
    answer = client_of(recorder).get(LINEUPS)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/no-answer-in-time")
    assert answer.headers["Retry-After"]


def test_searches_once_for_equal_briefs_however_they_are_written(recorder: Recorder) -> None:
    client = client_of(recorder)
    first = client.get(LINEUPS, params={"must": "Acme Training", "k": "2"})
    second = client.get("/areas/1/lineups", params={"k": "2", "must": "ZZ-PMS-zenith-trust"})
    assert first.text == second.text
    assert len(recorder.briefs) == 1


def test_keeps_that_no_line_up_satisfies_a_brief_but_not_that_time_ran_out(
    recorder: Recorder,
) -> None:
    client = client_of(recorder)
    for error, searches in ((SolverError("stopped"), 2), (NoLineUpError(["x: y"]), 1)):
        recorder.briefs.clear()
        recorder.error = error
        answers = [client.get(LINEUPS) for _ in range(2)]
        assert answers[0].json()["detail"] == answers[1].json()["detail"]
        assert len(recorder.briefs) == searches


def test_keeps_no_more_answers_than_allowed(recorder: Recorder) -> None:
    client = client_of(recorder, cached_answers=1)
    for k in ("1", "2", "2", "1"):
        client.get(LINEUPS, params={"k": k})
    assert [brief.k for brief in recorder.briefs] == [1, 2, 1]


def test_health_answers_while_searches_run_and_more_are_refused(recorder: Recorder) -> None:
    client = client_of(recorder, solver_threads=1, max_waiting=2)
    recorder.may_go_on.clear()

    async def story() -> tuple[list[int], int, str]:
        waiting = [
            asyncio.create_task(client.send("GET", LINEUPS, params={"k": str(k)}))
            for k in (1, 2, 2)
        ]
        assert await asyncio.to_thread(recorder.asked.wait, 10)
        live = await asyncio.wait_for(client.send("GET", "/health/live"), timeout=5)
        ready = await asyncio.wait_for(client.send("GET", "/health/ready"), timeout=5)
        await asyncio.sleep(0.1)
        refused = await client.send("GET", LINEUPS, params={"k": "3"})
        assert (live.status_code, ready.status_code) == (200, 200)
        recorder.may_go_on.set()
        answers = await asyncio.gather(*waiting)
        return (
            [answer.status_code for answer in answers],
            refused.status_code,
            refused.headers["Retry-After"],
        )

    statuses, refused, retry_after = asyncio.run(story())
    assert (statuses, refused, retry_after) == ([200, 200, 200], 503, "60")
    assert sorted(brief.k for brief in recorder.briefs) == [1, 2]


def test_gates_and_consent_reach_the_engine_and_come_back_in_the_answer(client: Client) -> None:
    parameters = {"gates": ["guarantee=0.1", "funding_access=off"], "consented": "Workwise"}
    answer = client.get(LINEUPS, params=parameters)
    assert answer.status_code == 200, answer.text
    brief, gates = answer.json()["brief"], {one["key"]: one for one in answer.json()["gates"]}
    assert "guarantee=0.1" in brief["gates"]
    assert "funding_access=off" in brief["gates"]
    assert brief["consented"] == ["ZZ-PMS-workwise"]
    assert gates["guarantee"]["on"]
    assert gates["guarantee"]["figure"] == 0.1
    assert not gates["funding_access"]["on"]


def test_consent_as_a_gate_leaves_only_who_gave_it(client: Client) -> None:
    wish = {"gates": "consent=1", "consented": "Workwise", "min_vcse_share": 0}
    answer = client.get(LINEUPS, params=wish)
    members = {m["name"] for line_up in answer.json()["lineups"] for m in line_up["members"]}
    assert members == {"Workwise"}


def test_members_have_the_documented_value_and_risk(client: Client) -> None:
    answer = client.get(LINEUPS).json()
    for line_up in answer["lineups"]:
        for one in line_up["members"]:
            assert list(one) == [field.name for field in fields(Member)]
        assert sum(one["value_gbp"] for one in line_up["members"]) <= 1_080_000 + 5


def test_zero_has_no_sign(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    found = recorder.recommend(Brief(area="CPA1"))
    line_up = replace(found.lineups[0], score=-0.0, gap=-0.0)
    answer = replace(found, lineups=(line_up,))
    monkeypatch.setattr(recorder, "recommend", lambda _brief, **_options: answer)
    text = client_of(recorder).get(LINEUPS).text
    assert '"score":0.0' in text
    assert "-0.0" not in text
    assert "-0.0" not in client_of(recorder).page("/areas/1").text


def test_a_gate_that_is_none_is_a_mistake_of_its_field(client: Client) -> None:
    assert "is not a gate" in mistakes(client, gates="nonsense")["gates"]
    assert "No organisation" in mistakes(client, consented="Nobody At All")["consented"]


def test_a_contradiction_names_the_rules_in_conflict(client: Client) -> None:
    answer = client.get(LINEUPS, params={"gates": "local_or_small=5", "max_members": 2})
    assert answer.status_code == 422
    problem = answer.json()
    assert any(rule.startswith("local_or_small") for rule in problem["conflict"])
    assert problem["type"].endswith("no-line-up")


def test_an_explanation_adds_up_and_says_what_each_member_is_worth(client: Client) -> None:
    body = client.get("/areas/1/explanation", params={"k": "2"}).json()
    (line_up,) = body["lineups"]
    parts = line_up["explanation"]["parts"]
    assert sum(part["value"] for part in parts) == pytest.approx(line_up["score"], abs=1e-5)
    sheet = client.get("/areas/1/explanation.csv").text.splitlines()
    assert len(sheet) == 1 + len(line_up["members"])
    page = Outline(client.page("/areas/1/explanation").text)
    (caption,) = (each for each in page.tables if each.startswith("The score, shared out"))
    names = [cells[0] for cells in page.tables[caption]]
    assert names == [*(member["name"] for member in line_up["members"]), "All"]
    assert page.tables[caption][-1][-1] == f"{line_up['score']:.5f}"
    (gates,) = (each for each in page.tables if each.startswith("The gates"))
    assert len(page.tables[gates]) == len(body["gates"])
