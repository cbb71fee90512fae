"""The words of purposes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matcher.affinity.purposes import purposes_of
from tests.builders import local_work, organisation, small_snapshot

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot


def snapshot(*notes: str) -> Snapshot:
    rows = tuple(
        replace(organisation(f"Body {number}"), scope_note=note)
        for number, note in enumerate(notes)
    )
    return small_snapshot(organisations=rows, capabilities=(local_work("Body 0"),))


def told(found: Snapshot) -> dict[int, set[str]]:
    purposes = purposes_of(found)
    held: dict[int, set[str]] = {}
    for body, word in zip(purposes.organisation.tolist(), purposes.word.tolist(), strict=True):
        held.setdefault(body, set()).add(purposes.names[word])
    return held


def test_words_that_two_bodies_share_are_kept_in_the_singular() -> None:
    found = told(snapshot("Homeless families", "a family charity", "drug services", ""))
    assert found == {0: {"family"}, 1: {"family"}}


def test_places_figures_and_words_that_say_nothing_are_left_out() -> None:
    note = "women and the courts of First County, since 2010"
    assert told(snapshot(note, note)) == {0: {"women", "court"}, 1: {"women", "court"}}


def test_where_nobody_says_anything_there_are_no_words() -> None:
    found = purposes_of(snapshot("", ""))
    assert found.names == []
    assert len(found.organisation) == len(found.word) == 0
