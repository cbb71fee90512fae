"""With whom else a charity may work."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import FAR, NO, any_of

_OTHERS = any_of(
    r"bids?\b|bidders?|tenders?\b|tendering|competitors?|consortium|customers?",
    r"exclusiv\w+|non-?compete|similar services|any other person|any third party",
    r"anyone else|others?\b|potential prime|other prime|winning bidder|nobody else",
    r"grants or contracts|refusal",
)

RULES = RuleSet(
    Kind.EXCLUSIVITY,
    stems=(
        "bid",
        "tender",
        "compet",
        "consort",
        "custom",
        "exclus",
        "similar",
        "other",
        "third",
        "else",
        "nobody",
        "prime",
        "winning",
        "grant",
        "refusal",
    ),
    alike=(
        any_of(
            r"exclusive use[^.;]*|exclusive of (?:value|vat)[^.;]*",
            r"exclusive jurisdiction[^.;]*|used exclusively[^.;]*|exclusion of all[^.;]*",
        ),
        r"non-exclusive (?:licen[cs]e|right)[^.;]*",
        any_of(
            r"excluded from[^.;]*|select bidders[^.;]*|butler trust[^.;]*",
            r"result of the tender[^.;]*",
        ),
        r"each other[^.;]*|another bidder's[^.;]*|recruit staff[^.;]*|trade marks[^.;]*",
        (
            r"other (?:losses|costs|agreement|contract|information|party|remed|security"
            r"|schedule|expense|participants|projects|activities)\w*"
        ),
        r"any other agreement|other sum|each other's?|the other'?s?\b",
    ),
    rules=(
        Rule(
            "free to work with others",
            Severity.NOTE,
            (
                _OTHERS,
                any_of(
                    (
                        rf"non-exclusive|nothing{FAR}prevents|neither party is bound"
                        rf"|may be named in any"
                    ),
                    r"not impose any exclusiv|free to work for others|exclusivity \| none",
                    r"no restriction|free to (?:join|bid|tender|provide|offer)|is free to",
                ),
            ),
            unless=(r"to nobody else|no 1 else|offer its services to no", r"campaign|speak"),
        ),
        Rule(
            "limited: the same lot, consent or first call",
            Severity.AMBER,
            (
                _OTHERS,
                any_of(
                    r"not to be unreasonably withheld|right of first refusal|first refusal",
                    r"ethical wall|take priority|[1-9] months after signature|always take priority",
                    r"designed jointly|tell prime if|notify prime if",
                ),
                r"bid|tender|new service|others|bidder|lot",
            ),
        ),
        Rule(
            "no other bids or customers",
            Severity.RED,
            (
                any_of(
                    (
                        rf"(?:{NO}|neither){FAR}(?:bids?\b|bidders?|tender|consortium|competitor"
                        r"|similar services|supply services|any third party|prime\b|nobody else"
                        r"|winning)"
                    ),
                    r"exclusively with prime|exclusively (?:for|with|to)|sole customer|non-compete",
                    r"to nobody else|to no 1 else|may not join",
                ),
                r"sub|affiliate|non-compete|prime|bidder",
                any_of(
                    r"bid|tender|consortium|competitor|similar|supply|grants?|third part|exclusiv",
                    r"customer|compete|potential prime|bidder|offer|winning",
                ),
            ),
            unless=(
                any_of(
                    r"payment|invoice|charges|licen[cs]e|insur|guarantee|liab|assign|audit|data",
                    r"media|press|parliament|dispute|transfer|intellectual|volumes?|credit|referr",
                ),
                r"jurisdiction|set[- ]off|variation|tupe|novat|sub-?contract any|dispos|terminat",
            ),
        ),
        Rule(
            "exclusivity is named",
            Severity.NOTE,
            (r"\bexclusiv(?:e|ity)\b[^.;]*(?:provider|dealing|basis|agreement)|non-exclusive",),
        ),
    ),
)
