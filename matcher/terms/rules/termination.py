"""How the contract may end, how soon, and at whose cost."""

from __future__ import annotations

from matcher.terms.numbers import months_of
from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import FAR, NEAR, any_of

SHORTEST_NOTICE_MONTHS = 3

_END = any_of(
    r"terminat\w+|\bends?\b|ended|ending|determine this|bring it to an end|\bbreak\b",
    r"withdraw any referral|stop this contract|cancel\w*|come to an end",
)
_AT_WILL = any_of(
    r"at any time|for convenience|without cause|whenever|need give no reason",
    r"no reason|absolute discretion|sole discretion|at will|for any reason",
    r"any month end|if it decides",
)
_LENGTH = r"\d+ (?:working |business |calendar )?(?:days?|weeks?|months?)"
_COSTS_PAID = any_of(
    r"prime (?:shall|will|must) pay|exit costs paid",
    r"pays? (?:its|sub's) (?:unavoidable|reasonable)|payment of the break costs",
    r"pay its unavoidable|costs reimbursed|with compensation",
)


def _short_notice(text: str) -> bool:
    return min(months_of(text), default=99.0) < SHORTEST_NOTICE_MONTHS * 0.98


def _long_notice(text: str) -> bool:
    return bool(months_of(text)) and not _short_notice(text)


RULES = RuleSet(
    Kind.TERMINATION,
    stems=(
        "terminat",
        "end",
        "determine",
        "break",
        "withdraw",
        "stop",
        "cancel",
        "notice",
        "insolv",
        "head contract",
        "start",
        "begin",
    ),
    alike=(
        r"end a session[^.;]*|place may be ended[^.;]*|placement may be ended[^.;]*",
        r"lease[^.;]*terminated[^.;]*|employment of any[^.;]*terminated[^.;]*",
        r"notice board|planned closures|serv(?:ed|ice) of notices",
        r"the term \"[^.;]*",
        any_of(
            r"month end",
            (
                r"end of (?:the |each |every )?(?:month|quarter|year|financial year|\d+ month"
                r"|term|contract year|invoice|bid)[^.;]*"
            ),
            r"year end[^.;]*|after the end of[^.;]*|end of this agreement",
        ),
        r"survives? termination[^.;]*|prevent a renewal[^.;]*",
        (
            r"(?:on|upon|following) (?:expiry or )?(?:termination|expiry)[^.;]*(?:cease"
            r"|assist|transfer|successor|procure)[^.;]*"
        ),
        r"if this agreement ends[^.;]*in the (?:first|1st)[^.;]*",
    ),
    rules=(
        Rule(
            "exit costs are paid",
            Severity.NOTE,
            (_END + r"|notice \|", _COSTS_PAID),
            unless=(r"no claim|not be entitled",),
            test=lambda text: not _short_notice(text) or "breach" in text,
        ),
        Rule(
            "only with cause",
            Severity.NOTE,
            (
                any_of(
                    r"(?:prime|neither party) (?:may|shall) not terminate",
                    rf"material breach{FAR}(?:remed|days)|does not remedy",
                ),
                _END,
            ),
            unless=(r"whether or not it is|non-disparagement",),
        ),
        Rule(
            "the work goes on if the prime fails",
            Severity.NOTE,
            (
                r"insolven|administration|prime fails|head contract ends",
                r"novat|step in|transferred to|replacement provider",
            ),
            unless=(r"no claim",),
        ),
        Rule(
            "the charity may end it", Severity.NOTE, (r"sub may terminate",), unless=(r"may not",)
        ),
        Rule(
            "falls with the head contract, or the prime",
            Severity.RED,
            (
                any_of(
                    r"head contract (?:ends|terminates|is terminated|expires|comes)",
                    r"prime becomes insolvent|head contract",
                ),
                _END,
                any_of(
                    r"automatic|forthwith|without compensation|no claim|immediately",
                    r"without (?:notice|payment)",
                ),
            ),
        ),
        Rule(
            "costs of ending are not paid",
            Severity.RED,
            (
                (
                    rf"\b(?:termination|terminat\w+|ending){FAR}(?:not be entitled|no compensation"
                    rf"|without compensation|no payment|shall not pay|no liability){FAR}"
                ),
            ),
            unless=(r"\d+ months",),
        ),
        Rule(
            "at will, with less than three months",
            Severity.RED,
            (
                rf"{_END}{FAR}{_LENGTH}|{_LENGTH}{FAR}{_END}|notice to end|notice period",
                r"prime|either party|agreement",
                rf"{_AT_WILL}|notice",
            ),
            unless=(
                r"breach|overdue|insolven|force majeure|such an event",
                r"may object|session|\blease\b",
            ),
            test=_short_notice,
        ),
        Rule(
            "at will, with no notice",
            Severity.RED,
            (rf"{_END}", rf"{_AT_WILL}|immediate effect|like by telling", r"prime|all or any part"),
            unless=(r"\d+ (?:days|weeks|months)", r"breach", r"audit|recoup|mobilis|record"),
        ),
        Rule(
            "at will, with long notice",
            Severity.AMBER,
            (rf"{_END}", r"notice", r"prime|either party"),
            unless=(r"breach", r"\bvary\b|services on \d"),
            test=_long_notice,
        ),
        Rule(
            "for any breach, or a change of hands",
            Severity.AMBER,
            (
                r"(?:may|can|entitled to) terminate|terminate immediately",
                r"any breach|change (?:in|of) (?:the )?control|trustees|as much notice",
            ),
        ),
        Rule(
            "locked in",
            Severity.AMBER,
            (rf"sub{NEAR}(?:no right to|may not|shall not|cannot) terminate",),
        ),
        Rule(
            "how it ends is named",
            Severity.NOTE,
            (
                any_of(
                    r"terminat(?:e|ion|es)\b[^.;]*(?:agreement|notice|contract)",
                    r"(?:agreement|contract) (?:starts|begins|continues)[^.;]*(?:ends|years)",
                ),
            ),
            unless=(r"charges|mobilis|assign|exit plan|licen[cs]e", r"final accounts"),
        ),
    ),
)
