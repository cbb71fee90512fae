"""Support as data: the table that comes with the product, and those that people add to it."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources.columns import delimiter_of, letters
from graph.sources.files import SourceFile
from matcher.errors import BriefMistake, listed_mistakes
from matcher.readiness.support_table import HEADINGS, NEEDED, read_offers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matcher.readiness.support_records import SupportOffer

_ENDINGS = {".csv", ".tsv", ".xlsx", ".zip", ".gz"}
_MOST_FILES = 50
_MOST_BYTES = 5_000_000


def built_in_table() -> Path:
    """Give the table that comes with the product."""
    return Path(str(resources.files("graph") / "programmes" / "support.csv"))


def support_offers(*more: Path) -> tuple[SupportOffer, ...]:
    """Read the built-in table and others: files, or folders of them.

    Of rows with one key the last one counts. What did not change since it was read last is not
    read again.

    Raises
    ------
    SourceError
        If a table cannot be read, or holds mistakes: all of them are listed.
    """
    files = [built_in_table(), *(file for path in more for file in _files(path))]
    return _offers(tuple((file, *_stamp(file)) for file in files))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix.lower() in _ENDINGS)
    if len(found) > _MOST_FILES:
        message = f"{path} holds {len(found)} tables; at most {_MOST_FILES} are read"
        raise SourceError(message)
    return found


def _stamp(file: Path) -> tuple[int, int]:
    """What changes with a file; nothing of one that is not there, which is told when it is read."""
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _offers(stamped: tuple[tuple[Path, int, int], ...]) -> tuple[SupportOffer, ...]:
    found: dict[str, SupportOffer] = {}
    mistakes: list[BriefMistake] = []
    for file, *_ in stamped:
        offers, wrong = _read(file)
        found |= {offer.key: offer for offer in offers}
        mistakes += wrong
    if mistakes:
        message = listed_mistakes(mistakes, where="in tables of support; nothing was read")
        raise SourceError(message)
    return tuple(found.values())


def _read(path: Path) -> tuple[list[SupportOffer], list[BriefMistake]]:
    file = SourceFile.look_over(path, progress=lambda *_: None)
    if file.size > _MOST_BYTES:
        message = f"{path} has more than {_MOST_BYTES:,} bytes, which no table of support has"
        raise SourceError(message)
    delimiter = delimiter_of(file, None)
    mistakes = list(_headings(file.columns(delimiter=delimiter), path))
    if mistakes:
        return [], mistakes
    rejects: list[BriefMistake] = []
    offers, wrong = read_offers(_rows(file, delimiter, rejects), file=path.name)
    return offers, [*rejects, *wrong]


def _headings(found: tuple[str, ...], path: Path) -> Iterator[BriefMistake]:
    known = {letters(each): each for each in HEADINGS}
    for heading in found:
        if heading.strip() and letters(heading) not in known:
            yield BriefMistake(path.name, f"{heading[:60]!r} is not one of {', '.join(HEADINGS)}")
    missing = [each for each in NEEDED if letters(each) not in {letters(h) for h in found}]
    if missing:
        yield BriefMistake(path.name, f"has no column {', '.join(missing)}")


def _rows(
    file: SourceFile, delimiter: str, rejects: list[BriefMistake]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    known = {letters(each): each for each in HEADINGS}
    for row in file.table(delimiter=delimiter):
        if isinstance(row, Reject):
            rejects.append(BriefMistake(f"{file.path.name} row {row.row}", row.reason))
        else:
            values = ((known.get(letters(head)), cell) for head, cell in row.values.items())
            yield row.number, {head: cell for head, cell in values if head}
