"""What the facts already know of an organisation, as answers to the questions.

Each is marked: stated where a source that was read says so, estimated where it is a band, a
figure from memory, or worked out from other facts. What no fact tells is left unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.records.kinds import PlaceKind, Setting
from graph.records.provenance import Confidence
from matcher.case.sizes import OPEN_BAND, latest_sizes
from matcher.readiness.records import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from graph.records.model import Accounts, Capability, Evidence
    from graph.records.provenance import Provenance
    from graph.snapshot.snapshot import Snapshot

_COMPARISON, _BEFORE_AND_AFTER = 3, 2
"""Nesta's levels of evidence: with a comparison; and of a change that was measured."""
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An answer that facts give: its value, how sure it is, and which facts those are."""

    value: float | str
    origin: Origin
    by: str


def known_answers(
    snapshot: Snapshot, who: int, *, as_of: date, area: int | None = None
) -> dict[str, Known]:
    """Answer what facts public on a day can answer, by the name of the question.

    Parameters
    ----------
    snapshot : the facts
    who : index of the organisation
    as_of : the day
    area : index of the area asked about; None for all
    """
    found = {
        "turnover_gbp": _turnover(snapshot, who, as_of),
        "reserves_months": _reserves(snapshot, who, as_of),
        "evidence": _evidence(snapshot, who, as_of),
        "premises": _premises(snapshot, who, as_of, area),
        "prison_access": _prisons(snapshot, who, as_of),
    }
    return {name: each for name, each in found.items() if each is not None}


def _turnover(snapshot: Snapshot, who: int, as_of: date) -> Known | None:
    """The last turnover that searches read, too: a figure, or the middle of a band."""
    row = int(latest_sizes(snapshot, as_of)[who])
    if row < 0:
        return None
    size = snapshot.facts.sizes[row]
    low, high = size.turnover_low_gbp, size.turnover_high_gbp
    if low == high:
        return Known(value=low, origin=_origin(size.provenance), by=f"its turnover of {size.year}")
    top = low * OPEN_BAND if high is None else high
    band = f"£{low:,.0f} or more" if high is None else f"£{low:,.0f} to £{high:,.0f}"
    return Known(
        value=(low + top) / 2,
        origin=Origin.ESTIMATED,
        by=f"the middle of a band of {size.year}: {band}",
    )


def _origin(provenance: Provenance) -> Origin:
    """Tell what somebody stated from what is remembered or worked out."""
    stated = provenance.confidence.is_verified
    stated |= provenance.confidence is Confidence.OWN_STATEMENT
    return Origin.STATED if stated else Origin.ESTIMATED


def _accounts(snapshot: Snapshot, who: int, as_of: date) -> list[Accounts]:
    """Give the accounts that were public, the latest first."""
    public = (a for a in snapshot.owned("accounts", who) if a.provenance.is_known_by(as_of))
    return sorted(public, key=lambda a: a.year_end.last_day, reverse=True)


def _reserves(snapshot: Snapshot, who: int, as_of: date) -> Known | None:
    """Reserves over what is spent in a month, where one year's accounts have both."""
    for row in _accounts(snapshot, who, as_of):
        if row.reserves_gbp is not None and row.spending_gbp:
            months = max(0.0, row.reserves_gbp) / (row.spending_gbp / _MONTHS_A_YEAR)
            told = f"reserves over spending in its accounts to {row.year_end}"
            return Known(value=round(months, 1), origin=Origin.ESTIMATED, by=told)
    return None


def _evidence(snapshot: Snapshot, who: int, as_of: date) -> Known | None:
    """The best evidence that was public: a comparison, then what changed, then what was done."""
    public = [e for e in snapshot.owned("evidence", who) if e.provenance.is_known_by(as_of)]
    if not public:
        return None
    best = max(public, key=_strength)
    return Known(
        value=_kind_of(best),
        origin=_origin(best.provenance),
        by=f"{best.kind} by {best.by}: {best.effect}",
    )


def _strength(row: Evidence) -> int:
    return 0 if row.level is None else max(row.level, 0)


def _kind_of(row: Evidence) -> str:
    if row.level is None:
        return "outputs"
    if row.level <= 0:
        return "no-effect"
    if row.level >= _COMPARISON:
        return "comparison"
    return "outcomes" if row.level == _BEFORE_AND_AFTER else "outputs"


def _premises(snapshot: Snapshot, who: int, as_of: date, area: int | None) -> Known | None:
    """Work in places of the area suggests that it can see people in some of them."""
    if area is None:
        return None
    code = snapshot.areas[area].id
    for row in _stated_work(snapshot, who, as_of):
        places = (snapshot.places[snapshot.place_index[each]] for each in row.places)
        if any(code in (place.code, *place.parents) for place in places):
            told = f"its known work in {snapshot.areas[area].name}"
            return Known(value="partly", origin=Origin.ESTIMATED, by=told)
    return None


def _prisons(snapshot: Snapshot, who: int, as_of: date) -> Known | None:
    """Work in custody by its own or another's account suggests access to some prisons."""
    for row in _stated_work(snapshot, who, as_of):
        places = (snapshot.places[snapshot.place_index[each]] for each in row.places)
        inside = any(place.kind is PlaceKind.PRISON for place in places)
        if inside or row.setting in {Setting.CUSTODY, Setting.BOTH}:
            told = "its known work in prisons"
            return Known(value="partly", origin=Origin.ESTIMATED, by=told)
    return None


def _stated_work(snapshot: Snapshot, who: int, as_of: date) -> Iterator[Capability]:
    """Yield the work that somebody stated, and that was public on the day."""
    for row in snapshot.owned("capabilities", who):
        if not row.inferred and row.provenance.is_known_by(as_of):
            yield row
