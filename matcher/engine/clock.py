"""The time that a search may take. Compiling never counts: it is over when a clock starts."""

from __future__ import annotations

import time

from matcher.engine import warming


class Clock:
    """Counts down the seconds that a question has.

    Parameters
    ----------
    seconds : how many it has, from now on; the compiled code is made ready before they start
    """

    def __init__(self, seconds: float) -> None:
        """Start."""
        warming.ready()
        self._end = time.monotonic() + seconds

    @property
    def left_s(self) -> float:
        """The seconds that are left, 0 once the time has passed."""
        return max(self._end - time.monotonic(), 0.0)

    @property
    def has_passed(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end
