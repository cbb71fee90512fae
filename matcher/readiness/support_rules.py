"""The rules of support: how a table writes them, and whether an organisation meets them.

A cell holds conditions with semicolons between them: ``sector = vcse or mutual;
contract_total_gbp >= 500000``. What a condition is about stands in `SUBJECTS`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.packs.cells import number, one_of
from graph.records.kinds import OrganisationKind, Sector
from graph.snapshot.columns import day_number
from matcher.readiness.records import ROLES
from matcher.readiness.support_records import (
    SUPPORT_QUESTION,
    Condition,
    Eligibility,
    RuleCheck,
    SupportQuery,
)

if TYPE_CHECKING:
    from datetime import date

    from graph.snapshot.snapshot import Snapshot

_CONDITION = re.compile(r"(\w+)\s*(=|>=|<=)\s*(\S.*)")
_COUNTRIES = {"E": "England", "W": "Wales"}
"""The first letter of a place's code, and its country."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition may be about.

    Attributes
    ----------
    words : what it is, as a sentence about an organisation has it
    values : the values that it may ask for; none for a number
    find_out : what the organisation may answer, where it is not known
    """

    words: str
    values: tuple[str, ...] = ()
    find_out: str = ""


_ASKED = {
    name: Subject(question.asks, ("yes", "no"), f"Answer {name}.")
    for name, question in SUPPORT_QUESTION.items()
}
SUBJECTS: Mapping[str, Subject] = {
    "sector": Subject("its sector", tuple(Sector), "Name the organisation."),
    "kind": Subject("its kind", tuple(OrganisationKind), "Name the organisation."),
    "country": Subject(
        "where it works",
        tuple(_COUNTRIES.values()),
        "Name the organisation; if it is named, nothing public says where it works.",
    ),
    "role": Subject("the part that it wants", tuple(ROLES)),
    "turnover_gbp": Subject("its turnover", (), "Answer turnover_gbp."),
    "contract_total_gbp": Subject(
        "the contract's value over all its years",
        (),
        "Answer contract_value_gbp and contract_years.",
    ),
    **_ASKED,
}


def read_rules(cell: str) -> tuple[Condition, ...]:
    """Read the rules of a cell.

    Raises
    ------
    ValueError
        With everything that is wrong with them.

    >>> read_rules("turnover_gbp <= 500000")[0].most
    500000.0
    """
    found: list[Condition] = []
    wrong: list[str] = []
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        try:
            found.append(_condition(part))
        except ValueError as error:
            wrong.append(str(error))
    if wrong:
        raise ValueError("; ".join(wrong))
    return tuple(found)


def _condition(text: str) -> Condition:
    parts = _CONDITION.fullmatch(text)
    if parts is None:
        message = f"{text!r} is no rule, such as 'sector = vcse or mutual'"
        raise ValueError(message)
    about, sign, asked = parts.groups()
    subject = SUBJECTS.get(about)
    if subject is None:
        message = f"{about!r} is nothing that a rule can be about; there are: {', '.join(SUBJECTS)}"
        raise ValueError(message)
    if subject.values:
        if sign != "=":
            message = f"{about} is no number: write {about} = {subject.values[0]}"
            raise ValueError(message)
        read = one_of(*subject.values)
        return Condition(about=about, values=tuple(read(each.strip()) for each in _either(asked)))
    if sign == "=":
        message = f"{about} is a number: write {about} >= 500000, or <="
        raise ValueError(message)
    figure = number()(asked.strip())
    if sign == ">=":
        return Condition(about=about, least=figure)
    return Condition(about=about, most=figure)


def _either(text: str) -> list[str]:
    return re.split(r"\s+or\s+", text.strip())


Known = Mapping[str, tuple[str, ...] | float]
"""What is known of an organisation, by subject; what is not known is left out."""


def known_of(
    snapshot: Snapshot,
    who: int | None,
    query: SupportQuery,
    *,
    turnover_gbp: float | None,
    as_of: date,
) -> Known:
    """Gather what rules can be about, from facts and from what the organisation says."""
    found: dict[str, tuple[str, ...] | float] = {"role": (query.role,)}
    if who is not None:
        body = snapshot.organisations[who]
        found |= {"sector": (str(body.sector),), "kind": (str(body.kind),)}
        if countries := _countries(snapshot, who, as_of):
            found["country"] = countries
    if query.contract_value_gbp is not None and query.contract_years is not None:
        found["contract_total_gbp"] = query.contract_value_gbp * query.contract_years
    if turnover_gbp is not None:
        found["turnover_gbp"] = turnover_gbp
    said = {name: getattr(query, name) for name in SUPPORT_QUESTION}
    return {**found, **{name: (value,) for name, value in said.items() if value}}


def _countries(snapshot: Snapshot, who: int, day: date) -> tuple[str, ...]:
    """The countries of the authorities where it is known to work."""
    entry = slice(snapshot.reach.indptr[who], snapshot.reach.indptr[who + 1])
    public = snapshot.reach.data[entry] <= day_number(day)
    places = np.unique(snapshot.reach.indices[entry][public]).tolist()
    letters = {str(snapshot.authorities[place].code)[:1] for place in places}
    return tuple(name for letter, name in _COUNTRIES.items() if letter in letters)


def checked(condition: Condition, known: Known) -> RuleCheck:
    """Check one rule."""
    rule = condition_words(condition)
    value = known.get(condition.about)
    if value is None:
        return RuleCheck(rule=rule, met="not known", reason=SUBJECTS[condition.about].find_out)
    if isinstance(value, tuple):
        met = bool(set(value) & set(condition.values))
        return RuleCheck(rule=rule, met=_met(met), reason=f"It is: {' and '.join(value)}.")
    met = value >= (condition.least or 0.0)
    met &= condition.most is None or value <= condition.most
    return RuleCheck(rule=rule, met=_met(met), reason=f"It is £{value:,.0f}.")


def _met(met: bool) -> str:  # noqa: FBT001  (a word for it)
    return "yes" if met else "no"


def condition_words(condition: Condition) -> str:
    """Say what a rule asks.

    >>> condition_words(Condition(about="sector", values=("vcse", "mutual")))
    'its sector is vcse or mutual'
    """
    what = SUBJECTS[condition.about].words
    if condition.about in SUPPORT_QUESTION:
        return f"{what} {condition.values[0].capitalize()}"
    if condition.values:
        return f"{what} is {' or '.join(condition.values)}"
    bound = "at least" if condition.least is not None else "at most"
    figure = condition.least if condition.least is not None else condition.most
    return f"{what} is {bound} £{figure:,.0f}"


def eligibility(checks: tuple[RuleCheck, ...]) -> Eligibility:
    """Say whether somebody may have it: not if a rule is not met, and only if all are."""
    results = {check.met for check in checks}
    if "no" in results:
        return Eligibility.NOT_ELIGIBLE
    return Eligibility.CANNOT_TELL if "not known" in results else Eligibility.ELIGIBLE
