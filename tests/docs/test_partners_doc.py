"""The card of the model of partners says what the model is."""

from __future__ import annotations

import re
from pathlib import Path

from api.formats.serialise import PARTNER_COLUMNS
from api.service.partner_model import built_in_model
from api.web.parameters import PARTNER_WORDS
from matcher.affinity.signals import EVERY_SIGNAL, SIGNALS
from tests.tooling.partners.card import card_text
from tests.tooling.partners.trials import ONE_WAY

CARD = Path(__file__).parents[2] / "docs" / "partner-model.md"


def test_the_card_is_that_of_the_model_that_comes_with_the_product() -> None:
    stored = built_in_model()
    tried: dict[str, dict[str, float]] = {}
    for name, value in stored.card.figures.items():
        trial, _, figure = name.rpartition(": ")
        tried.setdefault(trial, {})[figure] = value
    plots = re.compile(r"## How far its chances.*(?=## Limits)", re.DOTALL)
    written = plots.sub("", CARD.read_text("utf-8"))
    assert written == card_text(stored, tried, chances={}), "run make partner-model"


def test_the_card_plots_the_chances_of_each_trial_for_the_work_and_of_who_would_lead() -> None:
    figures = built_in_model().card.figures
    plotted = re.findall(
        r"^(.+; for the work(?:, who would lead)?): [\d,]+ pairs, .* skill (\S+), "
        r"calibration error (\S+)\. ",
        CARD.read_text("utf-8"),
        re.MULTILINE,
    )
    assert len(plotted) == 6
    for name, skill, error in plotted:
        trial = name[0].lower() + name[1:]
        assert f"{figures[f'{trial}: brier skill']:.3f}" == skill
        assert f"{figures[f'{trial}: calibration error']:.4f}" == error


def test_the_model_beats_popularity_and_each_signal_alone_wherever_it_was_tried() -> None:
    figures = built_in_model().card.figures
    trials = {name.rpartition(": ")[0] for name in figures}
    one_way = {trial for trial in trials if trial.endswith(tuple(ONE_WAY.values()))}
    assert (len(trials), len(one_way)) == (15, 6)
    for trial in trials - one_way:
        own = figures[f"{trial}: ndcg@10"]
        assert own > figures[f"{trial}: ndcg@10 of most works"]
        assert own > figures[f"{trial}: ndcg@10 of best signal alone"]


def test_the_columns_and_options_of_an_answer_are_documented() -> None:
    text = (CARD.parent / "partners.md").read_text("utf-8")
    listed = {tuple(re.split(r",\s+", names)) for names in re.findall(r"`(\w+,[^`]*)`", text)}
    assert PARTNER_COLUMNS in listed
    assert re.findall(r"^\| `--?[\w-]+` \| `(\w+)` \|", text, re.MULTILINE) == list(PARTNER_WORDS)


def test_every_signal_that_was_tried_and_left_out_is_told_with_its_trials() -> None:
    text = (CARD.parent / "partners.md").read_text("utf-8")
    left_out = [signal.name for signal in EVERY_SIGNAL if signal not in SIGNALS]
    assert re.findall(r"^\| [^|]* asked \| ([a-z-]+) \|", text, re.MULTILINE) == left_out * 3
    weights = dict(zip(built_in_model().model.signals, built_in_model().model.weights, strict=True))
    assert not any(weights.get(name) for name in left_out)
