"""Statements as files: every key, and all the mistakes at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.formats.statement_file import EXAMPLE, read_statement_file
from graph.errors import StatementError, UnmatchedNameError
from graph.packs.statement_answers import Known
from graph.packs.statement_questions import COLUMNS, OF_ORGANISATION, OF_WORK
from graph.packs.statements import Figures, Work
from graph.records.provenance import PartialDate
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from pathlib import Path

    from graph.packs.statements import Statement

TODAY = date(2026, 11, 27)
LEAST = 'name = "Harbour"\nkind = "charity"\nconsent = true\n'
A_WORK = '[[work]]\npathways = ["mentoring"]\nplaces = ["Leeds"]\n'


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(read_builtin(), TODAY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "harbour.toml"


def read(file: Path, known: Known, text: str) -> Statement:
    file.write_text(text, "utf-8")
    return read_statement_file(file, known)[0]


def mistakes(file: Path, known: Known, text: str) -> list[str]:
    file.write_text(text, "utf-8")
    with pytest.raises(StatementError) as found:
        read_statement_file(file, known)
    return list(found.value.mistakes)


def test_the_example_is_sound_and_has_every_key(file: Path, known: Known) -> None:
    said = read(file, known, EXAMPLE)
    assert (said.identifier, said.kind, said.founded) == ("GB-CHC-1234567", "charity", "2004")
    assert (said.since, said.turnover_gbp) == (TODAY, (1e5, 2.5e5))
    (work,) = said.work
    assert work.pathways == ("accommodation", "mentoring")
    assert work.places == ("E07000071", "E07000076")
    assert (work.cohorts, work.setting, work.sex) == (("women",), "community", "women")
    assert (work.justice, work.capacity_needs_a_year) == ("explicit", 60.0)
    assert work.proof is not None
    assert (work.proof.kind, work.proof.level) == ("survey", 2)
    assert {said.interests, said.refused} == {(("tier2", "CPA19"), ("tier3", "CPA19")), ()}
    assert said.figures == Figures(
        year_end=PartialDate("2025-03-31"),
        income=180_000.0,
        spending=172_500.0,
        reserves=40_000.0,
    )
    assert (said.employees, said.volunteers) == (6, 15)
    for question in COLUMNS:
        assert f"{question.key} = " in EXAMPLE


def test_what_is_left_out_is_unknown(file: Path, known: Known) -> None:
    said = read(file, known, LEAST + A_WORK)
    assert (said.identifier, said.founded, said.turnover_gbp, said.scope_note) == (None,) * 3 + (
        "",
    )
    assert said.work == (Work(pathways=("mentoring",), places=said.work[0].places),)


def test_numbers_dates_and_texts_are_taken_as_they_come(file: Path, known: Known) -> None:
    head = LEAST.replace("charity", "Staff mutual") + "founded = 2004\nsince = 2026-05-01\n"
    said = read(
        file,
        known,
        head + '[[work]]\npathways = "Mentoring; drugs_alcohol; mentoring"\nplaces = "HMP Leeds"\n'
        'capacity_needs_a_year = "1,200"\n',
    )
    assert (said.kind, said.founded, said.since) == ("staff-mutual", "2004", date(2026, 5, 1))
    (work,) = said.work
    assert work.pathways == ("mentoring", "drugs_alcohol")
    assert (work.places, work.capacity_needs_a_year) == (("prison-leeds",), 1200.0)


def test_another_organisation_of_the_name_says_so(file: Path, known: Known) -> None:
    file.write_text(LEAST + "another = true\n" + A_WORK, "utf-8")
    assert read_statement_file(file, known)[1]


def test_all_mistakes_come_at_once_each_with_its_key(file: Path, known: Known) -> None:
    found = mistakes(
        file,
        known,
        'name = "&"\nidentifier = 801355\nkind = "club"\nfounded = "2027"\nturnover = "5-3"\n'
        'since = 2030-01-01\ncolour = 1\nanother = "no"\nconsent = false\n'
        'interest_areas = ["Essex"]\naccounts_reserves = 3\n'
        '[[work]]\npathways = ["yoga"]\nplaces = ["Yorkshire", "Atlantis"]\n'
        'setting = ["custody"]\n'
        '[[work]]\npathways = ["ete"]\nplaces = []\n'
        "capacity_needs_a_year = 0\nsex = true\nhow = 1\nevidence_by = 'me'\n",
    )
    expected = [
        "another: 'no' is neither true nor false",
        "name: '&' contains no word",
        "identifier: '801355': say whose number it is: charity 801355, or company 801355",
        "kind: 'club' is not one of charity,",
        "founded: 2027 is after today, 2026-11-27",
        "turnover: '5-3' has its top below its bottom",
        "since: 2030-01-01 is after today",
        "consent: is no, and what others may not see is not kept here",
        "interest: must be answered if interest_areas is",
        "accounts_year_end: must be answered if accounts_reserves is",
        "colour: is not a key; there are: name, identifier, kind,",
        "work 1, pathways: No pathway is called 'yoga'. There are: accommodation, ete,",
        "work 1, places: More than one place is called 'Yorkshire': East Riding",
        "work 1, setting: ['custody'] is not a text in quotes, such as community",
        "work 2, places: must be answered, such as Colchester",
        "work 2, sex: True is not a text in quotes, such as women",
        "work 2, capacity_needs_a_year: '0' is not a number of at least 1",
        "work 2, evidence_kind: must be answered if evidence_by is",
        "work 2, how: is not a key; there are: pathways, places,",
    ]
    assert len(found) == len(expected)
    for message, start in zip(found, expected, strict=True):
        assert message.startswith(start)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "is not TOML"),
        (LEAST, "work: say what it does, in a block that begins with a line [[work]]"),
        (LEAST + 'work = "mentoring"\n', "work: begin each kind of work with a line [[work]]"),
        (LEAST + "[[work]]\n" + 'pathways = "ete"\n', "work, places: must be answered"),
        (LEAST + 'turnover = "a lot"\n' + A_WORK, "turnover: 'a lot' is not a band in pounds"),
        (LEAST + 'since = "May"\n' + A_WORK, "since: 'May' is not a day, such as 2026-11-27"),
        (LEAST + "since = 1400-01-01\n" + A_WORK, "since: 1400-01-01 is before 1990"),
        (LEAST + 'identifier = "GB-CHC-12"\n' + A_WORK, "identifier: 'GB-CHC-12': '12' is not"),
        (LEAST.replace("true", "1") + A_WORK, "consent: '1' is neither yes nor no"),
        (
            LEAST + "since = 2025-01-01\naccounts_year_end = 2025-03-31\n" + A_WORK,
            "accounts_year_end: is after 2025-01-01, the day under since",
        ),
        (LEAST + 'accounts_year_end = "2025"\n' + A_WORK, "accounts_year_end: '2025' is not a day"),
        (LEAST.replace('"Harbour"', '["A", "B"]') + A_WORK, "name: ['A', 'B'] is not a text"),
    ],
)
def test_a_file_that_cannot_be_right_says_why(
    file: Path, known: Known, text: str, message: str
) -> None:
    (found,) = mistakes(file, known, text)
    assert message in found


def test_who_tells_of_interest_or_accounts_need_not_tell_of_work(file: Path, known: Known) -> None:
    said = read(file, known, LEAST + 'interest = "tier2"\n')
    assert (said.work, said.interests) == ((), (("tier2", None),))
    said = read(file, known, LEAST + "accounts_year_end = 2025-03-31\naccounts_reserves = -3\n")
    assert said.figures is not None
    assert said.figures.reserves == -3.0


def test_the_file_asks_what_the_spreadsheet_asks() -> None:
    assert (*OF_ORGANISATION, *OF_WORK) == COLUMNS
    assert len({question.key for question in COLUMNS}) == len(COLUMNS)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, known: Known) -> None:
    with pytest.raises(StatementError, match=r"none\.toml cannot be read"):
        read_statement_file(tmp_path / "none.toml", known)


@pytest.mark.parametrize(
    ("answer", "band"),
    [
        ("£100,000 to £250,000", (1e5, 2.5e5)),
        ("0.5m-1m", (5e5, 1e6)),
        ("100k+", (1e5, None)),
        ("0-25000", (0.0, 25e3)),
    ],
)
def test_a_turnover_is_read_as_people_write_it(
    file: Path, known: Known, answer: str, band: tuple[float, float | None]
) -> None:
    said = read(file, known, f'{LEAST}turnover = "{answer}"\n{A_WORK}')
    assert said.turnover_gbp == band


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Leeds", "E08000035"),
        ("leeds PRISON", "prison-leeds"),
        ("HMP Dartmoor", "prison-dartmoor"),
        ("Dartmoor", "prison-dartmoor"),
        ("Essex", "CPA19"),
        ("Greater Manchester", "E23000005"),
        ("City of Bristol", "E06000023"),
        ("England and Wales", "K04000001"),
        ("trust-south-yorkshire", "trust-south-yorkshire"),
    ],
)
def test_a_place_is_what_people_mean_by_its_name(known: Known, text: str, code: str) -> None:
    assert known.places.find(text).code == code


def test_a_place_that_is_not_clear_is_asked_for_again(known: Known) -> None:
    with pytest.raises(UnmatchedNameError, match=r"Newcastle upon Tyne .E08000021.; Newcastle-"):
        known.places.find("Newcastle")
    with pytest.raises(UnmatchedNameError, match="Did you mean"):
        known.places.find("Ledes")
