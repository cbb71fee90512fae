"""Try numbers of the scoring, one at a time, on contracts whose line-ups are left out.

Run by `make choose`; it writes the tables of docs/realism.md that say what was tried. The regions
were split before anything was measured: one half chooses, the other checks. A number is worth a
change only where the gain in NDCG on the choosing half is beyond what drawing the primes again
makes of it, and the other half does not contradict.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.packs.reading import builtin, read_pack
from graph.records.kinds import JusticeMark, PlaceKind
from graph.snapshot.snapshot import Snapshot
from graph.stores import BUILT_IN_PROGRAMMES
from matcher.case.scoring import ScoringRules
from matcher.inquiry.inquiry import in_parallel
from tests.tooling.marked_tables import placed
from tests.tooling.realism.left_out import COSTS, LeftOut
from tests.tooling.realism.measure import (
    EARLIER_DAY,
    Known,
    field_of,
    interval,
    known_lots,
    lead_place,
    ndcg,
    seatings,
)
from tests.tooling.realism.write import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.tooling.realism.left_out import Lot

CHOOSING = ("CRS1", "CRS3", "CRS5", "CRS7", "CRS9", "CRS11")
"""Every other region, in the order of the Ministry's letters; the rest check."""
DEFAULT = "as it is"
RULES = ScoringRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One changed number: other rules, another weight of pairs, or dearer subcontracts.

    `of_leads` says that it changes only who leads.
    """

    name: str
    rules: ScoringRules = RULES
    pair_weight: float | None = None
    cost: float = 1.0
    of_leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a trial makes of one contract.

    `ndcg` is that of the real subcontractors at ten; `off` is by how many members the best line-up
    differs from the real one. `before` is the share of the possible leads that stand before the
    real prime. What a trial does not change, or a contract does not tell, is NaN.
    """

    prime: str
    chooses: bool
    ndcg: float
    off: float
    before: float


def _mapped(name: str, key: str, value: float) -> ScoringRules:
    changed: dict[str, Any] = {name: MappingProxyType({**getattr(RULES, name), key: value})}
    return replace(RULES, **changed)


def _presence(country: float, elsewhere: float, near: float) -> ScoringRules:
    return replace(
        RULES,
        presence=MappingProxyType({**RULES.presence, PlaceKind.COUNTRY: country}),
        presence_known_elsewhere=MappingProxyType({PlaceKind.COUNTRY: elsewhere}),
        presence_known_near=MappingProxyType({PlaceKind.COUNTRY: near}),
    )


def trials() -> Iterator[Trial]:
    """Every number that is tried, each for itself."""
    yield Trial(name=DEFAULT)
    yield from _of_presence()
    yield from _of_quality()
    yield from _of_capacity()
    yield from _of_members()
    yield from _of_leads()


def _of_presence() -> Iterator[Trial]:
    yield Trial(name="presence of a country: the low end", rules=_presence(0.08, 0.01, 0.30))
    yield Trial(name="presence of a country: the high end", rules=_presence(0.89, 0.69, 0.95))
    for chance in (0.40, 0.80):
        rules = _mapped("presence", PlaceKind.CONTRACT_AREA, chance)
        yield Trial(name=f"presence of a contract area {chance}", rules=rules)
    for believed in ((1.0, 1.0, 1.0), (0.15, 0.4, 1.0)):
        rules = replace(RULES, presence_by_sites=believed)
        yield Trial(name=f"presence by sites {believed}", rules=rules)
    for factor in (0.5, 1.5):
        bands = tuple((foot, min(1.0, fit * factor)) for foot, fit in RULES.presence_by_size)
        yield Trial(
            name=f"presence by size x {factor}", rules=replace(RULES, presence_by_size=bands)
        )


def _of_quality() -> Iterator[Trial]:
    for fit in (0.6, 1.0):
        rules = _mapped("justice_fit", JusticeMark.ADJACENT, fit)
        yield Trial(name=f"adjacent services fit {fit}", rules=rules)
    for fit in (0.7, 1.0):
        yield Trial(name=f"unmarked services fit {fit}", rules=replace(RULES, unmarked_fit=fit))
    for fit in (0.6, 0.8):
        yield Trial(name=f"delivered before fit {fit}", rules=replace(RULES, track_record_fit=fit))


def _of_capacity() -> Iterator[Trial]:
    for factor in (0.5, 2.0):
        shares = {
            kind: tuple(min(1.0, factor * part) for part in parts)
            for kind, parts in RULES.work_share.items()
        }
        explicit = tuple(min(1.0, factor * part) for part in RULES.explicit_share)
        changed: dict[str, Any] = {
            "work_share": MappingProxyType(shares),
            "explicit_share": explicit,
        }
        yield Trial(name=f"share of turnover x {factor}", rules=replace(RULES, **changed))
    for focus in (1.0, 3.0):
        yield Trial(name=f"focus {focus}", rules=replace(RULES, focus=focus))
    for needs in (50.0, 400.0):
        ends = (min(50.0, needs), needs, 400.0)
        yield Trial(name=f"unknown size {needs:g}", rules=replace(RULES, unknown_capacity=ends))


def _of_members() -> Iterator[Trial]:
    for weight in (0.0, 0.05, 0.2, 0.4):
        yield Trial(name=f"pair weight {weight}", pair_weight=weight)
    for cost in (0.25, 0.5, 2.0, 4.0):
        yield Trial(name=f"cost of a subcontract x {cost}", cost=cost)


