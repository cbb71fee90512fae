"""Who may look into the books, how often and at whose cost."""

from __future__ import annotations

from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import any_of

_LOOK = any_of(
    r"audit\w*|inspect\w*|open[- ]book|books? and records",
    r"open all (?:sub|your) books",
    r"access (?:at all times )?to (?:all )?(?:premises|records|staff|books|accounts)",
    r"unrestricted access|such access|access by hm|records (?:for|about|that)",
    r"published (?:annual )?accounts|(?:keep|retain) all records",
)


RULES = RuleSet(
    Kind.AUDIT,
    stems=("audit", "inspect", "book", "record", "access", "account"),
    alike=(
        any_of(
            r"accounts audited each year as[^.;]*|charity law[^.;]*|fire exits[^.;]*",
            r"needs audit[^.;]*|open day[^.;]*|kitchen[^.;]*|access to a telephone",
            r"accessible to[^.;]*|library[^.;]*|book for visitors[^.;]*",
        ),
        any_of(
            r"access to (?:the )?(?:prison|case system)s?[^.;]*|subject to audit,",
            r"inspectorate of probation (?:during|about)[^.;]*",
        ),
        r"open at all times[^.;]*",
        r"inspect the kitchen[^.;]*",
    ),
    rules=(
        Rule(
            "limited, or paid by the prime",
            Severity.NOTE,
            (
                _LOOK,
                any_of(
                    r"once in each|once a year|1 a year|no more than once",
                    r"not (?:be )?(?:required|have access)|prime reimburses",
                    r"at (?:prime's|its own) (?:expense|cost) with|prime's expense|cost of prime",
                    r"not more than (?:twice|2)|more than \d%|are enough|arranged through",
                    r"\d days' notice and at its own|shall not exceed 1",
                ),
            ),
            unless=(r"prime's costs of every|sub shall bear|sub's cost",),
        ),
        Rule(
            "no limit and own cost, or other projects",
            Severity.RED,
            (
                _LOOK,
                any_of(
                    r"without notice|no notice|without limit|unlimited|unrestricted|at all times",
                    r"whenever|as often as it (?:thinks|sees|likes)|own (?:cost|expense)",
                    r"costs? of every|sub's (?:own )?cost|other projects|whole sub|whole charity",
                    r"not limited in number|bear(?:s)? (?:all )?(?:its|the) costs?|may demand",
                    r"restricted funds",
                ),
            ),
            unless=(
                any_of(
                    r"each party bears its own|prime may (?:audit|inspect)[^.;]*its own cost",
                    r"prime's expense|data protection",
                ),
                r"iso|security accreditation",
            ),
        ),
        Rule(
            "open book, short notice or no limit in number",
            Severity.AMBER,
            (
                _LOOK,
                any_of(
                    r"open[- ]book|\d+ hours|reasonable notice|each party bears|any size",
                    (
                        r"(?:1[0-9]|[7-9]) years|produce them|up to \d+ audits|as often as"
                        r"|days' notice"
                    ),
                    r"records",
                ),
            ),
            unless=(r"not required", r"hours worked|case"),
        ),
        Rule(
            "audit is named",
            Severity.NOTE,
            (
                any_of(
                    r"\baudits?\b|\bopen[- ]book\b",
                    r"inspect(?:ion)? (?:the |its )?(?:books|records|accounts)",
                ),
            ),
            unless=(r"subject to audit",),
        ),
    ),
)
