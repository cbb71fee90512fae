"""What is told of an offer: the JSON of the service."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.offers.assessment import Assessment  # noqa: TC001  (read at run time for the JSON schema)
from matcher.offers.from_line_up import MemberShare, Origin  # noqa: TC001  (the same)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedShare:
    """What a suggested line-up says of a member, and which fields of the offer come from it.

    `note` says that nobody named in the line-up has been asked.
    """

    share: MemberShare
    origins: tuple[Origin, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedOffer:
    """An offer, and all that is said of it.

    `query` is the whole state: it gives this answer again. `line_up` is None where the offer does
    not start from a line-up. Amounts are texts, exact to the penny; shares are of 1.
    """

    query: str
    line_up: SuggestedShare | None
    assessment: Assessment
