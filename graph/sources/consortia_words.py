"""The columns, roles and kinds that tables of consortia have, in our words and in others'."""

from __future__ import annotations

from graph.records.kinds import MemberRole, OrganisationKind
from graph.sources.columns import Sought
from graph.sources.protocol import SET

COLUMNS: dict[str, Sought] = {
    "project": Sought(
        words="the project's identifier",
        headings=(
            *("projectID", "project_rcn", "project_reference", "project_number"),
            *("grantAgreementID", "consortium_id", "project", "consortium", "rcn"),
        ),
    ),
    "organisation": Sought(
        words="the organisation's identifier: an org-id, or a number of the table's own",
        headings=(
            *("organisationID", "organizationID", "organisation_number", "org_id"),
            *("participant_id", "partner_id", "pic"),
        ),
    ),
    "name": Sought(
        words="the organisation's name",
        headings=(
            *("organisation_name", "organization_name", "legal_name", "participant_name"),
            *("organisation", "organization", "participant", "partner", "name"),
        ),
    ),
    "role": Sought(words="what it was in the project", headings=("role", "participant_role")),
    "title": Sought(
        words="the project's name", headings=("title", "project_title", "project_name", "acronym")
    ),
    "start": Sought(
        words="when the project began", headings=("start_date", "start", "project_start")
    ),
    "end": Sought(words="when it ended", headings=("end_date", "end", "project_end")),
    "public": Sought(
        words="the day on which it was public: of the award or the signature",
        headings=("ecSignatureDate", "award_date", "signature_date", "date_published"),
    ),
    "value": Sought(words="the project's value in pounds", headings=("value_gbp", "amount_gbp")),
    "project-places": Sought(
        words="where the project worked", headings=("project_places", "delivery_places")
    ),
    "place": Sought(
        words="where the organisation is",
        headings=("city", "town", "place", "local_authority", "location", "region", "country"),
    ),
    "postcode": Sought(words="its postcode", headings=("postcode", "postCode", "post_code")),
    "type": Sought(
        words="its kind", headings=("activityType", "organisation_type", "kind", "type")
    ),
    "topics": Sought(
        words="codes of what the project is about",
        headings=("topics", "topic", "programme_part", "euroSciVocCode", "subjects"),
    ),
    "text": Sought(
        words="what the project does", headings=("objective", "description", "summary", "abstract")
    ),
}
"""The columns that a table may have, by the option that names one of them."""

ROLES: dict[str, MemberRole] = {
    **{role.value.replace("-", " "): role for role in MemberRole},
    "coordinator": MemberRole.LEAD,
    "lead partner": MemberRole.LEAD,
    "leader": MemberRole.LEAD,
    "prime": MemberRole.LEAD,
    "participant": MemberRole.PARTNER,
    "member": MemberRole.PARTNER,
    "beneficiary": MemberRole.PARTNER,
    "associated partner": MemberRole.PARTNER,
    "international partner": MemberRole.PARTNER,
    "third party": MemberRole.SUBCONTRACTOR,
    "host institution": MemberRole.HOST,
}
"""The roles of other tables, beside our own."""

KINDS: dict[str, OrganisationKind] = {
    **{kind.value.replace("-", " "): kind for kind in OrganisationKind},
    "prc": OrganisationKind.PRIVATE_COMPANY,
    "hes": OrganisationKind.RESEARCH_BODY,
    "rec": OrganisationKind.RESEARCH_BODY,
    "pub": OrganisationKind.GOVERNMENT,
}
"""The kinds of other tables, beside our own; CORDIS's OTH says nothing."""

OPTIONS = {
    "roles": (
        "what roles of the table mean, such as roles='advisor=partner;buyer=commissioner'; "
        "'*=partner' is for all others"
    ),
    "kinds": "what kinds of the table mean, such as kinds='OTH=charity'",
    "otherwise": "the kind of an organisation where nothing tells (private-company)",
    "collaboration": "what the projects are: grant, contract, alliance or others (grant)",
    "register": "the register whose numbers the organisation column holds, such as GB-COH",
    "delimiter": "comma, semicolon, tab or pipe (what the header has most of)",
    SET: "a name for the data, where tables of several are to stand side by side",
}
"""What else may be said of a table, beside its columns."""
