"""Contracts in files of any usual form, brought into the fields that the Ministry gives them.

A contract a line, a list, a list within an object, or a table with a row for each contract: what
holds the lead, the subcontractors and the rest is found by usual names, or said by options. A field
within another is named with dots: ``providers.prime_provider_code``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources.columns import Sought, columns_of, delimiter_of, letters, named_options, once
from graph.sources.files import SourceFile, Value
from graph.sources.json_forms import begins_as_json, is_line_by_line
from graph.sources.moj_interventions import PATHWAYS
from graph.sources.moj_places import REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

FIELDS: Mapping[str, Sought] = {
    "reference": Sought(
        words="the contract's own reference",
        headings=("contract_reference", "reference", "contract", "contract_id", "id"),
    ),
    "lead": Sought(
        words="the prime provider",
        headings=(
            *("providers.prime_provider_code", "prime_provider_code", "prime_provider"),
            *("prime_provider.name", "prime_provider.code", "prime", "lead", "lead_provider"),
            *("prime.name", "lead.name", "lead_provider.name"),
        ),
    ),
    "subcontractors": Sought(
        words="who joins: a list, or names with ; between",
        headings=(
            *("providers.subcontractor_codes", "subcontractor_codes", "subcontractors"),
            *("subcontractors.name", "subcontractors.code", "subcontractor_providers"),
            *("subcontractor_providers.name", "subcontractor"),
        ),
    ),
    "type": Sought(
        words="the kind of work",
        headings=("contract_type_id", "contract_type", "contract_type.code", "type", "category"),
    ),
    "region": Sought(
        words="the probation region",
        headings=("region.nps_region_code", "nps_region_code", "nps_region", "region"),
    ),
    "police-area": Sought(
        words="the police area",
        headings=("region.pcc_region_code", "pcc_region_code", "pcc_region", "police_area"),
    ),
    "title": Sought(words="its title", headings=("intervention_title", "title")),
    "women": Sought(
        words="whether it takes women",
        headings=("eligibility.allows_female", "allows_female", "women"),
    ),
    "men": Sought(
        words="whether it takes men", headings=("eligibility.allows_male", "allows_male", "men")
    ),
    "start": Sought(
        words="its first day",
        headings=("scheduling.hide_before", "start", "start_date", "contract_start"),
    ),
    "end": Sought(
        words="its last day", headings=("scheduling.hide_after", "end", "end_date", "contract_end")
    ),
}
"""What is read of a contract, and the names by which it is found."""
OPTIONS = {**dict.fromkeys(FIELDS, "FIELD"), "delimiter": "comma"}
"""What may be said of a file, and what follows."""
NEEDED = ("lead", "subcontractors")
_OF_MINISTRY = {
    "contract_reference": "reference",
    "contract_type_id": "type",
    "region": "region",
    "eligibility.allows_female": "women",
    "eligibility.allows_male": "men",
    "hide_before": "start",
    "hide_after": "end",
}
"""Where the importer finds what is wrong, and what that is here."""
_LOOKED_AT = 500
"""Contracts whose fields are looked at to find which there are."""
_YES, _NO = frozenset({"true", "yes", "y", "1"}), frozenset({"false", "no", "n", "0"})
_CODES = re.compile(r"[A-Z0-9_]+(\s*,\s*[A-Z0-9_]+)*")
_BETWEEN = re.compile(r"[;|\n]")
_LETTERS_OF_REGIONS = {letters(name): letter for letter, name in REGIONS.items()}
TYPES = {
    **{letters(code): code for code in PATHWAYS},
    "accommodation": "ACC",
    "educationtrainingandemployment": "ETE",
    "employmenttrainingandeducation": "ETE",
    "financebenefitanddebt": "FBD",
    "financebenefitsanddebt": "FBD",
    "dependencyandrecovery": "DNR",
    "personalwellbeing": "PWB",
    "womensservices": "WOS",
    "mentoring": "MTR",
}
"""The Ministry's code of a kind of work, by how a file may name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTable:
    """The contracts of a file in the Ministry's fields.

    Attributes
    ----------
    name : the file's
    found : the contracts, and what is none
    fields : which field was taken for what
    unit : what the number of a contract counts: a line, or a contract
    """

    name: str
    found: tuple[Value | Reject, ...]
    fields: Mapping[str, str]
    unit: str

    @classmethod
    def read(cls, path: Path, options: Mapping[str, str]) -> ContractTable:
        """Read a file.

        Raises
        ------
        SourceError
            If it is missing, broken or empty, or no field says who leads or who joins.
        """
        file = SourceFile.look_over(path, progress=lambda *_: None)
        is_json = begins_as_json(file)
        by_line = not is_json or _is_by_line(file)
        rows = tuple(_json_rows(file, by_line=by_line) if is_json else _table_rows(file, options))
        flat = [(row, _flat(row.value)) for row in rows if isinstance(row, Value)]
        fields = _fields(path, [names for _, names in flat], options)
        named = iter(flat)
        return cls(
            name=path.name,
            found=tuple(
                row if isinstance(row, Reject) else _contract(path.name, *next(named), fields)
                for row in rows
            ),
            fields=fields,
            unit="line" if by_line else "contract",
        )


