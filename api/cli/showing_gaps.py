"""What `matcher gaps` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.session import open_service
from api.cli.tables.gaps import gap_parts
from api.formats.gap_rows import GAP_COLUMNS, gap_rows
from api.formats.words import Words
from matcher.questions.gap_records import GapsQuery

if TYPE_CHECKING:
    from api.cli.output import Output
    from api.cli.state import FactsAddress


def show_gaps(
    facts: FactsAddress,
    output: Output,
    **asked: Any,  # noqa: ANN401  (the fields of a question)
) -> None:
    """Write the needs that nobody known could meet."""
    service = open_service(facts)
    found = service.gaps.find(GapsQuery(**asked))
    output.emit(
        found,
        columns=GAP_COLUMNS,
        rows=lambda: gap_rows(found),
        table=lambda: gap_parts(found, Words(service.snapshot)),
    )
