"""Suggested partners in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, spaced, titled_table
from api.cli.tables.line_ups import SUGGESTION
from api.formats.partner_words import (
    brought_words,
    chance_note,
    filter_words,
    gain_words,
    main_parts,
    small_parts,
)
from api.formats.words import chance_words, rank_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from api.formats.words import Words
    from matcher.questions.partner_records import FairNote, Gain, Part, Partner, Partners


def partner_parts(found: Partners, words: Words) -> Iterator[RenderableType]:
    """Show partners: the list, then for each the sum behind its chance and the proof."""
    yield Line(f"Partners for {found.name} ({found.organisation}){_asked(found, words)}", bold=True)
    yield Line(f"Facts as of {found.as_of}, data version {found.data_version}. {SUGGESTION}")
    for note in found.notes:
        yield Line(note)
    if found.variety:
        yield Line("The order keeps apart those of a kind; --variety 0 goes by chance alone.")
    if found.fair is not None:
        yield Line(fair_words(found.fair))
    if found.partners:
        yield Line(chance_note(found))
    yield Line("")
    table = titled_table(
        "Who could be in the next such work",
        "",
        "Name",
        "Kind",
        "Works together",
        right=("Chance", "Rank by\nchance", "Your rank\nfor them"),
    )
    for partner in found.partners:
        shared = str(partner.shared_works) if partner.shared_works else "not yet"
        mine = rank_words(partner.your_rank)
        chance = chance_words(partner.probability)
        kind = words.kind(partner.kind)
        alone = rank_words(partner.rank_by_chance)
        table.add_row(str(partner.rank), partner.name, kind, shared, chance, alone, mine)
    yield spaced(table)
    for partner in found.partners:
        yield Line(f"{partner.rank}. {partner.name} ({partner.id})", bold=True)
        yield Line("\n".join(_reasons(found, partner, words)) + "\n")


def fair_words(fair: FairNote) -> str:
    """Say what a fair order did and what it costs."""
    moved = "; ".join(
        f"{row.group} {row.named_without} to {row.named}"
        for row in fair.groups
        if row.named != row.named_without
    )
    if not moved:
        return f"Each group has its share by {fair.by}: the order needed no change for that."
    return (
        f"Each group has its share by {fair.by}: {moved}. That gives up "
        f"{fair.log_odds_given_up:z.2f} log-odds in all, and {fair.partners_given_up:z.3f} of an "
        "expected partner."
    )


def _asked(found: Partners, words: Words) -> str:
    area = f", in {found.area.name}" if found.area else ""
    pathway = f", for {words.pathway(found.pathway)}" if found.pathway else ""
    way = {"joins": ", who would join it", "leads": ", who would lead it"}
    only = "; ".join(filter_words(found))
    return f"{area}{pathway}{way.get(found.direction, '')}{only and f'; only {only}'}"


def _reasons(found: Partners, partner: Partner, words: Words) -> Iterator[str]:
    parts = "".join(f" {part.log_odds:+z.2f} {_part(part)}," for part in main_parts(partner))
    small = small_parts(partner)
    parts += f" {small:+z.2f} lesser things," if small else ""
    yield (
        f"   Log-odds {partner.log_odds:z.2f} = {found.base:z.2f} as everybody,{parts}".rstrip(",")
        + "."
    )
    for work in partner.shared:
        sources = ", ".join(work.sources)
        known = "; ".join(filter(None, (work.id, work.bid)))
        yield f"   Together in {work.name} ({known}), public by {work.known_from}: {sources}."
    for link in partner.connections:
        sources = ", ".join(link.sources)
        yield f"   Both worked with {link.name} ({link.yours}; {link.theirs}): {sources}."
    for bond in partner.bonds:
        yield f"   Already: {bond.words}{_sourced(bond.sources)}."
    for each in partner.relatives:
        yield f"   Of the same house: {each.name}, {each.relation}{_sourced(each.sources)}."
    for who, gain in (("You", partner.you_gain), ("They", partner.they_gain)):
        yield f"   {who} would gain {'; '.join(_gained(gain, words))}."
    if partner.you_gain.untold or partner.they_gain.untold:
        yield "   Whom it concerns can tell it: matcher organisation add, or the page /statement."


def _gained(gain: Gain, words: Words) -> Iterator[str]:
    """What one side would gain, each thing with its sources."""
    if plain := gain_words(gain, words):
        yield f"{plain}{_sourced(gain.sources)}"
    for each in gain.brings:
        yield f"{brought_words(each)}{_sourced(each.sources)}"


def _sourced(sources: Sequence[str]) -> str:
    return f" ({', '.join(sources)})" if sources else ""


def _part(part: Part) -> str:
    return f"{part.words} ({part.facts})" if part.facts else part.words
