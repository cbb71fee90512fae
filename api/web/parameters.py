"""The parameters that addresses take: in which words forms and errors speak of them.

They are the fields of `Brief`, `OrganisationQuery`, `PartnerQuery`, `FairnessQuery`,
`GapsQuery`, `NetworkQuery`, `ReadinessQuery` and `SupportQuery`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.brief.request import BRIEF_FIELDS
from matcher.questions.fairness_records import MOST_LISTS
from matcher.questions.gap_records import MOST_GAPS
from matcher.questions.groups import GROUPINGS
from matcher.questions.needed_records import MOST_ROWS
from matcher.questions.network_records import MOST_DEPTH, MOST_NODES
from matcher.questions.partner_records import MOST_PARTNERS, MOST_VARIETY
from matcher.readiness.investor_records import (
    MOST_DAYS,
    MOST_MONTHS,
    MOST_SEATS,
    MOST_SURPLUS,
    SEATS,
)
from matcher.readiness.question import Theme
from matcher.readiness.questions import QUESTIONS
from matcher.readiness.records import ROLES
from matcher.readiness.support_records import SUPPORT_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.brief.fields import RequestField
    from matcher.readiness.question import Question

ENOUGH = "enough"
"""The parameter by which a page asks for the best that its search has found by now."""
MEMBERS, OTHER = "members", "other"
"""The parameters that say who is in a line-up, and in another that it is compared with."""
LONGEST_TEXT = 200
LONGEST_LIST = 50
LARGEST_PAGE = 200

BRIEF_PARAMETERS: Mapping[str, RequestField] = {
    name: field for name, field in BRIEF_FIELDS.items() if not (field.needed or field.expert)
}
"""The fields of a brief that are parameters; the area stands in the address."""

CAPPED = {"k", "max_members", "time_limit_s"}
"""The fields whose most is the server's, by its settings."""


def _words(field: RequestField) -> str:
    """Say what a parameter asks, in which range, and what holds where it is not given."""
    span = f" ({field.span})" if field.span and field.name not in CAPPED else ""
    several = " Repeat it for more." if field.is_list else ""
    blank = f" Blank: {field.otherwise}." if field.otherwise else ""
    return f"{field.sentence.removesuffix('.')}{span}.{several}{blank}"


BRIEF_WORDS: Mapping[str, str] = {name: _words(one) for name, one in BRIEF_PARAMETERS.items()}
"""The parameters of a brief, in the order of the form, in words."""

BRIEF_LABELS: Mapping[str, str] = {name: field.label for name, field in BRIEF_PARAMETERS.items()}
"""The parameters of a brief as the form calls them."""

LINE_UP_WORDS: Mapping[str, str] = {
    MEMBERS: "Identifier, name or alias of a member. Repeat it for more.",
    "came": "Who came in by the last change; the score before is told then.",
    "went": "Who went by the last change.",
}
"""The parameters of a line-up in hand beside those of its brief, in words."""

MEMBERS_WORDS: Mapping[str, str] = {MEMBERS: LINE_UP_WORDS[MEMBERS]}
COMPARISON_WORDS: Mapping[str, str] = {
    **MEMBERS_WORDS,
    OTHER: "Identifier, name or alias of a member of the other line-up. Repeat it for more.",
}
REPLACEMENT_WORDS: Mapping[str, str] = {
    **MEMBERS_WORDS,
    "of": "The member who could be replaced. Blank: each of them.",
}
WHY_NOT_WORDS: Mapping[str, str] = {
    "organisation": "Identifier, name or alias of who is not in the best line-up.",
}
"""The parameters of questions about a line-up beside those of the brief, in words."""

LINE_UP_LABELS: Mapping[str, str] = {
    **BRIEF_LABELS,
    MEMBERS: "Members",
    OTHER: "Members of the other",
    "came": "Who came",
    "went": "Who went",
    "add": "Who comes in",
    "of": "Who goes",
    "organisation": "Organisation",
}
"""The parameters of questions about a line-up as forms call them."""

QUERY_WORDS: Mapping[str, str] = {
    "text": "Part of a name, an alias or an identifier.",
    "kind": "Kind of organisation, such as charity or private-company.",
    "sector": "vcse, mutual, private or public.",
    "pathway": "Key or name of what it works on.",
    "cohort": "Key or name of a group of people that it has work made for.",
    "area": "Identifier, code or name of an area that its work reaches.",
    "as_of": BRIEF_WORDS["as_of"],
}
"""The parameters of a query, in words."""

QUERY_LABELS: Mapping[str, str] = {
    "text": "Name or number",
    "kind": "Kind of organisation",
    "sector": "Sector",
    "pathway": "Works on",
    "cohort": "Has work made for",
    "area": "Works in",
    "as_of": BRIEF_LABELS["as_of"],
}
"""The parameters of a query as the form calls them."""

