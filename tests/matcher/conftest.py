"""What tests of the questions share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.engine.proof import Engine, Standing


@pytest.fixture
def nothing_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every search end before its first line-up, as one may on a slow machine."""

    def best(*_: Any, **__: Any) -> Standing:
        return Standing(members=None, value=-np.inf, bound=np.inf, finished=False)

    monkeypatch.setattr(Engine, "best", best)
