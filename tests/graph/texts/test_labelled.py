"""Examples from people's own data: tags become labels, and a wrong file is reported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import SourceError
from graph.texts.labelled import contract_texts, tagged_charities, written_examples
from graph.texts.labels import labels

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "reg_number,activities,objects,UKCAT"


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "tags.csv"
    path.write_text("\n".join((header, *rows)), encoding="utf-8-sig")
    return path


def test_a_tag_says_yes_its_neighbour_nothing_and_all_others_no(tmp_path: Path) -> None:
    rows = ("1,Hostel,,HO103", "2,Almshouse,,HO102", "3,Choir,,AR301")
    yes, unsure, no = (
        each.says.get("accommodation") for each in tagged_charities(table(tmp_path, *rows))
    )
    assert (yes, unsure, no) == (True, None, False)


def test_no_tag_says_anything_of_a_label_without_tags(tmp_path: Path) -> None:
    (one,) = tagged_charities(table(tmp_path, "1,Debt advice,,CA101"))
    assert "finance" not in one.says


def test_copies_of_one_text_are_one_group(tmp_path: Path) -> None:
    rows = ("1,A Hostel!,,HO103", "2,a hostel,,HO103", "3,A choir,,AR301")
    first, copy, other = (each.group for each in tagged_charities(table(tmp_path, *rows)))
    assert first == copy != other


def test_a_file_without_tags_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no column objects, UKCAT"):
        tagged_charities(table(tmp_path, "1,x", header="reg_number,activities"))
    with pytest.raises(SourceError, match="cannot be read as tags"):
        tagged_charities(tmp_path / "missing.csv")


def contract(**changes: Any) -> str:
    base = {
        "contract_type_id": "DNR-Y",
        "intervention_title": "Recovery",
        "short_description": "Help with drugs",
    }
    return json.dumps(base | changes)


def test_a_contracts_type_says_what_it_is_about_and_groups_it(tmp_path: Path) -> None:
    path = tmp_path / "contracts.jsonl"
    lines = (contract(), contract(), contract(intervention_title="More", contract_type_id="ACC"))
    path.write_text("\n".join(lines))
    drugs, homes = contract_texts(path)
    assert drugs.says == {"drugs_alcohol": True, "justice": True}
    assert homes.says == {"accommodation": True, "justice": True}
    assert (drugs.group, drugs.natural) == ("contract DNR", False)


@pytest.mark.parametrize("text", ["no json", "{}", "[]", '{"contract_type_id": 1}'])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "contracts.jsonl"
    path.write_text(text)
    with pytest.raises(SourceError, match="cannot be read as contracts"):
        contract_texts(path)


def test_the_written_sentences_name_labels_that_exist_and_none_twice() -> None:
    examples = written_examples()
    known = {label.key for label in labels()}
    assert {key for each in examples for key in each.says} == known
    assert len({each.group for each in examples}) == len(examples)
    assert sum(not any(each.says.values()) for each in examples) >= 100
