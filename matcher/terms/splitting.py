"""A contract's text cut into its numbered clauses, as its own numbers say.

It knows ``5.``, ``5.2``, ``5.2.1``, ``(a)``, ``(iv)``, ``Clause 5``, ``Article 5``, and parts such
as ``Schedule 2``. Lines without a number go on with the clause before; an empty line ends one that
has no number. Where no line has one and each is a sentence, each is a clause. A word that a line
cuts with a hyphen is put together.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from matcher.terms.records import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_HEADING_WORDS = 9
_PART = re.compile(
    r"^(schedule|annex|appendix|part|section) +([0-9]{1,2}|[a-z]|[ivx]{1,5}|one|two|three|four|five"
    r"|six|seven|eight|nine|ten)\b[ .:(-]*(.*)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^((?i:clause|article) +)?(\d{1,3}(?:\.\d{1,3}){0,4})(\.?)[\s)]+"
    r"(?=[A-Z\"'\u201c\u2018(\[])(.*)$"
)
_STARTS_LOW = re.compile(r"^[a-z]")
_ITEM = re.compile(r"^\(([a-z]{1,5}|\d{1,2})\)\s+(.*)$")
_ROMAN = re.compile(r"^[ivx]+$")
_DEFINES = re.compile(
    r"^[\"'\u201c\u2018][^\"\u201d\u2019]{2,60}[\"'\u201d\u2019]"
    r" +(?:means|has the meaning|shall mean)\b"
)
_ARTICLES = {"the", "a", "an", "each", "any", "no", "every", "all", "if", "where", "either"}
_BETWEEN = {"of", "to", "in", "for", "and", "or", "with", "by", "on", "at", "from", "within"}
_SENTENCE = re.compile(r"^[A-Z\"'\u201c\u2018].*[.;]$")
_HYPHEN = re.compile(r"(?<=[a-z])-$")


def split(text: str) -> list[Clause]:
    r"""Cut a text into clauses, in its order.

    >>> for each in split("5. Payment\n5.1 We pay monthly:\n(a) in arrears."):
    ...     each.number, each.heading, each.text
    ('5.1', 'Payment', 'We pay monthly:')
    ('5.1(a)', 'Payment', 'in arrears.')
    """
    return [each for each in _Cutter().cut(_parted(text)) if each.text]


def _parted(text: str) -> str:
    """Part a text without numbers whose every line is a sentence or a heading.

    So are a pasted list of clauses, and paragraphs of a document. Lines that are broken anywhere
    else end in the middle of a sentence now and then.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    whole = [bool(_SENTENCE.match(line)) for line in lines]
    if any(map(_NUMBER.match, lines)) or any(map(_ITEM.match, lines)):
        return text
    if not all(each or _is_heading(line) for line, each in zip(lines, whole, strict=True)):
        return text
    return "\n".join(f"{line}\n" if each else line for line, each in zip(lines, whole, strict=True))


class _Cutter:
    """Walks down the lines and remembers where it is."""

    def __init__(self) -> None:
        self.part = self.number = self.outer = ""
        self.headings: dict[str, str] = {}
        self.lines: list[str] = []

    def cut(self, text: str) -> Iterator[Clause]:
        for raw in text.splitlines():
            line = " ".join(raw.split())
            if not line:
                if not self.number:
                    yield from self._finish()
            elif self._begins(line):
                yield from self._finish()
                self._begin(line)
            else:
                self.lines.append(line)
        yield from self._finish()

    def _begins(self, line: str) -> bool:
        if _DEFINES.match(line) or (self.lines and _DEFINES.match(self.lines[0])):
            return True
        if _ITEM.match(line):
            return True
        if (part := _PART.match(line)) and _is_title(line):
            return bool(part)
        found = _NUMBER.match(line)
        return found is not None and self._plausible(*found.group(1, 2, 3))

    def _plausible(self, named: str | None, number: str, stop: str) -> bool:
        """Whether a number starts a clause: a bare one only if it follows the one before."""
        if named or "." in number or stop:
            return True
        before = re.match(r"\d+", self.outer)
        return int(number) == (int(before[0]) if before else 0) + 1

    def _begin(self, line: str) -> None:
        if (part := _PART.match(line)) and _is_title(line):
            self.part, self.number, self.outer = f"{part[1].title()} {part[2].upper()}", "", ""
            self.headings = {"": part[3].strip()} if part[3].strip() else {}
        elif item := _ITEM.match(line):
            self.number = f"{self._above(item[1])}({item[1]})"
            self.lines = [item[2]]
        elif found := _NUMBER.match(line):
            self.number = self.outer = found[2]
            if _is_heading(found[4]):
                self.headings[found[2]] = found[4].strip(" .:")
            else:
                self.lines = [found[4]]
        else:
            self.lines = [line]

    def _above(self, item: str) -> str:
        """What an item stands under: ``(i)`` under ``(a)``, unless it follows ``(h)``."""
        letters = re.match(r"^(.*?\(([a-z])\))", self.number)
        nested = (
            _ROMAN.match(item) and letters and letters[2] != "h" and not _next(letters[2], item)
        )
        return letters[1] if nested and letters else self.outer

    def _finish(self) -> Iterator[Clause]:
        text = _joined(self.lines)
        self.lines = []
        if text:
            yield Clause(number=self.number, heading=self._heading(), text=text, part=self.part)

    def _heading(self) -> str:
        number = self.outer
        while number:
            if number in self.headings:
                return self.headings[number]
            number = number.rpartition(".")[0]
        return self.headings.get("", "")


def _next(letter: str, item: str) -> bool:
    return len(item) == 1 and ord(item) == ord(letter) + 1


def _is_heading(text: str) -> bool:
    """Whether words after a number are a title: few, and no sentence."""
    words = text.split()
    if not words or len(words) > LONGEST_HEADING_WORDS or text.rstrip()[-1] in ".;,:-":
        return False
    if words[0].lower() in _ARTICLES or words[-1].lower() in _ARTICLES | _BETWEEN:
        return False
    return not re.search(r"\b(?:shall|will|must|may|is|are|means|pays?|gives?)\b|\d| \| ", text)


def _is_title(line: str) -> bool:
    return len(line.split()) <= LONGEST_HEADING_WORDS + 3 and line[-1] not in ".;,"


def _joined(lines: list[str]) -> str:
    """Put lines together; a word cut at the end of a line becomes whole.

    >>> _joined(["the referr-", "al was late", "Core fee | monthly"])
    'the referral was late Core fee | monthly'
    """
    text = ""
    for line in lines:
        if _HYPHEN.search(text) and _STARTS_LOW.match(line):
            text = text[:-1] + line
        else:
            text = f"{text}\n{line}" if " | " in line and " | " in text else f"{text} {line}"
    return text.strip()


def with_lead(clauses: list[Clause]) -> list[tuple[Clause, str]]:
    """Give each clause with the words that lead into it, such as ``The Prime shall not:``."""
    led: list[tuple[Clause, str]] = []
    leads: dict[str, str] = {}
    for clause in clauses:
        parent = clause.number.rpartition("(")[0] if clause.number.endswith(")") else ""
        lead = leads.get(f"{clause.part}/{parent}", "") if parent else ""
        if clause.text.rstrip().endswith((":", "-", "\u2013")):
            leads[f"{clause.part}/{clause.number}"] = f"{lead} {clause.text}".strip(" :-\u2013")
        led.append((replace(clause), lead))
    return led
