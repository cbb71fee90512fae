"""What we conclude: demand, supply, affinity, line-ups and their reasons. Pure: no I/O.

The line-up problem and its solver need no graph:

>>> from matcher import Problem, solve
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.brief.request import Brief
    from matcher.engine.solver import score, solve
    from matcher.lineups import recommend
    from matcher.problem.model import Problem, Solution, Solutions

__all__ = ["Brief", "Problem", "Solution", "Solutions", "recommend", "score", "solve"]

_HOMES = {
    "Brief": "matcher.brief.request",
    "Problem": "matcher.problem.model",
    "Solution": "matcher.problem.model",
    "Solutions": "matcher.problem.model",
    "recommend": "matcher.lineups",
    "score": "matcher.engine.solver",
    "solve": "matcher.engine.solver",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the name stands for)
    """Import what is asked for, so that the package itself stays light."""
    if name not in _HOMES:
        message = f"module 'matcher' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
