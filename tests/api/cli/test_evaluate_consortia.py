"""`matcher evaluate consortia` on any table of consortia."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.service.consortium_files import ConsortiumFile
from graph.errors import SourceError
from matcher.evaluation.consortia import Outcome, evaluate_consortia
from matcher.evaluation.consortium_questions import Task
from tests.matcher.evaluation.consortia_table import rows, written

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.evaluation.consortium_years import Years
    from tests.api.command import Matcher

COLUMNS = {
    "project": "Grant",
    "organisation": "Body",
    "role": "Part",
    "start": "Began",
    "place": "Land",
    "type": "Sort",
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("consortia") / "who.csv.gz")


@pytest.fixture(scope="module")
def outcome(table: Path) -> Outcome:
    """What one evaluation comes to, for all that shows it."""
    file = ConsortiumFile.read(table, projects=None, known_until=2005, options=COLUMNS)
    years = file.years(train_until=2005, test_from=2006, test_until=None)
    return evaluate_consortia(years, queries=10, seed=1)


@pytest.fixture
def evaluated(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> list[Years]:
    """Let the command show that outcome; the years that it asked for are kept."""
    kept: list[Years] = []

    def give(years: Years, **_: object) -> Outcome:
        kept.append(years)
        return outcome

    monkeypatch.setattr("api.cli.evaluating_consortia.evaluate_consortia", give)
    return kept


def asked(table: Path, *more: str, **columns: str) -> list[str]:
    """The words of the command."""
    options = [f"--option={name}={said}" for name, said in (COLUMNS | columns).items() if said]
    split = ["--train-until=2005", "--test-from=2006", "--queries=10"]
    return ["evaluate", "consortia", f"--participations={table}", *options, *split, *more]


def test_tells_every_figure_as_json(
    matcher: Matcher, table: Path, tmp_path: Path, evaluated: list[Years]
) -> None:
    topics = tmp_path / "topics.csv"
    topics.write_text(
        "Grant,topic\n" + "".join({f"{row[0]},{row[6]}\n" for row in rows()}), encoding="utf-8"
    )
    _, out, _ = matcher(*asked(table, f"--projects={topics}", "--format=json"))
    told = json.loads(out)
    assert told["rejected"] == 0
    assert told["rows"] == len(rows())
    assert told["data"].keys() == {"who.csv.gz", "topics.csv"}
    assert (told["learnt_from"], told["asked_to"]) == ("2005-01-01", "2006-12-31")
    assert {each["task"] for each in told["results"]} >= {"new partners", "any partner", "line-up"}
    model = next(each for each in told["results"] if each["method"] == "model")
    assert model["calibration"]["bins"]
    assert set(model["figures"]) >= {"ndcg@10", "mrr", "recall@10"}
    assert told["weights"]["new partners"]["hypergraph-walk"] >= 0
    assert set(evaluated[0].history.terms.names) >= {"T0", "T1"}


@pytest.mark.usefixtures("evaluated")
def test_shows_the_methods_beside_each_other(matcher: Matcher, table: Path) -> None:
    _, shown, _ = matcher(*asked(table, "--format=table"))
    assert "In short: nDCG@10 of the model" in shown
    assert re.search(r"^new partners +popularity +\d\.\d{3} +\d\.\d{3}", shown, re.MULTILINE)
    assert "Method: " not in shown, "it fits a terminal of 80 columns"
    assert "How far chances can be believed" in shown
    _, rowed, _ = matcher(*asked(table, "--format=csv"))
    assert rowed.startswith("task,method")


@pytest.mark.usefixtures("evaluated")
def test_writes_a_card(matcher: Matcher, table: Path, tmp_path: Path) -> None:
    path = tmp_path / "card.md"
    matcher(*asked(table, f"--card={path}"))
    card = path.read_text(encoding="utf-8")
    for told in ("`who.csv.gz`, data version `", "until 2005-12-31", "| model |", "New partners: "):
        assert told in card
    code, _, err = matcher(*asked(table, f"--card={tmp_path}"))
    assert code != 0
    assert "is a folder" in " ".join(err.split())


@pytest.mark.usefixtures("evaluated")
def test_says_that_it_asked_the_rest(matcher: Matcher, table: Path, tmp_path: Path) -> None:
    _, out, _ = matcher(*asked(table, "--rest", "--format=json", f"--card={tmp_path / 'card.md'}"))
    assert json.loads(out)["rest"]
    assert "without --rest does not ask" in " ".join(json.loads(out)["notes"])
    assert "without --rest does not ask" in (tmp_path / "card.md").read_text(encoding="utf-8")


def test_half_years_tell_lengths_of_projects_apart(tmp_path: Path) -> None:
    table = tmp_path / "who.csv"
    lines = ["project,organisation_id,start,end", *("P1,A,2001-01-01,2003-12-31",)]
    lines += ["P2,A,2001-01-01,", "P3,A,2001-01-01,2000-01-01", "P4,A,2001,2005-01-01"]
    table.write_text("\n".join(lines), encoding="utf-8")
    about = ConsortiumFile.read(table, projects=None, known_until=2013, options={}).history.about
    assert about.sum(axis=1).tolist() == [1, 0, 0, 1]
    assert about.shape[1] == 2


@pytest.mark.parametrize(
    ("more", "columns", "told"),
    [
        ((), {"start": ""}, "--option start=HEADING"),
        ((), {"start": "Nowhere"}, "start=Nowhere"),
        ((), {"what": "Grant"}, "is none of project=HEADING"),
        ((), {"start": "Land"}, "no row with a project"),
        ((), {"organisation": "Grant"}, "'Grant' was taken for project and for organisation"),
        (("--test-until=2005",), {}, "--train-until must be"),
        (("--projects=nowhere.csv",), {}, "nowhere.csv"),
    ],
)
def test_says_what_is_wrong_and_what_to_do(
    matcher: Matcher, table: Path, more: tuple[str, ...], columns: dict[str, str], told: str
) -> None:
    code, _, err = matcher(*asked(table, *more, **columns))
    assert code != 0
    assert told in " ".join(err.split())


@pytest.mark.parametrize("row", ["", "elsewhere,T1\n"])
def test_says_that_topics_are_of_other_projects(
    matcher: Matcher, table: Path, tmp_path: Path, row: str
) -> None:
    topics = tmp_path / "topics.csv"
    topics.write_text(f"project,topic\n{row}", encoding="utf-8")
    _, _, err = matcher(*asked(table, f"--projects={topics}"))
    assert "the same identifiers" in " ".join(err.split())


def test_a_table_of_two_years_is_too_short(matcher: Matcher, tmp_path: Path) -> None:
    table = tmp_path / "who.csv"
    lines = ["P1,x,2014-03-01", "P1,y,2014-03-01", "P2,x,2015-03-01", "P2,y,2015-03-01"]
    table.write_text("\n".join(["project,organisation,start", *lines]), encoding="utf-8")
    split = ["--train-until=2014", "--test-from=2015"]
    code, _, err = matcher("evaluate", "consortia", f"--participations={table}", *split)
    assert code != 0
    assert "a table of 3 years at least is needed" in " ".join(err.split())


def test_the_last_known_year_is_one_in_which_a_project_began(tmp_path: Path) -> None:
    table = tmp_path / "gap.csv"
    began = ("2010-01-01", "2011-03-01", "2014-05-01")
    lines = [f"P{day},{who},{day}" for day in began for who in ("x", "y")]
    table.write_text("\n".join(["project,organisation,start", *lines]), encoding="utf-8")
    file = ConsortiumFile.read(table, projects=None, known_until=2013, options={})
    years = file.years(train_until=2013, test_from=2014, test_until=None)
    assert years.learns.start == date(2011, 1, 1).toordinal()
    assert years.learns.end == date(2012, 1, 1).toordinal()


def test_dates_topics_and_texts_come_from_a_table_of_projects(tmp_path: Path) -> None:
    who, projects = tmp_path / "who.csv", tmp_path / "projects.csv"
    who.write_text("project_id,organisation\nP1,x\nP1,y\nP2,x\nP3,y\n", encoding="utf-8")
    projects.write_text(
        "project_id,start,end,programme\nP1,2001-05-01,2003-04-30,arts\nP1,,,sport\nP2,2002,,\n",
        encoding="utf-8",
    )
    file = ConsortiumFile.read(who, projects=projects, known_until=2002, options={})
    assert (file.rows, file.rejected) == (4, 1)  # nothing tells when P3 began
    assert sorted(file.history.terms.names) == ["0", "arts", "sport"]
    assert sorted(set(file.history.day)) == [
        date(2001, 5, 1).toordinal(),
        date(2002, 1, 1).toordinal(),
    ]


def test_the_area_of_a_postcode_is_a_place_where_no_other_is_told(tmp_path: Path) -> None:
    table = tmp_path / "who.csv"
    lines = ["P1,x,2014,BS1 6NA,", "P1,y,2014,M1 1AE,", "P1,z,2014,unknown,"]
    table.write_text("\n".join(["project,organisation,start,postcode,", *lines]), encoding="utf-8")
    read = ConsortiumFile.read(table, projects=None, known_until=2014, options={})
    assert read.history.terms.names == ("BS", "M")
    placed = ConsortiumFile.read(
        table, projects=None, known_until=2014, options={"place": "organisation"}
    )
    assert placed.history.terms.names == ("x", "y", "z")


def test_a_table_of_projects_that_tells_nothing_says_what_it_could(
    matcher: Matcher, table: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "projects.csv"
    empty.write_text("project,budget\nP1,3\n", encoding="utf-8")
    _, _, err = matcher(*asked(table, f"--projects={empty}"))
    assert "has no column for topics" in " ".join(err.split())


def test_a_name_tells_what_an_organisation_is_where_no_column_does(tmp_path: Path) -> None:
    table = tmp_path / "who.csv"
    lines = ["P1,Ayton College,2014,PRC", "P1,Beeton,2014,PRC"]
    table.write_text("\n".join(["project,name,start,sort", *lines]), encoding="utf-8")
    read = ConsortiumFile.read(table, projects=None, known_until=2014, options={})
    assert read.history.terms.names == ("fe-college",)
    typed = ConsortiumFile.read(table, projects=None, known_until=2014, options={"type": "sort"})
    assert typed.history.terms.names == ("PRC",)


def test_rows_that_are_left_out_are_told_with_what_they_lack(tmp_path: Path) -> None:
    table = tmp_path / "who.csv"
    lines = ["P1,x,2014", ",y,2014", "P1,,2014", "P1,z,soon", "P1,u,", "P1,v,9999"]
    table.write_text("\n".join(["project,organisation,start", *lines]), encoding="utf-8")
    read = ConsortiumFile.read(table, projects=None, known_until=2014, options={})
    assert read.rejected == 5
    project, who, began = read.notes
    assert project == "1 row is left out without a project: the first is line 3"
    assert who == "1 row is left out without an organisation: the first is line 4"
    assert began.startswith("3 rows are left out without a day on which the project began")
    assert began.endswith("such as 2013-09-19 or 2013: line 5 has 'soon'")


def test_a_table_without_days_is_told_what_it_has_in_their_place(
    matcher: Matcher, tmp_path: Path
) -> None:
    table = tmp_path / "who.csv"
    table.write_text("project,organisation,start\nP1,x,15/01/05\n", encoding="utf-8")
    split = ["--train-until=2014", "--test-from=2015"]
    code, _, err = matcher("evaluate", "consortia", f"--participations={table}", *split)
    assert code != 0
    assert "such as 2013-09-19 or 2013: line 2 has '15/01/05'" in " ".join(err.split())


def test_a_table_whose_days_have_the_month_first_is_read_so(tmp_path: Path) -> None:
    table = tmp_path / "who.csv"
    lines = ["P1,x,02/03/2014,04/05/2016", "P2,x,12/31/2014,"]
    table.write_text("\n".join(["project,organisation,start,end", *lines]), encoding="utf-8")
    read = ConsortiumFile.read(table, projects=None, known_until=2014, options={})
    assert [date.fromordinal(day) for day in sorted(read.history.day)] == [
        date(2014, 2, 3),
        date(2014, 12, 31),
    ]
    assert read.notes == ("days are read with the month first, as some can only be read so",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[{"project": "P1", "organisation": "x"}]', "is JSON: a table is needed"),
        ("project^organisation^start\nP1^x^2014\n", "and --option delimiter=comma, semicolon"),
    ],
)
def test_a_file_that_is_no_table_of_columns_is_told_what_it_is(
    matcher: Matcher, tmp_path: Path, text: str, told: str
) -> None:
    table = tmp_path / "who.csv"
    table.write_text(text, encoding="utf-8")
    split = ["--train-until=2014", "--test-from=2015"]
    code, _, err = matcher("evaluate", "consortia", f"--participations={table}", *split)
    assert code != 0
    assert told in " ".join(err.split())


def read(tmp_path: Path, *lines: str, **options: str) -> ConsortiumFile:
    """Read a table of these lines."""
    table = tmp_path / "who.csv"
    table.write_text("\n".join(lines), encoding="utf-8")
    return ConsortiumFile.read(table, projects=None, known_until=2014, options=options)


def test_who_leads_may_be_said_in_the_words_of_the_table(tmp_path: Path) -> None:
    lines = ("project,name,start,role", "P1,x,2014,Antragsteller", "P1,y,2014,Mitglied")
    unsaid = read(tmp_path, *lines)
    assert not unsaid.history.leads.any()
    (note,) = (note for note in unsaid.notes if "lead" in note)
    assert "Antragsteller, Mitglied. If one is, say it" in note
    said = read(tmp_path, *lines, lead="antragsteller")
    assert said.history.leads.tolist() == [True, False]


def test_a_column_that_asks_who_leads_says_yes_or_no(tmp_path: Path) -> None:
    found = read(tmp_path, "Contract,Provider,Year,Lead?", "C1,x,2014,Yes", "C1,y,2014,No")
    assert found.history.leads.tolist() == [True, False]
    assert found.columns["project"] == "Contract"
    roles = read(tmp_path, "Contract,Provider,Year,Role", "C1,x,2014,Yes", "C1,y,2014,No")
    assert not roles.history.leads.any()


def test_columns_that_are_not_read_are_told_with_what_they_could_hold(tmp_path: Path) -> None:
    (note,) = read(tmp_path, "project,name,start,Ort", "P1,x,2014,Bonn").notes
    assert note.startswith("not read is Ort. No column was found for role, end, place,")
    assert read(tmp_path, "project,name,start", "P1,x,2014").notes == ()


def test_a_financial_year_is_the_first_of_its_two_years(tmp_path: Path) -> None:
    found = read(tmp_path, "project,name,financial year", "P1,x,2013/14", "P2,x,2014-2015")
    assert sorted(found.history.day) == [date(year, 1, 1).toordinal() for year in (2013, 2014)]
    assert any(note.startswith("years such as 2010/11 count") for note in found.notes)
    both = read(tmp_path, "project,name,start", "P1,x,2013/15", "P1,x,2014")
    assert both.rejected == 1, "2013/15 is no year"


def test_a_table_of_whole_projects_is_told_that_each_member_needs_a_row(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="a row is needed for each organisation in each project"):
        read(tmp_path, "contract,members,year", "C1,x; y,2014")


def test_what_is_odd_about_rows_that_are_read_is_told_with_the_first_of_them(
    tmp_path: Path,
) -> None:
    lines = ("P1,x,2014,2016", "P1,y,2013-05-01,2001", "P1,y,2014,soon", "P2,y,2014,")
    found = read(tmp_path, "project,name,start,end", *lines)
    assert found.notes == (
        "an end before the start is not read: 1 row, the first is line 3",
        "an organisation told again in a project counts once: 1 row, the first is line 4",
        "an end that is no day is not read: 1 row, line 4 has 'soon'",
        "1 project has rows with different starts, such as 'P1': the first day counts",
    )


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("project,name,start",), "it has a header alone"),
        (("project,name,start,start", "P1,x,2014,2015"), "2 columns headed 'start': rename"),
        (("project,name,start", f"P1,{'x' * 1000},2014"), "the cell for name has 1,000 letters"),
    ],
)
def test_a_table_that_tells_nobody_s_partners_says_why(
    tmp_path: Path, lines: tuple[str, ...], told: str
) -> None:
    with pytest.raises(SourceError, match=told):
        read(tmp_path, *lines)


def test_a_table_whose_projects_have_one_organisation_each_is_told_so(tmp_path: Path) -> None:
    found = read(tmp_path, "project,name,start", *(f"P{year},x,{year}" for year in (2012, 2014)))
    with pytest.raises(
        SourceError, match="2 projects by the column 'project', organisations by 'n"
    ):
        found.years(train_until=2013, test_from=2014, test_until=None)


def test_an_option_may_name_a_column_of_the_table_of_projects_alone(tmp_path: Path) -> None:
    who, projects = tmp_path / "who.csv", tmp_path / "projects.csv"
    who.write_text("project,name,start\nP1,x,2014\nP1,y,2014\n", encoding="utf-8")
    projects.write_text("project,topic,field of work\nP1,sport,arts\n", encoding="utf-8")
    options = {"topics": "Field of work"}
    found = ConsortiumFile.read(who, projects=projects, known_until=2014, options=options)
    assert found.history.terms.names == ("arts",)
    with pytest.raises(SourceError, match="there is no column for place=Field of work"):
        ConsortiumFile.read(
            who, projects=projects, known_until=2014, options={"place": "Field of work"}
        )


def test_a_table_without_leads_and_with_few_questions_says_so(
    matcher: Matcher, tmp_path: Path, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(
        outcome,
        results=tuple(replace(each, questions=3) for each in outcome.results),
        left_out={Task.LINE_UP: "of something else"},
    )
    monkeypatch.setattr("api.cli.evaluating_consortia.evaluate_consortia", lambda *_, **__: few)
    table = tmp_path / "who.csv"
    rows = [f"P{year},{who},{year}" for year in (2012, 2013, 2014) for who in ("x", "y")]
    table.write_text("\n".join(["project,name,start", *rows]), encoding="utf-8")
    split = ["--train-until=2013", "--test-from=2014", "--format=json"]
    _, out, _ = matcher("evaluate", "consortia", f"--participations={table}", *split)
    told = " ".join(json.loads(out)["notes"])
    assert "line-up is left out: no row tells who leads" in told
    assert "fewer than 10 questions are asked about new partners (3)" in told


def test_months_after_a_stroke_are_read_anew(tmp_path: Path) -> None:
    found = read(tmp_path, "project,name,start", "P1,x,2010/11", "P2,x,2010/09")
    assert date(2010, 11, 1).toordinal() in found.history.day
    assert found.rejected == 0
    assert "read as months" in found.notes[0]


def test_a_column_may_name_the_lead_of_each_row(tmp_path: Path) -> None:
    found = read(tmp_path, "project,name,start,lead partner", "P1,x,2014,X", "P1,y,2014,X")
    assert found.history.leads.tolist() == [True, False]
    with pytest.raises(SourceError, match="'name' was taken for name and for role"):
        read(tmp_path, "project,name,start", "P1,x,2014", role="name")


def test_what_programs_write_for_nothing_names_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, "project,name,start", "#N/A,x,2014", "P1,NULL,2014", "P1,x,2014")
    assert (found.rejected, found.history.size) == (2, 1)


def test_names_that_differ_in_their_writing_are_told(tmp_path: Path) -> None:
    lines = ("P1,Ayton Trust,2014", "P1,AYTON  trust,2014")
    (note,) = read(tmp_path, "project,name,start", *lines).notes
    assert note.endswith(": 1, such as 'AYTON  trust' beside 'Ayton Trust'")
    assert read(tmp_path, "project,organisation_id,start", *lines).notes == ()


def test_what_a_table_of_projects_lacks_is_told(tmp_path: Path) -> None:
    who, projects = tmp_path / "who.csv", tmp_path / "projects.csv"
    who.write_text("project,name\nP1,x\nP2,x\nP3,x\n", encoding="utf-8")
    projects.write_text("project,start\nP1,2014\nP2,soon\nP9\n", encoding="utf-8")
    notes = ConsortiumFile.read(who, projects=projects, known_until=2014, options={}).notes
    told = " ".join(notes)
    assert "line 3 has 'soon' in the table of projects" in told
    assert "projects.csv: 1 row cannot be read: line 4: the row has 1 cells" in told
