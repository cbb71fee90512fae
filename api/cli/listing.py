"""`matcher areas`, `matcher organisations` and `matcher organisation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.output import Format
from api.cli.session import open_service
from api.cli.tables.layout import Line, plain_table
from api.formats.area_codes import schemes_of
from api.formats.listed_rows import (
    AREA_COLUMNS,
    FACT_COLUMNS,
    ORGANISATION_COLUMNS,
    fact_rows,
    listed_rows,
)
from api.formats.words import Words
from api.service.queries import (
    OrganisationQuery,
    area_summary,
    find_organisations,
    organisation_detail,
    organisation_summary,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.records.listed import OrganisationSummary

_SHOWN = 1000
"""Organisations that a table shows; JSON and CSV have all."""


def list_areas(facts: FactsAddress, output: Output) -> None:
    """Write the areas in the order of the programme."""
    service = open_service(facts)
    found = [area_summary(service, index) for index in range(len(service.snapshot.areas))]

    def table() -> Iterator[RenderableType]:
        schemes = schemes_of(found)
        areas = plain_table(*schemes, "Name", right=("Authorities", "People", "Value a year"))
        for area in found:
            value = f"£{area.annual_value_gbp / 1e6:.1f}m"
            numbers = f"{area.authorities}", f"{area.population:,}", value
            codes = (area.codes.get(scheme, "") for scheme in schemes)
            areas.add_row(*codes, area.name, *numbers)
        yield areas

    output.emit(found, columns=AREA_COLUMNS, rows=lambda: listed_rows(found), table=table)


def list_organisations(facts: FactsAddress, query: OrganisationQuery, output: Output) -> None:
    """Write the organisations that a query asks for."""
    service = open_service(facts)
    indices = find_organisations(service, query)
    words = Words(service.snapshot)

    def summaries(most: int | None = None) -> Iterator[OrganisationSummary]:
        for index in indices[:most]:
            yield organisation_summary(service, index, as_of=query.as_of)

    def table() -> Iterator[RenderableType]:
        yield Line(f"{len(indices):,} of {query}", bold=True)
        listed = plain_table("Name", "Kind", "Works on", "Identifier", right=("Areas",))
        for row in summaries(_SHOWN):
            works_on = "; ".join(
                words.work(key, inferred=key in row.inferred_pathways) for key in row.pathways
            )
            count = str(len(row.areas))
            listed.add_row(row.name, words.kind(row.kind), works_on, row.id, count)
        yield listed
        if len(indices) > _SHOWN:
            yield Line(f"and {len(indices) - _SHOWN:,} more: --format csv --output FILE.csv")

    found = list(summaries()) if output.format is Format.JSON else ()
    output.emit(
        found, columns=ORGANISATION_COLUMNS, rows=lambda: listed_rows(summaries()), table=table
    )


def show_organisation(facts: FactsAddress, name: str, as_of: date | None, output: Output) -> None:
    """Write everything known of one organisation."""
    service = open_service(facts)
    index = service.directory.organisation(name)
    detail = organisation_detail(service, index, as_of=as_of)
    found = list(fact_rows(detail))

    def table() -> Iterator[RenderableType]:
        yield Line(f"{detail.name} ({detail.id})", bold=True)
        listed = plain_table("What", "Fact", "Public by", "How sure", "Counts")
        for fact in found:
            sources = str(fact["sources"]).replace(";", ", ")
            sure = f"{fact['confidence']}: {sources}" if sources else str(fact["confidence"])
            values = (fact["what"], fact["fact"], fact["known_from"], sure, fact["counts"])
            listed.add_row(*(str(value or "") for value in values))
        yield listed

    output.emit(detail, columns=FACT_COLUMNS, rows=lambda: found, table=table)
