"""Examples of questions about one line-up for OpenAPI, made of the service's own records."""

from __future__ import annotations

from api.web.examples import ANSWER_RECORD, plain
from matcher.questions.rescoring_records import BestWithLocks, Rescored

_LINE_UP = ANSWER_RECORD.lineups[0]
_HEADING = {
    name: getattr(ANSWER_RECORD, name)
    for name in ("programme", "data_version", "as_of", "area", "brief")
}

RESCORED = plain(
    Rescored(
        **_HEADING,
        broken=(),
        line_up=_LINE_UP,
        parts=(),
        score_before=None,
        best=BestWithLocks(
            score=_LINE_UP.score,
            gap=0.0,
            proven=True,
            coverage=_LINE_UP.coverage.overall,
            lead=_LINE_UP.lead,
            members=tuple(member.id for member in _LINE_UP.members),
            comes=(),
            goes=(),
        ),
        best_sure=True,
        best_of_all=_LINE_UP.score,
        best_of_all_proven=True,
        share_of_best=1.0,
    )
)
