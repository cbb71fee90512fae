"""The tables of organisations and of their work (`graph.records.tables`)."""

from __future__ import annotations

import math
from dataclasses import replace

from graph.records import model
from graph.records.table import Column, Shortcut, Table, Tie

_ORGANISATION = Column("organisation", "The organisation.", to="organisations")


def _of_organisation(type_: str) -> Column:
    """The column of a node that hangs on an organisation."""
    return replace(_ORGANISATION, shortcut=Shortcut(type_, inward=True))


ORGANISATION_TABLES = (
    Table(
        name="organisations",
        record=model.Organisation,
        words="An organisation.",
        file="organisations.csv",
        key=("id",),
        shape="Organisation",
        columns=(
            Column("id", "Its org-id: the code of a register and its number there."),
            Column("name", "Its name."),
            Column("kind", "Its legal or practical kind."),
            Column("founded", "The day, month or year it was founded."),
            Column("scope_note", "What it does, in a few words.", blank=True),
        ),
    ),
    Table(
        name="identifiers",
        record=model.LinkedIdentifier,
        words="Another identifier of the same organisation.",
        file="identifiers.csv",
        key=("organisation", "identifier"),
        shape="Identifier",
        columns=(
            _of_organisation("HAS_IDENTIFIER"),
            Column("identifier", "Its org-id in another register."),
        ),
    ),
    Table(
        name="aliases",
        record=model.Alias,
        words="Another name of an organisation.",
        file="aliases.csv",
        key=("organisation", "name"),
        shape="Alias",
        columns=(
            _of_organisation("KNOWN_AS"),
            Column("name", "The other name."),
            Column("used_from", "When its use began.", heading="from"),
            Column("used_to", "When its use ended.", heading="to"),
        ),
    ),
    Table(
        name="sizes",
        record=model.Size,
        words="The turnover of an organisation in a year, as a band.",
        file="sizes.csv",
        key=("organisation", "year"),
        shape="Turnover",
        columns=(
            _of_organisation("HAD_TURNOVER"),
            Column("year", "The year.", least=1800, most=2100),
            Column("turnover_low_gbp", "Pounds at least."),
            Column("turnover_high_gbp", "Pounds at most; blank if nobody knows."),
        ),
    ),
    Table(
        name="interests",
        record=model.Interest,
        words="An organisation's public interest in a role.",
        file="interests.csv",
        key=("organisation", "role", "area"),
        shape="Interest",
        columns=(
            _of_organisation("HAS_INTEREST"),
            Column("role", "The role.", choices=("prime", "tier2", "tier3", "investor")),
            Column(
                "area",
                "The area; blank if it named none.",
                to="areas",
                shortcut=Shortcut("IN_AREA"),
            ),
        ),
    ),
    Table(
        name="capabilities",
        record=model.Capability,
        words="What an organisation can do, where and for whom.",
        file="capabilities.csv",
        key=("organisation", "pathway"),
        repeats=True,
        shape=Tie(type="CAN_DELIVER", start="organisation", end="pathway"),
        columns=(
            _ORGANISATION,
            Column("pathway", "The pathway or service.", to="pathways"),
            Column("cohorts", "The cohorts; blank for any adult.", to="cohorts", blank=True),
            Column(
                "places",
                "The places where it works.",
                to="places",
                shortcut=Shortcut(
                    "WORKS_IN",
                    start="organisation",
                    keeps=("pathway", "cohorts", "sources", "known_from", "confidence"),
                ),
            ),
            Column("capacity_needs_a_year", "Needs a year it can meet, if stated."),
            Column("note", "Anything else known about it.", blank=True),
            Column("setting", "Where it reaches people; blank if no source says so."),
            Column("sex", "Whom it is only for; blank if for both, or if no source says so."),
            Column(
                "justice",
                "Whether it is for people in criminal justice (explicit), or for the public "
                "(adjacent); blank if nobody knows.",
            ),
            Column(
                "probability",
                "How likely it is, if it was inferred; blank if somebody stated it.",
                most=1,
            ),
        ),
    ),
    Table(
        name="evidence",
        record=model.Evidence,
        words="A measured effect of an organisation's work.",
        file="evidence.csv",
        key=("organisation", "pathway", "kind"),
        repeats=True,
        shape=Tie(type="HAS_EVIDENCE_FOR", start="organisation", end="pathway"),
        columns=(
            _ORGANISATION,
            Column("pathway", "The pathway or service.", to="pathways"),
            Column("kind", "What was done to measure it."),
            Column(
                "level",
                "How strong it is: Nesta standards 1 to 5; 0 if a comparison found no difference, "
                "-1 if people did worse; blank if its result is not known.",
                least=-1,
                most=5,
            ),
            Column("by", "Who measured it.", blank=True),
            Column("effect", "What was found.", blank=True),
            Column("sample", "The people who were studied.", blank=True),
            Column("note", "Anything else known about it.", blank=True),
        ),
    ),
    Table(
        name="collaborations",
        record=model.Collaboration,
        words="A real contract, grant, bid or alliance.",
        file="collaborations.csv",
        key=("id",),
        shape="Collaboration",
        columns=(
            Column("id", "Its name in memberships.csv."),
            Column("name", "Its name."),
            Column("kind", "What it was."),
            Column("start", "When it began."),
            Column("end", "When it ended."),
            Column(
                "areas", "The areas it was for.", to="areas", blank=True, shortcut=Shortcut("FOR")
            ),
            Column(
                "places", "The places it was in.", to="places", blank=True, shortcut=Shortcut("IN")
            ),
            Column(
                "pathways",
                "The pathways it was on.",
                to="pathways",
                blank=True,
                shortcut=Shortcut("ON"),
            ),
            Column("outcome", "How it ended."),
            Column("outcome_known_from", "When the outcome became public."),
            Column("outcome_note", "Anything else known about the outcome.", blank=True),
            Column("value_gbp", "Its total value in pounds."),
        ),
    ),
    Table(
        name="memberships",
        record=model.Membership,
        words="An organisation's part in a collaboration.",
        file="memberships.csv",
        key=("collaboration", "organisation", "role"),
        shape=Tie(type="MEMBER_OF", start="organisation", end="collaboration"),
        columns=(
            Column("collaboration", "The collaboration.", to="collaborations"),
            _ORGANISATION,
            Column("role", "The organisation's role in it."),
            Column("role_note", "Anything else known about its role.", blank=True),
        ),
    ),
    Table(
        name="affiliations",
        record=model.Affiliation,
        words="What an organisation is of another, such as its parent.",
        file="affiliations.csv",
        key=("organisation", "of", "kind"),
        repeats=True,
        shape=Tie(type="AFFILIATED_TO", start="organisation", end="of"),
        columns=(
            _ORGANISATION,
            Column("of", "The organisation that it is this of.", to="organisations"),
            Column("kind", "What it is of the other."),
            Column("start", "Since when.", heading="from"),
            Column("end", "Until when; blank if it goes on.", heading="to"),
            Column("note", "Anything else known about it.", blank=True),
        ),
    ),
    Table(
        name="flags",
        record=model.CounterpartyFlag,
        words="What a check of a counterparty would raise about an organisation.",
        file="flags.csv",
        key=("organisation", "kind"),
        repeats=True,
        shape="Flag",
        columns=(
            _of_organisation("HAS_FLAG"),
            Column("kind", "What it is about."),
            Column("note", "What happened."),
            Column("start", "Since when.", heading="from"),
            Column("end", "When it was cleared; blank if it was not.", heading="to"),
        ),
    ),
    Table(
        name="accounts",
        record=model.Accounts,
        words="The accounts of an organisation for a year, as one source has them.",
        file="accounts.csv",
        key=("organisation", "year_end"),
        repeats=True,
        shape="Accounts",
        columns=(
            _of_organisation("HAD_ACCOUNTS"),
            Column("year_end", "The last day of the year, or its year."),
            Column("income_gbp", "Pounds that came in."),
            Column("spending_gbp", "Pounds that went out."),
            Column("reserves_gbp", "Pounds held at the end; below 0 if it owes.", least=-math.inf),
            Column("employees", "People employed."),
            Column("volunteers", "People who work unpaid."),
        ),
    ),
    Table(
        name="registrations",
        record=model.Registration,
        words="What a register says of an organisation.",
        file="registrations.csv",
        key=("organisation", "identifier"),
        repeats=True,
        shape="Registration",
        columns=(
            _of_organisation("IS_REGISTERED"),
            Column("identifier", "Its org-id in that register."),
            Column("status", "What the register calls its state, such as registered or removed."),
            Column("start", "Since when.", heading="from"),
            Column("end", "Until when; blank if it is there still.", heading="to"),
            Column("postcode", "The postcode of its office.", blank=True),
            Column("web", "The address of its pages.", blank=True),
        ),
    ),
)
