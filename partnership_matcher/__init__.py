"""Recommends consortium line-ups for rehabilitation contracts: the one name that is installed.

>>> from partnership_matcher import Problem, solve

The packages `api`, `graph` and `matcher` lie in here once they are installed, so that these bare
names are nobody's until this one is imported (docs/decisions/0011-one-installed-name.md).
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher import Brief, Problem, Solution, Solutions, recommend, score, solve

__all__ = ["Brief", "Problem", "Solution", "Solutions", "main", "recommend", "score", "solve"]

_HERE = Path(__file__).resolve().parent
if (_HERE / "matcher").is_dir() and str(_HERE) not in sys.path:
    sys.path.insert(0, str(_HERE))


def main() -> None:
    """Run the command `matcher`."""
    run: Any = import_module("api.cli").main
    run()


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the name stands for)
    """Give a public name of `matcher`."""
    if name not in __all__:
        message = f"module 'partnership_matcher' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module("matcher"), name)
