"""Who is meant where a standard's object names an organisation, and what that says of it.

The standards of grants (360Giving) and contracts (OCDS) name an organisation by an org-id where
they can, by the numbers of registers beside it, and by a portal's own number where they must.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.errors import IdentifierError
from graph.records.entries import Trait, TraitKind
from graph.records.identifiers import LOCAL_PREFIX, OrgId
from graph.records.kinds import OrganisationKind
from graph.records.model import LinkedIdentifier, Organisation
from graph.records.provenance import Confidence, Provenance
from graph.sources.kinds import kind_by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graph.records.entries import Note, Said
    from graph.records.provenance import PartialDate
    from graph.sources.fields import Fields

    _MakeOut = Callable[[Fields, OrganisationKind], "Party | None"]

_REMEMBERED = 4096
PORTALS = frozenset({"GB-CFS", "GB-FTS"})
"""Numbers that a portal gives anew in each notice: they tell no organisation from another."""

_BY_REGISTER = {
    "GB-CHC": OrganisationKind.CHARITY,
    "GB-SC": OrganisationKind.CHARITY,
    "GB-NIC": OrganisationKind.CHARITY,
    "GB-LAE": OrganisationKind.LOCAL_AUTHORITY,
    "GB-LAS": OrganisationKind.LOCAL_AUTHORITY,
    "GB-PLA": OrganisationKind.LOCAL_AUTHORITY,
    "GB-GOR": OrganisationKind.GOVERNMENT,
    "GB-NHS": OrganisationKind.NHS_TRUST,
    "GB-MPR": OrganisationKind.SOCIAL_ENTERPRISE,
    "GB-SHPE": OrganisationKind.HOUSING_ASSOCIATION,
}
_kind_by_name = lru_cache(_REMEMBERED)(kind_by_name)
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
_WEB = re.compile(r"(?:https?:/*)?(?:www\d?\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[:/?#\s].*)?")


@lru_cache(_REMEMBERED)
def said_by(
    source: str,
    known_from: PartialDate | None,
    confidence: Confidence = Confidence.VERIFIED_OFFICIAL,
) -> Provenance:
    """Give the provenance of what a source says; records share those of the latest days."""
    return Provenance(sources=(source,), known_from=known_from, confidence=confidence)


def local_id(name: str) -> OrgId | None:
    """Make the identifier of an organisation known by name only; None if the name says nothing.

    >>> local_id("Nepacs"), local_id("—")
    ('ZZ-PMS-nepacs', None)
    """
    return OrgId.local(name) if any(letter.isalnum() for letter in name) else None


def charity_id(number: str) -> str:
    """Write the org-id of a charity's number, of whichever of the three registers it is.

    >>> charity_id("1121560"), charity_id("SC004089"), charity_id("NIC100123")
    ('GB-CHC-1121560', 'GB-SC-SC004089', 'GB-NIC-100123')
    """
    plain = number.replace(" ", "").upper()
    if plain.startswith("NI"):
        return f"GB-NIC-{plain.removeprefix('NI').removeprefix('C')}"
    return f"GB-{'SC' if plain.startswith('SC') else 'CHC'}-{plain}" if plain else ""


def postcode_of(text: str) -> str:
    """Write a British postcode in the one way; empty if it is none.

    >>> postcode_of("kt109rn"), postcode_of("UK")
    ('KT10 9RN', '')
    """
    found = _POSTCODE.fullmatch(re.sub(r"\s+", "", text).upper())
    return f"{found[1]} {found[2]}" if found else ""


def web_of(text: str) -> str:
    """Give the domain of a web address; empty if there is none.

    >>> web_of("http://www.livewireyouth.com or facebook"), web_of("none")
    ('livewireyouth.com', '')
    """
    found = _WEB.fullmatch(text.strip().lower()[:300])
    return found[1] if found else ""


def kind_of(
    numbers: Iterable[OrgId], name: str, usual: OrganisationKind
) -> tuple[OrganisationKind, bool]:
    """Tell what an organisation is, by a register or by its name, and whether a register says so.

    "Ltd" in a name tells nothing: many charities are companies too.

    >>> kind_of([OrgId("GB-CHC-226171")], "Nacro Limited", OrganisationKind.PRIVATE_COMPANY)
    (<OrganisationKind.CHARITY: 'charity'>, True)
    >>> kind_of([], "Essex County Council", OrganisationKind.CHARITY)
    (<OrganisationKind.LOCAL_AUTHORITY: 'local-authority'>, False)
    """
    for number in numbers:
        if number.register in _BY_REGISTER:
            return _BY_REGISTER[number.register], True
    kind = _kind_by_name(name)
    if kind is None or kind is OrganisationKind.PRIVATE_COMPANY:
        return usual, False
    return kind, False


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation as a record of a standard names it; `numbers` are its others."""

    id: OrgId
    name: str
    kind: OrganisationKind
    sure: bool
    numbers: tuple[OrgId, ...]
    postcode: str
    web: str

    def __hash__(self) -> int:
        """Hash the identifier alone: a party is looked up several times a record."""
        return hash(self.id)

    def records(self, source: str, known_from: PartialDate | None) -> tuple[Said, ...]:
        """Give what the record says of the organisation itself."""
        official = said_by(source, known_from)
        guessed = said_by(source, known_from, Confidence.ESTIMATE)
        note = "" if self.sure else "its kind is told by its name and by what it took part in"
        organisation = Organisation(
            id=self.id,
            name=self.name,
            kind=self.kind,
            founded=None,
            scope_note=note,
            provenance=official if self.sure else guessed,
        )
        linked = (
            LinkedIdentifier(organisation=self.id, identifier=number, provenance=official)
            for number in self.numbers
        )
        return (organisation, *linked)

    def notes(self) -> tuple[Note, ...]:
        """Give what helps to tell which organisation it is."""
        said = ((TraitKind.POSTCODE, self.postcode), (TraitKind.WEB, self.web))
        return tuple(
            Trait(organisation=self.id, kind=kind, value=value) for kind, value in said if value
        )


