"""The gates of a procurement: each a rule with its figure, its sources and a switch in the brief.

Gates sank good consortia in 2013, so they are explicit: an answer says who was dropped by which,
and what the best line-up would gain if one were lifted (`matcher.inquiry.gate_reports`). The
figures are the programme's rules; a brief changes one with ``key=figure`` and switches it with
``key`` or ``key=off``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from matcher.errors import BriefMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.records.model import Rule
    from graph.snapshot.snapshot import Snapshot


class GateKey(StrEnum):
    """The gates, by the key of the programme's rule."""

    FUNDING_ACCESS = "funding_access"
    GUARANTEE = "guarantee"
    MARKET_SHARE = "market_share"
    EXPOSURE = "exposure"
    LOCAL_OR_SMALL = "local_or_small"
    WOMENS_PROVIDER = "womens_provider"
    CONSENT = "consent"
    TIER_3_PBR = "tier_3_pbr"


_MOST = {GateKey.LOCAL_OR_SMALL: 50.0, GateKey.WOMENS_PROVIDER: 50.0, GateKey.CONSENT: 1.0}
_MOST_SHARE = 1.0
_WHOLE = {GateKey.LOCAL_OR_SMALL, GateKey.WOMENS_PROVIDER, GateKey.CONSENT}
_OFF = {"off", "no", "false"}
_ON = {"on", "yes", "true"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate as it applies to a brief.

    Attributes
    ----------
    figure : the share or number that it asks for, in `unit`; NaN where there is none
    standard : the programme's own figure
    on : whether it applies
    sources : the titles of the programme's sources for the figure
    """

    key: GateKey
    name: str
    figure: float
    standard: float
    unit: str
    on: bool
    note: str = ""
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the switch as a brief has it."""
        return f"{self.key}={self.figure:g}" if self.on else f"{self.key}=off"


@dataclass(frozen=True, slots=True)
class Gates:
    """All gates of a brief, by key."""

    gates: Mapping[GateKey, Gate]

    def figure(self, key: GateKey, *, off: float) -> float:
        """Give the figure of a gate that is on, or what stands for one that is off."""
        gate = self.gates[key]
        return gate.figure if gate.on else off

    def on(self, key: GateKey) -> bool:
        """Whether a gate applies."""
        return self.gates[key].on

    def lifted(self, key: GateKey) -> Gates:
        """The same gates without one."""
        return Gates({**self.gates, key: replace(self.gates[key], on=False)})

    @property
    def switches(self) -> tuple[str, ...]:
        """All gates as a brief writes them."""
        return tuple(str(gate) for gate in self.gates.values())


def programme_gates(snapshot: Snapshot) -> Gates:
    """The programme's gates with its own figures; those that it does not have are off."""
    rules = {rule.key: rule for rule in snapshot.facts.rules}
    titles = {source.id: source.title for source in snapshot.facts.sources}
    return Gates({key: _gate(key, rules.get(key), titles) for key in GateKey})


def _gate(key: GateKey, rule: Rule | None, titles: Mapping[str, str]) -> Gate:
    if rule is None:
        name = key.replace("_", " ").capitalize()
        return Gate(key=key, name=name, figure=math.nan, standard=math.nan, unit="", on=False)
    return Gate(
        key=key,
        name=rule.name,
        figure=rule.value,
        standard=rule.value,
        unit=rule.unit,
        on=rule.default_on,
        note=rule.note,
        sources=tuple(titles[source] for source in rule.provenance.sources),
    )


def read_gates(snapshot: Snapshot, switches: Iterable[str]) -> tuple[Gates, list[BriefMistake]]:
    """Read a brief's switches over the programme's gates, with all the mistakes."""
    gates = dict(programme_gates(snapshot).gates)
    mistakes: list[BriefMistake] = []
    for text in switches:
        name, _, setting = (part.strip().casefold() for part in text.partition("="))
        if name not in set(GateKey):
            known = ", ".join(GateKey)
            mistakes.append(BriefMistake("gates", f"{name!r} is not a gate; there are: {known}"))
            continue
        key = GateKey(name)
        gates[key], problem = _switched(gates[key], setting)
        if problem:
            mistakes.append(BriefMistake("gates", problem))
    return Gates(gates), mistakes


def _switched(gate: Gate, setting: str) -> tuple[Gate, str | None]:
    if setting in _OFF:
        return replace(gate, on=False), None
    if not setting or setting in _ON:
        if math.isnan(gate.figure):
            return gate, f"the programme has no figure for {gate.key}; write {gate.key}=FIGURE"
        return replace(gate, on=True), None
    return _with_figure(gate, setting)


def _with_figure(gate: Gate, setting: str) -> tuple[Gate, str | None]:
    most = _MOST.get(gate.key, _MOST_SHARE)
    try:
        figure = float(setting)
    except ValueError:
        figure = math.nan
    if not 0.0 <= figure <= most:
        return gate, f"{gate.key}={setting} is not 'off' or a number between 0 and {most:g}"
    if gate.key in _WHOLE and not figure.is_integer():
        return gate, f"{gate.key}={setting} is not a whole number"
    on = gate.key is not GateKey.CONSENT or figure > 0
    return replace(gate, on=on, figure=figure if on else gate.figure), None
