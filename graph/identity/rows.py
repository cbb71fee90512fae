"""The table whose rows are compared, made by DuckDB from what streams in.

A row is one name of one organisation with what its source says beside it. Each row carries the keys
that bring two rows together. A key that too many rows share is left out or made narrower, so a name
that a million have makes no trillion of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.identity.names import spelling
from graph.identity.subjects import MOST_PLACES
from graph.records.identifiers import LOCAL_PREFIX, OrgId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import duckdb

    from graph.identity.subjects import Subject

MEMORY_MB = 1500
"""What DuckDB may use before it writes to disk; Python's own share comes on top."""
THREADS = 2
_AT_ONCE = 20_000
_MOST_SHARING = 60
"""Rows that may share a key: it makes at most 60 * 59 / 2 pairs."""
_KNOWN_FROM = 3
"""In how many different names a word stands that is taken to be no slip of the pen."""
_MOST_ROWS = 12
"""Rows of one organisation by one source: names, each with an address."""
_HALF = 8
_ARMS = frozenset(
    {"college", "enterprise", "estate", "event", "fundraising", "holding", "housing", "investment"}
    | {"pension", "property", "sale", "school", "service", "shop", "trading", "trustee"}
)
"""Words by which a body's arms are told from it: their address and telephone are often one."""


def connect(scratch: Path, *, memory_mb: int = MEMORY_MB, threads: int = THREADS) -> Any:  # noqa: ANN401
    """Open a DuckDB in memory that keeps within its share, and spills into a folder.

    Parameters
    ----------
    scratch : a folder of this process's own
    memory_mb : what DuckDB may use, in MB
    threads : how many it uses
    """
    import duckdb  # noqa: PLC0415  (only linking needs it)

    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{memory_mb}MB'")
    connection.execute(f"SET threads = {threads}")
    connection.execute(f"SET temp_directory = '{str(scratch).replace(chr(39), chr(39) * 2)}'")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")
    return connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many rows and organisations there are to compare."""

    rows: int
    organisations: int


def load(
    connection: duckdb.DuckDBPyConnection,
    subjects: Iterable[Subject],
    *,
    place_names: Iterable[str] = (),
) -> Counted:
    """Fill the table ``rows`` of a connection.

    Parameters
    ----------
    connection : where to; its tables are made anew
    subjects : what is compared
    place_names : names of places; their words are no slips of the pen
    """
    connection.execute(_RAW)
    for batch in _batches(_raw(subjects)):
        _insert(connection, "raw", batch)
    connection.execute("CREATE OR REPLACE TABLE places_words (word VARCHAR)")
    found = (spelling(name) for name in place_names)
    known = sorted({word for each in found if each for word in each.words})
    if known:
        _insert(connection, "places_words", [{"word": word} for word in known])
    for statement in _STATEMENTS:
        connection.execute(statement)
    counts = "SELECT count(*), count(DISTINCT org_id) FROM rows"
    rows, organisations = connection.execute(counts).fetchall()[0]
    return Counted(rows=rows, organisations=organisations)


def _raw(subjects: Iterable[Subject]) -> Iterator[dict[str, Any]]:
    """Yield a raw row for each name, and one without for what has only numbers or an address."""
    for subject in subjects:
        said = {
            "org_id": str(subject.organisation),
            "source": subject.source,
            "own": subject.is_own,
            "kin": _kin(subject.organisation),
            "numbers": sorted(
                {str(n) for n in (subject.organisation, *subject.numbers) if _is_register(n)}
            ),
            "postcode": subject.postcode or None,
            "domain": subject.domain or None,
            "phone": subject.phone or None,
            "sector": subject.sector or None,
            "places": sorted(map(str, subject.places))[: MOST_PLACES + 1],
        }
        spellings = [each for name in dict.fromkeys(subject.names) if (each := spelling(name))]
        for each in spellings[:_MOST_ROWS]:
            yield said | {
                "name": each.name,
                "words": each.words,
                "core": " ".join(each.core),
                "core_words": each.core,
                "arm": " ".join(word for word in each.core if word in _ARMS),
            }
        if not spellings:
            yield said | dict.fromkeys(("name", "words", "core", "core_words", "arm"))


def _is_register(identifier: OrgId) -> bool:
    return identifier.register != LOCAL_PREFIX


def _kin(identifier: OrgId) -> str:
    """Give what two identifiers share that are surely not of one organisation."""
    return identifier.register if _is_register(identifier) else str(identifier)


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    import pyarrow as pa  # noqa: PLC0415  (only linking needs it)

    schema = pa.schema([(name, _type(pa, name)) for name in rows[0]])
    connection.register("incoming", pa.Table.from_pylist(rows, schema=schema))
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")  # noqa: S608
    connection.unregister("incoming")


def _type(pa: Any, name: str) -> Any:  # noqa: ANN401  (types of pyarrow, which ships none)
    if name in {"numbers", "places", "words", "core_words"}:
        return pa.list_(pa.string())
    return pa.bool_() if name == "own" else pa.string()


_RAW = """
CREATE OR REPLACE TABLE raw (
    org_id VARCHAR, source VARCHAR, own BOOLEAN, kin VARCHAR, numbers VARCHAR[],
    postcode VARCHAR, domain VARCHAR, phone VARCHAR, sector VARCHAR, places VARCHAR[],
    name VARCHAR, words VARCHAR[], core VARCHAR, core_words VARCHAR[], arm VARCHAR
)
"""

_ORGANISATIONS = """
CREATE OR REPLACE TABLE organisations AS
SELECT org_id,
    list_sort(list_distinct(flatten(list(numbers)))) AS numbers,
    list_sort(list_distinct(list_transform(flatten(list(numbers)),
        lambda n: regexp_extract(n, '^[A-Z]{2}-[A-Z0-9_]+')))) AS registers,
    min(sector) AS sector
