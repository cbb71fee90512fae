"""Who pays for staff who transfer, and for their pensions."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import BOTH, NEAR, any_of

_STAFF = any_of(
    r"\btupe\b|transferring (?:employees?|staff)|transfer of undertakings",
    r"employees?[^.;]{0,40}transfer|staff[^.;]{0,40}transfer",
    r"transfer[^.;]{0,40}(?:staff|employees?)|\blgps\b|local government pension",
    r"pension|admission body|admitted body|fair deal|employee liability information",
    r"employment liabilities|employee (?:information|list)|job moves|redundancy",
)

RULES = RuleSet(
    Kind.TUPE,
    stems=(
        "tupe",
        "transfer",
        "lgps",
        "pension",
        "admi",
        "fair deal",
        "employ",
        "job",
        "redundanc",
        "staff",
        "broadly",
    ),
    alike=(
        r"auto-?enrolment[^.;]*|pension age[^.;]*|pension credit[^.;]*",
        r"volunteers are not employees[^.;]*",
        r"prisoners transferr[^.;]*|service users? transferr[^.;]*",
        r"own staff[^.;]*",
    ),
    rules=(
        Rule(
            "the prime bears the past",
            Severity.NOTE,
            (
                _STAFF,
                any_of(
                    r"prime (?:shall|will|must) (?:fully )?indemnify|prime indemnifies",
                    (
                        r"prime (?:shall|will)? ?(?:pays?|meets?)|indemnity by prime"
                        r"|prime shall procure"
                    ),
                    r"remains? with prime|price shall be increased|warrants that it is accurate",
                    (
                        r"information not less than \d+ days before"
                        r"|not intended that sub should inherit"
                    ),
                ),
            ),
            unless=(
                r"sub shall indemnify|no obligation|gives no warranty",
                r"exit costs|in which case|\bnotice\b",
            ),
        ),
        Rule(
            "costs of the past, or all costs",
            Severity.RED,
            (
                _STAFF,
                any_of(
                    r"sub (?:shall|will|must) (?:fully )?indemnify|(?:all|any) costs|borne by sub",
                    r"deficit|exit debt|whether arising before|past and future",
                    r"no (?:warranty|obligation|liability)",
                    rf"(?:neither|no){NEAR}(?:indemnit|information)|as is|waives any claim",
                    r"without limit|sub's account|shall meet all|past-service|sub meets",
                    r"before the transfer",
                ),
            ),
            unless=(
                rf"{BOTH}",
                any_of(
                    r"prime shall pay|reimburse redundancy|exit costs",
                    r"not be entitled to any payment for redundancy",
                ),
            ),
        ),
        Rule(
            "nobody is said to pay",
            Severity.AMBER,
            (
                any_of(
                    r"\btupe\b|transfer of undertakings",
                    (
                        r"(?:staff|employees?|\bperson\b)[^.;]{0,60}(?:transferring|transferred"
                        r"|transfer\b)"
                    ),
                    r"transferring (?:staff|employees)|pension scheme|fair deal|broadly comparable",
                    r"staff list",
                ),
            ),
            unless=(r"secure email|exit costs",),
        ),
        Rule(
            "staff or pensions are named",
            Severity.NOTE,
            (r"\btupe\b|\blgps\b|transferring employees|admission body",),
        ),
    ),
)
