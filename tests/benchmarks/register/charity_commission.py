"""A generated charity as rows of the Charity Commission's public extract."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from graph.records.kinds import PlaceKind
from tests.benchmarks.register.bodies import FIRST_CHARITY, Charity
from tests.benchmarks.register.tables import CLASSIFICATION, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.model import Place

Cells = dict[str, object]
_LARGE_GBP = 500_000
"""From this income on, a charity sends part B of the annual return."""
_PARTA = dict.fromkeys(TABLES["charity_annual_return_parta"][17:])
_PARTB = dict.fromkeys(TABLES["charity_annual_return_partb"][10:])
_TYPES = {1: "What", 2: "Who", 3: "How"}


def rows(charity: Charity) -> Iterator[tuple[str, Cells]]:
    """Yield the table and the cells of each row; what is not named is empty."""
    key: Cells = {
        "organisation_number": charity.charity_number - FIRST_CHARITY + 4_000_000,
        "registered_charity_number": charity.charity_number,
    }
    linked: Cells = {**key, "linked_charity_number": 0}
    yield "charity", {**linked, **_main(charity)}
    yield from _group(charity, key)
    yield from _names(charity, linked)
    yield from _events(charity, linked)
    yield from _work(charity, linked)
    yield from _returns(charity, key)
    if charity.number % 3 == 0:
        yield "charity_policy", {**linked, "policy_name": "Safeguarding vulnerable beneficiaries"}
    if charity.predecessor:
        yield from _predecessor(charity, key)


def _main(charity: Charity) -> Cells:
    latest = charity.income[0] if charity.income else None
    company = charity.company.number if charity.company and charity.company_stated else None
    kind = "Charitable company" if charity.company else "CIO" if charity.is_cio else "Trust"
    return {
        "charity_name": charity.name,
        "charity_type": kind,
        "charity_registration_status": "Registered",
        "date_of_registration": charity.registered,
        "charity_reporting_status": "Submission Received" if latest else "New",
        "latest_acc_fin_period_start_date": latest and latest[0] - timedelta(days=364),
        "latest_acc_fin_period_end_date": latest and latest[0],
        "latest_income": latest and float(latest[1]),
        "latest_expenditure": latest and float(latest[2]),
        "charity_contact_address1": charity.address.street,
        "charity_contact_address2": charity.address.town.upper(),
        "charity_contact_postcode": charity.address.postcode or None,
        "charity_contact_phone": charity.address.phone or None,
        "charity_contact_email": charity.address.email or None,
        "charity_contact_web": charity.address.web or None,
        "charity_company_registration_number": company,
        "charity_insolvent": False,
        "charity_in_administration": False,
        "charity_is_cio": charity.is_cio,
        "charity_activities": charity.activities or None,
        "charity_gift_aid": charity.number % 2 == 0 or None,
        "charity_has_land": charity.number % 5 == 0 or None,
    }


def _group(charity: Charity, key: Cells) -> Iterator[tuple[str, Cells]]:
    for number, name in enumerate(charity.group, start=1):
        yield (
            "charity",
            {
                **key,
                "organisation_number": 6_000_000 + charity.number * 4 + number,
                "linked_charity_number": number,
                "charity_name": name,
                "charity_registration_status": "Registered",
                "date_of_registration": charity.registered,
            },
        )


def _predecessor(charity: Charity, key: Cells) -> Iterator[tuple[str, Cells]]:
    """The removed charity that this one took over from, under the same name."""
    old: Cells = {
        **key,
        "organisation_number": 5_000_000 + charity.number,
        "registered_charity_number": charity.predecessor,
        "linked_charity_number": 0,
        "charity_name": charity.name,
    }
    removed = charity.registered + timedelta(days=120)
    yield (
        "charity",
        {
            **old,
            "charity_type": "Other",
            "charity_registration_status": "Removed",
            "date_of_registration": date(1961, 4, 1),
            "date_of_removal": removed,
            "charity_reporting_status": "Removed",
        },
    )
    to: Cells = {
        "assoc_organisation_number": key["organisation_number"],
        "assoc_registered_charity_number": charity.charity_number,
        "assoc_charity_name": charity.name,
    }
    events: tuple[tuple[str, date, str | None, Cells], ...] = (
        ("Registration", date(1961, 4, 1), None, {}),
        ("Asset transfer out", removed, "Transfer of funds", to),
        ("Removal", removed, "Ceased to exist", {}),
    )
    for order, (kind, day, reason, other) in enumerate(events, start=1):
        event = {"event_type": kind, "date_of_event": day, "reason": reason, **other}
        yield "charity_event_history", {**old, "charity_event_order": order, **event}


def _names(charity: Charity, linked: Cells) -> Iterator[tuple[str, Cells]]:
    former = (("Previous name", name) for _, name in charity.former)
    working = (("Working name", name.upper()) for name in charity.working)
    for number, (kind, name) in enumerate((*former, *working)):
        other = {"charity_name_type": kind, "charity_name": name}
        yield (
            "charity_other_names",
            {**linked, "charity_name_id": charity.number * 4 + number, **other},
        )


def _events(charity: Charity, linked: Cells) -> Iterator[tuple[str, Cells]]:
    name = charity.former[0][1] if charity.former else charity.name
    yield (
        "charity_event_history",
        {
            **linked,
            "charity_name": name,
            "charity_event_order": 1,
            "event_type": "Registration",
            "date_of_event": charity.registered,
        },
    )
    for day, _ in charity.former:
        yield (
            "charity_event_history",
            {
                **linked,
                "charity_name": charity.name,
                "charity_event_order": 2,
                "event_type": "Name change",
                "date_of_event": day,
            },
        )
    if charity.predecessor:
        yield (
            "charity_event_history",
            {
                **linked,
                "charity_name": charity.name,
                "charity_event_order": 2 + len(charity.former),
                "event_type": "Asset transfer in",
                "date_of_event": charity.registered + timedelta(days=120),
                "reason": "Transfer of funds",
                "assoc_organisation_number": 5_000_000 + charity.number,
                "assoc_registered_charity_number": charity.predecessor,
                "assoc_charity_name": charity.name,
            },
        )


def _work(charity: Charity, linked: Cells) -> Iterator[tuple[str, Cells]]:
    for code in (*charity.cause.what, *charity.cause.who, *charity.cause.how):
        yield (
            "charity_classification",
            {
                **linked,
                "classification_code": code,
                "classification_type": _TYPES[code // 100],
                "classification_description": CLASSIFICATION[code],
            },
        )
    for place in charity.works_in:
        yield "charity_area_of_operation", {**linked, **_area(place)}
    if charity.objects:
        yield (
            "charity_governing_document",
            {
                **linked,
                "governing_document_description": f"DEED DATED {charity.registered:%d/%m/%Y}",
                "charitable_objects": charity.objects,
                "area_of_benefit": charity.place.name.upper() if charity.number % 4 == 0 else None,
            },
        )


def _area(place: Place) -> Cells:
    kind, before = ("Local Authority", "")
    if place.kind is not PlaceKind.AUTHORITY:
        kind, before = ("Country", "") if place.name == "Scotland" else ("Region", "Throughout ")
    return {
        "geographic_area_type": kind,
        "geographic_area_description": before + place.name.title(),
        "welsh_ind": place.code.startswith("W"),
    }


def _returns(charity: Charity, key: Cells) -> Iterator[tuple[str, Cells]]:
    for order, (end, income, spending) in enumerate(charity.income, start=1):
        start = end - timedelta(days=364)
        due, received = end + timedelta(days=306), end + timedelta(days=180 + charity.number % 120)
        cycle = f"AR{end:%y}"
        money = {"total_gross_income": float(income), "total_gross_expenditure": float(spending)}
        period = {"fin_period_start_date": start, "fin_period_end_date": end}
        yield (
            "charity_annual_return_history",
            {
                **key,
                **period,
                "ar_cycle_reference": cycle,
                "reporting_due_date": due,
                "date_annual_return_received": received,
                "date_accounts_received": received,
                **money,
                "suppression_ind": 0,
            },
        )
        year = {
            **key,
            "latest_fin_period_submitted_ind": order == 1,
            "fin_period_order_number": order,
            "ar_cycle_reference": cycle,
            **period,
            "ar_due_date": due,
            "ar_received_date": received,
        }
        volunteers = charity.volunteers or None
        yield (
            "charity_annual_return_parta",
            {
                **year,
                **money,
                **_PARTA,
                **_contracts(charity, income),
                "count_volunteers": volunteers,
            },
        )
        if income >= _LARGE_GBP:
            yield (
                "charity_annual_return_partb",
                {**year, **_PARTB, **_part_b(charity, income, spending)},
            )


def _contracts(charity: Charity, income: int) -> Cells:
    has = bool(charity.cause.pathways) and charity.number % 4 == 0
    return {
        "charity_receives_govt_funding_contracts": has,
        "count_govt_contracts": charity.number % 3 + 1 if has else None,
        "income_from_government_contracts": float(income // 3) if has else None,
    }


def _part_b(charity: Charity, income: int, spending: int) -> Cells:
    return {
        "income_donations_and_legacies": float(income // 2),
        "income_charitable_activities": float(income - income // 2),
        "income_total_income_and_endowments": float(income),
        "expenditure_charitable_expenditure": float(spending * 9 // 10),
        "expenditure_total": float(spending),
        "reserves": float(income * (charity.number % 7) // 10),
        "count_employees": charity.employees,
        "charity_only_accounts": True,
        "consolidated_accounts": False,
    }
