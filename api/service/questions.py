"""Questions that take a search: each knows its words, its time and how a service answers it.

Equal questions are one search (`api.web.searches`), so each is a frozen record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.service.service import Service
    from matcher.answer.records import Answer
    from matcher.brief.request import Brief


class Question(Protocol):
    """What a search answers; it is hashable, and equal to the same question."""

    @property
    def time_limit_s(self) -> float:
        """How long a search for it may take, in seconds."""

    def words(self, service: Service) -> str:
        """Say what is asked, as a heading."""

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Any:  # noqa: ANN401  (each question has its own answer)
        """Answer it.

        Parameters
        ----------
        service : the facts
        stop : asked often; once it says yes, the answer is the best found so far
        say : told in a sentence how far the search is
        """


@dataclass(frozen=True, slots=True)
class LineUps:
    """The best line-ups for a brief."""

    brief: Brief

    @property
    def time_limit_s(self) -> float:
        """The brief's."""
        return self.brief.time_limit_s

    def words(self, service: Service) -> str:
        """Say what is asked, as a heading."""
        return f"Line-ups for {area_name(service, self.brief)}"

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Answer:
        """Recommend the brief's line-ups."""

        def progress(found: int, score: float) -> None:
            say(f"{found} of {self.brief.k} found so far. The best scores {score:.4f}.")

        return service.recommend(self.brief, stop=stop, progress=progress)


def area_name(service: Service, brief: Brief) -> str:
    """Name the area of a brief."""
    return service.snapshot.areas[service.directory.area(brief.area)].name
