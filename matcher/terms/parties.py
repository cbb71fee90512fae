"""Which names a contract gives to its parties, where they are not the usual ones.

Many contracts call a party by its own short name: ``Heath Homes Ltd ("Heath")``. If the other party
has a usual name, such as ``the Sub-contractor``, the short name must be the prime's, and the other
way round. Where neither is usual, nothing is guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from matcher.terms.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

WITHIN = 4_000
"""Characters from the start in which parties are named."""
_NAMED = re.compile(
    r"\((?:hereinafter |referred to as |together |\w+ company )*(?:the |\"the |\u201cthe )?"
    r"[\"\u201c']?(?:the )?([A-Z][\w&.' -]{1,30}?)[\"\u201d'](?: or [^)]*)?\)"
)
_PRIME, _SUB = "the Prime", "the Sub-contractor"


def named_parties(text: str) -> Mapping[str, str]:
    """Say which usual name each short name stands for.

    >>> named_parties('Heath Homes Ltd ("Heath") and Wells (the "Subcontractor"). Heath shall pay.')
    {'Heath': 'the Prime'}
    """
    names = list(dict.fromkeys(_NAMED.findall(text[:WITHIN])))
    roles = {name: _role(name) for name in names}
    known = {role for role in roles.values() if role}
    if len(known) != 1:
        return {}
    other = _SUB if known == {_PRIME} else _PRIME
    unknown = [name for name, role in roles.items() if not role and _is_party(name, text)]
    return {unknown[0]: other} if len(unknown) == 1 else {}


def with_usual_names(text: str, names: Mapping[str, str]) -> str:
    """Write the usual names for the short ones, whole words only.

    >>> with_usual_names("Heath's staff at Heathrow", {"Heath": "the Prime"})
    "the Prime's staff at Heathrow"
    """
    for name, role in names.items():
        text = re.sub(rf"\b(?:the )?{re.escape(name)}\b", role, text)
    return text


def _role(name: str) -> str:
    return {"prime": _PRIME, "sub": _SUB}.get(plain(f"the {name}"), "")


def _is_party(name: str, text: str) -> bool:
    """Whether a name does what parties do: it shall, will, may or must."""
    return bool(re.search(rf"\b{re.escape(name)} (?:shall|will|may|must|agrees)\b", text))
