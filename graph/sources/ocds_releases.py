"""The releases of contracting processes, brought together process by process.

Releases of one process may be anywhere in a file, or in none that is near. They are kept in a
database on disk that is gone afterwards, and given back process by process and day by day: memory
is bounded however large the file is.
"""

from __future__ import annotations

import marshal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from graph.records.entries import Reject
from graph.sources.fields import Fields, clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.sources.files import Value

_KEPT = ("ocid", "date", "tag", "buyer", "parties", "awards", "contracts")
_KEPT_OF_TENDER = (
    "title",
    "description",
    "classification",
    "additionalClassifications",
    "items",
    "techniques",
    "procurementMethodDetails",
)
_LONGEST_OCID = 200
_CACHE_KIB = 32 * 1024
_AT_ONCE = 20
"""Releases that are written in one go; few, because one may be of megabytes."""


def releases_of(value: Value) -> Iterator[Fields | Reject]:
    """Yield the releases of a value: itself, those of a package, or of a record.

    A record with whole releases is read by them, because they say what was public when; one with
    the compiled release alone counts from that one's day.
    """
    fields = Fields(value.value, row=value.number)
    if "ocid" in fields or not ("releases" in fields or "records" in fields):
        yield from _of_record(fields)
    else:
        found = (*fields.each("releases"), *fields.each("records"))
        for each in found:
            yield from _of_record(each)
        if not found:
            yield fields.rejected("the package holds no releases and no records")
    yield from fields.refused


def _of_record(fields: Fields) -> Iterator[Fields | Reject]:
    """Yield a release, or those of a record."""
    whole = [each for each in fields.each("releases") if "ocid" in each]
    if whole:
        yield from map(_named, whole)
    elif "compiledRelease" in fields:
        yield _named(fields.within("compiledRelease"))
    elif "releases" in fields:
        yield fields.rejected("the record only links to its releases; get one that holds them")
    else:
        yield _named(fields)


def _named(fields: Fields) -> Fields | Reject:
    ocid = fields.line("ocid")
    if not ocid or len(ocid) > _LONGEST_OCID:
        return fields.rejected("the release has no ocid, the identifier of its process", "ocid")
    return fields.keyed(ocid)


def by_process(
    releases: Iterable[Fields | Reject],
) -> Iterator[Reject | tuple[str, Iterator[Fields]]]:
    """Yield what was rejected, then each process with its releases, the oldest first.

    The releases of a process must be taken before the next process is asked for.
    """
    with closing(sqlite3.connect("")) as kept:
        kept.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        kept.execute("CREATE TABLE releases (ocid TEXT, moment TEXT, number INTEGER, said BLOB)")
        for some in _batches(releases):
            rows = (_row(each) for each in some if not isinstance(each, Reject))
            kept.executemany("INSERT INTO releases VALUES (?, ?, ?, ?)", rows)
            yield from (each for each in some if isinstance(each, Reject))
        kept.execute("CREATE INDEX processes ON releases (ocid, moment, number)")
        found = kept.execute("SELECT * FROM releases ORDER BY ocid, moment, number")
        for ocid, its in groupby(found, key=lambda row: str(row[0])):
            yield (
                ocid,
                (Fields(_written(said), row=number, key=ocid) for _, _, number, said in its),
            )


def _row(release: Fields) -> tuple[str, str, int, bytes]:
    return release.key, _moment(release), release.row, marshal.dumps(_kept(release))


def _batches(releases: Iterable[Fields | Reject]) -> Iterator[list[Fields | Reject]]:
    left = iter(releases)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def _written(said: bytes) -> object:
    """Read what was written down a moment ago, in this process, and by nobody else."""
    return marshal.loads(said)  # noqa: S302  (see above; JSON takes five times as long)


def _moment(release: Fields) -> str:
    """Write when a release was published so that texts sort as moments do."""
    text = clean(str(release.only(["date"]).get("date") or "")[:_LONGEST_OCID])
    try:
        moment = datetime.fromisoformat(text)
        return (
            (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None).isoformat()
        )
    except (ValueError, OverflowError):
        return text


def _kept(release: Fields) -> dict[str, Any]:
    """Give what awards are made from."""
    kept = release.only(_KEPT)
    if "tender" in release:
        kept["tender"] = release.within("tender").only(_KEPT_OF_TENDER)
    return kept
