"""`matcher partners`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from api.formats.serialise import PARTNER_COLUMNS

if TYPE_CHECKING:
    from tests.api.command import Matcher


def test_the_table_says_that_nobody_was_asked_and_shows_the_sum(small_matcher: Matcher) -> None:
    code, out, _ = small_matcher("partners", "Big Firm", "--area", "First County", "-n", "3")
    assert code == 0
    words = " ".join(out.split())
    assert "nobody named here has been asked" in words
    assert "Hostel Trust" in words
    assert "as everybody, +" in words
    assert "Together in" in words
    assert "(Joint)" in words
    assert "You would gain" in words


def test_json_and_csv_hold_the_same_partners(small_matcher: Matcher) -> None:
    _, out, _ = small_matcher("-f", "json", "partners", "Big Firm", "--vcse")
    partners = json.loads(out)["partners"]
    _, out, _ = small_matcher("-f", "csv", "partners", "Big Firm", "--vcse")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert tuple(rows[0]) == PARTNER_COLUMNS
    assert [row["id"] for row in rows] == [each["id"] for each in partners]
    assert {row["sector"] for row in rows} == {"vcse"}


def test_those_never_wanted_are_left_out_and_commas_part_them(small_matcher: Matcher) -> None:
    _, out, _ = small_matcher(
        "-f", "json", "partners", "Big Firm", "--never", "Hostel Trust, Homes Trust"
    )
    found = {each["name"] for each in json.loads(out)["partners"]}
    assert found
    assert not {"Hostel Trust", "Homes Trust"} & found


def test_an_unknown_name_and_a_wrong_option_are_told_plainly(small_matcher: Matcher) -> None:
    code, _, err = small_matcher("partners", "Bigg Firn")
    assert code != 0
    assert "Big Firm" in err
    code, _, err = small_matcher("partners", "Big Firm", "--direction", "up", "-n", "0")
    assert code != 0
    assert "direction" in err
    assert "limit: 0 is not between 1 and 100" in err


def test_filters_are_said_and_one_without_its_pathway_is_refused(small_matcher: Matcher) -> None:
    asked = ("partners", "Big Firm", "--pathway", "housing", "--delivers", "--new")
    code, out, _ = small_matcher(*asked)
    assert code == 0
    assert "only known to deliver it; not yet worked with" in " ".join(out.split())
    code, _, err = small_matcher("partners", "Big Firm", "--delivers")
    assert code == 2
    assert "name the pathway" in err


def test_a_fair_list_says_what_it_costs(small_matcher: Matcher) -> None:
    code, out, _ = small_matcher("partners", "Big Firm", "--fair", "sector", "-n", "2")
    assert code == 0
    assert "has its share by sector" in " ".join(out.split())


def test_where_nobody_fits_the_answer_says_so(small_matcher: Matcher) -> None:
    code, out, _ = small_matcher("partners", "Big Firm", "--kind", "cic")
    assert code == 0
    assert "Nobody known fits" in out
