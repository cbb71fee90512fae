"""What `matcher network` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.session import open_service
from api.cli.tables.network import network_parts
from api.formats.network_rows import NODE_COLUMNS, TIE_COLUMNS, node_rows, tie_rows
from api.formats.words import Words
from matcher.questions.network_records import NetworkQuery

if TYPE_CHECKING:
    from api.cli.output import Output
    from api.cli.state import FactsAddress


def show_network(
    facts: FactsAddress,
    output: Output,
    *,
    ties: bool,
    **asked: Any,  # noqa: ANN401  (the fields of a question)
) -> None:
    """Write who is tied to whom."""
    service = open_service(facts)
    found = service.networks.find(NetworkQuery(**asked))
    output.emit(
        found,
        columns=TIE_COLUMNS if ties else NODE_COLUMNS,
        rows=lambda: tie_rows(found) if ties else node_rows(found),
        table=lambda: network_parts(found, Words(service.snapshot)),
    )
