"""The records that a graph consists of: programme, places, services, organisations, work.

Every record that states a fact carries a `Provenance`. Unknown is a value: a field that may be
None or empty says so in its docstring. Money is in pounds, volumes in people a year.
"""

from __future__ import annotations

from typing import TypeAlias

from graph.records.organisation_records import (
    Accounts,
    Affiliation,
    Alias,
    Capability,
    Collaboration,
    CounterpartyFlag,
    Evidence,
    Interest,
    LinkedIdentifier,
    Membership,
    Organisation,
    Registration,
    Size,
)
from graph.records.programme_records import (
    Cohort,
    CohortShare,
    ContractArea,
    Demand,
    Pathway,
    Place,
    Prevalence,
    Prison,
    Programme,
    Rule,
    ServiceFit,
    Source,
)

__all__ = [
    "Accounts",
    "Affiliation",
    "Alias",
    "Capability",
    "Cohort",
    "CohortShare",
    "Collaboration",
    "ContractArea",
    "CounterpartyFlag",
    "Demand",
    "Evidence",
    "Interest",
    "LinkedIdentifier",
    "Membership",
    "Organisation",
    "Pathway",
    "Place",
    "Prevalence",
    "Prison",
    "Programme",
    "Record",
    "Registration",
    "Rule",
    "ServiceFit",
    "Size",
    "Source",
]

Record: TypeAlias = (
    Programme
    | Source
    | Place
    | ContractArea
    | Prison
    | Pathway
    | Cohort
    | CohortShare
    | Prevalence
    | ServiceFit
    | Rule
    | Demand
    | Organisation
    | LinkedIdentifier
    | Alias
    | Size
    | Interest
    | Capability
    | Evidence
    | Collaboration
    | Membership
    | Affiliation
    | CounterpartyFlag
    | Accounts
    | Registration
)