FROM raw GROUP BY org_id
"""

_SAID = """
CREATE OR REPLACE TABLE said AS
SELECT org_id, source, min(postcode) AS postcode, min(domain) AS domain, min(phone) AS phone,
    CASE WHEN len(flatten(list(places))) > 0 THEN
        list_sort(list_distinct(flatten(list(places)))) END AS places
FROM raw GROUP BY org_id, source
"""
"""What a source says of an organisation in any of its entries stands beside each of its names."""

_NAMES = f"""
CREATE OR REPLACE TABLE names AS
SELECT DISTINCT org_id, source, own, kin, name, words, core, core_words, arm,
    coalesce(raw.postcode, said.postcode) AS postcode,
    coalesce(raw.domain, said.domain) AS domain,
    coalesce(raw.phone, said.phone) AS phone,
    CASE WHEN len(said.places) <= {MOST_PLACES} THEN said.places END AS places
FROM raw JOIN said USING (org_id, source)
QUALIFY dense_rank() OVER (
    PARTITION BY org_id, source
    ORDER BY name NULLS LAST, raw.postcode, raw.domain, raw.phone) <= {_MOST_ROWS}
"""  # noqa: S608

_WORDS = f"""
CREATE OR REPLACE TABLE counted_words AS
SELECT word, sum(n) AS n FROM (
    SELECT unnest(words) AS word, 1 AS n FROM (SELECT DISTINCT name, words FROM names)
    UNION ALL SELECT word, {_KNOWN_FROM} FROM places_words
) GROUP BY word
"""  # noqa: S608

_SPELLED = f"""
CREATE OR REPLACE TABLE spelled AS
WITH each_word AS (
    SELECT name, word, n, row_number() OVER (PARTITION BY name ORDER BY n, word) AS place
    FROM (SELECT DISTINCT name, unnest(words) AS word FROM names WHERE name IS NOT NULL)
    JOIN counted_words USING (word)
)
SELECT name,
    coalesce(string_agg(word, ' ' ORDER BY word)
        FILTER (n < {_KNOWN_FROM} AND length(word) >= 3 AND NOT regexp_matches(word, '[0-9]')),
        '') AS rare,
    coalesce(string_agg(word, ' ' ORDER BY word)
        FILTER (regexp_matches(word, '[0-9]')), '') AS digits,
    list(word ORDER BY place) FILTER (place <= 3) AS rarest
FROM each_word GROUP BY name
"""  # noqa: S608

_PAIRED = f"""
CREATE OR REPLACE TABLE paired AS
WITH each_pair AS (
    SELECT name, rows_of_name, unnest([
        list_sort([rarest[1], rarest[2]])::VARCHAR,
        list_sort([rarest[1], rarest[3]])::VARCHAR,
        list_sort([rarest[2], rarest[3]])::VARCHAR]) AS pair
    FROM spelled JOIN (SELECT name, count(*) AS rows_of_name FROM names GROUP BY name)
        USING (name)
    WHERE len(rarest) = 3
    UNION ALL
    SELECT name, rows_of_name, list_sort(rarest)::VARCHAR AS pair
    FROM spelled JOIN (SELECT name, count(*) AS rows_of_name FROM names GROUP BY name)
        USING (name)
    WHERE len(rarest) = 2
), capped AS (
    SELECT name, pair FROM each_pair
    QUALIFY sum(rows_of_name) OVER (PARTITION BY pair) <= {_MOST_SHARING}
)
SELECT name, list(pair ORDER BY pair) AS pairs_of_words FROM capped GROUP BY name
"""  # noqa: S608
"""Each two of a name's three rarest words: whatever happens to one word, the other two remain."""

