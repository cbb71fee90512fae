"""What `matcher fairness` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.compiling import make_ready
from api.cli.output import working
from api.cli.session import open_service, stoppable
from api.cli.tables.fairness import fairness_parts
from api.formats.serialise import FAIRNESS_COLUMNS, fairness_rows
from api.formats.words import Words
from matcher.brief.request import Brief
from matcher.questions.fairness_records import FairnessQuery

if TYPE_CHECKING:
    from pathlib import Path

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.service.service import Service
    from matcher.questions.fairness import FairnessReport
    from matcher.questions.fairness_records import Fairness

_LOOKING = "Looking at who is shown"


def show_fairness(
    facts: FactsAddress,
    output: Output,
    *,
    groups: Path | None,
    line_ups: bool,
    **asked: Any,  # noqa: ANN401  (the fields of a question)
) -> None:
    """Write how groups are shown, against what they could do."""
    service = open_service(facts)
    search = None if groups is None else service.partner_search_told(groups)
    report, query = service.fairness_report(search), FairnessQuery(**asked)
    if line_ups:
        found = _of_line_ups(service, report, query)
    else:
        with working(_LOOKING) as update:
            found = report.of_partners(query, progress=lambda text: update(f"{_LOOKING}: {text}"))
    output.emit(
        found,
        columns=FAIRNESS_COLUMNS,
        rows=lambda: fairness_rows(found),
        table=lambda: fairness_parts(found, Words(service.snapshot)),
    )


def _of_line_ups(service: Service, report: FairnessReport, query: FairnessQuery) -> Fairness:
    """Search the best line-up of each area, or of the one named."""
    report.check(query)
    make_ready()
    brief = Brief(area=query.area, k=1, as_of=query.as_of)
    with stoppable() as stop, working("Searching (Ctrl-C gives the best so far)"):
        answers = (
            [service.recommend(brief, stop=stop)]
            if query.area
            else list(service.recommend_all(brief, stop=stop))
        )
    return report.of_line_ups(query, answers)
