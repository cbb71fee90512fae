"""What rests on results that come two years later."""

from __future__ import annotations

import re

from matcher.terms.numbers import shares_of
from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import FAR, NEAR, NO, any_of

LARGEST_RESULTS_SHARE = 0.10
LARGEST_CREDIT_SHARE = 0.10
LONGEST_CLAWBACK_DAYS = 366


def _small_results_share(text: str) -> bool:
    return 0 < max(_shares(text), default=0.0) <= LARGEST_RESULTS_SHARE


def _large_results_share(text: str) -> bool:
    return max(_shares(text), default=0.0) > LARGEST_RESULTS_SHARE


def _shares(text: str) -> list[float]:
    """Shares in per cent, or the smaller of two parts of a price in pounds."""
    found = shares_of(text)
    parts = [int(each) for each in re.findall(r"£(\d+)", text)]
    if not found and len(parts) == 2 and any(parts):  # noqa: PLR2004  (two parts of a price)
        return [min(parts) / sum(parts)]
    return found


_RESULT = any_of(
    r"results?\b|outcomes?|pbr|reoffen\w+|reconvict\w+|binary (?:metric|measure)",
    r"frequency rate|cohort|baseline",
)
_RESTS = any_of(
    r"pay\w*|paid|fees?|charges?|price|income|held (?:back|over)|withheld|keep back",
    r"at[- ]risk|contingent|linked?|depends?|share in the deductions|deductions",
)
_SUFFERS = r"(?:bear|share|pass(?:es|ed)? down|deduct|loss)"

RULES = RuleSet(
    Kind.PBR,
    stems=(
        "result",
        "outcome",
        "pbr",
        "reoffen",
        "reconvict",
        "metric",
        "binary",
        "cohort",
        "baseline",
        "frequency",
    ),
    alike=(
        r"results? of (?:drug tests?|the tender|an assessment|failed transfers)[^.;]*",
        r"(?:publish|announce)(?:es)? (?:its results|the result)[^.;]*",
        r"aim of the services[^.;]*",
        r"outcome star[^.;]*",
        r"data for the calculation[^.;]*",
        r"(?:clawback|claw back|recover|repay|repaid|refund|return funding)[^.;]*",
        r"varied on account of inflation",
        r"outcome data",
    ),
    rules=(
        Rule(
            "no payment by results",
            Severity.NOTE,
            (
                any_of(
                    rf"{NO}{FAR}(?:{_RESULT}|payment by results)|results? risk remains with prime",
                    r"applies between authority and prime only",
                    rf"(?:fee for service|fixed fee)[^.;]*\.[^.]*{NO}{NEAR}(?:outcome|results)",
                    rf"do not affect what sub is paid|pbr{NEAR}\| 0%",
                ),
            ),
            unless=(
                any_of(
                    r"not proven|not been|does not re|do not re|only if|unless|not exceed",
                    r"not greater|not reoffend|shall not be payable|reasonable",
                ),
                r"no (?:proceedings|limit)",
            ),
        ),
        Rule(
            "a bonus on top",
            Severity.NOTE,
            (
                _RESULT,
                r"in addition to the charges|bonus|over and above|on top of",
            ),
            unless=(r"deductions? (?:imposed|suffered)",),
        ),
        Rule(
            "a small share rests on results",
            Severity.AMBER,
            (rf"{_RESULT}|payment by results", rf"{_RESTS}", r"%|£\d+"),
            unless=(r"retrospect", r"reoffending rate within"),
            test=_small_results_share,
        ),
        Rule(
            "a large share rests on results",
            Severity.RED,
            (r"(?:paid|pay|payable|payment) (?:is )?(?:by|on) (?:the )?results", r"\d%"),
            unless=(NO,),
            test=_large_results_share,
        ),
        Rule(
            "fees rest on results",
            Severity.RED,
            (
                any_of(
                    (
                        rf"{_RESTS}{FAR}(?:only if|only when|when|where|if|until|linked|contingent"
                        rf"|depend\w*|on|against|because|in accordance|by results|risk|rises){FAR}"
                        rf"{_RESULT}"
                    ),
                    rf"{_RESULT}{FAR}{_SUFFERS}|payment by results risk|payment by results \|? ?\d",
                    rf"payment by results{FAR}%|outcome payment{FAR}only sum|outcomes only",
                    rf"{_SUFFERS}{FAR}(?:payment by results|performance payment)",
                ),
                rf"{_RESULT}|payment by results",
            ),
            unless=(
                r"liabilit|indemnif|insur",
                r"reported|shall supply|means all persons",
                r"service level|kpi",
                r"not be affected",
            ),
        ),
        Rule(
            "results are named",
            Severity.NOTE,
            (r"payment by results|results element|\bpbr\b|outcome payments?",),
            unless=(r"clawback",),
        ),
    ),
)
