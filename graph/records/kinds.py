"""The words that records are classified by, in the field's own vocabulary."""

from __future__ import annotations

from enum import StrEnum


class Sector(StrEnum):
    """Who owns an organisation; the first two count towards the VCSE share."""

    VCSE = "vcse"
    MUTUAL = "mutual"
    PRIVATE = "private"
    PUBLIC = "public"

    @property
    def is_vcse(self) -> bool:
        """Whether it counts as VCSE: charities, social enterprises and staff mutuals do."""
        return self in {Sector.VCSE, Sector.MUTUAL}


class OrganisationKind(StrEnum):
    """The legal or practical kind of an organisation."""

    CHARITY = "charity"
    SOCIAL_ENTERPRISE = "social-enterprise"
    CIC = "cic"
    HOUSING_ASSOCIATION = "housing-association"
    VCSE_CONSORTIUM = "vcse-consortium"
    STAFF_MUTUAL = "staff-mutual"
    PRIVATE_COMPANY = "private-company"
    JOINT_VENTURE = "joint-venture"
    NHS_TRUST = "nhs-trust"
    LOCAL_AUTHORITY = "local-authority"
    PROBATION_TRUST = "probation-trust"
    FE_COLLEGE = "fe-college"
    GOVERNMENT = "government"
    PRISON = "prison"
    FUNDER = "funder"
    UMBRELLA_BODY = "umbrella-body"
    RESEARCH_BODY = "research-body"

    @property
    def sector(self) -> Sector:
        """The sector that this kind belongs to."""
        if self is OrganisationKind.STAFF_MUTUAL:
            return Sector.MUTUAL
        if self in _PRIVATE_KINDS:
            return Sector.PRIVATE
        return Sector.PUBLIC if self in _PUBLIC_KINDS else Sector.VCSE

    @property
    def in_words(self) -> str:
        """The kind as people say it.

        >>> OrganisationKind.UMBRELLA_BODY.in_words, OrganisationKind.NHS_TRUST.in_words
        ('umbrella body', 'NHS trust')
        """
        if self is OrganisationKind.GOVERNMENT:
            return "government body"
        words = self.value.replace("-", " ")
        for short, written in _WRITTEN.items():
            words = words.replace(short, written)
        return words

    @property
    def with_article(self) -> str:
        """The kind as a sentence has it, with its article.

        >>> OrganisationKind.UMBRELLA_BODY.with_article, OrganisationKind.NHS_TRUST.with_article
        ('an umbrella body', 'an NHS trust')
        """
        return f"{'an' if self.in_words[0] in 'aeiouN' else 'a'} {self.in_words}"

    @property
    def may_bid(self) -> bool:
        """Whether such a body can join a line-up: the Crown, its prisons and trusts cannot."""
        return self not in _CANNOT_BID

    @property
    def may_lead(self) -> bool:
        """Whether such a body can hold the contract; councils and funders join others' bids."""
        return self.may_bid and self not in _CANNOT_LEAD


_WRITTEN = {"nhs": "NHS", "fe college": "further education college", "cic": "CIC"}
_PRIVATE_KINDS = {OrganisationKind.PRIVATE_COMPANY, OrganisationKind.JOINT_VENTURE}
_PUBLIC_KINDS = {
    OrganisationKind.NHS_TRUST,
    OrganisationKind.LOCAL_AUTHORITY,
    OrganisationKind.PROBATION_TRUST,
    OrganisationKind.FE_COLLEGE,
    OrganisationKind.GOVERNMENT,
    OrganisationKind.PRISON,
}
_CANNOT_BID = {
    OrganisationKind.PROBATION_TRUST,
    OrganisationKind.GOVERNMENT,
    OrganisationKind.PRISON,
    OrganisationKind.UMBRELLA_BODY,
    OrganisationKind.RESEARCH_BODY,
}
_CANNOT_LEAD = {
    OrganisationKind.LOCAL_AUTHORITY,
    OrganisationKind.NHS_TRUST,
    OrganisationKind.FUNDER,
}


class PlaceKind(StrEnum):
    """What a place is."""

    AUTHORITY = "authority"
    POLICE_AREA = "police-area"
    TRUST = "trust"
    PRISON = "prison"
    CONTRACT_AREA = "contract-area"
    REGION = "region"
    COUNTRY = "country"


class PathwayKind(StrEnum):
    """The seven pathways, the two more for women, and services that cut across them."""

    PATHWAY = "pathway"
    WOMEN = "women"
    SERVICE = "service"


class Setting(StrEnum):
    """Where people are whom a capability reaches."""

    CUSTODY = "custody"
    COMMUNITY = "community"
    BOTH = "both"


class Sex(StrEnum):
    """Whom a capability is only for, if it is only for women or only for men."""

    WOMEN = "women"
    MEN = "men"


class JusticeMark(StrEnum):
    """How near a capability is to criminal justice, by what its source says.

    Explicit: it is for offenders, prisoners or people on probation. Adjacent: the same service,
    for the public.
    """

    EXPLICIT = "explicit"
    ADJACENT = "adjacent"


class AffiliationKind(StrEnum):
    """What one organisation is of another.

    The workforce is the staff who move to the other, as those of a probation trust to a mutual.
    """

    PARENT = "parent"
    SHAREHOLDER = "shareholder"
    MEMBER = "member"
    WORKFORCE = "workforce"
    UMBRELLA = "umbrella"


class FlagKind(StrEnum):
    """What a check of a counterparty would raise."""

    INVESTIGATION = "investigation"
    ADMINISTRATION = "administration"
    WITHDRAWAL = "withdrawal"
    CONTRACT_LOSS = "contract-loss"
    OTHER = "other"


class CollaborationKind(StrEnum):
    """What organisations did together.

    A prime contract is one for a whole service of justice or welfare to work, whose holder manages
    what others deliver: the Work Programme, a prison, tagging, probation.
    """

    TR_BID = "tr-bid"
    TR_SUPPLY_CHAIN = "tr-supply-chain"
    CONTRACT = "contract"
    PRIME_CONTRACT = "prime-contract"
    GRANT = "grant"
    BID = "bid"
    PILOT = "pilot"
    NETWORK = "network"
    SUPPORT = "support"
    EVIDENCE = "evidence"
    ADVICE = "advice"
    ALLIANCE = "alliance"


class Outcome(StrEnum):
    """How a collaboration ended, as far as anybody knows."""

    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    PASSED_PQQ = "passed-pqq"
    DELIVERED = "delivered"
    RUMOURED = "rumoured"
    SUPPORTED = "supported"
    PUBLISHED = "published"
    UNKNOWN = "unknown"


class MemberRole(StrEnum):
    """What an organisation was in a collaboration."""

    LEAD = "lead"
    JOINT_VENTURE_MEMBER = "joint-venture-member"
    PARTNER = "partner"
    SUBCONTRACTOR = "subcontractor"
    BROKER = "broker"
    FUNDER = "funder"
    HOST = "host"
    EVALUATOR = "evaluator"
    PUBLIC_PARTNER = "public-partner"
    COMMISSIONER = "commissioner"

    @property
    def delivers(self) -> bool:
        """Whether the role does work for people, rather than buy, pay for, host or judge it."""
        return self not in _DO_NOT_DELIVER


_DO_NOT_DELIVER = {
    MemberRole.FUNDER,
    MemberRole.HOST,
    MemberRole.EVALUATOR,
    MemberRole.COMMISSIONER,
}
