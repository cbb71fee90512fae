"""Identifiers as value types: texts that are checked once and safe from then on.

Organisations carry org-id strings (https://org-id.guide): a register's code and the number in
it, such as ``GB-CHC-226171``. An organisation whose number nobody has verified carries a local
identifier with the prefix ``ZZ-PMS-``: ISO 3166 keeps ``ZZ`` for private use, so it can never be
mistaken for a register's. Places carry GSS codes where one exists; contract areas the number
of their contract package (``CPA19``).
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import ClassVar, Self

from graph.errors import IdentifierError

LOCAL_PREFIX = "ZZ-PMS"

_NO_WORD = re.compile(r"[^a-z0-9]+")

_REGISTER_NUMBERS = {
    "GB-CHC": re.compile(r"\d{6,7}(-\d{1,3})?"),  # a linked charity has its number behind
    "GB-COH": re.compile(
        r"\d{8}|\d{7}[A-Z]|[A-Z0-9]{2}\d{6}"
        r"|[A-Z][A-Z0-9](?=(?:[A-Z]*\d){3})[A-Z0-9]{6}"  # societies: IP000CUS, RS00525R
    ),
    "GB-SC": re.compile(r"SC\d{6}"),
}
"""What numbers of these registers look like; of others, every number of an org-id's shape is taken.

Companies House says which two letters begin the numbers of which kind of company, and adds to them;
only their place is checked. Lists: https://org-id.guide and the register's own guidance.
"""

_LINKING = frozenset({"GB-CHC", "GB-NIC"})
"""Registers that give a linked charity the number of its group with one more behind."""

_USUAL_NUMBERS = {
    "GB-EDU": (re.compile(r"\d{5,6}"), "five or six digits"),
    "GB-MPR": (re.compile(r"(?:IP|SP|NP)?\d{1,6}[A-Z]{0,3}"), "digits with a letter or two"),
    "GB-NIC": (re.compile(r"\d{6}(-\d{1,3})?"), "six digits"),
    "GB-UKPRN": (re.compile(r"\d{8}"), "eight digits"),
}
_SCOTTISH = re.compile(r"(?:SC)?[O0-9]?\d{1,5}", re.IGNORECASE)
_SHORT_COMPANY = re.compile(r"(?:([A-Z]{2})(?=\d{1,6}$))?(\d{1,7})", re.IGNORECASE)
_COMPANY_LENGTH, _SCOTTISH_DIGITS = 8, 6
_LONGEST_SLUG, _CUT_SLUG, _MARK = 80, 64, 10
"""Letters of a local number, of what is left of a longer one, and of the hash behind that."""


class Identifier(str):
    """A text that matches its kind's pattern; it behaves as the text it is."""

    __slots__ = ()
    pattern: ClassVar[re.Pattern[str]]
    example: ClassVar[str]

    def __new__(cls, text: str) -> Self:
        """Check the text.

        Raises
        ------
        IdentifierError
            If the text does not match the pattern of its kind.
        """
        if not cls.pattern.fullmatch(text):
            message = f"{text!r} is not a well-formed {cls.__name__} (for example {cls.example})"
            raise IdentifierError(message)
        return super().__new__(cls, text)


