"""What is told of each kind is whole, and every statement has a source, a date and a confidence."""

from __future__ import annotations

import re

from matcher.terms.guidance import ADVISERS, GUIDANCE, SOURCES, STANDARDS
from matcher.terms.records import Kind, Severity

CONFIDENCES = {
    *("verified-official", "verified-secondary", "memory-high", "memory-medium", "estimate"),
}


def test_every_kind_has_its_guidance() -> None:
    assert list(GUIDANCE) == list(Kind)


def test_each_severity_has_a_meaning_of_its_own() -> None:
    for told in GUIDANCE.values():
        assert set(told.means) == set(Severity)
        assert len(set(told.means.values())) == len(Severity)
        assert all(words.endswith(".") for words in told.means.values())


def test_every_statement_has_a_source_with_date_and_confidence() -> None:
    for told in GUIDANCE.values():
        assert told.sources
    for source in SOURCES.values():
        assert source.title
        assert source.published
        assert source.confidence in CONFIDENCES


def test_nothing_is_missing_where_silence_is_good() -> None:
    silent = {kind for kind, told in GUIDANCE.items() if told.missing_is is None}
    assert silent == {Kind.GUARANTEE, Kind.EXCLUSIVITY}


def test_the_mandatory_clauses_are_those_of_the_template() -> None:
    mandatory = [each for each in STANDARDS if "mandatory" in each.standard]
    assert len(mandatory) == 13
    for each in mandatory:
        assert re.compile(each.words)
        assert each.kinds == ()


def test_principles_rest_on_kinds_of_terms() -> None:
    principles = [each for each in STANDARDS if "mandatory" not in each.standard]
    assert len(principles) == 10
    assert all(each.kinds and not each.words for each in principles)
    assert {kind for each in principles for kind in each.kinds} == set(Kind)


def test_somebody_who_advises_today_is_named_and_what_ended_is_marked() -> None:
    today = [each for each in ADVISERS if not each.until]
    assert any(each.address.startswith("https://www.lawworks.org.uk/") for each in today)
    ended = [each for each in ADVISERS if each.until]
    assert [each.name for each in ended] == ["Central legal function of the Cabinet Office"]


def test_principles_from_memory_are_marked_so() -> None:
    from_memory = {each.item for each in STANDARDS if each.source.confidence == "memory-medium"}
    assert "Fair terms" in from_memory
    assert not any("disproportionate" in item for item in from_memory)
