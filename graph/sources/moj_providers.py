"""Whom the Ministry of Justice means by a provider's code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.records.identifiers import slug
from graph.records.kinds import OrganisationKind
from graph.sources.fields import Fields
from graph.sources.files import SourceFile, Value
from graph.sources.parties import Party, kind_of, local_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.records.facts import Facts
    from graph.records.identifiers import OrgId
    from graph.records.model import Alias, Organisation
    from graph.records.provenance import PartialDate

_IMPORTED = "IMPORT-"
"""What the id of an import's source begins with."""
_DATE_COLUMNS = ("contract", "start", "end")

Span = tuple["PartialDate | None", "PartialDate | None"]


class Providers:
    """Finds the organisations of a programme by the codes that the Ministry gives providers."""

    def __init__(self, facts: Facts, names: Mapping[str, str]) -> None:
        """Index a programme's own organisations by name.

        Parameters
        ----------
        facts : the programme's
        names : the providers' names by code; a code that is not there is read as words
        """
        self._names = names
        self._known: dict[str, OrgId] = {}
        for alias in facts.aliases:
            self._add(alias, alias.organisation)
        for organisation in facts.organisations:
            self._add(organisation, organisation.id)

    def _add(self, named: Organisation | Alias, who: OrgId) -> None:
        """Know a name that the programme itself says; those of imports join nobody unseen."""
        if not any(source.startswith(_IMPORTED) for source in named.provenance.sources):
            self._known[slug(named.name)] = who

    def party(self, code: str) -> Party | None:
        """Give the organisation of a code; None if the code says nothing."""
        name = self._names.get(code) or code.replace("_", " ").title()
        who = self._known.get(slug(name)) or local_id(name)
        if who is None:
            return None
        kind, sure = kind_of([who], name, OrganisationKind.CHARITY)
        return Party(id=who, name=name, kind=kind, sure=sure, numbers=(), postcode="", web="")


def provider_names(path: str) -> dict[str, str]:
    """Read the providers' names by code from the Ministry's list of them.

    Raises
    ------
    SourceError
        If the file cannot be read, or is another.
    """
    names: dict[str, str] = {}
    for value in _looked_over(path).json_items("item"):
        if isinstance(value, Value):
            provider = Fields(value.value, row=value.number)
            names[provider.line("code")] = provider.line("name").replace("\u2019", "'")
    names.pop("", None)
    if not names:
        message = f'{path} holds no providers: a list of objects with "code" and "name" is needed'
        raise SourceError(message)
    return names


def contract_dates(path: str) -> dict[str, Span]:
    """Read when contracts begin and end, by their reference, from a table.

    Raises
    ------
    SourceError
        If the file cannot be read, lacks a column, or has a date that is none.
    """
    file = _looked_over(path)
    missing = [name for name in _DATE_COLUMNS if name not in file.columns()]
    if missing:
        message = f"{path} lacks the columns {', '.join(missing)}; give a table of contracts' dates"
        raise SourceError(message)
    spans: dict[str, Span] = {}
    wrong: list[str] = []
    for row in file.table():
        if isinstance(row, Reject):
            wrong.append(f"line {row.row}: {row.reason}")
            continue
        dates = Fields(row.values, row=row.number)
        spans[dates.line("contract")] = dates.span("start", "end")
        wrong.extend(f"line {each.row}: {each.value}: {each.reason}" for each in dates.refused)
    if wrong:
        message = f"{path} has dates that cannot be read; mend them: {'; '.join(wrong[:5])}"
        raise SourceError(message)
    return spans


def _looked_over(path: str) -> SourceFile:
    return SourceFile.look_over(Path(path), progress=lambda *_: None)
