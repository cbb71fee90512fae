"""Which tables of support an answer rests on: a version of their rows, and where each was read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from matcher.readiness.support_records import SupportSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matcher.readiness.support_records import SupportOffer

_DIGITS = 16


def support_version(offers: Iterable[SupportOffer]) -> str:
    """Name the offers of support as the data version names facts: by a hash of all that they say.

    The order of rows, and the table that each stands in, do not matter.

    >>> support_version([])
    '4f53cda18c2baa0c'
    """
    rows = sorted((asdict(offer) for offer in offers), key=lambda row: str(row["key"]))
    content = json.dumps(rows, default=str, sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def support_sources(offers: Iterable[SupportOffer]) -> tuple[SupportSource, ...]:
    """Give each page that offers were read on once, with the offers that it tells of."""
    told: dict[tuple[str, str], list[SupportOffer]] = {}
    for offer in offers:
        told.setdefault((offer.source, offer.address), []).append(offer)
    return tuple(
        SupportSource(
            id=f"support/{of[0].key}",
            title=title,
            address=address,
            known_from=str(min((each.known_from for each in of), key=lambda day: day.last_day)),
            tells_of=tuple(each.name for each in of),
        )
        for (title, address), of in told.items()
    )
