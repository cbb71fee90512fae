"""The rules across the tables of a data pack. Each check's docstring says what it verifies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.errors import Mistake
from graph.packs.demand import BASES
from graph.records.facts import Facts
from graph.records.kinds import PathwayKind, PlaceKind
from graph.records.references import broken_references, known_codes
from graph.records.rules import PriceShare

if TYPE_CHECKING:
    from graph.records.provenance import PartialDate


class Row(NamedTuple):
    """A record, and the file and the row that it came from; rows count as an editor does."""

    file: str
    number: int
    record: Any


Rows = Mapping[str, Sequence[Row]]
"""By table."""
Check = Callable[[Facts, Rows], Iterator[Mistake]]


def sources_exist(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """Every fact has a source, and every source is listed in sources.csv."""
    known = {source.id for source in facts.sources}
    for file, number, record in _all(rows):
        provenance = getattr(record, "provenance", None)
        for source in provenance.sources if provenance else ():
            if source not in known:
                yield Mistake(file, number, f"sources: {source!r} is not in sources.csv")
    for source in facts.programme.provenance.sources:
        if source not in known:
            yield Mistake("programme.toml", 0, f"sources: {source!r} is not in sources.csv")


def codes_resolve(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """Every place, area, pathway, cohort, organisation and collaboration in a row exists."""
    known = known_codes(facts)
    for file, number, record in _all(rows):
        for field, code, table in broken_references(record, known):
            yield Mistake(file, number, f"{field}: {code!r} is not in {table}")


def places_are_unique(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """No two places share a code, and no place contains itself."""
    del facts
    parents: dict[str, tuple[str, ...]] = {}
    for file, number, place in _places(rows):
        if place.code in parents:
            yield Mistake(file, number, f"code: {place.code} is already a place")
        parents[place.code] = place.parents
    for file, number, place in _places(rows):
        if _contains_itself(place.code, parents):
            yield Mistake(file, number, f"parents: {place.code} contains itself")


def _contains_itself(code: str, parents: Mapping[str, tuple[str, ...]]) -> bool:
    waiting, seen = list(parents[code]), set[str]()
    while waiting:
        parent = waiting.pop()
        if parent == code:
            return True
        if parent not in seen:
            seen.add(parent)
            waiting.extend(parents.get(parent, ()))
    return False


def authorities_fill_the_areas(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """Each authority is in one area, as is its police area, and every area has an authority."""
    areas = {area.id for area in facts.areas}
    parents = {place.code: place.parents for place in facts.places}
    filled = set[str]()
    for file, number, place in _places(rows, PlaceKind.AUTHORITY):
        own = [parent for parent in place.parents if parent in areas]
        filled.update(own)
        if len(own) != 1:
            yield Mistake(file, number, f"area: {place.code} lies in {len(own)} areas")
            continue
        others = {area for parent in place.parents for area in parents.get(parent, ())} & areas
        if others - set(own):
            elsewhere = ", ".join(sorted(others - set(own)))
            yield Mistake(file, number, f"police_area: lies in {elsewhere}, not in {own[0]}")
    for area in sorted(areas - filled):
        yield Mistake("areas.csv", 0, f"{area} has no authority")


def populations_add_up(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """The authorities' populations add up to the programme's expected population."""
    del rows
    total = sum(p.population or 0 for p in facts.places if p.kind is PlaceKind.AUTHORITY)
    expected = facts.programme.expected_population
    if total != expected:
        yield Mistake("authorities.csv", 0, f"population: {total:,} in all, not {expected:,}")


def areas_have_their_own_codes(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """No two areas share a code of a scheme, and no area has two codes of one."""
    del facts
    first: dict[str, int] = {}
    for file, number, area in rows["areas"]:
        schemes = [code.scheme for code in area.codes]
        for scheme in sorted({scheme for scheme in schemes if schemes.count(scheme) > 1}):
            yield Mistake(file, number, f"codes: {scheme} stands there twice")
        for code in area.codes:
            if first.setdefault(code, number) != number:
                yield Mistake(file, number, f"codes: {code} is that of row {first[code]} already")


def values_can_be_worked_out(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """No blank annual value is called published, and the given ones leave something for it."""
    blank = [row for row in rows["areas"] if not row.record.annual_value_gbp]
    for file, number, area in blank:
        if area.annual_value_basis != "estimate":
            message = "annual_value_basis: a blank annual_value_gbp is worked out: an estimate"
            yield Mistake(file, number, message)
    given = sum(area.annual_value_gbp for area in facts.areas)
    whole = facts.programme.annual_value_gbp
    if blank and given >= whole:
        message = (
            f"annual_value_gbp: the given values are £{given:,.0f}, and programme.toml has "
            f"£{whole:,.0f} for all areas: nothing is left for those that are blank"
        )
        yield Mistake("areas.csv", 0, message)


_NEARLY = 1e-9


def price_shares_add_up(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """The parts of the contract's price are all there or none, and add up to 1."""
    del facts
    found = {row.record.key: row for row in rows["rules"] if row.record.key in set(PriceShare)}
    if not found:
        return
    missing = [key for key in PriceShare if key not in found]
    total = sum(row.record.value for row in found.values())
    if missing:
        yield Mistake("rules.csv", 0, f"key: {', '.join(missing)} is missing beside {min(found)}")
    elif abs(total - 1.0) > _NEARLY:
        keys = ", ".join(PriceShare)
        yield Mistake("rules.csv", 0, f"value: {keys} add up to {total:g}, not 1")
    elif not (row := found[PriceShare.SUPPLY_CHAIN]).record.value:
        yield Mistake(row.file, row.number, "value: supply_chain_share is 0: nothing to share out")


