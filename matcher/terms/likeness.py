"""Which kind of term a passage reads like, and how bad: learned from clauses labelled by hand.

Rules know the wordings that their author thought of; others say the same in other words. So the
likeness to labelled clauses decides, and rules say why (`matcher.terms.judging`).

For a passage with `features` ``x``, a kind's chance is ``1 / (1 + exp(-(w . x + b)))``. How bad it
is, the softmax of ``V . [x, kind] + c`` says. docs/terms.md has how often that is right;
`make terms-model` learns anew.
"""

from __future__ import annotations

import io
import json
import pkgutil
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from matcher.terms.records import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_CHANCE, LEAST_CHANCE_BESIDE = 0.45, 0.3
"""A passage is about a kind from the first chance on, and from the second if a rule holds, too.
Both are chosen on the second author's development half."""
LETTERS = 6
"""So many letters of a word count: payment, payments and payable differ, terminate and
termination do not."""
FILE = "likeness.npz"
_WORD = re.compile(r"[a-z]+|\d+|%|£")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a passage reads like.

    Attributes
    ----------
    kind : the likeliest kind of term
    chance : how likely it is about that kind
    severity : how bad it is, if it is
    chances : how likely it is about each kind
    """

    kind: Kind
    chance: float
    severity: Severity
    chances: Mapping[Kind, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likeness:
    """What was learned.

    Attributes
    ----------
    terms : the number of each term
    idf : how telling each is, shape (terms,)
    kinds, kind_bias : the weights of each kind, shapes (kinds, terms) and (kinds,)
    severities, severity_bias : red, amber, note; shapes (3, terms + kinds) and (3,)
    """

    terms: Mapping[str, int]
    idf: Floats
    kinds: Floats
    kind_bias: Floats
    severities: Floats
    severity_bias: Floats

    def reading(self, words: str) -> Reading:
        """Say which kind a passage in plain words reads like most."""
        places, values = features(words, self.terms, self.idf)
        odds = self.kinds[:, places] @ values + self.kind_bias
        chances = (1 / (1 + np.exp(-odds))).tolist()
        best = int(np.argmax(odds))
        of_kind = self.severities[:, len(self.terms) + best] + self.severity_bias
        return Reading(
            kind=tuple(Kind)[best],
            chance=chances[best],
            severity=_severity(self.severities[:, places] @ values + of_kind),
            chances=dict(zip(Kind, chances, strict=True)),
        )


def _severity(odds: Floats) -> Severity:
    """Harmless, or else the likelier of red and amber."""
    red, amber, note = np.exp(odds - odds.max())
    if note >= red + amber:
        return Severity.NOTE
    return Severity.RED if red >= amber else Severity.AMBER


def features(words: str, terms: Mapping[str, int], idf: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Give the places and values of the terms that a passage holds.

    A term found ``n`` times counts ``(1 + ln n) * idf``, and all are scaled to length 1.
    """
    found = Counter(terms[each] for each in terms_of(words) if each in terms)
    places = np.fromiter(found, np.int64, len(found))
    values = (1 + np.log(np.fromiter(found.values(), np.float64, len(found)))) * idf[places]
    return places, values / (np.linalg.norm(values) or 1.0)


def terms_of(words: str) -> list[str]:
    """Give the words of a passage, each cut to six letters, and all pairs that stand together.

    >>> terms_of("sub shall repay 50%")
    ['sub', 'shall', 'repay', '50', '%', 'sub shall', 'shall repay', 'repay 50', '50 %']
    """
    single = [each[:LETTERS] for each in _WORD.findall(words.lower())]
    return [*single, *(f"{one} {two}" for one, two in pairwise(single))]


def as_bytes(likeness: Likeness) -> bytes:
    """Write what was learned as plain arrays; nothing in them is ever run."""
    buffer = io.BytesIO()
    names = json.dumps(list(likeness.terms), ensure_ascii=False).encode()
    np.savez_compressed(
        buffer,
        terms=np.frombuffer(names, dtype=np.uint8),
        idf=likeness.idf.astype(np.float16),
        kinds=likeness.kinds.astype(np.float16),
        kind_bias=likeness.kind_bias.astype(np.float16),
        severities=likeness.severities.astype(np.float16),
        severity_bias=likeness.severity_bias.astype(np.float16),
    )
    return buffer.getvalue()


def from_bytes(content: bytes) -> Likeness:
    """Read what `as_bytes` wrote."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        names = json.loads(arrays["terms"].tobytes())
        return Likeness(
            terms={name: place for place, name in enumerate(names)},
            idf=arrays["idf"].astype(np.float64),
            kinds=arrays["kinds"].astype(np.float64),
            kind_bias=arrays["kind_bias"].astype(np.float64),
            severities=arrays["severities"].astype(np.float64),
            severity_bias=arrays["severity_bias"].astype(np.float64),
        )


@cache
def built_in() -> Likeness:
    """Give what comes with the product."""
    return from_bytes(pkgutil.get_data(__package__, FILE) or b"")
