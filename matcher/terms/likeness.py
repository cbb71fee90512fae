"""What a passage reads like: its kind, and whether it harms; learned from clauses labelled by hand.

Rules know the wordings that their author thought of; others say the same in other words. What a
passage reads like and what rules say of it are weighed together (`matcher.terms.weighing`).

For a passage with `features` ``x`` and a kind ``k``, three log-odds are linear in ``x``: that it is
about the kind, ``a_k . x + b_k``; that it harms, if it is; and that it is red rather than amber, if
it harms. docs/terms.md has how often that is right; `make terms-model` learns anew.
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
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.terms.records import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LETTERS = 6
"""So many letters of a word count: payment, payments and payable differ, terminate and
termination do not."""
FILE = "likeness.npz"
_WORD = re.compile(r"[a-z]+|\d+|%|£")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a passage reads like, as log-odds for each kind of term.

    Attributes
    ----------
    about : that it is about the kind
    harms : that it harms, if it is about the kind
    red : that it is red rather than amber, if it harms
    """

    about: Mapping[Kind, float]
    harms: Mapping[Kind, float]
    red: Mapping[Kind, float]

    @property
    def likeliest(self) -> Kind:
        """The kind that it reads like most."""
        return max(self.about, key=self.about.__getitem__)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """Weights of each kind, shape (kinds, terms), and what is added to them, shape (kinds,)."""

    weights: Floats
    bias: Floats

    def odds(self, places: NDArray[np.int64], values: Floats) -> Mapping[Kind, float]:
        """Give each kind's log-odds for a passage with these features."""
        return dict(zip(Kind, (self.weights[:, places] @ values + self.bias).tolist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likeness:
    """What was learned.

    Attributes
    ----------
    terms : the number of each term
    idf : how telling each is, shape (terms,)
    about, harms, red : what makes the log-odds of a `Reading`
    """

    terms: Mapping[str, int]
    idf: Floats
    about: Linear
    harms: Linear
    red: Linear

    def reading(self, words: str) -> Reading:
        """Say what a passage in plain words reads like."""
        found = features(words, self.terms, self.idf)
        return Reading(
            about=self.about.odds(*found), harms=self.harms.odds(*found), red=self.red.odds(*found)
        )


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


LINEAR = ("about", "harms", "red")


def as_bytes(likeness: Likeness) -> bytes:
    """Write what was learned as plain arrays; nothing in them is ever run."""
    buffer = io.BytesIO()
    names = json.dumps(list(likeness.terms), ensure_ascii=False).encode()
    arrays: dict[str, Any] = {
        "terms": np.frombuffer(names, dtype=np.uint8),
        "idf": _short(likeness.idf),
    }
    for name in LINEAR:
        linear: Linear = getattr(likeness, name)
        arrays |= {name: _short(linear.weights), f"{name}_bias": _short(linear.bias)}
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _short(values: Floats) -> NDArray[np.float16]:
    return values.astype(np.float16)


def from_bytes(content: bytes) -> Likeness:
    """Read what `as_bytes` wrote."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        names = json.loads(arrays["terms"].tobytes())
        about, harms, red = (
            Linear(
                weights=arrays[name].astype(np.float64),
                bias=arrays[f"{name}_bias"].astype(np.float64),
            )
            for name in LINEAR
        )
        return Likeness(
            terms={name: place for place, name in enumerate(names)},
            idf=arrays["idf"].astype(np.float64),
            about=about,
            harms=harms,
            red=red,
        )


@cache
def built_in() -> Likeness:
    """Give what comes with the product."""
    return from_bytes(pkgutil.get_data(__package__, FILE) or b"")
