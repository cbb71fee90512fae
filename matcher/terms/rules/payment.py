"""When a charity is paid: how many days, and whether it waits for the prime."""

from __future__ import annotations

import re

from matcher.terms.numbers import days_of
from matcher.terms.records import Kind, Rule, RuleSet, Severity
from matcher.terms.rules.words import FAR, NEAR, NO, PAY, any_of, denied

LONGEST_PAYMENT_DAYS = 30

_BILL = any_of(
    r"invoices?|invoiced|charges?|fees?|price|sums? (?:properly )?due|unit",
    r"instalments?|fee",
)
_RECEIPT = (
    r"(?:(?:until|unless|after|when|once|if|to the extent|upon|conditional"
    r"|contingent|within|of|limited)[^.;]{0,80}?(?:receipt|received|receives"
    r"|receiving|in funds|cleared funds|authority (?:has|pays|have)|been paid"
    r"|is paid))"
)
_ABOVE = any_of(
    r"authority|head contract|in funds|cleared funds|corresponding",
    r"prime (?:itself )?(?:has|having)|its customer",
)
_LONG_STOP = r"in any event|whichever is (?:the )?(?:earlier|sooner)"


def _pays_late(text: str) -> bool:
    return max(_payment_days(text), default=0) > LONGEST_PAYMENT_DAYS


def _pays_soon(text: str) -> bool:
    return bool(_payment_days(text)) and not _pays_late(text)


def _payment_days(text: str) -> list[int]:
    """Days near words of payment: from the word before to the next comma or stop."""
    found = []
    for sentence in re.split(r"[.;]|\bsave\b|, so that", text):
        if re.search(rf"\b{PAY}\b|{_BILL}|payment period|\bnet\b", sentence):
            found += days_of(sentence)
    return found


_WHEN_PAID = (
    rf"\b{PAY}\b|oblig|due\b",
    rf"{_RECEIPT}|pay-when-paid|paid when paid|back to back|pay-if-paid",
    rf"{_ABOVE}|pay-when-paid|back to back|pay-if-paid",
)

_TERM = any_of(
    r"within|(?:not|no) later than|days (?:from|after|of|end)|net \d|terms|due on|beginning on",
    r"months? (?:following|after|of)|from (?:the )?(?:date|receipt)|\d+ days\.?$",
    r"payment period|by the \d+|days after",
)
"""Words that make a length of time a term of payment."""


RULES = RuleSet(
    Kind.PAYMENT,
    stems=("pay", "paid", "invoice", "due", "net ", "back to back", "settle"),
    alike=(
        r"(?:travel|service user|participant)[^.;]{0,40}payment[^.;]*",
        r"pays? (?:its|their) own costs[^.;]*",
        r"notice of (?:any|a) change[^.;]*",
        r"(?:reports?|records?|list|return)[^.;]{0,60}\d+ days[^.;]*",
        r"not be asked to pay[^.;]*",
        r"payment by results",
        r"[^.;]*(?:repa(?:y|id)|recover|refund|claw|reimburse)[^.;]*",
        r"[^.;]*(?:mobilis|exit|redundanc|insur|pension|bonus|reoffen)[^.;]*",
        r"(?:if|where|when|against)[^.;]*(?:reconvict|reoffen)[^.;]*",
    ),
    rules=(
        Rule(
            "never waits for the prime to be paid",
            Severity.NOTE,
            (
                any_of(
                    rf"whether or not{NEAR}(?:paid|payment)",
                    rf"{NO}{FAR}(?:conditional|dependent|pay-when-paid|pay-if-paid)",
                ),
            ),
            unless=(r"whether or not[^.;]*(?:may|shall) not",),
            test=lambda text: not _pays_late(text),
        ),
        Rule(
            "paid early when the prime is, and on time anyway",
            Severity.NOTE,
            (_RECEIPT, _LONG_STOP),
            test=_pays_soon,
        ),
        Rule("paid only when the prime is paid", Severity.RED, _WHEN_PAID),
        Rule(
            "later than 30 days",
            Severity.RED,
            (rf"\b{PAY}\b|payment period|\bnet \d|{_BILL}[^.;]*due", _TERM),
            unless=(r"keep records|not be paid", r"overdue|late by", r"terminat|liabilit|\bclaim"),
            test=_pays_late,
        ),
        Rule(
            "part disputed, whole kept back",
            Severity.AMBER,
            (
                r"withh(?:o|e)ld|suspend|stop|defer",
                rf"{PAY}|invoice",
                r"whole|entire|suspend|until|as long as|discretion",
            ),
            unless=(r"undisputed", denied("withh|suspend"), r"tax|address"),
        ),
        Rule(
            "late invoices are lost",
            Severity.AMBER,
            (r"invoices?", r"(?:will|shall) not be paid|is lost|time-?barred|waive", r"\d+ days"),
        ),
        Rule(
            "month end added",
            Severity.AMBER,
            (rf"{PAY}|{_BILL}", r"(?:end of|following) (?:the )?month|month end|end of month"),
        ),
        Rule(
            "quarterly or rarer",
            Severity.AMBER,
            (
                rf"{PAY}|{_BILL}",
                any_of(
                    r"quarterly in arrears|quarterly|half-?yearly|6th month|annually in arrears",
                    r"2 instalments|end of (?:each|every|the) (?:quarter|6|sixth|contract year)",
                    r"yearly in arrears",
                ),
                r"arrears|instalments|invoice|paid",
            ),
            unless=(r"in advance", r"cohort|metric|reoffend", r"guarantee|shortfall"),
        ),
        Rule(
            "no time named",
            Severity.AMBER,
            (
                any_of(
                    r"endeavours to pay",
                    (
                        rf"{PAY}{NEAR}(?:promptly|in due course|within a reasonable time"
                        r"|as soon as (?:reasonably )?practicable)"
                    ),
                    r"normal (?:supplier )?payment (?:run|terms|practice)",
                    r"payments?[^.;]*from time to time",
                ),
            ),
            unless=(r"\d+ days",),
        ),
        Rule(
            "undisputed parts are paid",
            Severity.NOTE,
            (
                any_of(
                    rf"undisputed (?:part|portion|sum|amount|invoice)s?{FAR}{PAY}",
                    rf"{PAY}{FAR}undisputed (?:part|portion|sum|amount)",
                ),
            ),
        ),
        Rule(
            "paid in advance",
            Severity.NOTE,
            (r"(?:monthly|quarterly|annually) in advance|paid in advance",),
            unless=(r"refund",),
        ),
        Rule(
            "paid within 30 days",
            Severity.NOTE,
            (
                any_of(
                    (
                        rf"prime[^.;]*{PAY}|invoice[^.;]*(?:{PAY}|due)|{PAY}[^.;]*invoice"
                        rf"|payment is due"
                    ),
                    r"instalment|net \d|\d+ days from invoice",
                ),
            ),
            unless=(r"terminat|set[- ]?off|overpaid", r"guarantee|shortfall"),
            test=_pays_soon,
        ),
    ),
)
