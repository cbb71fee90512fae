"""The tables of the SQLite store, as a list of migrations; what was released never changes.

`PRAGMA user_version` says how many of them a file has had. Every table has its programme and the
row's place in it as key, so that several programmes live in one file and are read back in order.
"""

from __future__ import annotations

APPLICATION_ID = 0x504D5354
"""Marks a SQLite file as a store of this service ("PMST")."""

_ORGANISATION = (
    "FOREIGN KEY (programme, organisation) REFERENCES organisations (programme, id)"
    " DEFERRABLE INITIALLY DEFERRED"
)
_COLLABORATION = (
    "FOREIGN KEY (programme, collaboration) REFERENCES collaborations (programme, id)"
    " DEFERRABLE INITIALLY DEFERRED"
)
_PLACE = (
    "FOREIGN KEY (programme, place) REFERENCES places (programme, code)"
    " DEFERRABLE INITIALLY DEFERRED"
)
_AREA = (
    "FOREIGN KEY (programme, area) REFERENCES areas (programme, id) DEFERRABLE INITIALLY DEFERRED"
)
_PATHWAY = (
    "FOREIGN KEY (programme, pathway) REFERENCES pathways (programme, key)"
    " DEFERRABLE INITIALLY DEFERRED"
)
_COHORT = (
    "FOREIGN KEY (programme, cohort) REFERENCES cohorts (programme, key)"
    " DEFERRABLE INITIALLY DEFERRED"
)
_ORIGIN = "sources TEXT NOT NULL, known_from TEXT, confidence TEXT NOT NULL"


def _table(name: str, columns: str, *constraints: str, origin: bool = True) -> str:
    parts = [
        "programme TEXT NOT NULL REFERENCES versions (programme) DEFERRABLE INITIALLY DEFERRED",
        "position INTEGER NOT NULL",
        columns,
        *((_ORIGIN,) if origin else ()),
        "PRIMARY KEY (programme, position)",
        *constraints,
    ]
    return f"CREATE TABLE {name} ({', '.join(parts)}) STRICT, WITHOUT ROWID"


