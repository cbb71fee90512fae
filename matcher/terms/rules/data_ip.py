"""Whose methods and data they stay, and what security costs."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import FAR, NEAR, NO, OWN_COST, any_of

_IP = any_of(
    r"intellectual property|\bipr?\b|copyright|know-?how|training manuals",
    r"assessment tools?|existing (?:programmes?|materials|methods)|materials\b",
    r"intervention|its programme|rights in|database|everything you bring|background",
    r"foreground|outcome data|licen[cs]e[sd]?|methods",
)
_SECURE = any_of(
    r"iso ?27001|cyber essentials|accreditation|penetration tests?",
    r"information assurance|security policy|security requirements",
    r"case (?:management )?system|personal data|data protection|gdpr|connecting sub",
)

RULES = RuleSet(
    Kind.DATA_IP,
    stems=(
        "intellect",
        "ipr",
        "copyright",
        "know",
        "manual",
        "tool",
        "existing",
        "material",
        "interven",
        "programme",
        "right",
        "data",
        "bring",
        "ground",
        "licen",
        "method",
        "iso",
        "cyber",
        "accredit",
        "penetration",
        "assur",
        "secur",
        "system",
        "gdpr",
    ),
    alike=(
        r"permits and licen[cs]es[^.;]*|licen[cs]es? (?:and permits )?required[^.;]*",
        any_of(
            r"freehold[^.;]*|title to (?:equipment|goods)[^.;]*|licence to occupy[^.;]*",
            r"car park[^.;]*|licence fee\.|training room[^.;]*|person on licence",
        ),
        any_of(
            r"access to the case system[^.;]*|recorded on the case system[^.;]*",
            r"on the case system the same day",
        ),
        any_of(
            r"use databases[^.;]*|knowledge of the local[^.;]*|teaching materials",
            r"outcome star[^.;]*",
        ),
        r"(?:staff|service user)[^.;]*case notes[^.;]*",
        r"security of the[^.;]*|rights of service users[^.;]*|data on footfall[^.;]*",
        r"(?:delivery|materials) (?:is|are) (?:lent|critical)[^.;]*|website[^.;]*",
    ),
    rules=(
        Rule(
            "each keeps its own",
            Severity.NOTE,
            (
                rf"{_IP}|{_SECURE}|rights",
                any_of(
                    r"keeps? its own|nothing in this agreement transfers|non-exclusive licen[cs]e",
                    rf"sub owns|stays? with sub|{NO}{NEAR}rights in|no rights",
                    r"prime shall meet the cost|prime (?:shall )?pays?|not required to hold",
                    r"may use anonymised|solely to receive|for the term of this agreement",
                ),
            ),
            unless=(r"perpetual|irrevocable|waives", r"unless sub has"),
        ),
        Rule(
            "existing methods taken",
            Severity.RED,
            (
                _IP,
                (
                    r"(?:existing|background|present and future|whenever created|bring to"
                    r"|all rights"
                    r"|its programme|know-?how|sub's (?:intervention|database|programme)"
                    rf"|training manuals|people who are not referred){FAR}"
                ),
                any_of(
                    r"vest|assign|transfer|belongs?|become(?:s)? (?:ours|prime)|owns?|pass to",
                    r"own sub|sell|franchise|cease to use|waives",
                ),
            ),
            unless=(
                r"non-exclusive|licen[cs]e of its existing",
                r"\b(?:no|not|nothing|none)\b[^.;]{0,60}?(?:transfers|pass|vest)",
                r"solely",
            ),
        ),
        Rule(
            "full security at own cost",
            Severity.RED,
            (
                any_of(
                    r"iso ?27001|full security accreditation|any accreditation|penetration test",
                    r"security accreditation|all costs[^.;]*(?:information|security)",
                ),
                rf"{OWN_COST}|fall on sub|borne by sub|all costs|before the start date",
            ),
        ),
        Rule(
            "new work, a lasting licence, or lesser costs",
            Severity.AMBER,
            (
                rf"{_IP}|{_SECURE}",
                any_of(
                    rf"(?:created|developed|arising){FAR}(?:belong|vest|owned)|belong to prime",
                    rf"perpetual|irrevocable|{OWN_COST}|licen[cs]e fee of",
                    r"as amended from time to time|not keep copies|only prime may|owned jointly",
                    r"£\d+ a month",
                ),
            ),
            unless=(r"insur|audit", r"mobilis|exit"),
        ),
        Rule(
            "data or methods are named",
            Severity.NOTE,
            (
                any_of(
                    r"intellectual property|\bipr\b|data protection|gdpr|personal data breach",
                    r"processor",
                ),
            ),
        ),
    ),
)
