"""What may be kept out of a payment for other debts."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import BOTH, FAR, NEAR, NO, any_of

_OFF = any_of(
    r"set[- ]off|net(?:s|ted)? off|deduct(?:ed|s|ion)?|retain(?:ed)?|withhold",
    r"retention|abate|counterclaim|take what|taken out of",
)
_WIDE = any_of(
    r"any other (?:agreement|contract|account)|any (?:contract|agreement)\b",
    r"affiliates?|group|contingent|unascertained|unliquidated|estimate|alleges",
    r"claims?\b|think you owe|think sub owes?|whether liquidated|disputed or not",
    r"expects to suffer|any debt|without notice|at any time",
)

RULES = RuleSet(
    Kind.SET_OFF,
    stems=(
        "set-off",
        "set off",
        "net off",
        "netted",
        "deduct",
        "retain",
        "withh",
        "retention",
        "abate",
        "counterclaim",
        "take what",
        "off",
    ),
    alike=(
        r"\bset off from|off-?set its carbon[^.;]*|offset losses[^.;]*",
        r"retains? a copy[^.;]*|retain the right[^.;]*",
        any_of(
            r"deducted from (?:sessional|wages)[^.;]*|deduct study[^.;]*",
            r"deduction from wages[^.;]*",
        ),
        r"withhold a service user[^.;]*|consent[^.;]*withheld[^.;]*",
        r"net pay",
        r"(?:service credits?|kpi|service levels?|performance deductions)[^.;]*",
        r"reoffen\w*|cohort[^.;]*",
    ),
    rules=(
        Rule(
            "none, or only what both agree",
            Severity.NOTE,
            (
                any_of(
                    rf"{NO}{FAR}{_OFF}|set-off \| excluded|free of any deduction|{BOTH}{FAR}{_OFF}",
                    r"set-off by either|waives all rights of set-off|agreed in writing",
                ),
                _OFF,
                r"set[- ]off|\bsums?\b|charges",
            ),
            unless=(
                any_of(
                    (
                        r"sub (?:may|shall) not|sub shall pay|without set-off, whereas"
                        r"|liquidated or not"
                    ),
                    r"not limited|disputed or not|without notice",
                ),
                r"service credit",
            ),
        ),
        Rule(
            "only the charity may not",
            Severity.AMBER,
            (rf"sub (?:may|shall) not{NEAR}(?:set[- ]off|deduct|withhold)",),
            unless=(r"prime may|whereas",),
        ),
        Rule(
            "other contracts, or claims not settled",
            Severity.RED,
            (
                rf"prime{FAR}{_OFF}|{_OFF}{FAR}prime|{_OFF}",
                _WIDE,
                r"sum|owe|due|charges|payments?|price|liabilit|loss|debt|claims",
                any_of(
                    r"set[- ]off|net off|deduct|retained out|withhold|abate|think|take what",
                    r"retention",
                ),
            ),
            unless=(
                r"under this agreement up to|agreed or adjudged",
                r"dispute (?:is|until)|undisputed",
                r"insured?\b",
            ),
        ),
        Rule(
            "this contract only, one-sided",
            Severity.AMBER,
            (
                r"prime (?:may|is entitled)|by prime|prime only|may be deducted|deduct",
                r"set[- ]off|net off|deduct",
                r"sums?|amounts?|owed|due|owing",
            ),
            unless=(BOTH,),
        ),
        Rule("set-off is named", Severity.NOTE, (r"\bset[- ]off\b",)),
    ),
)
