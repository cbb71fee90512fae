"""Reading data packs: whole or not at all, with every mistake at once."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import pytest

from graph.errors import PackError
from graph.packs.files import FILES
from graph.packs.reading import builtin, check_pack, read_pack
from graph.records.kinds import PlaceKind
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.version import data_version
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


SPOILT_ORGANISATIONS = 20


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built-in programme with its first organisations only; not to be changed.

    A hundred copies of it are read below, each in a tenth of the time that the whole one takes.
    """
    folder = tmp_path_factory.mktemp("part") / "pack"
    shutil.copytree(builtin(), folder)
    first = {row["id"] for row in rows_of(folder / "organisations.csv")[:SPOILT_ORGANISATIONS]}
    keep(folder / "organisations.csv", lambda row: row["id"] in first)
    told = {path.name for path in folder.glob("*.csv")} - {"cohort_shares.csv"}  # of what people
    for name in told:
        keep(folder / name, lambda row: {*map(row.get, ("organisation", "of"))} <= {*first, None})
    joined = {row["collaboration"] for row in rows_of(folder / "memberships.csv")}
    keep(folder / "collaborations.csv", lambda row: row["id"] in joined)
    return folder


@pytest.fixture
def pack(part: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return shutil.copytree(part, tmp_path / "pack")


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a file by heading."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write other rows under the headings of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def keep(path: Path, wanted: Callable[[dict[str, str]], bool]) -> None:
    """Keep some rows of a file."""
    write_rows(path, filter(wanted, rows_of(path)))


def edit(path: Path, row: int, change: Callable[[dict[str, str]], None]) -> None:
    """Change one row of a file; rows count as an editor does."""
    rows = rows_of(path)
    change(rows[row - 2])
    write_rows(path, rows)


def blank_column(path: Path, *columns: str) -> None:
    """Blank some columns of all rows."""
    write_rows(path, [{**row, **dict.fromkeys(columns, "")} for row in rows_of(path)])


def mistakes(folder: Path) -> list[str]:
    """Read a pack that must be refused, and give its mistakes."""
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    found = [str(mistake) for mistake in caught.value.mistakes]
    assert [str(m) for m in check_pack(folder).mistakes] == found
    return found


def test_the_built_in_programme_is_sound_and_has_what_was_promised() -> None:
    facts = read_builtin()
    kinds = [place.kind for place in facts.places]
    assert check_pack(builtin()).mistakes == ()
    assert facts.programme.id == "transforming-rehabilitation"
    assert len(facts.areas) == 21
    assert kinds.count(PlaceKind.TRUST) == 35
    assert kinds.count(PlaceKind.POLICE_AREA) == 43
    assert kinds.count(PlaceKind.AUTHORITY) == 348
    assert len(facts.prisons) == 121
    assert len(facts.organisations) >= 160
    populations = [p.population or 0 for p in facts.places if p.kind is PlaceKind.AUTHORITY]
    assert sum(populations) == 56_075_912


def test_no_fact_rests_on_a_source_whose_licence_would_bind_the_whole_database() -> None:
    facts = read_builtin()
    assert [source.id for source in facts.sources if "ODbL" in (source.licence or "")] == []


def test_a_result_that_is_empty_or_bad_says_so_and_an_unknown_one_has_no_level() -> None:
    rows = read_builtin().evidence
    unknown = [row for row in rows if "not in our sources" in row.note]
    assert len(unknown) >= 2
    assert [row for row in unknown if row.level is not None] == []
    empty = [row for row in rows if row.effect.startswith(("inconclusive", "no effect"))]
    assert [row.level for row in empty] == [0] * 3
    assert [row.level for row in rows if row.effect.startswith("more reoff")] == [-1]


def test_a_caseload_says_when_it_became_public() -> None:
    areas = [area for area in read_builtin().areas if area.caseload]
    assert len(areas) == 7
    assert [a.id for a in areas if not a.caseload_note.startswith("public in 201")] == []


def test_both_number_systems_are_kept_where_they_differ() -> None:
    areas = {area.name: area.by_scheme for area in read_builtin().areas}
    assert areas["Essex"] == {"CPA": "19", "Delius": "C18"}
    assert areas["Merseyside"] == {"CPA": "7", "Delius": "C06"}
    assert areas["Northumbria"] == {"CPA": "1", "Delius": "C01"}


def test_reading_twice_gives_the_same_facts_and_version() -> None:
    first, second = read_builtin(), read_pack(builtin())
    assert first == second
    assert data_version(first) == data_version(second)


def test_the_order_of_rows_does_not_change_the_data_version(part: Path, pack: Path) -> None:
    lines = (pack / "organisations.csv").read_text("utf-8").splitlines()
    reordered = [lines[0], *reversed(lines[1:])]
    (pack / "organisations.csv").write_text("\n".join(reordered) + "\n", "utf-8")
    assert data_version(read_pack(pack)) == data_version(read_pack(part))


def test_one_changed_fact_changes_the_data_version(part: Path, pack: Path) -> None:
    edit(pack / "organisations.csv", 2, lambda row: row.update(name="Another Name"))
    assert data_version(read_pack(pack)) != data_version(read_pack(part))


def test_every_authority_is_covered_by_its_area_its_police_area_and_its_nation() -> None:
    snapshot = Snapshot(read_builtin())
    nation = snapshot.covers[[snapshot.place_index["K04000001"]]]
    assert nation.nnz == 348
    assert snapshot.covers[[snapshot.place_index["CPA19"]]].nnz == 14
    assert snapshot.covers[[snapshot.place_index["W92000004"]]].nnz == 22


def test_demand_has_people_everywhere_and_adds_up() -> None:
    snapshot = Snapshot(read_builtin())
    needs = snapshot.demand.sum(axis=(1, 2))
    assert (needs > 0).all()
    assert snapshot.demand.sum() > snapshot.facts.programme.annual_people


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "message"),
    [
        ("organisations.csv", 5, "kind", "club", "organisations.csv:5: kind: 'club' is not one of"),
        ("organisations.csv", 5, "id", "x", "organisations.csv:5: id: 'x' is not a well-formed"),
        ("organisations.csv", 5, "founded", "soon", "organisations.csv:5: founded: 'soon' is not"),
        ("organisations.csv", 5, "name", "", "organisations.csv:5: name: must not be blank"),
        ("organisations.csv", 5, "name", "x" * 3000, "organisations.csv:5: name: is longer"),
        ("organisations.csv", 5, "name", "a\x07b", "organisations.csv:5: name: contains a control"),
        ("organisations.csv", 5, "sources", "", "organisations.csv:5: sources: must not be blank"),
        ("organisations.csv", 5, "sources", "S9999", "'S9999' is not in sources.csv"),
        ("organisations.csv", 5, "confidence", "", "organisations.csv:5: confidence: must not"),
        ("areas.csv", 3, "annual_value_gbp", "nan", "areas.csv:3: annual_value_gbp: 'nan' is not"),
        ("areas.csv", 3, "annual_value_basis", "published", "is worked out: an estimate"),
        ("areas.csv", 21, "annual_value_gbp", "450000000", "nothing is left for those that are"),
        ("rules.csv", 21, "value", "0.5", "add up to 1.4, not 1"),
        ("rules.csv", 18, "key", "another", "core_share is missing beside margin_and_overhead"),
        ("areas.csv", 3, "codes", "CPA=1", "areas.csv:3: codes: CPA=1 is that of row 2 already"),
        ("areas.csv", 3, "codes", "CPA=2;CPA=3", "areas.csv:3: codes: CPA stands there twice"),
        ("areas.csv", 3, "codes", "2", "areas.csv:3: codes: '2' is not a well-formed AreaCode"),
        ("cohort_shares.csv", 2, "of", "men", "cohort_shares.csv:2: of: 'men' is none of all,"),
        ("cohorts.csv", 2, "key", "rest", "cohorts.csv: key: rest means other people"),
        ("authorities.csv", 9, "population", "-1", "authorities.csv:9: population: '-1' is not"),
        ("authorities.csv", 9, "latitude", "91", "authorities.csv:9: latitude: '91' is not"),
        ("authorities.csv", 9, "population", "17", "population: 55,"),
        ("authorities.csv", 9, "area", "CPA99", "authorities.csv:9: parents: 'CPA99' is not in"),
        ("authorities.csv", 9, "area", "CPA21", "authorities.csv:9: police_area: lies in CPA"),
        ("capabilities.csv", 4, "pathway", "yoga", "'yoga' is not in pathways"),
        ("capabilities.csv", 4, "cohorts", "cats", "'cats' is not in cohorts"),
        ("capabilities.csv", 4, "places", "E99999999", "'E99999999' is not in places"),
        ("capabilities.csv", 4, "capacity_needs_a_year", "-5", "'-5' is not a number of at least"),
        ("memberships.csv", 2, "organisation", "GB-CHC-999999", "is not in organisations"),
        ("memberships.csv", 2, "collaboration", "nothing", "'nothing' is not in collaborations"),
        ("sizes.csv", 2, "turnover_high_gbp", "1", "turnover_high_gbp is below"),
        ("collaborations.csv", 2, "start", "2030", "collaborations.csv:2: end is before start"),
        ("cohorts.csv", 2, "partition", "maybe", "cohorts.csv:2: partition: 'maybe' is not one of"),
        ("cohorts.csv", 2, "partition", "no", "women is not part of the partition"),
        ("cohort_shares.csv", 2, "cohort", "veterans", "women has no share"),
        ("service_fit.csv", 2, "service", "ete", "ete is not a cross-cutting service"),
        ("regions.csv", 2, "parents", "E92000001", "contains itself"),
    ],
)
def test_a_bad_cell_is_named_with_file_and_row(
    pack: Path, file: str, row: int, column: str, value: str, message: str
) -> None:
    if column == "start":
        edit(pack / file, row, lambda cells: cells.update(start="2030", end="2010"))
    else:
        edit(pack / file, row, lambda cells: cells.update({column: value}))
    assert any(message in mistake for mistake in mistakes(pack))


