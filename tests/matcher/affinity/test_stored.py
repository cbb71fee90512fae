"""Models of partners as JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pytest

from api.service.partner_model import built_in_model
from matcher.affinity.model import PartnerModel, Scale
from matcher.affinity.signals import SIGNALS
from matcher.affinity.stored import ModelCard, StoredModel, model_text, read_model
from matcher.affinity.view import Direction
from matcher.errors import ModelFileError

STORED = StoredModel(
    model=PartnerModel(
        signals=("past-work", "near"),
        weights=np.array([0.5, 0.0]),
        base=-3.0,
        scales={Direction.LEADS: Scale(slope=0.5, base=-4.0)},
    ),
    card=ModelCard(
        data={"p": "v"},
        learnt_from=date(2010, 1, 1),
        learnt_to=date(2014, 1, 1),
        works=3,
        questions=4,
        pairs=5,
        figures={"recall@10": 0.25},
    ),
)


def test_a_model_comes_back_as_it_was_written() -> None:
    found = read_model(model_text(STORED))
    assert found.card == STORED.card
    assert found.model.signals == STORED.model.signals
    assert found.model.weights.tolist() == [0.5, 0.0]
    assert found.model.scales == STORED.model.scales
    assert model_text(found) == model_text(STORED)


def document(**changes: Any) -> str:
    """Write the model with other fields."""
    return json.dumps({**json.loads(model_text(STORED)), **changes})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("[" * 5000, "no JSON"),
        ("[]", "no model of partners"),
        (document(format="other"), "no model of partners"),
        (document(version=9), "version 9"),
        (document(weights={"past-work": -1}), "0 or more"),
        (document(weights={"past-work": "x"}), "lacks or garbles"),
        (document(weights={"luck": 1}), "signals that there are not: luck"),
        (document(weights=3), "lacks or garbles"),
        (document(base=float("nan")), "0 or more"),
        (document(card={}), "lacks or garbles"),
        (document(version=1), "version 1"),
        (model_text(STORED)[:-40], "no JSON"),
        (document(weights={"past-work": 0.6, "near": 0.0}), "changed after it was written"),
        (document(digest=None), "changed after it was written"),
        (document(directions={"leads": {"slope": -1, "base": 0}}), "0 or more"),
        (document(directions={"up": {"slope": 1, "base": 0}}), "lacks or garbles"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(ModelFileError, match=said) as found:
        read_model(text)
    assert "make partner-model" in str(found.value)


def test_the_model_that_comes_with_the_product_has_no_weight_below_0() -> None:
    stored = built_in_model()
    assert (stored.model.weights >= 0).all()
    assert stored.model.weights.any()
    assert set(stored.model.signals) <= {signal.name for signal in SIGNALS}
    assert set(stored.card.data) == {
        "transforming-rehabilitation",
        "commissioned-rehabilitative-services",
    }
