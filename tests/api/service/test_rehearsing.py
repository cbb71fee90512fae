"""What the first who asks would wait for is worked out beside the first requests."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from api.service.opening import Openings
from api.service.service import Service
from api.service.watching import Watch
from api.web.logs import make_logger
from matcher.questions import field_supply, gaps, networks
from matcher.questions.gap_records import GapsQuery
from matcher.questions.needed_records import NeededQuery
from matcher.questions.network_records import NetworkQuery
from tests import builders as b
from tests.api.world import small_service

if TYPE_CHECKING:
    from collections.abc import Callable


def never(*_asked: Any, **_more: Any) -> Any:
    pytest.fail("it was worked out again")


def test_the_first_questions_find_what_was_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    service = small_service()
    service.rehearse()
    monkeypatch.setattr(field_supply, "field_supply", never)
    monkeypatch.setattr(networks, "analyse", never)
    monkeypatch.setattr(gaps, "area_need", never)
    assert service.need_search.find(NeededQuery(organisation="Homes for All")).rows
    assert service.networks.find(NetworkQuery()).nodes
    assert service.networks.find(NetworkQuery(focus="Workwise")).nodes
    assert service.gaps.find(GapsQuery()).gaps


def test_a_programme_without_organisations_can_be_rehearsed() -> None:
    Service(b.small_snapshot(organisations=())).rehearse()


def watching(service: Service, beside: Callable[[Service], object]) -> Watch:
    return Watch(
        Openings(lambda _name: service),
        url="sqlite://",
        opener=never,
        folder=None,
        every_s=0,
        logger=make_logger("warning"),
        beside=beside,
    )


def followed(watch: Watch) -> None:
    watch.start()
    watch._thread.join(20)
    assert not watch._thread.is_alive()


def test_a_server_rehearses_once_its_facts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    service, made = small_service(), list[Service]()
    followed(watching(service, made.append))
    assert made == [service]
    monkeypatch.setattr(networks, "analyse", never)
    assert service.networks.find(NetworkQuery()).nodes


def test_what_cannot_be_rehearsed_is_logged_and_the_server_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(_service: Service) -> None:
        message = "no coast"
        raise OSError(message)

    service = small_service()
    followed(watching(service, broken))
    lines = [json.loads(line) for line in io.StringIO(capsys.readouterr().err)]
    assert [line["error"] for line in lines if line["event"] == "not rehearsed"] == ["no coast"]
    assert service.networks.find(NetworkQuery()).nodes