def option_of(field: str) -> str:
    """Say what the importer's name of a field is here; a field of any other name is as it is."""
    return _OF_MINISTRY.get(field, field)


def contract_options(given: Sequence[str]) -> dict[str, str]:
    """Read options such as ``lead=primeProvider.name``.

    Raises
    ------
    SourceError
        If one is none of `OPTIONS`.

    >>> contract_options(["lead=primeProvider.name"])
    {'lead': 'primeProvider.name'}
    """
    return named_options(given, OPTIONS)


def _is_by_line(file: SourceFile) -> bool:
    """Say whether contracts stand a line each, also where the first of them is broken."""
    lines = file.start.splitlines()[:20]
    return is_line_by_line(file) or sum(map(_is_object, lines)) > 1


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _json_rows(file: SourceFile, *, by_line: bool) -> Iterator[Value | Reject]:
    if by_line:
        return file.json_lines()
    if file.start.lstrip()[0] == "[":
        return file.json_items("item")
    rows = tuple(file.json_items(""))
    within = _list_within(rows[0]) if len(rows) == 1 else ()
    return iter(within or rows)


def _list_within(row: Value | Reject) -> tuple[Value, ...]:
    """Give the contracts of an object that holds a list of them; none if it is one itself."""
    fields = row.value if isinstance(row, Value) and isinstance(row.value, dict) else {}
    if columns_of(tuple(_flat(fields)), {name: FIELDS[name] for name in NEEDED}, {}):
        return ()
    lists = [each for each in fields.values() if _is_list_of_objects(each)]
    longest: list[Any] = max(lists, key=len, default=[])
    return tuple(Value(number, each) for number, each in enumerate(longest, 1))


def _table_rows(file: SourceFile, options: Mapping[str, str]) -> Iterator[Value | Reject]:
    delimiter = delimiter_of(file, options.get("delimiter"))
    headings = file.columns(delimiter=delimiter)
    there = {letters(heading) for heading in headings}
    said = {name: text for name, text in options.items() if letters(text) in there}
    once(file.path, headings, columns_of(headings, FIELDS, said), FIELDS)
    for row in file.table(delimiter=delimiter):
        yield row if isinstance(row, Reject) else Value(row.number, row.values)


def _flat(value: object, within: str = "") -> dict[str, Any]:
    """Name what an object holds by its path; of a list of objects, each path has a list.

    >>> _flat({"a": {"b": 1}, "c": [{"d": 2}, {"d": 3}]})
    {'a.b': 1, 'c.d': [2, 3]}
    """
    found: dict[str, Any] = {}
    for name, each in value.items() if isinstance(value, dict) else ():
        path = f"{within}.{name}" if within else str(name)
        if isinstance(each, dict):
            found |= _flat(each, path)
        elif _is_list_of_objects(each):
            for item in each:
                for key, held in _flat(item, path).items():
                    found.setdefault(key, []).append(held)
        else:
            found[path] = each
    return found


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(e, dict) for e in value)


