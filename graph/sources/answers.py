"""What organisations say to what was inferred of them: yes or no, each kept as an import.

An answer is of one organisation and one pathway, and a later one takes its place. A yes makes the
inferred capability an own statement; a no keeps it out, however often it is inferred again.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph.errors import StatementError
from graph.records.entries import Entry, Import, Refusal
from graph.records.model import Capability, Source
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.texts.inference import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from graph.records.facts import Facts
    from graph.records.identifiers import OrgId
    from graph.stores.protocol import Holdings

ANSWERS = "answers"
"""The name of the source."""
ORIGIN = Source(
    id="IMPORT-ANSWERS",
    title="What organisations say to what was inferred of them",
    address="",
    kind="own statement",
    published=None,
    licence="",
)


def confirm(
    holdings: Holdings, facts: Facts, organisation: OrgId, pathway: str, *, day: date
) -> Import:
    """Keep that an organisation does what was inferred of it; it counts once it is finished.

    Raises
    ------
    StatementError
        If nothing was inferred of it for the pathway.
    """
    found = next(_inferred(holdings, facts, organisation, pathway), None)
    if found is None:
        message = (
            f"nothing is inferred of {organisation} for {pathway}, so there is nothing to confirm: "
            "matcher infer reads the texts that were imported"
        )
        raise StatementError([message])
    said = PartialDate(day.isoformat())
    origin = Provenance(sources=(ORIGIN.id,), known_from=said, confidence=Confidence.OWN_STATEMENT)
    stated = replace(found, organisation=organisation, probability=None, note="", provenance=origin)
    key = f"{organisation} {pathway}"
    return _keep(holdings, Entry(key=key, row=1, records=(stated,)), f"yes {key} {day}", said)


def refuse(
    holdings: Holdings, facts: Facts, organisation: OrgId, pathway: str, *, day: date
) -> Import:
    """Keep that an organisation does not do what is or may be inferred of it.

    Raises
    ------
    StatementError
        If a source states that it does: a refusal is of inferred work only.
    """
    for row in facts.capabilities:
        its = (row.organisation, row.pathway) == (organisation, pathway)
        if its and not row.inferred and ORIGIN.id not in row.provenance.sources:
            source = ", ".join(row.provenance.sources)
            message = (
                f"{source} states {pathway} of {organisation}; only what is inferred is refused"
            )
            raise StatementError([message])
    said, key = PartialDate(day.isoformat()), f"{organisation} {pathway}"
    note = Refusal(organisation=organisation, pathway=pathway)
    return _keep(holdings, Entry(key=key, row=1, notes=(note,)), f"no {key} {day}", said)


def _inferred(
    holdings: Holdings, facts: Facts, organisation: OrgId, pathway: str
) -> Iterator[Capability]:
    """Yield what is inferred: in the facts, or left out of them because of an earlier answer."""
    for row in facts.capabilities:
        if (row.organisation, row.pathway) == (organisation, pathway) and row.inferred:
            yield row
    ids = {organisation} | {
        row.identifier for row in facts.identifiers if row.organisation == organisation
    }
    others = [held.number for held in holdings.imports() if held.source != TEXTS]
    for _, entry in holdings.entries(leaving_out=others):
        if entry.key in ids:
            for record in entry.records:
                if isinstance(record, Capability) and record.pathway == pathway:
                    yield record


def _keep(holdings: Holdings, entry: Entry, answer: str, day: PartialDate) -> Import:
    begun = holdings.begin(
        Import(
            source=ANSWERS,
            part=entry.key,
            file="answer",
            digest=hashlib.sha256(answer.encode()).hexdigest(),
            origin=ORIGIN,
            published=day,
            begun=datetime.now(UTC),
        )
    )
    holdings.add(begun.number, [entry])
    return replace(begun, rows=1, entries=1)
