"""Numbers that contracts write as words, made figures: days, months, per cent and pounds."""

from __future__ import annotations

import re

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * tens for tens, word in enumerate(_TENS, 2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_VALUE = "|".join(sorted(_VALUES, key=len, reverse=True))
_WORD = "|".join([_VALUE, *_SCALES])
_RUN = re.compile(rf"\b(?:{_VALUE})\b(?:[ -](?:and )?(?:{_WORD})\b)*")
_TWICE = re.compile(r"\b(\d+(?:\.\d+)?%?) \(\1\)")
_AND_A_HALF = re.compile(r"\b(\d+) and a half\b")
_POUNDS = re.compile(r"(?:£|gbp) ?(\d[\d,]*(?:\.\d+)?) ?(m(?:illion)?|k|thousand)?\b")
_POUNDS_AFTER = re.compile(r"\b(\d[\d,]*(?:\.\d+)?)(?: (million|thousand))? pounds\b")
_FACTORS = {"m": 1_000_000, "million": 1_000_000, "k": 1_000, "thousand": 1_000, "": 1}
_PENCE = re.compile(r"\b(\d+) ?(?:pence|p) in (?:every|each|the) (?:pound|£)")
_FRACTIONS = tuple(
    (stem, re.compile(pattern), share)
    for stem, pattern, share in (
        ("quarters", r"\b(?:three|3) quarters\b", "75%"),
        ("thirds", r"\b(?:two|2) thirds\b", "67%"),
        ("third", r"\b(?:an?|1|one) third\b(?! part)", "33%"),
        ("quarter", r"\b(?:1|one) quarter\b|\ba quarter of\b", "25% "),
        ("fifth", r"\b(?:an?|1|one) fifth\b", "20%"),
        ("tenth", r"\b(?:an?|1|one) tenth\b", "10%"),
        ("half", r"(?<!and a )\bhalf\b(?! an? )", "50%"),
    )
)
_ORDINALS = {
    "tenth": 10,
    "fourteenth": 14,
    "twenty-first": 21,
    "twenty-eighth": 28,
    "thirtieth": 30,
    "forty-fifth": 45,
    "sixtieth": 60,
    "seventy-fifth": 75,
    "ninetieth": 90,
}
_ORDINAL_DAY = re.compile(rf"\b({'|'.join(_ORDINALS)}) (?:business |working )?day\b")
_MONTHS_ON = {"second": 2, "third": 3, "fourth": 4, "sixth": 6}
_ORDINAL_MONTH = re.compile(rf"\b({'|'.join(_MONTHS_ON)}) month following")
_SPACED_SHARE = re.compile(r"(\d) %")


def figured(text: str) -> str:
    """Write numbers in words as figures; shares as ``%`` and money as ``£`` and digits.

    >>> figured("within sixty (60) days"), figured("one hundred and fifty starts")
    ('within 60 days', '150 starts')
    >>> figured("twelve and a half per cent"), figured("fifteen million pounds"), figured("£5m")
    ('12.5%', '£15000000', '£5000000')
    """
    text = text.replace("no one", "nobody").replace("per cent", "%").replace("percent", "%")
    text = _ORDINAL_DAY.sub(lambda found: f"{_ORDINALS[found[1]]} days", text)
    text = _ORDINAL_MONTH.sub(lambda found: f"{_MONTHS_ON[found[1]]} months following", text)
    for stem, fraction, share in _FRACTIONS:
        if stem in text:
            text = fraction.sub(share, text)
    text = _RUN.sub(lambda found: str(_value(found[0])), text)
    text = _AND_A_HALF.sub(r"\1.5", text)
    text = _POUNDS.sub(lambda found: f"£{_pounds(found[1], found[2])}", text)
    text = _POUNDS_AFTER.sub(lambda found: f"£{_pounds(found[1], found[2])}", text)
    text = _PENCE.sub(r"\1%", text)
    return _TWICE.sub(r"\1", _SPACED_SHARE.sub(r"\1%", text)).replace("% %", "%")


def _value(words: str) -> int:
    """Add up a run of number words.

    >>> _value("one hundred and fifty"), _value("twenty-five")
    (150, 25)
    """
    whole = part = 0
    for word in re.findall(r"[a-z]+", words):
        if word in _VALUES:
            part += _VALUES[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _SCALES:
            whole, part = whole + max(part, 1) * _SCALES[word], 0
    return whole + part


def _pounds(digits: str, scale: str | None) -> int:
    return round(float(digits.replace(",", "")) * _FACTORS[scale or ""])


_DAYS = re.compile(r"\b(\d{1,4}) (?:business |working |calendar |clear )?(days?|weeks?|months?)\b")
_DAYS_IN = {"day": 1, "week": 7, "month": 30}
_WORKING = re.compile(r"\b\d{1,4} (?:business|working)")
_MONTHS_IN = {"day": 1 / 30, "week": 7 / 30, "month": 1.0}
_SHARE = re.compile(r"\b(\d{1,3}(?:\.\d+)?)%")
_AMOUNT = re.compile(r"£(\d{1,12})")


def days_of(text: str) -> list[int]:
    """All lengths of time in days; a month counts 30, five working days count seven.

    >>> days_of("within 10 working days or 2 months")
    [14, 60]
    """
    return [round(_length(found, _DAYS_IN)) for found in _DAYS.finditer(text)]


def months_of(text: str) -> list[float]:
    """All lengths of time in months of 30 days; ``12 weeks`` are 2.8 months."""
    return [round(_length(found, _MONTHS_IN), 2) for found in _DAYS.finditer(text)]


def _length(found: re.Match[str], units: dict[str, float] | dict[str, int]) -> float:
    working = 7 / 5 if _WORKING.match(found[0]) else 1
    return int(found[1]) * units[found[2].removesuffix("s")] * working


def shares_of(text: str) -> list[float]:
    """All per cent figures, as shares of 1."""
    return [float(share) / 100 for share in _SHARE.findall(text)]


def amounts_of(text: str) -> list[int]:
    """All sums of money, in pounds."""
    return [int(amount) for amount in _AMOUNT.findall(text)]
