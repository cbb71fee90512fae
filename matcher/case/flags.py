"""What a check of a counterparty would raise on a day, and from which areas a body withdrew.

A withdrawal counts for the areas of the bids that were withdrawn. Where no bid of the body says
which areas those were, it left the competition, and counts for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.networks.ties import outcomes_as_of
from graph.records.kinds import CollaborationKind, FlagKind, MemberRole, Outcome
from graph.snapshot.columns import OUTCOMES, PROJECT_KINDS, day_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from numpy.typing import NDArray

    from graph.records.model import CounterpartyFlag
    from graph.snapshot.snapshot import Snapshot

    Flags = NDArray[np.bool_]

_GRAVE = (FlagKind.INVESTIGATION, FlagKind.ADMINISTRATION)
_BIDDERS = (MemberRole.LEAD, MemberRole.JOINT_VENTURE_MEMBER)


def open_flags(snapshot: Snapshot, as_of: date) -> Iterator[CounterpartyFlag]:
    """The flags that were public on the day and not cleared by it."""
    for flag in snapshot.facts.flags:
        cleared = flag.end is not None and flag.end.last_day < as_of
        if flag.provenance.is_known_by(as_of) and not cleared:
            yield flag


def gravely_flagged(snapshot: Snapshot, as_of: date) -> Flags:
    """Against whom an investigation or an administration stands on the day, shape (N,)."""
    return _with_flag(snapshot, as_of, _GRAVE)


def withdrew(snapshot: Snapshot, area: int, as_of: date) -> Flags:
    """Who publicly withdrew from bidding for an area by the day, shape (N,).

    These are the lead and the members of a joint venture in a bid that was withdrawn: for the
    areas that it names, or for all where it names none. Whoever is known to have withdrawn, and is
    in no such bid that names an area, left the competition.
    """
    rows, named, here = _withdrawn_bids(snapshot, area, as_of)
    bidders = snapshot.memberships.organisation[rows]
    count = len(snapshot.organisations)
    left = np.bincount(bidders[here], minlength=count) > 0
    of_some = np.bincount(bidders[named], minlength=count) > 0
    return left | (_with_flag(snapshot, as_of, (FlagKind.WITHDRAWAL,)) & ~of_some)


def _withdrawn_bids(
    snapshot: Snapshot, area: int, as_of: date
) -> tuple[NDArray[np.int64], Flags, Flags]:
    """Rows of memberships in withdrawn bids; whether the bid names areas, and is for this one."""
    members, bids = snapshot.memberships, snapshot.collaborations
    withdrawn = outcomes_as_of(snapshot, as_of) == OUTCOMES.index(Outcome.WITHDRAWN)
    withdrawn &= bids.kind == PROJECT_KINDS.index(CollaborationKind.TR_BID)
    public = members.known_day <= day_number(as_of)
    rows = np.array(
        [
            row
            for row in np.flatnonzero(withdrawn[members.collaboration] & public)
            if snapshot.facts.memberships[members.record[row]].role in _BIDDERS
        ],
        dtype=np.int64,
    )
    bid = members.collaboration[rows]
    named = np.diff(bids.areas.indptr)[bid] > 0
    return rows, named, ~named | (bids.areas[bid][:, [area]].toarray()[:, 0] > 0)


def _with_flag(snapshot: Snapshot, as_of: date, kinds: Collection[FlagKind]) -> Flags:
    flags = np.zeros(len(snapshot.organisations), dtype=bool)
    for flag in open_flags(snapshot, as_of):
        if flag.kind in kinds:
            flags[snapshot.organisation_index[flag.organisation]] = True
    return flags