def add_rows(path: Path, *rows: str) -> None:
    """Write a file of a table that the programme has no rows of."""
    path.write_text("\n".join(rows) + "\n", "utf-8")


TIES = "organisation,of,kind,from,to,note,sources,known_from,confidence"


def test_affiliations_flags_and_marks_are_read(pack: Path) -> None:
    first, second = read_pack(pack).organisations[:2]
    add_rows(
        pack / "affiliations.csv", TIES, f"{first.id},{second.id},parent,2011,,,S01,2012,estimate"
    )
    flags = "organisation,kind,note,from,to,sources,known_from,confidence"
    add_rows(
        pack / "flags.csv", flags, f"{first.id},withdrawal,left a bid,2013-08,,S01,2013,estimate"
    )
    marked = "setting,sex,justice,organisation,pathway,cohorts,places,capacity_needs_a_year,note"
    words = f"custody,women,explicit,{first.id},ete,,E92000001,,"
    add_rows(
        pack / "capabilities.csv",
        f"{marked},sources,known_from,confidence",
        f"{words},S01,2012,estimate",
    )
    facts = read_pack(pack)
    (tie,), (flag,), (skill,) = facts.affiliations, facts.flags, facts.capabilities
    assert (tie.organisation, tie.of, tie.kind, tie.end) == (first.id, second.id, "parent", None)
    assert (flag.organisation, flag.kind, flag.start) == (first.id, "withdrawal", "2013-08")
    assert (skill.setting, skill.sex, skill.justice) == ("custody", "women", "explicit")


