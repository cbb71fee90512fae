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
from typing import ClassVar, Self

from graph.errors import IdentifierError

LOCAL_PREFIX = "ZZ-PMS"

_REGISTER_NUMBERS = {
    "GB-CHC": re.compile(r"\d{6,7}(-\d{1,3})?"),
    "GB-COH": re.compile(r"[A-Z0-9]{2}\d{6}"),
    "GB-SC": re.compile(r"SC\d{6}"),
}


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

    >>> OrgId("GB-COH-03861209").register, OrgId("GB-COH-03861209").number
    ('GB-COH', '03861209')
    >>> OrgId("ZZ-PMS-a-band-of-brothers").is_local
    True
    """

    __slots__ = ()
    pattern = re.compile(r"[A-Z]{2}-[A-Z0-9]{2,8}-[A-Za-z0-9][A-Za-z0-9.\-]{0,80}")
    example = "GB-CHC-226171"

    def __new__(cls, text: str) -> Self:
        """Check the form, and the number's form where the register is known."""
        org_id = super().__new__(cls, text)
        number = _REGISTER_NUMBERS.get(org_id.register)
        if number and not number.fullmatch(org_id.number):
            message = f"{text!r}: {org_id.number!r} is not a number of the register"
            msg = f"{message} {org_id.register}"
            raise IdentifierError(msg)
        return org_id

    @property
    def register(self) -> str:
        """The register's code, such as ``GB-CHC`` (Charity Commission for England and Wales)."""
        return "-".join(self.split("-", 2)[:2])

    @property
    def number(self) -> str:
        """The number in the register; always a text, so that leading zeros survive."""
        return self.split("-", 2)[2]

    @property
    def is_local(self) -> bool:
        """Whether this identifier is our own, because no register's number is verified."""
        return self.register == LOCAL_PREFIX

    @classmethod
    def local(cls, name: str) -> Self:
        """Make the local identifier of an organisation known by name only.

        >>> OrgId.local("Tomorrow's Women Wirral")
        'ZZ-PMS-tomorrows-women-wirral'
        """
        return cls(f"{LOCAL_PREFIX}-{slug(name)}")


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


def slug(name: str) -> str:
    """Write a name in lower case ASCII letters, digits and hyphens.

    >>> slug("Prison Advice & Care Trust (Pact)")
    'prison-advice-care-trust-pact'
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"['\u2019]", "", ascii_name.lower())
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")
