"""To whom the contract may be passed on."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import BOTH, DISCRETION, FAR, any_of

_PASS = any_of(
    r"assign(?:s|ed|ment)?\b|novat\w+|transfer(?:s|red|ee)?\b|pass this contract",
    r"dispose of its interest|sell or assign|sub-?contract\b|subcontract\b",
    r"merge(?:s|r)?\b",
)

RULES = RuleSet(
    Kind.ASSIGNMENT,
    stems=("assign", "novat", "transfer", "pass", "dispose", "sell", "contract", "merge"),
    alike=(
        any_of(
            r"weekly assignment|homework|assigned to (?:the prison|an officer)[^.;]*",
            r"assign a (?:named )?(?:key worker|manager)[^.;]*|cases shall be assigned[^.;]*",
        ),
        any_of(
            r"staff assigned[^.;]*",
            (
                r"(?:prisoners|calls|funds|records|case records|service users?"
                r"|data)[^.;]*transferr?(?:ed)?[^.;]*"
            ),
            r"transfer (?:case )?records[^.;]*|not transferable",
        ),
        any_of(
            r"novel approach|transfers? (?:title|the lease)[^.;]*|rights in[^.;]*",
            r"intellectual property.*|background ip\w*[^.;]*|materials[^.;]*|know-?how",
        ),
        any_of(
            r"(?:transferring|tupe|employ\w+|staff|pension|transfer date|lgps|undertakings)[^.;]*",
            r"before transfer|job[^.;]*",
        ),
        r"transfer of risk[^.;]*|failed transfers",
        r"sub-?contracted",
    ),
    rules=(
        Rule(
            "both need consent, or it protects",
            Severity.NOTE,
            (
                _PASS,
                any_of(
                    rf"{BOTH}|either party|not (?:to )?be unreasonably withheld|prime may not",
                    r"sub may assign|unless sub agrees|authority's request|at authority|arrears",
                    r"sub has approved|undertaken to sub|by either of them",
                ),
            ),
            unless=(
                r"absolute discretion|without sub's consent|free to|without consent",
                r"ip\b|intellectual|press release|indemnif",
            ),
        ),
        Rule(
            "within the group, or to a successor",
            Severity.AMBER,
            (
                _PASS,
                r"prime may|lead may",
                r"group|affiliate|successor to its business|approved by authority",
            ),
        ),
        Rule(
            "the prime to anyone",
            Severity.RED,
            (
                _PASS,
                any_of(
                    r"prime may (?:assign|novate|transfer|sell|sub-?contract|pass)",
                    r"without sub's consent|no consent of sub|irrevocably consents",
                    r"prime shall be free|unrestricted|may not object|any person",
                    rf"{DISCRETION}{FAR}released|somebody else|dispose of its interest|competitor",
                ),
                any_of(
                    r"agreement|contract|rights|obligations|novation|benefit|prime|assignment",
                    r"transfer",
                ),
            ),
            unless=(r"sub shall not|merger", r"invoice|insur|licen[cs]e"),
        ),
        Rule(
            "only the charity may not",
            Severity.AMBER,
            (
                _PASS,
                any_of(
                    (
                        r"sub (?:shall|may|must) not (?:assign|transfer|sub-?contract|subcontract"
                        r"|novate)"
                    ),
                    r"merger|treated as an assignment|prohibited",
                ),
            ),
            unless=(r"data|payment",),
        ),
        Rule(
            "assignment is named",
            Severity.NOTE,
            (
                any_of(
                    (
                        r"\bassign(?:s|ment)?\b[^.;]*(?:agreement|contract|rights|part(?:y|ies)|effect"
                        r"|debt)"
                    ),
                    r"novat(?:e|ion)|shall not be transferred",
                ),
            ),
            unless=(r"intellectual|materials|manuals",),
        ),
    ),
)
