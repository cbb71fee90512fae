"""The package's public names stay as they are."""

from __future__ import annotations

import inspect

import pytest

import matcher

NAMES = ["Brief", "Problem", "Solution", "Solutions", "recommend", "score", "solve"]


def test_the_public_names_are_these() -> None:
    assert matcher.__all__ == NAMES
    assert all(getattr(matcher, name).__doc__ for name in NAMES)


def test_options_are_named() -> None:
    kinds = [p.kind for p in list(inspect.signature(matcher.solve).parameters.values())[1:]]
    assert set(kinds) == {inspect.Parameter.KEYWORD_ONLY}


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'solver_of_everything'"):
        _ = matcher.solver_of_everything