PARTNER_WORDS: Mapping[str, str] = {
    "area": "Identifier, code or name of the area of the work.",
    "pathway": "Key or name of the pathway of the work.",
    "direction": "joins (partners join, the organisation leads), leads, or partners for either.",
    "delivers_only": "Only those known to deliver the pathway; in the area, where you name one.",
    "in_area_only": "Only those known to work in the area.",
    "new_only": "Only those that have not worked with the organisation yet.",
    "kind": "Only partners of this kind, such as charity or private-company.",
    "vcse_only": "Only charities and social enterprises.",
    "only": "Only this group, as grouping=group: size=£1m to £10m, nation=Wales.",
    "never": "Identifier, name or alias of one who is out of the question. Repeat it for more.",
    "limit": f"How many to name at most, 1 to {MOST_PARTNERS}.",
    "variety": f"Log-odds that likeness to those already named costs, 0 to {MOST_VARIETY:g}.",
    "fair": f"Each group has its share of the list, by one of: {', '.join(GROUPINGS)}. Blank: no.",
    "as_of": BRIEF_WORDS["as_of"],
}
"""The parameters of a question about partners, in words."""

PARTNER_LABELS: Mapping[str, str] = {
    "area": "Area of the work",
    "pathway": "Pathway of the work",
    "direction": "What partners would do",
    "delivers_only": "Known to deliver the pathway",
    "in_area_only": "Known to work in the area",
    "new_only": "New partners",
    "kind": "Kind of organisation",
    "vcse_only": "Charities and social enterprises only",
    "only": "Size, nation, region or people served",
    "never": "Never these",
    "limit": "Partners to name",
    "variety": "Variety",
    "fair": "Fair shares by",
    "as_of": BRIEF_LABELS["as_of"],
}
"""The parameters of a question about partners as the form calls them."""

PARTNER_QUESTION = tuple(PARTNER_WORDS)[:6]
"""Those that the form shows at once: the work, and whom to look among. It folds the others away."""


FAIRNESS_WORDS: Mapping[str, str] = {
    "area": PARTNER_WORDS["area"],
    "pathway": PARTNER_WORDS["pathway"],
    "direction": "joins (those who may lead ask), leads, or partners for either.",
    "by": f"Only this grouping: {', '.join(GROUPINGS)}. Blank: all.",
    "limit": f"How many partners each list names, 1 to {MOST_PARTNERS}.",
    "variety": PARTNER_WORDS["variety"],
    "fair": "Look at lists of fair shares by this grouping. Blank: no.",
    "lists": f"So many lists at most, 1 to {MOST_LISTS}; of more, some are drawn by the seed.",
    "seed": "Of that draw, and of the intervals.",
    "as_of": BRIEF_WORDS["as_of"],
}
"""The parameters of a question about fairness, in words."""

FAIRNESS_LABELS: Mapping[str, str] = {
    **{name: PARTNER_LABELS[name] for name in ("area", "pathway", "direction")},
    "by": "Groups by",
    "limit": "Partners in a list",
    "variety": "Variety",
    "fair": "Fair shares by",
    "lists": "Lists to look at",
    "seed": "Seed",
    "as_of": BRIEF_LABELS["as_of"],
}
"""The parameters of a question about fairness as the form calls them."""

NETWORK_WORDS: Mapping[str, str] = {
    "focus": "Identifier, name or alias of the one in the middle. Blank: the most central.",
    "depth": f"How many ties to go from it, 1 to {MOST_DEPTH}.",
    "to": "Identifier, name or alias of another, to which the shortest way is sought.",
    "area": "Only work for this area, or in a place that shares ground with it.",
    "pathway": "Only work on this pathway.",
    "kind": "Only collaborations of this kind, such as contract or grant.",
    "sector": "Only organisations of this sector, and those that are named.",
    "first_year": "Only work that went on in this year or later.",
    "last_year": "Only work that went on in this year or before.",
    "min_strength": "Only ties at least so strong: a work of the day by two alone is 1.",
    "limit": f"The most organisations to show, 1 to {MOST_NODES}.",
    "as_of": BRIEF_WORDS["as_of"],
}
"""The parameters of a question about the network, in words."""

NETWORK_LABELS: Mapping[str, str] = {
    "focus": "Whose network",
    "depth": "Ties to go",
    "to": "The way to",
    "area": PARTNER_LABELS["area"],
    "pathway": PARTNER_LABELS["pathway"],
    "kind": "Kind of work",
    "sector": "Sector",
    "first_year": "From the year",
    "last_year": "To the year",
    "min_strength": "Strength of ties",
    "limit": "Organisations to show",
    "as_of": BRIEF_LABELS["as_of"],
}
"""The parameters of a question about the network as the form calls them."""

NEEDED_WORDS: Mapping[str, str] = {
    "area": "Identifier, code or name of the only area to look at.",
    "pathway": "Key or name of the only pathway to look at.",
    "where": "here (where it works) or next door. Blank: both.",
    "limit": f"How many rows to give at most, 1 to {MOST_ROWS}.",
    "as_of": BRIEF_WORDS["as_of"],
}
"""The parameters of a question about where somebody is needed, in words."""

