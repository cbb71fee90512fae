"""Records as JSON and CSV; the same bytes for the same records."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from api.formats.area_codes import codes_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.questions import GraphPath, Neighbourhood
    from matcher.answer.records import Answer, AreaLabel, LineUp, Member
    from matcher.questions.fairness_records import Fairness
    from matcher.questions.findings import Judgement, National, Portfolio
    from matcher.questions.partner_records import Gain, Partners

Cell = str | int | float | bool | Decimal | None
Row = Mapping[str, Cell]

_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LINE_UP_COLUMNS = (
    "area",
    "area_codes",
    "area_name",
    "rank",
    "score",
    "bound",
    "gap",
    "proven_optimal",
    "coverage",
    "coverage_if_independent",
    "lowest_pathway",
    "lowest_pathway_coverage",
    "lowest_cohort",
    "lowest_cohort_coverage",
    "lead",
    "member",
    "member_name",
    "kind",
    "sector",
    "role",
    "retained",
    "volume_needs_a_year",
    "share_of_volume",
    "value_gbp",
    "share_of_value",
    "share_of_risk",
    "risk_gbp",
    "share_of_turnover",
    "capacity_low_needs_a_year",
    "capacity_middle_needs_a_year",
    "capacity_high_needs_a_year",
    "pathways",
    "places",
)
PORTFOLIO_COLUMNS = (
    *("area", "area_codes", "area_name", "annual_value_gbp", "chosen", "why_not"),
    *LINE_UP_COLUMNS[LINE_UP_COLUMNS.index("score") :],
)
NATIONAL_COLUMNS = (
    *("area", "area_codes", "area_name", "annual_value_gbp", "score_alone", "cost", "why_none"),
    *LINE_UP_COLUMNS[LINE_UP_COLUMNS.index("score") :],
)
CHANGE_COLUMNS = (
    "change",
    "comes",
    "comes_name",
    "goes",
    "goes_name",
    "score",
    "gain",
    "coverage",
    "proven",
)
REPLACEMENT_COLUMNS = CHANGE_COLUMNS[1:]
DEPARTURE_COLUMNS = (
    *("member", "replacement", "replacement_name", "score", "coverage_lost_alone"),
    *("coverage_lost", "kinds_lost", "single_point", "proven"),
)
REMEDY_COLUMNS = ("kind", "sentence", "enough", "amount", "unit", "score", "proven")
TRADEOFF_COLUMNS = (
    "coverage",
    "affinity",
    "inclusion",
    "pair_weight",
    "min_vcse_share",
    "lead",
    "members",
    "proven",
)
CONTRIBUTION_COLUMNS = ("member", "score_without", "loss", "instead", "proven")
DEMANDED_COLUMNS = (
    "id",
    "name",
    "sector",
    "areas",
    "leads",
    "volume_needs_a_year",
    "times_its_capacity",
)
PARTNER_COLUMNS = (
    *("rank", "rank_by_chance", "id", "name", "kind", "sector", "probability", "log_odds", "base"),
    *("parts", "shared_works", "shared", "connections", "relatives"),
    *("you_gain_pathways", "you_gain_places"),
    *("you_gain_brings", "they_gain_pathways", "they_gain_places", "they_gain_brings"),
    *("your_rank", "your_probability"),
)
FAIRNESS_COLUMNS = (
    *("of", "by", "group", "bodies", "share_of_bodies", "capability_needs_a_year"),
    *("share_of_capability", "exposure", "ratio", "low", "high", "verdict"),
)
MATCH_COLUMNS = ("organisation", "name", "matched", "quality")
LINK_COLUMNS = (
    "kind",
    "start_layer",
    "start",
    "start_name",
    "start_distance",
    "end_layer",
    "end",
    "end_name",
    "end_distance",
    "facts",
    "known_from",
)


def to_plain(value: Any) -> Any:  # noqa: ANN401  (any record)
    """Turn records into dictionaries, lists and plain values, in the order of their fields.

    Decimals become texts, which keep every penny.
    """
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is float:
        return value + 0.0  # as `without_sign_of_zero`, for each of very many
    if names := _field_names(kind):
        return {name: to_plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(part) for part in value]
    return _plain_value(value)


def _plain_value(value: Any) -> Any:  # noqa: ANN401  (no record, no list)
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else without_sign_of_zero(value)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    """Give the names of a record's fields; none for what is no record."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def without_sign_of_zero(value: Any) -> Any:  # noqa: ANN401  (any plain value)
    """Turn the negative zero of binary fractions into zero; all else stays.

    >>> without_sign_of_zero(-0.0), without_sign_of_zero(-1)
    (0.0, -1)
    """
    return value + 0.0 if isinstance(value, float) else value


