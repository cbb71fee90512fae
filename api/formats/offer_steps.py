"""What the formulas of an offer's workbook work out once: before its months, and from them.

Inputs and steps have names, which formulas use. Names in brackets are columns of the months
(`api.formats.offer_formulas`).
"""

from __future__ import annotations

from dataclasses import dataclass

MONEY = '"£"#,##0.00'
_WHOLE, _SHARE = "0", "0.0%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A figure worked out once: its name in formulas, what it is, and its formula."""

    name: str
    label: str
    formula: str
    format: str = MONEY


STEPS = (
    Step(
        name="mobilisation_months",
        label="Months of mobilisation",
        formula="(YEAR(starts)-YEAR(mobilised_from))*12+MONTH(starts)-MONTH(mobilised_from)",
        format=_WHOLE,
    ),
    Step(
        name="term_months",
        label="Months of the service",
        formula="(YEAR(ends)-YEAR(starts))*12+MONTH(ends)-MONTH(starts)+1",
        format=_WHOLE,
    ),
    Step(
        name="results_months",
        label="Months from a cohort's last until its result is known",
        formula="followup_months+court_months+publication_months",
        format=_WHOLE,
    ),
    Step(
        name="delay_months",
        label="Months from an invoice until it is paid, to the nearest of thirty days",
        formula='ROUND((payment_days+IF(pay_when_paid="yes",prime_payment_days,0)+late_days)/30,0)',
        format=_WHOLE,
    ),
    Step(
        name="all_months",
        label="Months until nothing more happens",
        formula="mobilisation_months+term_months+delay_months+IF(results_share>0,results_months,0)",
        format=_WHOLE,
    ),
    Step(
        name="unit_value_gbp_a_year",
        label="People expected a year, times their prices",
        formula="SUMPRODUCT(unit_price_gbp,people_expected)",
    ),
    Step(
        name="block_value_gbp_a_year",
        label="Block prices a year",
        formula="SUM(block_fee_gbp_a_year)",
    ),
    Step(
        name="people_cost_gbp_a_year",
        label="People expected a year, times the cost of each",
        formula="SUMPRODUCT(cost_per_person_gbp,people_expected)",
    ),
    Step(
        name="volume_ratio",
        label="Volume as a share of the expected one; 100% where nothing is paid by person",
        formula="IF(unit_value_gbp_a_year>0,volume_share,1)",
        format=_SHARE,
    ),
    Step(
        name="counted_share",
        label="Volume that counts: the minimum guarantee at the least",
        formula="MAX(volume_ratio,minimum_guarantee_share)",
        format=_SHARE,
    ),
    Step(
        name="service_adjustment_share",
        label="What the volume band changes, as a share of the expected value",
        formula=(
            "fee_for_service_share*(IF(volume_band_share<1,"
            "MIN(1,counted_share/(1-volume_band_share)),1)"
            "*MAX(1,counted_share/(1+volume_band_share))-1)"
        ),
        format=_SHARE,
    ),
    Step(
        name="use_adjustment_share",
        label="What the minimum guarantee adds, as a share of the expected value",
        formula="fee_for_use_share*(counted_share-volume_ratio)",
        format=_SHARE,
    ),
    Step(
        name="reduction_share",
        label="Expected reduction of reoffending",
        formula="baseline_reoffending_share-expected_reoffending_share",
        format=_SHARE,
    ),
    Step(
        name="binary_share",
        label="What the binary measure earns, before cap and floor",
        formula=(
            "IF(OR(reduction_share>=results_threshold_share-0.000000001,"
            "reduction_share<=0.000000001-results_threshold_share),"
            "reduction_share/full_results_reduction_share,0)"
        ),
        format=_SHARE,
    ),
    Step(
        name="fewer_offences_share",
        label="What the frequency measure earns, before cap and floor",
        formula=(
            "IF(reduction_share>=results_threshold_share-0.000000001,"
            "(baseline_offences-expected_offences)/full_offences_reduction,"
            "MIN((baseline_offences-expected_offences)/full_offences_reduction,0))"
        ),
        format=_SHARE,
    ),
    Step(
        name="earned_share",
        label="Share of the results money that is earned",
        formula=(
            "(1-frequency_share)*MAX(-results_floor_share,MIN(results_cap_share,binary_share))"
            "+frequency_share*MAX(-results_floor_share,MIN(results_cap_share,fewer_offences_share))"
        ),
        format=_SHARE,
    ),
)
"""What the months need of the inputs, in the order in which it is worked out."""

SUMMARY = (
    Step(name="total_income_gbp", label="Income, all in all", formula="SUM([income:])"),
    Step(name="total_cost_gbp", label="Cost, all in all", formula="SUM([cost:])"),
    Step(name="total_interest_gbp", label="Interest, all in all", formula="SUM([interest:])"),
    Step(
        name="surplus_gbp",
        label="Surplus, or loss below 0",
        formula="ROUND(total_income_gbp-total_cost_gbp-total_interest_gbp,2)",
    ),
    Step(
        name="surplus_share",
        label="Surplus as a share of income",
        formula="IF(total_income_gbp>0,surplus_gbp/total_income_gbp,0)",
        format=_SHARE,
    ),
    Step(name="lowest_balance_gbp", label="Lowest cash balance", formula="MIN([balance:])"),
    Step(
        name="lowest_month",
        label="First month that ends with it",
        formula="INDEX([day:],MATCH(lowest_balance_gbp,[balance:],0))",
        format="mmm yyyy",
    ),
    Step(
        name="working_capital_gbp",
        label="Working capital: the most that has gone out before it came in",
        formula="MAX(0,-MIN([moved:]))",
    ),
    Step(
        name="net_present_value_gbp",
        label="Net present value, before interest",
        formula="ROUND(SUM([worth_today:]),2)",
    ),
)
"""What the offer comes to."""
