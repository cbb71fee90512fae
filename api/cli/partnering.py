"""What `matcher partners` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.session import open_service, split
from api.cli.tables.partners import partner_parts
from api.formats.serialise import PARTNER_COLUMNS, partner_rows
from api.formats.words import Words
from matcher.questions.partner_records import PartnerQuery

if TYPE_CHECKING:
    from pathlib import Path

    from api.cli.output import Output
    from api.cli.state import FactsAddress


def suggest_partners(
    facts: FactsAddress,
    output: Output,
    *,
    never: tuple[str, ...],
    groups: Path | None,
    **asked: Any,  # noqa: ANN401  (the fields of a question)
) -> None:
    """Write the partners suggested for an organisation."""
    service = open_service(facts)
    query = PartnerQuery(never=split(service, never), **asked)
    search = service.partner_search if groups is None else service.partner_search_told(groups)
    found = search.find(query)
    output.emit(
        found,
        columns=PARTNER_COLUMNS,
        rows=lambda: partner_rows(found),
        table=lambda: partner_parts(found, Words(service.snapshot)),
    )
