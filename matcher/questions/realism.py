"""The shape of line-ups: how suggested ones compare with real ones.

The counts are the same for both, so that they can stand side by side (docs/realism.md). The shares
of volume of real line-ups are None, since only their members are known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import mean, median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from matcher.questions.seating import Seat, Seating


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What many line-ups look like together. Shares of volume are None where no volume is known.

    Attributes
    ----------
    line_ups, seats, bodies : how many there are; bodies are counted once
    least, median, most : members of a line-up
    by_role, by_reach : the share of all seats
    volume_by_role, volume_by_reach, vcse_volume : the share of all volume
    vcse_seats : the share of all seats that VCSEs and mutuals have
    pathways : the mean number of a member
    womens, with_womens : women's specialists a line-up; the share of line-ups that have any
    seats_of, leads_of : how often each body appears and leads, the most often first
    remembered : the share of volume of bodies that are known only nationally and from memory
    remembered_claims : the share of volume that rests on a remembered claim for a whole country
    met : the share of need that could be met over all areas together, by pathway
    """

    line_ups: int
    seats: int
    bodies: int
    least: int
    median: float
    most: int
    by_role: Mapping[str, float]
    by_reach: Mapping[str, float]
    vcse_seats: float
    pathways: float
    womens: float
    with_womens: float
    seats_of: tuple[tuple[str, int], ...]
    leads_of: tuple[tuple[str, int], ...]
    volume_by_role: Mapping[str, float] | None
    volume_by_reach: Mapping[str, float] | None
    vcse_volume: float | None
    remembered: float | None
    remembered_claims: float | None
    met: Mapping[str, float]

    @property
    def lowest(self) -> tuple[str, float] | None:
        """The pathway that could be met least, and how far; None where no need is known."""
        return min(self.met.items(), key=lambda one: one[1]) if self.met else None

    def in_more_than(self, areas: int) -> int:
        """How many bodies appear in more than so many line-ups."""
        return sum(count > areas for _, count in self.seats_of)


def shape_of(seatings: Collection[Seating]) -> Shape:
    """Count the seats of some line-ups.

    Raises
    ------
    ValueError
        If there is no line-up.
    """
    if not seatings:
        message = "a shape needs at least one line-up"
        raise ValueError(message)
    seats = [seat for seating in seatings for seat in seating.seats]
    sizes = [len(seating.seats) for seating in seatings]
    womens = [sum(seat.womens for seat in seating.seats) for seating in seatings]
    return Shape(
        line_ups=len(seatings),
        seats=len(seats),
        bodies=len({seat.organisation for seat in seats}),
        least=min(sizes),
        median=median(sizes),
        most=max(sizes),
        by_role=_shares(seats, lambda seat: seat.role),
        by_reach=_shares(seats, lambda seat: seat.reach),
        vcse_seats=mean(seat.is_vcse for seat in seats),
        pathways=mean(seat.pathways for seat in seats),
        womens=mean(womens),
        with_womens=mean(count > 0 for count in womens),
        seats_of=_often(seat.organisation for seat in seats),
        leads_of=_often(seating.seats[0].organisation for seating in seatings),
        **_of_volume(seats),
        met=_met(seatings),
    )


def _of_volume(seats: Sequence[Seat]) -> dict[str, Any]:
    weights = [seat.volume for seat in seats if seat.volume is not None]
    if len(weights) < len(seats) or not sum(weights):
        names = "volume_by_role volume_by_reach vcse_volume remembered remembered_claims"
        return dict.fromkeys(names.split())
    total = sum(weights)
    by_role = _shares(seats, lambda seat: seat.role, weights)
    by_reach = _shares(seats, lambda seat: seat.reach, weights)
    pairs = list(zip(seats, weights, strict=True))
    return {
        "volume_by_role": by_role,
        "volume_by_reach": by_reach,
        "vcse_volume": sum(volume for seat, volume in pairs if seat.is_vcse) / total,
        "remembered": sum(volume for seat, volume in pairs if seat.remembered) / total,
        "remembered_claims": _claims(seats, total),
    }


def _claims(seats: Sequence[Seat], total: float) -> float | None:
    known = [seat.volume_remembered for seat in seats if seat.volume_remembered is not None]
    return sum(known) / total if len(known) == len(seats) else None


def _shares(
    seats: Sequence[Seat], of: Callable[[Seat], str], weights: Sequence[float] | None = None
) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for seat, weight in zip(seats, weights or [1.0] * len(seats), strict=True):
        sums[str(of(seat))] += weight
    total = sum(sums.values())
    return {key: sums[key] / total for key in sorted(sums)}


def _often(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda one: (-one[1], one[0])))


def _met(seatings: Iterable[Seating]) -> dict[str, float]:
    met: dict[str, float] = defaultdict(float)
    need: dict[str, float] = defaultdict(float)
    for seating in seatings:
        for key, needs in seating.need.items():
            need[key] += needs
            met[key] += seating.met[key]
    return {key: met[key] / need[key] for key in need}
