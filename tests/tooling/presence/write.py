"""Write the figures of docs/presence.md; run by `make presence`."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from graph.packs.reading import builtin, read_pack
from graph.stores import BUILT_IN_PROGRAMMES
from tests.tooling.marked_tables import placed
from tests.tooling.presence.lots import LOCAL, NATIONAL, REGIONAL, Market
from tests.tooling.presence.shares import Share, fits, share
from tests.tooling.presence.sites import CONTRACTS, cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.records.facts import Facts
    from tests.tooling.presence.lots import Observation
    from tests.tooling.presence.sites import Cell

PAGE = Path(__file__).resolve().parents[3] / "docs" / "presence.md"
POPULATIONS = (0, 90_000, 120_000, 180_000, 300_000)
MILLION = 1_000_000
BANDS = (0, MILLION, 5 * MILLION, 20 * MILLION, 50 * MILLION)
MANY = 3


def page(text: str) -> str:
    """Put the figures in their places; those of sites stay where the Ministry's file is not."""
    facts = read_pack(builtin(BUILT_IN_PROGRAMMES[1]))
    market = Market(facts)
    plain, given = list(market.plain()), list(market.given_the_lead())
    text = _placed(text, "breadth", _breadth(plain, given))
    text = _placed(text, "roles", _roles(plain))
    text = _placed(text, "known places", _known(plain, given))
    text = _placed(text, "size", _sizes(facts, market, plain))
    text = _placed(text, "fits", _fits(plain, given))
    if not CONTRACTS.exists():
        return text
    found = cells(facts)
    text = _placed(text, "sites", _sites(found))
    return _placed(text, "use", _use(plain, given, sum(c.has_site for c in found) / len(found)))


def _placed(text: str, name: str, lines: Iterator[str]) -> str:
    return placed(text, name, lines, page="docs/presence.md", command="make presence")


def _breadth(plain: Sequence[Observation], given: Sequence[Observation]) -> Iterator[str]:
    yield "| its other work | in this region too | of all | given the lead | half way |"
    yield "|---|---|---|---|---|"
    for breadth in (NATIONAL, REGIONAL, LOCAL):
        for here in (True, False):
            low, high = (
                share(s for s in seen if s.breadth == breadth and (s.known_here > 0) is here)
                for seen in (plain, given)
            )
            yield f"| {breadth} | {'yes' if here else 'no'} | {_both(low, high)} |"
    low, high = (share(s for s in seen if s.breadth == NATIONAL) for seen in (plain, given))
    yield f"| {NATIONAL} | not known | {_both(low, high)} |"


def _roles(plain: Sequence[Observation]) -> Iterator[str]:
    yield "| in a region where it works | primes | subcontractors |"
    yield "|---|---|---|"
    for breadth in (NATIONAL, REGIONAL, LOCAL):
        primes, others = (
            share(s for s in plain if s.breadth == breadth and s.known_here and s.is_prime is role)
            for role in (True, False)
        )
        yield f"| {breadth} | {_said(primes)} | {_said(others)} |"


def _known(plain: Sequence[Observation], given: Sequence[Observation]) -> Iterator[str]:
    yield "| other places known | one of them in this region | of all | given the lead | half way |"
    yield "|---|---|---|---|---|"
    for known in range(1, MANY + 1):
        for here in (True, False):
            low, high = (
                share(s for s in seen if min(s.known, MANY) == known and (s.known_here > 0) is here)
                for seen in (plain, given)
            )
            many = f"{known} or more" if known == MANY else str(known)
            yield f"| {many} | {'yes' if here else 'no'} | {_both(low, high)} |"


def _both(low: Share | None, high: Share | None) -> str:
    middle = f"{(low.share + high.share) / 2:.2f}" if low and high else ""
    return f"{_said(low)} | {_said(high)} | {middle}"


def _said(found: Share | None) -> str:
    if found is None:
        return "none seen"
    interval = f"{found.low:.2f} to {found.high:.2f}"
    return f"{found.share:.2f} ({found.delivers:,} of {found.of:,}; {interval})"


