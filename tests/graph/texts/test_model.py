"""Models: training, probabilities, the words that cause them, and their files."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graph.errors import SourceError
from graph.texts.built_in import SETTINGS, built_in_model, train_built_in
from graph.texts.features import Read
from graph.texts.labelled import tagged_charities, written_examples
from graph.texts.labels import labels
from graph.texts.model_file import VERSION, model_bytes, read_model
from graph.texts.training import FEWEST, Example, folds_of, train, truths

if TYPE_CHECKING:
    from graph.texts.model import Model

KEYS = [label.key for label in labels()]
SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "charities" / "sample.csv"


def chance(text: str, label: str, model: Model | None = None) -> float:
    found = (model or built_in_model()).probabilities([Read.of(text)])
    return float(found[0, KEYS.index(label)])


@pytest.fixture(scope="module")
def small() -> Model:
    """A model of one label: texts about boats are about accommodation."""
    examples = [
        Example(
            text=Read.of(f"{'boats and sails' if even else 'stamps and coins'} {number}"),
            group=str(number),
            says={"accommodation": bool(even), "ete": False},
        )
        for number in range(80)
        for even in (number % 2,)
    ]
    return train(examples, replace(SETTINGS, least_texts=1), name="small")


def test_a_model_learns_what_examples_say(small: Model) -> None:
    assert small.labels == ("accommodation",)
    assert chance("sails", "accommodation", small) > 0.8
    assert chance("coins", "accommodation", small) < 0.2


def test_the_words_that_weigh_most_are_told_where_no_keyword_is(small: Model) -> None:
    assert small.because(Read.of("old boats in the harbour"), "accommodation") == ("boats",)
    assert small.because(Read.of("a hostel with boats"), "accommodation") == ("hostel",)
    assert small.because(Read.of("coins"), "accommodation") == ()
    assert small.because(Read.of("boats"), "ete") == ()


def test_a_label_without_enough_examples_goes_by_its_keywords(small: Model) -> None:
    mentoring = next(label for label in labels() if label.key == "mentoring")
    assert chance("mentoring", "mentoring", small) == mentoring.alone
    assert chance("mentoring of prisoners", "mentoring", small) == mentoring.with_justice
    assert chance("mentoring of refugees", "mentoring", small) == mentoring.in_company
    assert mentoring.alone < 0.5 <= mentoring.in_company
    assert chance("worship", "mentoring", small) == 0.0


def test_a_label_without_tags_has_no_model_however_many_examples_it_has() -> None:
    examples = [
        Example(
            text=Read.of(f"{'debt' if even else 'stamps'} {number}"),
            group=str(number),
            says={"finance": bool(even)},
        )
        for number in range(4 * FEWEST)
        for even in (number % 2,)
    ]
    model = train(examples, replace(SETTINGS, least_texts=1), name="finance")
    assert model.labels == ()
    finance = next(label for label in labels() if label.key == "finance")
    assert chance("debt", "finance", model) == finance.alone


@pytest.mark.parametrize("text", ["", "   ", "\U0001f600", "zzz qqq", "12345 !!! ???"])
def test_a_text_without_a_known_word_says_nothing(text: str) -> None:
    assert not built_in_model().probabilities([Read.of(text)]).any()


def test_the_built_in_model_tells_the_plain_cases() -> None:
    assert (
        chance("We house homeless people in a hostel and find them flats.", "accommodation") > 0.6
    )
    assert chance("Free debt advice and help with welfare benefits", "finance") > 0.6
    assert chance("A refuge for women who suffer domestic violence", "women_abuse") > 0.6
    for text in ("Worship and Bible study", "Pony club", "Maintenance of the village hall"):
        assert built_in_model().probabilities([Read.of(text)])[0].max() < 0.3


def test_the_built_in_model_is_what_its_sentences_give() -> None:
    again, held = train_built_in(), built_in_model()
    assert again.vocabulary.terms == held.vocabulary.terms
    assert again.labels == held.labels
    texts = [each.text for each in written_examples()]
    assert np.allclose(again.probabilities(texts), held.probabilities(texts), atol=1e-3)


def test_examples_of_one_group_are_never_in_two_folds() -> None:
    examples = [replace(each, group=each.group[:2]) for each in written_examples()]
    folds: dict[str, set[int]] = {}
    for each, fold in zip(examples, folds_of(examples).tolist(), strict=True):
        folds.setdefault(each.group, set()).add(fold)
    assert {len(found) for found in folds.values()} == {1}
    assert len(set().union(*folds.values())) > 1


def test_a_model_comes_back_from_its_file_as_it_was(small: Model, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(model_bytes(small))
    again = read_model(path)
    assert model_bytes(again) == model_bytes(small)
    text = "boats, sails and a hostel"
    assert chance(text, "accommodation", again) == pytest.approx(
        chance(text, "accommodation", small), abs=1e-6
    )


def changed(model: Model, **arrays: Any) -> bytes:
    """A model's file with other arrays in it, or another header."""
    with np.load(io.BytesIO(model_bytes(model))) as held:
        found = {name: held[name] for name in held.files}
    header = json.loads(found["header"].tobytes()) | arrays.pop("header", {})
    found |= arrays
    found["header"] = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, **found)
    return buffer.getvalue()


