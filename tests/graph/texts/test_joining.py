"""What sources say of one organisation comes together."""

from __future__ import annotations

from graph.records.entries import Classification
from graph.texts.joining import Told, joining
from graph.texts.words import LONGEST_TEXT
from tests.builders import COUNTY_1, A
from tests.graph.texts.told import CHARITY, COMPANY, entry, refusal, text, works_in


def told(*entries: object, same: dict[object, object] | None = None) -> list[Told]:
    with joining() as joined:
        joined.add(entries)  # type: ignore[arg-type]
        joined.unite(same or {})  # type: ignore[arg-type]
        return list(joined.told())


def test_activities_come_first_and_copies_once() -> None:
    (one,) = told(
        entry(text("Objects", kind="objects"), works_in()),
        entry(text("Activities"), text("Objects", kind="objects")),
    )
    assert one.text == "Activities\nObjects"


def test_a_fact_is_known_from_the_later_of_text_and_places() -> None:
    (early,) = told(entry(text(known="2011"), works_in(known="2012-03-01")))
    (late,) = told(entry(text(known="2013"), works_in(known="2012-03-01")))
    assert (early.known_from, late.known_from) == ("2012-03-01", "2013")


def test_what_nobody_dates_is_not_read_but_counted() -> None:
    with joining() as joined:
        joined.add([entry(text(known=None), works_in(known=None), text(" "))])
        joined.unite({})
        assert (list(joined.told()), joined.undated) == ([], 2)


def test_a_project_says_nothing_of_those_who_took_part() -> None:
    assert told(entry(text(kind="project"), works_in())) == []


def test_who_is_who_brings_a_text_and_a_place_together() -> None:
    entries = (entry(text(), key="1"), entry(works_in(A, who=COMPANY), key="2"))
    (apart,) = told(*entries)
    (together,) = told(*entries, same={COMPANY: CHARITY})
    assert (apart.places, apart.known_from) == ((), None)
    assert (together.places, together.known_from) == ((A,), "2012-03-01")


def test_places_of_several_sources_are_all_its_places_and_refusals_stand() -> None:
    (one,) = told(entry(text(), works_in(A), works_in(COUNTY_1), works_in(A), refusal()))
    assert one.places == (A, COUNTY_1)
    assert one.refused == {"accommodation"}


def test_the_class_of_an_organisation_goes_with_its_canonical_identifier() -> None:
    fund = Classification(organisation=COMPANY, scheme="icnptso", codes=("H10",))
    entries = (entry(text(), works_in(), key="1"), entry(fund, key="2"))
    assert [each.no_service for each in told(*entries)] == [False]
    assert [each.no_service for each in told(*entries, same={COMPANY: CHARITY})] == [True]


def test_a_text_is_cut_before_it_is_kept() -> None:
    (one,) = told(entry(text("x" * 1_000_000), works_in()))
    assert len(one.text) == LONGEST_TEXT
