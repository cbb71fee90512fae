"""From texts to capabilities that are marked as inferred."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from graph.records.entries import Entry, Reject
from graph.records.kinds import JusticeMark, PathwayKind
from graph.records.model import Capability, Pathway
from graph.records.provenance import Confidence
from graph.texts.built_in import built_in_model
from graph.texts.inference import BATCH, Counts, infer
from graph.texts.joining import Told
from graph.texts.places import NamedArea, PlacesInTexts
from tests.builders import COUNTY_1, provenance, small_facts
from tests.graph.texts.told import CHARITY, HOSTEL, REFUGE, day

if TYPE_CHECKING:
    from graph.records.facts import Facts


READER = PlacesInTexts(
    [NamedArea(words=("northshire",), places=(COUNTY_1,), authorities=frozenset({COUNTY_1}))]
)


def facts(*keys: str) -> Facts:
    """The small programme with some of the pathways that models know."""
    small = small_facts()
    more = (
        Pathway(
            key=key,
            name=key,
            kind=PathwayKind.PATHWAY,
            description="",
            provenance=provenance(),
        )
        for key in keys or ("accommodation", "women_abuse")
    )
    return replace(small, pathways=(*small.pathways, *more))


def of(words: str, **changes: Any) -> Told:
    told = Told(
        organisation=CHARITY,
        text=words,
        text_from=day("2011"),  # type: ignore[arg-type]
        places=(COUNTY_1,),
        places_from=day("2012"),
        refused=frozenset(),
    )
    return replace(told, **changes)


def made(*told: Told, threshold: float = 0.5, **more: Any) -> tuple[list[Any], Counts]:
    counts = Counts()
    found = infer(
        told,
        built_in_model(),
        more.get("facts", facts()),
        reader=READER,
        threshold=threshold,
        counts=counts,
    )
    return list(found), counts


def only(*told: Told, **more: Any) -> Capability:
    ((entry,), _) = made(*told, **more)
    assert isinstance(entry, Entry)
    (record,) = entry.records
    assert isinstance(record, Capability)
    return record


def test_a_capability_says_how_likely_it_is_and_by_which_words() -> None:
    one = only(of(HOSTEL))
    assert (one.pathway, one.places, one.provenance.known_from) == (
        "accommodation",
        (COUNTY_1,),
        "2012",
    )
    assert one.provenance.confidence is Confidence.INFERRED
    assert one.probability is not None
    assert 0.5 <= one.probability < 1
    assert '"hostel"' in one.note
    assert one.inferred.startswith(f"inferred ({one.probability:.0%}) from the words ")
    assert one.capacity_needs_a_year is None


def test_only_words_about_justice_make_a_justice_mark() -> None:
    assert only(of(HOSTEL)).justice is None
    assert only(of(f"{HOSTEL} Many come from prison.")).justice is JusticeMark.EXPLICIT


def test_cohorts_of_the_programme_are_named_and_no_others() -> None:
    assert only(of(REFUGE)).cohorts == ("women",)
    assert only(of(HOSTEL)).cohorts == ("homeless",)
    veterans = only(of("Supported housing and a hostel for veterans"))
    assert veterans.cohorts == ()  # the small programme has no such cohort


def test_without_a_place_there_is_no_capability_and_a_reason() -> None:
    (reject,), counts = made(of(HOSTEL, places=(), places_from=None))
    assert isinstance(reject, Reject)
    assert (reject.key, reject.field) == (CHARITY, "places")
    assert "accommodation" in reject.reason
    assert (counts.read, counts.told, counts.without_place) == (1, 0, 1)


def test_a_place_that_no_source_says_is_read_from_the_text_and_says_so() -> None:
    told = of(f"{HOSTEL} We work across Northshire.", places=(), places_from=None)
    (entry,), counts = made(told)
    (one,) = entry.records
    assert (one.places, one.provenance.known_from) == ((COUNTY_1,), "2011")
    assert one.inferred.endswith('; its places from the words "northshire"')
    assert (counts.told, counts.placed_by_text, counts.without_place) == (1, 1, 0)


def test_what_a_source_says_of_places_goes_before_the_text() -> None:
    one = only(of(f"{HOSTEL} We work across Northshire."))
    assert (one.places, one.provenance.known_from) == ((COUNTY_1,), "2012")
    assert "northshire" not in one.note


def test_what_was_refused_is_not_inferred() -> None:
    found, counts = made(of(HOSTEL, refused=frozenset({"accommodation"})))
    assert (found, counts.refused, counts.silent) == ([], 1, 1)


def test_nothing_is_inferred_of_what_its_class_says_to_be_no_service() -> None:
    found, counts = made(of(HOSTEL, no_service=True), of("Pony club", no_service=True))
    assert (found, counts.no_service, counts.silent, counts.told) == ([], 1, 1, 0)


def test_a_pathway_that_the_programme_lacks_is_not_inferred() -> None:
    assert made(of(HOSTEL), facts=facts("finance"))[0] == []


@pytest.mark.parametrize("words", ["", "the of and", "\U0001f600", "Addoli a gweddïo yn y capel."])
def test_a_text_that_says_nothing_gives_nothing(words: str) -> None:
    assert made(of(words))[0] == []


def test_a_higher_threshold_infers_less() -> None:
    assert made(of(HOSTEL), threshold=1.0)[0] == []
    assert len(made(of(HOSTEL), threshold=0.3)[0]) == 1


def test_batches_change_nothing() -> None:
    found, counts = made(*[of(HOSTEL), of("Pony club")] * BATCH)
    assert counts.read == 2 * BATCH
    assert [each.row for each in found] == list(range(1, BATCH + 1))
    assert {each.records for each in found} == {made(of(HOSTEL))[0][0].records}
