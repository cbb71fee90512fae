"""What people may choose from in forms, read from the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.network_words import SECTORS
from api.formats.sentences import opened
from api.formats.words import kind_words, work_kind_words
from api.web.filling import Form
from api.web.parameters import (
    FAIRNESS_LABELS,
    FAIRNESS_WORDS,
    GAPS_LABELS,
    GAPS_WORDS,
    INVESTOR_LABELS,
    INVESTOR_WORDS,
    NEEDED_LABELS,
    NEEDED_WORDS,
    NETWORK_LABELS,
    NETWORK_WORDS,
    PARTNER_LABELS,
    PARTNER_WORDS,
    QUERY_LABELS,
    QUERY_WORDS,
    SUPPORT_LABELS,
    SUPPORT_WORDS,
)
from graph.records.kinds import CollaborationKind, OrganisationKind
from graph.records.provenance import Confidence
from graph.snapshot.columns import CONFIDENCES
from matcher.questions.fairness_records import MOST_LISTS
from matcher.questions.gap_records import MOST_GAPS
from matcher.questions.groups import GROUPINGS
from matcher.questions.needed_records import HERE, MOST_ROWS, NEXT_DOOR
from matcher.questions.network_records import MOST_DEPTH, MOST_NODES
from matcher.questions.partner_records import MOST_PARTNERS, MOST_VARIETY
from matcher.readiness.investor_records import SEATS
from matcher.readiness.questions import QUESTIONS, THEMES
from matcher.readiness.records import ROLES
from matcher.readiness.support_records import SUPPORT_QUESTIONS

if TYPE_CHECKING:
    from api.service.service import Service
    from api.web.filling import Options

_DATE = {"type": "date"}
_ANY_NUMBER = {"type": "number", "min": 0, "step": "any"}
_PARTNERS = {"type": "number", "min": 1, "max": MOST_PARTNERS}
_DIRECTIONS = (
    ("joins", "They join, the organisation leads"),
    ("leads", "They lead, the organisation joins"),
    ("partners", "Either"),
)


def area_options(service: Service) -> Options:
    """Give all areas by their names, after a blank for any."""
    return [("", "Any area"), *((str(area.id), area.name) for area in service.snapshot.areas)]


def pathway_options(service: Service) -> Options:
    """Give all pathways by their names, after a blank for any."""
    return [("", "Any pathway"), *((each.key, each.name) for each in service.snapshot.pathways)]


def kind_options() -> Options:
    """Give the kinds of organisations, after a blank for any."""
    kinds = ((str(each), opened(kind_words(each))) for each in OrganisationKind)
    return [("", "Any kind"), *kinds]


def offered_names(service: Service) -> list[str]:
    """Give the names that forms offer: of those with stated work, a part in some, or interest.

    Of a register of 170,000 that is few enough for a page; forms take any other name too.
    """
    snapshot = service.snapshot
    rows = snapshot.capabilities
    stated = rows.organisation[rows.confidence != CONFIDENCES.index(Confidence.INFERRED)]
    asking = [snapshot.organisation_index[row.organisation] for row in snapshot.facts.interests]
    known = {*stated.tolist(), *snapshot.memberships.organisation.tolist(), *asking}
    return sorted(snapshot.organisations[index].name for index in known)


def cohort_options(service: Service) -> Options:
    """Give all groups of people by their names, after a blank for any."""
    cohorts = service.snapshot.facts.cohorts
    return [("", "Any group of people"), *((each.key, each.name) for each in cohorts)]


def organisations_form(service: Service) -> Form:
    """Give the form of a search for organisations."""
    return Form(
        words=QUERY_WORDS,
        labels=QUERY_LABELS,
        options={
            "kind": kind_options(),
            "sector": [("", "Any sector"), *SECTORS.items()],
            "pathway": pathway_options(service),
            "cohort": cohort_options(service),
            "area": area_options(service),
        },
        attributes={"text": {"type": "search"}, "as_of": _DATE},
    ).told_by_options()


def partner_form(service: Service) -> Form:
    """Give the form of a question about partners."""
    return Form(
        words=PARTNER_WORDS,
        labels=PARTNER_LABELS,
        options={
            "area": area_options(service),
            "pathway": pathway_options(service),
            "direction": _DIRECTIONS,
            "kind": kind_options(),
            "vcse_only": (("false", "All"), ("true", "Charities and social enterprises only")),
            "delivers_only": (("false", "All"), ("true", "Only those known to deliver it")),
            "in_area_only": (("false", "All"), ("true", "Only those known to work there")),
            "new_only": (("false", "All"), ("true", "Only those not yet worked with")),
            "only": group_options(service),
            "fair": [("", "No"), *((each, f"By {each}") for each in GROUPINGS)],
        },
        attributes={
            "limit": _PARTNERS,
            "variety": {**_ANY_NUMBER, "max": MOST_VARIETY},
            "as_of": _DATE,
        },
        lines={"never": 3},
    ).told_by_options()


def group_options(service: Service) -> Options:
    """Give the groups of bodies that there are in the facts, after a blank for any."""
    return [("", "Any"), *service.partner_groups]


def fairness_form(service: Service) -> Form:
    """Give the form of a question about fairness."""
    groupings = [(each, each.capitalize()) for each in GROUPINGS]
    return Form(
        words=FAIRNESS_WORDS,
        labels=FAIRNESS_LABELS,
        options={
            "area": area_options(service),
            "pathway": pathway_options(service),
            "direction": _DIRECTIONS,
            "by": [("", "All groupings"), *groupings],
            "fair": [("", "No"), *groupings],
        },
        attributes={
            "limit": _PARTNERS,
            "variety": {**_ANY_NUMBER, "max": MOST_VARIETY},
            "lists": {"type": "number", "min": 1, "max": MOST_LISTS},
            "seed": {"type": "number", "min": 0},
            "as_of": _DATE,
        },
    ).told_by_options()


def needed_form(service: Service) -> Form:
    """Give the form of a question about where somebody is needed."""
    return Form(
        words=NEEDED_WORDS,
        labels=NEEDED_LABELS,
        options={
            "area": area_options(service),
            "pathway": pathway_options(service),
            "where": (("", "Anywhere"), (HERE, "Where it works"), (NEXT_DOOR, "Next door")),
        },
        attributes={"limit": {"type": "number", "min": 1, "max": MOST_ROWS}, "as_of": _DATE},
    ).told_by_options()


def network_form(service: Service) -> Form:
    """Give the form of a question about the network."""
    kinds = [(str(each), opened(work_kind_words(each))) for each in CollaborationKind]
    year = {"type": "number", "min": 1, "max": 9999}
    return Form(
        words=NETWORK_WORDS,
        labels=NETWORK_LABELS,
        options={
            "area": area_options(service),
            "pathway": pathway_options(service),
            "kind": [("", "Any kind"), *kinds],
            "sector": [("", "Any sector"), *SECTORS.items()],
        },
        attributes={
            "depth": {"type": "number", "min": 1, "max": MOST_DEPTH},
            "first_year": year,
            "last_year": year,
            "min_strength": _ANY_NUMBER,
            "limit": {"type": "number", "min": 1, "max": MOST_NODES},
            "as_of": _DATE,
        },
    ).told_by_options()


def role_options() -> Options:
    """Give the parts that somebody may want in a contract."""
    return list(ROLES.items())


def support_form() -> Form:
    """Give the form of a question about support, without the rest of the self-assessment."""
    shown = ("organisation", "role", "turnover_gbp", "contract_value_gbp", "contract_years")
    asked = {each.name: each for each in (*QUESTIONS, *SUPPORT_QUESTIONS)}
    names = (*shown, *(each.name for each in SUPPORT_QUESTIONS), "theme", "only", "as_of")
    own = {each.name: each.asks for each in asked.values()}
    hints = {each.name: each.help for each in asked.values()}
    yes_no = {
        each.name: [("", "Not known"), *((c.key, c.words) for c in each.choices)]
        for each in SUPPORT_QUESTIONS
    }
    themes = [("", "Anything"), *((str(key), name) for key, (name, _) in THEMES.items())]
    return Form(
        words={name: hints.get(name, SUPPORT_WORDS[name]) for name in names},
        labels={name: own.get(name, SUPPORT_LABELS[name]) for name in names},
        options={
            **yes_no,
            "role": role_options(),
            "theme": themes,
            "only": (("", "Everything, expired too"), ("open", "Only what is open on the day")),
        },
        attributes={
            **dict.fromkeys(shown[2:], _ANY_NUMBER),
            "as_of": _DATE,
        },
    )


def investor_form(service: Service) -> Form:
    """Give the form of a question about working capital."""
    parts = [(each, each.replace("-", " ").capitalize()) for each in SEATS]
    return Form(
        words=INVESTOR_WORDS,
        labels=INVESTOR_LABELS,
        options={
            "sector": [("", "Any sector"), *SECTORS.items()],
            "role": [("", "Both"), *parts],
            "pathway": pathway_options(service),
        },
        attributes={
            name: _ANY_NUMBER
            for name in INVESTOR_WORDS
            if name not in {"sector", "role", "pathway"}
        },
    ).told_by_options()


def gaps_form(service: Service) -> Form:
    """Give the form of a question about unmet needs."""
    cohorts = ((cohort.key, cohort.name) for cohort in service.snapshot.cohorts)
    return Form(
        words=GAPS_WORDS,
        labels=GAPS_LABELS,
        options={
            "area": area_options(service),
            "pathway": pathway_options(service),
            "cohort": [("", "All together"), *cohorts],
            "level": (("", "As fits"), ("area", "Areas"), ("authority", "Local authorities")),
            "cohorts": (("false", "Together"), ("true", "Each by itself")),
        },
        attributes={"limit": {"type": "number", "min": 1, "max": MOST_GAPS}, "as_of": _DATE},
    ).told_by_options()
