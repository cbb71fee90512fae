"""Generated organisations in the formats of the other sources."""

from __future__ import annotations

from datetime import date, timedelta
from string import capwords
from typing import TYPE_CHECKING, Any

from tests.benchmarks.register.bodies import EXTRACTED, Charity, Company, Population
from tests.benchmarks.register.corruption import Writing, corrupted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

COMPANY_FIELDS = (
    "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1,"
    " RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,"
    "RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,"
    "IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,Accounts.NextDueDate,"
    "Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,"
    "Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,"
    "Mortgages.NumMortSatisfied,SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,"
    "SICCode.SicText_4,LimitedPartnerships.NumGenPartners,LimitedPartnerships.NumLimPartners,URI,"
    + ",".join(f"PreviousName_{n}.CONDATE, PreviousName_{n}.CompanyName" for n in range(1, 11))
    + ",ConfStmtNextDueDate, ConfStmtLastMadeUpDate"
).split(",")
"""The columns of BasicCompanyData, with the spaces that some of them begin with."""

_DAYS = (date(2012, 1, 1), date(2025, 9, 30))

Sighting = tuple[str, str, Writing]
"""How another source names an organisation: its id there, its name, how that was written."""


def company_row(company: Company) -> list[str]:
    """Lay a company out as a row of BasicCompanyData."""
    before = [
        company.name,
        company.number,
        *("", "", company.address.street, "", company.address.town.upper(), "", ""),
        company.address.postcode,
        company.category,
        company.status,
        *("United Kingdom", "", f"{company.incorporated:%d/%m/%Y}", "31", "3"),
        *("31/12/2025", "31/03/2024", "TOTAL EXEMPTION FULL", "", "", "0", "0", "0", "0"),
        *(*company.sic, "", "", "", "")[:4],
        *("0", "0", f"http://business.data.gov.uk/id/company/{company.number}"),
    ]
    former = [cell for day, name in company.former for cell in (f"{day:%d/%m/%Y}", name)]
    former += [""] * (20 - len(former))
    return [*before, *former, "14/07/2026", "30/06/2025"]


def grant(
    people: Population, number: int, *, funders: Sequence[Charity], organisations: int
) -> tuple[Any, Charity, Sighting]:
    """Make a grant in the 360Giving standard, with the recipient and how it is named there."""
    rng = people.lot(number, of=2)
    funder = funders[number % len(funders)]
    recipient = people.charity(rng.randrange(organisations))
    awarded = _awarded(rng, recipient)
    name, how = _named(recipient, rng)
    id_, named = _grant_id(recipient, number, rng), {"name": name}
    if id_.startswith("GB-CHC"):
        named["charityNumber"] = str(recipient.charity_number)
    if recipient.address.postcode and rng.random() < 0.7:
        named["postalCode"] = recipient.address.postcode
    amount = round(rng.lognormvariate(9.5, 1.2), -2)
    value = {
        "id": f"360G-Invented-{number:06}",
        "title": f"Grant to {name}",
        "description": recipient.activities or "Running costs",
        "currency": "GBP",
        "amountAwarded": amount,
        "awardDate": f"{awarded}T00:00:00+00:00",
        "plannedDates": [{"startDate": f"{awarded}", "duration": rng.choice((12, 24, 36))}],
        "recipientOrganization": [{"id": id_, **named}],
        "fundingOrganization": [{"id": funder.org_id, "name": capwords(funder.name)}],
        "grantProgramme": [{"title": "Invented programme"}],
    }
    if rng.random() < 0.5:
        place = recipient.place
        value["beneficiaryLocation"] = [{"name": place.name, "geoCode": place.code}]
    return value, recipient, (id_, name, how)


def _grant_id(recipient: Charity, number: int, rng: Random) -> str:
    """Two in three by the charity number, some by the company's, the others by the funder's own."""
    lot = rng.random()
    if recipient.company and lot < 0.15:
        return f"GB-COH-{recipient.company.number}"
    return recipient.org_id if lot < 0.75 else f"360G-Invented-ORG-{number:06}"


def release(
    people: Population, number: int, *, organisations: int
) -> tuple[Any, list[tuple[Charity, Sighting]]]:
    """Make a notice of an award in the Open Contracting Data Standard, with its suppliers."""
    rng = people.lot(number, of=3)
    place = rng.choice(people.authorities)
    found = [people.charity(rng.randrange(organisations)) for _ in range(_suppliers(rng))]
    seen = []
    for order, supplier in enumerate(found):
        name, how = _named(supplier, rng)
        if supplier.company and rng.random() < 0.4:
            id_ = f"GB-COH-{supplier.company.number}"
        else:
            id_ = f"GB-CFS-9{number:05}{order}"
        seen.append((supplier, (id_, name, how)))
    day = _day(rng)
    return _notice(rng, number, place.name, day, [sighting for _, sighting in seen]), seen


def _notice(rng: Random, number: int, place: str, day: date, seen: list[Sighting]) -> Any:
    buyer = {"id": f"GB-CFS-8{number % 400:05}", "name": f"{place} Council"}
    value = {"amount": round(rng.lognormvariate(11.5, 1.3), -2), "currency": "GBP"}
    parties = [
        {"id": id_, "name": name, "roles": ["supplier"], "details": {"vcse": True}}
        | ({"identifier": {"scheme": "GB-COH", "id": id_[7:]}} if id_.startswith("GB-COH") else {})
        for id_, name, _ in seen
    ]
    period = {"startDate": f"{day}T00:00:00Z", "endDate": f"{day + timedelta(days=730)}T23:59:59Z"}
    return {
        "ocid": f"ocds-invented-{number:06}",
        "id": f"invented-{number:06}",
        "language": "en",
        "date": f"{day}T09:00:00Z",
        "tag": ["award"],
        "initiationType": "tender",
        "tender": {
            "id": f"INVENTED{number:06}",
            "title": f"Support services in {place}",
            "description": "Support for people on probation, and other services.",
            "status": "complete",
            "classification": {"scheme": "CPV", "id": "85312000", "description": "Social work"},
            "items": [{"id": "1", "deliveryAddresses": [{"region": place}]}],
            "value": value,
            "mainProcurementCategory": "services",
        },
        "parties": [{**buyer, "roles": ["buyer"]}, *parties],
        "buyer": buyer,
        "awards": [
            {
                "id": f"ocds-invented-{number:06}-1",
                "status": "active",
                "date": f"{day}T00:00:00Z",
                "datePublished": f"{day}T09:00:00Z",
                "value": value,
                "suppliers": [{"id": id_, "name": name} for id_, name, _ in seen],
                "contractPeriod": period,
            }
        ],
    }


def _suppliers(rng: Random) -> int:
    return rng.choices((1, 2, 3, 4), (85, 9, 4, 2))[0]


def _named(charity: Charity, rng: Random) -> tuple[str, Writing]:
    lot = rng.random()
    if charity.former and lot < 0.3:
        return capwords(charity.former[0][1]), Writing.FORMER
    if charity.working and lot < 0.2:
        return charity.working[0], Writing.WORKING
    return corrupted(charity.name, rng)


def _day(rng: Random) -> date:
    return _DAYS[0] + timedelta(days=rng.randrange((_DAYS[1] - _DAYS[0]).days))


def _awarded(rng: Random, recipient: Charity) -> date:
    """No grant goes to a charity before its time."""
    return min(max(_day(rng), recipient.registered), EXTRACTED)
