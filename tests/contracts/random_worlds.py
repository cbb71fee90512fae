"""Random graphs, filters and names: few of each, so that they meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from graph.questions import Filters, LinkKind
from graph.records.kinds import MemberRole, Sector
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    NATION,
    A,
    B,
    affiliation,
    capability,
    member,
    organisation,
    project,
    small_facts,
)
from tests.contracts.asking import (
    DAY,
    EVERY_LINK,
)

if TYPE_CHECKING:
    from graph.records.facts import Facts
    from graph.records.model import Collaboration


NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Omega")
PLACES = (NATION, COUNTY_1, COUNTY_2, A, B)
days = st.sampled_from(["2005", "2013-09", "2013-09-19", "2014", None])
origins: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "known_from": days,
        "confidence": st.sampled_from(["verified-official", "verified-secondary", "memory-high"]),
    }
)
kinds = st.sampled_from(["charity", "staff-mutual", "private-company", "local-authority"])


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """A few organisations and collaborations, linked at random to each other and to places."""

    def some(strategy: st.SearchStrategy[Any], size: int) -> tuple[Any, ...]:
        return tuple(draw(st.lists(strategy, max_size=size)))

    def collaboration(id_: str) -> Collaboration:
        areas = st.sampled_from([COUNTY_1, COUNTY_2])
        pathways = some(st.sampled_from(["housing", "work"]), 1)
        made = project(id_, areas=some(areas, 2), pathways=pathways, **draw(origins))
        return replace(made, places=some(st.sampled_from(PLACES), 1))

    who = st.sampled_from(NAMES)
    memberships = st.builds(
        lambda id_, name, role, origin: member(id_, name, role, **origin),
        st.sampled_from("PQRS"),
        who,
        st.sampled_from(["lead", "partner", "funder"]),
        origins,
    )
    capabilities = st.builds(
        lambda name, pathway, places, origin: capability(name, pathway, tuple(places), **origin),
        who,
        st.sampled_from(["housing", "work"]),
        st.lists(st.sampled_from(PLACES), max_size=2),
        origins,
    )
    affiliations = st.builds(
        lambda name, of, kind, origin: affiliation(name, of, kind, **origin),
        who,
        who,
        st.sampled_from(["parent", "member"]),
        origins,
    )
    return small_facts(
        organisations=tuple(organisation(name, draw(kinds), draw(days)) for name in NAMES),
        collaborations=tuple(collaboration(id_) for id_ in "SRQP"),
        memberships=some(memberships, 14),
        capabilities=some(capabilities, 5),
        affiliations=some(affiliations, 4),
    )


wanted_filters = st.builds(
    Filters,
    as_of=st.sampled_from([date(2013, 9, 18), DAY, date(2013, 9, 30), date(2020, 1, 1)]),
    links=st.just(frozenset({LinkKind.MEMBER_OF}))
    | st.just(EVERY_LINK)
    | st.frozensets(st.sampled_from(LinkKind)),
    sectors=st.just(frozenset()) | st.frozensets(st.sampled_from(Sector), max_size=2),
    roles=st.just(frozenset()) | st.frozensets(st.sampled_from(MemberRole), max_size=2),
    verified_only=st.booleans(),
)
letters = st.sampled_from("abés_ 10-.\u2019")
typed_names = st.lists(
    st.sampled_from(["trust", "trsut", "nacro", "st", "women's", "probation", "Probaton", "tŷ"])
    | st.sampled_from(["Saint", "the", "Ltd", "C.I.C.", "Catch22", "homegroup", "home", "groups"])
    | st.sampled_from(["community", "interest", "company", "charities", "charity", "0012", "and"])
    | st.text(letters, min_size=1, max_size=9),
    min_size=1,
    max_size=3,
).map(" ".join)
