"""What stores hold and how they differ, as rows for a spreadsheet and as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Grid, titled_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.formats.serialise import Cell, Row
    from graph.stores.copying import ProgrammeComparison, StoreComparison
    from graph.stores.differences import RecordDifference

DIFFERENCE_COLUMNS = ("programme", "table", "what", "records", "key", "field", "first", "second")


def shown(name: str) -> str:
    """Give a name as it is, or quoted where a terminal would not show it, or would obey it."""
    return name if name and name.isprintable() and name == name.strip() else repr(name)


def plain_table(rows: Sequence[Row], *left: str, right: Sequence[str] = (), last: str) -> Grid:
    """Make a table of rows whose columns are called as its own are, but for spaces and capitals."""
    table = titled_table("", *left, right=right, last=last)
    for row in rows:
        values = (row[name.lower().replace(" ", "_")] for name in (*left, *right, last))
        table.add_row(*map(_said, values))
    return table


def _said(value: Cell) -> str:
    return f"{value:,}" if isinstance(value, int) else shown(str(value))


def difference_rows(compared: StoreComparison) -> Iterator[Row]:
    """Yield a row for each problem and each difference, those of a record field by field."""
    for side, problems in (
        ("first", compared.first_problems),
        ("second", compared.second_problems),
    ):
        for problem in problems:
            yield _row(what="problem", **{side: problem})
    for side, names in (("first", compared.only_in_first), ("second", compared.only_in_second)):
        for name in names:
            yield _row(programme=name, what=f"only in the {side}")
    for programme in compared.programmes:
        yield from _programme_rows(programme)


def _programme_rows(found: ProgrammeComparison) -> Iterator[Row]:
    name = found.programme
    if found.first_version != found.second_version:
        versions = {"first": found.first_version, "second": found.second_version}
        yield _row(programme=name, what="data version", **versions)
    for table in found.tables:
        what = "order" if table.order_only else "records"
        counts = {"first": table.first, "second": table.second, "records": table.records}
        yield _row(programme=name, table=table.table, what=what, **counts)
        for record in table.shown:
            where = {"programme": name, "table": table.table, "key": record.key}
            if record.only_in:
                yield _row(**where, what=f"only in the {record.only_in}")
            for field in record.fields:
                values = {"first": _value(field.first), "second": _value(field.second)}
                yield _row(**where, what="field", field=field.field, **values)


def _row(**values: Cell) -> Row:
    return {column: values.get(column) for column in DIFFERENCE_COLUMNS}


def _value(value: object) -> Cell:
    if value is None or isinstance(value, (str, int, float)):
        return value
    return ";".join(map(str, value)) if isinstance(value, tuple) else str(value)


def difference_lines(compared: StoreComparison) -> Iterator[str]:
    """Tell people the same."""
    for url, problems in (
        (compared.first, compared.first_problems),
        (compared.second, compared.second_problems),
    ):
        for problem in problems:
            yield f"Wrong with {url}: {problem}"
    for side, names in (("first", compared.only_in_first), ("second", compared.only_in_second)):
        for name in names:
            yield f"Only in the {side}: {shown(name)}"
    for programme in compared.programmes:
        if not programme.equal:
            yield from _programme_lines(programme)


def _programme_lines(found: ProgrammeComparison) -> Iterator[str]:
    versions = f"data version {found.first_version} in the first, {found.second_version}"
    unread = "" if found.readable else "; only counts could be compared"
    yield f"{shown(found.programme)}: {versions} in the second{unread}"
    for table in found.tables:
        yield f"  {table}"
        for record in table.shown:
            yield from _record_lines(record)
        if table.records > len(table.shown):
            yield f"    and {table.records - len(table.shown):,} more"


def _record_lines(record: RecordDifference) -> Iterator[str]:
    if record.only_in:
        yield f"    {shown(record.key)}: only in the {record.only_in}"
    for field in record.fields:
        values = f"{_value(field.first)!r} in the first, {_value(field.second)!r} in the second"
        yield f"    {shown(record.key)}: {field.field} is {values}"
