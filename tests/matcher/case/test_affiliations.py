"""What mutuals have from their trusts and joint ventures from their members, checked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graph.records.identifiers import OrgId
from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief, resolve
from matcher.case.affiliations import heirs
from matcher.case.build import Case, build_case
from matcher.case.capacity import Basis
from matcher.case.exposure import exposure_limits
from matcher.case.kinds import kinds_of
from matcher.case.scoring import ScoringRules
from matcher.case.worth import is_large
from matcher.lineups import recommend
from tests.builders import (
    OPENED,
    A,
    B,
    affiliation,
    local_work,
    org_id,
    organisation,
    rule,
    size,
    small_snapshot,
)
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from matcher.answer.records import Answer

RULES = ScoringRules()
BODIES = (
    organisation("Firm", "private-company"),
    organisation("Trust", "probation-trust"),
    organisation("Mutual", "staff-mutual"),
    organisation("Venture", "joint-venture"),
)
MOVES = affiliation("Trust", "Mutual", "workforce")
JOINS = affiliation("Mutual", "Venture", "member")
SHARES = (rule("core_share", 0.6), rule("supply_chain_share", 0.25), rule("exposure", 0.3))


def case(*affiliations: Any, rules: Any = SHARES) -> Case:
    """The first county's case; the trust works in A, a third of its people."""
    snapshot = small_snapshot(
        organisations=BODIES,
        affiliations=affiliations,
        capabilities=(local_work("Trust", places=(A,)), local_work("Firm", places=(A, B))),
        sizes=(size("Firm", 1e8, 1e8),),
        rules=rules,
    )
    return build_case(snapshot, resolve(snapshot, Brief(area="CPA1")), rules=RULES)


def offer(found: Case, name: str) -> tuple[int, float]:
    """How many cells a body can serve, and how many needs a year."""
    index = found.snapshot.organisation_index[org_id(name)]
    return found.supply.quality[[index]].nnz, float(found.capacity.total[index])


def test_a_mutual_has_the_work_of_its_trust() -> None:
    assert offer(case(), "Mutual")[0] == 0
    assert offer(case(MOVES), "Mutual")[0] == offer(case(), "Firm")[0] / 2 > 0
    assert offer(case(MOVES), "Trust")[0] == 0  # a trust cannot bid itself


def test_a_mutuals_capacity_is_a_share_of_what_the_core_pays_for_its_staff() -> None:
    found = case(MOVES)
    staff_gbp = 0.6 * 1_080_000 / 3
    unit_cost = 0.25 * 1000
    index = found.snapshot.organisation_index[org_id("Mutual")]
    low, middle, high = (share * staff_gbp / unit_cost for share in RULES.workforce_share)
    assert found.capacity.total[index] == pytest.approx(middle)
    assert found.capacity.low[index] == pytest.approx(low)
    assert found.capacity.high[index] == pytest.approx(high)
    assert found.capacity.basis[index] is Basis.ESTIMATED
    assert exposure_limits(found)[index] == pytest.approx(middle * unit_cost)


def test_without_a_core_a_mutual_is_of_unknown_size() -> None:
    found = case(MOVES, rules=(rule("exposure", 0.3),))
    assert offer(found, "Mutual")[1] == RULES.unknown_capacity[1]


def test_a_joint_venture_has_what_its_mutual_has() -> None:
    assert offer(case(JOINS), "Venture")[0] == 0
    assert offer(case(MOVES, JOINS), "Venture") == offer(case(MOVES), "Mutual")


def test_the_mutual_of_the_areas_trust_is_the_areas_own() -> None:
    found = case(MOVES)
    (mutual,) = kinds_of(found).mutuals
    assert found.organisation(mutual).name == "Mutual"
    assert kinds_of(case()).mutuals == ()


@pytest.mark.parametrize(
    ("start", "end", "inherits"),
    [
        (None, None, True),
        ("2013-10", None, False),
        (None, "2013-08", False),
        ("2013", "2014", True),
    ],
)
def test_an_affiliation_counts_only_while_it_is_in_force(
    start: str | None, end: str | None, inherits: bool
) -> None:
    joins = affiliation("Firm", "Venture", "member", start, end)
    snapshot = small_snapshot(organisations=BODIES, affiliations=(joins,))
    assert bool(heirs(snapshot, OPENED).nnz) is inherits


def test_a_shareholder_of_a_firm_does_not_lend_it_its_work() -> None:
    owns = affiliation("Venture", "Firm", "shareholder")
    snapshot = small_snapshot(organisations=BODIES, affiliations=(owns,))
    assert heirs(snapshot, OPENED).nnz == 0


@cache
def programme() -> Snapshot:
    return Snapshot(read_builtin())


def answer(area: str, mutual: str, day: date) -> Answer:
    brief = Brief(area=area, must=(OrgId(mutual),), as_of=day, k=1)
    return recommend(programme(), brief)


@pytest.mark.parametrize(
    ("area", "mutual", "day"),
    [
        ("Essex", "ZZ-PMS-aspire2change", date(2013, 9, 18)),
        ("London", "ZZ-PMS-rise-mutual-cic", date(2013, 9, 18)),
        ("CPA3", "ZZ-PMS-durham-tees-valley-crc-staff-mutual", date(2014, 10, 29)),
    ],
)
def test_the_programmes_mutuals_could_do_the_core_and_programmes(
    area: str, mutual: str, day: date
) -> None:
    found = answer(area, mutual, day)
    (line_up,) = found.lineups
    (member,) = [each for each in line_up.members if each.id == mutual]
    assert "the probation trust's staff would move to it" in " ".join(member.reasons)
    assert "attitudes" in member.pathways
    parts = {row.part: row.could_take for row in line_up.retained}
    assert mutual in parts["core"]
    assert mutual in parts["through-the-gate"]


def test_a_programmes_joint_venture_has_its_mutuals_work() -> None:
    day = date(2014, 10, 29)
    snapshot = programme()
    trust, venture = (
        snapshot.organisation_index[OrgId(body)]
        for body in ("ZZ-PMS-london-probation-trust", "ZZ-PMS-mtcnovo")
    )
    links = heirs(snapshot, day)
    assert links[[trust]].toarray()[0, venture] == 1.0
    assert not np.any(heirs(snapshot, date(2013, 9, 18))[:, [venture]].toarray())


def test_a_joint_venture_is_as_large_as_its_members_together() -> None:
    joins = affiliation("Firm", "Venture", "member")
    assert large(case(joins)) == {"Firm", "Venture"}
    assert large(case()) == {"Firm"}


def test_a_mutual_is_as_large_as_what_the_core_pays_for_its_staff() -> None:
    found = case(MOVES)
    assert large(found) == {"Firm"}
    rules = replace(RULES, large_gbp=0.6 * 1_080_000 / 3)
    assert large(replace(found, rules=rules)) == {"Firm", "Mutual"}


def large(found: Case) -> set[str]:
    flags = is_large(found.snapshot, found.capacity, as_of=OPENED, rules=found.rules)
    return {found.snapshot.organisations[index].name for index in np.flatnonzero(flags)}
