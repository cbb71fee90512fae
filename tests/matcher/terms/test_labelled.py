"""The labelled clauses are many, sorted into halves by hash, and labelled in known words."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from tests.matcher.terms.labelled import Author, half_of, labelled

SEVERITIES = {"red", "amber", "note", "none"}
EVERY_AUTHOR = pytest.mark.parametrize("author", get_args(Author))


def test_each_kind_has_at_least_forty_clauses_good_bad_and_tricky() -> None:
    of_kind = Counter((clause.kind, clause.expected) for clause in labelled())
    kinds = {kind for kind, _ in of_kind}
    assert len(kinds - {"other"}) == 19
    for kind in kinds:
        assert sum(count for (other, _), count in of_kind.items() if other == kind) >= 40
    for kind in kinds - {"other"}:
        assert all(of_kind[kind, severity] >= 5 for severity in SEVERITIES), kind


@pytest.mark.parametrize("author", ["first", "second", "sixth", "seventh"])
def test_the_half_of_each_clause_follows_from_its_id_alone(author: Author) -> None:
    assert all(clause.half == half_of(clause.id) for clause in labelled(author))
    halves = Counter(clause.half for clause in labelled(author))
    assert abs(halves["development"] - halves["set aside"]) < 60


@EVERY_AUTHOR
def test_no_author_says_the_same_twice(author: Author) -> None:
    words = Counter(" ".join(clause.clause.lower().split()) for clause in labelled(author))
    assert [clause for clause, count in words.items() if count > 1] == []


@EVERY_AUTHOR
def test_every_label_is_a_severity_of_a_known_kind(author: Author) -> None:
    kinds = {clause.kind for clause in labelled()}
    for clause in labelled(author):
        assert clause.expected in SEVERITIES
        assert set(clause.others) <= kinds
        assert set(clause.others.values()) <= SEVERITIES | {None}
        assert clause.why or clause.kind == "other"
