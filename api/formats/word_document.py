"""Word documents that everybody can read: real headings, header rows that repeat, British English.

A table says in words what it holds (its alternative text), and no row breaks over two pages.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from api.formats.office_file import printable, with_fixed_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

_FONT, _LANGUAGE = "Arial", "en-GB"
_BODY_PT, _TABLE_PT, _FOOTER_PT = 10.5, 9, 8
_HEADINGS = {"Title": 24, "Subtitle": 11, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11}
_INK, _SHADE, _RULE = "0B0C0C", "EEF2F6", "8A949E"
_PADDING = "70"
"""Beside the text of a cell, in twentieths of a point."""
_PAGE_CM, _MARGIN_CM = (21.0, 29.7), 2.0
_WIDTH_CM = _PAGE_CM[0] - 2 * _MARGIN_CM


@dataclass(frozen=True, slots=True, kw_only=True)
class WordColumn:
    """A column of a table; `part` is its part of the width, figures stand on the right."""

    heading: str
    part: float = 1.0
    figure: bool = False


class WordDocument:
    """A document that is written from the top to the bottom."""

    def __init__(self, *, title: str, footer: str, day: date) -> None:
        """Begin it.

        Parameters
        ----------
        title : as readers list it
        footer : what stands below every page, beside its number
        day : the day of its facts; nothing in it says when it was made
        """
        from docx import Document  # noqa: PLC0415  (slow to import)

        self._document = Document()
        self._describe(printable(title), day)
        self._set_styles()
        self._set_page(printable(footer))

    def _describe(self, title: str, day: date) -> None:
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (Word writes no zone)
        about = self._document.core_properties
        about.title, about.language, about.author = title, _LANGUAGE, "Partnership matcher"
        about.created = about.modified = moment
        about.comments, about.last_modified_by, about.revision = "", "", 1

    def _set_styles(self) -> None:
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Pt, RGBColor  # noqa: PLC0415

        styles = self._document.styles
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), _LANGUAGE)
        sizes = {"Normal": _BODY_PT, **_HEADINGS, "List Bullet": _BODY_PT}
        for name, size in sizes.items():
            style: Any = styles[name]
            style.font.size, style.font.name = Pt(size), _FONT
            style.font.color.rgb, style.font.italic = RGBColor.from_string(_INK), False
            fonts = style.element.rPr.rFonts
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
        normal: Any = styles["Normal"]
        normal.paragraph_format.space_after = Pt(6)

    def _set_page(self, footer: str) -> None:
        from docx.shared import Cm, Pt  # noqa: PLC0415

        section = self._document.sections[0]
        section.page_width, section.page_height = (Cm(side) for side in _PAGE_CM)
        section.left_margin = section.right_margin = Cm(_MARGIN_CM)
        section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
        line = section.footer.paragraphs[0]
        line.add_run(f"{footer} Page ")
        _add_field(line, "PAGE")
        line.add_run(" of ")
        _add_field(line, "NUMPAGES")
        for run in line.runs:
            run.font.size = Pt(_FOOTER_PT)

    def title(self, text: str, below: str) -> None:
        """Write the title and a line below it."""
        self._document.add_paragraph(printable(text), style="Title")
        self._document.add_paragraph(printable(below), style="Subtitle")

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """Write a heading: 1 for a part, 2 for a section, 3 below."""
        found = self._document.add_heading(printable(text), level)
        found.paragraph_format.page_break_before = new_page
        found.paragraph_format.keep_with_next = True

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Write a paragraph."""
        self._document.add_paragraph().add_run(printable(text)).bold = bold

    def notice(self, first: str, text: str) -> None:
        """Write what nobody may overlook: beside a thick line, its first words bold."""
        paragraph = self._document.add_paragraph()
        paragraph.add_run(f"{printable(first)} ").bold = True
        paragraph.add_run(printable(text))
        borders = _element("w:pBdr")
        borders.append(_element("w:left", val="single", sz="36", space="8", color=_INK))
        paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001  (no other way)
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )

    def bullets(self, texts: Iterable[str]) -> None:
        """Write a list."""
        for text in texts:
            self._document.add_paragraph(printable(text), style="List Bullet")

    def table(
        self, caption: str, columns: Sequence[WordColumn], rows: Iterable[Sequence[str]]
    ) -> None:
        """Write a table below its caption, the first column of which names each row."""
        from docx.shared import Cm  # noqa: PLC0415

        told = [[printable(cell) for cell in row] for row in rows]
        title = self._document.add_paragraph()
        title.add_run(printable(caption)).bold = True
        title.paragraph_format.keep_with_next = True
        table = self._document.add_table(rows=len(told) + 1, cols=len(columns))
        table.autofit = False
        _set_up_table(table, printable(caption), [each.heading for each in columns])
        whole = sum(column.part for column in columns)
        widths = [Cm(_WIDTH_CM * column.part / whole) for column in columns]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        _fill_row(table.rows[0], [each.heading for each in columns], columns, widths, head=True)
        for row, cells in zip(list(table.rows)[1:], told, strict=True):
            _fill_row(row, cells, columns, widths, head=False)
        self._document.add_paragraph().paragraph_format.space_after = 0

    def to_bytes(self) -> bytes:
        """Write it; the same bytes for the same content."""
        content = io.BytesIO()
        self._document.save(content)
        return with_fixed_times(content.getvalue())


def _fill_row(
    row: Any,  # noqa: ANN401  (of python-docx)
    texts: Sequence[str],
    columns: Sequence[WordColumn],
    widths: Sequence[Any],
    *,
    head: bool,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  (no other way)
    properties.append(_element("w:cantSplit"))
    if head:
        properties.append(_element("w:tblHeader"))
    parts = zip(row.cells, texts, columns, widths, strict=True)
    for number, (cell, text, column, width) in enumerate(parts):
        cell.width = width
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(_TABLE_PT), head or number == 0
        paragraph.paragraph_format.space_after = Pt(0)
        if column.figure:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if head:
            shade = _element("w:shd", val="clear", color="auto", fill=_SHADE)
            cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _set_up_table(table: Any, caption: str, headings: Sequence[str]) -> None:  # noqa: ANN401
    """Rules between rows, and words for those who do not see the table."""
    properties = table._tbl.tblPr  # noqa: SLF001  (no other way)
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=_RULE))
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=_PADDING, type="dxa"))
    after = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")
    properties.insert_element_before(borders, *after)
    properties.insert_element_before(margins, *after[3:])
    properties.append(_element("w:tblCaption", val=caption))
    described = f"A table with the columns {', '.join(headings)}."
    properties.append(_element("w:tblDescription", val=described))


def _add_field(paragraph: Any, code: str) -> None:  # noqa: ANN401
    """Write a field that Word fills in, such as the number of the page."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "":
            instruction = _element("w:instrText")
            instruction.text = code
            run._r.append(instruction)  # noqa: SLF001
        elif kind == "1":
            run.text = kind
        else:
            run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001


def _element(tag: str, **attributes: str) -> Any:  # noqa: ANN401
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), value)
    return found
