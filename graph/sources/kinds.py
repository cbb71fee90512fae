"""What kind of organisation one is by its name, where its source does not say."""

from __future__ import annotations

import re

from graph.records.kinds import OrganisationKind

_WORDS = (
    (OrganisationKind.PRISON, "hm prison|hmp|hmyoi"),
    (OrganisationKind.PROBATION_TRUST, "probation trust"),
    (OrganisationKind.NHS_TRUST, "nhs|health board|university hospitals?"),
    (OrganisationKind.CIC, r"c\.?i\.?c\.?|community interest company"),
    (OrganisationKind.HOUSING_ASSOCIATION, "housing association|housing group|homes group"),
    (OrganisationKind.LOCAL_AUTHORITY, "(county|city|borough|district|parish|town) council"),
    (OrganisationKind.LOCAL_AUTHORITY, "(metropolitan|community|unitary) council"),
    (OrganisationKind.LOCAL_AUTHORITY, "council of the|combined authority"),
    (OrganisationKind.LOCAL_AUTHORITY, "(london|royal) borough of|corporation of london"),
    (OrganisationKind.RESEARCH_BODY, r"universit\w+|polytechnic|college london|imperial college"),
    (OrganisationKind.RESEARCH_BODY, "research (institute|council|centre)|fraunhofer|cnrs"),
    (OrganisationKind.GOVERNMENT, "ministry|department (for|of)|home office|constabulary"),
    (OrganisationKind.CHARITY, "charity|charitable|charities|foundation|ymca|hospice"),
    (OrganisationKind.FE_COLLEGE, "college"),
    (OrganisationKind.LOCAL_AUTHORITY, "council$"),
    (OrganisationKind.PRIVATE_COMPANY, r"ltd|limited|plc|llp|gmbh|s\.?a\.?|s\.?r\.?l\.?|b\.?v\.?"),
    (OrganisationKind.PRIVATE_COMPANY, "inc|sl|ag|spa|oy|ab|sas"),
)
_BY_NAME = tuple((kind, re.compile(rf"\b({words})(?!\w)")) for kind, words in _WORDS)
"""The words of a name that tell a kind; the first that is found counts."""
_ANY = re.compile(rf"\b({'|'.join(words for _, words in _WORDS)})(?!\w)")
"""Any of them: most names have none."""


def kind_by_name(name: str) -> OrganisationKind | None:
    """Give the kind that a name tells, or None.

    >>> [str(kind_by_name(name)) for name in ("Essex County Council", "Acme Ltd", "Shelter")]
    ['local-authority', 'private-company', 'None']
    """
    lower = name.casefold()  # a pattern that regards no case is found three times as fast
    if not _ANY.search(lower):
        return None
    return next((kind for kind, words in _BY_NAME if words.search(lower)), None)
