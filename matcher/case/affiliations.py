"""What bodies have from each other: members' work, a trust's staff, and parents' money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.records.kinds import AffiliationKind, OrganisationKind
from graph.snapshot.columns import AFFILIATION_KINDS, day_number, is_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot

    Csr = sparse.csr_array[Any]

_JOINT = (OrganisationKind.JOINT_VENTURE, OrganisationKind.VCSE_CONSORTIUM)


def heirs(snapshot: Snapshot, as_of: date) -> Csr:
    """Which bodies have each organisation's work besides their own, shape (N, N).

    Joint ventures and consortia have their members'; a staff mutual has that of the probation trust
    whose staff move to it; and a joint venture has what its mutual has from the trust.
    """
    links = joint_bodies(snapshot, as_of) + workforces(snapshot, as_of)
    return _ones(links + links @ links)


def joint_bodies(snapshot: Snapshot, as_of: date) -> Csr:
    """Which joint ventures and consortia each organisation is a member of, shape (N, N).

    Shareholders count where the body is a joint venture by its kind: who owns a part of a firm
    does not do its work.
    """
    joint = is_of(snapshot.organisation_columns, _JOINT)
    members = _links(snapshot, as_of, (AffiliationKind.MEMBER,))
    owners = _links(snapshot, as_of, (AffiliationKind.SHAREHOLDER,), of=joint)
    return _ones(members + owners)


def workforces(snapshot: Snapshot, as_of: date) -> Csr:
    """To which staff mutuals each probation trust's staff move, shape (N, N)."""
    return _links(snapshot, as_of, (AffiliationKind.WORKFORCE,))


def backers(snapshot: Snapshot, as_of: date) -> Csr:
    """Which bodies each organisation's parents and owners put money into, shape (N, N)."""
    kinds = (AffiliationKind.PARENT, AffiliationKind.SHAREHOLDER, AffiliationKind.MEMBER)
    return _links(snapshot, as_of, kinds)


def _links(
    snapshot: Snapshot,
    as_of: date,
    kinds: Iterable[AffiliationKind],
    *,
    of: NDArray[np.bool_] | None = None,
) -> Csr:
    """The affiliations of some kinds that were public and in force on the day."""
    columns, count, today = snapshot.affiliations, len(snapshot.organisations), day_number(as_of)
    wanted = np.isin(columns.kind, [AFFILIATION_KINDS.index(kind) for kind in kinds])
    wanted &= (columns.known_day <= today) & (columns.first_day <= today)
    wanted &= columns.last_day >= today
    if of is not None:
        wanted &= of[columns.of]
    pairs = columns.organisation[wanted], columns.of[wanted]
    shape = (count, count)
    return _ones(sparse.csr_array((np.ones(int(wanted.sum())), pairs), shape=shape))


def _ones(links: Csr) -> Csr:
    links = sparse.csr_array(links)
    links.sum_duplicates()
    links.data[:] = 1.0
    return links