def shares_are_of_somebody(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """A cohort's share is of all, of others, of the rest, or of a cohort of a row above."""
    for cohort in facts.cohorts:
        if cohort.key in BASES:
            message = f"key: {cohort.key} means other people in cohort_shares.csv; take another"
            yield Mistake("cohorts.csv", 0, message)
    above = set[str]()
    for file, number, row in rows["cohort_shares"]:
        if row.of not in BASES and row.of not in above:
            bases = ", ".join(BASES)
            message = f"of: {row.of!r} is none of {bases}, and no cohort of a row above"
            yield Mistake(file, number, message)
        above.add(row.cohort)


def cohorts_split_everybody_once(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """Every cohort of the partition has a share, and only those have shares and prevalences."""
    partition = {cohort.key for cohort in facts.cohorts if cohort.in_partition}
    shared = {row.cohort for row in facts.cohort_shares}
    for cohort in sorted(partition - shared):
        yield Mistake("cohort_shares.csv", 0, f"{cohort} has no share")
    for file, number, row in (*rows["cohort_shares"], *rows["prevalence"]):
        if row.cohort not in partition:
            yield Mistake(file, number, f"cohort: {row.cohort} is not part of the partition")


def services_are_services(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """Every service fit is of a cross-cutting service, for another pathway."""
    kinds = {pathway.key: pathway.kind for pathway in facts.pathways}
    for file, number, row in rows["service_fits"]:
        if kinds.get(row.service) is not PathwayKind.SERVICE or row.service == row.pathway:
            message = f"service: {row.service} is not a cross-cutting service of {row.pathway}"
            yield Mistake(file, number, message)


def collaborations_have_members(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """Every collaboration has at least one member."""
    joined = {membership.collaboration for membership in facts.memberships}
    for file, number, row in rows["collaborations"]:
        if row.id not in joined:
            yield Mistake(file, number, f"id: {row.id} has no member")


def bands_and_dates_are_in_order(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """No turnover band has its top below its bottom, and no period ends before it begins."""
    del facts
    for file, number, size in rows["sizes"]:
        if size.turnover_high_gbp is not None and size.turnover_high_gbp < size.turnover_low_gbp:
            yield Mistake(file, number, "turnover_high_gbp is below turnover_low_gbp")
    for file, number, work in rows["collaborations"]:
        if _is_reversed(work.start, work.end):
            yield Mistake(file, number, "end is before start")
    for file, number, alias in rows["aliases"]:
        if _is_reversed(alias.used_from, alias.used_to):
            yield Mistake(file, number, "to is before from")
    for file, number, row in (*rows["affiliations"], *rows["flags"], *rows["registrations"]):
        if _is_reversed(row.start, row.end):
            yield Mistake(file, number, "to is before from")


def _is_reversed(begun: PartialDate | None, ended: PartialDate | None) -> bool:
    return bool(begun and ended and ended.last_day < begun.first_day)


def nobody_belongs_to_itself(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """No organisation is its own parent, shareholder or member."""
    del facts
    for file, number, row in rows["affiliations"]:
        if row.organisation == row.of:
            yield Mistake(file, number, f"of: {row.of} is the organisation itself")


def identifiers_are_claimed_once(facts: Facts, rows: Rows) -> Iterator[Mistake]:
    """No identifier belongs to two organisations."""
    owners = {str(row.id): row.id for row in facts.organisations}
    for file, number, row in rows["identifiers"]:
        owner = owners.setdefault(row.identifier, row.organisation)
        if owner != row.organisation:
            message = f"identifier: {row.identifier} is one of {owner} already, not"
            yield Mistake(file, number, f"{message} of {row.organisation}")


CHECKS: tuple[Check, ...] = (
    sources_exist,
    codes_resolve,
    places_are_unique,
    authorities_fill_the_areas,
    populations_add_up,
    areas_have_their_own_codes,
    values_can_be_worked_out,
    price_shares_add_up,
    cohorts_split_everybody_once,
    shares_are_of_somebody,
    services_are_services,
    collaborations_have_members,
    bands_and_dates_are_in_order,
    nobody_belongs_to_itself,
    identifiers_are_claimed_once,
)


def _all(rows: Rows) -> Iterator[Row]:
    return chain.from_iterable(rows.values())


def _places(rows: Rows, kind: PlaceKind | None = None) -> Iterator[Row]:
    return (row for row in rows["places"] if kind is None or row.record.kind is kind)
