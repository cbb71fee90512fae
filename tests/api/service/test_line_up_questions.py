"""Questions about one area's line-ups: what they say while somebody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.service.line_up_questions import TradeOffs
from matcher.brief.request import Brief
from matcher.questions.tradeoffs import tradeoffs

if TYPE_CHECKING:
    from api.service.service import Service


def test_trade_offs_say_how_many_are_solved(service: Service) -> None:
    brief, said = Brief(area="CPA1"), list[str]()
    found = TradeOffs(brief).answer(service, stop=lambda: False, say=said.append)
    assert found == tradeoffs(service.snapshot, brief)
    assert said[0] == "1 of 25 combinations of weights solved."
    assert said[-1] == "25 of 25 combinations of weights solved."
    assert len(said) == 25
