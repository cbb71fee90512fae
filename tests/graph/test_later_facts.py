"""A later version of the program, with one more kind of fact, leaves existing stores as they are.

The program is copied, and to the copy is done what ARCHITECTURE says of a new kind of fact; then
the copy opens stores that know nothing of it. So this also tests that ARCHITECTURE names all there
is to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import graph
from graph.packs.reading import builtin, read_pack
from graph.snapshot.version import data_version
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.contracts.store_contract import full_facts
from tests.graph.stores.released import stores
from tests.neo4j_server.fixtures import drop_schema, wipe

if TYPE_CHECKING:
    from tests.neo4j_server.fixtures import Account

ORIGINAL = Path(next(iter(graph.__path__)))
"""The package that is copied."""

RECORD = """@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    organisation: OrgId
    place: PlaceCode
    people: int | None
    provenance: Provenance


"""
TABLE = """    Table(
        name="offers",
        record=model.Offer,
        words="An offer.",
        file="offers.csv",
        key=("organisation", "place"),
        shape="Offer",
        columns=(
            _of_organisation("OFFERS"),
            Column("place", "Where.", to="places", shortcut=Shortcut("OFFERED_IN")),
            Column("people", "How many people."),
        ),
    ),
"""
LATER_SQL = """_LATER = (
    "ALTER TABLE capabilities ADD COLUMN languages TEXT",
    _table(
        "offers",
        "organisation TEXT NOT NULL, place TEXT NOT NULL, people INTEGER",
        _ORGANISATION,
        _PLACE,
    ),
)

"""
FLAG = "@dataclass(frozen=True, slots=True, kw_only=True)\nclass CounterpartyFlag:\n"
CAPACITY = "    capacity_needs_a_year: float | None\n"
COLUMN = '            Column("capacity_needs_a_year", '
LAST = """            Column("role_note", "Anything else known about its role.", blank=True),
        ),
    ),
"""
MEMBERSHIPS = "    memberships: tuple[model.Membership, ...]\n"
LIST = "MIGRATIONS: tuple[tuple[str, ...], ...] = ("
END = ')\n"""Migration n brings'
CHANGES = {
    "records/organisation_records.py": [
        (FLAG, RECORD + FLAG),
        (CAPACITY, CAPACITY + "    languages: tuple[str, ...] = ()\n"),
    ],
    "records/model.py": [
        ("    Organisation,\n", "    Offer,\n    Organisation,\n"),
        ("Record: TypeAlias = (\n", "Record: TypeAlias = (\n    Offer |\n"),
    ],
    "records/facts.py": [
        (MEMBERSHIPS, MEMBERSHIPS + "    offers: tuple[model.Offer, ...] = ()\n"),
    ],
    "records/organisation_tables.py": [
        (COLUMN, '            Column("languages", "Which it speaks.", blank=True),\n' + COLUMN),
        (LAST, LAST + TABLE),
    ],
    "stores/sqlite/schema.py": [(LIST, LATER_SQL + LIST), (END, "    _LATER,\n" + END)],
    "stores/neo4j/constraints.py": [(END, ', (_positions("Offer"),)' + END)],
}
"""What ARCHITECTURE says of a new kind of fact, and a column with a default: old and new texts."""

SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path
from graph.packs.reading import check_pack, read_pack
from graph.records import model
from graph.records.table import Table
from graph.snapshot.version import data_version
from graph.stores import open_existing
from graph.stores.differences import differences

url, programme, version, *folder = sys.argv[1:]
with open_existing(url) as store:
    assert store.check() == (), store.check()
    facts = store.read(programme)
    assert facts.offers == () and all(row.languages == () for row in facts.capabilities)
    assert store.data_version(programme) == data_version(facts) == version
    assert store.counts(programme) == facts.counts()
    organisation, place = facts.organisations[0], facts.places[0]
    offer = model.Offer(
        organisation=organisation.id, place=place.code, people=None,
        provenance=organisation.provenance,
    )
    spoken = replace(facts.capabilities[0], languages=("cy", "en"))
    more = replace(facts, offers=(offer,), capabilities=(spoken, *facts.capabilities[1:]))
    assert len({data_version(f) for f in (facts, more, replace(facts, offers=(offer,)))}) == 3
    store.write(more)
    assert store.read(programme) == more and store.check() == ()
    assert [d.table for d in differences(facts, more)] == ["capabilities", "offers"]
    store.write(facts)
    assert store.read(programme) == facts and store.data_version(programme) == version
for pack in map(Path, folder):
    assert check_pack(pack).mistakes == () and data_version(read_pack(pack)) == version
    source, code = facts.sources[0].id, place.code
    rows = ["organisation,place,people,sources,known_from,confidence"]
    rows.append(f"{organisation.id},{code},,{source},2012,estimate")
    (pack / "offers.csv").write_text("\\n".join(rows))
    (found,) = read_pack(pack).offers
    assert (found.organisation, found.place, found.people) == (organisation.id, code, None)
    (pack / "offers.csv").unlink()
print("all is well")
"""


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the later version of the program."""
    folder = tmp_path_factory.mktemp("later")
    shutil.copytree(ORIGINAL, folder / "graph", ignore=shutil.ignore_patterns("__pycache__"))
    for name, changes in CHANGES.items():
        path = folder / "graph" / name
        text = path.read_text("utf-8")
        for old, new in changes:
            assert text.count(old) == 1, f"{name} is laid out otherwise: look for {old!r}"
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    return folder


def run(later: Path, *arguments: object, **environment: str) -> str:
    """Run the script with the later version of the program; give what went wrong."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, *map(str, arguments)],
        cwd=later,
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    return "" if ran.stdout == "all is well\n" else ran.stderr or "it said nothing"


def test_files_of_today_and_before_stay_as_they_are(later: Path, tmp_path: Path) -> None:
    for packed in stores.FILES:
        path = stores.unpack(packed, tmp_path)
        assert run(later, sqlite_url(path), "transforming-rehabilitation", stores.VERSION) == ""
    facts = full_facts()
    SqliteStore.create(tmp_path / "today.db", facts).close()
    assert run(later, sqlite_url(tmp_path / "today.db"), "small", data_version(facts)) == ""


def test_the_built_in_programme_stays_as_it_is_and_can_have_offers(
    later: Path, tmp_path: Path
) -> None:
    facts = read_pack(builtin())
    SqliteStore.create(tmp_path / "today.db", facts).close()
    shutil.copytree(builtin(), tmp_path / "pack")
    url, version = sqlite_url(tmp_path / "today.db"), data_version(facts)
    assert run(later, url, facts.programme.id, version, tmp_path / "pack") == ""


def test_a_database_of_today_stays_as_it_is(later: Path, database: Account) -> None:
    facts = full_facts()
    with Neo4jStore(*database) as store:
        store.write(facts)
    url, password = str(database[0]), database[1]
    wrong = run(later, url, "small", data_version(facts), MATCHER_STORE_PASSWORD=password)
    wipe(database)
    drop_schema(database)
    Neo4jStore(*database).close()  # other tests keep what constraints and indexes there are
    assert wrong == ""
