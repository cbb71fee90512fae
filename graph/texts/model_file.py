"""Models as files: plain arrays (npz) with a header in JSON. Nothing in one is ever run."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from graph.errors import SourceError
from graph.texts.features import PIECES, Vocabulary
from graph.texts.labels import labels
from graph.texts.model import Model

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
LARGEST = 256 * 2**20
"""Bytes that a model's file may have, packed or unpacked; ours have some megabytes."""
_ARRAYS = ("weights", "intercept", "slope", "shift", "term_idf", "piece_idf")
_DAMAGED = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, MemoryError)


def model_bytes(model: Model) -> bytes:
    """Write a model; the same model gives the same bytes."""
    vocabulary = model.vocabulary
    header = {
        "version": VERSION,
        "name": model.name,
        "labels": model.labels,
        "terms": vocabulary.terms,
        "pieces": vocabulary.pieces,
        "piece_letters": PIECES,
        "hit_labels": vocabulary.hit_labels,
        "hit_weight": vocabulary.hit_weight,
    }
    text = json.dumps(header, ensure_ascii=False).encode()
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        header=np.frombuffer(text, dtype=np.uint8),
        weights=model.weights.astype(np.float32),
        intercept=model.intercept,
        slope=model.slope,
        shift=model.shift,
        term_idf=vocabulary.term_idf.astype(np.float32),
        piece_idf=vocabulary.piece_idf.astype(np.float32),
    )
    return buffer.getvalue()


def read_model(path: Path) -> Model:
    """Read a model's file.

    Raises
    ------
    SourceError
        If it is no model, cut off, or of another version; it says how to make one anew.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"it is larger than {LARGEST // 2**20} MiB")  # noqa: EM102, TRY003
        return model_of(path.read_bytes())
    except _DAMAGED as error:
        message = f"{path} is no model that can be used: {error}; make one: matcher texts train"
        raise SourceError(message) from error


def model_of(data: bytes) -> Model:
    """Read a model from the bytes of its file.

    Raises
    ------
    ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile
        If they are not what `model_bytes` writes.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(each.file_size for each in packed.infolist()) > LARGEST:
            message = "it unpacks to more than a model has"
            raise ValueError(message)
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        header = json.loads(held["header"].tobytes())
        if header["version"] != VERSION or tuple(header["piece_letters"]) != PIECES:
            message = f"it is of version {header['version']}, this program reads {VERSION}"
            raise ValueError(message)
        arrays = {name: held[name].astype(np.float64) for name in _ARRAYS}
    return _checked(header, arrays)


def _checked(header: dict[str, Any], arrays: dict[str, Any]) -> Model:
    terms, pieces, keys = (_texts(header[name]) for name in ("terms", "pieces", "labels"))
    hit_labels = _texts(header["hit_labels"])
    shapes = {
        "weights": (len(keys), len(terms) + len(pieces) + len(hit_labels)),
        "term_idf": (len(terms),),
        "piece_idf": (len(pieces),),
        **dict.fromkeys(("intercept", "slope", "shift"), (len(keys),)),
    }
    for name, shape in shapes.items():
        if arrays[name].shape != shape or not np.isfinite(arrays[name]).all():
            message = f"its {name} do not fit its labels and words"
            raise ValueError(message)
    if strange := sorted(set(keys) - {label.key for label in labels()}):
        message = f"it tells labels that nobody knows here: {', '.join(strange[:5])}"
        raise ValueError(message)
    vocabulary = Vocabulary(
        terms=terms,
        pieces=pieces,
        term_idf=arrays["term_idf"],
        piece_idf=arrays["piece_idf"],
        hit_labels=hit_labels,
        hit_weight=float(header["hit_weight"]),
    )
    numbers = {name: arrays[name] for name in ("weights", "intercept", "slope", "shift")}
    return Model(name=str(header["name"]), vocabulary=vocabulary, labels=keys, **numbers)


def _texts(values: object) -> tuple[str, ...]:
    texts = cast("list[str]", values)
    if not isinstance(values, list) or not all(isinstance(each, str) for each in texts):
        message = "its header is not what it should be"
        raise ValueError(message)
    if len(set(texts)) != len(texts):
        message = "its header says one thing twice"
        raise ValueError(message)
    return tuple(texts)