@pytest.mark.parametrize(
    ("of", "kind", "period", "message"),
    [
        ("{first}", "parent", "2011,2012", "affiliations.csv:2: of: {first} is the organisation"),
        ("{second}", "parent", "2012,2011", "affiliations.csv:2: to is before from"),
        ("{second}", "friend", ",", "affiliations.csv:2: kind: 'friend' is not one of parent,"),
        ("GB-CHC-999999", "parent", ",", "affiliations.csv:2: of: 'GB-CHC-999999' is not in"),
    ],
)
def test_an_affiliation_that_cannot_be_is_refused(
    pack: Path, of: str, kind: str, period: str, message: str
) -> None:
    first, second = (row.id for row in read_pack(pack).organisations[:2])
    other = of.format(first=first, second=second)
    add_rows(pack / "affiliations.csv", TIES, f"{first},{other},{kind},{period},,S01,2012,estimate")
    assert any(message.format(first=first) in mistake for mistake in mistakes(pack))


def test_all_mistakes_of_all_files_come_at_once(pack: Path) -> None:
    edit(pack / "organisations.csv", 5, lambda row: row.update(kind="club"))
    edit(pack / "organisations.csv", 7, lambda row: row.update(confidence="certain"))
    edit(pack / "areas.csv", 2, lambda row: row.update(caseload="one"))
    found = mistakes(pack)
    assert [mistake.split(": ")[0] for mistake in found] == [
        "areas.csv:2",
        "organisations.csv:5",
        "organisations.csv:7",
    ]


def test_a_repeated_row_names_the_first(pack: Path) -> None:
    path = pack / "organisations.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", "utf-8")
    assert any("repeats row 2" in mistake for mistake in mistakes(pack))


def test_a_place_named_in_two_files_is_refused(pack: Path) -> None:
    edit(pack / "trusts.csv", 2, lambda row: row.update(code="CPA1"))
    assert any("CPA1 is already a place" in mistake for mistake in mistakes(pack))


