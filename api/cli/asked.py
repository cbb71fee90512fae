"""From what was typed to a brief, with all the mistakes of options and file at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matcher.brief.request import Brief, resolve
from matcher.errors import BriefError, BriefMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.cli.options import Asked
    from api.service.service import Service


def read_asked(service: Service, asked: Asked, *, one_area: bool = True) -> Brief:
    """Make the brief: its file, over it what was typed.

    Raises
    ------
    BriefError
        With all the mistakes at once; one is that no area is named where `one_area` is needed.
    """
    mistakes: tuple[BriefMistake, ...] = ()
    brief = Brief(area="")
    if asked.file is not None:
        from api.formats.brief_file import read_brief_file  # noqa: PLC0415  (pydantic: a tenth of a second)

        brief, mistakes = read_brief_file(asked.file)
    brief = split_names(service, replace(brief, **asked.given))
    if not brief.area and one_area:
        mistakes += (BriefMistake("area", "name one, here or in the brief's file"),)
    some_area = brief.area or str(service.snapshot.areas[0].id)
    try:
        resolve(service.snapshot, replace(brief, area=some_area), directory=service.directory)
    except BriefError as error:
        raise BriefError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    return brief


def split_names(service: Service, brief: Brief) -> Brief:
    """Split ``A,B`` at its commas, unless it is the name of one organisation as it stands."""
    return replace(
        brief,
        must=split(service, brief.must),
        never=split(service, brief.never),
        consented=split(service, brief.consented),
    )


def split(service: Service, texts: Iterable[str]) -> tuple[str, ...]:
    """Split each text that is not a name itself."""
    return tuple(name for text in texts for name in _names(service, text))


def _names(service: Service, text: str) -> Iterator[str]:
    if "," not in text or service.directory.has_organisation(text):
        yield text
    else:
        yield from (part.strip() for part in text.split(",") if part.strip())
