"""The words that names and texts are made of."""

# ruff: noqa: SIM905  (a list of words reads best as words)

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

_TOKEN = re.compile(r"\{(\w+)\}")


def write(template: str, words: Mapping[str, Sequence[str]], rng: Random) -> str:
    """Fill in a template's words, and those of what was filled in."""
    while "{" in template:
        template = _TOKEN.sub(lambda match: _draw(words[match[1]], rng), template)
    return template


def _draw(values: Sequence[str], rng: Random) -> str:
    return values[int(rng.random() * len(values))]


WORDS: dict[str, tuple[str, ...]] = {
    "head": tuple(
        "Ash Beck Birch Black Brad Bram Broad Brook Bur Cal Chad Church Clay Cold Coombe Copp Cran"
        " Dean Down East Elm Farn Fern Flax Glen Grange Green Hal Hart Hay Hazel Heath Hem High Hol"
        " Horn Kings Lang Lin Long Low Maple Mar Mid Mill Moor New North Oak Orch Over "
        "Pen Raven Red"
        " Ridge Rush Sand Shaw Sher South Spring Stan Stone Stow Thorn Up Wal Water West Whit Wick"
        " Wild Wood Wych Yar".split()
    ),
    "tail": tuple(
        "bourne bridge brook bury by combe cote croft dale den don field ford gate ham hill hithe"
        " holme hurst leigh ley low mere minster mouth pool shaw stead stock stoke stone thorpe ton"
        " wade well wick wood worth".split()
    ),
    "village": ("{head}{tail}", "{head}{tail}", "{head}{tail}", "{size} {head}{tail}"),
    "size": ("Great", "Little", "Upper", "Lower", "North", "South", "Old", "Nether"),
    "parish": ("{village}", "{village}", "{village}", "{town}"),
    "saint": tuple(
        f"St {name}"
        for name in (
            "Aidan Agnes Alban Andrew Anne Barnabas Bede Catherine Chad Clare Cuthbert David Edmund"
            " Francis George Giles Helen Hilda James John Joseph Jude Lawrence Leonard "
            "Luke Margaret"
            " Mark Martin Mary Matthew Michael Nicholas Oswald Paul Peter Philip Stephen Swithun"
            " Teilo Thomas Vincent Winifred"
        ).split()
    ),
    "virtue": tuple(
        "Anchor Aspire Beacon Bluebird Bridge Bright Catalyst Compass Cornerstone Crossroads Dawn"
        " Emerge Evergreen Footprints Foundry Gateway Harbour Haven Headway Hearth Horizon Hope"
        " Ignite Inspire Journey Kindle Lantern Lighthouse Lifeline Milestone Momentum Nest Next"
        " Northlight Oasis Open Pathway Phoenix Pillar Quayside Rainbow Renew Rise Riverside"
        " Roundhouse Sanctuary Seedling Signpost Spark Springboard Steadfast Sunrise "
        "Thrive Together"
        " Tomorrow Trailblaze Turning Unity Upward Vantage Venture Vista Waymark Welcome Wellspring"
        " Whole Willow".split()
    ),
    "forename": tuple(
        "Alice Ann Charles Dorothy Edith Edward Eleanor Elizabeth Frances George Hannah Henry Isaac"
        " Jane John Joseph Judith Martha Mary Nathaniel Oliver Rebecca Richard Robert Ruth Samuel"
        " Sarah Thomas Walter William".split()
    ),
    "surname": ("{head}{tail}", "{head}man", "{head}er", "{head}son"),
    "founder": (
        "{forename} {surname}",
        "{forename} {surname}'s",
        "The {surname}",
        "{surname} Family",
    ),
    "ordinal": tuple(f"{n}{'th' if n > 3 else ('st', 'nd', 'rd')[n - 1]}" for n in range(1, 20)),
    "shelter": ("Night Shelter", "Housing Trust", "Homeless Project", "Foyer", "Supported Homes"),
    "skills": ("Skills Centre", "Training", "Pathways to Work", "Workshop", "Employment Project"),
    "recovery": (
        "Recovery",
        "Recovery Community",
        "Addiction Services",
        "Drug and Alcohol Project",
    ),
    "minds": ("Minds", "Wellbeing Centre", "Counselling Service", "Mental Health Project"),
    "advice": ("Advice Centre", "Money Advice", "Debt Advice", "Law Centre", "Advice and Rights"),
    "kin": ("Families", "Family Centre", "Home Visits", "Family Support", "Parents Together"),
    "refuge": ("Refuge", "Aid", "Centre", "Safe House", "Network"),
    "chapel": ("Baptist Church", "Methodist Church", "Community Church", "Chapel", "Mission Hall"),
    "illness": ("Stroke", "Epilepsy", "Cancer", "Dementia", "Heart", "Diabetes", "Kidney"),
    "ensemble": (
        "Choral Society",
        "Arts Centre",
        "Operatic Society",
        "Museum",
        "Theatre",
        "Brass Band",
        "Orchestra",
        "Heritage Trust",
    ),
    "animals": ("Cat", "Dog", "Horse", "Hedgehog", "Donkey", "Owl"),
    "give": ("provide", "offer", "run", "give", "arrange"),
    "beds": (
        "emergency beds",
        "supported housing",
        "a hostel with key workers",
        "rooms and move-on flats",
        "rent deposits",
    ),
    "tenancy": ("tenancy support", "help to keep a tenancy", "floating support"),
    "homeless": (
        "single homeless people",
        "rough sleepers",
        "homeless men and women",
        "young people without a home",
        "prison leavers with nowhere to live",
    ),
    "training": (
        "training in construction",
        "courses in reading, writing and sums",
        "job search and interview practice",
        "catering qualifications",
        "accredited training in horticulture",
    ),
    "jobless": (
        "long-term unemployed people",
        "people with convictions",
        "unemployed adults",
        "young people not in work or school",
    ),
    "enterprise": ("bakery", "bicycle workshop", "furniture workshop", "market garden", "laundry"),
    "treatment": (
        "Structured treatment",
        "Detoxification and rehabilitation",
        "One-to-one key work",
        "Needle exchange and advice",
    ),
    "groups": ("support groups", "peer groups", "weekly drop-ins", "women's groups", "group work"),
    "counselling": (
        "counselling",
        "talking therapies",
        "befriending and counselling",
        "art therapy",
    ),
    "debt": ("debt advice", "money and debt advice", "budgeting help", "debt and housing advice"),
    "parenting": (
        "Parenting courses",
        "Whole-family support",
        "Contact centres and family mediation",
        "Play visits and parenting support",
    ),
    "safe": ("refuge places", "safe houses", "crisis advice and refuge", "outreach and advocacy"),
    "users": ("clubs and private functions", "local groups", "dances, meetings and classes"),
    "church_work": (
        "work with children",
        "a food bank",
        "youth work",
        "visiting the sick",
        "missions",
    ),
    "equipment": ("books", "computers", "play equipment", "musical instruments", "a minibus"),
    "youth_work": ("Sport and crafts", "A youth club", "Outdoor adventure", "Drop-in sessions"),
    "company": ("company", "lunches and outings", "home visits", "exercise classes"),
    "concerts": ("Concerts", "Plays and musicals", "Exhibitions", "Workshops and performances"),
    "more": (
        "",
        "",
        "Most of our work is done by volunteers.",
        "We work with the council, the police and other charities.",
        "We were founded by local residents.",
        "Our services are free and confidential.",
        "We also raise funds by events and a shop.",
        "Referrals come from GPs, probation, the council and people themselves.",
        "We cover {town} and the villages around it.",
        "Last year we reached more people than ever before.",
    ),
    "trade": (
        "Consulting",
        "Builders",
        "Digital",
        "Logistics",
        "Catering",
        "Properties",
        "Engineering",
        "Security",
        "Cleaning",
        "Recruitment",
        "Care Services",
        "Investments",
        "Motors",
        "Training",
        "Plumbing",
        "Media",
    ),
    "firm": (
        "{surname} {trade}",
        "{virtue} {trade}",
        "{surname} & {surname}",
        "{head}{tail} {trade}",
        "{virtue} {trade} ({town})",
        "{surname} {trade} Group",
    ),
    "venture": (
        "{virtue} {skills}",
        "{town} {minds}",
        "{virtue} {kin}",
        "{town} Community {trade}",
        "{parish} Community Shop",
        "{virtue} {recovery}",
    ),
}
"""What may stand for a word in braces; `town` is the organisation's own place."""

