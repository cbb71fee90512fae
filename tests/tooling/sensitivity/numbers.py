"""Every number that the choice of a line-up rests on, each with a lower and a higher one to try.

The steps are the same for numbers of one sort, so that their effects can be compared: a fit or a
chance is tried 0.1 lower and 0.1 higher, a scale is halved and doubled. A fit that is 0 or 1 by
definition stays. Figures of the programme and of a brief are tried at ends that somebody could
hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.records.kinds import JusticeMark, OrganisationKind, PlaceKind
from graph.records.provenance import Confidence
from matcher.brief.request import Brief
from matcher.case.scoring import ScoringRules

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from graph.records.facts import Facts

    Change = Callable[[float], float]

NOT_MOVED: Mapping[str, str] = MappingProxyType(
    {
        "presence_wide": "names kinds of place; it is no number",
        "overlay_fit": "young men are the young adults' own cohort: 1 by definition",
        "tier_2_share": "only says who is called tier 2, and so who bears risk",
        "pair_log_odds": "learnt from works (docs/partner-model.md); pair_weight moves all of it",
        "tie": "only says which line-ups are shown as tied; it changes none",
    }
)
STEP = 0.1
_FIT = f"{STEP} less, {STEP} more"
_SCALE = "half, double"
_VCSE = (
    OrganisationKind.CHARITY,
    OrganisationKind.CIC,
    OrganisationKind.SOCIAL_ENTERPRISE,
    OrganisationKind.VCSE_CONSORTIUM,
)
_PUBLIC = (OrganisationKind.NHS_TRUST, OrganisationKind.LOCAL_AUTHORITY)
_MUTUAL = (OrganisationKind.STAFF_MUTUAL,)
_REST = tuple(kind for kind in OrganisationKind if kind not in (*_VCSE, *_PUBLIC, *_MUTUAL))
_LEAD_PARTS = ("record", "record in the area", "interest", "money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an answer is made with: the scoring's rules, the programme's figures, the brief."""

    rules: ScoringRules = field(default_factory=ScoringRules)
    figures: Mapping[str, float] = field(default_factory=dict)
    brief: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number by its name in the code, its part in words, its value, and two others to try."""

    name: str
    part: str
    now: str
    tried: str
    low: Setting
    high: Setting


def numbers(facts: Facts) -> Iterator[Number]:
    """Every number with its steps, from those of today."""
    yield from _presence()
    yield from _quality()
    yield from _capacity()
    yield from _leads()
    yield _of_rules("pair_scale", _SCALE, *_SCALES)
    yield from _figures({rule.key: rule.value for rule in facts.rules})
    yield from _brief()


def _presence() -> Iterator[Number]:
    kinds = (
        (PlaceKind.POLICE_AREA, PlaceKind.TRUST),
        (PlaceKind.CONTRACT_AREA,),
        (PlaceKind.REGION,),
        (PlaceKind.COUNTRY,),
    )
    for keys in kinds:
        yield _of_rules("presence", _FIT, *_FITS, keys=keys)
    yield _of_rules("presence_known_near", _FIT, *_FITS)
    yield _of_rules("presence_known_elsewhere", _FIT, *_FITS)
    yield _of_rules("presence_by_sites", _FIT, *_FITS)
    bands = ScoringRules().presence_by_size
    yield Number(
        name="presence_by_size",
        part="",
        now=_said([fit for _, fit in bands]),
        tried=_FIT,
        low=_with("presence_by_size", tuple((foot, _FITS[0](fit)) for foot, fit in bands)),
        high=_with("presence_by_size", tuple((foot, _FITS[1](fit)) for foot, fit in bands)),
    )


def _quality() -> Iterator[Number]:
    yield _of_rules("justice_fit", _FIT, *_FITS, keys=(JusticeMark.ADJACENT,))
    for name in ("unmarked_fit", "custody_fit", "custody_else"):
        yield _of_rules(name, _FIT, *_FITS)
    doubtful = (Confidence.MEMORY_MEDIUM, Confidence.ESTIMATE, Confidence.OWN_STATEMENT)
    yield _of_rules("confidence_fit", _FIT, *_FITS, keys=(Confidence.MEMORY_HIGH,))
    yield _of_rules("confidence_fit", _FIT, *_FITS, keys=doubtful)
    evidence = ("evidence_fit", "worse_fit", "track_record_fit")
    for name in (*evidence, "generic_women_fit", "subgroup_fit"):
        yield _of_rules(name, _FIT, *_FITS)


def _capacity() -> Iterator[Number]:
    for part, keys in (
        ("charities and social enterprises", _VCSE),
        ("mutuals", _MUTUAL),
        ("NHS trusts and councils", _PUBLIC),
        ("all others", _REST),
    ):
        yield _of_rules("work_share", _SCALE, *_SHARES, keys=keys, part=part)
    for name in ("explicit_share", "workforce_share"):
        yield _of_rules(name, _SCALE, *_SHARES)
    yield _of_rules("volunteer_needs", _SCALE, *_SCALES)
    yield _of_rules("expenses_share", _SCALE, *_SCALES)
    for name in ("focus", "minimum_ceiling", "unknown_capacity"):
        yield _of_rules(name, _SCALE, *_SCALES)


def _leads() -> Iterator[Number]:
    yield _of_rules("lead_weight", _SCALE, *_SCALES)
    now = ScoringRules().lead_fit
    for index, part in enumerate(_LEAD_PARTS):
        low, high = (_with("lead_fit", _in_proportion(now, index, times)) for times in (0.5, 2.0))
        yield Number(
            name="lead_fit",
            part=part,
            now=f"{now[index]:g}",
            tried="half, double, the rest in proportion",
            low=low,
            high=high,
        )
    for name in ("interest_fit", "flagged_fit"):
        yield _of_rules(name, _FIT, *_FITS)
    for name in ("record_scale", "chain_members", "large_gbp"):
        yield _of_rules(name, _SCALE, *_SCALES)


def _in_proportion(fits: tuple[float, ...], index: int, times: float) -> tuple[float, ...]:
    """Multiply one of several shares that make 1; the others fill up what is left."""
    own = min(fits[index] * times, 1.0)
    rest = (1.0 - own) / (1.0 - fits[index])
    return tuple(own if i == index else fit * rest for i, fit in enumerate(fits))


def _figures(now: Mapping[str, float]) -> Iterator[Number]:
    """The programme's figures; what a share of the price gains, the core loses."""
    for key in ("tier_2_cost", "tier_3_cost"):
        yield _figure(key, now, now[key] / 2, now[key] * 2)
    for key in ("supply_chain_share", "margin_and_overhead_share"):
        yield _figure(key, now, now[key] - 0.05, now[key] + 0.05, against="core_share")
    for key, low, high in (("exposure", 0.2, 0.5), ("funding_access", 0.25, 0.75)):
        yield _figure(key, now, low, high)
    yield _figure("womens_provider", now, 0.0, 2.0)


