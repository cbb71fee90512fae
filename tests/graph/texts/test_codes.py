"""Codes of a classification that speak against a service."""

from __future__ import annotations

import pytest

from graph.texts.codes import no_service, schemes_read


@pytest.mark.parametrize(
    ("codes", "none"),
    [
        ([], False),
        ([("icnptso", ["H10"])], True),
        ([("icnptso", ["C12"])], False),
        ([("icnptso", ["H10", "C12"])], False),
        ([("ccew", ["101", "207", "301", "302"])], True),
        ([("ccew", ["101", "207"])], False),
        ([("ccew", ["302", "307"])], False),
        ([("sic", ["H10"])], False),
        ([("icnptso", ["C12"]), ("ccew", ["302"])], True),
        ([("icnptso", [])], False),
    ],
)
def test_only_codes_that_all_speak_against_a_service_do(
    codes: list[tuple[str, list[str]]], none: bool
) -> None:
    assert no_service(codes) is none


def test_the_schemes_of_the_registers_of_charities_are_read() -> None:
    assert schemes_read() == {"ccew", "icnptso"}