def to_json(value: Any) -> str:  # noqa: ANN401  (any record)
    """Write records as JSON, indented, ending with a line end."""
    return json.dumps(to_plain(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Write rows as CSV (RFC 4180).

    A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP: CSV
    injection).
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(row.get(column)) for column in columns])
    return text.getvalue()


def _guarded(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cast("Cell", without_sign_of_zero(cell))


def line_up_rows(answers: Iterable[Answer]) -> Iterator[Row]:
    """One row for each member of each line-up, and for each part of the price that is retained.

    The values of a line-up's rows add up to the annual value. See `LINE_UP_COLUMNS`.
    """
    for answer in answers:
        for line_up in answer.lineups:
            yield from rows_of_line_up(answer.area, line_up)


def rows_of_line_up(area: AreaLabel, line_up: LineUp) -> Iterator[Row]:
    """The rows of one line-up, see `line_up_rows`."""
    for row in _rows(line_up):
        yield {**_area_cells(area), "rank": line_up.rank, **row}


def portfolio_rows(found: Portfolio) -> Iterator[Row]:
    """The rows of the line-up in each chosen area, one row for each area not chosen."""
    for area in found.areas:
        start: Row = {
            **_area_cells(area.area),
            "annual_value_gbp": area.annual_value_gbp,
            "chosen": area.chosen,
            "why_not": area.why_not,
        }
        if area.line_up is None:
            yield start
        else:
            yield from ({**start, **row} for row in _rows(area.line_up))


def national_rows(found: National) -> Iterator[Row]:
    """The rows of the line-up in each area, one row for each area without one."""
    for area in found.areas:
        start: Row = {
            **_area_cells(area.area),
            "annual_value_gbp": area.annual_value_gbp,
            "score_alone": area.score_alone,
            "cost": area.cost,
            "why_none": area.why_none,
        }
        if area.line_up is None:
            yield start
        else:
            yield from ({**start, **row} for row in _rows(area.line_up))


def _area_cells(area: AreaLabel) -> Row:
    return {"area": area.id, "area_codes": codes_cell(area.codes), "area_name": area.name}


def _rows(line_up: LineUp) -> Iterator[Row]:
    """The members, then what is retained: it stands by the lead, who holds it."""
    coverage = line_up.coverage
    start: Row = {
        "score": line_up.score,
        "bound": line_up.bound,
        "gap": line_up.gap,
        "proven_optimal": line_up.proven_optimal,
        "coverage": coverage.overall,
        "coverage_if_independent": line_up.coverage_if_independent.overall,
        "lowest_pathway": coverage.lowest_pathway.key,
        "lowest_pathway_coverage": coverage.lowest_pathway.share,
        "lowest_cohort": coverage.lowest_cohort.key,
        "lowest_cohort_coverage": coverage.lowest_cohort.share,
        "lead": line_up.lead,
    }
    for member in line_up.members:
        yield {**start, **_identity(member), **_work(member)}
    holders = {member.id: member for member in line_up.members}
    for part in line_up.retained:
        yield {
            **start,
            **_identity(holders[part.held_by]),
            "retained": ":".join(filter(None, (part.part, part.prison))),
            "value_gbp": part.value_gbp,
            "share_of_value": part.share_of_value,
            "share_of_risk": part.share_of_risk,
            "risk_gbp": part.risk_gbp,
        }


def _identity(member: Member) -> Row:
    return {
        "member": member.id,
        "member_name": member.name,
        "kind": member.kind,
        "sector": member.sector,
        "role": member.role,
    }


def _work(member: Member) -> Row:
    return {
        "volume_needs_a_year": member.volume_needs_a_year,
        "share_of_volume": member.share_of_volume,
        "value_gbp": member.value_gbp,
        "share_of_value": member.share_of_value,
        "share_of_risk": member.share_of_risk,
        "risk_gbp": member.risk_gbp,
        "share_of_turnover": member.share_of_turnover,
        "capacity_low_needs_a_year": member.capacity.low,
        "capacity_middle_needs_a_year": member.capacity.middle,
        "capacity_high_needs_a_year": member.capacity.high,
        "pathways": ";".join(member.pathways),
        "places": ";".join(member.places),
    }


def change_rows(found: Judgement) -> Iterator[Row]:
    """One row for each of the changes that there are of a judged line-up."""
    for kind in ("weakest", "addition", "swap", "removal"):
        change = getattr(found, kind)
        if change is not None:
            yield {"change": kind, **record_rows([change])[0]}


def partner_rows(found: Partners) -> Iterator[Row]:
    """One row for each partner; parts as ``signal=log-odds``, evidence by identifier."""
    for partner in found.partners:
        plain = record_rows([partner])[0]
        yield {
            **{name: plain[name] for name in PARTNER_COLUMNS if name in plain},
            "base": found.base,
            "parts": ";".join(f"{part.signal}={part.log_odds}" for part in partner.parts),
            "shared": ";".join(work.id for work in partner.shared),
            "connections": ";".join(link.id for link in partner.connections),
            "relatives": ";".join(each.id for each in partner.relatives),
            "you_gain_pathways": ";".join(partner.you_gain.pathways),
            "you_gain_places": ";".join(partner.you_gain.places),
            "you_gain_brings": _brings(partner.you_gain),
            "they_gain_pathways": ";".join(partner.they_gain.pathways),
            "they_gain_places": ";".join(partner.they_gain.places),
            "they_gain_brings": _brings(partner.they_gain),
        }


def _brings(gain: Gain) -> str:
    """What one side brings besides, as ``what=fact``, fact by fact."""
    return ";".join(f"{each.what}={fact}" for each in gain.brings for fact in each.facts)


def fairness_rows(found: Fairness) -> Iterator[Row]:
    """One row for each group of each grouping that is known of anybody."""
    for grouping in found.groupings:
        if grouping.known:
            for row in record_rows(grouping.groups):
                yield {"of": found.of, "by": grouping.by, **row}


def link_rows(found: Neighbourhood | GraphPath) -> Iterator[Row]:
    """One row for each link, with the names and distances of both its ends."""
    named = {each.node: each for each in found.nodes}
    for link in found.links:
        start, end = named[link.start], named[link.end]
        yield {
            "kind": link.kind,
            "start_layer": start.node.layer,
            "start": start.node.key,
            "start_name": start.name,
            "start_distance": start.distance,
            "end_layer": end.node.layer,
            "end": end.node.key,
            "end_name": end.name,
            "end_distance": end.distance,
            "facts": link.facts,
            "known_from": to_plain(link.known_from),
        }


def record_rows(records: Iterable[object]) -> list[Row]:
    """Records of one kind as rows of CSV: lists joined by semicolons."""
    return [{name: _cell(value) for name, value in to_plain(record).items()} for record in records]


def _cell(value: Any) -> Cell:  # noqa: ANN401  (any plain value)
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
