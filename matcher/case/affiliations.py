"""What bodies have from each other: members' work, and parents' money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.records.kinds import AffiliationKind, OrganisationKind
from graph.snapshot.columns import AFFILIATION_KINDS, day_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot

    Csr = sparse.csr_array[Any]

_JOINT = (OrganisationKind.JOINT_VENTURE, OrganisationKind.VCSE_CONSORTIUM)
_OWNERS = (AffiliationKind.SHAREHOLDER, AffiliationKind.MEMBER)


def heirs(snapshot: Snapshot, as_of: date) -> Csr:
    """Which joint ventures and consortia have each organisation's work, shape (N, N)."""
    joint = np.array([body.kind in _JOINT for body in snapshot.organisations])
    return _links(snapshot, as_of, _OWNERS, of=joint)


def backers(snapshot: Snapshot, as_of: date) -> Csr:
    """Which bodies each organisation's parents and owners put money into, shape (N, N)."""
    anybody = np.ones(len(snapshot.organisations), dtype=bool)
    return _links(snapshot, as_of, (AffiliationKind.PARENT, *_OWNERS), of=anybody)


def _links(
    snapshot: Snapshot,
    as_of: date,
    kinds: Iterable[AffiliationKind],
    *,
    of: NDArray[np.bool_],
) -> Csr:
    columns, count = snapshot.affiliations, len(snapshot.organisations)
    wanted = np.isin(columns.kind, [AFFILIATION_KINDS.index(kind) for kind in kinds])
    public = np.flatnonzero(wanted & (columns.known_day <= day_number(as_of)) & of[columns.of])
    pairs = columns.organisation[public], columns.of[public]
    links = sparse.csr_array((np.ones(len(public)), pairs), shape=(count, count))
    links.sum_duplicates()
    links.data[:] = 1.0
    return links