def _of_leads() -> Iterator[Trial]:
    for weight in (0.025, 0.1, 0.2):
        yield Trial(
            name=f"lead weight {weight}", rules=replace(RULES, lead_weight=weight), of_leads=True
        )
    for count in (1.0, 4.0):
        rules = replace(RULES, chain_members=count)
        yield Trial(name=f"a supply chain from {count:g} others on", rules=rules, of_leads=True)
    for name, fit in {
        "record": (0.7, 0.1, 0.1, 0.1),
        "record in the area": (0.1, 0.7, 0.1, 0.1),
        "interest": (0.1, 0.1, 0.7, 0.1),
        "money": (0.1, 0.1, 0.1, 0.7),
    }.items():
        yield Trial(name=f"lead: mostly {name}", rules=replace(RULES, lead_fit=fit), of_leads=True)


def with_costs(known: Known, factor: float) -> Known:
    """The same contract where managing a subcontract costs that many times as much."""
    facts = known.snapshot.facts
    rules = tuple(
        replace(rule, value=rule.value * factor) if rule.key in COSTS else rule
        for rule in facts.rules
    )
    return replace(known, snapshot=Snapshot(replace(facts, rules=rules)))


def outcome(known: Known, *, trial: Trial, whole: Snapshot) -> Outcome:
    """Try one change on one contract."""
    if trial.cost != 1.0:
        known = with_costs(known, trial.cost)
    known = replace(known, pair_weight=trial.pair_weight)
    lot, rules = known.lot, trial.rules
    chain = bool(lot.others) and not trial.of_leads
    both = seatings(known, whole, led=True, rules=rules) if chain else None
    asked = trial.of_leads or trial.name == DEFAULT
    place = lead_place(known, rules=rules) if asked else None
    return Outcome(
        prime=str(lot.prime),
        chooses=lot.region in CHOOSING,
        ndcg=ndcg(field_of(known, led=True, rules=rules)) if chain else np.nan,
        off=np.nan if both is None else abs(len(both[0].seats) - len(both[1].seats)),
        before=np.nan if place is None else (place[0] - 1) / max(place[1] - 1, 1),
    )


Tried = dict[str, list[Outcome]]


def chain_table(found: Tried) -> Iterator[str]:
    """What each trial gains for the supply chain, with the interval over primes."""
    yield (
        "| number | NDCG, choosing | gain | NDCG, checking | gain | members off, choosing "
        "| members off, checking |"
    )
    yield "|---" * 7 + "|"
    for name, own in found.items():
        ranks, off = [_of(own, found[DEFAULT], key) for key in ("ndcg", "off")]
        if ranks:
            yield f"| {name} | {' | '.join(ranks)} | {off[0]} | {off[2]} |"


def leads_table(found: Tried) -> Iterator[str]:
    """What each trial changes about the place of the real prime; smaller is better."""
    yield "| number | leads before, choosing | change | leads before, checking | change |"
    yield "|---" * 5 + "|"
    for name, own in found.items():
        places = _of(own, found[DEFAULT], "before")
        if places:
            yield f"| {name} | {' | '.join(places)} |"


def _of(own: Sequence[Outcome], default: Sequence[Outcome], key: str) -> list[str]:
    """The mean and the paired change against the defaults, of the choosing half and the other."""
    cells = []
    for half in (True, False):
        pairs = [
            (getattr(one, key), getattr(other, key), one.prime)
            for one, other in zip(own, default, strict=True)
            if one.chooses is half
        ]
        told = [pair for pair in pairs if np.isfinite(pair[0]) and np.isfinite(pair[1])]
        if told:
            values, base, primes = zip(*told, strict=True)
            change, low, high = interval(list(np.subtract(values, base)), list(primes))
            cells += [f"{np.mean(values):.3f}", f"{change:+.3f} ({low:+.3f} to {high:+.3f})"]
    return cells


def distinct(lots: Sequence[Lot]) -> list[Lot]:
    """One contract of each line-up in each region, so that copies do not decide."""
    kept: list[Lot] = []
    for lot in lots:
        if not any(lot.region == other.region and lot.is_like(other) for other in kept):
            kept.append(lot)
    return kept


def measured(*, before: bool, say: Callable[[str], object] = sys.stderr.write) -> Tried:
    """Try everything; some minutes. `before` keeps only what was known when each was let."""
    earlier, later = (read_pack(builtin(name)) for name in BUILT_IN_PROGRAMMES)
    left_out, whole = LeftOut(later, earlier, earlier_day=EARLIER_DAY), Snapshot(later)
    known = known_lots(left_out, distinct(left_out.lots), before=before)
    found: Tried = {}
    for trial in trials():
        found[trial.name] = list(in_parallel(partial(outcome, trial=trial, whole=whole), known))
        some = {name: found[name] for name in (DEFAULT, trial.name)}
        last = leads_table(some) if trial.of_leads else chain_table(some)
        say(f"{list(last)[-1]}\n")
    return found


def main() -> None:
    """Write both tables."""
    text, found = PAGE.read_text("utf-8"), measured(before=True)
    for name, lines in {"tried": chain_table(found), "tried leads": leads_table(found)}.items():
        text = placed(
            text,
            name,
            lines,
            page="docs/realism.md",
            command="make choose",
        )
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