_FIRST = (
    (
        "CREATE TABLE versions (programme TEXT PRIMARY KEY, data_version TEXT NOT NULL,"
        " counts TEXT NOT NULL) STRICT"
    ),
    _table(
        "programmes",
        "id TEXT NOT NULL, name TEXT NOT NULL, competition_opened TEXT NOT NULL,"
        " annual_people REAL NOT NULL, annual_value_gbp REAL NOT NULL,"
        " expected_population INTEGER NOT NULL",
    ),
    _table(
        "sources",
        "id TEXT NOT NULL, title TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL,"
        " published TEXT, licence TEXT NOT NULL",
        "UNIQUE (programme, id)",
        origin=False,
    ),
    _table(
        "places",
        "code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, parents TEXT NOT NULL,"
        " population INTEGER, latitude REAL, longitude REAL",
        "UNIQUE (programme, code)",
    ),
    _table(
        "areas",
        "id TEXT NOT NULL, cpa INTEGER NOT NULL, delius TEXT NOT NULL, name TEXT NOT NULL,"
        " short_name TEXT NOT NULL, annual_value_gbp REAL NOT NULL,"
        " annual_value_basis TEXT NOT NULL, caseload REAL, caseload_basis TEXT NOT NULL,"
        " caseload_note TEXT NOT NULL",
        "UNIQUE (programme, id)",
    ),
    _table(
        "prisons",
        "place TEXT NOT NULL, operator TEXT NOT NULL, function TEXT NOT NULL,"
        " designation TEXT NOT NULL, women INTEGER NOT NULL, postcode TEXT NOT NULL,"
        " lead_areas TEXT NOT NULL",
        _PLACE,
    ),
    _table(
        "pathways",
        "key TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, description TEXT NOT NULL",
        "UNIQUE (programme, key)",
    ),
    _table(
        "cohorts",
        'key TEXT NOT NULL, name TEXT NOT NULL, "order" INTEGER NOT NULL,'
        " in_partition INTEGER NOT NULL, description TEXT NOT NULL",
        "UNIQUE (programme, key)",
    ),
    _table(
        "cohort_shares",
        "cohort TEXT NOT NULL, share REAL NOT NULL, of TEXT NOT NULL, note TEXT NOT NULL",
        _COHORT,
    ),
    _table(
        "prevalence",
        "pathway TEXT NOT NULL, cohort TEXT NOT NULL, share REAL NOT NULL, basis TEXT NOT NULL,"
        " note TEXT NOT NULL",
        _PATHWAY,
        _COHORT,
    ),
    _table(
        "service_fits",
        "service TEXT NOT NULL, pathway TEXT NOT NULL, cohort TEXT NOT NULL, fit REAL NOT NULL,"
        " note TEXT NOT NULL",
        _PATHWAY,
        _COHORT,
    ),
    _table(
        "rules",
        "key TEXT NOT NULL, name TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL,"
        " applies_to TEXT NOT NULL, default_on INTEGER NOT NULL, note TEXT NOT NULL",
        "UNIQUE (programme, key)",
    ),
    _table(
        "demand",
        "place TEXT NOT NULL, pathway TEXT NOT NULL, cohort TEXT NOT NULL,"
        " people_a_year REAL NOT NULL",
        _PLACE,
        _PATHWAY,
        _COHORT,
    ),
    _table(
        "organisations",
        "id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, founded TEXT,"
        " scope_note TEXT NOT NULL",
        "UNIQUE (programme, id)",
    ),
    _table("identifiers", "organisation TEXT NOT NULL, identifier TEXT NOT NULL", _ORGANISATION),
    _table(
        "aliases",
        "organisation TEXT NOT NULL, name TEXT NOT NULL, used_from TEXT, used_to TEXT",
        _ORGANISATION,
    ),
    _table(
        "sizes",
        "organisation TEXT NOT NULL, year INTEGER NOT NULL, turnover_low_gbp REAL NOT NULL,"
        " turnover_high_gbp REAL",
        _ORGANISATION,
    ),
    _table(
        "interests",
        "organisation TEXT NOT NULL, role TEXT NOT NULL, area TEXT",
        _ORGANISATION,
        _AREA,
    ),
    _table(
        "capabilities",
        "organisation TEXT NOT NULL, pathway TEXT NOT NULL, cohorts TEXT NOT NULL,"
        " places TEXT NOT NULL, capacity_people_a_year REAL, note TEXT NOT NULL",
        _ORGANISATION,
        _PATHWAY,
    ),
    _table(
        "evidence",
        "organisation TEXT NOT NULL, pathway TEXT NOT NULL, kind TEXT NOT NULL, level INTEGER,"
        ' "by" TEXT NOT NULL, effect TEXT NOT NULL, sample TEXT NOT NULL, note TEXT NOT NULL',
        _ORGANISATION,
        _PATHWAY,
    ),
    _table(
        "collaborations",
        'id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, start TEXT, "end" TEXT,'
        " areas TEXT NOT NULL, places TEXT NOT NULL, pathways TEXT NOT NULL,"
        " outcome TEXT NOT NULL, outcome_known_from TEXT, outcome_note TEXT NOT NULL,"
        " value_gbp REAL",
        "UNIQUE (programme, id)",
    ),
    _table(
        "memberships",
        "collaboration TEXT NOT NULL, organisation TEXT NOT NULL, role TEXT NOT NULL,"
        " role_note TEXT NOT NULL",
        _COLLABORATION,
        _ORGANISATION,
    ),
)

_SEARCH = (
    (
        "CREATE TABLE searched_programmes (number INTEGER PRIMARY KEY,"
        " programme TEXT NOT NULL UNIQUE) STRICT"
    ),
    (
        "CREATE TABLE searched_names (id INTEGER PRIMARY KEY, organisation INTEGER NOT NULL,"
        " known_day INTEGER NOT NULL, name TEXT NOT NULL) STRICT"
    ),
    (
        "CREATE VIRTUAL TABLE searched_name_words USING fts5 (words, content='', columnsize=0,"
        " detail=none, tokenize=\"ascii tokenchars '_'\")"
    ),
    "CREATE TABLE searched_words (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT",
    (
        "CREATE VIRTUAL TABLE searched_word_spellings USING fts5 (spellings, content='',"
        " columnsize=0, detail=none, tokenize=\"ascii tokenchars '_'\")"
    ),
)
"""What `graph.stores.sqlite.search_tables` fills; all follows from the other tables' names."""

_SEARCH_RULE = ("CREATE TABLE searched_rule (number INTEGER NOT NULL) STRICT",)
"""Holds the `graph.records.words.RULE` that the index of names was made by; nothing at first."""

