"""The register of charities of England and Wales, as its Commission publishes it.

Each file of the public extract is a part of its own. They can be imported in any order, and each
again when a newer one is there. The fields: https://register-of-charities.charitycommission.gov.uk
("data definition").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import NotTakenError, SourceError
from graph.records.model import Source
from graph.sources.charity_commission import charity, several
from graph.sources.charity_commission.rows import NUMBER, check, extracted, headings
from graph.sources.protocol import Importer

if TYPE_CHECKING:
    from graph.sources.files import SourceFile

_NAMED = re.compile(r"publicextract\.(charity[a-z_]*)")
_MARKS = {
    "charity_name_type": "charity_other_names",
    "classification_code": "charity_classification",
    "geographic_area_description": "charity_area_of_operation",
    "charitable_objects": "charity_governing_document",
    "date_accounts_received": "charity_annual_return_history",
    "count_volunteers": "charity_annual_return_parta",
    "count_employees": "charity_annual_return_partb",
    "regulator_name": "charity_other_regulators",
    "report_name": "charity_published_report",
    "trustee_name": "charity_trustee",
    "policy_name": "charity_policy",
    "charity_event_order": "charity_event_history",
    "event_type": "charity_event_history",
    "charity_registration_status": "charity",
}
"""By which field each file of the extract is told."""
_NOT_TAKEN = {
    "charity_trustee": "it names trustees, who are people; this service keeps no facts of people",
    "charity_policy": "it says which policies there are, which nothing here asks",
}


def _part_of(file: SourceFile) -> str:
    """Tell which file of the extract it is, by its fields or else its name."""
    there = headings(file)
    named = _NAMED.search(file.name)
    part = next((part for mark, part in _MARKS.items() if mark in there), "")
    part = part or (named[1] if named else "")
    if part in _NOT_TAKEN:
        message = f"{file.path} is the file {part}, which is not taken: {_NOT_TAKEN[part]}"
        raise NotTakenError(message)
    if part not in _NEEDED or (NUMBER not in there and not named):
        message = (
            f"{file.path} is no file of the Charity Commission's public extract: it has the fields"
            f" {', '.join(there[:12])[:200] or '(none)'}; name one such as"
            " publicextract.charity.zip. Nothing was imported"
        )
        raise SourceError(message)
    check(file, (NUMBER, *_NEEDED[part]))
    return part


_NEEDED = {"charity": charity.NEEDED} | {part: each.needed for part, each in several.PARTS.items()}

IMPORTER = Importer(
    name="charity-commission",
    words=(
        "Charities of England and Wales: names, activities, objects, areas of operation,"
        " classification, money, people, status"
    ),
    formats="the zips of the public extract, JSON or text: publicextract.charity.zip and others",
    origin=Source(
        id=charity.SOURCE,
        title="Register of charities of England and Wales, public extract",
        address="https://register-of-charities.charitycommission.gov.uk/register/full-register-download",
        kind="register",
        published=None,
        licence="Open Government Licence v3.0",
    ),
    options={
        "removed": (
            "which removed charities to take: all, none, or those removed since a day"
            " (the day on which the programme's competition opened)"
        )
    },
    parts={"charity": charity.charities} | {p: each.read for p, each in several.PARTS.items()},
    part_of=_part_of,
    published_in=extracted,
)
