"""What a charity may say, and to whom."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import BOTH, DISCRETION, FAR, NO, any_of

_SPEAK = any_of(
    r"press\b|media\b|journalists?|publicity|publicise|public statement",
    r"anything in public|speak(?:ing)? publicly|campaign\w*|lobb(?:y|ying)",
    r"parliament\w*|select committees?|criticis\w+|critical of|disrepute|disparag\w+",
    r"embarrass|communicate with authority|raise concerns|protected disclosure",
    r"whistleblow\w*|influence parliament|political parties|comment on policy",
    r"findings of any evaluation|inquir(?:y|ies)|adverse publicity",
    r"members of parliament",
)

RULES = RuleSet(
    Kind.GAGGING,
    stems=(
        "press",
        "media",
        "journal",
        "public",
        "speak",
        "campaign",
        "lobb",
        "parliament",
        "committee",
        "critic",
        "disrep",
        "dispar",
        "embarr",
        "communicate",
        "concern",
        "disclosure",
        "whistle",
        "political",
        "policy",
        "finding",
        "inquir",
        "silent",
    ),
    alike=(
        r"poster campaign[^.;]*|social media during[^.;]*|press the[^.;]*|lobby of the[^.;]*",
        r"(?:service user|participant)[^.;]*(?:press|media|interview|research)[^.;]*",
        r"annual report",
    ),
    rules=(
        Rule(
            "free to speak",
            Severity.NOTE,
            (
                _SPEAK,
                any_of(
                    rf"nothing{FAR}(?:restrict|prevent|limit|stop)|free to|independence",
                    r"shall not (?:stop|require|prevent|restrict)|need not seek|unrestricted",
                    r"right to (?:campaign|comment|speak)|protected disclosure",
                    r"may (?:freely )?(?:campaign|comment|speak)",
                ),
            ),
            unless=(r"shall not mention|reserved to", r"shall not require.*without"),
        ),
        Rule(
            "consent within reason, or notice first",
            Severity.AMBER,
            (
                rf"{_SPEAK}",
                any_of(
                    (
                        rf"unreasonably withheld|{BOTH}|refer all|press office|days' (?:warning"
                        rf"|notice)"
                    ),
                    r"may campaign but|until prime has approved",
                    r"prior (?:written )?(?:consent|approval)",
                    r"with(?:out)? (?:the )?(?:prior )?consent",
                ),
            ),
            unless=(rf"{DISCRETION}|except through|for any reason",),
        ),
        Rule(
            "may not speak",
            Severity.RED,
            (
                rf"{_SPEAK}|keep silent",
                rf"{NO}|reserved|except through|remove|silent|undertaking|consent",
            ),
            unless=(
                r"personal data|expert|insolven|negotiat|liabilit",
                r"shall not be disclosed to the press",
            ),
        ),
        Rule(
            "publicity is named",
            Severity.NOTE,
            (r"\bpublicity\b|press release|media enquir|campaigning",),
        ),
    ),
)
