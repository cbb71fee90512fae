"""What the name of a body tells of its work and of whom it is for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.texts.keywords import built_in_rules
from matcher.affinity.history import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.records.facts import Facts
    from matcher.evaluation.tables import Body, Term

_FOR_WOMEN = re.compile("women|girls", re.IGNORECASE)
_WOMENS: frozenset[Term] = frozenset(
    ((Subject.COHORT, "women"), (Subject.PATHWAY, "womens_services"))
)


def by_name(bodies: Iterable[Body], *, facts: Facts) -> Iterator[Body]:
    """Say of each body what its name tells, beside what is said of it.

    Parameters
    ----------
    bodies : the bodies
    facts : the programme whose pathways and cohorts count
    """
    pathways = frozenset(row.key for row in facts.pathways)
    cohorts = frozenset(row.key for row in facts.cohorts)
    for body in bodies:
        told = told_by(body.name, pathways=pathways, cohorts=cohorts)
        yield replace(body, said=tuple(sorted({*body.said, *told})))


def told_by(name: str, *, pathways: frozenset[str], cohorts: frozenset[str]) -> set[Term]:
    """Give the pathways and cohorts that a name speaks of, by the keywords of docs/text.md.

    Who is named for women works in services for women.

    >>> sorted(term for _, term in told_by(
    ...     "Jo's Women's Centre", pathways=frozenset(), cohorts=frozenset()))
    ['women', 'womens_services']
    """
    found = {hit.label for hit in built_in_rules().hits(name)}
    told: set[Term] = {(Subject.PATHWAY, label) for label in found & pathways}
    told |= {(Subject.COHORT, label) for label in found & cohorts}
    return told | _WOMENS if _FOR_WOMEN.search(name) else told
