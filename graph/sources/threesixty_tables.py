"""Grants in a table of the 360Giving standard: its headings become the standard's fields.

The standard writes ``Recipient Org:Name``; tools also write ``recipientOrganization/0/name``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.sources.files import SourceFile

_FIELDS = {
    "identifier": "id",
    "id": "id",
    "title": "title",
    "description": "description",
    "currency": "currency",
    "amountawarded": "amountAwarded",
    "awarddate": "awardDate",
    "name": "name",
    "charitynumber": "charityNumber",
    "companynumber": "companyNumber",
    "postalcode": "postalCode",
    "webaddress": "url",
    "url": "url",
    "startdate": "startDate",
    "enddate": "endDate",
    "geographiccode": "geoCode",
    "geocode": "geoCode",
}
_OBJECTS = {
    "recipientorg": "recipientOrganization",
    "recipientorganization": "recipientOrganization",
    "recipientorganisation": "recipientOrganization",
    "recipientind": "recipientIndividual",
    "recipientindividual": "recipientIndividual",
    "fundingorg": "fundingOrganization",
    "fundingorganization": "fundingOrganization",
    "fundingorganisation": "fundingOrganization",
    "planneddates": "plannedDates",
    "actualdates": "actualDates",
    "beneficiarylocation": "beneficiaryLocation",
    "grantprogramme": "grantProgramme",
}
_NEEDED = ("Identifier", "Recipient Org:Name", "Funding Org:Name", "Award Date", "Amount Awarded")
_OTHER = {
    "Recipient Org:Name": "Recipient Org:Identifier",
    "Funding Org:Name": "Funding Org:Identifier",
}
_DIGITS = 4
"""Of the place in a list that a heading names; no table has so many columns."""
_PLAIN = re.compile(r"[^a-z0-9]+")

_Path = tuple[str, int, str]
"""The field of a grant, or its list of objects, the place in it, and the object's field."""


@dataclass(frozen=True, slots=True)
class GrantColumns:
    """Which column holds which field of a grant."""

    paths: tuple[tuple[str, _Path], ...]

    @classmethod
    def of(cls, file: SourceFile) -> GrantColumns:
        """Read the header.

        Raises
        ------
        SourceError
            If columns are missing without which there is no grant.
        """
        headings = file.columns()
        paths = {heading: path for heading in headings if (path := _path(heading))}
        there = set(paths.values())
        missing = [
            needed
            for needed in _NEEDED
            if _path(needed) not in there and _path(_OTHER.get(needed, needed)) not in there
        ]
        if missing:
            message = (
                f"{file.path} is no table of grants of the 360Giving standard: it lacks the "
                f"columns {', '.join(missing)}. Its first line must hold the standard's headings"
            )
            raise SourceError(message)
        return cls(tuple(paths.items()))

    def grant(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Give the grant of a row, as the standard's JSON has it.

        >>> columns = GrantColumns((("Identifier", ("id", 0, "")),
        ...                         ("Funding Org:Name", ("fundingOrganization", 0, "name"))))
        >>> columns.grant({"Identifier": "360G-A-1", "Funding Org:Name": "A"})
        {'id': '360G-A-1', 'fundingOrganization': [{'name': 'A'}]}
        """
        grant: dict[str, Any] = {}
        lists: dict[str, dict[int, dict[str, str]]] = {}
        for heading, (name, number, field) in self.paths:
            value = values.get(heading, "")
            if not value.strip():
                continue
            if field:
                lists.setdefault(name, {}).setdefault(number, {})[field] = value
            else:
                grant[name] = value
        grant |= {name: [each for _, each in sorted(of.items())] for name, of in lists.items()}
        return grant


def _path(heading: str) -> _Path | None:
    """Read a heading; None for one that is not needed.

    >>> _path("Recipient Org:1:Postal Code"), _path("awardDate"), _path("Shoe size")
    (('recipientOrganization', 1, 'postalCode'), ('awardDate', 0, ''), None)
    """
    parts = [_PLAIN.sub("", part.lower()) for part in re.split("[:/]", heading)]
    names = [part for part in parts if not part.isdecimal()]
    numbers = [int(part[:_DIGITS]) for part in parts if part.isdecimal()] or [0]
    match names:
        case [name] if name in _FIELDS:
            return _FIELDS[name], 0, ""
        case [name, field] if name in _OBJECTS and field in _FIELDS:
            return _OBJECTS[name], numbers[0], _FIELDS[field]
    return None
