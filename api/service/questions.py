"""Questions that take a search: each knows its words, its time and how a service answers it.

Equal questions are one search (`api.web.searches`), so each is a frozen record.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.service.service import Service
    from matcher.answer.records import Answer
    from matcher.brief.request import Brief
    from matcher.questions.fairness_records import Fairness, FairnessQuery
    from matcher.questions.findings import Market, National, Portfolio
    from matcher.readiness.investor_records import InvestorQuery, Investors


class Question(ABC):
    """What a search answers; it is hashable, and equal to the same question.

    Attributes
    ----------
    leaves_some : whether who stops it gets the best that is found by then
    """

    leaves_some: ClassVar[bool] = False

    @property
    @abstractmethod
    def time_limit_s(self) -> float:
        """How long a search for it may take, in seconds."""

    @property
    def in_time(self) -> bool:
        """Whether it ends within its time; others take several searches, each of that time."""
        return False

    @abstractmethod
    def words(self, service: Service) -> str:
        """Say what is asked, as a heading."""

    @abstractmethod
    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Any:  # noqa: ANN401  (each question has its own answer)
        """Answer it.

        Parameters
        ----------
        service : the facts
        stop : asked often; once it says yes, the answer is the best found so far
        say : told in a sentence how far the search is; of a question that `leaves_some`, once
            there is something to leave
        """


@dataclass(frozen=True)
class OfBrief(Question):
    """A question around a brief, whose time is the brief's."""

    brief: Brief

    @property
    def time_limit_s(self) -> float:
        """The brief's."""
        return self.brief.time_limit_s


@dataclass(frozen=True)
class LineUps(OfBrief):
    """The best line-ups for a brief; `explain` solves again to explain the best one."""

    explain: bool = False

    leaves_some: ClassVar[bool] = True

    @property
    def in_time(self) -> bool:
        """Explaining solves again without each member, gate and weight."""
        return not self.explain

    def words(self, service: Service) -> str:
        """Say what is asked, as a heading."""
        what = "What the best line-up rests on in" if self.explain else "Line-ups for"
        return f"{what} {area_name(service, self.brief)}"

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Answer:
        """Recommend the brief's line-ups."""

        def progress(found: int, score: float) -> None:
            say(f"{found} of {self.brief.k} found so far. The best scores {score:.4f}.")

        return service.recommend(self.brief, explain=self.explain, stop=stop, progress=progress)


@dataclass(frozen=True)
class WholeMarket(OfBrief):
    """Every area's best line-up, each for itself."""

    leaves_some: ClassVar[bool] = True

    def words(self, service: Service) -> str:  # noqa: ARG002  (others name what they ask about)
        """Say what is asked, as a heading."""
        return "The market: every area's best line-up"

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Market:
        """Solve every area."""
        from matcher.questions.market import market  # noqa: PLC0415  (the solver)

        done: list[str] = []

        def progress(area: str) -> None:
            done.append(area)
            say(f"{len(done)} of {len(service.snapshot.areas)} areas done, the last: {area}.")

        return market(
            service.snapshot,
            self.brief,
            directory=service.directory,
            stop=stop,
            progress=progress,
        )


@dataclass(frozen=True)
class WholeCountry(OfBrief):
    """One line-up for each area, in which nobody's capacity counts twice."""

    areas: tuple[str, ...]
    free: float

    leaves_some: ClassVar[bool] = True

    @property
    def in_time(self) -> bool:
        """All its searches together keep to the time."""
        return True

    def words(self, service: Service) -> str:  # noqa: ARG002  (others name what they ask about)
        """Say what is asked, as a heading."""
        return "All areas together"

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> National:
        """Plan all areas."""
        from matcher.questions.national.national import national  # noqa: PLC0415  (the solver)

        count = len(self.areas) or len(service.snapshot.areas)

        def progress(done: int, solved: int, gap: float) -> None:
            within = f" The best plan so far is within {gap:.1%} of the best." if gap < 1 else ""
            say(f"Round {done}: {solved} of {count} areas solved.{within}")

        return national(
            service.snapshot,
            self.brief,
            self.areas,
            free=self.free,
            directory=service.directory,
            stop=stop,
            progress=progress,
        )


@dataclass(frozen=True)
class Bids(OfBrief):
    """The areas that one lead should bid for."""

    areas: tuple[str, ...]

    leaves_some: ClassVar[bool] = True

    def words(self, service: Service) -> str:
        """Say what is asked, as a heading."""
        names = service.snapshot.organisations
        lead = self.brief.lead
        name = names[service.directory.organisation(lead)].name if lead else "one lead"
        return f"Which areas should {name} bid for?"

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Portfolio:
        """Choose the areas."""
        from matcher.questions.portfolio.portfolio import portfolio  # noqa: PLC0415  (the solver)

        return portfolio(
            service.snapshot,
            self.brief,
            self.areas or [str(area.id) for area in service.snapshot.areas],
            directory=service.directory,
            stop=stop,
            progress=lambda done, gap: say(f"Round {done}: within {gap:.1%} of the best."),
        )


@dataclass(frozen=True)
class CapitalOf(OfBrief):
    """Who needs working capital for a seat in the best line-ups of some areas."""

    areas: tuple[str, ...]
    query: InvestorQuery

    leaves_some: ClassVar[bool] = True

    @property
    def in_time(self) -> bool:
        """Each area takes a search of its own."""
        return len(self.areas) == 1

    def words(self, service: Service) -> str:  # noqa: ARG002  (others name what they ask about)
        """Say what is asked, as a heading."""
        return "Who needs working capital for a seat in a line-up?"

    def answer(
        self, service: Service, *, stop: Callable[[], bool], say: Callable[[str], None]
    ) -> Investors:
        """Solve each area, and work out what its seats need."""
        from matcher.errors import NoLineUpError, SolverError  # noqa: PLC0415
        from matcher.readiness.investing import capital_needs  # noqa: PLC0415

        names = self.areas or tuple(str(area.id) for area in service.snapshot.areas)
        answers: list[Answer] = []
        without: list[str] = []
        for number, area in enumerate(names, start=1):
            if stop() and answers:
                break
            try:
                brief = replace(self.brief, area=area, k=1)
                answers.append(service.recommend(brief, stop=stop))
            except NoLineUpError:
                without.append(area)
            except SolverError:
                if not (stop() and answers):
                    raise
            say(f"{number} of {len(names)} areas done.")
        return capital_needs(
            service.snapshot,
            answers,
            self.query,
            directory=service.directory,
            as_of=self.brief.as_of or service.default_as_of,
            without=tuple(without),
            asked=len(names),
        )


@dataclass(frozen=True)
class FairnessOf(Question):
    """Who is shown in everybody's lists of partners."""

    query: FairnessQuery

    @property
    def time_limit_s(self) -> float:
        """Longer than any report has taken; it ends by itself."""
        return 120.0

    def words(self, service: Service) -> str:  # noqa: ARG002  (others name what they ask about)
        """Say what is asked, as a heading."""
        return "Who is shown, and who could do the work?"

    def answer(
        self,
        service: Service,
        *,
        stop: Callable[[], bool],  # noqa: ARG002  (of half of the lists no report is made)
        say: Callable[[str], None],  # noqa: ARG002
    ) -> Fairness:
        """Report on all lists."""
        return service.fairness(self.query)


def area_name(service: Service, brief: Brief) -> str:
    """Name the area of a brief."""
    return service.snapshot.areas[service.directory.area(brief.area)].name