POSTCODE_AREAS: dict[str, tuple[str, ...]] = {
    "North East": ("DH", "DL", "NE", "SR", "TS"),
    "North West": ("BB", "BL", "CA", "CH", "FY", "L", "LA", "M", "OL", "PR", "SK", "WA", "WN"),
    "Yorkshire and the Humber": ("BD", "DN", "HD", "HG", "HU", "HX", "LS", "S", "WF", "YO"),
    "East Midlands": ("DE", "LE", "LN", "NG", "NN"),
    "West Midlands": ("B", "CV", "DY", "HR", "ST", "TF", "WR", "WS", "WV"),
    "East of England": ("AL", "CB", "CM", "CO", "IP", "LU", "NR", "PE", "SG", "SS"),
    "London": ("BR", "CR", "E", "EC", "EN", "HA", "IG", "N", "NW", "SE", "SW", "TW", "UB", "W"),
    "South East": ("BN", "CT", "GU", "ME", "MK", "OX", "PO", "RG", "RH", "SL", "SO", "TN"),
    "South West": ("BA", "BH", "BS", "DT", "EX", "GL", "PL", "SN", "SP", "TA", "TQ", "TR"),
    "Wales": ("CF", "LD", "LL", "NP", "SA", "SY"),
}
"""Which postcodes begin how, by region."""
