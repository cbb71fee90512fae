"""All the facts of one programme, in one immutable bundle."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records import model


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a store keeps of one programme; each tuple is in the order of the programme's data.

    `programmes` holds exactly one record; it is a tuple so that every table is alike.
    """

    programmes: tuple[model.Programme, ...]
    sources: tuple[model.Source, ...]
    places: tuple[model.Place, ...]
    areas: tuple[model.ContractArea, ...]
    prisons: tuple[model.Prison, ...]
    pathways: tuple[model.Pathway, ...]
    cohorts: tuple[model.Cohort, ...]
    cohort_shares: tuple[model.CohortShare, ...]
    prevalence: tuple[model.Prevalence, ...]
    service_fits: tuple[model.ServiceFit, ...]
    rules: tuple[model.Rule, ...]
    demand: tuple[model.Demand, ...]
    organisations: tuple[model.Organisation, ...]
    identifiers: tuple[model.LinkedIdentifier, ...]
    aliases: tuple[model.Alias, ...]
    sizes: tuple[model.Size, ...]
    interests: tuple[model.Interest, ...]
    capabilities: tuple[model.Capability, ...]
    evidence: tuple[model.Evidence, ...]
    collaborations: tuple[model.Collaboration, ...]
    memberships: tuple[model.Membership, ...]
    affiliations: tuple[model.Affiliation, ...] = ()
    flags: tuple[model.CounterpartyFlag, ...] = ()
    accounts: tuple[model.Accounts, ...] = ()
    registrations: tuple[model.Registration, ...] = ()

    @property
    def programme(self) -> model.Programme:
        """The programme that the facts belong to."""
        return self.programmes[0]

    def tables(self) -> Iterator[tuple[str, tuple[model.Record, ...]]]:
        """Yield every table's name and records, those that others refer to first."""
        for field in fields(self):
            yield field.name, getattr(self, field.name)

    def counts(self) -> dict[str, int]:
        """Count the records of every table."""
        return {name: len(records) for name, records in self.tables()}
