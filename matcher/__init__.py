"""What we conclude: demand, supply, affinity, line-ups and their reasons. Pure: no I/O.

The line-up problem and its solver need no graph:

>>> from matcher import Problem, solve
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.brief import Brief
    from matcher.lineups import recommend
    from matcher.problem import Problem, Solution, Solutions
    from matcher.solver import score, solve

__all__ = ["Brief", "Problem", "Solution", "Solutions", "recommend", "score", "solve"]

_HOMES = {
    "Brief": "matcher.brief",
    "Problem": "matcher.problem",
    "Solution": "matcher.problem",
    "Solutions": "matcher.problem",
    "recommend": "matcher.lineups",
    "score": "matcher.solver",
    "solve": "matcher.solver",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the name stands for)
    """Import what is asked for, so that the package itself stays light."""
    if name not in _HOMES:
        message = f"module 'matcher' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
