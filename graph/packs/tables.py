"""Which tables a data pack has: its files, their columns, and the records that rows become.

A new table is one entry here, one record in `graph.records.model` and one field in
`graph.records.facts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.packs.cells import (
    Converter,
    day,
    flag,
    many,
    number,
    one_of,
    optional,
    required,
    text,
    whole,
    word,
)
from graph.records import kinds, model
from graph.records.identifiers import AreaId, OrgId, PlaceCode
from graph.records.kinds import PlaceKind
from graph.records.provenance import Confidence, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Table:
    """One file: the name of its table in `Facts`, its columns, what a row becomes, its key."""

    file: str
    table: str
    columns: Mapping[str, Converter]
    build: Callable[[dict[str, Any]], Any]
    key: tuple[str, ...]
    has_provenance: bool = True


PROVENANCE: Mapping[str, Converter] = {
    "sources": required(many(text)),
    "known_from": optional(day),
    "confidence": required(word(Confidence)),
}


def _record(record: type[Any], **renamed: str) -> Callable[[dict[str, Any]], Any]:
    """Build a record whose fields are the columns, but for those renamed (column=field)."""
    return lambda row: record(**{renamed.get(column, column): row[column] for column in row})


def _place(kind: PlaceKind, *parents: str) -> Callable[[dict[str, Any]], model.Place]:
    """Build a place; `parents` are the columns that hold what contains it."""

    def build(row: dict[str, Any]) -> model.Place:
        held = [row[column] for column in parents]
        flat = [code for cell in held for code in (cell if isinstance(cell, tuple) else (cell,))]
        return model.Place(
            code=PlaceCode(row.get("code") or row["id"]),
            name=row["name"],
            kind=row.get("kind", kind),
            parents=tuple(PlaceCode(code) for code in flat),
            population=row.get("population"),
            latitude=row.get("latitude"),
            longitude=row.get("longitude"),
            provenance=row["provenance"],
        )

    return build


def _prison(row: dict[str, Any]) -> model.Prison:
    kept = ("operator", "function", "designation", "women", "postcode", "lead_areas", "provenance")
    return model.Prison(place=row["code"], **{name: row[name] for name in kept})


_NAME = required(text)
_PLACE = required(PlaceCode)
_AREA = required(AreaId)
_ORGANISATION = required(OrgId)
_LATITUDE = number(least=-90.0, most=90.0)
_LONGITUDE = number(least=-180.0, most=180.0)
_SHARE = required(number(most=1.0))
_FEE = optional(number())

_PRISON_COLUMNS: Mapping[str, Converter] = {
    "code": _PLACE,
    "name": _NAME,
    "operator": text,
    "function": text,
    "designation": text,
    "women": required(flag),
    "postcode": text,
    "latitude": optional(_LATITUDE),
    "longitude": optional(_LONGITUDE),
    "lead_areas": many(AreaId),
}
_AREA_COLUMNS: Mapping[str, Converter] = {
    "id": _AREA,
    "cpa": required(whole(least=1, most=999)),
    "delius": text,
    "name": _NAME,
    "short_name": _NAME,
    "annual_value_gbp": required(number(least=1.0)),
    "annual_value_basis": one_of("published", "estimate"),
    "caseload": optional(number(least=1.0)),
    "caseload_basis": one_of("stock", "annual", ""),
    "caseload_note": text,
}
_PARTS_OF_AREAS: Mapping[str, Converter] = {"code": _PLACE, "name": _NAME, "area": _AREA}

TABLES = (
    Table(
        "sources.csv",
        "sources",
        {
            "id": _NAME,
            "title": _NAME,
            "address": text,
            "kind": _NAME,
            "published": optional(day),
            "licence": text,
        },
        _record(model.Source),
        ("id",),
        has_provenance=False,
    ),
    Table(
        "regions.csv",
        "places",
        {
            "code": _PLACE,
            "name": _NAME,
            "kind": required(word(PlaceKind)),
            "parents": many(PlaceCode),
        },
        _place(PlaceKind.REGION, "parents"),
        ("code",),
    ),
    Table("areas.csv", "areas", _AREA_COLUMNS, _record(model.ContractArea), ("id",)),
    Table("areas.csv", "places", _AREA_COLUMNS, _place(PlaceKind.CONTRACT_AREA), ("id",)),
    Table(
        "police_areas.csv",
        "places",
        _PARTS_OF_AREAS,
        _place(PlaceKind.POLICE_AREA, "area"),
        ("code",),
    ),
    Table("trusts.csv", "places", _PARTS_OF_AREAS, _place(PlaceKind.TRUST, "area"), ("code",)),
    Table(
        "authorities.csv",
        "places",
        {
            "code": _PLACE,
            "name": _NAME,
            "police_area": _PLACE,
            "area": _AREA,
            "region": _PLACE,
            "population": required(whole(least=1, most=10**8)),
            "latitude": required(_LATITUDE),
            "longitude": required(_LONGITUDE),
        },
        _place(PlaceKind.AUTHORITY, "police_area", "area", "region"),
        ("code",),
    ),
    Table(
        "prisons.csv", "places", _PRISON_COLUMNS, _place(PlaceKind.PRISON, "lead_areas"), ("code",)
    ),
    Table("prisons.csv", "prisons", _PRISON_COLUMNS, _prison, ("code",)),
    Table(
        "pathways.csv",
        "pathways",
        {
            "key": _NAME,
            "name": _NAME,
            "kind": required(word(kinds.PathwayKind)),
            "description": text,
        },
        _record(model.Pathway),
        ("key",),
    ),
    Table(
        "cohorts.csv",
        "cohorts",
        {
            "key": _NAME,
            "name": _NAME,
            "order": required(whole(least=1)),
            "partition": required(flag),
            "description": text,
        },
        _record(model.Cohort, partition="in_partition"),
        ("key",),
    ),
    Table(
        "cohort_shares.csv",
        "cohort_shares",
        {
            "cohort": _NAME,
            "share": _SHARE,
            "of": one_of("all", "men", "remaining_men"),
            "note": text,
        },
        _record(model.CohortShare),
        ("cohort",),
    ),
    Table(
        "prevalence.csv",
        "prevalence",
        {
            "pathway": _NAME,
            "cohort": _NAME,
            "share": _SHARE,
            "basis": one_of("published", "estimate"),
            "note": text,
        },
        _record(model.Prevalence),
        ("pathway", "cohort"),
    ),
    Table(
        "service_fit.csv",
        "service_fits",
        {"service": _NAME, "pathway": _NAME, "cohort": _NAME, "fit": _SHARE, "note": text},
        _record(model.ServiceFit),
        ("service", "pathway", "cohort"),
    ),
    Table(
        "rules.csv",
        "rules",
        {
            "key": _NAME,
            "name": _NAME,
            "value": required(number()),
            "unit": _NAME,
            "applies_to": _NAME,
            "default_on": required(flag),
            "note": text,
        },
        _record(model.Rule),
        ("key",),
    ),
    Table(
        "organisations.csv",
        "organisations",
        {
            "id": _ORGANISATION,
            "name": _NAME,
            "kind": required(word(kinds.OrganisationKind)),
            "founded": optional(day),
            "scope_note": text,
        },
        _record(model.Organisation),
        ("id",),
    ),
    Table(
        "identifiers.csv",
        "identifiers",
        {"organisation": _ORGANISATION, "identifier": _ORGANISATION},
        _record(model.LinkedIdentifier),
        ("organisation", "identifier"),
    ),
    Table(
        "aliases.csv",
        "aliases",
        {
            "organisation": _ORGANISATION,
            "name": _NAME,
            "from": optional(day),
            "to": optional(day),
        },
        _record(model.Alias, **{"from": "used_from", "to": "used_to"}),
        ("organisation", "name"),
    ),
    Table(
        "sizes.csv",
        "sizes",
        {
            "organisation": _ORGANISATION,
            "year": required(whole(least=1800, most=2100)),
            "turnover_low_gbp": required(number()),
            "turnover_high_gbp": _FEE,
        },
        _record(model.Size),
        ("organisation", "year"),
    ),
    Table(
        "interests.csv",
        "interests",
        {
            "organisation": _ORGANISATION,
            "role": one_of("prime", "tier2", "tier3", "investor"),
            "area": optional(AreaId),
        },
        _record(model.Interest),
        ("organisation", "role", "area"),
    ),
    Table(
        "capabilities.csv",
        "capabilities",
        {
            "organisation": _ORGANISATION,
            "pathway": _NAME,
            "cohorts": many(text),
            "places": required(many(PlaceCode)),
            "capacity_people_a_year": _FEE,
            "note": text,
        },
        _record(model.Capability),
        (),
    ),
    Table(
        "evidence.csv",
        "evidence",
        {
            "organisation": _ORGANISATION,
            "pathway": _NAME,
            "kind": _NAME,
            "level": optional(whole(least=1, most=5)),
            "by": text,
            "effect": text,
            "sample": text,
            "note": text,
        },
        _record(model.Evidence),
        (),
    ),
    Table(
        "collaborations.csv",
        "collaborations",
        {
            "id": _NAME,
            "name": _NAME,
            "kind": required(word(kinds.CollaborationKind)),
            "start": optional(day),
            "end": optional(day),
            "areas": many(AreaId),
            "places": many(PlaceCode),
            "pathways": many(text),
            "outcome": required(word(kinds.Outcome)),
            "outcome_known_from": optional(day),
            "outcome_note": text,
            "value_gbp": _FEE,
        },
        _record(model.Collaboration),
        ("id",),
    ),
    Table(
        "memberships.csv",
        "memberships",
        {
            "collaboration": _NAME,
            "organisation": _ORGANISATION,
            "role": required(word(kinds.MemberRole)),
            "role_note": text,
        },
        _record(model.Membership),
        ("collaboration", "organisation", "role"),
    ),
)


def provenance(row: dict[str, Any]) -> Provenance:
    """Take the three provenance columns out of a row."""
    return Provenance(
        sources=row.pop("sources"),
        known_from=row.pop("known_from"),
        confidence=row.pop("confidence"),
    )
