"""Write the figures of docs/text.md; run by `make texts`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.texts.built_in import built_in_model
from graph.texts.labelled import contract_texts, tagged_charities, written_examples
from graph.texts.training import FEWEST, Settings, train
from tests.tooling.marked_tables import placed
from tests.tooling.texts.by_hand import CHOSEN_ON, SET_ASIDE, read_by_hand
from tests.tooling.texts.measures import by, left_out, measures, reliability, split
from tests.tooling.texts.registers import DISTANCES_KM, distances_km, with_and_without_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.texts.training import Example
    from tests.tooling.texts.measures import Measure, Told

PAGE = Path(__file__).resolve().parents[3] / "docs" / "text.md"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
TAGS = SHARED / "charities" / "sample.csv"
GRANTS = SHARED / "grants_360giving" / "lloyds_bank_foundation.json"
OUTCODES = SHARED / "geography" / "gibbs_outcodes_latlong.csv"
CONTRACTS = SHARED / "moj_interventions" / "contracts.jsonl"


def page(text: str) -> str:
    """Put the figures in their places."""
    also = [*contract_texts(CONTRACTS), *written_examples()]
    working, held = split(tagged_charities(TAGS))
    settings = Settings()
    chances = left_out(working, also, settings)
    found = measures(working, chances)
    text = _placed(text, "cross-validation", _table(found))
    modelled = [each.label for each in found if each.positives >= FEWEST]
    text = _placed(text, "reliability", _bands(reliability(working, chances, modelled)))
    model = train([*working, *also], settings, name="measured")
    text = _placed(text, "held out", _table(measures(held, by(model, held))))
    both = [*working, *held]
    small = by(built_in_model(), both)
    text = _placed(text, "built in", _table(measures(both, small)))
    text = _placed(text, "built in reliability", _bands(reliability(both, small, modelled)))
    return registers(by_hand(text))


def registers(text: str) -> str:
    """Put the figures of codes and places in their places."""
    text = _placed(text, "codes", _codes_table())
    return _placed(text, "places", _places_table())


def _codes_table() -> Iterator[str]:
    yield "| charities | told by the text alone | right | told with the class | right |"
    yield "|---|---|---|---|---|"
    for name, told, right, told_with, right_with in with_and_without_codes(TAGS, built_in_model()):
        alone, both = f"{right / told:.0%}", f"{right_with / told_with:.0%}"
        yield f"| {name} | {told} | {right} ({alone}) | {told_with} | {right_with} ({both}) |"


def _places_table() -> Iterator[str]:
    found = distances_km(TAGS, OUTCODES)
    yield (
        "| charities whose text names a place | "
        + " | ".join(f"postcode within {distance} km" for distance in DISTANCES_KM)
        + " |"
    )
    yield "|---|" + "---|" * len(DISTANCES_KM)
    near = [sum(each <= distance for each in found) / len(found) for distance in DISTANCES_KM]
    yield f"| {len(found)} | " + " | ".join(f"{share:.0%}" for share in near) + " |"


def by_hand(text: str) -> str:
    """Put the figures of what we read ourselves in their places."""
    for half in (CHOSEN_ON, SET_ASIDE):
        text = _placed(text, half, _hand_table(read_by_hand(half, charities=TAGS, grants=GRANTS)))
    return text


def _hand_table(read: Sequence[Example]) -> Iterator[str]:
    """Write a table of all that was read, and of the register's charities alone."""
    model = built_in_model()
    charities = [each for each in read if not each.group.startswith("360G")]
    alone = {each.label: each for each in measures(charities, by(model, charities))}
    yield (
        "| label | positives | keywords: precision | recall | told: precision | recall"
        " | charities alone: positives | told: precision | recall |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for each in measures(read, by(model, read)):
        few = "" if each.positives >= FEWEST else " (few)"
        one = alone.get(each.label)
        register = f"{one.positives} | {_said(one.model)}" if one else "0 | |"
        yield (
            f"| {each.label} | {each.positives} of {each.examples}{few} | {_said(each.rules)}"
            f" | {_said(each.model)} | {register} |"
        )


def _placed(text: str, name: str, lines: Iterable[str]) -> str:
    return placed(text, name, iter(lines), page="docs/text.md", command="make texts")


def _table(found: Sequence[Measure]) -> Iterator[str]:
    yield (
        "| label | positives | rules: precision | recall | model: precision | recall | Brier"
        " | of the share alone |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for each in found:
        few = "" if each.positives >= FEWEST else " (few)"
        scores = f"{each.brier:.4f} | {each.brier_of_share:.4f}"
        yield (
            f"| {each.label} | {each.positives} of {each.examples:,}{few} | {_said(each.rules)}"
            f" | {_said(each.model)} | {scores} |"
        )


def _said(found: Told) -> str:
    precision = "none told" if found.precision is None else f"{found.precision:.2f}"
    return f"{precision} | {found.recall:.2f}"


def _bands(bands: Sequence[tuple[float, float, int, float, float]]) -> Iterator[str]:
    yield "| said | times | on average | true |"
    yield "|---|---|---|---|"
    for low, high, count, mean, true in bands:
        yield f"| {low:.0%} to {high:.0%} | {count:,} | {mean:.3f} | {true:.3f} |"


if __name__ == "__main__":
    if not TAGS.exists():
        sys.exit(f"the tagged charities are not at {TAGS}; the figures stay as they are")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
