"""What an importer is: how a source's files are told apart, and how they become entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.records.entries import Entry, Reject
    from graph.records.facts import Facts
    from graph.records.model import Source
    from graph.records.provenance import PartialDate
    from graph.sources.files import SourceFile
    from graph.sources.places import PlaceNames

SET = "set"
"""The option that names one of several data sets of a source that are to stand side by side."""
SET_WORDS = "a name for the file, so that it stands beside others of the source"
"""What to say of that option, where the source has no better words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an importer needs to know besides the file.

    Attributes
    ----------
    facts : the programme's, for the codes of its places, areas, pathways and cohorts
    places : finds the programme's places by their names and codes
    published : the day of the file's content, if somebody said it
    options : the importer's options that were given, by name
    """

    facts: Facts
    places: PlaceNames
    published: PartialDate | None = None
    options: Mapping[str, str] = field(default_factory=dict)


def nothing_else(_context: Context) -> str:
    """Say that the reading of a file depends on nothing else of the programme."""
    return ""


Read = Callable[["SourceFile", Context], Iterator["Entry | Reject"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """How one source is read.

    Attributes
    ----------
    name : what people type
    words : what it gives, in one sentence
    formats : which files it takes, in a few words, with an example
    origin : the source of all its facts; its id begins with ``IMPORT-``
    options : what else may be said, and what it means
    parts : what reads each of the source's files, by the part; one part of the name "" if all files
        are of one kind
    part_of : says which part a file is, by its beginning and name; it raises `SourceError` for a
        file of another source, and `NotTakenError` for one that it takes nothing from
    set_of : names the data set that a file is, where several of a source stand side by side and
        nobody says otherwise (`SET`)
    published_in : gives the day of the file's content if the file itself says it
    depends_on : says in a few letters what else of the programme the reading depends on; the same
        file is read anew when that has changed
    looks_at : the tables of the programme that `depends_on` looks at, "places" among them; none if
        it may look at all
    """

    name: str
    words: str
    formats: str
    origin: Source
    options: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Read]
    part_of: Callable[[SourceFile], str] = lambda _: ""
    set_of: Callable[[SourceFile], str] = lambda _: ""
    published_in: Callable[[SourceFile], PartialDate | None] = lambda _: None
    depends_on: Callable[[Context], str] = nothing_else
    looks_at: tuple[str, ...] = ()
