"""Bids, which a reader must be able to tell from contracts that were delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.networks.ties import outcome_as_of
from graph.records.kinds import CollaborationKind, Outcome

if TYPE_CHECKING:
    from datetime import date

    from graph.records.model import Collaboration

_BIDS = (CollaborationKind.BID, CollaborationKind.TR_BID)
_DID_WORK = (Outcome.WON, Outcome.DELIVERED)
_TOLD = {Outcome.LOST: "a lost bid", Outcome.WITHDRAWN: "a withdrawn bid"}


def only_bid(record: Collaboration, as_of: date) -> bool:
    """Say whether a collaboration was a bid that nobody was known to have won by then."""
    return record.kind in _BIDS and outcome_as_of(record, as_of) not in _DID_WORK


def bid_words(record: Collaboration, as_of: date) -> str:
    """Say what became of a bid, as far as it was public by then; blank for work that was done."""
    if not only_bid(record, as_of):
        return ""
    return _TOLD.get(outcome_as_of(record, as_of), "a bid")
