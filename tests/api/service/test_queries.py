"""What the faces ask about areas and organisations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.service.queries import (
    OrganisationQuery,
    QueryError,
    area_detail,
    area_summary,
    find_organisations,
    organisation_detail,
    organisation_summary,
)
from tests.api.world import BITING

if TYPE_CHECKING:
    from api.service.service import Service


def found(service: Service, query: OrganisationQuery) -> list[str]:
    organisations = service.snapshot.organisations
    return [organisations[index].name for index in find_organisations(service, query)]


def index_of(service: Service, name: str) -> int:
    return service.directory.organisation(name)


def test_lists_organisations_by_name_and_leaves_out_those_not_yet_public(service: Service) -> None:
    names = ["Homes for All", BITING, "Workwise", "Zenith Trust"]
    assert found(service, OrganisationQuery()) == names


def test_a_later_day_shows_later_organisations(service: Service) -> None:
    assert "Latecomer" in found(service, OrganisationQuery(as_of=date(2015, 12, 31)))
    assert "Latecomer" not in found(service, OrganisationQuery(as_of=date(2015, 12, 30)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (OrganisationQuery(text="acme"), ["Zenith Trust"]),
        (OrganisationQuery(text="zz-pms-work"), ["Workwise"]),
        (OrganisationQuery(text="1234567"), ["Zenith Trust"]),
        (OrganisationQuery(kind="private-company"), ["Workwise"]),
        (OrganisationQuery(kind="Social Enterprise"), ["Zenith Trust"]),
        (OrganisationQuery(sector="private"), ["Workwise"]),
        (OrganisationQuery(cohort="women"), [BITING]),
        (OrganisationQuery(pathway="Work"), ["Workwise", "Zenith Trust"]),
        (OrganisationQuery(area="Second County and Coast"), ["Workwise", "Zenith Trust"]),
        (OrganisationQuery(area="CPA2", pathway="work"), ["Workwise"]),
        (OrganisationQuery(text="acme", sector="private"), []),
        *((OrganisationQuery(text=text), []) for text in ("&", "%", " ", "and")),
    ],
    ids=str,
)
def test_finds_what_a_query_asks_for(
    service: Service, query: OrganisationQuery, expected: list[str]
) -> None:
    assert found(service, query) == expected


def test_work_in_a_prison_reaches_the_areas_that_the_prison_belongs_to(service: Service) -> None:
    assert "Zenith Trust" in found(service, OrganisationQuery(area="1", pathway="work"))


def test_a_query_says_itself_in_words() -> None:
    query = OrganisationQuery(text="trust", sector="vcse", area="Essex", as_of=date(2014, 1, 1))
    assert str(query) == (
        "organisations called something like 'trust', of the vcse sector, "
        "at work in Essex, as far as was public on 2014-01-01"
    )
    assert str(OrganisationQuery()) == "all organisations"


@pytest.mark.parametrize("text", ["&", "%", "and", " "])
def test_a_query_without_a_word_says_that_it_finds_nothing(text: str) -> None:
    said = "(nothing, since the text has no word in it)"
    assert said in str(OrganisationQuery(text=text))
    assert said not in str(OrganisationQuery(text=f"{text} a"))


def test_names_all_the_mistakes_of_a_query_at_once_with_the_nearest_names(
    service: Service,
) -> None:
    query = OrganisationQuery(
        kind="charty", sector="q", pathway="hosing", cohort="wimmin", area="Fist County"
    )
    with pytest.raises(QueryError) as caught:
        find_organisations(service, query)
    fields = [mistake.field for mistake in caught.value.mistakes]
    assert fields == ["kind", "sector", "pathway", "cohort", "area"]
    assert str(caught.value).startswith("5 mistakes in the query:\n  kind: No kind is called")
    for nearest in ("charity", "vcse", "housing", "women", "First County"):
        assert nearest in str(caught.value)


def test_a_summary_says_what_the_work_reached_by_the_day(service: Service) -> None:
    index = index_of(service, "Homes for All")
    then = organisation_summary(service, index)
    later = organisation_summary(service, index, as_of=date(2016, 1, 1))
    assert (then.pathways, then.areas) == (("housing",), ("CPA1",))
    assert (later.pathways, later.areas) == (("housing", "work"), ("CPA1", "CPA2"))


def test_a_detail_shows_later_facts_and_marks_them_as_not_counting(service: Service) -> None:
    detail = organisation_detail(service, index_of(service, "Homes for All"))
    marks = [(row.pathway, row.origin.counts, row.origin.known_from) for row in detail.capabilities]
    assert marks == [("housing", True, "2012"), ("work", False, "2015")]
    assert detail.as_of == "2013-09-19"
    assert [row.level for row in detail.evidence] == [3]


def test_a_detail_hides_an_outcome_until_it_was_public(service: Service) -> None:
    index = index_of(service, "Workwise")
    then = organisation_detail(service, index).work[0]
    later = organisation_detail(service, index, as_of=date(2014, 12, 31)).work[0]
    assert (then.outcome, later.outcome) == ("unknown", "won")
    assert [(partner.name, partner.role) for partner in then.partners] == [
        ("Homes for All", "lead")
    ]


def test_a_detail_tells_work_in_the_order_of_its_start(service: Service) -> None:
    detail = organisation_detail(service, index_of(service, "Homes for All"))
    assert [row.id for row in detail.work] == ["older", "joint"]


def test_a_detail_tells_affiliations_from_both_sides(service: Service) -> None:
    detail = organisation_detail(service, index_of(service, "Zenith Trust"))
    assert [(row.relation, row.name, row.start, row.end) for row in detail.affiliations] == [
        ("umbrella of", "Homes for All", None, "2012"),
        ("with parent", "Workwise", "2011", None),
    ]


def test_a_detail_shows_flags_and_marks_later_ones(service: Service) -> None:
    (then,) = organisation_detail(service, index_of(service, "Workwise")).flags
    assert (then.kind, then.start, then.end) == ("contract-loss", "2012", None)
    assert (then.origin.counts, then.origin.known_from) == (False, "2014")
    later = organisation_detail(service, index_of(service, "Workwise"), as_of=date(2015, 1, 1))
    assert later.flags[0].origin.counts


def test_a_detail_tells_what_registers_say_the_latest_accounts_first(service: Service) -> None:
    detail = organisation_detail(service, index_of(service, "Homes for All"))
    (registered,) = detail.registrations
    assert (registered.identifier, registered.status) == ("GB-CHC-226171", "registered")
    assert [(row.year_end, row.income_gbp, row.employees) for row in detail.accounts] == [
        ("2012-03-31", 120500.0, None),
        ("2011-03-31", None, 4),
    ]


def test_every_fact_of_a_detail_names_its_source(service: Service) -> None:
    detail = organisation_detail(service, index_of(service, "Acme Training"))
    origins = [row.origin for row in detail.capabilities]
    origins += [row.origin for row in detail.aliases]
    origins += [row.origin for row in detail.identifiers]
    origins += [row.origin for row in detail.sizes]
    origins += [row.origin for row in detail.interests]
    origins += [row.origin for row in detail.affiliations]
    origins += [row.origin for row in detail.flags]
    origins += [row.origin for row in detail.registrations]
    origins += [row.origin for row in detail.accounts]
    assert len(origins) == 11
    assert {origin.sources[0].title for origin in origins} == {"A made-up page"}


def test_an_area_lists_who_wanted_a_role_there_or_anywhere(service: Service) -> None:
    first, second = area_detail(service, 0), area_detail(service, 1)
    assert [(row.name, row.role, row.anywhere) for row in first.interested] == [
        ("Workwise", "prime", True)
    ]
    assert [(row.name, row.origin.counts) for row in second.interested] == [
        ("Zenith Trust", False),
        ("Workwise", True),
    ]


def test_the_needs_of_an_area_add_up_however_they_are_split(service: Service) -> None:
    detail = area_detail(service, 0)
    assert detail.needs_a_year == pytest.approx(1080.0)
    for parts in (detail.by_pathway, detail.by_cohort, detail.authorities):
        assert sum(part.needs_a_year for part in parts) == pytest.approx(1080.0)
    assert [prison.name for prison in detail.prisons] == ["HMP Ayton"]
    assert (detail.population, area_summary(service, 0).authorities) == (300_000, 2)
