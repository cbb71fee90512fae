"""The model of partners that comes with the product."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from matcher.affinity.stored import read_model

if TYPE_CHECKING:
    from matcher.affinity.stored import StoredModel

BUILT_IN = "partner-model.json"


@cache
def built_in_model() -> StoredModel:
    """Read it; `make partner-model` makes it."""
    return read_model((files("matcher.affinity") / BUILT_IN).read_text("utf-8"))
