"""The spreadsheet in which organisations tell of themselves, as `matcher template` writes it.

A row tells of one kind of work. The rows of an organisation follow one another; the first tells of
the organisation too, and the others may leave that blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graph.errors import IdentifierError, SourceError
from graph.packs.statement_answers import Known
from graph.packs.statement_questions import (
    COLUMNS,
    IDENTIFIER,
    NAME,
    OF_ORGANISATION,
    OF_WORK,
    SHEET,
    contradictions,
)
from graph.packs.statements import entry_of, says_more_than_work, statement_of
from graph.records.entries import Reject
from graph.records.identifiers import OrgId, slug
from graph.records.model import Source
from graph.sources.columns import Sought, columns_of, letters
from graph.sources.days import day
from graph.sources.protocol import SET, Importer
from graph.sources.workbook import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.packs.statement_answers import Question
    from graph.records.entries import Entry
    from graph.sources.files import Row, SourceFile
    from graph.sources.protocol import Context

_SOUGHT = {each.key: Sought(words=each.asks, headings=(each.heading,)) for each in COLUMNS}
_MOST_ROWS = 500
"""Rows of one organisation that are held at once; the kinds of work of one are far fewer."""
_LONGEST_REASON, _LONGEST_VALUE = 2000, 200


@dataclass(frozen=True, slots=True)
class _Answers:
    """The answers of a row by the keys of their questions, and all that is wrong with them."""

    values: Mapping[str, Any]
    wrong: Sequence[tuple[str, str]]


def _read(file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
    """Read the sheet; which columns it has is checked at once."""
    if SHEET in file.sheets:
        file = file.of_sheet(SHEET)
    reader = _Reader(_columns(file), file.columns(), context)
    return reader.said(file.table())


def _columns(file: SourceFile) -> dict[str, str]:
    """Find the columns of the questions.

    Raises
    ------
    SourceError
        If one is missing whose answer is needed, or another is there.
    """
    headings = file.columns()
    found = columns_of(headings, _SOUGHT, {})
    missing = [each.heading for each in COLUMNS if each.needed and each.key not in found]
    known = {letters(each.heading) for each in COLUMNS}
    others = [each[:40] for each in headings if each and letters(each) not in known]
    if missing or others:
        what = [f"the column {', '.join(missing)} is missing"] if missing else []
        what += [f"nothing is known of the column {', '.join(others[:5])}"] if others else []
        message = (
            f"{file.path}: {'; '.join(what)}. matcher template FILE.xlsx writes a sheet to fill "
            "in. Nothing was imported"
        )
        raise SourceError(message)
    return found


class _Reader:
    """Turns the rows of a sheet into an entry for each organisation."""

    def __init__(
        self, columns: Mapping[str, str], headings: Sequence[str], context: Context
    ) -> None:
        self._columns = columns
        today = datetime.now(UTC).date()
        self._known = Known(context.facts, today)
        self._since = today if context.published is None else context.published.last_day
        self._letters = {
            heading: column_letters(number) for number, heading in enumerate(headings, start=1)
        }
        self._seen: set[str] = set()

    def said(self, rows: Iterator[Row | Reject]) -> Iterator[Entry | Reject]:
        """Give what the rows say, organisation by organisation."""
        group: list[Row] = []
        unread = 0
        for row in rows:
            if isinstance(row, Reject):
                yield row
                unread = row.row
            elif any(text.strip() for text in row.values.values()):
                if unread and not self._names_somebody(row):
                    reason = f"it names nobody, and row {unread} above it could not be read"
                    yield self._reject(row, [("name", reason)])
                    continue
                unread = 0
                if group and (len(group) == _MOST_ROWS or not self._goes_on(group[0], row)):
                    yield from self._organisation(group)
                    group = []
                group.append(row)
        if group:
            yield from self._organisation(group)

    def _text(self, row: Row, question: Question) -> str:
        heading = self._columns.get(question.key)
        return "" if heading is None else row.values[heading].strip()

    def _names_somebody(self, row: Row) -> bool:
        return any(self._text(row, each) for each in (NAME, IDENTIFIER))

    def _goes_on(self, first: Row, row: Row) -> bool:
        """Whether a row is of the same organisation as the first of those before it."""
        told = [self._text(row, each) for each in (NAME, IDENTIFIER)]
        return not any(told) or told == [self._text(first, each) for each in (NAME, IDENTIFIER)]

    def _organisation(self, rows: Sequence[Row]) -> Iterator[Entry | Reject]:
        first = rows[0]
        about = self._answers(first, OF_ORGANISATION)
        wrong = list(about.wrong)
        name, identifier = about.values.get("name"), about.values.get("identifier")
        who = identifier or (OrgId.local(name) if name else None)
        if who in self._seen:
            wrong.append(("name", "stands further up already; put its rows one below the other"))
        if wrong or who is None:
            yield from self._rejects(rows, wrong)
            return
        self._seen.add(who)
        work, bad = self._work(rows, with_no_work=says_more_than_work(about.values))
        yield from bad
        left = [row for row, _ in work]
        if left:
            told = [each for _, each in work if each]
            statement = statement_of(about.values, told, since=self._since)
            yield entry_of(statement, who, ORIGIN.id, row=left[0].number, rows=len(left))

    def _rejects(self, rows: Sequence[Row], wrong: Sequence[tuple[str, str]]) -> Iterator[Reject]:
        """Reject all rows of an organisation: the first tells why, and of what else is wrong."""
        for row in rows:
            of_work = self._answers(row, OF_WORK).wrong if self._tells_work(row) else ()
            if row is rows[0]:
                yield self._reject(row, (*wrong, *of_work))
            else:
                reason = ("name", f"the organisation in row {rows[0].number} was not taken")
                yield self._reject(row, (reason, *of_work))

    def _work(
        self, rows: Sequence[Row], *, with_no_work: bool
    ) -> tuple[list[tuple[Row, Mapping[str, Any]]], list[Reject]]:
        """Give the rows that tell of work, or need not; and the rejects of the others."""
        good: list[tuple[Row, Mapping[str, Any]]] = []
        bad: list[Reject] = []
        for row in rows:
            if row is rows[0] and with_no_work and not self._tells_work(row):
                good.append((row, {}))
                continue
            answers = self._answers(row, OF_WORK)
            wrong = [*answers.wrong, *self._contradictions(rows[0], row)]
            if wrong:
                bad.append(self._reject(row, wrong))
            else:
                good.append((row, answers.values))
        return good, bad

    def _tells_work(self, row: Row) -> bool:
        return any(self._text(row, each) for each in OF_WORK)

    def _contradictions(self, first: Row, row: Row) -> Iterator[tuple[str, str]]:
        """Say where a further row tells of the organisation otherwise than the first."""
        for each in OF_ORGANISATION:
            text = self._text(row, each)
            if text and text != self._text(first, each):
                yield each.key, f"is not what row {first.number} says; leave it blank here"

    def _answers(self, row: Row, questions: Sequence[Question]) -> _Answers:
        values: dict[str, Any] = {}
        wrong: list[tuple[str, str]] = []
        for each in questions:
            text = self._text(row, each)
            try:
                said = _as_day(text) if each.is_day else text
                values[each.key] = each.value(
                    said.split(";") if each.several else [said], self._known
                )
            except (ValueError, IdentifierError) as error:
                wrong.append((each.key, str(error)))
        wrong.extend(contradictions(values, questions))
        return _Answers(values, wrong)

    def _reject(self, row: Row, wrong: Sequence[tuple[str, str]]) -> Reject:
        key = wrong[0][0]
        reasons = (f"{self._where(row, each)}: {reason}" for each, reason in wrong)
        heading = self._columns.get(key, "")
        return Reject(
            row=row.number,
            key=self._text(row, NAME)[:_LONGEST_VALUE],
            field=heading,
            reason="; ".join(reasons)[:_LONGEST_REASON],
            value=row.values.get(heading, "")[:_LONGEST_VALUE],
        )

    def _where(self, row: Row, key: str) -> str:
        """Say which cell holds an answer, such as ``F7 (Turnover)``."""
        heading = self._columns.get(key)
        return key if heading is None else f"{self._letters[heading]}{row.number} ({heading})"


def _as_day(text: str) -> str:
    """Write a day as the questions take it, where a spreadsheet wrote it otherwise."""
    try:
        return day(text)
    except ValueError:
        return text


ORIGIN = Source(
    id="IMPORT-TEMPLATE",
    title="What organisations say of themselves, in a spreadsheet",
    address="",
    kind="own statement",
    published=None,
    licence="that under which the organisations gave it",
)

IMPORTER = Importer(
    name="template",
    words="What organisations say of themselves, in the spreadsheet that matcher template writes.",
    formats="XLSX or CSV: a row for each kind of work, those of one organisation together",
    origin=ORIGIN,
    options={SET: "a name for the file in place of its own; a file of the same name is replaced"},
    parts={"": _read},
    set_of=lambda file: slug(file.path.stem) or "file",
)
