"""What is known of an organisation, in a few sentences, and what is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.packs.statement_questions import COLUMNS
from graph.records.kinds import MemberRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from api.formats.words import Words
    from api.records.listed import OrganisationDetail

_NAMED = 3
_PAY = (MemberRole.FUNDER.value, MemberRole.COMMISSIONER.value)
"""Parts of those who pay for work, and do none of it with anybody."""
_IMPORT = "matcher import 360giving, ocds or another register of contracts and grants"
_HEADINGS = {column.key: column.heading for column in COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something that nobody knows of an organisation, what follows, and where it is told.

    `columns` are those of the spreadsheet in which organisations tell of themselves; none where
    another command takes it, which `instead` gives.
    """

    what: str
    follows: str
    columns: tuple[str, ...] = ()
    instead: str = ""


def known_words(detail: OrganisationDetail, words: Words) -> str:
    """Say what an organisation is known for, where and with whom, by the day of the detail."""
    does = [
        words.work(key, inferred=key in detail.inferred_pathways).lower() for key in detail.pathways
    ]
    if not does:
        return "Nothing was known of what it does, or where, by that day."
    return f"Known for {_joined(does)}, in {_where(detail, words)}. {_with_whom(detail)}"


def _where(detail: OrganisationDetail, words: Words) -> str:
    every = len(words.snapshot.areas)
    if len(detail.areas) == every > 1:
        return f"all {every} contract areas"
    names = [words.area(area) for area in detail.areas]
    return _first(names) if names else "no place that lies in an area"


def _with_whom(detail: OrganisationDetail) -> str:
    works = [work for work in detail.work if work.origin.counts]
    partners = [partner for work in works for partner in work.partners]
    worked = Counter(partner.name for partner in partners if partner.role not in _PAY)
    paid = Counter(partner.name for partner in partners if partner.name not in worked)
    said = [
        f"It worked with {_most(worked)}." if worked else "Nobody is known to have worked with it."
    ]
    if paid:
        said.append(f"{_most(paid)} paid for its work.")
    return " ".join(said)


def _most(times: Counter[str]) -> str:
    """Name those who are there most often first."""
    return _first([name for name, _ in sorted(times.items(), key=lambda one: (-one[1], one[0]))])


def _first(names: Sequence[str]) -> str:
    """Name the first few, and count the rest."""
    rest = len(names) - _NAMED
    if rest <= 0:
        return _joined(names)
    return _joined([*names[:_NAMED], f"{rest} other{'' if rest == 1 else 's'}"])


def _joined(names: Sequence[str]) -> str:
    """Write a list; names with commas in them stand between semicolons."""
    *before, last = names
    if not before:
        return last
    if any("," in name for name in names):
        return f"{'; '.join(before)}; and {last}"
    return f"{', '.join(before)} and {last}"


def missing(detail: OrganisationDetail, words: Words) -> Iterator[Missing]:
    """Say what nobody knows of an organisation, that a line-up would rest on."""
    counted = [row for row in detail.capabilities if row.origin.counts]
    if not detail.pathways:
        follows = "it is in no line-up, except as a lead"
        yield _told("What it does, and where", follows, "pathways", "places")
    for key in detail.inferred_pathways:
        yield Missing(
            what=f"Whether it does {words.pathway(key).lower()}",
            follows="it is inferred from its words, and counts for less than if it said so",
            instead=f"matcher organisation confirm {detail.id} {key}",
        )
    if detail.pathways and not _counts(detail.evidence):
        follows = "its work counts for less than work with evidence"
        yield _told("Evidence of effect", follows, "evidence_kind", "evidence_level")
    if not (_counts(detail.sizes) or _counts(detail.accounts)):
        follows = "what it could take on is assumed, and it passes no gate of money"
        yield _told("Its size: turnover or accounts", follows, "turnover", "accounts_income")
    if counted and all(row.capacity_needs_a_year is None for row in counted):
        follows = "what it could take on is estimated from its size"
        yield _told("How much it could take on", follows, "capacity_needs_a_year")
    if not any(work.origin.counts and work.partners for work in detail.work):
        follows = "nothing speaks for it that rests on work with others"
        yield Missing(what="Work with others", follows=follows, instead=_IMPORT)


def _told(what: str, follows: str, *keys: str) -> Missing:
    return Missing(what=what, follows=follows, columns=tuple(_HEADINGS[key] for key in keys))


def _counts(facts: Iterable[object]) -> bool:
    return any(fact.origin.counts for fact in facts)  # type: ignore[attr-defined]
