"""Moving programmes from one store to another, whatever keeps them, and comparing two stores."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.errors import StoreCopyError, StoreDamagedError
from graph.snapshot.version import data_version
from graph.stores.copying_holdings import (
    add_imports,
    copy_judgements,
    count_entries,
    holdings_differences,
)
from graph.stores.differences import TableDifference, count_differences, differences
from graph.stores.urls import sqlite_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.records.facts import Facts
    from graph.stores.protocol import GraphStore

    CopyProgress = Callable[[str, int, int], None]
    Finished = Callable[["Copied"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A programme that the target now holds; `was_there` says that it held it before.

    `records` are its facts; `entries` are what imported sources say of it.
    """

    programme: str
    records: int
    entries: int = 0
    data_version: str
    was_there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyReport:
    """A report of a copy: from which store to which, programme by programme."""

    source: str
    target: str
    programmes: tuple[Copied, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeComparison:
    """A programme that both stores hold, and the tables that differ; none if it is the same.

    Where one of them cannot be read, only the tables' counts are compared.
    """

    programme: str
    first_version: str
    second_version: str
    readable: bool
    tables: tuple[TableDifference, ...]

    @property
    def equal(self) -> bool:
        """Whether both hold the same records in the same order."""
        same = self.first_version == self.second_version
        return self.readable and same and not self.tables


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreComparison:
    """Two stores side by side: what each finds wrong with itself, and where they differ."""

    first: str
    second: str
    first_problems: tuple[str, ...]
    second_problems: tuple[str, ...]
    only_in_first: tuple[str, ...]
    only_in_second: tuple[str, ...]
    programmes: tuple[ProgrammeComparison, ...]

    @property
    def equal(self) -> bool:
        """Whether both are sound and hold the same."""
        wrong = self.first_problems or self.second_problems
        lonely = self.only_in_first or self.only_in_second
        return not wrong and not lonely and all(found.equal for found in self.programmes)


def no_progress(_programme: str, _done: int, _of: int) -> None:
    """Show no progress."""


def no_word(_copied: Copied) -> None:
    """Say nothing of a programme that is done."""


def copy_store(
    source: GraphStore,
    target: GraphStore,
    *,
    programmes: Iterable[str] | None = None,
    progress: CopyProgress = no_progress,
    finished: Finished = no_word,
) -> CopyReport:
    """Copy programmes, and verify each in the target by count, hash, content and order.

    With its facts goes what its imported sources say, and who is who among them.

    A programme that the target holds already, the same in content and order, is left alone: a copy
    that was cut off goes on where it stopped when it is run again.

    Parameters
    ----------
    source, target : two different stores
    programmes : which to copy; all if None
    progress : told the programme at hand, and how many records of all are done, of how many
    finished : told each programme as soon as it is there and verified

    Raises
    ------
    StoreCopyError
        If both are the same store, or what the target holds is not what was copied.
    ProgrammeMissingError
        If the source lacks a programme that is named; nothing was copied then.
    StoreError
        If reading or writing fails; the programmes that are finished stay.
    """
    _refuse_same(source, target)
    names = source.programmes() if programmes is None else tuple(dict.fromkeys(programmes))
    sizes = {name: _size(source, name) for name in names}
    copied: list[Copied] = []
    done, of = 0, sum(sizes.values())
    for name in names:
        progress(name, done, of)
        before = done

        def written(records: int, _of: int, name: str = name, before: int = before) -> None:
            progress(name, before + records, of)

        copied.append(_copy_programme(source.read(name), source, target, written))
        done += sizes[name]
        progress(name, done, of)
        finished(copied[-1])
    return CopyReport(source=source.url, target=target.url, programmes=tuple(copied))


def compare_stores(first: GraphStore, second: GraphStore) -> StoreComparison:
    """Let both stores verify themselves, then compare their programmes record by record.

    A store that is damaged is no error here: what is wrong with it stands in the comparison.
    """
    mine, theirs = _programmes(first), _programmes(second)
    return StoreComparison(
        first=first.url,
        second=second.url,
        first_problems=first.check(),
        second_problems=second.check(),
        only_in_first=tuple(name for name in mine if name not in theirs),
        only_in_second=tuple(name for name in theirs if name not in mine),
        programmes=tuple(_compare(first, second, name) for name in mine if name in theirs),
    )


def _size(store: GraphStore, programme: str) -> int:
    return sum(store.counts(programme).values()) + count_entries(store.holdings(programme))


def _copy_programme(
    facts: Facts, source: GraphStore, target: GraphStore, progress: Callable[[int, int], None]
) -> Copied:
    version = data_version(facts)
    was_there = _is_there(facts, version, source, target)
    if not was_there:
        _write(facts, source, target, progress)
        if wrong := list(_wrong(facts, version, source, target)):
            found = "\n".join(f"  {line}" for line in wrong)
            message = (
                f"the copy of {facts.programme.id!r} in {target.url} (the second) is not what was"
                f" copied (the first); copy it again:\n{found}"
            )
            raise StoreCopyError(message)
    return Copied(
        programme=facts.programme.id,
        records=sum(facts.counts().values()),
        entries=count_entries(source.holdings(facts.programme.id)),
        data_version=version,
        was_there=was_there,
    )


def _write(
    facts: Facts, source: GraphStore, target: GraphStore, progress: Callable[[int, int], None]
) -> None:
    """Write the facts in the transaction that lets the imports count.

    A target that lacks the programme gets the facts first: it keeps nothing of a programme that it
    does not hold.
    """
    name, size = facts.programme.id, sum(facts.counts().values())
    here = source.holdings(name)
    entries = count_entries(here)
    if entries and name not in target.programmes():
        target.write(facts)
    finishing: Sequence[int] = ()
    dropping: Sequence[int] = ()
    if name in target.programmes():
        finishing, dropping = add_imports(
            here, target.holdings(name), progress=lambda done: progress(done, entries + size)
        )
    target.write(
        facts,
        progress=lambda done, _: progress(entries + done, entries + size),
        finishing=finishing,
        dropping=dropping,
    )
    copy_judgements(here, target.holdings(name))


def _is_there(facts: Facts, version: str, source: GraphStore, target: GraphStore) -> bool:
    """Look closely: what is damaged, or in another order, is written again."""
    name = facts.programme.id
    if name not in target.programmes() or target.data_version(name) != version:
        return False
    try:
        return not any(_wrong(facts, version, source, target))
    except StoreDamagedError:
        return False


def _wrong(facts: Facts, version: str, source: GraphStore, target: GraphStore) -> Iterator[str]:
    """Yield what a target's copy has that is not as it was copied."""
    name = facts.programme.id
    found = target.data_version(name)
    if found != version:
        yield f"its data version is {found} instead of {version}"
    yield from map(str, count_differences(facts.counts(), target.counts(name)))
    yield from map(str, differences(facts, target.read(name)))
    yield from map(str, holdings_differences(source.holdings(name), target.holdings(name)))


def _refuse_same(source: GraphStore, target: GraphStore) -> None:
    if source is target or _place(source.url) == _place(target.url):
        message = f"{source.url} and {target.url} are the same store; name another to copy to"
        raise StoreCopyError(message)


def _place(url: str) -> tuple[str | None, int | None, str]:
    """Give the place of a store, the same for every user and protocol."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return None, None, str(sqlite_path(url).resolve())
    return parts.hostname, parts.port, parts.path


def _programmes(store: GraphStore) -> tuple[str, ...]:
    with suppress(StoreDamagedError):  # the store's own check tells of it
        return store.programmes()
    return ()


def _compare(first: GraphStore, second: GraphStore, programme: str) -> ProgrammeComparison:
    try:
        held = holdings_differences(first.holdings(programme), second.holdings(programme))
        facts = differences(first.read(programme), second.read(programme))
        tables, readable = (*facts, *held), True
    except StoreDamagedError:
        tables, readable = _compare_counts(first, second, programme), False
    return ProgrammeComparison(
        programme=programme,
        first_version=first.data_version(programme),
        second_version=second.data_version(programme),
        readable=readable,
        tables=tables,
    )


def _compare_counts(
    first: GraphStore, second: GraphStore, programme: str
) -> tuple[TableDifference, ...]:
    with suppress(StoreDamagedError):
        return count_differences(first.counts(programme), second.counts(programme))
    return ()
