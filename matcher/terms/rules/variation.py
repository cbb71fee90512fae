"""Who may change the contract, and whether the price follows."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import DISCRETION, FAR, NEAR, NO, any_of

_CHANGE = any_of(
    r"var(?:y|ied|ies|iation|iations)|amend(?:s|ed|ment|ments)?|chang(?:e|es|ed|ing)",
    r"alter(?:ed|ation|s)?|modif\w+|add to, omit|reduc(?:e|ed|tion)|revis\w+|savings",
)
_AGREED = any_of(
    r"signed by|both parties|written agreement|agreed (?:to them )?in writing",
    r"change control|by agreement|exchange of emails|authorised representatives of",
)

RULES = RuleSet(
    Kind.VARIATION,
    stems=("var", "amend", "chang", "alter", "modif", "add to", "reduc", "revis", "saving"),
    alike=(
        any_of(
            r"varies with the needs[^.;]*|change shifts[^.;]*",
            r"change of (?:address|key worker|law in)|change (?:its|their) key worker[^.;]*",
            r"change attitudes[^.;]*",
        ),
        any_of(
            r"alterations? to the building[^.;]*|care plan[^.;]*|statute as amended",
            r"singular include[^.;]*|canteen[^.;]*|changing facilities|variety of[^.;]*",
        ),
        r"timetable may be changed by sub[^.;]*",
        r"change (?:in|of) (?:the )?control[^.;]*|change of its[^.;]*",
        r"(?:reoffen|reconvict)\w*[^.;]*|reductions? in[^.;]*",
        any_of(
            r"volumes?[^.;]*(?:reduce|change)[^.;]*|reduce(?:d)? (?:it|that number)[^.;]*",
            r"reduced if fewer[^.;]*|referrals[^.;]*",
        ),
        r"(?:withholds or reduces|withheld or reduced)[^.;]*|retrospective\w*[^.;]*",
    ),
    rules=(
        Rule(
            "both sign, or the price follows",
            Severity.NOTE,
            (
                rf"{_CHANGE}",
                any_of(
                    rf"{_AGREED}|fair adjustment|recalculated",
                    rf"{NO}{FAR}(?:vary|variation|change|amend){FAR}(?:unless|without|unilateral)",
                    r"may not change|no right to vary|not bound to accept|neither party is bound",
                ),
            ),
            unless=(
                r"without sub's agreement|no consent needed|without adjustment|deemed|terminate",
                r"affiliate|liabilit",
            ),
        ),
        Rule(
            "the charity may object, or it is small",
            Severity.AMBER,
            (
                _CHANGE,
                any_of(
                    r"may object|deemed to have accepted|deemed accept|not respond|minor",
                    r"after consulting|change request|change of law|provided that they do not",
                ),
            ),
        ),
        Rule(
            "the prime alone",
            Severity.RED,
            (
                _CHANGE,
                any_of(
                    r"prime may (?:vary|amend|change|alter|modify|revise|without|reduce)",
                    r"we may change|deemed to be made|reserves the right to (?:amend|vary|change)",
                    rf"{DISCRETION}|no additional cost|agrees in advance|no consent needed",
                    rf"may not refuse|as they change|from time to time{FAR}(?:cost|charge)",
                    rf"without{NEAR}(?:agreement|consent|adjustment)|unilateral|instructs",
                    r"by prime on notice|by (?:written )?notice",
                ),
                any_of(
                    r"agreement|terms|specification|services|charges|price|change|standards",
                    r"variation|rates|contract",
                ),
            ),
            unless=(
                any_of(
                    r"terminat|insur|audit|assign|novat|transfer|clawback|recover|set[- ]off|media",
                    r"press|exclusiv|deduct|credit",
                ),
                r"reoffend|outcomes|liabilit|guarantee|promised",
            ),
        ),
        Rule(
            "changes are named",
            Severity.NOTE,
            (r"\bvariations?\b|change control|amend(?:ment)?s? (?:to|of) this agreement",),
        ),
    ),
)
