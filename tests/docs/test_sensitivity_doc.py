"""docs/sensitivity.md: every number of the scoring is moved, and what that changes is counted."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from matcher.case.scoring import ScoringRules
from tests.matcher.market import BRIEF, market
from tests.tooling.sensitivity.effects import Best, best_line_ups, builtin_facts, effect
from tests.tooling.sensitivity.numbers import NOT_MOVED, Number, Setting, numbers
from tests.tooling.sensitivity.write import PAGE, page, verdict

MOVED = list(numbers(builtin_facts()))
BEGIN = "<!-- sensitivity: written by `make sensitivity` -->"
END = "<!-- end of sensitivity -->"
ROOT = Path(__file__).resolve().parents[2]
ONE = Best(lead="A", volumes={"A": 0.5, "B": 0.5}, met=0.8, met_if_independent=0.7)
OTHER = Best(lead="C", volumes={"A": 0.5, "C": 0.3, "D": 0.2}, met=0.9, met_if_independent=0.75)


def leaves(value: object) -> list[float]:
    if isinstance(value, (int, float)):
        return [float(value)]
    inner = value if isinstance(value, tuple) else getattr(value, "values", tuple)()
    return [leaf for each in inner for leaf in leaves(each)]


def test_every_number_of_the_scoring_is_moved_or_said_why_not() -> None:
    names = {number.name for number in MOVED}
    rules = {each.name for each in fields(ScoringRules)}
    assert rules <= names | set(NOT_MOVED)
    assert not names & set(NOT_MOVED)


def test_every_number_of_the_scoring_has_a_reason() -> None:
    text = (ROOT / "docs" / "scoring.md").read_text("utf-8").split("its reason\n")[1]
    rows = re.findall(r"^\| (`.*?) \| (.+) \|$", text.split("\n## ")[0], re.MULTILINE)
    named = [name for names, _ in rows for name in re.findall(r"`(\w+)`", names)]
    assert sorted(named) == sorted(each.name for each in fields(ScoringRules))


@pytest.mark.parametrize("number", MOVED, ids=lambda n: f"{n.name} {n.part}")
def test_a_number_is_tried_lower_and_higher_and_nothing_else_moves(number: Number) -> None:
    usual = ScoringRules()
    for each in fields(ScoringRules):
        before, low, high = (
            leaves(getattr(rules, each.name))
            for rules in (usual, number.low.rules, number.high.rules)
        )
        if each.name != number.name:
            assert low == before == high
        elif each.name != "lead_fit":  # its parts make 1 together
            assert low < before or high > before
            assert all(a <= b <= c for a, b, c in zip(low, before, high, strict=True))
    for name in {**number.low.figures, **number.low.brief}:
        assert name in {number.name, "core_share"}


def test_the_parts_of_a_leads_worth_still_make_one() -> None:
    sides = [side for n in MOVED if n.name == "lead_fit" for side in (n.low, n.high)]
    assert len(sides) == 2 * len(ScoringRules().lead_fit)
    for side in sides:
        assert sum(side.rules.lead_fit) == pytest.approx(1.0)
        assert min(side.rules.lead_fit) >= 0


def test_what_changes_is_counted() -> None:
    """Of five seats, before and after, B, C and D are only on one side; half the work moves."""
    found = effect([ONE], [OTHER])
    assert found.seats == pytest.approx(3 / 5)
    assert found.leads == 1
    assert found.volume == pytest.approx(0.5)
    assert found.met == pytest.approx(0.1)
    assert found.met_if_independent == pytest.approx(0.05)
    assert found.members == 1


def test_an_area_without_a_line_up_is_counted_and_not_compared() -> None:
    found = effect([ONE, ONE], [ONE, None])
    assert (found.seats, found.leads, found.none) == (0.0, 0, 1)
    assert effect([ONE], [ONE]).none == 0


def test_settings_reach_the_search() -> None:
    snapshot, area = market(), BRIEF.area
    (usual,) = best_line_ups(snapshot, Setting(), [area])
    (two,) = best_line_ups(snapshot, Setting(brief={"max_members": 2}), [area])
    rules = ScoringRules(evidence_fit=(0.0,) * 6, track_record_fit=0.0)
    (useless,) = best_line_ups(snapshot, Setting(rules=rules), [area])
    (nobody,) = best_line_ups(snapshot, Setting(brief={"max_members": 0}), [area])
    assert usual
    assert two
    assert len(two.volumes) == 2 < len(usual.volumes)
    assert useless != usual
    assert nobody is None


def test_a_number_decides_by_the_side_that_changes_more() -> None:
    none = effect([ONE], [ONE])
    few, many = replace(none, seats=0.05), replace(none, seats=0.1)
    assert verdict(none, none) == "Hardly matter"
    assert verdict(none, few) == verdict(few, none) == "Count"
    assert verdict(many, none) == verdict(none, replace(none, leads=1)) == "Decide"
    assert verdict(replace(none, none=1), none) == "Decide"


def test_the_tables_stand_in_their_place_the_most_decisive_first() -> None:
    none = effect([ONE], [ONE])
    first, second = MOVED[:2]
    rows = [(first, none, replace(none, seats=0.2)), (second, none, replace(none, seats=0.4))]
    text = page(f"# A page\n{BEGIN}\nold\n{END}\nrest\n", rows, measured_on="Here.")
    assert text.startswith("# A page\n")
    assert text.endswith(f"{END}\nrest\n")
    assert "old" not in text
    assert re.findall(r"0% / (\d+)% \| 0 / 0", text) == ["40", "20"]
    with pytest.raises(ValueError, match="no place for sensitivity"):
        page("# A page\n", rows, measured_on="")


def test_the_page_tells_of_no_number_that_is_gone() -> None:
    """Nor are there none. A new number is told of once `make sensitivity` has run again."""
    text = PAGE.read_text("utf-8")
    told = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert told
    assert told <= {number.name for number in MOVED}, "run `make sensitivity`"
    assert all(f"`{name}`" in text for name in NOT_MOVED)
