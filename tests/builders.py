"""A programme small enough to check by hand, built in code: everything in it is made up.

Two contract areas, CPA1 with authorities A and B, CPA2 with C; two pathways and a women's centre
service; cohorts women and men. Tests add organisations with `organisation`, `capability` ...
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from graph.records import kinds, model
from graph.records.facts import Facts
from graph.records.identifiers import AreaCode, AreaId, OrgId, PlaceCode
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.snapshot.snapshot import Snapshot

OPENED = date(2013, 9, 19)
NATION, COUNTY_1, COUNTY_2 = PlaceCode("K04000001"), AreaId("CPA1"), AreaId("CPA2")
A, B, C = (PlaceCode(f"E0700000{number}") for number in (1, 2, 3))


def provenance(
    known_from: str | None = "2012", confidence: str = "verified-secondary"
) -> Provenance:
    """Make a provenance with the one source there is."""
    day = None if known_from is None else PartialDate(known_from)
    return Provenance(sources=("S1",), known_from=day, confidence=Confidence(confidence))


def org_id(name: str) -> OrgId:
    """Give the local identifier of a made-up organisation."""
    return OrgId.local(name)


def organisation(
    name: str, kind: str = "charity", known_from: str | None = "2000"
) -> model.Organisation:
    """Make an organisation."""
    return model.Organisation(
        id=org_id(name),
        name=name,
        kind=kinds.OrganisationKind(kind),
        founded=None,
        scope_note="",
        provenance=provenance(known_from),
    )


def capability(
    name: str,
    pathway: str = "housing",
    places: tuple[PlaceCode, ...] = (COUNTY_1,),
    cohorts: tuple[str, ...] = (),
    capacity: float | None = None,
    setting: str | None = None,
    sex: str | None = None,
    justice: str | None = None,
    **origin: Any,
) -> model.Capability:
    """Make a capability."""
    return model.Capability(
        organisation=org_id(name),
        pathway=pathway,
        cohorts=cohorts,
        places=places,
        capacity_needs_a_year=capacity,
        note="",
        **marks(setting, sex, justice),
        provenance=provenance(**origin),
    )


def inferred(of: model.Capability, probability: float, note: str) -> model.Capability:
    """Make it one that a model read out of words."""
    origin = replace(of.provenance, confidence=Confidence.INFERRED)
    return replace(of, probability=probability, note=note, provenance=origin)


def local_work(
    name: str,
    pathway: str = "housing",
    places: tuple[PlaceCode, ...] = (A, B),
    cohorts: tuple[str, ...] = (),
    capacity: float | None = None,
    justice: str | None = "explicit",
    **more: Any,
) -> model.Capability:
    """Make a capability for offenders in the authorities of the first county: nothing to guess."""
    return capability(name, pathway, places, cohorts, capacity, justice=justice, **more)


def marks(setting: str | None, sex: str | None, justice: str | None) -> dict[str, Any]:
    """Give the marks of a capability that are there: programs of earlier days know of none."""
    found = {
        "setting": setting and kinds.Setting(setting),
        "sex": sex and kinds.Sex(sex),
        "justice": justice and kinds.JusticeMark(justice),
    }
    return {name: mark for name, mark in found.items() if mark}


def affiliation(
    name: str,
    of: str,
    kind: str = "parent",
    start: str | None = None,
    end: str | None = None,
    **origin: Any,
) -> model.Affiliation:
    """Make an affiliation."""
    return model.Affiliation(
        organisation=org_id(name),
        of=org_id(of),
        kind=kinds.AffiliationKind(kind),
        start=None if start is None else PartialDate(start),
        end=None if end is None else PartialDate(end),
        note="",
        provenance=provenance(**origin),
    )


def flag(
    name: str,
    kind: str = "investigation",
    start: str | None = None,
    end: str | None = None,
    **origin: Any,
) -> model.CounterpartyFlag:
    """Make a flag."""
    return model.CounterpartyFlag(
        organisation=org_id(name),
        kind=kinds.FlagKind(kind),
        note="a regulator asked",
        start=None if start is None else PartialDate(start),
        end=None if end is None else PartialDate(end),
        provenance=provenance(**origin),
    )


def accounts(name: str, year_end: str = "2012-03-31", **figures: Any) -> model.Accounts:
    """Make the accounts of a year; a figure that is not given is unknown."""
    known = ("income_gbp", "spending_gbp", "reserves_gbp", "employees", "volunteers")
    values = {field: figures.pop(field, None) for field in known}
    return model.Accounts(
        organisation=org_id(name),
        year_end=PartialDate(year_end),
        provenance=provenance(**figures),
        **values,
    )


def registration(
    name: str, identifier: str = "GB-CHC-226171", status: str = "registered", **origin: Any
) -> model.Registration:
    """Make an entry of a register."""
    return model.Registration(
        organisation=org_id(name),
        identifier=OrgId(identifier),
        status=status,
        start=PartialDate("1999-02"),
        end=None,
        postcode="SW1A 1AA",
        web="",
        provenance=provenance(**origin),
    )


def size(
    name: str, low: float, high: float | None, *, year: int = 2011, **origin: Any
) -> model.Size:
    """Make a turnover band."""
    return model.Size(
        organisation=org_id(name),
        year=year,
        turnover_low_gbp=float(low),
        turnover_high_gbp=None if high is None else float(high),
        provenance=provenance(**origin),
    )


def alias(name: str, other: str) -> model.Alias:
    """Make another name."""
    return model.Alias(
        organisation=org_id(name), name=other, used_from=None, used_to=None, provenance=provenance()
    )


def evidence(
    name: str, level: int | None, pathway: str = "housing", **origin: Any
) -> model.Evidence:
    """Make a piece of evidence."""
    return model.Evidence(
        organisation=org_id(name),
        pathway=pathway,
        kind="evaluation",
        level=level,
        by="a university",
        effect="fewer evictions",
        sample="",
        note="",
        provenance=provenance(**origin),
    )


def project(
    id: str,  # noqa: A002
    kind: str = "contract",
    outcome: str = "delivered",
    outcome_known_from: str | None = "2012",
    start: str | None = "2010",
    end: str | None = "2012",
    *,
    areas: tuple[AreaId, ...] = (),
    pathways: tuple[str, ...] = (),
    places: tuple[PlaceCode, ...] = (),
    **origin: Any,
) -> model.Collaboration:
    """Make a collaboration."""
    return model.Collaboration(
        id=id,
        name=f"Project {id}",
        kind=kinds.CollaborationKind(kind),
        start=None if start is None else PartialDate(start),
        end=None if end is None else PartialDate(end),
        areas=areas,
        places=places,
        pathways=pathways,
        outcome=kinds.Outcome(outcome),
        outcome_known_from=None if outcome_known_from is None else PartialDate(outcome_known_from),
        outcome_note="",
        value_gbp=None,
        provenance=provenance(**origin),
    )


def member(project_id: str, name: str, role: str = "partner", **origin: Any) -> model.Membership:
    """Make a membership."""
    return model.Membership(
        collaboration=project_id,
        organisation=org_id(name),
        role=kinds.MemberRole(role),
        role_note="",
        provenance=provenance(**origin),
    )


def rule(key: str, value: float) -> model.Rule:
    """Make a rule."""
    return model.Rule(
        key=key,
        name=key,
        value=float(value),
        unit="share",
        applies_to="lead",
        default_on=True,
        note="",
        provenance=provenance(),
    )


def place(
    code: PlaceCode, name: str, kind: str, *parents: PlaceCode, population: int | None = None
) -> model.Place:
    """Make a place."""
    return model.Place(
        code=code,
        name=name,
        kind=kinds.PlaceKind(kind),
        parents=parents,
        population=population,
        latitude=None,
        longitude=None,
        provenance=provenance(),
    )


def area(id: AreaId, cpa: int, delius: str, name: str, value_gbp: float) -> model.ContractArea:  # noqa: A002
    """Make a contract area."""
    return model.ContractArea(
        id=id,
        codes=(AreaCode(f"CPA={cpa}"), AreaCode(f"Delius={delius}")),
        name=name,
        short_name=name,
        annual_value_gbp=value_gbp,
        annual_value_basis="estimate",
        caseload=None,
        caseload_basis="",
        caseload_note="",
        provenance=provenance(),
    )


def demand(code: PlaceCode, pathway: str, cohort: str, people: float) -> model.Demand:
    """Make one cell of demand."""
    return model.Demand(
        place=code,
        pathway=pathway,
        cohort=cohort,
        people_a_year=people,
        provenance=provenance(confidence="estimate"),
    )


_PATHWAYS = (
    model.Pathway(
        key="housing",
        name="Housing",
        kind=kinds.PathwayKind.PATHWAY,
        description="",
        provenance=provenance(),
    ),
    model.Pathway(
        key="work",
        name="Work",
        kind=kinds.PathwayKind.PATHWAY,
        description="",
        provenance=provenance(),
    ),
    model.Pathway(
        key="centre",
        name="Women's centre",
        kind=kinds.PathwayKind.SERVICE,
        description="",
        provenance=provenance(),
    ),
)


def _cohort(key: str, order: int, *, in_partition: bool = True) -> model.Cohort:
    return model.Cohort(
        key=key,
        name=key.capitalize(),
        order=order,
        in_partition=in_partition,
        description="",
        provenance=provenance(),
    )


_DEMAND = tuple(
    demand(code, pathway, cohort, people * factor)
    for code, factor in ((A, 1.0), (B, 2.0), (C, 1.0))
    for pathway, cohort, people in (
        ("housing", "men", 100.0),
        ("housing", "women", 20.0),
        ("work", "men", 200.0),
        ("work", "women", 40.0),
    )
)
"""1,440 needs a year in all; at 1.44 million pounds a year a need costs 1,000 pounds."""


def small_facts(**tables: Any) -> Facts:
    """Build the small programme with the tables given in place of the empty ones."""
    base: dict[str, Any] = {
        "programmes": (
            model.Programme(
                id="small",
                name="A small made-up programme",
                competition_opened=OPENED,
                annual_people=1000.0,
                annual_value_gbp=1_440_000.0,
                expected_population=400_000,
                provenance=provenance(),
            ),
        ),
        "sources": (
            model.Source(
                id="S1", title="A made-up page", address="", kind="page", published=None, licence=""
            ),
        ),
        "places": (
            place(NATION, "The nation", "country"),
            place(COUNTY_1, "First County", "contract-area", NATION),
            place(COUNTY_2, "Second County", "contract-area", NATION),
            place(A, "Ayton", "authority", COUNTY_1, population=100_000),
            place(B, "Beeton", "authority", COUNTY_1, population=200_000),
            place(C, "Ceeton", "authority", COUNTY_2, population=100_000),
        ),
        "areas": (
            area(COUNTY_1, 1, "C01", "First County", 1_080_000.0),
            area(COUNTY_2, 2, "C02", "Second County and Coast", 360_000.0),
        ),
        "pathways": _PATHWAYS,
        "cohorts": (
            _cohort("women", 1),
            _cohort("men", 2),
            _cohort("homeless", 3, in_partition=False),
        ),
        "service_fits": (
            model.ServiceFit(
                service="centre",
                pathway="work",
                cohort="women",
                fit=0.5,
                note="",
                provenance=provenance(),
            ),
        ),
        "demand": _DEMAND,
    }
    names = [field for field in Facts.__dataclass_fields__ if field not in base]
    return Facts(**{**dict.fromkeys(names, ()), **base, **tables})


def small_snapshot(**tables: Any) -> Snapshot:
    """Give the snapshot of `small_facts`."""
    return Snapshot(small_facts(**tables))
