"""What a text may say: the pathways, the cohorts, and whether it speaks of offenders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graph.texts.own_tables import own_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One thing that a text may say (``labels.csv``; docs/text.md has the reasons).

    Attributes
    ----------
    key : a pathway's or cohort's key, or ``justice``
    kind : ``pathway``, ``cohort`` or ``justice``
    tags : UK-CAT tags of charities that do it
    unsure : tags of charities of which nobody can tell from the tags; they teach nothing
    with_justice, in_company, alone : how likely a keyword is right where there is no model: in a
        text that speaks of offenders, in one that speaks of another pathway or cohort, and in any
        other
    share : its share of all charities, which the built-in model assumes
    """

    key: str
    kind: str
    tags: frozenset[str]
    unsure: frozenset[str]
    with_justice: float
    in_company: float
    alone: float
    share: float


@cache
def labels() -> tuple[Label, ...]:
    """Give all labels, in their order."""
    return tuple(
        Label(
            key=row["label"],
            kind=row["kind"],
            tags=frozenset(filter(None, row["tags"].split(";"))),
            unsure=frozenset(filter(None, row["unsure"].split(";"))),
            with_justice=float(row["with_justice"]),
            in_company=float(row["in_company"]),
            alone=float(row["alone"]),
            share=float(row["share"]),
        )
        for row in own_table("labels")
    )
