"""What may happen to an offer, on sheets of its workbook: values of a simulation, no formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.formats.offer_steps import MONEY
from api.formats.worksheets import SheetColumn, write_heading, write_table, write_text
from matcher.offers.stress import stress_tests

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from matcher.offers.base_case import BaseCase
    from matcher.offers.records import Offer
    from matcher.offers.simulation import Simulation, Spread

CHANCES_SHEET, STRESS_SHEET = "Chances", "Stress tests"
_SHARE, _MONTH = "0.0%", "mmm yyyy"
_SPREAD = ("1 run of 10 is below", "5 are below", "9 are below")
_WIDE, _NARROW = 62, 20


def write_chances(sheet: Any, found: Simulation, base: BaseCase) -> None:  # noqa: ANN401
    """Write the chances, and how far surplus and cash may spread, month by month."""
    said = f"From a simulation of {found.runs:,} runs (seed {found.seed}), not recomputed."
    _begin(sheet, said, base)
    chances = (
        ("Runs that end with a loss", found.loss_share),
        ("Runs in which reserves are gone at some time", found.reserves_gone_share),
        ("Runs in which reserves and credit are gone", found.out_of_cash_share),
        ("Runs in which the prime provider fails", found.prime_fails_share),
    )
    for row, (label, share) in enumerate(chances, start=5):
        write_text(sheet, row, 1, label)
        sheet.cell(row=row, column=2, value=share).number_format = _SHARE
    spreads: list[tuple[str | date, Spread]] = [
        ("Surplus", found.surplus),
        ("Lowest cash", found.lowest_balance),
        *((each.begins, each.balance) for each in found.months),
    ]
    _headings(sheet, 10, ("Cash at the end of each month, and in all", *_SPREAD))
    for row, (of, spread) in enumerate(spreads, start=11):
        if isinstance(of, str):
            write_text(sheet, row, 1, of)
        else:
            sheet.cell(row=row, column=1, value=of).number_format = _MONTH
        amounts = (spread.p10_gbp, spread.p50_gbp, spread.p90_gbp)
        for place, amount in enumerate(amounts, start=2):
            sheet.cell(row=row, column=place, value=float(amount)).number_format = MONEY


def write_stress_tests(sheet: Any, offer: Offer, base: BaseCase) -> None:  # noqa: ANN401
    """Write what the offer comes to if one thing goes wrong."""
    _begin(sheet, "Worked out when this was written, not recomputed.", base)
    columns = (
        SheetColumn(heading="If", width=_WIDE),
        SheetColumn(heading="Surplus", width=_NARROW, number=MONEY),
        SheetColumn(heading="Change", width=_NARROW, number=MONEY),
        SheetColumn(heading="Lowest cash", width=_NARROW, number=MONEY),
        SheetColumn(heading="Reserves and credit", width=_NARROW),
    )
    rows = [
        (
            each.title,
            float(each.surplus_gbp),
            float(each.change_gbp),
            float(each.lowest_balance_gbp),
            "last" if each.survives else "run out",
        )
        for each in stress_tests(offer)
    ]
    write_table(sheet, columns, rows, first=4)


def _begin(sheet: Any, said: str, base: BaseCase) -> None:  # noqa: ANN401
    """Say that these are values, and let the sheet say when the inputs have moved on."""
    for column, width in (("A", _WIDE), ("B", _NARROW), ("C", _NARROW), ("D", _NARROW)):
        sheet.column_dimensions[column].width = width
    write_text(sheet, 1, 1, said)
    as_written = ",".join(
        f"ROUND({name}-({_plain(amount)}),2)=0"
        for name, amount in (
            ("surplus_gbp", base.surplus_gbp),
            ("lowest_balance_gbp", base.lowest_balance_gbp),
        )
    )
    warning = "The inputs have changed since: these figures are of the offer as it was."
    sheet.cell(row=2, column=1, value=f'=IF(AND({as_written}),"","{warning}")')


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _headings(sheet: Any, row: int, headings: tuple[str, ...]) -> None:  # noqa: ANN401
    for place, heading in enumerate(headings, start=1):
        write_heading(sheet, row, place, heading)
