"""Facts that came with an earlier product are known as such; changed facts are their owner's."""

from __future__ import annotations

import pytest

from graph.snapshot.version import data_version
from graph.stores import BUILT_IN_PROGRAMMES, DEFAULT_PROGRAMME
from graph.stores.shipped import is_superseded, shipped_versions
from tests.builtin import read_builtin


@pytest.mark.parametrize("programme", BUILT_IN_PROGRAMMES)
def test_the_present_facts_are_the_last_in_the_list(programme: str) -> None:
    """`make versions` adds them."""
    assert shipped_versions(programme)[-1] == data_version(read_builtin(programme))


def test_earlier_facts_are_superseded_and_the_present_and_changed_ones_are_not() -> None:
    *earlier, present = shipped_versions(DEFAULT_PROGRAMME)
    assert earlier
    assert all(is_superseded(DEFAULT_PROGRAMME, version) for version in earlier)
    assert not is_superseded(DEFAULT_PROGRAMME, present)
    assert not is_superseded(DEFAULT_PROGRAMME, "ffffffffffffffff")
    assert not is_superseded("a-programme-of-ones-own", earlier[0])
