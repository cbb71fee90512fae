"""Questions about one line-up that take a search; see `api.service.questions`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from api.service.questions import OfBrief, area_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.service.service import Service
    from matcher.questions.findings import Completion, Counterfactual, Judgement, Tradeoffs
    from matcher.questions.rescoring_records import Replacements, Rescored, Stressed


@dataclass(frozen=True)
class Rescore(OfBrief):
    """A line-up in hand scored again, and the best with the same locks.

    `members` are its identifiers; `before` those before the last change, none if there was none.
    """

    members: tuple[str, ...]
    before: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class WhyNot(OfBrief):
    """Why an organisation is not in the best line-up."""

    organisation: str

    def words(self, service: Service) -> str:
        """Say what is asked, as a heading."""
        index = service.directory.organisation(self.organisation)
        name = service.snapshot.organisations[index].name
        return f"Why not {name} in {area_name(service, self.brief)}?"

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Counterfactual:
        """Tell why, and what would bring it in."""
        from matcher.questions.counterfactual import why_not  # noqa: PLC0415  (the solver)

        say("The best line-up is compared with the best that has it in.")
        return why_not(
            service.snapshot,
            self.brief,
            self.organisation,
            directory=service.directory,
            stop=stop,
        )


@dataclass(frozen=True)
class TradeOffs(OfBrief):
    """The line-ups that nothing betters on coverage, past work and inclusion at once."""

    leaves_some: ClassVar[bool] = True

    def words(self, service: Service) -> str:
        """Say what is asked, as a heading."""
        return f"Trade-offs in {area_name(service, self.brief)}"

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Tradeoffs:
        """Solve the grid of weights."""
        from matcher.questions.tradeoffs import tradeoffs  # noqa: PLC0415  (the solver)

        def progress(done: int, asked: int) -> None:
            say(f"{done} of {asked} combinations of weights solved.")

        return tradeoffs(
            service.snapshot,
            self.brief,
            directory=service.directory,
            stop=stop,
            progress=progress,
        )


@dataclass(frozen=True)
class OfMembers(OfBrief):
    """A question about a line-up's members.

    Attributes
    ----------
    members : the line-up's, by identifier
    asked : ``complete``, ``judge``, ``stress`` or ``replacements``
    of : for replacements, those who could be replaced; nobody for all
    """

    members: tuple[str, ...]
    asked: str
    of: tuple[str, ...] = ()

    def words(self, service: Service) -> str:
        """Say what is asked, as a heading."""
        return f"{_ASKED[self.asked]} in {area_name(service, self.brief)}"

    def answer(
        self,
        service: Service,
        *,
        stop: Callable[[], bool],
        say: Callable[[str], None],
    ) -> Completion | Judgement | Stressed | Replacements:
        """Answer it."""
        from matcher.questions.completing import complete  # noqa: PLC0415  (the solver)
        from matcher.questions.judging import judge  # noqa: PLC0415
        from matcher.questions.replacing import replacements  # noqa: PLC0415
        from matcher.questions.stressing import stress  # noqa: PLC0415

        ways: dict[str, Any] = {
            "complete": complete,
            "judge": judge,
            "stress": stress,
            "replacements": partial(replacements, of=self.of),
        }
        say(f"{_ASKED[self.asked]}: {len(self.members)} members.")
        found: Completion | Judgement | Stressed | Replacements = ways[self.asked](
            service.snapshot, self.brief, self.members, directory=service.directory, stop=stop
        )
        return found


_ASKED = {
    "complete": "The best line-ups with these members",
    "judge": "A line-up judged",
    "stress": "A line-up under stress",
    "replacements": "Who could replace whom",
}
