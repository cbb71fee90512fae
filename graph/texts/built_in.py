"""The small model that comes with the product, trained on sentences written for it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from graph.texts.labelled import written_examples
from graph.texts.model_file import model_of
from graph.texts.training import Settings, train

if TYPE_CHECKING:
    from graph.texts.model import Model

BUILT_IN = "built-in.npz"
SETTINGS = Settings(strengths=(2.0,), least_texts=2, most_terms=900, most_pieces=1500)


def train_built_in() -> Model:
    """Train it anew; the file ``built-in.npz`` holds what this gives (`make text-model`)."""
    return train(written_examples(), SETTINGS, name="built-in")


@cache
def built_in_model() -> Model:
    """Give the model that comes with the product."""
    return model_of((files("graph.texts") / BUILT_IN).read_bytes())