def _figure(
    key: str, now: Mapping[str, float], low: float, high: float, *, against: str = ""
) -> Number:
    def at(value: float) -> Setting:
        other = {against: now[against] - (value - now[key])} if against else {}
        return Setting(figures={key: value, **other})

    part = "the core takes the rest" if against else ""
    tried = f"{low:g}, {high:g}"
    return Number(name=key, part=part, now=f"{now[key]:g}", tried=tried, low=at(low), high=at(high))


def _brief() -> Iterator[Number]:
    """The defaults of a brief."""
    usual = Brief(area="")
    for key, low, high in (
        ("pair_weight", 0.0, 0.2),
        ("equity", 0.25, 0.75),
        ("min_vcse_share", 0.15, 0.5),
        ("min_work", usual.min_work / 2, usual.min_work * 2),
        ("max_members", 20, 40),
    ):
        yield Number(
            name=key,
            part="of a brief",
            now=f"{getattr(usual, key):g}",
            tried=f"{low:g}, {high:g}",
            low=Setting(brief={key: low}),
            high=Setting(brief={key: high}),
        )


def _of_rules(
    name: str,
    tried: str,
    lower: Change,
    higher: Change,
    *,
    keys: Collection[str] = (),
    part: str = "",
) -> Number:
    """A number of `ScoringRules`, or of a table of them those with these keys."""
    value = getattr(ScoringRules(), name)
    own = {key: value[key] for key in keys} if keys else value
    return Number(
        name=name,
        part=part or ", ".join(str(key).replace("-", " ") for key in keys),
        now=_said(_leaves(own)),
        tried=tried,
        low=_with(name, _moved(value, lower, keys)),
        high=_with(name, _moved(value, higher, keys)),
    )


def _with(name: str, value: object) -> Setting:
    changes: dict[str, Any] = {name: value}
    return Setting(rules=replace(ScoringRules(), **changes))


def _moved(value: Any, change: Change, keys: Collection[str] = ()) -> Any:
    """Change all numbers in a value, or in a table those with these keys."""
    if isinstance(value, float):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_moved(each, change) for each in value)
    return MappingProxyType(
        {
            key: _moved(each, change) if not keys or key in keys else each
            for key, each in value.items()
        }
    )


def _leaves(value: Any) -> list[float]:
    if isinstance(value, float):
        return [value]
    inner = value if isinstance(value, tuple) else value.values()
    return [leaf for each in inner for leaf in _leaves(each)]


def _said(values: list[float]) -> str:
    return ", ".join(f"{value:g}" for value in dict.fromkeys(values))


def _fit_moved(value: float, step: float) -> float:
    return value if value in {0.0, 1.0} else min(max(value + step, 0.0), 1.0)


_FITS = (lambda fit: _fit_moved(fit, -STEP), lambda fit: _fit_moved(fit, STEP))
_SCALES = (lambda value: value / 2, lambda value: value * 2)
_SHARES = (lambda share: share / 2, lambda share: min(share * 2, 1.0))