NEEDED_LABELS: Mapping[str, str] = {
    "area": "Area",
    "pathway": "Pathway",
    "where": "Where",
    "limit": "Rows",
    "as_of": BRIEF_LABELS["as_of"],
}
"""The parameters of a question about where somebody is needed as the form calls them."""


def _asked(question: Question) -> str:
    """Say what a question of the self-assessment asks, in its unit, or of which choices."""
    span = f"{question.unit}, {question.range}" if question.range else ""
    keys = span or ", ".join(choice.key for choice in question.choices)
    return f"{question.asks} ({keys}) Blank: not known."


READINESS_WORDS: Mapping[str, str] = {
    "organisation": "Identifier, name or alias. Blank: nobody who is known here.",
    "role": f"The part that it wants: {', '.join(ROLES)}.",
    "area": "Identifier, code or name of the area of the contract. Blank: all.",
    "as_of": BRIEF_WORDS["as_of"],
    **{question.name: _asked(question) for question in QUESTIONS},
}
"""The parameters of the self-assessment, in words."""

READINESS_LABELS: Mapping[str, str] = {
    "organisation": "Organisation",
    "role": "Part",
    "area": "Area of the contract",
    "as_of": BRIEF_LABELS["as_of"],
    **{question.name: question.label for question in QUESTIONS},
}
"""The parameters of the self-assessment as pages call them."""

SUPPORT_WORDS: Mapping[str, str] = {
    **READINESS_WORDS,
    **{question.name: _asked(question) for question in SUPPORT_QUESTIONS},
    "theme": f"Only what helps with this theme: {', '.join(Theme)}. Blank: all.",
    "only": "open: only what is open on the day. Blank: all.",
}
"""The parameters of a question about support, in words."""

SUPPORT_LABELS: Mapping[str, str] = {
    **READINESS_LABELS,
    **{question.name: question.label for question in SUPPORT_QUESTIONS},
    "theme": "Helps with",
    "only": "Show",
}
"""The parameters of a question about support as the form calls them."""

COUNTRY_WORDS: Mapping[str, str] = {
    "areas": "Identifier, code or name of an area. Repeat it for more. Blank: all areas.",
    "free": "The share of each estimated capacity that other contracts leave free, above 0 to 1.",
}
"""The parameters of questions about several areas, beside those of a brief."""

COUNTRY_LABELS: Mapping[str, str] = {"areas": "Areas", "free": "Free capacity"}
"""These parameters as forms call them."""

INVESTOR_WORDS: Mapping[str, str] = {
    "sector": "Only seats of this sector: vcse, mutual, private or public. Blank: all.",
    "role": f"Only seats of this part: {', '.join(SEATS)}. Blank: both.",
    "pathway": "Key or name of a pathway that the work is on. Blank: all.",
    "least_gbp": "The least that is needed, in pounds. Blank: any.",
    "most_gbp": "The most that is needed, in pounds. Blank: any.",
    "back_months": f"The most months until it has come back, 0 to {MOST_MONTHS}. Blank: any.",
    "payment_days": f"Assumed days until an invoice is paid, 0 to {MOST_DAYS}.",
    "surplus_share": f"Assumed surplus as a part of income, 0 to {MOST_SURPLUS:g}.",
    "limit": f"The most seats to name, 1 to {MOST_SEATS}.",
}
"""The parameters of a question about working capital, beside those of a brief, in words."""

INVESTOR_LABELS: Mapping[str, str] = {
    "sector": "Sector",
    "role": "Part",
    "pathway": "Pathway",
    "least_gbp": "At least",
    "most_gbp": "At most",
    "back_months": "Back within",
    "payment_days": "Payment days",
    "surplus_share": "Surplus",
    "limit": "Seats to name",
}
"""These parameters as the form calls them."""

GAPS_WORDS: Mapping[str, str] = {
    "area": "Identifier, code or name of an area. Blank: all.",
    "pathway": "Key or name of the pathway of the need. Blank: all.",
    "cohort": "Key or name of the group of people in need. Blank: all.",
    "level": "area or authority. Blank: authorities of one area, or all areas.",
    "cohorts": "Whether each group of people has a row of its own.",
    "limit": f"The most rows, 1 to {MOST_GAPS}.",
    "as_of": BRIEF_WORDS["as_of"],
}
"""The parameters of a question about unmet needs, in words."""

GAPS_LABELS: Mapping[str, str] = {
    "area": "Area",
    "pathway": "Pathway",
    "cohort": "People",
    "level": "Row by row",
    "cohorts": "Groups of people",
    "limit": "Rows",
    "as_of": BRIEF_LABELS["as_of"],
}
"""The parameters of a question about unmet needs as the form calls them."""

PAGING_WORDS: Mapping[str, str] = {
    "limit": f"How many to list, 1 to {LARGEST_PAGE}.",
    "cursor": "Where to go on: the `next_cursor` of the answer before; its content is our own.",
}
