"""Support as rows of CSV, and in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from api.formats.serialise import record_rows, to_csv
from matcher.readiness.question import Theme
from matcher.readiness.questions import THEMES
from matcher.readiness.support_records import Eligibility, Validity
from matcher.readiness.support_table import COLUMNS, HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.formats.serialise import Row
    from matcher.readiness.support_records import RuleCheck, Support, SupportFound

SUPPORT_COLUMNS = (
    *("rank", "key", "name", "by", "kind", "gives", "amount", "validity", "validity_reason"),
    *("eligible", "rules", "had", "helps", "gaps", "projects", "takes", "how", "note"),
    *("source", "address", "known_from", "confidence"),
)
_NAMED = 3
_ASKED = re.compile(r"Answer [a-z_]+( and [a-z_]+)*\.")


def support_rows(found: SupportFound) -> Iterator[Row]:
    """One row for each offer; rules as ``rule: met``."""
    for one, plain in zip(found.offers, record_rows(found.offers), strict=True):
        rules = "; ".join(f"{check.rule}: {check.met}" for check in one.rules)
        yield {**plain, "rules": rules}


def support_words(found: SupportFound) -> str:
    """Say in a sentence what an organisation could have."""
    open_now = [one for one in found.offers if one.validity == Validity.OPEN]
    could = [one for one in open_now if one.eligible == Eligibility.ELIGIBLE]
    perhaps = [one for one in open_now if one.eligible == Eligibility.CANNOT_TELL]
    who = found.name or "The organisation"
    if could:
        told = f"{who} could have {_listed(could)}."
    elif perhaps:
        told = "Nothing is open for certain."
    else:
        told = "Nothing that is known is open on the day and not barred by a rule."
    if perhaps:
        told += f" More answers would tell about {_listed(perhaps)}."
    return told


def _listed(offers: list[Support]) -> str:
    names = [one.name for one in offers[:_NAMED]]
    rest = len(offers) - len(names)
    names += [f"{rest} more"] if rest > 0 else []
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def themes_words(themes: tuple[str, ...]) -> str:
    """Name themes."""
    return ", ".join(THEMES[Theme(each)][0] for each in themes)


def rule_words(check: RuleCheck) -> str:
    """Say a rule and whether it is met."""
    marks = {"yes": "met", "no": "not met", "not known": "not known"}
    return f"{check.rule}: {marks[check.met]}. {check.reason}"


def page_rule_words(check: RuleCheck) -> str:
    """Say the same to who answers the question on the same page."""
    return _in_words(rule_words(check))


def _in_words(text: str) -> str:
    """Say kinds and questions as people call them.

    >>> _in_words("its sector is vcse: not known. Answer approved_provider.")
    'its sector is VCSE: not known. Answer that question below.'
    """
    return _ASKED.sub("Answer that question below.", re.sub(r"\bvcse\b", "VCSE", text))


def example_table() -> str:
    """Write a table of support with one row, to change."""
    return to_csv(HEADINGS, [{column.heading: column.example for column in COLUMNS}])
