"""Whether any work is promised."""

from __future__ import annotations

from matcher.terms.numbers import shares_of
from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import DISCRETION, FAR, NEAR, NO, any_of, denied

FEWEST_GUARANTEED_SHARE = 0.5

_WORK = any_of(
    r"referrals?|volumes?|starts|service users|caseload|places|orders?|cases",
    r"sessions|work|numbers?|referred",
)
_PROMISE = any_of(
    r"guarantee[sd]?|warrant(?:y|s|ies)?|commit(?:s|ment)?|assurance|promise[sd]?",
    r"obliged|obligation|binding|minimum",
)


def _promises_little(text: str) -> bool:
    shares = shares_of(text)
    return bool(shares) and max(shares) < FEWEST_GUARANTEED_SHARE


RULES = RuleSet(
    Kind.VOLUME,
    stems=(
        "volume",
        "refer",
        "start",
        "caseload",
        "place",
        "order",
        "session",
        "work",
        "case",
        "number",
        "minimum",
        "many",
        "charge",
        "fee",
        "sum",
    ),
    alike=(
        r"minimum (?:of \d+ )?(?:staff|age)[^.;]*",
        r"printed volumes[^.;]*",
        r"order of precedence[^.;]*",
        r"interpreters?[^.;]*",
        r"sub shall (?:deliver|accept|ensure|report)[^.;]*",
        r"premises will[^.;]*",
        r"clawback|claw back[^.;]*|repay[^.;]*|refund[^.;]*|recover[^.;]*",
        r"minimum cover[^.;]*",
    ),
    rules=(
        Rule(
            "a fee whatever the volume",
            Severity.NOTE,
            (
                any_of(
                    (
                        r"irrespective of|regardless of|whatever the (?:volume|number)"
                        r"|take[ -]or[ -]pay"
                    ),
                    r"fixed sum|block (?:fee|payment)|failing that pay|shortfall shall be paid",
                    r"not (?:the case|true) that|pay the difference|minimum charge|less than £",
                    r"shall not be reduced if fewer",
                ),
                r"volume|referr|number|start|places|people|charge|fee|take",
            ),
            unless=(r"no minimum", r"mobilis|liab|insur|reoffend"),
        ),
        Rule(
            "the promise may be taken back",
            Severity.AMBER,
            (
                r"minimum|guaranteed",
                any_of(
                    r"may (?:reduce|lower|vary|change|withdraw)|1st contract year only",
                    r"first contract year only|first year only|in the first (?:contract )?year",
                ),
            ),
            unless=(denied("may reduce"),),
        ),
        Rule(
            "less than half is promised",
            Severity.AMBER,
            (r"guarantee|minimum|commit", r"forecast|expected|volume|referral"),
            unless=(NO,),
            test=_promises_little,
        ),
        Rule(
            "no volume is promised",
            Severity.RED,
            (
                any_of(
                    rf"{NO}{FAR}{_PROMISE}{FAR}{_WORK}",
                    rf"{NO}{FAR}minimum{NEAR}(?:number|order|volume|any)",
                    rf"{NO}{NEAR}(?:under an )?obligation to (?:order|refer|buy|purchase|request)",
                    rf"as and when (?:required|requested|needed){FAR}prime|as and when required",
                    rf"no (?:claim|work){FAR}(?:lower|promised|volume)|not guaranteed",
                    r"no minimum order|entitled,? but not obliged",
                    (
                        rf"(?:estimates?|indicative|guidance|projections?|illustrative){NEAR}(?:only|not"
                        rf"|no)\b"
                    ),
                    rf"non-binding|as many or as few|minimum volumes?{FAR}do not apply",
                    rf"{NO}{NEAR}entitle{FAR}(?:referrals|work|orders)",
                    rf"(?:volumes?|referrals?){FAR}(?:unguaranteed|go down|are nil|be nil|nil\b)",
                ),
                rf"{_WORK}|caseload|forecast",
            ),
            unless=(
                r"minimum volume of \d|shall refer|take or pay|less than a?n? ?third",
                r"premises will|find work",
                r"bid|tender|customer|variation",
            ),
        ),
        Rule(
            "work may go elsewhere",
            Severity.RED,
            (
                any_of(
                    rf"(?:referrals?|volumes?|work|referral stream){FAR}(?:{DISCRETION}|divert)",
                    rf"divert{NEAR}(?:referral|work|volume)",
                ),
                r"prime",
            ),
        ),
        Rule(
            "an intention only",
            Severity.AMBER,
            (
                any_of(
                    (
                        r"(?:endeavours?|intends?|aims?|expects?|hopes?|anticipates?) to (?:refer"
                        r"|buy"
                        r"|purchase|order|send|commission)"
                    ),
                    r"endeavours[^.;]*refer|volumes will be reviewed",
                    r"(?:referrals|volumes) fall[^.;]*(?:ask|request|discuss|review)",
                    r"discuss the consequences",
                ),
            ),
        ),
        Rule(
            "a volume is promised",
            Severity.NOTE,
            (
                any_of(
                    rf"guarantee[sd]?{FAR}(?:starts|volume|referrals?|places|sessions|%|number)",
                    r"minimum (?:guaranteed )?(?:volume|number of referrals|referrals)|must buy",
                    (
                        rf"shall (?:refer|buy|purchase|order){NEAR}(?:at least|not (?:less|fewer)"
                        r"|no (?:less|fewer))"
                    ),
                    (
                        r"(?:no|not) fewer than[^.;]*(?:places|referrals|starts|service users"
                        r"|sessions)"
                    ),
                    r"(?:shortfall|difference)[^.;]*(?:paid|pay)",
                ),
                r"prime|volume|minimum|guaranteed|forecast",
            ),
            unless=(r"staff on duty|age of|notice|head contract",),
        ),
    ),
)
