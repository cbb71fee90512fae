"""Tables of consortia."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.records.entries import (
    Classification,
    Description,
    DescriptionKind,
    Entry,
    Operation,
    Trait,
    TraitKind,
)
from graph.records.identifiers import OrgId, PlaceCode
from graph.records.kinds import CollaborationKind, MemberRole, OrganisationKind
from graph.records.model import Collaboration, Membership, Organisation
from graph.sources import importer
from graph.sources.files import SourceFile
from tests.graph.sources.reading import read

SAMPLES = Path(__file__).parents[4] / "shared" / "data"
CORDIS = """\
"projectID";"organisationID";"name";"activityType";"postCode";"city";"role";"rcn"
"101";"999969703";"Ayton Council";"PUB";"ay1 1aa";"Ayton";"coordinator";"1"
"101";"916785413";"Narnia Works Ltd";"PRC";"";"Cair Paravel";"thirdParty";"2"
"102";"999969703";"Ayton Council";"PUB";"ay1 1aa";"Ayton";"participant";"1"
"""
TABLE = "project,organisation,role,start\nP1,Shelter,lead,2013\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def only(entry: Entry, kind: type) -> list[object]:
    return [each for each in (*entry.records, *entry.notes) if isinstance(each, kind)]


def project(entry: Entry) -> Collaboration:
    (found,) = (each for each in entry.records if isinstance(each, Collaboration))
    return found


def body(entry: Entry) -> Organisation:
    (found,) = (each for each in entry.records if isinstance(each, Organisation))
    return found


def part(entry: Entry) -> Membership:
    (found,) = (each for each in entry.records if isinstance(each, Membership))
    return found


def test_a_row_of_cordis_is_a_part_in_a_project(table: Path) -> None:
    entries, rejects = read("consortia", table, CORDIS)
    assert rejects == []
    assert [entry.key for entry in entries] == [
        "101/999969703/coordinator",
        "101/916785413/thirdParty",
        "102/999969703/participant",
    ]
    first, second, _ = entries
    who = OrgId("ZZ-PMS-consortia-999969703")
    assert (body(first).id, body(first).name) == (who, "Ayton Council")
    assert body(first).kind is OrganisationKind.GOVERNMENT
    assert (part(first).collaboration, part(first).organisation) == ("consortia-101", who)
    assert [part(each).role for each in entries] == [
        MemberRole.LEAD,
        MemberRole.SUBCONTRACTOR,
        MemberRole.PARTNER,
    ]
    assert part(second).role_note == "thirdParty"
    assert first.notes == (
        Operation(
            organisation=who,
            places=(PlaceCode("E07000001"),),
            words=(),
            known_from=part(first).provenance.known_from,
        ),
        Trait(organisation=who, kind=TraitKind.POSTCODE, value="AY1 1AA"),
    )
    (narnia,) = only(second, Operation)
    assert isinstance(narnia, Operation)
    assert (narnia.places, narnia.words) == ((), ("Cair Paravel",))


def test_rows_of_one_project_say_the_same_of_it(table: Path) -> None:
    entries, _ = read("consortia", table, CORDIS)
    assert project(entries[0]) == project(entries[1]) != project(entries[2])


def test_columns_go_by_options_where_their_headings_say_nothing(table: Path) -> None:
    content = "a,b,c,d,e,f,g,h,i,j\nP,226171,Body,19/9/2013,2014,41536,T1; T2,Mends,5,Ayton;Oz\n"
    (entry,), rejects = read(
        "consortia",
        table,
        content,
        project="a",
        organisation="b",
        name="c",
        start="d",
        end="e",
        public="f",
        topics="g",
        text="h",
        value="i",
        register="GB-CHC",
        collaboration="contract",
        otherwise="charity",
        set="My Set",
        **{"project-places": "j"},
    )
    assert rejects == []
    assert project(entry).id == "my-set-P"
    assert (project(entry).start, project(entry).end) == ("2013-09-19", "2014")
    assert project(entry).kind is CollaborationKind.CONTRACT
    assert (project(entry).value_gbp, project(entry).places) == (5.0, ("E07000001",))
    assert {each.provenance.known_from for each in entry.records} == {"2013-09-19"}
    assert (body(entry).id, body(entry).kind) == ("GB-CHC-226171", OrganisationKind.CHARITY)
    assert part(entry).role is MemberRole.PARTNER
    (topics,), (text,) = only(entry, Classification), only(entry, Description)
    assert isinstance(topics, Classification)
    assert (topics.scheme, topics.codes) == ("g", ("T1", "T2"))
    assert isinstance(text, Description)
    assert (text.kind, text.text) == (DescriptionKind.PROJECT, "Mends")


def test_an_org_id_is_taken_as_it_is(table: Path) -> None:
    content = "project,org_id,name\nP,GB-COH-3861209,Body\nP,GB-COH-!,Body\n"
    (entry,), (reject,) = read("consortia", table, content)
    assert body(entry).id == "GB-COH-03861209"
    assert (reject.row, reject.field, reject.value) == (3, "org_id", "GB-COH-!")


def test_organisations_without_numbers_go_by_their_names(table: Path) -> None:
    (entry,), _ = read("consortia", table, TABLE)
    assert (body(entry).id, entry.key) == ("ZZ-PMS-shelter", "P1/Shelter/lead")
    assert part(entry).role_note == ""


def test_a_table_of_projects_gives_their_names_and_days(table: Path) -> None:
    (entry,), _ = read("consortia", table, "id,title,startDate\n7,Hope,2013-01-02\n")
    assert entry.records == (project(entry),)
    assert (project(entry).id, project(entry).name) == ("consortia-7", "Hope")
    (named,), _ = read("consortia", table, "project_id,name\n7,Hope\n")
    assert (project(named).name, named.notes) == ("Hope", ())


def test_a_table_of_organisations_gives_their_names(table: Path) -> None:
    (entry,), _ = read("consortia", table, "pic,name\n7,Hope Charity\n")
    assert entry.records == (body(entry),)
    assert body(entry).kind is OrganisationKind.CHARITY


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CORDIS, "taking-part"),
        (TABLE, "taking-part"),
        ("rcn,title\n", "projects"),
        ("pic,name\n", "organisations"),
    ],
)
def test_the_three_kinds_of_tables_stand_side_by_side(table: Path, content: str, kind: str) -> None:
    table.write_text(content, encoding="utf-8")
    file = SourceFile.look_over(table, progress=lambda *_: None)
    assert importer("consortia").part_of(file) == kind


def test_all_that_is_wrong_with_a_row_is_told_at_once(table: Path) -> None:
    content = "project,organisation,role,start,value_gbp\n,Shelter,boss,9999-01-01,-5\n"
    entries, (reject,) = read("consortia", table, content)
    assert entries == []
    assert (reject.row, reject.key, reject.field) == (2, "Shelter/boss", "project")
    for reason in (
        "project: must not be blank",
        "start: '9999-01-01' is not a date of our time",
        "value_gbp: '-5' is not",
        "role: the role 'boss' is not known; say what it means: --option roles='boss=partner'",
    ):
        assert reason in reject.reason


def test_a_row_without_an_organisation_is_rejected(table: Path) -> None:
    _, (reject,) = read("consortia", table, "project,organisation\nP1,\n")
    assert (reject.field, reject.reason) == ("organisation", "organisation: must not be blank")


def test_roles_and_kinds_of_others_are_told_by_options(table: Path) -> None:
    content = "project,organisation,role,type\nP1,Shelter,Big Boss,OTH\nP1,Nacro,x,PRC\n"
    entries, _ = read(
        "consortia", table, content, roles="big boss=lead;*=funder", kinds="OTH=charity"
    )
    assert [part(each).role for each in entries] == [MemberRole.LEAD, MemberRole.FUNDER]
    assert [body(each).kind.value for each in entries] == ["charity", "private-company"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"roles": "boss"}, "roles: 'boss' is not WORD=MEANING with one of lead, "),
        ({"kinds": "OTH=thing"}, "kinds: 'OTH=thing' is not WORD=MEANING"),
        ({"otherwise": "thing"}, "otherwise=thing is not one of charity, "),
        ({"collaboration": "thing"}, "collaboration=thing is not one of tr-bid, "),
        ({"role": "job"}, "no column for role=job; the table has the columns project, organ"),
        ({"project": ""}, "no column that is known to hold a project"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_read(
    table: Path, options: dict[str, str], told: str
) -> None:
    with pytest.raises(SourceError) as error:
        read("consortia", table, TABLE, **options)
    assert told in str(error.value)


def test_a_table_of_another_source_is_told_with_its_columns(table: Path) -> None:
    with pytest.raises(SourceError, match=r"the columns x, y\. Say which .*--option project="):
        read("consortia", table, "x,y\n1,2\n")


@given(st.lists(st.lists(st.text(max_size=20), min_size=4, max_size=4), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_stands_in_the_cells_every_row_is_taken_or_rejected(
    table: Path, rows: list[list[str]]
) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["project", "pic", "role", "start"])
    writer.writerows([[cell.replace("\0", "") for cell in row] for row in rows])
    content = text.getvalue().encode("utf-8", "replace")
    entries, rejects = read("consortia", table, content, roles="*=partner")
    taken = sum(entry.rows for entry in entries) + sum(reject.rows for reject in rejects)
    assert taken >= len(rows)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the real samples are not here")
@pytest.mark.parametrize(
    ("sample", "options", "projects"),
    [
        ("consortia_h2020/participations_2014_2018.csv.gz", {}, 1500),
        (
            "consortia_uk/participations.csv.gz",
            {"role": "org_or_partner_id", "roles": "*=partner"},
            0,
        ),
        ("consortia_uk/projects.csv.gz", {}, 1500),
    ],
)
def test_the_real_tables_are_read(
    table: Path, sample: str, options: dict[str, str], projects: int
) -> None:
    with gzip.open(SAMPLES / sample, "rt", encoding="utf-8", newline="") as file:
        content = "".join(line for line, _ in zip(file, range(2000), strict=False))
    entries, rejects = read("consortia", table, gzip.compress(content.encode()), **options)
    assert all(reject.row > 1990 for reject in rejects)  # the sample is cut off within a row
    assert len(entries) > 500
    assert all(project(entry).start is not None for entry in entries[:projects])