def damaged(model: Model) -> dict[str, tuple[bytes, str]]:
    data = model_bytes(model)
    return {
        "cut off": (data[: len(data) // 2], "zip"),
        "no model": (b"name,town\n", "zip"),
        "empty": (b"", "zip"),
        "newer": (changed(model, header={"version": VERSION + 1}), f"version {VERSION + 1}"),
        "another shape": (changed(model, slope=np.ones(7)), "slope do not fit"),
        "not a number": (changed(model, shift=np.array([np.nan])), "shift do not fit"),
        "strange label": (changed(model, header={"labels": ["tax"]}), "tax"),
        "no texts": (changed(model, header={"terms": 7}), "header"),
        "twice": (changed(model, header={"labels": ["ete", "ete"]}), "twice"),
        "an object": (changed(model, shift=np.array([{}], dtype=object)), "pickle"),
    }


@pytest.mark.parametrize(
    "how",
    [
        *("cut off", "no model", "empty", "newer", "another shape", "not a number"),
        *("strange label", "no texts", "twice", "an object"),
    ],
)
def test_a_damaged_or_strange_file_is_refused(small: Model, tmp_path: Path, how: str) -> None:
    data, reason = damaged(small)[how]
    path = tmp_path / "model.npz"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=f"{reason}.*matcher texts train"):
        read_model(path)


@pytest.mark.skipif(
    not SAMPLE.exists(), reason="the tagged charities are not beside the repository"
)
def test_the_built_in_model_is_better_than_its_keywords_on_real_charities() -> None:
    examples = tagged_charities(SAMPLE)
    found = built_in_model().probabilities([each.text for each in examples])
    for key, precision in (("accommodation", 0.5), ("health", 0.4), ("women_abuse", 0.6)):
        truth, told = truths(examples, key), found[:, KEYS.index(key)] >= 0.5
        right, wrong = int((told & (truth == 1)).sum()), int((told & (truth == 0)).sum())
        assert right >= FEWEST // 2
        assert right / (right + wrong) > precision


def test_a_file_that_unpacks_beyond_all_measure_is_refused(
    small: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(model_bytes(small))
    packed = path.stat().st_size
    monkeypatch.setattr("graph.texts.model_file.LARGEST", packed)
    with pytest.raises(SourceError, match="unpacks to more than a model has"):
        read_model(path)
    monkeypatch.setattr("graph.texts.model_file.LARGEST", packed - 1)
    with pytest.raises(SourceError, match="is larger than"):
        read_model(path)
