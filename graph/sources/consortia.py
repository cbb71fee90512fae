"""Tables of consortia: who took part in which project, as what, where and when.

A row tells of a project, an organisation, and its role. Rows of one project may be far apart, so
each row is an entry of its own, and repeats what it says of the project; the first that says
something of a project is believed, and the members of all are united
(`graph.assembly.assemble`). A table with projects alone, or organisations alone, gives what stands
in it: imported beside the table of who took part, it gives dates and names that are missing there.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from graph.errors import IdentifierError, SourceError
from graph.packs.cells import number
from graph.records.entries import (
    Classification,
    Description,
    DescriptionKind,
    Entry,
    Operation,
    Reject,
    Trait,
    TraitKind,
)
from graph.records.identifiers import OrgId, slug
from graph.records.kinds import CollaborationKind, MemberRole, OrganisationKind, Outcome
from graph.records.model import Collaboration, Membership, Organisation, Source
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.sources.columns import Sought, columns_of, delimiter_of, letters, listed
from graph.sources.consortia_words import COLUMNS, KINDS, OPTIONS, ROLES
from graph.sources.days import day
from graph.sources.kinds import kind_by_name
from graph.sources.protocol import SET, Importer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graph.records.entries import Note, Said
    from graph.records.identifiers import PlaceCode
    from graph.sources.files import Row, SourceFile
    from graph.sources.protocol import Context

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)

_LONGEST_KEY, _LONGEST_REASON = 200, 1000
_CACHE = 2**14
ORGANISATIONS, _PROJECTS, _TAKING_PART = "organisations", "projects", "taking-part"
_NOT_KNOWN = "NA"
"""What statistics programs write for a cell that is empty."""
_LIKE_ORG_ID = re.compile(r"[A-Z]{2}-[A-Z0-9_]{2,12}-")
_HUMP = re.compile(r"([a-z])([A-Z])")
_NO_WORD = re.compile(r"[^\w*]+")


def _read(file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
    """Read a table of any of the three kinds; which columns it has is checked at once."""
    delimiter = delimiter_of(file, context.options.get("delimiter"))
    reader = _Reader(_columns(file, delimiter, context.options), context)
    return (
        row if isinstance(row, Reject) else reader.said(row)
        for row in file.table(delimiter=delimiter)
    )


def _part(file: SourceFile) -> str:
    """Say what a table tells of; projects and organisations sort first, and so are believed."""
    delimiter = delimiter_of(file, None)
    found = columns_of(file.columns(delimiter=delimiter), COLUMNS, {})
    if found.keys() >= {"organisation", "name"} and "project" not in found:
        return ORGANISATIONS
    return _TAKING_PART if found.keys() & {"organisation", "name"} else _PROJECTS


def _columns(file: SourceFile, delimiter: str, said: Mapping[str, str]) -> dict[str, str]:
    """Find the columns.

    Raises
    ------
    SourceError
        If they are not those of projects, of organisations, or of both.
    """
    headings = file.columns(delimiter=delimiter)
    found = columns_of(headings, COLUMNS, said)
    is_guess = "name" not in said and "organisation" not in found
    if is_guess and letters(found.get("name", "")) == "name":
        found["title"] = found.pop("name")
    if not found.keys() & {"project", "organisation", "name"}:
        found |= columns_of(headings, {"project": Sought(words="", headings=("id",))}, {})
    if "project" not in found and not found.keys() >= {"organisation", "name"}:
        message = (
            f"{file.path} has no column that is known to hold a project, nor organisations with "
            f"their names; {listed(headings)}. Say which are meant: --option project=HEADING "
            "--option organisation=HEADING --option name=HEADING. Nothing was imported"
        )
        raise SourceError(message)
    return found


class _Cells:
    """The cells of a row by what they hold, and what is wrong with them."""

    def __init__(self, row: Row, columns: Mapping[str, str]) -> None:
        self._row, self._columns = row, columns
        values = row.values
        self._texts = {name: values[heading].strip() for name, heading in columns.items()}
        self.mistakes: list[tuple[str, str]] = []

    def text(self, name: str, *, needed: bool = False) -> str:
        """Give the text of a cell; nothing where the table has no such column."""
        found = self._texts.get(name, "")
        if found == _NOT_KNOWN:
            found = ""
        if needed and not found and name in self._texts:
            self.mistakes.append((name, "must not be blank"))
        return found

    def read(self, name: str, convert: Callable[[str], Value]) -> Value | None:
        """Give the value of a cell; None where it is blank or wrong."""
        found = self.text(name)
        if not found:
            return None
        try:
            return convert(found)
        except (ValueError, IdentifierError) as error:
            self.mistakes.append((name, str(error)))
            return None

    def reject(self, key: str) -> Reject:
        """Reject the row for all that is wrong with it."""
        name = self.mistakes[0][0]
        reasons = (f"{self._columns[each]}: {reason}" for each, reason in self.mistakes)
        return Reject(
            row=self._row.number,
            key=key,
            field=self._columns[name],
            reason="; ".join(reasons)[:_LONGEST_REASON],
            value=self.text(name)[:_LONGEST_KEY],
        )


class _Reader:
    """Turns rows into entries; what many rows repeat is made once."""

    def __init__(self, columns: Mapping[str, str], context: Context) -> None:
        self._columns, self._context = columns, context
        said = context.options
        self._set = slug(said.get(SET, "")) or "consortia"
        self._register = said.get("register", "")
        self._roles = {**ROLES, **_meanings(said, "roles", MemberRole)}
        self._kinds = {**KINDS, **_meanings(said, "kinds", OrganisationKind)}
        self._otherwise = _word(said, "otherwise", OrganisationKind.PRIVATE_COMPANY)
        self._kind = _word(said, "collaboration", CollaborationKind.GRANT)
        self._day = lru_cache(_CACHE)(day)
        self._role = lru_cache(_CACHE)(self._to_role)
        self._org_id = lru_cache(_CACHE)(self._to_org_id)
        self._places = lru_cache(_CACHE)(self._to_places)
        self._kind_of = lru_cache(_CACHE)(self._to_kind)
        self._known = lru_cache(_CACHE)(_provenance)

    def said(self, row: Row) -> Entry | Reject:
        """Give what a row says, or all that is wrong with it."""
        cells = _Cells(row, self._columns)
        public = cells.read("public", self._day) or self._context.published
        records: list[Said] = []
        notes: list[Note] = []
        key = []
        project = cells.text("project", needed=True)
        if "project" in self._columns:
            key.append(project)
            records.append(self._collaboration(cells, project, public))
        identifier = cells.text("organisation", needed=True)
        name = cells.text("name", needed="organisation" not in self._columns)
        if who := self._who(cells, identifier, name):
            key.append(identifier or name)
            if name:
                records.append(self._organisation(cells, who, name, public))
            if "project" in self._columns:
                key.append(cells.text("role"))
                records.append(self._membership(cells, project, who, public))
            notes.extend(self._notes(cells, who, public))
        if cells.mistakes:
            return cells.reject("/".join(filter(None, key))[:_LONGEST_KEY])
        return Entry(
            key="/".join(filter(None, key))[:_LONGEST_KEY],
            row=row.number,
            records=tuple(records),
            notes=tuple(notes),
        )

    def _who(self, cells: _Cells, identifier: str, name: str) -> OrgId | None:
        if identifier:
            return cells.read("organisation", self._org_id)
        return cells.read("name", OrgId.local) if name else None

    def _to_org_id(self, text: str) -> OrgId:
        """Take an org-id as it is; make another number one of its register, or of this table."""
        if self._register:
            return OrgId(f"{self._register}-{text}")
        if _LIKE_ORG_ID.match(text):
            return OrgId(text)
        return OrgId.local(f"{self._set} {text}")

    def _collaboration(
        self, cells: _Cells, project: str, public: PartialDate | None
    ) -> Collaboration:
        places = cells.read("project-places", self._places)
        return Collaboration(
            id=f"{self._set}-{project}"[:_LONGEST_KEY],
            name=cells.text("title") or project,
            kind=self._kind,
            start=cells.read("start", self._day),
            end=cells.read("end", self._day),
            areas=(),
            places=places[0] if places else (),
            pathways=(),
            outcome=Outcome.UNKNOWN,
            outcome_known_from=None,
            outcome_note="",
            value_gbp=cells.read("value", _pounds),
            provenance=self._known(public),
        )

    def _organisation(
        self, cells: _Cells, who: OrgId, name: str, public: PartialDate | None
    ) -> Organisation:
        return Organisation(
            id=who,
            name=name,
            kind=self._kind_of(cells.text("type"), name),
            founded=None,
            scope_note="",
            provenance=self._known(public),
        )

    def _to_kind(self, said: str, name: str) -> OrganisationKind:
        kind = self._kinds.get(_plain(said)) or self._kinds.get("*")
        return kind or kind_by_name(name) or self._otherwise

    def _membership(
        self, cells: _Cells, project: str, who: OrgId, public: PartialDate | None
    ) -> Membership:
        role, note = cells.read("role", self._role) or (MemberRole.PARTNER, "")
        return Membership(
            collaboration=f"{self._set}-{project}"[:_LONGEST_KEY],
            organisation=who,
            role=role,
            role_note=note,
            provenance=self._known(public),
        )

    def _to_role(self, text: str) -> tuple[MemberRole, str]:
        """Give the role that a word means, and the word where it is another."""
        plain = _plain(text)
        role = self._roles.get(plain) or self._roles.get("*")
        if role is None:
            message = (
                f"the role {text[:40]!r} is not known; say what it means: --option "
                f"roles='{text[:40]}=partner'. There are: {', '.join(MemberRole)}"
            )
            raise ValueError(message)
        return role, "" if plain == role.value.replace("-", " ") else text[:_LONGEST_KEY]

    def _notes(self, cells: _Cells, who: OrgId, public: PartialDate | None) -> Iterator[Note]:
        if found := cells.read("place", self._places):
            places, words = found
            yield Operation(organisation=who, places=places, words=words, known_from=public)
        if postcode := cells.text("postcode"):
            value = " ".join(postcode.upper().split())[:_LONGEST_KEY]
            yield Trait(organisation=who, kind=TraitKind.POSTCODE, value=value)
        if topics := cells.text("topics"):
            codes = tuple(filter(None, (code.strip() for code in topics.split(";"))))
            scheme = self._columns["topics"].casefold()
            yield Classification(organisation=who, scheme=scheme, codes=codes)
        if text := cells.text("text"):
            kind = DescriptionKind.PROJECT
            yield Description(organisation=who, kind=kind, text=text, known_from=public)

    def _to_places(self, text: str) -> tuple[tuple[PlaceCode, ...], tuple[str, ...]]:
        """Tell the places of the programme from the names of others."""
        found: dict[PlaceCode, None] = {}
        words = []
        for name in filter(None, (part.strip() for part in text.split(";"))):
            place = self._context.places.by_code(name) or self._context.places.by_name(name)
            if place is None:
                words.append(name)
            else:
                found[place] = None
        return tuple(found), tuple(words)


def _provenance(public: PartialDate | None) -> Provenance:
    return Provenance(
        sources=(ORIGIN.id,), known_from=public, confidence=Confidence.VERIFIED_SECONDARY
    )


def _pounds(text: str) -> float:
    return number()(text.replace(",", "").removeprefix("£"))


def _plain(text: str) -> str:
    """Write a role as a phrase: ``thirdParty`` as ``third party``."""
    spaced = _HUMP.sub(r"\1 \2", text)
    return " ".join(_NO_WORD.sub(" ", spaced.casefold()).split()) or text.strip()


def _meanings(said: Mapping[str, str], option: str, words: type[Word]) -> dict[str, Word]:
    """Read an option such as ``advisor=partner;buyer=commissioner``."""
    found = {}
    for pair in filter(None, (part.strip() for part in said.get(option, "").split(";"))):
        theirs, equals, ours = (part.strip() for part in pair.rpartition("="))
        if not equals or ours not in set(words):
            message = f"{option}: {pair!r} is not WORD=MEANING with one of {', '.join(words)}"
            raise SourceError(message)
        found[_plain(theirs)] = words(ours)
    return found


def _word(said: Mapping[str, str], option: str, usual: Word) -> Word:
    """Read an option that is one of a few words."""
    words = type(usual)
    text = said.get(option, usual.value)
    if text not in set(words):
        message = f"{option}={text} is not one of {', '.join(words)}"
        raise SourceError(message)
    return words(text)


ORIGIN = Source(
    id="IMPORT-CONSORTIA",
    title="Tables of consortia",
    address="",
    kind="data set",
    published=None,
    licence="that of the table",
)

IMPORTER = Importer(
    name="consortia",
    words="Who took part in which project: any table of consortia, such as CORDIS's.",
    formats="CSV (packed or not) or XLSX: a row for each organisation in each project",
    origin=ORIGIN,
    options={**{name: f"the column of {each.words}" for name, each in COLUMNS.items()}, **OPTIONS},
    parts={ORGANISATIONS: _read, _PROJECTS: _read, _TAKING_PART: _read},
    part_of=_part,
)
