"""Importers of public registers, one module for each: what a file says becomes entries."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from graph.errors import SourceError

if TYPE_CHECKING:
    from graph.sources.protocol import Importer

IMPORTERS: dict[str, str] = {
    "consortia": "graph.sources.consortia",
    "charity-commission": "graph.sources.charity_commission",
    "companies-house": "graph.sources.companies_house",
    "uk-cat": "graph.sources.uk_cat",
    "360giving": "graph.sources.threesixty_giving",
    "moj-interventions": "graph.sources.moj_interventions",
    "ocds": "graph.sources.ocds",
    "template": "graph.sources.template",
}
"""The module of each importer, by the name that people type; each holds an `IMPORTER`."""


def importer(name: str) -> Importer:
    """Give the importer of a name.

    Raises
    ------
    SourceError
        If there is none.
    """
    if name not in IMPORTERS:
        message = f"there is no source {name!r}; there are: {', '.join(IMPORTERS)}"
        raise SourceError(message)
    found: Importer = import_module(IMPORTERS[name]).IMPORTER
    return found
