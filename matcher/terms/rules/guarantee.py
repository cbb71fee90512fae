"""Guarantees, bonds, deposits and other security."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import FAR, NEAR, NO, any_of

_SECURITY = any_of(
    r"guarantees?\b|guaranteed?\b|performance bond|\bbond\b|\bbonds\b|deposit",
    r"on-demand|standby letter|letter of credit|floating charge|retention|\bpcg\b",
    r"as security|security acceptable|other security|surety|escrow",
)
_GIVEN = any_of(
    r"parent|holding|ultimate|performance|bank|bond|trustees?|deed of|personal",
    r"deposit|security|pcg|letter of credit|floating charge|retention",
    r"its performance|obligations|irrevocable",
)

RULES = RuleSet(
    Kind.GUARANTEE,
    stems=(
        "guarant",
        "bond",
        "deposit",
        "demand",
        "letter",
        "charge",
        "retention",
        "pcg",
        "security",
        "surety",
        "escrow",
    ),
    alike=(
        r"limited by guarantee[^.;]*",
        r"rent deposit[^.;]*|bond of trust|social impact bond[^.;]*",
        r"manufacturer's guarantee[^.;]*",
        any_of(
            r"security of (?:the )?(?:building|front door)[^.;]*",
            r"security (?:clearance|policy|vetting|accreditation|requirements)[^.;]*",
            r"information security",
        ),
        r"guarantee[sd]?[^.;]*(?:number of referrals|volume|starts|find work|forecast)[^.;]*",
        any_of(
            r"(?:volume|minimum)[^.;]*guaranteed?[^.;]*|guaranteed volume[^.;]*",
            r"guarantees \d+[^.;]*",
        ),
        r"right of retention[^.;]*|set-off[^.;]*",
        any_of(
            r"not guaranteed|guarantee or warranty[^.;]*|premises will be available[^.;]*",
            r"does not guarantee[^.;]*|unguaranteed",
        ),
        r"parent company means[^.;]*",
    ),
    rules=(
        Rule(
            "the prime gives it",
            Severity.NOTE,
            (
                any_of(
                    (
                        r"prime(?:'s parent)? (?:shall provide|provides|gives|guarantees"
                        rf"|shall procure){FAR}(?:{_SECURITY}|payment)"
                    ),
                    rf"prime's parent guarantees|(?:paid|provided|given) by prime{FAR}secures",
                ),
                _SECURITY,
            ),
            unless=(r"no guarantee",),
        ),
        Rule(
            "none required",
            Severity.NOTE,
            (
                any_of(
                    rf"{NO}{FAR}{_SECURITY}|{_SECURITY}{NEAR}(?:not required|not be|waived|is not)",
                    r"waives? the requirement",
                ),
                _GIVEN,
            ),
            unless=(r"not less than|not later|without demand",),
        ),
        Rule(
            "one that may be asked for",
            Severity.AMBER,
            (
                rf"{_SECURITY}",
                _GIVEN,
                any_of(
                    r"prime may\b|\bif\b|on request|reserves? the right|at any time|shall discuss",
                    r"may require|may call|where sub has a parent",
                ),
            ),
            unless=(r"if clause",),
        ),
        Rule(
            "a guarantee, bond or deposit",
            Severity.RED,
            (_SECURITY, _GIVEN),
            unless=(r"annual gross|services as security guard", r"referrals"),
        ),
    ),
)