def test_a_collaboration_without_members_is_refused(pack: Path) -> None:
    edit(pack / "collaborations.csv", 2, lambda row: row.update(id="nobody-joined"))
    assert any("nobody-joined has no member" in mistake for mistake in mistakes(pack))


def test_an_area_without_authorities_is_refused(pack: Path) -> None:
    path = pack / "areas.csv"
    last = (
        path.read_text("utf-8").splitlines()[-1].replace("CPA21,CPA=21;Delius=C21", "CPA22,CPA=22")
    )
    path.write_text(path.read_text("utf-8") + last + "\n", "utf-8")
    assert "areas.csv: CPA22 has no authority" in mistakes(pack)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "trusts.csv:1: is UTF-16; save it as UTF-8"),
        (b"code,name\n", "missing columns: area, sources, known_from, confidence"),
        (b"code,name,area,sources,known_from,confidence,mood\n", "unknown columns: mood"),
        (b"code,code,area,sources,known_from,confidence\n", "missing columns: name"),
        (b"code,name,name,area,sources,known_from,confidence\n", "a column is named twice"),
        (b"", "missing columns"),
        (b"code,name,area,sources,known_from,confidence\na,b\n", "trusts.csv:2: has 2 cells"),
        (b'code,name,area,sources,known_from,confidence\n"a,b\n', "unexpected end of data"),
    ],
)
def test_a_broken_file_is_named(pack: Path, content: bytes, message: str) -> None:
    (pack / "trusts.csv").write_bytes(content)
    assert any(message in mistake for mistake in mistakes(pack))


def test_a_missing_file_is_named(pack: Path) -> None:
    (pack / "areas.csv").unlink()
    (pack / "programme.toml").unlink()
    found = mistakes(pack)
    assert any(m.startswith("areas.csv: is missing, and every programme needs it") for m in found)
    assert any(m.startswith("programme.toml: cannot be read") for m in found)


def test_a_file_without_rows_may_as_well_be_left_out(pack: Path) -> None:
    for file in ("sizes.csv", "evidence.csv", "collaborations.csv", "memberships.csv"):
        header = (pack / file).read_text("utf-8").splitlines()[0]
        (pack / file).write_text(header + "\n", "utf-8")
    empty = read_pack(pack)
    assert empty.collaborations == ()
    for file in ("sizes.csv", "evidence.csv", "collaborations.csv", "memberships.csv"):
        (pack / file).unlink()
    assert read_pack(pack) == empty


def test_a_file_that_is_left_out_is_missed_where_others_refer_to_its_rows(pack: Path) -> None:
    (pack / "organisations.csv").unlink()
    assert any("aliases.csv:2: organisation:" in mistake for mistake in mistakes(pack))


def test_a_programme_of_needed_files_alone_is_sound(pack: Path) -> None:
    needed = {"programme.toml", *(file.name for file in FILES if file.needed)}
    for path in pack.iterdir():
        if path.name not in needed:
            path.unlink()
    blank_column(pack / "authorities.csv", "police_area", "region")
    facts = read_pack(pack)
    assert not facts.organisations
    assert not facts.prisons
    assert not facts.rules
    assert len(facts.demand) > 0
    assert Snapshot(facts).demand.sum() > facts.programme.annual_people


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("annual_people = 260000", "annual_people is missing"),
        ("competition_opened = 2013-09-19", "competition_opened is missing"),
        ('confidence = "verified-secondary"', "confidence is missing"),
    ],
)
def test_the_programme_itself_is_checked(pack: Path, line: str, message: str) -> None:
    path = pack / "programme.toml"
    path.write_text(path.read_text("utf-8").replace(line, ""), "utf-8")
    assert f"programme.toml: {message}" in mistakes(pack)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2013-09-19  ", '"soon"', "competition_opened: 'soon' is not a day, such as 2013-09-19"),
        ('"verified-secondary"', '"sure"', "confidence: 'sure' is not one of verified-official"),
        ('"S05"', '"S999"', "'S999' is not in sources.csv"),
        ("id =", "id = =", "Invalid value"),
    ],
)
def test_wrong_values_of_the_programme_are_named(
    pack: Path, old: str, new: str, message: str
) -> None:
    path = pack / "programme.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert any(message in mistake for mistake in mistakes(pack))


def test_the_report_says_what_was_verified() -> None:
    report = check_pack(builtin())
    assert report.counts["areas"] == 21
    assert len(report.checks) == len(set(report.checks)) >= 10
    assert all(check.endswith(".") for check in report.checks)
