"""The columns of the spreadsheet in which organisations tell of themselves, a row for each work."""

from __future__ import annotations

from graph.packs.statement_questions import (
    ABOUT,
    EVIDENCE,
    FURTHER,
    IDENTIFIER,
    NAME,
    WORK,
)

OF_ORGANISATION = (NAME, IDENTIFIER, *ABOUT, *FURTHER)
"""What the first row of an organisation tells, and its others may leave blank."""
OF_WORK = (*WORK, *EVIDENCE)
"""What each row tells."""
COLUMNS = (*OF_ORGANISATION, *OF_WORK)
SHEET = "Organisations"
"""The sheet of a workbook that is read; the others explain it."""
