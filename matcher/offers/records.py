"""An offer of a sub-contract, and the costs and reserves of whoever is offered it.

`matcher.offers.words` says what each field asks and which values it takes. The defaults are an
example: docs/offers.md says which of them are facts, and all others are assumptions for the user
to replace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service that the prime provider buys: at a price for each person, as a block, or both."""

    name: str = "Service"
    unit_price_gbp: Decimal = _NOTHING
    block_fee_gbp_a_year: Decimal = _NOTHING
    people_low: float = 0.0
    people_expected: float = 0.0
    people_high: float = 0.0
    cost_per_person_gbp: Decimal = _NOTHING


EXAMPLE_SERVICE = Service(
    name="Mentoring",
    unit_price_gbp=Decimal(1200),
    people_low=60.0,
    people_expected=100.0,
    people_high=120.0,
    cost_per_person_gbp=Decimal(90),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer, with the costs and reserves of whoever is offered it.

    Pounds are `Decimal`, shares and people are `float`, months and days are whole. Nothing is
    checked here: `with_`, `matcher.offers.reading` and `matcher.offers.checking.checked` do.
    """

    title: str = "Example offer"
    mobilised_from: date = date(2014, 12, 1)
    starts: date = date(2015, 2, 1)
    ends: date = date(2022, 1, 31)
    notice_months: int = 3
    mobilisation_payment_gbp: Decimal = _NOTHING
    exit_payment_gbp: Decimal = _NOTHING

    services: tuple[Service, ...] = (EXAMPLE_SERVICE,)
    ramp_up_months: int = 6
    season: tuple[float, ...] = (1.0,) * 12
    minimum_guarantee_share: float = 0.0
    volume_band_share: float = 0.2

    fee_for_service_share: float = 0.0
    fee_for_use_share: float = 0.9
    results_share: float = 0.1
    indexation_share: float = 0.0
    payment_days: int = 30
    pay_when_paid: bool = False
    prime_payment_days: int = 30
    late_days: int = 0
    late_days_most: int = 30

    cohort_people_a_year: float | None = None
    baseline_reoffending_share: float = 0.475
    expected_reoffending_share: float = 0.456
    reoffending_spread_share: float = 0.02
    results_threshold_share: float = 0.01
    full_results_reduction_share: float = 0.04
    results_cap_share: float = 1.0
    results_floor_share: float = 0.0
    frequency_share: float = 0.0
    baseline_offences: float = 3.5
    expected_offences: float = 3.5
    full_offences_reduction: float = 0.3
    followup_months: int = 12
    court_months: int = 6
    publication_months: int = 4
    advance_share: float = 0.0
    clawback_cap_share: float | None = None

    management_fee_share: float = 0.05
    service_credit_share: float = 0.0
    service_credit_cap_share: float = 0.1

    staff_fte: float = 2.0
    staff_salary_gbp: Decimal = Decimal(26000)
    staff_on_cost_share: float = 0.2
    step_people_a_year: float | None = None
    step_cost_gbp_a_year: Decimal = _NOTHING
    fixed_costs_gbp_a_year: Decimal = Decimal(12000)
    pension_cost_gbp_a_year: Decimal = _NOTHING
    tupe_cost_gbp: Decimal = _NOTHING
    mobilisation_cost_gbp: Decimal = Decimal(5000)
    exit_cost_gbp: Decimal = Decimal(5000)
    wind_down_months: int = 3
    overhead_share: float = 0.12
    cost_inflation_share: float = 0.0

    reserves_gbp: Decimal = Decimal(30000)
    credit_line_gbp: Decimal = _NOTHING
    credit_rate_share: float = 0.08
    discount_rate_share: float = 0.035

    prime_failure_share_a_year: float = 0.03
    liability_cap_gbp: Decimal | None = None
    liability_cap_share: float | None = None
    insured_gbp: Decimal | None = None

    def with_(self, **changes: Any) -> Offer:  # noqa: ANN401  (whatever the fields hold)
        """Change fields, and check the whole.

        Raises
        ------
        OfferError
            If there is no such field, or the offer then contains mistakes: all of them.

        >>> Offer().with_(payment_days=60).payment_days
        60
        """
        from matcher.offers.checking import check_names, checked  # noqa: PLC0415  (it reads us)

        check_names(changes)
        return checked(replace(self, **changes))

    @property
    def mobilisation_months(self) -> int:
        """How many months lie between the beginning of mobilisation and of the service."""
        return _month_number(self.starts) - _month_number(self.mobilised_from)

    @property
    def term_months(self) -> int:
        """How many months the service runs."""
        return _month_number(self.ends) - _month_number(self.starts) + 1

    @property
    def results_months(self) -> int:
        """How many months after a cohort's last month its result is known."""
        return self.followup_months + self.court_months + self.publication_months

    @property
    def most_liable_gbp(self) -> Decimal | None:
        """The cap on liability: the larger one where there are two; none where there is none."""
        caps = [] if self.liability_cap_gbp is None else [self.liability_cap_gbp]
        if self.liability_cap_share is not None:
            share = self.annual_value_gbp * Decimal(repr(self.liability_cap_share))
            caps.append(share.quantize(Decimal("0.01")))
        return max(caps, default=None)

    @property
    def annual_value_gbp(self) -> Decimal:
        """What the offer is worth in a year at the expected volume, before deductions."""
        return sum(
            (
                each.block_fee_gbp_a_year
                + each.unit_price_gbp * Decimal(repr(each.people_expected))
                for each in self.services
            ),
            start=_NOTHING,
        )


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