class OrgId(Identifier):
    """An org-id string: register code, hyphen, number.

    Zeros that a spreadsheet dropped are put back, and a Scottish charity's number is the Scottish
    register's, whatever register it was written under.

    >>> OrgId("GB-COH-03861209").register, OrgId("GB-COH-03861209").number
    ('GB-COH', '03861209')
    >>> OrgId("GB-COH-3861209"), OrgId("GB-COH-SC12345"), OrgId("GB-CHC-SCO03558")
    ('GB-COH-03861209', 'GB-COH-SC012345', 'GB-SC-SC003558')
    """

    __slots__ = ()
    pattern = re.compile(r"[A-Z]{2}-[A-Z0-9_]{2,12}-[A-Za-z0-9][A-Za-z0-9._/\-]{0,80}")
    example = "GB-CHC-226171"

    def __new__(cls, text: str) -> Self:
        """Check the form, and the number's form where the register is known."""
        org_id = super().__new__(cls, text)
        country, scheme, own = text.split("-", 2)
        number = _REGISTER_NUMBERS.get(f"{country}-{scheme}")
        if number is None or number.fullmatch(own):
            return org_id
        mended = _mended(org_id.register, org_id.number)
        if mended is None:
            message = f"{text!r}: {org_id.number!r} is not a number of the register"
            msg = f"{message} {org_id.register}"
            raise IdentifierError(msg)
        return super().__new__(cls, mended)

    @property
    def register(self) -> str:
        """The register's code, such as ``GB-CHC`` (Charity Commission for England and Wales)."""
        return "-".join(self.split("-", 2)[:2])

    @property
    def number(self) -> str:
        """The number in the register; always a text, so that leading zeros survive."""
        return self.split("-", 2)[2]

    @property
    def group(self) -> OrgId:
        """The charity that a linked charity is part of; itself for everybody else.

        >>> OrgId("GB-CHC-226171-3").group, OrgId("GB-CHC-226171").group
        ('GB-CHC-226171', 'GB-CHC-226171')
        """
        if self.count("-") == 2:  # noqa: PLR2004  (the usual, and most are asked)
            return self
        head, _, member = self.rpartition("-")
        is_member = self.register in _LINKING and member != self.number
        return OrgId(head) if is_member else self

    @property
    def doubt(self) -> str | None:
        """What the register's numbers look like, if this one does not; None if all is well."""
        pattern, usual = _USUAL_NUMBERS.get(self.register, (None, ""))
        return None if pattern is None or pattern.fullmatch(self.number) else usual

    @classmethod
    def local(cls, name: str) -> Self:
        """Make the local identifier of an organisation known by name only.

        A name that is long, or has no Latin letter, is told apart by the hash of it.

        >>> OrgId.local("Tomorrow's Women Wirral"), OrgId.local("Κέντρο")
        ('ZZ-PMS-tomorrows-women-wirral', 'ZZ-PMS-2abbf30756')

        Raises
        ------
        IdentifierError
            If the name is blank.
        """
        words = slug(name)
        if name.strip() and not 0 < len(words) <= _LONGEST_SLUG:
            mark = sha256(name.encode("utf-8", "replace")).hexdigest()[:_MARK]
            words = f"{words[:_CUT_SLUG].rstrip('-')}-{mark}".lstrip("-")
        return cls(f"{LOCAL_PREFIX}-{words}")


def _mended(register: str, number: str) -> str | None:
    """Write a number as its register does, if it is clear which one is meant."""
    if register == "GB-COH" and (short := _SHORT_COMPANY.fullmatch(number)):
        prefix = (short[1] or "").upper()
        return f"GB-COH-{prefix}{short[2].zfill(_COMPANY_LENGTH - len(prefix))}"
    is_scottish = register == "GB-SC" or number.upper().startswith("SC")
    if register in {"GB-SC", "GB-CHC"} and is_scottish and _SCOTTISH.fullmatch(number):
        digits = number.upper().removeprefix("SC").replace("O", "0")
        return f"GB-SC-SC{digits.zfill(_SCOTTISH_DIGITS)}"
    return None


class PlaceCode(Identifier):
    """A GSS code (``E07000071``), a contract area (``CPA19``) or a slug (``easton``)."""

    __slots__ = ()
    pattern = re.compile(r"[A-Z]\d{8}|[A-Z]{2,8}\d{1,4}|[a-z][a-z0-9]*(-[a-z0-9]+)*")
    example = "E07000071"


class AreaId(PlaceCode):
    """A contract area's own identifier, such as ``CPA19``."""

    __slots__ = ()
    pattern = re.compile(r"[A-Z]{2,8}\d{1,4}")
    example = "CPA19"


class AreaCode(Identifier):
    """A code that others know an area by, with the scheme it belongs to: ``CPA=19``.

    >>> AreaCode("Delius=C18").scheme, AreaCode("Delius=C18").code
    ('Delius', 'C18')
    """

    __slots__ = ()
    pattern = re.compile(r"[^=;]+=.+", re.DOTALL)
    example = "CPA=19"

    @property
    def scheme(self) -> str:
        """Whose code it is."""
        return self.partition("=")[0]

    @property
    def code(self) -> str:
        """The code itself."""
        return self.partition("=")[2]


def slug(name: str) -> str:
    """Write a name in lower case ASCII letters, digits and hyphens.

    >>> slug("Prison Advice & Care Trust (Pact)")
    'prison-advice-care-trust-pact'
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NO_WORD.sub("-", name.lower().replace("'", "")).strip("-")
