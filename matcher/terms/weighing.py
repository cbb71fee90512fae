"""How likely a reader would flag a passage: its likeness and rules, weighed together.

The chance is ``1 / (1 + exp(-(w . e + b)))`` for the evidence ``e`` of a passage and a kind. The
weights were learned from what the likeness says of authors that it had not learned from.
"""

from __future__ import annotations

import json
import math
import pkgutil
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

from matcher.terms.records import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.terms.likeness import Reading
    from matcher.terms.records import Kind, Rule

LEAST_CHANCE = 0.5
"""From this chance on a passage is flagged: a reader more likely would than not."""
FILE = "weighing.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for a flag of one kind: three log-odds, a lead, and which rule holds, 1 or 0.

    Attributes
    ----------
    about, harms : as in a `Reading`
    both : log-odds of being about the kind and harming
    lead : how much more it reads like this kind than like the next, or less than like the first
    note, amber, red : the severity of the rule that holds
    figures_harm, figures_do_not : whether that rule compared figures, and what came out
    """

    about: float
    harms: float
    both: float
    lead: float
    note: float
    amber: float
    red: float
    figures_harm: float
    figures_do_not: float


NAMES = tuple(field.name for field in fields(Evidence))


def evidence(reading: Reading, kind: Kind, rule: Rule | None) -> Evidence:
    """Gather what speaks for and against a flag.

    Parameters
    ----------
    reading : what the passage reads like
    kind : the kind asked about
    rule : the rule of that kind that holds, if one does
    """
    about, harms = reading.about[kind], reading.harms[kind]
    chance = chance_of(about) * chance_of(harms)
    severity = rule.severity if rule else None
    compared = rule is not None and rule.test is not None
    return Evidence(
        about=about,
        harms=harms,
        both=math.log(chance / (1 - chance)),
        lead=about - max(odds for other, odds in reading.about.items() if other is not kind),
        note=float(severity is Severity.NOTE),
        amber=float(severity is Severity.AMBER),
        red=float(severity is Severity.RED),
        figures_harm=float(compared and severity is not Severity.NOTE),
        figures_do_not=float(compared and severity is Severity.NOTE),
    )


def chance_of(odds: float) -> float:
    """Turn log-odds into a chance, at most one in 10,000 from 0 or 1.

    >>> chance_of(0.0)
    0.5
    """
    return min(max(1 / (1 + math.exp(-max(odds, -30.0))), 1e-4), 1 - 1e-4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The weight of each sort of evidence, and what is added."""

    weights: Mapping[str, float]
    bias: float

    def chance(self, found: Evidence) -> float:
        """Say how likely a reader would flag the passage."""
        values = asdict(found)
        return chance_of(self.bias + sum(self.weights[name] * values[name] for name in NAMES))


def as_text(weighing: Weighing, *, lessons: str) -> str:
    """Write the weights as JSON, to four places, with a digest of what they were learned from."""
    written = {
        "lessons": lessons,
        "bias": round(weighing.bias, 4),
        "weights": {name: round(weight, 4) for name, weight in weighing.weights.items()},
    }
    return json.dumps(written, indent=2) + "\n"


def from_text(text: str) -> Weighing:
    """Read what `as_text` wrote."""
    written = json.loads(text)
    return Weighing(weights=written["weights"], bias=written["bias"])


@cache
def built_in() -> Weighing:
    """Give the weights that come with the product."""
    return from_text((pkgutil.get_data(__package__, FILE) or b"").decode())
