"""A contract's words made alike, so that rules can be short: parties, numbers, quotes, dashes.

Drafters call the same parties by many names. In plain words the one above is ``prime``, the one
who reads is ``sub``, and who pays the prime is ``authority``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.terms.numbers import figured

_SUB = re.compile(
    r"\b(?:(?:the|a|any|every|each) )?(?:"
    r"sub-?contractors?|sub-?contracted (?:partner|provider)|delivery partner|tier [23] provider"
    r"|members? of (?:the|a|its) (?:consortium|supply chain|partnership))\b"
    r"|\bthe (?:provider|partner|supplier|charity|consortium|service provider|vendor|consultant"
    r"|grantee)\b"
    r"|\b(?:you|your)\b(?!ng)"
)
_PRIME = re.compile(
    r"\b(?:the )?(?:prime(?: provider| contractor)?|lead (?:provider|contractor|body)"
    r"|(?:main |head |principal )?contractor|tier 1(?: provider| contractor)?|crc)\b"
    r"|\bthe (?:purchaser|company|lead|buyer|client|customer)\b|\b(?:we|us|our|ours)\b"
)
_AUTHORITY = re.compile(
    r"\b(?:the )?(?:authority|secretary of state(?: for justice)?|ministry(?: of justice)?|moj"
    r"|noms|hmpps|commissioner|owner|employer(?='s? (?:contract|requirements)))\b|\bits customer\b"
)
_HEAD = re.compile(
    r"\b(?:the )?(?:head contract|services agreement|main contract|prime's own contract)\b"
)
_SPACE = re.compile(r"\s+")
_DASHES = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\xa0", "''\"\"-- ")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Write a passage in plain words.

    >>> plain("The Main Contractor shall pay the Charity's Charges within thirty (30) days.")
    "prime shall pay sub's charges within 30 days."
    """
    text = _SPACE.sub(" ", text.translate(_DASHES)).strip().lower()
    text = text.replace("sub contractor", "sub-contractor").replace(
        "for the avoidance of doubt", ""
    )
    text = figured(text)
    text = _SUB.sub("sub", text)
    text = _AUTHORITY.sub("authority", text)
    text = _PRIME.sub("prime", text)
    return _HEAD.sub("head contract", text)
