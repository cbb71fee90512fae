"""What `matcher investors` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.session import searching
from api.cli.tables.investors import investor_parts
from api.formats.investor_rows import INVESTOR_COLUMNS, investor_rows
from api.formats.words import Words
from api.service.questions import CapitalOf
from matcher.errors import BriefMistake, UnknownNameError
from matcher.readiness.investor_records import InvestorQuery, InvestorQueryError, check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.cli.options import Asked
    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.service.service import Service


def show_investors(
    facts: FactsAddress,
    asked: Asked,
    areas: Sequence[str],
    output: Output,
    **wanted: Any,  # noqa: ANN401  (the fields of a question)
) -> None:
    """Write who needs working capital for a seat in the best line-ups of some areas."""
    query = InvestorQuery(**wanted)
    with searching(facts, asked, one_area=False) as session:
        service = session.service
        codes = _codes(service, areas)
        check(query, service.directory)
        question = CapitalOf(session.brief, codes, query)
        found = question.answer(service, stop=session.stop, say=session.say)
    output.emit(
        found,
        columns=INVESTOR_COLUMNS,
        rows=lambda: investor_rows(found),
        table=lambda: investor_parts(found, Words(service.snapshot)),
    )
    session.end()


def _codes(service: Service, areas: Sequence[str]) -> tuple[str, ...]:
    mistakes: list[BriefMistake] = []
    codes: list[str] = []
    for name in areas:
        try:
            codes.append(str(service.snapshot.areas[service.directory.area(name)].id))
        except UnknownNameError as error:
            mistakes.append(BriefMistake("areas", str(error)))
    if mistakes:
        raise InvestorQueryError(mistakes)
    return tuple(dict.fromkeys(codes))
