"""`matcher areas`, `matcher organisations` and `matcher organisation`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.output import Format
from api.cli.session import open_service
from api.cli.tables.layout import Line, plain_table
from api.formats.area_codes import codes_cell, schemes_of
from api.formats.serialise import to_plain
from api.formats.words import Words
from api.service.queries import (
    OrganisationQuery,
    area_summary,
    find_organisations,
    organisation_detail,
    organisation_summary,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.formats.serialise import Cell, Row
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

    output.emit(found, columns=_columns(found), rows=lambda: _rows(found), table=table)


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

    columns = ("id", "name", "kind", "sector", "founded", "pathways", "areas")
    found = list(summaries()) if output.format is Format.JSON else ()
    output.emit(found, columns=columns, rows=lambda: _rows(summaries()), table=table)


def show_organisation(facts: FactsAddress, name: str, as_of: date | None, output: Output) -> None:
    """Write everything known of one organisation."""
    service = open_service(facts)
    index = service.directory.organisation(name)
    detail = organisation_detail(service, index, as_of=as_of)
    found = list(_facts(to_plain(detail)))

    def table() -> Iterator[RenderableType]:
        yield Line(f"{detail.name} ({detail.id})", bold=True)
        listed = plain_table("What", "Fact", "Public by", "How sure", "Counts")
        for fact in found:
            sources = str(fact["sources"]).replace(";", ", ")
            sure = f"{fact['confidence']}: {sources}" if sources else str(fact["confidence"])
            values = (fact["what"], fact["fact"], fact["known_from"], sure, fact["counts"])
            listed.add_row(*(str(value or "") for value in values))
        yield listed

    output.emit(detail, columns=_FACT_COLUMNS, rows=lambda: found, table=table)


_FACT_COLUMNS = ("what", "fact", "known_from", "confidence", "counts", "sources")


_COUNTED, _POUNDS = {"employees", "volunteers"}, "_gbp"
_UNTOLD = {"origin", "id", "probability"}
"""What a row says elsewhere, or by a name."""


def _facts(detail: dict[str, object]) -> Iterator[Row]:
    """Flatten a detail's lists of facts: what it is, what it says, and where it came from."""
    for what, rows in detail.items():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and "origin" in row:
                origin = row["origin"]
                values = [_figure(key, row[key]) for key in row if key not in _UNTOLD]
                yield {
                    "what": what.replace("_", " "),
                    "fact": "; ".join(value for value in values if value),
                    "known_from": origin["known_from"],
                    "confidence": origin["confidence"],
                    "counts": "yes" if origin["counts"] else "no",
                    "sources": ";".join(source["id"] for source in origin["sources"]),
                }


def _figure(key: str, value: object) -> str:
    """Say a value; a figure says what it counts, since several stand in a row."""
    if isinstance(value, (int, float)) and key in _COUNTED:
        return f"{value:,} {key}"
    if isinstance(value, (int, float)) and key.endswith(_POUNDS):
        return f"{key.removesuffix(_POUNDS).replace('_', ' ')} £{value:,.0f}"
    return _said(value)


def _said(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("id") or "")
    if isinstance(value, list):
        return ", ".join(_said(part) for part in value)
    return "" if value is None else str(value)


def _columns(found: Sequence[object]) -> tuple[str, ...]:
    return tuple(to_plain(found[0])) if found else ()


def _rows(found: Iterable[object]) -> Iterator[Row]:
    for record in found:
        plain = to_plain(record)
        yield {column: _cell(value) for column, value in plain.items()}


def _cell(value: Any) -> Cell:  # noqa: ANN401  (of any field)
    if isinstance(value, list):
        return ";".join(map(str, value))
    return codes_cell(value) if isinstance(value, dict) else value
