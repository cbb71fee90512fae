"""A month, a quarter or a year of an offer, in exact pounds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date  # noqa: TC003  (read at run time to make the JSON schema)
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

INCOME_LINES = (
    "fees_gbp",
    "advances_gbp",
    "adjustments_gbp",
    "results_gbp",
    "service_credits_gbp",
    "management_fee_gbp",
    "payments_gbp",
)
COST_LINES = (
    "staff_gbp",
    "pensions_gbp",
    "fixed_gbp",
    "variable_gbp",
    "steps_gbp",
    "one_off_gbp",
    "overheads_gbp",
)
_FIRST, _LAST = ("begins",), ("balance_gbp",)
_MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What happens in a month, a quarter or a year.

    Attributes
    ----------
    label : such as 2015-02, 2015 Q1 or 2015
    begins : its first day
    contract_year : from 1; none before and after the service, and where a period has several
    people : how many people come
    fees_gbp : fee for service and fee for use
    advances_gbp : results money paid in advance
    adjustments_gbp : the minimum guarantee and the volume band, at the end of a contract year
    results_gbp : what results earn, less what was paid in advance
    service_credits_gbp, management_fee_gbp : what is deducted, below 0
    payments_gbp : for mobilisation and at exit
    income_gbp : what is invoiced, the sum of all these
    staff_gbp, pensions_gbp, fixed_gbp : what goes on while nobody comes
    variable_gbp, steps_gbp : what people cost, each and so many at a time
    one_off_gbp : mobilisation, the transfer of staff, exit
    overheads_gbp : of all these costs
    costs_gbp : the sum of all these
    margin_gbp : income less costs
    received_gbp : what is paid of the invoices
    interest_gbp : what borrowing costs
    cash_flow_gbp : what is received less costs and interest: by so much the balance changes
    balance_gbp : reserves with all that came in and went out, at the end
    lowest_balance_gbp : the lowest at the end of one of its months
    """

    label: str
    begins: date
    contract_year: int | None
    people: float
    fees_gbp: Decimal
    advances_gbp: Decimal
    adjustments_gbp: Decimal
    results_gbp: Decimal
    service_credits_gbp: Decimal
    management_fee_gbp: Decimal
    payments_gbp: Decimal
    income_gbp: Decimal
    staff_gbp: Decimal
    pensions_gbp: Decimal
    fixed_gbp: Decimal
    variable_gbp: Decimal
    steps_gbp: Decimal
    one_off_gbp: Decimal
    overheads_gbp: Decimal
    costs_gbp: Decimal
    margin_gbp: Decimal
    received_gbp: Decimal
    interest_gbp: Decimal
    cash_flow_gbp: Decimal
    balance_gbp: Decimal
    lowest_balance_gbp: Decimal


def quarter_of(month: Period) -> str:
    """Give the calendar quarter of a month, such as 2015 Q1."""
    return f"{month.begins.year} Q{(month.begins.month - 1) // _MONTHS_A_QUARTER + 1}"


def year_of(month: Period) -> str:
    """Give the calendar year of a month."""
    return str(month.begins.year)


def grouped(months: Iterable[Period], label: Callable[[Period], str]) -> tuple[Period, ...]:
    """Bring together the months that have the same label and follow each other."""
    return tuple(_together(name, tuple(group)) for name, group in groupby(months, key=label))


def _together(label: str, months: tuple[Period, ...]) -> Period:
    kept = {"label", "begins", "contract_year", "people", "balance_gbp", "lowest_balance_gbp"}
    names = [each.name for each in fields(Period) if each.name not in kept]
    years = {each.contract_year for each in months}
    sums = {name: sum((getattr(m, name) for m in months), start=Decimal(0)) for name in names}
    return Period(
        label=label,
        begins=months[0].begins,
        contract_year=years.pop() if len(years) == 1 else None,
        people=sum(each.people for each in months),
        balance_gbp=months[-1].balance_gbp,
        lowest_balance_gbp=min(each.lowest_balance_gbp for each in months),
        **sums,
    )
