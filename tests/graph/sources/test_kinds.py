"""What kind of organisation one is by its name."""

from __future__ import annotations

import pytest

from graph.sources.kinds import kind_by_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HMP Chelmsford", "prison"),
        ("Gloucestershire Hospitals Nhs Foundation Trust", "nhs-trust"),
        ("Bright Futures C.I.C.", "cic"),
        ("North Lanarkshire Council", "local-authority"),
        ("The University of Exeter", "research-body"),
        ("University College London", "research-body"),
        ("Colchester College", "fe-college"),
        ("The Mulberry Foundation", "charity"),
        ("BEAKUS LTD", "private-company"),
        ("CONSULTING S.R.L.", "private-company"),
    ],
)
def test_a_name_tells_the_kind(name: str, kind: str) -> None:
    assert kind_by_name(name) == kind


@pytest.mark.parametrize("name", ["", "Shelter", "Incline", "The Universal Agents"])
def test_other_names_tell_nothing(name: str) -> None:
    assert kind_by_name(name) is None
