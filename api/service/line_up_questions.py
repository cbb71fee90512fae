"""Questions about one line-up that take a search; see `api.service.questions`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.service.questions import area_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.service.service import Service
    from matcher.brief.request import Brief
    from matcher.questions.rescoring_records import Rescored


@dataclass(frozen=True, slots=True)
class Rescore:
    """A line-up in hand scored again, and the best with the same locks.

    `members` are its identifiers; `before` those before the last change, none if there was none.
    """

    brief: Brief
    members: tuple[str, ...]
    before: tuple[str, ...] = ()

    @property
    def time_limit_s(self) -> float:
        """The brief's, for the first question about it; then a moment."""
        return self.brief.time_limit_s

    def words(self, service: Service) -> str:
        """Say what is asked, as a heading."""
        return f"A line-up for {area_name(service, self.brief)}"

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Rescored:
        """Score it, against the best line-up of its brief."""
        from matcher.questions.rescoring import rescore  # noqa: PLC0415  (the solver)

        say("First the best line-up of all is found; later changes take a moment.")
        return rescore(
            service.bench(self.brief, stop=stop),
            self.brief,
            self.members,
            before=self.before,
            directory=service.directory,
            stop=stop,
        )
