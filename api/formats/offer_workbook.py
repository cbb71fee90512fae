"""An offer as a live workbook: change an input, and its formulas work the base case out anew.

The sheets are the summary, the inputs, the steps between, and the months; then, as values, the
chances and the stress tests. Formulas name what they use: every input and step has a name of its
own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from api.formats.offer_chances import (
    CHANCES_SHEET,
    STRESS_SHEET,
    write_chances,
    write_stress_tests,
)
from api.formats.offer_formulas import (
    FIRST_ROW,
    MONTHS,
    MONTHS_SHEET,
    from_elsewhere,
    month_formulas,
)
from api.formats.offer_steps import STEPS, SUMMARY
from api.formats.worksheets import DAY, prepare_print, to_bytes, write_heading, write_text
from graph.sources.workbook import column_letters
from matcher.offers.base_case import base_case
from matcher.offers.fields import Kind, Section
from matcher.offers.simulation import RUNS, SEED, simulate
from matcher.offers.words import MOST_SERVICES, OFFER_FIELDS, SERVICE_FIELDS

if TYPE_CHECKING:
    from api.formats.offer_steps import Step
    from matcher.offers.fields import OfferField
    from matcher.offers.records import Offer

MONTHS_SHOWN = 240
"""The rows of the months: an offer of ten years with its results, and some more."""
_FOOTER = "An offer, worked out by formulas. No legal or financial advice."
_LABEL, _VALUE, _UNIT, _SAID = 1, 2, 3, 4
_FORMATS = {Kind.MONEY: '"£"#,##0.00', Kind.SHARE: "0.0###%", Kind.DAY: DAY, Kind.TEXT: "@"}
_INPUT_FILL = "FFF2CC"
_SEASON_COLUMN = 2
_SUMMARY_ROW = 6


def offer_workbook(offer: Offer, *, runs: int = RUNS, seed: int = SEED) -> bytes:
    """Write an offer as an Excel workbook; the same bytes for the same offer, runs and seed.

    Parameters
    ----------
    offer : the offer
    runs, seed : of the simulation whose chances it holds
    """
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import)

    book = Workbook()
    summary, inputs = book.active, book.create_sheet("Inputs")
    summary.title = "Summary"
    _ask(book, inputs, offer)
    _work_out(book, book.create_sheet("Steps"))
    _lay_out_months(book.create_sheet(MONTHS_SHEET))
    _summarise(book, summary, offer)
    base = base_case(offer)
    write_chances(book.create_sheet(CHANCES_SHEET), simulate(offer, runs=runs, seed=seed), base)
    write_stress_tests(book.create_sheet(STRESS_SHEET), offer, base)
    for sheet in book.worksheets:
        prepare_print(sheet, _FOOTER)
    book.calculation.fullCalcOnLoad = True
    return to_bytes(book, title=offer.title, day=offer.mobilised_from)


def _name(book: Any, name: str, sheet: str, cells: str) -> None:  # noqa: ANN401
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415

    book.defined_names[name] = DefinedName(name, attr_text=f"{sheet}!{cells}")


def _ask(book: Any, sheet: Any, offer: Offer) -> None:  # noqa: ANN401
    """The inputs: a row for each field, and a block with a column for each service."""
    for column, width in ((_LABEL, 38), (_VALUE, 20), (_UNIT, 18), (_SAID, 90)):
        sheet.column_dimensions[column_letters(column)].width = width
    write_text(sheet, 1, 1, "Change the coloured cells; all else follows.")
    _ask_volume(book, sheet, 3)
    row = 5
    for section in Section:
        write_heading(sheet, row, _LABEL, section.heading)
        row += 1
        for field in (each for each in OFFER_FIELDS.values() if each.section is section):
            _ask_one(book, sheet, row, field, getattr(offer, field.name))
            row += 1
        row += 1
    _ask_services(book, sheet, row, offer)


def _ask_volume(book: Any, sheet: Any, row: int) -> None:  # noqa: ANN401
    """Ask how many come of those expected: no field of the offer, and what guarantees are for."""
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    write_text(sheet, row, _LABEL, "People who come, of those expected")
    cell = sheet.cell(row=row, column=_VALUE, value=1.0)
    cell.number_format, cell.fill = _FORMATS[Kind.SHARE], PatternFill("solid", fgColor=_INPUT_FILL)
    _name(book, "volume_share", sheet.title, f"$B${row}")
    write_text(
        sheet,
        row,
        _SAID,
        "100% is the base case. Less shows what fewer people mean, and what the minimum guarantee "
        "and the volume band then change.",
    )


def _ask_one(book: Any, sheet: Any, row: int, field: OfferField, value: object) -> None:  # noqa: ANN401
    write_text(sheet, row, _LABEL, field.label)
    if field.kind is Kind.NUMBERS:
        assert isinstance(value, tuple)  # noqa: S101  (the seasons)
        for place, number in enumerate(value):
            _put(sheet, row, _SEASON_COLUMN + place, number, field)
        last = column_letters(_SEASON_COLUMN + len(value) - 1)
        _name(book, field.name, sheet.title, f"$B${row}:${last}${row}")
        return
    _put(sheet, row, _VALUE, value, field)
    _name(book, field.name, sheet.title, f"$B${row}")
    write_text(sheet, row, _UNIT, "" if field.kind is Kind.MONEY else field.unit)
    write_text(sheet, row, _SAID, field.help)


def _ask_services(book: Any, sheet: Any, row: int, offer: Offer) -> None:  # noqa: ANN401
    write_heading(sheet, row, _LABEL, "Services")
    for number in range(MOST_SERVICES):
        write_heading(sheet, row, _VALUE + number, f"Service {number + 1}")
    last = column_letters(_VALUE + MOST_SERVICES - 1)
    for name, field in SERVICE_FIELDS.items():
        row += 1
        write_text(sheet, row, _LABEL, field.label)
        for number in range(MOST_SERVICES):
            known = number < len(offer.services)
            value = getattr(offer.services[number], name) if known else None
            _put(sheet, row, _VALUE + number, value, field)
        shared = f"service_{name}" if name in OFFER_FIELDS or name == "name" else name
        _name(book, shared, sheet.title, f"$B${row}:${last}${row}")


def _put(sheet: Any, row: int, column: int, value: object, field: OfferField) -> None:  # noqa: ANN401
    """Write an input as the kind of value that it is, on the colour of inputs."""
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    if isinstance(value, str):
        cell = write_text(sheet, row, column, value)
    else:
        cell = sheet.cell(row=row, column=column, value=_plain(value))
    cell.number_format = _FORMATS.get(field.kind, "General")
    cell.fill = PatternFill("solid", fgColor=_INPUT_FILL)


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return float(value) if isinstance(value, Decimal) else value


def _work_out(book: Any, sheet: Any) -> None:  # noqa: ANN401
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 70, 18
    write_heading(sheet, 1, 1, "Step")
    write_heading(sheet, 1, 2, "Comes to")
    for row, step in enumerate(STEPS, start=2):
        _step(book, sheet, row, step, f"={step.formula}")


def _step(book: Any, sheet: Any, row: int, step: Step, formula: str) -> None:  # noqa: ANN401
    write_text(sheet, row, 1, step.label)
    cell = sheet.cell(row=row, column=2, value=formula)
    cell.number_format = step.format
    _name(book, step.name, sheet.title, f"$B${row}")


def _lay_out_months(sheet: Any) -> None:  # noqa: ANN401
    write_text(sheet, 1, 1, "The base case by month, from the first of mobilisation.")
    for place, column in enumerate(MONTHS, start=1):
        write_heading(sheet, FIRST_ROW - 1, place, column.heading)
        sheet.column_dimensions[column_letters(place)].width = 15
    formats = [column.format for column in MONTHS]
    for row in range(FIRST_ROW, FIRST_ROW + MONTHS_SHOWN):
        formulas = month_formulas(row, rows=MONTHS_SHOWN)
        for place, (formula, number) in enumerate(zip(formulas, formats, strict=True), start=1):
            sheet.cell(row=row, column=place, value=formula).number_format = number
    sheet.freeze_panes = f"C{FIRST_ROW}"


def _summarise(book: Any, sheet: Any, offer: Offer) -> None:  # noqa: ANN401
    from openpyxl.styles import Font  # noqa: PLC0415

    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 70, 18
    write_text(sheet, 1, 1, offer.title).font = Font(bold=True, size=14)
    write_text(sheet, 2, 1, "The base case: people, results and delays as expected.")
    write_text(
        sheet,
        3,
        1,
        "It follows the inputs. The last two sheets do not: they hold chances and stress tests as "
        "they were when this was written.",
    )
    for row, step in enumerate(SUMMARY, start=_SUMMARY_ROW):
        _step(book, sheet, row, step, f"={from_elsewhere(step.formula, rows=MONTHS_SHOWN)}")
    last = _SUMMARY_ROW + len(SUMMARY)
    write_text(sheet, last, 1, "All of it falls into the months of this workbook")
    formula = f'=IF(all_months<={MONTHS_SHOWN},"yes","no: the figures are cut off")'
    sheet.cell(row=last, column=2, value=formula)
    _draw(sheet, offer, last + 2)


def _draw(sheet: Any, offer: Offer, row: int) -> None:  # noqa: ANN401
    """Draw the balance, over the months of the offer as it was written."""
    from openpyxl.chart import LineChart, Reference  # noqa: PLC0415

    months = offer.mobilisation_months + offer.term_months + offer.results_months + 1
    ends = FIRST_ROW, FIRST_ROW + min(months, MONTHS_SHOWN) - 1
    book = sheet.parent

    def column(key: str) -> Any:  # noqa: ANN401
        place = [each.key for each in MONTHS].index(key) + 1
        cells = {"min_col": place, "min_row": ends[0], "max_row": ends[1]}
        return Reference(book[MONTHS_SHEET], **cells)

    chart = LineChart()
    chart.title, chart.height, chart.width, chart.legend = (
        "Cash at the end of each month",
        8,
        22,
        None,
    )
    chart.add_data(column("balance"))
    chart.set_categories(column("day"))
    chart.x_axis.number_format, chart.x_axis.delete, chart.y_axis.delete = "mmm yyyy", False, False
    sheet.add_chart(chart, f"A{row}")
