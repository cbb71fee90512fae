"""What may be taken back, how much and until when."""

from __future__ import annotations

import re

from matcher.terms.numbers import days_of
from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import FAR, NO, any_of

LONGEST_CLAWBACK_DAYS = 366

_BACK = any_of(
    r"claw(?:ed|s)? ?back|clawback|recover(?:s|ed|y|able)?|recoup|reclaim(?:ed)?",
    r"repay(?:able|ment|s|ing)?|repaid|refund(?:ed)?|reimburse|pay back",
    r"return funding|retrospective(?:ly)?",
)
_SUMS = any_of(
    r"sums?|payments?|charges?|fees?|monies|money|funding|amounts?|grant|paid",
    r"overpaid|overpayment|income",
)
_OPEN_ENDED = any_of(
    r"at any time|on demand|in full|in whole|all or part|without limit",
    r"earlier (?:financial )?years|years? after|previous 3|100%|not limited by",
    r"before final accounts",
)


def _within_a_year(text: str) -> bool:
    return any(length <= LONGEST_CLAWBACK_DAYS for length in days_of(text))


RULES = RuleSet(
    Kind.CLAWBACK,
    stems=(
        "claw",
        "recover",
        "recoup",
        "reclaim",
        "repa",
        "refund",
        "reimburse",
        "pay back",
        "return",
        "retrospect",
        "correct",
        "credit the difference",
    ),
    alike=(
        r"recover (?:all )?keys[^.;]*",
        r"recover from drug[^.;]*",
        any_of(
            r"prime shall (?:reimburse|refund)[^.;]*|prime reimburses[^.;]*",
            r"(?:be )?reimbursed their[^.;]*",
        ),
        r"sub may recover from prime[^.;]*|sub recovers its full cost",
        r"(?:participant|loans?|hm revenue|vat wrongly)[^.;]*",
        r"return documents[^.;]*",
        r"data will be recovered[^.;]*",
        r"recover(?:ed)? (?:the )?premium",
        r"from the first[^.;]*",
        r"recover(?:s)? (?:the )?(?:cost of|possession)[^.;]*",
        r"shall not reimburse[^.;]*",
        r"reimburse(?:d)? (?:the )?(?:reasonable )?costs? of[^.;]*",
    ),
    rules=(
        Rule(
            "mistakes and fraud only",
            Severity.NOTE,
            (
                rf"{_BACK}|credit the difference|corrected",
                r"\berror\b|duplicate|fraud|twice|miscalculat|arithmetic|overpaid",
            ),
            unless=(r"including",),
        ),
        Rule(
            "no clawback",
            Severity.NOTE,
            (rf"{NO}{FAR}{_BACK}|clawback \| none|clawback{FAR}do not apply|not repayable",),
            unless=(
                any_of(
                    r"not limited|not spent|have not been|do not reach|not achieved|without limit",
                    r"not exceed|is not met|not met|without notice|whether liquidated",
                ),
                r"nothing in",
            ),
        ),
        Rule(
            "repaid without cap, or long after",
            Severity.RED,
            (_BACK, rf"{_SUMS}|adjustment", _OPEN_ENDED),
            unless=(
                r"capped|maximum of|up to \d{1,2}%|not exceed",
                r"liability that prime incurs|damages|indemn",
                r"set[- ]?off|deducted",
            ),
        ),
        Rule(
            "repaid with a cap or within the year",
            Severity.AMBER,
            (
                _BACK,
                rf"{_SUMS}|adjustment|start|grant",
                any_of(
                    r"cap(?:ped)?\b|maximum|not exceed|up to|\d{1,2}%",
                    r"end of (?:each|the) financial year|within|before the end",
                ),
            ),
            unless=(
                r"price|indemn",
                r"reimburse the cost|licen[cs]e",
                r"notice",
                r"invoice(?!s? from)",
            ),
            test=lambda text: (
                bool(re.search(r"cap|maximum|not exceed|%|financial year", text))
                or _within_a_year(text)
            ),
        ),
        Rule(
            "repaid, and nothing limits it",
            Severity.RED,
            (
                rf"{_BACK}{FAR}{_SUMS}|{_SUMS}{FAR}{_BACK}",
                r"prime|sub|authority|repayable|refunded",
            ),
            unless=(
                any_of(
                    (
                        r"redundancy|expense|liabilit|indemn|costs? of|prime shall pay|set[- ]?off"
                        r"|claim"
                    ),
                    r"deducted|tax|notice",
                ),
                r"prime'?s costs|audit shows",
            ),
        ),
    ),
)
