"""`matcher offer` and `matcher offers`: the same answer in every form, and mistakes all at once."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from api.formats.offer_file import offer_toml, read_offer_file
from api.formats.offer_rows import COMPARISON_COLUMNS, PERIOD_COLUMNS
from matcher.offers.records import Offer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.command import Matcher

FEW = ("--runs", "200")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(offer_toml(Offer().with_(title="Mine", payment_days=60)), "utf-8")
    return path


def test_the_answer_comes_first_then_what_to_negotiate_then_the_figures(matcher: Matcher) -> None:
    code, out, err = matcher("offer", *FEW)
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert text.startswith("Example offer: Not on these terms: the offer is not safe")
    parts = (
        "Safe means:",
        "What to negotiate first No single term is enough.",
        "As expected, by calendar year",
        "Break-even volume",
        "Of 200 runs (seed 1)",
        "Stress tests",
        "What matters most for the surplus",
        "It is no financial advice.",
    )
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_a_safe_offer_says_what_to_hold_on_to(matcher: Matcher) -> None:
    terms = ("--set", "service1_unit_price_gbp=2500", "--set", "reserves_gbp=200000")
    out = matcher("offer", *FEW, *terms, "--set", "results_share=0", "--set", "fee_for_use_share=1")
    text = " ".join(out[1].split())
    assert "Yes, in cash: on these terms the offer is safe, as long as" in text
    assert "What to hold on to 1." in text
    assert "Break-even reoffending" not in text


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        ("0.456", "nothing is lost whatever the results"),
        ("0.47", "points below the baseline"),
    ],
)
def test_the_result_that_breaks_even_is_said_in_points(
    matcher: Matcher, expected: str, says: str
) -> None:
    price = "1200" if expected == "0.456" else "1110"
    found = matcher(
        "offer",
        *FEW,
        *("--set", f"expected_reoffending_share={expected}"),
        *("--set", f"service1_unit_price_gbp={price}", "--set", "results_share=0.1"),
    )
    assert says in " ".join(found[1].split())


def test_json_has_all_of_it_and_csv_a_row_for_each_month(matcher: Matcher, file: Path) -> None:
    found = json.loads(matcher("offer", str(file), *FEW, "-f", "json")[1])
    assert (found["title"], found["inputs"]["payment_days"]) == ("Mine", "60")
    months = found["base_case"]["months"]
    rows = list(
        csv.DictReader(io.StringIO(matcher("offer", str(file), "-f", "csv")[1], newline=""))
    )
    assert tuple(rows[0]) == PERIOD_COLUMNS
    assert [row["balance_gbp"] for row in rows] == [month["balance_gbp"] for month in months]
    assert [row["income_gbp"] for row in rows] == [month["income_gbp"] for month in months]


def test_the_workbook_is_a_file(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    assert matcher("offer", "--output", str(path))[0] == 0
    assert path.read_bytes().startswith(b"PK")
    code, _out, err = matcher("offer", "-f", "xlsx")
    assert code == 2
    assert "xlsx" in err


def test_what_is_set_goes_before_what_the_file_says(matcher: Matcher, file: Path) -> None:
    asked = ("offer", str(file), *FEW, "--set", "payment_days=0", "--set", "title=Other")
    found = json.loads(matcher(*asked, "-f", "json")[1])
    assert (found["title"], found["inputs"]["payment_days"]) == ("Other", "0")


def test_the_example_file_is_read_as_the_example(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "example.toml"
    code, _out, err = matcher("offer", "--example", "--output", str(path))
    assert (code, err) == (0, f"Written to {path}\n")
    assert read_offer_file(path) == Offer()
    assert "# Payment days. How many days" in path.read_text("utf-8")


def test_mistakes_of_file_and_settings_are_told_at_once(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('[payment]\npayment_days = -5\n[costs]\nstaff_fte = "many"\n', "utf-8")
    code, out, err = matcher("offer", str(path), "--set", "colour=red", "--set", "nothing")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "4 mistakes in the offer:",
        "  --set: 'nothing' is not FIELD=VALUE",
        "  payment_days: -5 days is not between 0 and 365",
        "  staff_fte: 'many' is no number",
        "  colour: is no field of an offer",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[payment\n", "is not TOML"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"# " + b"x" * 200_000, "more than 100,000 bytes"),
        (b"services = 5", "is no list of tables"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "is nested"),
    ],
)
def test_files_that_cannot_be_read_are_said(
    matcher: Matcher, tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_bytes(content)
    code, _out, err = matcher("offer", str(path))
    assert code == 2
    assert says in err


def test_a_file_that_is_not_there_is_said(matcher: Matcher, tmp_path: Path) -> None:
    code, _out, err = matcher("offer", str(tmp_path / "none.toml"))
    assert code == 2
    assert "cannot be read: No such file or directory" in err


@pytest.mark.parametrize(("option", "value"), [("--runs", "5"), ("--seed", "-1")])
def test_runs_out_of_range_are_said(matcher: Matcher, option: str, value: str) -> None:
    code, _out, err = matcher("offer", option, value)
    assert code == 2
    assert f"{option.removeprefix('--')}: {value} is not between" in err


def test_offers_are_shown_side_by_side(matcher: Matcher, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('[contract]\ntitle = "Other"\n', "utf-8")
    code, out, err = matcher("offers", str(file), str(other), *FEW)
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert text.startswith("Offers side by side Mine: Not as it is")
    assert "(best)" in text
    rows = list(
        csv.DictReader(
            io.StringIO(matcher("offers", str(file), str(other), *FEW, "-f", "csv")[1], newline="")
        )
    )
    assert tuple(rows[0]) == COMPARISON_COLUMNS
    lowest = {r["title"]: r for r in rows if r["figure"] == "lowest_balance_gbp"}
    assert (lowest["Mine"]["is_best"], lowest["Other"]["is_best"]) == ("False", "True")
    found = json.loads(matcher("offers", str(file), str(other), *FEW, "-f", "json")[1])
    assert found["titles"] == ["Mine", "Other"]


def test_mistakes_of_several_files_are_told_with_their_files(
    matcher: Matcher, file: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[payment]\npayment_days = -5\n", "utf-8")
    code, _out, err = matcher("offers", str(wrong), str(file), str(wrong))
    assert code == 2
    assert err.count(f"{wrong}, payment_days: -5 days is not between 0 and 365") == 2


def test_one_offer_is_not_compared(matcher: Matcher, file: Path) -> None:
    code, _out, err = matcher("offers", str(file))
    assert (code, "1 offers are not between 2 and 5" in err) == (2, True)
