"""What is told of a line-up that somebody changes by hand; the field names are the JSON."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.answer.place_work import PlaceWork  # noqa: TC001  (read at run time, too)
from matcher.answer.records import (  # noqa: TC001  (read at run time to make the JSON schema)
    AreaLabel,
    BriefEcho,
    LineUp,
    ScorePart,
)
from matcher.answer.stress_records import Pressure, Stress  # noqa: TC001  (read at run time, too)
from matcher.questions.findings import Change  # noqa: TC001  (read at run time, too)
from matcher.questions.network_records import NetworkTie  # noqa: TC001  (read at run time, too)


@dataclass(frozen=True, slots=True, kw_only=True)
class BestWithLocks:
    """The best line-up that keeps whoever must be in, without whoever must not.

    `gap` is how much more another could score, as a share; 0.0001 and less counts as `proven`.
    `comes` and `goes` are the members by which it differs from the line-up in hand.
    """

    score: float
    gap: float
    proven: bool
    coverage: float
    lead: str
    members: tuple[str, ...]
    comes: tuple[str, ...]
    goes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescored:
    """A line-up in hand: its score, the rules that it breaks, and the best with the same locks.

    Attributes
    ----------
    broken : the rules that it breaks; `line_up` is scored without those
    line_up : as in other answers; its `rank` says nothing
    parts : of each member in each criterion; they add up to the score
    work : what each member does in each place
    ties : work that members did together before, the strongest first
    pressure : its stress tests that need no search; None where it has no score
    score_before : before the last change, if there was one
    best : None where no line-up keeps the rules, or (not `best_sure`) none was found in time
    best_sure : whether `best`, or that there is none, is proven
    best_of_all : score of the best line-up where nobody must be in or out
    best_of_all_proven : whether that is proven
    share_of_best : the score as a share of that
    """

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel
    brief: BriefEcho
    broken: tuple[str, ...]
    line_up: LineUp | None
    parts: tuple[ScorePart, ...]
    work: tuple[PlaceWork, ...]
    ties: tuple[NetworkTie, ...]
    pressure: Pressure | None
    score_before: float | None
    best: BestWithLocks | None
    best_sure: bool
    best_of_all: float | None
    best_of_all_proven: bool
    share_of_best: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacements:
    """Who could replace members of a line-up, for each of them the best first.

    `score` is the line-up's; in each change one member goes and one comes, or nobody. A change is
    `proven` where nobody else would do better in that place than those that are listed.
    """

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel
    brief: BriefEcho
    score: float | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stressed:
    """The standing stress tests of a line-up; `broken` are the rules that it breaks.

    `stress` is None where its members cannot share out the work at all.
    """

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel
    brief: BriefEcho
    broken: tuple[str, ...]
    score: float | None
    stress: Stress | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Line-ups of one area side by side; their ranks are their places in the question.

    `broken` are the rules that each breaks; it is scored without those.
    """

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel
    brief: BriefEcho
    line_ups: tuple[LineUp, ...]
    broken: tuple[tuple[str, ...], ...]
