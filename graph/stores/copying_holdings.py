"""Copying what imported sources say from one store to another, streamed, and comparing it."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, TypeVar

from graph.errors import StoreDamagedError
from graph.stores.differences import TableDifference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.records.entries import Entry, Import
    from graph.stores.protocol import Holdings

_AT_ONCE = 1000
_Part = TypeVar("_Part")


def count_entries(holdings: Holdings) -> int:
    """Count the entries of the imports that count."""
    return sum(held.entries for held in holdings.imports())


def holdings_differences(first: Holdings, second: Holdings) -> Iterator[TableDifference]:
    """Yield where two stores' holdings of a programme differ.

    When an import was finished, and which number it has, is each store's own affair.
    """
    mine, theirs = _by_place(first), _by_place(second)
    yield from _difference("imports", map(_told, mine.values()), map(_told, theirs.values()))
    for place in sorted(mine.keys() & theirs.keys()):
        pair = (first, mine[place]), (second, theirs[place])
        name = "/".join(filter(None, place))
        yield from _difference(f"entries of {name}", *(_entries(*each) for each in pair))
        yield from _difference(
            f"rejects of {name}", *(where.rejects(held.number) for where, held in pair)
        )
    yield from _difference("links", first.links(), second.links())
    yield from _difference("decisions", first.decisions(), second.decisions())


def add_imports(
    source: Holdings, target: Holdings, *, progress: Callable[[int], None]
) -> tuple[list[int], list[int]]:
    """Add the source's imports to the target where it lacks them; they do not count there yet.

    Returns
    -------
    tuple of lists of int
        The numbers to let count in the target, and those to drop from it.
    """
    mine, theirs = _by_place(source), _by_place(target)
    finishing: list[int] = []
    done = 0
    for place, held in mine.items():
        if place not in theirs or not _same(source, held, target, theirs[place]):
            finishing.append(_add(source, held, target))
        done += held.entries
        progress(done)
    return finishing, [held.number for place, held in theirs.items() if place not in mine]


def copy_judgements(source: Holdings, target: Holdings) -> None:
    """Let the target have the source's links and decisions, and no others."""
    if target.links() != (links := source.links()):
        target.keep_links(links)
    wanted, there = set(source.decisions()), set(target.decisions())
    for decision in there - wanted:
        target.withdraw(decision)
    for decision in wanted - there:
        target.decide(decision)


def _add(source: Holdings, held: Import, target: Holdings) -> int:
    empty = replace(held, number=0, finished=None, rows=0, entries=0, rejected=0)
    number = target.begin(empty).number
    for entries in _batches(_entries(source, held)):
        target.add(number, entries)
    for rejects in _batches(source.rejects(held.number)):
        target.add(number, (), rejects)
    return number


def _by_place(holdings: Holdings) -> dict[tuple[str, str], Import]:
    return {(held.source, held.part): held for held in holdings.imports()}


def _told(held: Import) -> Import:
    return replace(held, number=0, finished=None)


def _same(first: Holdings, mine: Import, second: Holdings, theirs: Import) -> bool:
    if _told(mine) != _told(theirs):
        return False
    pairs = chain(
        zip_longest(_entries(first, mine), _entries(second, theirs)),
        zip_longest(first.rejects(mine.number), second.rejects(theirs.number)),
    )
    try:
        return all(one == other for one, other in pairs)
    except StoreDamagedError:  # what is damaged there is copied again; here, that will tell of it
        return False


def _entries(holdings: Holdings, held: Import) -> Iterator[Entry]:
    others = [each.number for each in holdings.imports() if each.number != held.number]
    return (entry for _, entry in holdings.entries(leaving_out=others))


def _difference(
    table: str, first: Iterable[object], second: Iterable[object]
) -> Iterator[TableDifference]:
    """Compare place by place, so that nothing need be kept in memory."""
    nothing = object()
    mine = theirs = differ = 0
    for one, other in zip_longest(first, second, fillvalue=nothing):
        mine += one is not nothing
        theirs += other is not nothing
        differ += one != other
    if differ:
        yield TableDifference(table=table, first=mine, second=theirs, records=differ)


def _batches(parts: Iterator[_Part]) -> Iterator[list[_Part]]:
    while batch := list(islice(parts, _AT_ONCE)):
        yield batch
