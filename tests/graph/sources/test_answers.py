"""What organisations say to what was inferred of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.errors import StatementError
from graph.sources.answers import refuse
from tests.builders import capability, org_id, organisation, small_facts

TODAY = date(2026, 11, 27)


def test_what_a_source_states_cannot_be_refused() -> None:
    facts = small_facts(
        organisations=(organisation("Alpha"),), capabilities=(capability("Alpha", "housing"),)
    )
    nowhere: Any = None
    with pytest.raises(StatementError, match="S1 states housing"):
        refuse(nowhere, facts, org_id("Alpha"), "housing", day=TODAY)
