"""What is deducted for missed service levels."""

from __future__ import annotations

from matcher.terms.numbers import shares_of
from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import DISCRETION, FAR, NO, any_of

LARGEST_CREDIT_SHARE = 0.10

_CREDIT = any_of(
    r"service credits?|performance (?:deductions?|credits?)|deductions?",
    r"financial remed(?:y|ies)|credits?\b|\bkpi deductions|may deduct|lose \d+%",
    r"gives rise to a deduction",
)
_LEVEL = any_of(
    r"service (?:levels?|measures?|credits?)|kpi|key performance|performance|sl\d",
    r"head contract|missed|fail(?:ure|ed|s)?|measure",
)


def _share_within(text: str) -> bool:
    return (
        0
        < max(shares_of(text.split("fee at risk", maxsplit=1)[0]), default=0.0)
        <= LARGEST_CREDIT_SHARE
    )


RULES = RuleSet(
    Kind.SERVICE_CREDITS,
    stems=("credit", "deduct", "remed", "lose", "kpi"),
    alike=(
        any_of(
            r"universal credit|pension credit|credit union|credit note|credit check",
            r"credit rating|letter of credit",
        ),
        r"credited to the project|credit sub by name",
        any_of(
            r"pay as you earn[^.;]*|deduction from wages[^.;]*",
            r"deduct(?:ed)? (?:study|from sessional)[^.;]*",
        ),
        r"credit the difference",
        r"reoffen\w*[^.;]*|reconviction[^.;]*",
        r"set[- ]?off[^.;]*|counterclaim[^.;]*",
    ),
    rules=(
        Rule(
            "none, or none yet",
            Severity.NOTE,
            (
                any_of(
                    rf"{NO}{FAR}{_CREDIT}|no deduction|deductions? do(?:es)? not|not stepped down",
                    r"not lead to any deduction|leads? to an improvement plan",
                ),
                rf"{_LEVEL}|credit|deduct",
            ),
            unless=(
                any_of(
                    r"not limited|shall not (?:in any \w+ \w+ )?exceed|never exceed",
                    r"not be subject to any cap|is not met|are not met|not exceed",
                ),
                r"agreed|reasonable",
            ),
        ),
        Rule(
            "capped low, for own failures",
            Severity.NOTE,
            (
                rf"{_CREDIT}",
                rf"{_LEVEL}|credit",
                r"not (?:in any \w+ \w+ )?exceed|up to|maximum|max|cap|never exceed",
            ),
            unless=(r"liquidated|whether", r"any one invoice"),
            test=_share_within,
        ),
        Rule(
            "capped above 10 per cent",
            Severity.AMBER,
            (
                rf"{_CREDIT}",
                rf"{_LEVEL}|credit",
                r"not exceed|up to|maximum|max\b|cap(?:ped)?\b",
                r"[1-9]\d(?:\.\d)?%",
            ),
            unless=(r"100%|whole|not be subject|any one invoice",),
        ),
        Rule(
            "passed down, or without a cap",
            Severity.RED,
            (
                rf"{_CREDIT}",
                rf"{_LEVEL}|credit",
                any_of(
                    rf"pass(?:ed)? down|in full|{DISCRETION}|not limited|unlimited|whoever|mirror",
                    r"whole|not be subject to any cap|100%|shared|bear a share|determined by prime",
                    r"for every failure|each (?:day|service user|failure)|apply where|any of the",
                    r"prime may deduct|lose \d|including where|liable for|accrue",
                ),
            ),
            unless=(
                r"own default|insure",
                r"claims? under|liability of sub|estimate",
                r"final and binding|conclusive",
            ),
        ),
        Rule(
            "credits are named",
            Severity.NOTE,
            (r"service credits?|performance deductions?",),
            unless=(r"insur", r"conclusive"),
        ),
    ),
)
