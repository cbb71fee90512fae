"""The base case of an offer in formulas of a spreadsheet: the same as `matcher.offers.model`.

A formula speaks of inputs and steps by their names, and of columns of the months in brackets:
``[fees]`` is the cell of the same month, ``[balance-]`` that of the month before, and ``[fees:]``
the whole column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.formats.offer_steps import MONEY
from graph.sources.workbook import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS_SHEET = "Months"
FIRST_ROW = 4
"""The row of the first month on its sheet."""
_REFERENCE = re.compile(r"\[([a-z_]+)([-:]?)\]")
_WHOLE, _FACTOR = "0", "0.000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthColumn:
    """A column of the months: its key in brackets, its heading, its formula.

    `first` is the formula of the first month where that has none before it.
    """

    key: str
    heading: str
    formula: str
    first: str = ""
    format: str = MONEY


_KNOWN = "[service_month]-results_months"
_IS_KNOWN = (
    f"AND({_KNOWN}>=0,{_KNOWN}<term_months,"
    f"OR({_KNOWN}=term_months-1,{_KNOWN}-INT(({_KNOWN})/3)*3=2))"
)
_ROW_OF_COHORT = "[number]-results_months+1"
_NET = (
    f"ROUND(INDEX([cohort_money:],{_ROW_OF_COHORT})*earned_share,2)"
    f"-INDEX([cohort_advances:],{_ROW_OF_COHORT})"
)
_MOST_BACK = f"-ROUND(clawback_cap_share*INDEX([cohort_money:],{_ROW_OF_COHORT}),2)"
_FIRST_OF_COHORT = "[service_month]-INT([service_month]/3)*3=0"
_FIRST_OF_YEAR = "[service_month]-INT([service_month]/12)*12=0"
_ENDS_YEAR = (
    "AND([served]=1,OR([service_month]=term_months-1,"
    "[service_month]-INT([service_month]/12)*12=11))"
)
_MOBILISES = "MAX(mobilisation_months,1)"


def _spread_to(month: str) -> str:
    """The pence spent on mobilisation by so many months."""
    return f"INT(ROUND(mobilisation_cost_gbp*100*{month}/{_MOBILISES},6))"


MONTHS = (
    MonthColumn(key="number", heading="Month", formula="[number-]+1", first="0", format=_WHOLE),
    MonthColumn(
        key="day",
        heading="First day",
        formula="EDATE(DATE(YEAR(mobilised_from),MONTH(mobilised_from),1),[number])",
        format="mmm yyyy",
    ),
    MonthColumn(
        key="service_month",
        heading="Month of the service",
        formula="[number]-mobilisation_months",
        format=_WHOLE,
    ),
    MonthColumn(
        key="served",
        heading="Served: 1 or 0",
        formula="IF(AND([service_month]>=0,[service_month]<term_months),1,0)",
        format=_WHOLE,
    ),
    MonthColumn(
        key="year",
        heading="Contract years before",
        formula="IF([service_month]>0,INT([service_month]/12),0)",
        format=_WHOLE,
    ),
    MonthColumn(
        key="price_index",
        heading="Price index",
        formula="(1+indexation_share)^[year]",
        format=_FACTOR,
    ),
    MonthColumn(
        key="cost_index",
        heading="Cost index",
        formula="(1+cost_inflation_share)^[year]",
        format=_FACTOR,
    ),
    MonthColumn(
        key="people_share",
        heading="Share of a year's people",
        formula=(
            "IF([served]=1,MIN(1,([service_month]+1)/(ramp_up_months+1))"
            "*INDEX(season,MONTH([day]))/(SUM(season)/12)/12,0)"
        ),
        format=_FACTOR,
    ),
    MonthColumn(
        key="price",
        heading="Price of the month's work",
        formula=(
            "[served]*[price_index]*block_value_gbp_a_year/12"
            "+[people_share]*[price_index]*volume_share*unit_value_gbp_a_year"
        ),
    ),
    MonthColumn(
        key="year_people",
        heading="People's share of the contract year so far, at its prices",
        formula=(
            f"IF([served]=1,[people_share]*[price_index]+IF({_FIRST_OF_YEAR},0,[year_people-]),0)"
        ),
        first="[people_share]*[price_index]",
        format=_FACTOR,
    ),
    MonthColumn(
        key="year_level",
        heading="Share of the contract year so far, at its prices",
        formula=f"IF([served]=1,[price_index]/12+IF({_FIRST_OF_YEAR},0,[year_level-]),0)",
        first="[served]*[price_index]/12",
        format=_FACTOR,
    ),
    MonthColumn(
        key="fees",
        heading="Fees for service and for use",
        formula=(
            "ROUND([served]*fee_for_service_share*[price_index]"
            "*(block_value_gbp_a_year+unit_value_gbp_a_year)/12+fee_for_use_share*[price],2)"
        ),
    ),
    MonthColumn(key="results_money", heading="Results money", formula="results_share*[price]"),
    MonthColumn(
        key="advances",
        heading="Foundation payments",
        formula="ROUND(advance_share*[results_money],2)",
    ),
    MonthColumn(
        key="adjustments",
        heading="Minimum guarantee and volume band",
        formula=(
            f"IF({_ENDS_YEAR},ROUND(unit_value_gbp_a_year*("
            "service_adjustment_share*[year_level]+use_adjustment_share*[year_people]),2),0)"
        ),
    ),
    MonthColumn(
        key="cohort_money",
        heading="Results money of the cohort so far",
        formula=f"IF([served]=1,[results_money]+IF({_FIRST_OF_COHORT},0,[cohort_money-]),0)",
        first="[results_money]",
    ),
    MonthColumn(
        key="cohort_advances",
        heading="Foundation payments of the cohort so far",
        formula=f"IF([served]=1,[advances]+IF({_FIRST_OF_COHORT},0,[cohort_advances-]),0)",
        first="[advances]",
    ),
    MonthColumn(
        key="results",
        heading="Results, less foundation payments",
        formula=(f'IF({_IS_KNOWN},IF(clawback_cap_share="",{_NET},MAX({_NET},{_MOST_BACK})),0)'),
    ),
    MonthColumn(
        key="service_credits",
        heading="Service credits",
        formula="-ROUND(service_credit_share*[fees],2)",
    ),
    MonthColumn(
        key="management_fee",
        heading="Management fee",
        formula=(
            "-ROUND(management_fee_share*([fees]+[advances]+[adjustments]+[service_credits]),2)"
            "-ROUND(management_fee_share*[results],2)"
        ),
    ),
    MonthColumn(
        key="payments",
        heading="Payments for mobilisation and exit",
        formula=(
            "IF([number]=0,mobilisation_payment_gbp,0)"
            "+IF([service_month]=term_months-1,exit_payment_gbp,0)"
        ),
    ),
    MonthColumn(
        key="income",
        heading="Income, invoiced",
        formula=(
            "[fees]+[advances]+[adjustments]+[results]+[service_credits]+[management_fee]"
            "+[payments]"
        ),
    ),
    MonthColumn(
        key="staff",
        heading="Staff",
        formula=(
            "[served]*ROUND(staff_fte*staff_salary_gbp*(1+staff_on_cost_share)/12*[cost_index],2)"
        ),
    ),
    MonthColumn(
        key="pensions",
        heading="Pensions",
        formula="[served]*ROUND(pension_cost_gbp_a_year/12*[cost_index],2)",
    ),
    MonthColumn(
        key="fixed",
        heading="Fixed costs",
        formula="[served]*ROUND(fixed_costs_gbp_a_year/12*[cost_index],2)",
    ),
    MonthColumn(
        key="variable",
        heading="Costs of people",
        formula="ROUND(people_cost_gbp_a_year*volume_share*[people_share]*[cost_index],2)",
    ),
    MonthColumn(
        key="steps",
        heading="Costs of steps",
        formula=(
            'IF(step_people_a_year="",0,[served]*ROUND(MAX(ROUNDUP(SUM(people_expected)'
            "*volume_share*[people_share]*12/step_people_a_year-0.000000001,0)-1,0)"
            "*[cost_index]*step_cost_gbp_a_year/12,2))"
        ),
    ),
    MonthColumn(
        key="one_off",
        heading="One-off costs",
        formula=(
            f"IF([number]<{_MOBILISES},({_spread_to('([number]+1)')}-{_spread_to('[number]')})/100,0)"
            "+IF([service_month]=0,tupe_cost_gbp,0)"
            "+IF([service_month]=term_months-1,exit_cost_gbp,0)"
        ),
    ),
    MonthColumn(
        key="overheads",
        heading="Overheads",
        formula="ROUND(overhead_share*([staff]+[pensions]+[fixed]+[variable]+[steps]+[one_off]),2)",
    ),
    MonthColumn(
        key="cost",
        heading="Cost",
        formula="[staff]+[pensions]+[fixed]+[variable]+[steps]+[one_off]+[overheads]",
    ),
    MonthColumn(key="margin", heading="Margin", formula="[income]-[cost]"),
    MonthColumn(
        key="received",
        heading="Received",
        formula="IF([number]>=delay_months,INDEX([income:],[number]-delay_months+1),0)",
    ),
    MonthColumn(
        key="interest",
        heading="Interest on what is borrowed",
        formula=("IF([number]<all_months,ROUND(MAX(-[balance-],0)*credit_rate_share/12,2),0)"),
        first="0",
    ),
    MonthColumn(
        key="balance",
        heading="Cash at the end of the month",
        formula="ROUND([balance-]+[received]-[cost]-[interest],2)",
        first="ROUND(reserves_gbp+[received]-[cost]-[interest],2)",
    ),
    MonthColumn(
        key="moved",
        heading="Received less cost, so far",
        formula="ROUND([moved-]+[received]-[cost],2)",
        first="ROUND([received]-[cost],2)",
    ),
    MonthColumn(
        key="worth_today",
        heading="Received less cost, worth in the first month",
        formula="([received]-[cost])/(1+discount_rate_share)^([number]/12)",
    ),
)
"""The columns of the months, in their order."""

LETTERS = {column.key: column_letters(place) for place, column in enumerate(MONTHS, start=1)}
"""The letters of each column of the months: ``A`` for `number`."""


def month_formulas(row: int, *, rows: int) -> Sequence[str]:
    """Write the formulas of one row of the months, of so many in all."""
    first = row == FIRST_ROW
    return [
        f"={within_months(column.first if first and column.first else column.formula, row, rows)}"
        for column in MONTHS
    ]


def within_months(formula: str, row: int, rows: int) -> str:
    """Put cells in the place of brackets, on the sheet of the months itself.

    >>> within_months("[number]+[number-]+SUM([number:])", 5, 3)
    'A5+A4+SUM($A$4:$A$6)'
    """

    def cell(found: re.Match[str]) -> str:
        letters = LETTERS[found[1]]
        if found[2] == ":":
            return f"${letters}${FIRST_ROW}:${letters}${FIRST_ROW + rows - 1}"
        return f"{letters}{row - (found[2] == '-')}"

    return _REFERENCE.sub(cell, formula)


def from_elsewhere(formula: str, *, rows: int) -> str:
    """Put ranges of the months in the place of brackets, for a formula on another sheet.

    >>> from_elsewhere("MIN([balance:])", rows=2)
    'MIN(Months!$AH$4:$AH$5)'
    """
    whole = within_months(formula, FIRST_ROW, rows)
    return re.sub(r"(\$[A-Z]+\$\d+:)", rf"{MONTHS_SHEET}!\1", whole)
