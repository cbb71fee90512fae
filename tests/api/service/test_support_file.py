"""Tables of support: the built-in one is true to its sources, others are read whole or not."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from api.formats.support_rows import example_table
from api.service.support_file import built_in_table, support_offers
from graph.errors import SourceError
from matcher.readiness.support_table import HEADINGS
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {
    "key": "ours",
    "name": "Ours",
    "by": "Us",
    "kind": "grant",
    "gives": "Money",
    "helps": "reserves; board",
    "rules": "sector = vcse",
    "source": "Our page",
    "known_from": "2026-11",
    "confidence": "verified-secondary",
}


def table(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_built_in_table_has_what_the_announcement_of_2013_promised() -> None:
    offers = {one.key: one for one in support_offers()}
    round_ = offers["icrf-rehabilitation"]
    assert (round_.fund_gbp, round_.least_gbp) == (6e6, None)
    total = next(each for each in round_.rules if each.about == "contract_total_gbp")
    assert total.least == 500_000.0
    assert any(each.about == "approved_provider" for each in round_.rules)
    mutuals = offers["mutuals-support"]
    assert mutuals.fund_gbp == 10e6
    assert len(mutuals.projects) == 7
    assert offers["masterclasses"].takes == "two days"
    assert offers["centre-for-social-action"].fund_gbp == 1e6
    assert offers["clinks-partnership"].fund_gbp == 720_000.0
    assert {"workshops", "central-legal-function", "financial-tool"} <= set(offers)


def test_every_offer_has_a_source_a_day_and_a_confidence_and_known_ties() -> None:
    facts = read_builtin()
    works = {work.id for work in facts.collaborations}
    for one in support_offers():
        assert one.source, one.key
        assert one.known_from, one.key
        assert not one.supported or one.supported in works, one.key
        assert one.programme in {"", facts.programme.id}, one.key
        assert one.helps, one.key


def test_a_table_of_ones_own_adds_to_it_and_the_last_row_of_a_key_counts(tmp_path: Path) -> None:
    path = table(tmp_path / "mine.csv", GOOD, {**GOOD, "key": "reach-fund", "name": "Newer"})
    offers = {one.key: one for one in support_offers(path)}
    assert offers["ours"].helps == ("reserves", "board")
    assert offers["reach-fund"].name == "Newer"
    assert len(offers) == len(support_offers()) + 1


def test_a_folder_of_tables_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    table(tmp_path / "b.csv", {**GOOD, "name": "Second"})
    table(tmp_path / "a.csv", {**GOOD, "name": "First"})
    (tmp_path / "notes.txt").write_text("not read", "utf-8")
    offers = {one.key: one for one in support_offers(tmp_path)}
    assert offers["ours"].name == "Second"


def test_a_table_that_changed_is_read_again(tmp_path: Path) -> None:
    path = table(tmp_path / "mine.csv", GOOD)
    assert "ours" in {one.key for one in support_offers(path)}
    table(path, {**GOOD, "key": "others"})
    assert "ours" not in {one.key for one in support_offers(path)}


def test_all_mistakes_are_told_by_row_and_column_and_nothing_is_read(tmp_path: Path) -> None:
    wrong = {
        **GOOD,
        "key": "Bad Key",
        "kind": "gift",
        "helps": "money",
        "rules": "colour = red",
        "source": "",
        "known_from": "soon",
        "fund_gbp": "-1",
        "opens": "2020",
        "closes": "2019",
        "least_gbp": "10",
        "most_gbp": "5",
    }
    path = table(tmp_path / "mine.csv", wrong, {**GOOD, **dict.fromkeys(wrong, ""), **GOOD}, GOOD)
    with pytest.raises(SourceError, match="in tables of support; nothing was read") as raised:
        support_offers(path)
    told = str(raised.value)
    for column in ("key", "kind", "helps", "rules", "source", "known_from", "fund_gbp", "closes"):
        assert f"mine.csv row 2, {column}: " in told
    assert "mine.csv row 2, most_gbp: 5 is below least_gbp, 10" in told
    assert "mine.csv row 4, key: 'ours' stands in another row, too" in told


def test_columns_that_are_unknown_or_missing_are_told(tmp_path: Path) -> None:
    path = table(tmp_path / "mine.csv", {"key": "ours", "colour": "red"})
    with pytest.raises(SourceError) as raised:
        support_offers(path)
    assert "'colour' is not one of key, programme" in str(raised.value)
    assert "has no column name, by, kind" in str(raised.value)


def test_a_missing_a_huge_and_a_foreign_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        support_offers(tmp_path / "none.csv")
    huge = tmp_path / "huge.csv"
    huge.write_text("key\n" + "x\n" * 3_000_000, "utf-8")
    with pytest.raises(SourceError, match="bytes, which no table of support has"):
        support_offers(huge)
    picture = tmp_path / "picture.csv"
    picture.write_bytes(bytes(range(256)) * 50)
    with pytest.raises(SourceError):
        support_offers(picture)


def test_a_table_with_too_many_rows_is_refused(tmp_path: Path) -> None:
    rows = [{**GOOD, "key": f"row-{number}"} for number in range(2_005)]
    with pytest.raises(SourceError, match="has more than 2,000 rows"):
        support_offers(table(tmp_path / "mine.csv", *rows))


def test_a_folder_with_too_many_tables_is_refused(tmp_path: Path) -> None:
    for number in range(51):
        (tmp_path / f"{number}.csv").write_text("key\n", "utf-8")
    with pytest.raises(SourceError, match="holds 51 tables; at most 50 are read"):
        support_offers(tmp_path)


def test_the_example_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "example.csv"
    path.write_text(example_table(), "utf-8", newline="")
    assert "reach-fund" in {one.key for one in support_offers(path)}
    assert example_table().splitlines()[0] == ",".join(HEADINGS)


def test_the_built_in_table_has_the_columns_in_their_order() -> None:
    with built_in_table().open(encoding="utf-8") as file:
        assert tuple(next(csv.reader(file))) == HEADINGS
