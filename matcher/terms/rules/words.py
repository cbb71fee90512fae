"""Pieces of patterns that several rules share, in plain words (`matcher.terms.plain`)."""

from __future__ import annotations

NO = r"\b(?:no|not|never|neither|nor|nothing|none|cannot|without|waives?|excluded)\b"
"""A negation."""
NEAR = r"[^.;]{0,60}?"
"""Not far on, in the same sentence."""
FAR = r"[^.;]{0,160}?"
"""Further on, in the same sentence."""
DISCRETION = (
    r"(?:(?:sole|absolute|entire|own)? ?discretion|sees? fit|thinks? fit|considers? appropriate"
    r"|sole opinion|whenever \w+ likes?|for any reason|may demand)"
)
BOTH = (
    r"\b(?:either|neither|each|both|no) (?:of the )?part(?:y|ies)\b|\bboth of us\b|\beach of us\b"
)
OWN_COST = (
    r"(?:(?:at|bears?|bear|meets?|meet|pays?|pay) (?:all )?(?:its|their|sub's|sub) own"
    r" (?:cost|expense)|at sub's (?:own )?(?:cost|expense)|own (?:cost|expense)|sub's cost\b"
    r"|(?:by|on|for|with) sub's? ?(?:account)?(?= ?(?:$|[,.;|])))"
)
PAY = r"(?:pay(?:s|able|ment|ments|ing)?|paid|remit|settle[sd]?|discharge[sd]?)"


def denied(topic: str) -> str:
    """Match a topic that is denied: a negation shortly before it.

    >>> import re
    >>> bool(re.search(denied("bond"), "no guarantee or bond is required"))
    True
    """
    return rf"{NO}{NEAR}(?:{topic})"


def any_of(*patterns: str) -> str:
    """Match one of several patterns, each of which may hold alternatives itself.

    >>> any_of("bond", "deposit|guarantee")
    '(?:bond|deposit|guarantee)'
    """
    return f"(?:{'|'.join(patterns)})"