def _sizes(facts: Facts, market: Market, plain: Sequence[Observation]) -> Iterator[str]:
    band = {
        str(size.organisation): max(b for b in BANDS if size.turnover_low_gbp >= b)
        for size in facts.sizes
    }
    places: dict[int, list[int]] = defaultdict(list)
    for who in {who for who, _ in market.places_of}:
        if who in band:
            places[band[who]].append(len(market.all_places(who)))
    yield "| turnover from | organisations | of all places | in a region where it works |"
    yield "|---|---|---|---|"
    for low in BANDS:
        mean = sum(places[low]) / len(places[low]) / len(market.region)
        here = share(s for s in plain if s.known_here and band.get(s.organisation) == low)
        yield f"| £{low // MILLION}m | {len(places[low])} | {mean:.2f} | {_said(here)} |"


def _fits(plain: Sequence[Observation], given: Sequence[Observation]) -> Iterator[str]:
    judged = (
        fits(plain, group=lambda s: s.organisation),
        fits(given, group=lambda s: s.organisation),
        fits(given, group=lambda s: str(s.lead)),
    )
    yield "| prediction | of all | given the lead | given the lead, leads held out |"
    yield "|---|---|---|---|"
    for row in zip(*judged, strict=True):
        cells_ = " | ".join(f"{fit.log_loss:.3f}; {fit.brier:.3f}" for fit in row)
        yield f"| {row[0].name} | {cells_} |"


def _sites(found: Sequence[Cell]) -> Iterator[str]:
    counts: Counter[int] = Counter()
    sites: Counter[int] = Counter()
    for cell in found:
        low = max(p for p in POPULATIONS if cell.population >= p)
        counts[low] += 1
        sites[low] += cell.has_site
    yield "| authority's people from | share with a named site | authorities of contracts |"
    yield "|---|---|---|"
    for low in POPULATIONS:
        yield f"| {low:,} | {sites[low] / counts[low]:.2f} | {sites[low]} of {counts[low]} |"
    total, of = sum(sites.values()), sum(counts.values())
    contracts = len({cell.contract for cell in found})
    yield f"| all, in {contracts} contracts | {total / of:.2f} | {total} of {of:,} |"


def _use(plain: Sequence[Observation], given: Sequence[Observation], site: float) -> Iterator[str]:
    """Tell what a claim is worth in an authority: floors multiplied, half ways, ceilings."""

    def ends(of: Callable[[Observation], bool]) -> tuple[float, float]:
        low, high = (share(s for s in seen if of(s)) for seen in (plain, given))
        return (low.share if low else 0.0), (high.share if high else 0.0)

    half = (site + 1) / 2
    area, region = (1.0, 1.0), ends(lambda s: s.breadth == REGIONAL and s.known_here > 0)
    claims = {
        "its police area or probation trust": area,
        "a contract area of several police areas": (mean(area[0], region[0]), mean(1, region[1])),
        "its region": region,
        "England and Wales, a place in this region known": ends(
            lambda s: s.breadth == NATIONAL and s.known_here > 0
        ),
        "England and Wales, no place in this region known": ends(
            lambda s: s.breadth == NATIONAL and not s.known_here
        ),
        "England and Wales, nothing more known": ends(lambda s: s.breadth == NATIONAL),
    }
    yield "| claim | low | middle | high |"
    yield "|---|---|---|---|"
    yield "| the authority itself | 1.00 | 1.00 | 1.00 |"
    for claim, (low, high) in claims.items():
        yield f"| {claim} | {low * site:.2f} | {mean(low, high) * half:.2f} | {high:.2f} |"


def mean(first: float, second: float) -> float:
    """Half way between two numbers."""
    return (first + second) / 2


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
    if not CONTRACTS.exists():
        sys.stderr.write(f"The figures of sites are as they were: {CONTRACTS} is not there.\n")
