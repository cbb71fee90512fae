"""Train the model that comes with the product from its sentences; run by `make text-model`."""

from __future__ import annotations

from pathlib import Path

from graph.texts.built_in import BUILT_IN, train_built_in
from graph.texts.model_file import model_bytes

if __name__ == "__main__":
    folder = Path(__file__).resolve().parents[3] / "graph" / "texts"
    (folder / BUILT_IN).write_bytes(model_bytes(train_built_in()))
