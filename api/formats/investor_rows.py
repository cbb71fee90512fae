"""Who needs working capital, as rows of CSV and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.formats.serialise import record_rows
from api.formats.words import number_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.formats.serialise import Row
    from matcher.readiness.investor_records import CapitalNeed, Investors

INVESTOR_COLUMNS = (
    *("rank", "area", "area_name", "id", "name", "kind", "sector", "role", "pathways"),
    *("value_gbp", "results_gbp", "basis", "amount_gbp", "needed_by", "back_by", "back_months"),
    *("share_of_turnover", "offer"),
)


def investor_rows(found: Investors) -> Iterator[Row]:
    """One row for each seat."""
    for need, plain in zip(found.needs, record_rows(found.needs), strict=True):
        place = {"area": need.area.id, "area_name": need.area.name}
        yield {**plain, **place, "offer": urlencode(need.offer)}


def investors_words(found: Investors) -> str:
    """Say in a sentence what is needed in all, and when it is back."""
    if not found.needs:
        return "No seat was found that needs working capital and is as asked for."
    seats = f"{found.total} seat{'' if found.total == 1 else 's'}"
    back = [need.back_months for need in found.needs if need.back_months is not None]
    span = str(min(back)) if back and min(back) == max(back) else ""
    span = span or (f"{min(back)} to {max(back)}" if back else "")
    when = f"It is back after {span} months." if span else ""
    if len(back) < len(found.needs):
        when += f" For {len(found.needs) - len(back)} of those shown it never comes back."
    total = number_words(found.amount_gbp)
    return f"{seats} need £{total} of working capital together, as assumed. {when}".strip()


def back_words(need: CapitalNeed) -> str:
    """Say when the money is back."""
    if need.back_by is None:
        return "never" if need.amount_gbp else "nothing is needed"
    return f"{need.back_by:%B %Y} ({need.back_months} months)"
