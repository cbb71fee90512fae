"""Which cover is asked, and up to which sum."""

from __future__ import annotations

import re

from matcher.terms.numbers import amounts_of
from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import DISCRETION, NEAR, NO, any_of

LARGEST_COVER_GBP = 10_000_000
USUAL_COVER_GBP = 5_000_000

_COVER = any_of(
    r"insur\w+|(?:professional )?indemnity cover",
    r"(?:public|employer'?s'?|professional) liability|indemnity \||liability cover",
    r"\bpolic(?:y|ies)\b[^.;]*(?:insur|subrogat)",
    r"cover (?:for|of)[^.;]*(?:£|malpractice|liability)|of cover",
)


def _covers(text: str) -> list[int]:
    """Sums insured, those for employers' liability left out."""
    return amounts_of(
        re.sub(r"employers?'?s?'? liability[^.;|]*(?:\| )?[^.;|£]*£\d+(?: each)?", "", text)
    )


RULES = RuleSet(
    Kind.INSURANCE,
    stems=("insur", "indemnity", "liability", "cover", "polic"),
    alike=(
        r"national insurance[^.;]*|contents insurance[^.;]*",
        r"information assurance[^.;]*|premium quality",
        r"cover for staff[^.;]*|minimum cover in[^.;]*",
        r"(?:lone working|data|security|equality|safeguarding) policy[^.;]*|policy on[^.;]*",
    ),
    rules=(
        Rule(
            "the prime pays, or nothing more is asked",
            Severity.NOTE,
            (
                _COVER,
                any_of(
                    rf"prime shall extend|paid by prime|{NO}{NEAR}insurance beyond|need not exceed",
                    r"shall not be more than|proportionate",
                ),
            ),
        ),
        Rule(
            "at the prime's discretion, or without limit",
            Severity.RED,
            (
                _COVER,
                any_of(
                    rf"may from time to time require|in such amounts?|without limit|{DISCRETION}",
                    r"satisfactory to prime|match the level|listed in (?:the )?head contract",
                    r"levels stated there|deductions and service credits|liabilities of prime",
                    r"as changed from time to time|reasonably require",
                ),
            ),
            unless=(r"own parties",),
        ),
        Rule(
            "above 10 million pounds",
            Severity.RED,
            (_COVER, r"£"),
            test=lambda text: max(_covers(text), default=0) > LARGEST_COVER_GBP,
        ),
        Rule(
            "above 5 million pounds, or long after",
            Severity.AMBER,
            (_COVER,),
            test=lambda text: (
                max(_covers(text), default=0) > USUAL_COVER_GBP
                or bool(re.search(r"(?:[6-9]|1\d) years", text))
            ),
        ),
        Rule(
            "the prime on the charity's policy",
            Severity.AMBER,
            (
                r"polic(?:y|ies)|insur\w+",
                any_of(
                    r"joint(?:ly)? insured|co-?insured|named|noted on|subrogation",
                    r"insure in its place|recover the premium|additional insured",
                ),
            ),
            unless=(r"key personnel",),
        ),
        Rule(
            "usual cover",
            Severity.NOTE,
            (_COVER,),
            unless=(r"indemnif|liability of sub|sub's liability",),
        ),
    ),
)
