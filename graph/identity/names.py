"""Names, postcodes and web domains in the form in which they are compared.

Case, accents, apostrophes, punctuation, plurals, "the", "and" and legal forms are no difference
(`graph.records.words`). Nor are the small words of English and Welsh, where only the words count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.records.words import words

LONGEST_NAME = 300
"""Letters of a name that are compared; the longest true ones have about 200."""
MOST_WORDS = 24

_WRITTEN_OUT = {
    "assn": ("association",),
    "assoc": ("association",),
    "cab": ("citizen", "advice"),
    "center": ("centre",),
    "cmty": ("community",),
    "comm": ("community",),
    "ctr": ("centre",),
    "dept": ("department",),
    "hsg": ("housing",),
    "intl": ("international",),
    "natl": ("national",),
    "org": ("organisation",),
    "organization": ("organisation",),
    "proj": ("project",),
    "soc": ("society",),
    "supp": ("support",),
    "svc": ("service",),
    "tr": ("trust",),
    "univ": ("university",),
}
"""Short forms that are used in place of the words."""
_SMALL = frozenset(
    {
        "a",
        "ac",
        "ag",
        "ar",
        "at",
        "bureau",
        "bureaux",
        "by",
        "charitable",
        "charity",
        "elusen",
        "for",
        "from",
        "gan",
    }
    | {"i", "in", "inc", "incorporated", "o", "of", "on", "or", "registered", "to", "uk", "with"}
    | {"y", "yn", "yr"}
)
"""Words that many leave out; of Welsh: charity, the, and, of, in, for, with, on."""

_OTHER_NAME = re.compile(
    r"\s*[\(\[,;-]?\s*\b(?:t/as?|trading as|(?:now|formerly|previously|also|was)(?: known as|"
    r" called)?|aka|a\.k\.a\.?|operating as|known as)\b[\s:]+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*[\(\[]([^()\[\]]*)[\)\]]\s*")
_ACRONYM = re.compile(r"[A-Z][A-Za-z.&]{1,7}")
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d)([A-Z]{2})")
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?([^/:?#\s,;]+)", re.IGNORECASE)
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_SHARED = frozenset(
    {"aol.com", "blogspot.com", "bt.com", "btck.co.uk", "btconnect.com", "btinternet.com"}
    | {"btopenworld.com", "e-voice.org.uk", "eventbrite.co.uk", "facebook.com", "fsnet.co.uk"}
    | {"gmail.com", "google.com", "googlemail.com", "gov.uk", "hotmail.co.uk", "hotmail.com"}
    | {"icloud.com", "instagram.com", "justgiving.com", "linkedin.com", "live.co.uk", "live.com"}
    | {"localgiving.org", "mail.com", "me.com", "msn.com", "nhs.net", "nhs.uk", "ntlworld.com"}
    | {"onesuffolk.net", "outlook.com", "proton.me", "protonmail.com", "sky.com", "talk21.com"}
    | {"talktalk.net", "tiscali.co.uk", "twitter.com", "virginmedia.com", "weebly.com", "wix.com"}
    | {"wixsite.com", "wordpress.com", "x.com", "yahoo.co.uk", "yahoo.com", "youtube.com"}
)
"""Hosts whose pages and letter boxes are of many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A name as it is compared: its words in order, and those that count, by alphabet."""

    words: tuple[str, ...]
    core: tuple[str, ...]

    @property
    def name(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


def spelling(name: str) -> Spelling | None:
    """Give a name as it is compared; None if it has neither letters nor digits.

    >>> spelling("The Charity for Women's Aid in Leeds Ltd").core
    ('aid', 'leed', 'women')
    >>> spelling("THE CHARITY").core, spelling(" - ")
    (('charity',), None)
    """
    folded = words(name[:LONGEST_NAME])
    if not folded:
        return None
    found = tuple(long for word in folded for long in _WRITTEN_OUT.get(word, (word,)))[:MOST_WORDS]
    core = tuple(sorted({word for word in found if word not in _SMALL}))
    return Spelling(words=found, core=core or tuple(sorted(set(found))))


def names_in(text: str) -> tuple[str, ...]:
    """Give the names that a text holds: some write two into one field.

    What stands in brackets belongs to the name, unless it is its abbreviation.

    >>> names_in("Crime Reduction Initiatives (CRI)"), names_in("ABC Ltd t/a The Alphabet")
    (('Crime Reduction Initiatives',), ('ABC Ltd', 'The Alphabet'))
    >>> names_in("Mind (Essex)")
    ('Mind (Essex)',)
    """
    found = []
    for part in _OTHER_NAME.split(text[:LONGEST_NAME]):
        aside = _ASIDE.search(part)
        if aside and _abbreviates(aside[1], part[: aside.start()]):
            part = f"{part[: aside.start()]} {part[aside.end() :]}"  # noqa: PLW2901
        if part.strip(" ()[],;-"):
            found.append(part.strip(" ,;-"))
    return tuple(dict.fromkeys(found))


def _abbreviates(aside: str, before: str) -> bool:
    """Whether letters are the first ones of the words before them, in their order."""
    letters = re.sub(r"[^A-Z]", "", aside)
    if not _ACRONYM.fullmatch(aside.strip()) or len(letters) < 2:  # noqa: PLR2004
        return False
    initials = iter(word[0].upper() for word in re.findall(r"\w+", before))
    return all(letter in initials for letter in letters)


def postcode_of(text: str) -> str:
    """Write a postcode as the post does; nothing if it is none.

    >>> postcode_of("sw1a1aa"), postcode_of("none")
    ('SW1A 1AA', '')
    """
    found = _POSTCODE.fullmatch(text.strip().upper())
    return f"{found[1]} {found[2]}{found[3]}" if found else ""


def domain_of(text: str) -> str:
    """Give the web domain of an address; nothing if it is one that many share.

    >>> domain_of("https://www.Example.org/about"), domain_of("info@example.org")
    ('example.org', 'example.org')
    >>> domain_of("www.facebook.com/example"), domain_of("none")
    ('', '')
    """
    host = _HOST.match(text.strip())
    if host is None:
        return ""
    name = host[1].lower().removeprefix("www.").rstrip(".")
    labels = name.split(".")
    parents = {".".join(labels[start:]) for start in range(len(labels))}
    if not _DOMAIN.fullmatch(name) or parents & _SHARED:
        return ""
    return name


def phone_of(text: str) -> str:
    """Write a telephone number by its last ten digits; nothing if there are fewer.

    >>> phone_of("+44 (0)20 7946 0123"), phone_of("020 7946 0123"), phone_of("ext. 12")
    ('2079460123', '2079460123', '')
    """
    digits = re.sub(r"\D", "", text[:40])
    return digits[-10:] if len(digits) >= 10 else ""  # noqa: PLR2004