FREQUENT = {
    "core": (0.01, "least(length(core) - length(replace(core, ' ', '')), 3)", "true"),
    "postcode": (0.2, "0", "false"),
    "domain": (0.02, "0", "false"),
}
"""The columns whose values count by their frequency, and how it is found (`_FREQUENCIES`)."""

_FREQUENCIES = """
CREATE OR REPLACE TABLE frequencies_of_{column} AS
WITH counted AS (
    SELECT {column}, max(n) AS n, {kind} AS kind FROM (
        SELECT {column}, CASE WHEN kin = org_id THEN source ELSE kin END AS holder,
            CASE WHEN {once} AND bool_and(kin = org_id) THEN 1 ELSE count(DISTINCT org_id) END AS n
        FROM names WHERE {column} IS NOT NULL GROUP BY 1, 2
    ) GROUP BY {column}
), seen AS (
    SELECT kind, 2.0 * count(*) FILTER (n = 2) / greatest(count(*) FILTER (n = 1), 1) AS again
    FROM counted GROUP BY kind
), total AS (
    SELECT sum(n) AS total FROM counted
)
SELECT {column},
    CASE WHEN n = 1 THEN least(greatest(again, {least}), 1.0) ELSE n::DOUBLE END / total
        AS tf_{column}
FROM counted JOIN seen USING (kind), total
"""
"""How frequent a value is among organisations that are surely different.

Of what was seen once, the expected frequency is that of Good and Turing (Biometrika 40, 1953):
twice as many as were seen twice, over as many as were seen once. It is estimated apart for names of
one, two, three and more words. The two rows of a true match share a name because they match, so
counts are those of the register or source in which a value is most frequent. Only a register says
that two bodies of one name are two: local identifiers are made of names, and count once.
"""

_ROWS = f"""
CREATE OR REPLACE TABLE keyed AS
SELECT *,
    core AS key_core,
    CASE WHEN length(packed) >= {_HALF} THEN packed[: 4 * (length(packed) // {_HALF})] END
        AS key_head,
    CASE WHEN length(packed) >= {_HALF} THEN packed[-4 * (length(packed) // {_HALF}) :] END
        AS key_tail,
    core || '|' || district AS key_near,
    postcode AS key_postcode, domain AS key_domain, phone AS key_phone
FROM (
    SELECT names.*, rare, digits, pairs_of_words, numbers, registers, sector,
        replace(name, ' ', '') AS packed,
        split_part(postcode, ' ', 1) AS district,
        postcode[:-3] AS postal_sector
    FROM names LEFT JOIN spelled USING (name) LEFT JOIN paired USING (name)
    JOIN organisations USING (org_id)
)
"""  # noqa: S608

KEYS = ("core", "near", "head", "tail", "postcode", "domain", "phone")


def _capped(column: str) -> str:
    """Leave a key out where too many organisations share it."""
    share = f"count(*) OVER (PARTITION BY {column})"
    return f"CASE WHEN {share} <= {_MOST_SHARING} THEN {column} END AS {column}"


_FINAL = f"""
CREATE OR REPLACE TABLE rows AS
SELECT row_number() OVER (
        ORDER BY org_id, source, name, postcode, domain, phone) AS unique_id,
    org_id, source, own, kin, name, core, core_words, arm, rare, digits, pairs_of_words,
    postcode, postal_sector, district, domain, phone, sector, places, numbers, registers,
    {", ".join(_capped(f"key_{key}") for key in KEYS)}
FROM keyed
"""  # noqa: S608

_STATEMENTS = (
    _ORGANISATIONS,
    _SAID,
    _NAMES,
    _WORDS,
    _SPELLED,
    _PAIRED,
    *(
        _FREQUENCIES.format(column=column, least=least, kind=kind, once=once)
        for column, (least, kind, once) in FREQUENT.items()
    ),
    _ROWS,
    _FINAL,
)
