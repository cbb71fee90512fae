"""What `matcher needed` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.session import open_service
from api.cli.tables.needed import needed_parts
from api.formats.needed_rows import NEEDED_COLUMNS, needed_rows
from api.formats.words import Words
from matcher.questions.needed_records import NeededQuery

if TYPE_CHECKING:
    from api.cli.output import Output
    from api.cli.state import FactsAddress


def tell_needed(facts: FactsAddress, output: Output, **asked: Any) -> None:  # noqa: ANN401
    """Write where an organisation is needed."""
    service = open_service(facts)
    found = service.need_search.find(NeededQuery(**asked))
    output.emit(
        found,
        columns=NEEDED_COLUMNS,
        rows=lambda: needed_rows(found),
        table=lambda: needed_parts(found, Words(service.snapshot)),
    )
