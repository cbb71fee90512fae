"""What a charity answers for, and up to which sum."""

from __future__ import annotations

import re

from matcher.terms.numbers import amounts_of, shares_of
from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import BOTH, FAR, NO, any_of

LARGEST_COVER_GBP = 10_000_000
USUAL_COVER_GBP = 5_000_000

_LIABLE = any_of(
    r"liab(?:le|ility|ilities)\b|indemnif\w+|indemnit\w+|hold[^.;]{0,40}harmless",
    r"compensation for breach|answerable|cover (?:us|prime) for any loss",
    r"responsible for (?:all )?loss",
)
_ANNUAL = r"(?:annual|yearly|each year|in that year|contract year|a year|per annum)"


def _above_annual_value(text: str) -> bool:
    """Whether a cap is more than the charges of a year, as a share or in pounds."""
    if re.search(r"[2-9] times|\b1[0-9] times|twice|double", text):
        return True
    value = re.search(r"(?:annual|yearly) (?:charges?|fees?|value|price)[^£.;]{0,20}£(\d+)", text)
    amounts = amounts_of(text)
    if value and len(amounts) > 1:
        return max(amounts) > int(value[1])
    return any(share > 1 for share in shares_of(text))


def _within_annual_value(text: str) -> bool:
    if _above_annual_value(text):
        return False
    value = re.search(r"(?:annual|yearly) (?:charges?|fees?|value|price)[^£.;]{0,20}£(\d+)", text)
    return bool(value) or not amounts_of(text)


RULES = RuleSet(
    Kind.LIABILITY,
    stems=(
        "liab",
        "indemn",
        "harmless",
        "limit",
        "loss",
        "answerable",
        "joint",
        "negligence",
        "compensation",
        "cap",
    ),
    alike=(
        r"limited by guarantee[^.;]*",
        r"liable (?:to be searched|for council tax)[^.;]*",
        any_of(
            r"no limit to the number[^.;]*|limited to \d+ miles[^.;]*|unlimited use[^.;]*",
            r"limit of \d+ people[^.;]*",
        ),
        r"(?:work|owned) jointly[^.;]*",
        any_of(
            r"professional indemnity[^.;]*",
            r"(?:public|general|product|employer'?s'?) liability[^.;]*",
        ),
        r"employee liability information[^.;]*",
        r"(?:pension|tupe|employment|transferring)[^.;]*",
        r"liable for service credits[^.;]*|limit of indemnity[^.;]*|insure against[^.;]*",
        r"set off against[^.;]*|contingent liability[^.;]*",
        r"without liability to sub|released from all liability|liability to pay[^.;]*",
    ),
    rules=(
        Rule(
            "the prime indemnifies",
            Severity.NOTE,
            (r"prime (?:shall|will|agrees to|must) indemnify|prime indemnifies",),
            unless=(r"sub shall indemnify",),
        ),
        Rule(
            "above the annual value",
            Severity.RED,
            (_LIABLE, r"times|%|£|twice|double"),
            unless=(r"prime's liability",),
            test=_above_annual_value,
        ),
        Rule(
            "joint and several",
            Severity.RED,
            (
                any_of(
                    r"jointly and severally|joint and several",
                    r"together and each of (?:them|the members)|each of them individually",
                    r"for the obligations of all",
                ),
            ),
            unless=(rf"{NO}{FAR}joint|several,? (?:and )?not joint|expressly excluded",),
        ),
        Rule(
            "several only",
            Severity.NOTE,
            (
                any_of(
                    (
                        r"several,? (?:and )?not joint"
                        r"|joint and several liability is expressly excluded"
                    ),
                    r"not liable for the acts|no party is liable for the acts",
                ),
            ),
        ),
        Rule(
            "up to the annual value",
            Severity.NOTE,
            (
                rf"{_LIABLE}",
                r"not exceed|capped|cap\b|limited to|up to|\bcap\b",
                rf"{_ANNUAL}",
                r"charges?|fees?|value|price|£",
            ),
            unless=(r"sub shall indemnify|unlimited\.|not apply", r"over the term"),
            test=_within_annual_value,
        ),
        Rule(
            "what the law forbids to limit",
            Severity.NOTE,
            (rf"(?:nothing|neither){FAR}(?:limits?|excludes?){FAR}(?:death|fraud)",),
        ),
        Rule(
            "mutual exclusion of indirect loss",
            Severity.NOTE,
            (rf"(?:neither|no) part(?:y|ies){FAR}(?:indirect|consequential|loss of profit)",),
        ),
        Rule(
            "no cap",
            Severity.RED,
            (
                rf"{_LIABLE}|loss|limit in clause|indemnity",
                any_of(
                    r"unlimited|no limit|without limit|not (?:be )?limited|uncapped|no cap\b",
                    rf"\| none\b|limit{FAR}not apply to|howsoever|whatsoever|of whatever kind",
                    (
                        r"all losses|every claim|all claims|any and all|personally liable"
                        r"|own negligence"
                    ),
                    r"even if|shall not apply to any indemnity",
                ),
            ),
            unless=(
                r"not (?:be )?unlimited|neither party's liability be unlimited|in no event",
                r"arising from sub's negligence|up to the annual|prime shall indemnify",
                r"insure|audit|recoup|clawback|reimburse",
                r"notices?\b.*confidential",
                r"for all claims in",
                r"estimate",
            ),
        ),
        Rule(
            "only the prime's liability is excluded",
            Severity.AMBER,
            (
                (
                    r"prime (?:excludes|shall have no liab|shall not be liable|is not liable"
                    r"|has no liab|accepts no (?:liab|responsib))"
                ),
            ),
        ),
        Rule(
            "an indemnity for own fault",
            Severity.AMBER,
            (
                any_of(
                    (
                        r"sub (?:shall|will|must|agrees to) (?:fully )?indemnify|indemnif(?:y"
                        r"|ies) prime"
                    ),
                    r"indemnity (?:given )?by sub",
                ),
            ),
        ),
        Rule(
            "a cap that cannot be compared",
            Severity.AMBER,
            (_LIABLE, r"not exceed|limited to|capped|cap\b|up to|limit"),
            unless=(BOTH,),
        ),
        Rule(
            "liability is named",
            Severity.NOTE,
            (r"\bliability\b|\bindemnif|own negligence",),
            unless=(r"means losses",),
        ),
    ),
)
