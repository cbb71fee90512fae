"""A programme to start from is sound, explained, and written only where nothing is."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from graph.errors import FolderError
from graph.packs.files import FILES, PROGRAMME
from graph.packs.reading import BUILTIN, builtin, check_pack, pack_folder, read_pack
from graph.packs.starting import start_pack
from graph.packs.values import values_of
from graph.records.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from graph.packs.files import File


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs") / "mine"
    start_pack(folder)
    return folder


def test_it_is_sound_and_has_two_areas(folder: Path) -> None:
    assert check_pack(folder).mistakes == ()
    assert len(read_pack(folder).areas) == 2


def test_it_has_every_file_and_no_other(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {PROGRAMME, *(file.name for file in FILES)}


def test_all_that_it_says_of_organisations_is_marked_as_invented(folder: Path) -> None:
    facts = read_pack(folder)
    assert all(organisation.name.endswith("(invented)") for organisation in facts.organisations)
    assert all(work.name.endswith("(invented)") for work in facts.collaborations)
    assert "invented" in facts.programme.name
    assert {source for row in facts.organisations for source in row.provenance.sources} == {
        "SAMPLE"
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_file_explains_itself_and_each_of_its_columns(folder: Path, file: File) -> None:
    lines = (folder / file.name).read_text("utf-8").splitlines()
    comments = " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
    assert file.words in comments
    for column in file.columns:
        assert f"- {column.heading}: " in comments
        assert values_of(column).split(",")[0] in comments


def test_comments_are_skipped_wherever_they_stand(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    authorities = tmp_path / "authorities.csv"
    authorities.write_text(f"{authorities.read_text('utf-8')}# the end, for now\n", "utf-8")
    assert read_pack(tmp_path) == read_pack(folder)


def test_a_comment_does_not_shift_the_rows_that_mistakes_name(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / "areas.csv"
    lines = path.read_text("utf-8").splitlines()
    row = next(number for number, line in enumerate(lines, 1) if line.startswith("AREA1"))
    path.write_text(path.read_text("utf-8").replace("4000000", "much"), "utf-8")
    assert [mistake.row for mistake in check_pack(tmp_path).mistakes] == [row]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(FolderError, match="is not empty; name a folder"):
        start_pack(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert PROGRAMME in start_pack(tmp_path)


def test_a_place_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(FolderError, match="cannot be written"):
        start_pack(tmp_path / "file" / "below")


def test_a_programme_that_comes_with_the_product_is_found_by_its_name(tmp_path: Path) -> None:
    assert pack_folder(tmp_path) == tmp_path
    assert pack_folder(tmp_path / "two-areas") == tmp_path / "two-areas"
    named = type(tmp_path)(BUILTIN.replace("_", "-"))
    assert pack_folder(named) == builtin()
    unknown = type(tmp_path)("no-such-programme")
    assert pack_folder(unknown) == unknown


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("areas", "annual_value_basis", "one of: published, estimate"),
        ("evidence", "level", "a whole number from -1 to 5"),
        ("cohorts", "in_partition", "yes or no"),
        ("aliases", "used_from", "a day, a month or a year: 2013-09-19, 2013-09 or 2013"),
        ("capabilities", "cohorts", "words with semicolons between them"),
        ("organisations", "id", "a code such as GB-CHC-226171"),
        ("collaborations", "value_gbp", "a number of at least 0"),
        ("organisations", "name", "text"),
    ],
)
def test_the_values_of_a_column_are_said_in_words(table: str, column: str, words: str) -> None:
    assert values_of(TABLES[table].column(column)) == words


def test_the_rows_of_the_example_stand_below_the_comments(folder: Path) -> None:
    lines = (folder / "areas.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert [row["short_name"] for row in rows] == ["Northshire", "Southmoor"]
