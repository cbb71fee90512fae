"""Unmet needs as rows of CSV."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from api.formats.serialise import record_rows
from matcher.questions.gap_records import Gap

if TYPE_CHECKING:
    from api.formats.serialise import Row
    from matcher.questions.gap_records import Gaps

GAP_COLUMNS = tuple(field.name for field in fields(Gap))


def gap_rows(found: Gaps) -> list[Row]:
    """One row for each need that is shown, the most unmet first."""
    return record_rows(found.gaps)
