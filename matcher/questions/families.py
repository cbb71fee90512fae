"""Who belongs to whose house: owners and what they own, joint ventures and their members.

In a list of partners each house has one place. Two members of one joint venture are no house.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.records.kinds import AffiliationKind, OrganisationKind
from graph.snapshot.columns import AFFILIATION_KINDS, day_number, is_of
from matcher.questions.partner_evidence import row_of
from matcher.questions.partner_records import Bond, Relative

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from graph.records.model import Affiliation
    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Flags, Indices
    from matcher.affinity.past import Past

_OWNS = (AffiliationKind.PARENT, AffiliationKind.SHAREHOLDER)
_RELATIONS = {
    AffiliationKind.PARENT: ("which belongs to it", "to which it belongs"),
    AffiliationKind.SHAREHOLDER: ("in which it holds a share", "which holds a share in it"),
    AffiliationKind.MEMBER: ("a joint venture of which it is a member", "a member of it"),
}
"""What a relative is to the one who is named: if that one is the owner, and if it is the owned."""
_BONDS = {
    AffiliationKind.MEMBER: "{one} is a member of {other}",
    AffiliationKind.UMBRELLA: "{one} is an umbrella body of {other}",
    AffiliationKind.WORKFORCE: "the staff of {one} move to {other}",
    AffiliationKind.PARENT: "{one} owns {other}",
    AffiliationKind.SHAREHOLDER: "{one} holds a share in {other}",
}


def family_links(snapshot: Snapshot, as_of: date) -> NDArray[np.int64]:
    """Give the rows of affiliations, public and in force on a day, that make one house."""
    rows, day = snapshot.affiliations, day_number(as_of)
    owns = np.isin(rows.kind, [AFFILIATION_KINDS.index(kind) for kind in _OWNS])
    is_venture = is_of(snapshot.organisation_columns, (OrganisationKind.JOINT_VENTURE,))
    joins = rows.kind == AFFILIATION_KINDS.index(AffiliationKind.MEMBER)
    of_house = owns | (joins & is_venture[rows.of])
    holds = of_house & (rows.known_day <= day) & (rows.first_day <= day) & (rows.last_day >= day)
    return np.flatnonzero(holds)


def family_of(snapshot: Snapshot, who: int, as_of: date) -> Flags:
    """Say who is of the house of one body, without itself; shape (N,)."""
    rows, links = snapshot.affiliations, family_links(snapshot, as_of)
    one, other = rows.organisation[links], rows.of[links]
    house = np.zeros(len(snapshot.organisations), dtype=bool)
    house[other[one == who]] = True
    house[one[other == who]] = True
    return house


def kinship(snapshot: Snapshot, bodies: Indices, as_of: date) -> Flags:
    """Say which of some bodies are of one house, shape (C, C), symmetric."""
    rows, links = snapshot.affiliations, family_links(snapshot, as_of)
    place = np.full(len(snapshot.organisations), -1, dtype=np.int64)
    place[bodies] = np.arange(len(bodies))
    one, other = place[rows.organisation[links]], place[rows.of[links]]
    both = (one >= 0) & (other >= 0)
    kin = np.zeros((len(bodies), len(bodies)), dtype=bool)
    kin[one[both], other[both]] = kin[other[both], one[both]] = True
    return kin


def last_active(past: Past, bodies: Indices) -> NDArray[np.int64]:
    """Give the day on which the latest work of each became known, 0 where none is, shape (C,)."""
    works = [row_of(past.taking_part, body) for body in bodies.tolist()]
    return np.array([past.work_day[each].max(initial=0) for each in works], dtype=np.int64)


def relatives(snapshot: Snapshot, who: int, others: Indices, as_of: date) -> Iterator[Relative]:
    """Name those of some others who are of the house of one body."""
    links = family_links(snapshot, as_of)
    wanted = set(others.tolist())
    for row in links.tolist():
        record = _record(snapshot, row)
        one = snapshot.organisation_index[record.organisation]
        other = snapshot.organisation_index[record.of]
        for is_owner, mine, theirs in ((True, one, other), (False, other, one)):
            if mine == who and theirs in wanted:
                body = snapshot.organisations[theirs]
                yield Relative(
                    id=str(body.id),
                    name=body.name,
                    relation=_RELATIONS[record.kind][0 if is_owner else 1],
                    sources=tuple(record.provenance.sources),
                )


def bonds(snapshot: Snapshot, one: int, other: int, as_of: date) -> Iterator[Bond]:
    """Say what two bodies are to each other, as far as it was public and in force on a day."""
    rows, day = snapshot.affiliations, day_number(as_of)
    both = (rows.organisation == one) & (rows.of == other)
    both |= (rows.organisation == other) & (rows.of == one)
    holds = both & (rows.known_day <= day) & (rows.first_day <= day) & (rows.last_day >= day)
    for row in np.flatnonzero(holds).tolist():
        record = _record(snapshot, row)
        first, second = (
            snapshot.organisations[snapshot.organisation_index[each]].name
            for each in (record.organisation, record.of)
        )
        yield Bond(
            words=_BONDS[record.kind].format(one=first, other=second),
            sources=tuple(record.provenance.sources),
        )


def _record(snapshot: Snapshot, row: int) -> Affiliation:
    return snapshot.facts.affiliations[row]
