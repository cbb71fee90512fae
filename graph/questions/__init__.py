"""Questions about the graph: who is near whom, how two are linked, who is called what.

`records` says what is asked and answered, `protocol` who answers. `walking` and `searching` decide
everything that an answer depends on, so that every store answers alike; a store brings only the
links of nodes (`protocol.Links`) and the names with given words (`protocol.Names`).
"""

from __future__ import annotations

from graph.questions.protocol import GraphQuestions
from graph.questions.records import (
    Filters,
    GraphPath,
    Layer,
    Link,
    LinkKind,
    Match,
    MatchQuality,
    Neighbourhood,
    Node,
    Reached,
)

__all__ = [
    "Filters",
    "GraphPath",
    "GraphQuestions",
    "Layer",
    "Link",
    "LinkKind",
    "Match",
    "MatchQuality",
    "Neighbourhood",
    "Node",
    "Reached",
]
