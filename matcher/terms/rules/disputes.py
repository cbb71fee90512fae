"""Who decides a quarrel, and what happens to pay meanwhile."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import any_of

_QUARREL = any_of(
    r"disputes?\b|disputed|difference between|differences?\b|disagreement",
    r"proceedings|arbitrat\w+|mediat\w+|adjudicat\w+|\bexpert\b|claim not notified",
    r"certificate of sums|prime's (?:view|decision)|decision of prime",
    r"recourse to the courts|conclusive|going to court",
)

RULES = RuleSet(
    Kind.DISPUTES,
    stems=(
        "disput",
        "differ",
        "disagree",
        "proceeding",
        "arbitrat",
        "mediat",
        "adjudicat",
        "expert",
        "claim",
        "certificate",
        "decision",
        "view",
        "court",
        "conclusive",
    ),
    alike=(
        any_of(
            r"conflict between (?:participants|clauses)[^.;]*",
            r"mediation between families[^.;]*|neighbour disputes[^.;]*",
            r"family arbitration[^.;]*",
        ),
        any_of(
            r"court reports[^.;]*|attendance at court[^.;]*|parole board[^.;]*",
            r"governor's decision[^.;]*|grievances[^.;]*",
        ),
        r"undisputed (?:invoice|charges)s?|valid and undisputed",
    ),
    rules=(
        Rule(
            "talk, mediation or an independent expert",
            Severity.NOTE,
            (
                _QUARREL,
                any_of(
                    (
                        r"then (?:by )?mediation|negotiat|independent expert|own costs"
                        r"|half the mediator"
                    ),
                    r"not final|nothing in this clause prevents|continues during a dispute",
                    r"undisputed sums|may take part|complain to authority|mediation service",
                    r"refer any decision to|shared equally|chosen jointly",
                    r"senior (?:officers|managers|executives|representatives)|escalat",
                ),
            ),
            unless=(r"sub's cost|waives|conclusive|may not be escalated",),
        ),
        Rule(
            "the prime decides, or no way to a court",
            Severity.RED,
            (
                _QUARREL,
                any_of(
                    r"final and binding|final\b|conclusive|bound by the outcome",
                    r"whether or not it has taken part|not bring any proceedings|waives",
                    r"decided by (?:us|prime)|not open to challenge|whatever the outcome",
                    r"all costs of any dispute|employed by prime|is lost|only evidence",
                    r"accept as final",
                ),
            ),
            unless=(r"is not final|independent", r"final accounts|final report"),
        ),
        Rule(
            "costly or slow, or pay is kept back",
            Severity.AMBER,
            (
                r"disputes?\b|arbitrat\w+|mediator|difference",
                any_of(
                    r"arbitration|high court|directly to|withhold|not be entitled to payment",
                    r"until (?:it|the dispute) (?:is|has been)|may not be escalated",
                    r"after it was first raised|chooses the mediator",
                    r"continue(?:s)? to (?:perform|deliver)|sub's cost",
                ),
            ),
            unless=(r"undisputed",),
        ),
        Rule(
            "disputes are named",
            Severity.NOTE,
            (r"\bdisputes?\b[^.;]*(?:resol|refer|settle|shall|meeting|mediat)|disputes? \|",),
            unless=(r"invoice|sums in dispute|set-off",),
        ),
    ),
)