def party_of(
    fields: Fields,
    *,
    name: str,
    ids: Iterable[tuple[str, str]],
    usual: OrganisationKind,
    postcode: str = "",
    web: str = "",
) -> Party | None:
    """Make out who is meant: by the first good identifier, else by name; None if by neither.

    Parameters
    ----------
    fields : the object, to report what is wrong with it
    name : as the record has it; an identifier stands in for one that is missing
    ids : fields with the identifiers in them, the best first; texts that are no org-ids are passed
        over, and numbers that are none of their register are reported
    usual : what such an organisation is, unless a register or its name tells
    postcode, web : as the record has them
    """
    numbers = _numbers(fields, ids)
    return _made_out(name, numbers, usual, postcode, web)


@lru_cache(_REMEMBERED)
def _made_out(
    name: str, numbers: tuple[OrgId, ...], usual: OrganisationKind, postcode: str, web: str
) -> Party | None:
    """Make out who is meant; a file names the same funders and buyers over and over."""
    who = numbers[0] if numbers else local_id(name)
    if who is None:
        return None
    kind, sure = kind_of(numbers, name, usual)
    return Party(
        id=who,
        name=name or who,
        kind=kind,
        sure=sure,
        numbers=numbers[1:],
        postcode=postcode_of(postcode) if postcode else "",
        web=web_of(web) if web else "",
    )


def remembered(make: _MakeOut) -> _MakeOut:
    """Make out once who is meant by equal objects: a file names the same bodies over and over.

    Where something is wrong with an object, each row that has it is to report that.
    """
    known: dict[tuple[bytes, OrganisationKind], Party | None] = {}

    def made_out(fields: Fields, usual: OrganisationKind) -> Party | None:
        key = fields.written, usual
        if key in known:
            return known[key]
        wrong, found = len(fields.refused), make(fields, usual)
        if len(fields.refused) == wrong:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[key] = found
        return found

    return made_out


def _numbers(fields: Fields, ids: Iterable[tuple[str, str]]) -> tuple[OrgId, ...]:
    numbers: dict[OrgId, None] = {}
    wrong: dict[str, tuple[str, str]] = {}
    for field, text in ids:
        number = _number(text) if text else ""
        if isinstance(number, OrgId):
            numbers[number] = None
        elif number:
            wrong.setdefault(text, (field, number))
    for text, (field, reason) in wrong.items():
        fields.refuse(field, reason, text)
    return tuple(numbers)


@lru_cache(_REMEMBERED)
def _number(text: str) -> OrgId | str:
    """Give the org-id that tells an organisation from others, why it is wrong, or nothing."""
    if not OrgId.pattern.fullmatch(text) or text.startswith(LOCAL_PREFIX):
        return ""
    try:
        number = OrgId(text)
    except IdentifierError as error:
        return str(error)
    return "" if number.register in PORTALS else number
