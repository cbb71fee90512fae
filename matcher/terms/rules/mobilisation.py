"""Whether getting ready, delay and the end are paid."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import NEAR, NO, any_of

_START = any_of(
    r"mobilis\w*|set-?up|start-?up|getting ready|transition|implementation",
    r"pre-?commencement|before the (?:service )?(?:commencement|start|go-live) date",
    r"before the first referral|go-live|service commencement",
    r"start date (?:is )?put back|readiness",
)
_STOP = any_of(
    r"\bexit\b(?! interview)|hand-?over|winding up|wind-?down|closing the services",
    r"on expiry|exit plan|exit costs?|break costs?|redundancy|dilapidations",
)
_UNPAID = any_of(
    r"own (?:cost|expense)|no (?:payment|charge|cost|additional|charges)",
    r"not (?:be )?(?:entitled|payable|reimburse|paid)|free of charge",
    r"without (?:charge|payment|reimbursement)|unfunded|you pay|sub pay|sub bears",
    r"borne by sub|lie with sub|for sub's account|included in the (?:unit )?price",
    r"not be payable|shall not reimburse",
)

RULES = RuleSet(
    Kind.MOBILISATION,
    stems=(
        "mobilis",
        "set-up",
        "setup",
        "start",
        "getting",
        "transition",
        "implement",
        "commence",
        "referral",
        "live",
        "readiness",
        "exit",
        "hand",
        "wind",
        "clos",
        "expiry",
        "break",
        "redundan",
        "dilapid",
    ),
    alike=(
        r"fire exits?[^.;]*",
        r"exit interviews?[^.;]*|early exits",
        r"mobility[^.;]*",
        r"start-up businesses[^.;]*",
        r"hand-?over of cases[^.;]*",
        r"set-up of chairs[^.;]*",
        r"to (?:participants|(?:a )?service users?)[^.;]*",
        r"mobile telephones?",
        r"exit debt|pension[^.;]*",
    ),
    rules=(
        Rule(
            "start or exit is paid",
            Severity.NOTE,
            (
                rf"{_START}|{_STOP}|start is delayed",
                any_of(
                    r"prime (?:shall|will|must) (?:pay|reimburse)|prime (?:pays|reimburses|meets)",
                    rf"{NO}{NEAR}(?:required to bear|obliges)|on signature",
                    r"paid (?:\d+ )?months? before|as they are incurred|charged at",
                    r"at the (?:day|full unit) rates?|exit costs paid|payment of the break costs",
                    r"unavoidable (?:exit )?costs|received the set-up payment",
                ),
            ),
            unless=(
                r"up to £|only after|50%|if and when|prime shall not",
                r"social|interview|(?:pension|tupe|employment)",
                r"shall not reimburse",
            ),
        ),
        Rule(
            "start or exit is unpaid",
            Severity.RED,
            (rf"{_START}|{_STOP}|start date slip|date slip|until service users start", _UNPAID),
            unless=(r"liabilit(?:y|ies) to|without liability", r"accreditation|certif"),
        ),
        Rule(
            "paid in part, late or as an advance",
            Severity.AMBER,
            (
                rf"{_START}|{_STOP}",
                any_of(
                    r"contribut|up to £|advance|recovered|if and when|satisf|50%|only after",
                    r"milestones?|capped|maximum",
                ),
            ),
            unless=(r"repayable", r"timetable"),
        ),
        Rule(
            "an exit plan without pay",
            Severity.AMBER,
            (r"exit (?:and \w+ )?(?:plan|strategy|arrangements)",),
        ),
        Rule(
            "start or exit is named",
            Severity.NOTE,
            (
                any_of(
                    r"mobilisation (?:fee|payment|costs?|\|)|set-?up costs",
                    r"exit (?:costs?|payment|assistance)|\bmobilisation \|",
                ),
            ),
        ),
    ),
)
