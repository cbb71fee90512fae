"""Short question pages, one subject each, and a page to check the answers.

The address of each page holds all answers given so far. A question page that is sent says so by
`ANSWERED`; then its answers are checked, and the next page follows.
"""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003  (a dataclass field)
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import QueryParams

if TYPE_CHECKING:
    from collections.abc import Collection

ANSWERED, BACK = "answered", "back"
"""Parameters of a question page: it is sent; the page of all answers follows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question page: the question, what helps to answer it, and the fields that it asks."""

    key: str
    question: str
    hint: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Question pages in their order.

    Attributes
    ----------
    here : the address of the page of all answers; each question page stands below it
    about : what the answers are about, as a caption has it
    above : the pages above, each with its address and name
    """

    steps: Sequence[Step]
    here: str
    about: str
    above: Sequence[tuple[str, str]]

    def find(self, key: str) -> Step | None:
        """Find a question page; None if there is no such."""
        return next((each for each in self.steps if each.key == key), None)

    def after(self, step: Step, asked: QueryParams) -> str:
        """Give the page that follows one that was answered."""
        following = list(self.steps)[list(self.steps).index(step) + 1 :]
        if asked.get(BACK) or not following:
            return self.here
        return f"{self.here}/{following[0].key}"

    def shown(self, step: Step) -> dict[str, object]:
        """Give what a question page shows of its place among the others."""
        number = list(self.steps).index(step) + 1
        caption = f"{self.about}: question {number} of {len(self.steps)}"
        return {"step": step, "caption": caption, "here": self.here, "above": self.above}


def without(asked: QueryParams, names: Collection[str] = ()) -> QueryParams:
    """Give the parameters without the marks of question pages, and without some others."""
    left_out = {ANSWERED, BACK, *names}
    return QueryParams([pair for pair in asked.multi_items() if pair[0] not in left_out])


def kept(asked: QueryParams, step: Step) -> list[tuple[str, str]]:
    """Give the answers that a question page passes on: those of others, and where it leads."""
    others = [pair for pair in without(asked, step.fields).multi_items() if pair[1].strip()]
    return [*others, *([(BACK, "check")] if asked.get(BACK) else [])]
