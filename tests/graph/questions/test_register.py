"""Things of one kind by their names."""

from __future__ import annotations

import pytest

from graph.errors import UnmatchedNameError
from graph.questions.register import Named, Register

REGISTER = Register("place", [Named(0, "a", "Ayton"), Named(1, "b", "Ayton"), Named(2, "c", "Sea")])


def test_the_one_that_is_meant_is_found() -> None:
    assert [REGISTER.only(text) for text in ("sea", "c", "Ayton (b)")] == [2, 2, 1]


def test_several_are_offered_with_their_identifiers() -> None:
    with pytest.raises(UnmatchedNameError, match=r"More than one place .* Ayton \(a\); Ayton") as e:
        REGISTER.only("ayton")
    assert e.value.offered == ("Ayton (a)", "Ayton (b)")


def test_the_nearest_are_offered_where_there_is_none() -> None:
    with pytest.raises(UnmatchedNameError, match=r"No place is called 'Seaa'\. Did you.*Sea"):
        REGISTER.only("Seaa")
    with pytest.raises(UnmatchedNameError) as error:
        REGISTER.only("qqqqqq")
    assert error.value.offered == ()


def test_what_is_far_less_like_than_the_likeliest_is_not_offered() -> None:
    """Letters of a short name lie somewhere in the long one."""
    names = ("Nacro", "Barnardo's Scotland", "CoolTan Arts")
    register = Register("place", [Named(i, f"p{i}", name) for i, name in enumerate(names)])
    assert register.nearest("Nakro") == ["Nacro", "Barnardo's Scotland"]
    assert register.nearest("Nobody") == []


def test_many_are_counted_beyond_the_first_dozen() -> None:
    many = Register("place", [Named(i, f"p{i:02}", "Ayton") for i in range(15)])
    with pytest.raises(UnmatchedNameError, match=r"\(p11\); and 3 more"):
        many.only("Ayton")