def _fields(
    path: Path, flat: Sequence[Mapping[str, Any]], options: Mapping[str, str]
) -> dict[str, str]:
    """Say which field holds what."""
    names = tuple(dict.fromkeys(name for each in flat[:_LOOKED_AT] for name in each))
    if not names:
        message = f"{path} holds no contracts: objects with fields are expected, or a table's rows"
        raise SourceError(message)
    there = ", ".join(name[:60] for name in names[:60])
    for name, said in options.items():
        if name in FIELDS and said and letters(said) not in map(letters, names):
            message = f"{path} has no field {said!r} for {name}; its contracts have {there}"
            raise SourceError(message)
    found = columns_of(names, FIELDS, options)
    missing = [name for name in NEEDED if name not in found]
    if missing:
        words = " and no field for ".join(f"{name} ({FIELDS[name].words})" for name in missing)
        said = " ".join(f"--option {name}=FIELD" for name in missing)
        message = (
            f"{path} has no field for {words}; its contracts have the fields {there}. "
            f"Say which is meant: {said}. A table with a row for each organisation and its role is "
            "one for matcher evaluate consortia"
        )
        raise SourceError(message)
    return found


def _contract(
    file: str, row: Value, flat: Mapping[str, Any], fields: Mapping[str, str]
) -> Value | Reject:
    """Put a contract into the Ministry's fields."""
    if not isinstance(row.value, dict):
        return Reject(row=row.number, reason="it is no object", value=str(row.value)[:200])
    said = {name: flat.get(path) for name, path in fields.items()}
    reference = _text(said.get("reference")) or f"{file}-{row.number}"
    if fault := _fault(said):
        field, reason, value = fault
        return Reject(row=row.number, key=reference, field=field, reason=reason, value=value[:200])
    region = _text(said.get("region"))
    return Value(
        row.number,
        {
            "contract_reference": reference,
            "contract_type_id": _type(_text(said.get("type"))),
            "region": {
                "nps_region_code": _LETTERS_OF_REGIONS.get(letters(region), region),
                "pcc_region_code": _text(said.get("police-area")) or None,
            },
            "eligibility": {
                "allows_female": _flag(said.get("women")),
                "allows_male": _flag(said.get("men")),
            },
            "intervention_title": _text(said.get("title")),
            "providers": {
                "prime_provider_code": _text(said["lead"]),
                "subcontractor_codes": list(_names(said["subcontractors"])),
            },
            "scheduling": {
                "hide_before": _text(said.get("start")),
                "hide_after": _text(said.get("end")),
            },
        },
    )


def _fault(said: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Say why a contract cannot be read: the field, the reason and what stands there."""
    if not _text(said["lead"]):
        value = "" if said["lead"] is None else str(said["lead"])
        return "lead", "it says no lead: one name or code is expected", value
    if (nameless := _nameless(said["subcontractors"])) is not None:
        reason = "it says who joins by something that is no name or code"
        return "subcontractors", reason, json.dumps(nameless, ensure_ascii=False)
    return None


def _text(value: object) -> str:
    """Give a text or a number, also one alone in a list; empty for anything else."""
    if isinstance(value, list) and len(value) == 1:
        return _text(value[0])
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _names(value: object) -> Iterator[str]:
    """Yield the names of a list, or those that stand in one text."""
    if isinstance(value, list):
        for each in value:
            yield from _names(each)
        return
    text = _text(value)
    between = "," if _CODES.fullmatch(text) else _BETWEEN
    yield from filter(None, (each.strip() for each in re.split(between, text)))


def _nameless(value: object) -> object:
    """Give the first of those who join that has no name, None where all have one."""
    if isinstance(value, list):
        return next((each for each in map(_nameless, value) if each is not None), None)
    return value if isinstance(value, dict | bool) else None


def _type(text: str) -> str:
    """Give the code of a kind of work that is named; anything else as it stands."""
    return TYPES.get(letters(text.replace("&", "and")), text)


def _flag(value: object) -> object:
    text = _text(value).casefold()
    if text in _YES:
        return True
    return False if text in _NO else value if text else None
