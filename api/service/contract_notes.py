"""What is said of files of contracts that do not fit, or not wholly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from api.service.contract_fields import FIELDS, option_of
from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources.fields import Fields, day_of
from graph.sources.moj_interventions import PATHWAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from api.service.contract_fields import ContractTable
    from graph.sources.files import Value
    from matcher.evaluation.tables import Work

_CODE = re.compile(r"[A-Z0-9]+(_[A-Z0-9]+)+")
_SHOWN = 3
"""So many lines are named of those with one fault."""
_WITHOUT = {
    "type": "so nobody is found by the kind of work",
    "region": "so nobody is found by the area",
    "reference": "so each row is a contract of its own",
}
"""Fields without which a file can be read, and what follows."""
_EXPECTED = {
    "type": f"expected is one of {', '.join(PATHWAYS)}",
    "region": "expected is a letter from A to L, or a name such as North West",
}


def none_read(path: Path, table: ContractTable, rejects: Sequence[Reject]) -> SourceError:
    """Say that a file holds no contract, why, and what could be meant."""
    taken = ", ".join(f"{name} from {field}" for name, field in table.fields.items())
    faults = "; ".join(_faults(table, rejects)) or "it has no rows"
    message = (
        f"{path} holds no contract: {faults}. Fields taken: {taken}. "
        "Say others with --option NAME=FIELD"
    )
    return SourceError(message)


def notes_of(
    tables: Sequence[ContractTable],
    rejects: Sequence[Sequence[Reject]],
    told: Sequence[Sequence[Work]],
    *,
    names: Collection[str] = (),
) -> Iterator[str]:
    """Yield a sentence for each thing that was left out or looks wrong.

    Parameters
    ----------
    tables : the files
    rejects : what the reading left out of each
    told : the contracts of each
    names : the codes of providers whose names are known
    """
    for table, left_out, works in zip(tables, rejects, told, strict=True):
        yield from _of_fields(table)
        yield from _faults(table, [*left_out, *_backwards(table)])
        yield from _twice(table, works)
    if len(tables) > 1:
        yield from _between(*told)
        yield from _earlier(*tables)
    yield from _of_codes(tables, names)


def _of_fields(table: ContractTable) -> Iterator[str]:
    for name in _missing(table):
        yield (
            f"{table.name} has no field for {name} ({FIELDS[name].words}), {_WITHOUT[name]}; "
            f"--option {name}=FIELD says which it is"
        )


def _missing(table: ContractTable) -> list[str]:
    """Give the fields that would tell more; a police area is in a region."""
    there = {*table.fields, *(["region"] if "police-area" in table.fields else [])}
    return [name for name in _WITHOUT if name not in there]


def _faults(table: ContractTable, rejects: Iterable[Reject]) -> Iterator[str]:
    """Yield each fault once, with the lines that have it."""
    rows: dict[tuple[str, str], list[Reject]] = {}
    for reject in rejects:
        rows.setdefault((option_of(reject.field), reject.reason), []).append(reject)
    missing = _missing(table)
    for (name, reason), found in rows.items():
        if name in missing:
            continue
        field = table.fields.get(name, name)
        numbers = tuple(dict.fromkeys(each.row for each in found))
        lines = ", ".join(map(str, numbers[:_SHOWN]))
        more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
        value = next((each.value for each in found if each.value), "")
        said = f" (such as {value[:60]!r})" if value else ""
        where = f"{field}: " if field else ""
        unit = table.unit if len(numbers) == 1 else f"{table.unit}s"
        expected = f"; {_EXPECTED[name]}" if name in _EXPECTED else ""
        yield f"{table.name}, {unit} {lines}{more}: {where}{reason}{said}{expected}"


def _backwards(table: ContractTable) -> Iterator[Reject]:
    """Yield the contracts that end before they begin, or whose days are none."""
    for row in _contracts(table):
        fields = Fields(row.value["scheduling"], row=row.number)
        fields.span("hide_before", "hide_after")
        yield from fields.refused


def _twice(table: ContractTable, works: Sequence[Work]) -> Iterator[str]:
    leads: dict[str, set[str]] = {}
    for work in works:
        leads.setdefault(work.id, set()).add(work.lead)
    if twice := len(works) - len(leads):
        yield (
            f"{table.name} tells {twice} contract{_s(twice)} again: rows of one reference count as "
            "one contract, with the subcontractors of all of them"
        )
    if several := [key for key, each in leads.items() if len(each) > 1]:
        yield (
            f"{table.name} gives {len(several)} contract{_s(len(several))} several leads, such as "
            f"{several[0]}: the first counts"
        )


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _of_codes(tables: Sequence[ContractTable], names: Collection[str]) -> Iterator[str]:
    """Tell of providers that have a code and no name."""
    codes: dict[str, None] = {}
    for table in tables:
        for row in _contracts(table):
            providers = row.value["providers"]
            codes[providers["prime_provider_code"]] = None
            codes.update(dict.fromkeys(providers["subcontractor_codes"]))
    given = [code for code in codes if isinstance(code, str) and _CODE.fullmatch(code)]
    if nameless := [code for code in given if code not in names]:
        yield (
            f"{len(nameless)} of {len(given)} providers are known by a code alone, such as "
            f"{nameless[0]}, which is read as a name; --providers FILE gives the names of codes, "
            "and more is found by names"
        )


def _between(learnt: Sequence[Work], asked: Sequence[Work]) -> Iterator[str]:
    """Compare who and what is in both files."""
    before = {work.id for work in learnt}
    both = len({work.id for work in asked} & before)
    if both:
        yield (
            f"{both} of {len({work.id for work in asked})} contracts asked about are in the first "
            "file too: each is left out when it is asked about, and the setting where all of the "
            "first file is known is left away"
        )
    known = {who for work in learnt for who in (work.lead, *work.others)}
    named = {who for work in asked for who in (work.lead, *work.others)}
    if not named & known:
        yield (
            f"none of the {len(named)} organisations of the second file is in the first: if one "
            "names them and the other has codes, --providers FILE gives the names of codes"
        )


def _earlier(learnt: ContractTable, asked: ContractTable) -> Iterator[str]:
    """Complain of contracts that are asked about by what came later."""
    before, then = _middle_day(learnt), _middle_day(asked)
    if before and then and then < before:
        yield (
            f"half of {asked.name} had begun by {then}, and half of {learnt.name} only by "
            f"{before}: earlier contracts are foretold from later ones, so the figures say less "
            "of the future"
        )


def _middle_day(table: ContractTable) -> date | None:
    """Give the day by which half of the contracts had begun."""
    texts = (row.value["scheduling"]["hide_before"] for row in _contracts(table))
    days = sorted(found.first_day for text in texts if (found := day_of(text)))
    return days[len(days) // 2] if days else None


def _contracts(table: ContractTable) -> Iterator[Value]:
    return (row for row in table.found if not isinstance(row, Reject))
