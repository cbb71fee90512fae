"""Reading in bulk gives what reading record by record gives, on generated registers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import sparse

from graph.records.model import Accounts
from graph.records.provenance import PartialDate
from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief, resolve
from matcher.case.build import Case, build_case
from matcher.case.scoring import ScoringRules
from tests.benchmarks.register.facts import SOURCE, generate_register
from tests.matcher.plain_reading import PlainReading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.facts import Facts
    from graph.records.identifiers import OrgId

AREAS = ("CPA1", "CPA10", "CPA19")
DAYS = (date(2009, 6, 30), None, date(2014, 12, 31))


@cache
def register() -> Snapshot:
    """A small register, dense enough that organisations of an area have worked together."""
    facts = generate_register(8_000, seed=5)
    return Snapshot(replace(facts, accounts=tuple(people(facts))))


def people(facts: Facts) -> Iterator[Accounts]:
    """Accounts of some years of a third of the organisations, many without paid staff."""
    random = Random(5)  # noqa: S311  (no secret)
    for body in facts.organisations[::3]:
        for year in random.sample(range(2005, 2015), random.randrange(1, 4)):
            yield Accounts(
                organisation=body.id,
                year_end=PartialDate(f"{year}-03-31"),
                income_gbp=None,
                spending_gbp=None,
                reserves_gbp=None,
                employees=random.choice((None, 0, 0, 4)),
                volunteers=random.choice((None, 0, 12, 60)),
                provenance=replace(body.provenance, known_from=PartialDate(f"{year}-12-31")),
            )


@cache
def readings(area: str, as_of: date | None) -> tuple[Case, PlainReading]:
    """The same brief read both ways."""
    brief = resolve(register(), Brief(area=area, as_of=as_of))
    plain = PlainReading(facts=register().facts, brief=brief, rules=ScoringRules())
    return build_case(register(), brief, rules=ScoringRules()), plain


every_reading = pytest.mark.parametrize(
    ("area", "as_of"), [(area, day) for area in AREAS for day in DAYS]
)


def ids(case: Case) -> list[OrgId]:
    return [case.snapshot.organisations[index].id for index in case.candidates]


@every_reading
def test_the_candidates_are_the_same(area: str, as_of: date | None) -> None:
    case, plain = readings(area, as_of)
    assert len(case.candidates) > 20
    assert ids(case) == plain.candidates


@every_reading
def test_the_qualities_are_the_same(area: str, as_of: date | None) -> None:
    case, plain = readings(area, as_of)
    snapshot, cells, names = case.snapshot, case.cells, ids(case)
    entries = sparse.coo_array(case.problem.quality)
    places = [snapshot.authorities[index].code for index in cells.authorities]
    values = zip(entries.data, case.presence, strict=True)
    found = {
        (
            names[candidate],
            (
                places[cells.place[cell]],
                snapshot.pathways[cells.pathway[cell]].key,
                snapshot.cohorts[cells.cohort[cell]].key,
            ),
        ): value
        for candidate, cell, value in zip(entries.row, entries.col, values, strict=True)
    }
    assert found.keys() == plain.quality.keys()
    read, expected = ([both[key] for key in sorted(found)] for both in (found, plain.quality))
    assert np.allclose(read, expected, rtol=1e-12)


@every_reading
def test_the_capacities_are_the_same(area: str, as_of: date | None) -> None:
    case, plain = readings(area, as_of)
    expected = [plain.capacity[organisation] for organisation in ids(case)]
    assert case.problem.total_capacity.tolist() == pytest.approx(expected)
    turnover = [plain.turnover_gbp(body.id) for body in case.snapshot.organisations]
    known = [np.nan if value is None else value for value in turnover]
    assert case.capacity.turnover_gbp.tolist() == pytest.approx(known, nan_ok=True)


@every_reading
def test_the_leads_are_the_same(area: str, as_of: date | None) -> None:
    case, plain = readings(area, as_of)
    every = case.snapshot.organisations
    assert {every[i].id for i in np.flatnonzero(case.leads.may_lead)} == plain.leads
    assert {every[i].id for i in np.flatnonzero(case.leads.shown)} == plain.bids[0]


@every_reading
def test_the_affinities_are_the_same(area: str, as_of: date | None) -> None:
    case, plain = readings(area, as_of)
    names = ids(case)
    entries = sparse.coo_array(case.problem.affinity)
    found = {
        frozenset((names[one], names[other])): value
        for one, other, value in zip(entries.row, entries.col, entries.data, strict=True)
    }
    among = set(names)
    assert found == pytest.approx({p: v for p, v in plain.affinity.items() if p <= among})


def test_the_sample_has_bids_stated_capacities_evidence_and_ties() -> None:
    """Otherwise the tests above would compare nothing with nothing."""
    both = [readings(area, day) for area in AREAS for day in DAYS]
    assert any(plain.bids[0] for _, plain in both)
    assert any(plain.bids[1] for _, plain in both)
    assert any(case.capacity.is_stated[case.candidates].any() for case, _ in both)
    assert any(case.problem.affinity.nnz for case, _ in both)
    assert any(case.capacity.volunteers.unpaid[case.candidates].any() for case, _ in both)
    assert any(case.problem.may_lead.any() for case, _ in both)
    values = {round(fit, 2) for _, plain in both for fit in plain.evidence.values()}
    assert {0.65, 0.7, 0.78, 0.86} <= values


def test_a_generated_organisation_says_that_it_is_one() -> None:
    facts = register().facts
    assert all(body.name.startswith("Generated organisation") for body in facts.organisations)
    assert all(body.provenance.sources == (SOURCE.id,) for body in facts.organisations)


def test_the_same_seed_generates_the_same_register() -> None:
    first, second, other = (Snapshot(generate_register(50, seed=seed)) for seed in (1, 1, 2))
    assert first.data_version == second.data_version != other.data_version
