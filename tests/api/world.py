"""A made-up programme for the faces: five organisations, one with a name that bites."""

from __future__ import annotations

from api.service.service import Service
from graph.records import model
from graph.records.identifiers import OrgId, PlaceCode
from tests import builders as b

BITING = "Sharp <script>alert('x')</script> & Sons"
PRISON = PlaceCode("prison-ayton")


def small_service() -> Service:
    """Give a service over the small programme with five organisations."""
    places = (*b.small_facts().places, b.place(PRISON, "HMP Ayton", "prison", b.COUNTY_1))
    return Service(
        b.small_snapshot(
            places=places,
            organisations=(
                b.organisation("Homes for All"),
                b.organisation("Workwise", "private-company"),
                b.organisation(BITING),
                b.organisation("Zenith Trust", "social-enterprise"),
                b.organisation("Latecomer", known_from="2015"),
            ),
            aliases=(b.alias("Zenith Trust", "Acme Training"),),
            identifiers=(
                model.LinkedIdentifier(
                    organisation=b.org_id("Zenith Trust"),
                    identifier=OrgId("GB-CHC-1234567"),
                    provenance=b.provenance(),
                ),
            ),
            interests=(
                model.Interest(
                    organisation=b.org_id("Zenith Trust"),
                    role="tier2",
                    area=b.COUNTY_2,
                    provenance=b.provenance("2014-10-29"),
                ),
                model.Interest(
                    organisation=b.org_id("Workwise"),
                    role="prime",
                    area=None,
                    provenance=b.provenance(),
                ),
            ),
            sizes=(
                b.size("Workwise", 5e7, 1e8),
                b.size("Homes for All", 5e6, 2e7),
                b.size("Zenith Trust", 5e6, 2e7),
            ),
            capabilities=(
                b.local_work("Homes for All"),
                b.local_work("Homes for All", "work", (b.C,), known_from="2015"),
                b.local_work("Workwise", "work", (b.NATION,)),
                b.local_work(BITING, "housing", (b.A,), ("women",)),
                b.local_work("Zenith Trust", "work", (PRISON,)),
                b.local_work("Zenith Trust", "housing", (b.COUNTY_2,)),
                b.local_work("Latecomer"),
            ),
            evidence=(b.evidence("Homes for All", 3),),
            affiliations=(
                b.affiliation("Workwise", "Zenith Trust", "parent", "2011"),
                b.affiliation("Zenith Trust", "Homes for All", "umbrella", end="2012"),
            ),
            flags=(
                b.flag("Workwise", "contract-loss", "2012", known_from="2014"),
                b.flag("Zenith Trust", start="2012", end="2013"),
            ),
            accounts=(
                b.accounts("Homes for All", "2011-03-31", employees=4),
                b.accounts("Homes for All", income_gbp=120500.0),
                b.accounts("Zenith Trust", reserves_gbp=-1.0),
            ),
            registrations=(b.registration("Homes for All"), b.registration("Zenith Trust")),
            collaborations=(
                b.project("joint", outcome="won", outcome_known_from="2014"),
                b.project("older", start="2005"),
            ),
            memberships=(
                b.member("joint", "Homes for All", "lead"),
                b.member("joint", "Workwise"),
                b.member("older", "Homes for All"),
                b.member("older", BITING, "subcontractor"),
            ),
        )
    )