_GENERAL_WORDS = (
    "ALTER TABLE areas ADD COLUMN codes TEXT NOT NULL DEFAULT '[]'",
    (
        "UPDATE areas SET codes = CASE delius WHEN '' THEN json_array('CPA=' || cpa)"
        " ELSE json_array('CPA=' || cpa, 'Delius=' || delius) END"
    ),
    "ALTER TABLE areas DROP COLUMN cpa",
    "ALTER TABLE areas DROP COLUMN delius",
    "UPDATE cohort_shares SET of = 'others' WHERE of = 'men'",
    "UPDATE cohort_shares SET of = 'rest' WHERE of = 'remaining_men'",
    "ALTER TABLE capabilities RENAME COLUMN capacity_people_a_year TO capacity_needs_a_year",
)
"""What only Transforming Rehabilitation had, in general words; capacities count needs."""

_ROLES = (
    "ALTER TABLE capabilities ADD COLUMN setting TEXT",
    "ALTER TABLE capabilities ADD COLUMN sex TEXT",
    "ALTER TABLE capabilities ADD COLUMN justice TEXT",
    _table(
        "affiliations",
        'organisation TEXT NOT NULL, "of" TEXT NOT NULL, kind TEXT NOT NULL, start TEXT,'
        ' "end" TEXT, note TEXT NOT NULL',
        _ORGANISATION,
        "FOREIGN KEY (programme, of) REFERENCES organisations (programme, id)"
        " DEFERRABLE INITIALLY DEFERRED",
    ),
    _table(
        "flags",
        "organisation TEXT NOT NULL, kind TEXT NOT NULL, note TEXT NOT NULL, start TEXT,"
        ' "end" TEXT',
        _ORGANISATION,
    ),
)
"""Where and for whom a capability is, who belongs to whom, and what a check would raise."""

_REGISTERS = (
    "ALTER TABLE capabilities ADD COLUMN probability REAL",
    _table(
        "accounts",
        "organisation TEXT NOT NULL, year_end TEXT NOT NULL, income_gbp REAL, spending_gbp REAL,"
        " reserves_gbp REAL, employees INTEGER, volunteers INTEGER",
        _ORGANISATION,
    ),
    _table(
        "registrations",
        "organisation TEXT NOT NULL, identifier TEXT NOT NULL, status TEXT NOT NULL, start TEXT,"
        ' "end" TEXT, postcode TEXT NOT NULL, web TEXT NOT NULL',
        _ORGANISATION,
    ),
    (
        "CREATE TABLE imports (id INTEGER PRIMARY KEY AUTOINCREMENT, programme TEXT NOT NULL,"
        " source TEXT NOT NULL, part TEXT NOT NULL, file TEXT NOT NULL, digest TEXT NOT NULL,"
        " origin TEXT NOT NULL, published TEXT, begun TEXT NOT NULL, finished TEXT,"
        " rows INTEGER NOT NULL, entries INTEGER NOT NULL, rejected INTEGER NOT NULL) STRICT"
    ),
    (
        "CREATE UNIQUE INDEX imports_in_force ON imports (programme, source, part)"
        " WHERE finished IS NOT NULL"
    ),
    (
        "CREATE TABLE entries (id INTEGER PRIMARY KEY, import INTEGER NOT NULL"
        " REFERENCES imports (id) ON DELETE CASCADE, key TEXT NOT NULL, row INTEGER NOT NULL,"
        " rows INTEGER NOT NULL, said TEXT NOT NULL, UNIQUE (import, key)) STRICT"
    ),
    (
        "CREATE TABLE rejects (id INTEGER PRIMARY KEY, import INTEGER NOT NULL"
        " REFERENCES imports (id) ON DELETE CASCADE, row INTEGER NOT NULL, rows INTEGER NOT NULL,"
        " key TEXT NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL, value TEXT NOT NULL) STRICT"
    ),
    "CREATE INDEX rejects_of_import ON rejects (import)",
    (
        "CREATE TABLE links (programme TEXT NOT NULL, left TEXT NOT NULL, right TEXT NOT NULL,"
        " probability REAL NOT NULL, method TEXT NOT NULL, waterfall TEXT NOT NULL,"
        " model TEXT NOT NULL, PRIMARY KEY (programme, left, right)) STRICT, WITHOUT ROWID"
    ),
    (
        "CREATE TABLE decisions (programme TEXT NOT NULL, left TEXT NOT NULL, right TEXT NOT NULL,"
        ' same INTEGER NOT NULL, "by" TEXT NOT NULL, day TEXT NOT NULL, note TEXT NOT NULL,'
        " PRIMARY KEY (programme, left, right)) STRICT, WITHOUT ROWID"
    ),
)
"""Registers: what they say as facts, what each file said, and who is who."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _FIRST,
    _SEARCH,
    _SEARCH_RULE,
    _GENERAL_WORDS,
    _ROLES,
    _REGISTERS,
)
"""Migration n brings a store from version n to n + 1."""

VERSION = len(MIGRATIONS)
