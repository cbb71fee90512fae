"""What a Word document tells of one line-up: members, reasons, coverage, gaps, score, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.line_up_extras import NEEDS, POINTS, POUNDS, SHARE, TEXT
from api.formats.line_up_words import brief_rows, criterion_words
from api.formats.word_document import WordColumn
from api.formats.words import fixed_words, number_words, percent_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from api.formats.line_up_extras import ExtraTable, Plain
    from api.formats.line_up_words import Citations, Told
    from api.formats.word_document import WordDocument
    from api.formats.words import Words
    from matcher.answer.records import LineUp

MOST_GAPS = 15


def tell_brief(document: WordDocument, answer: Told, words: Words) -> None:
    """Tell what was asked."""
    document.heading("What was asked", 1)
    document.table(
        "The brief as it was understood",
        (WordColumn(heading="Asked"), WordColumn(heading="Answer", part=2)),
        brief_rows(answer, words),
    )


def tell_extra(document: WordDocument, table: ExtraTable) -> None:
    """Tell a table of what was asked for besides, under a heading of its own."""
    document.heading(table.caption, 2)
    columns = [
        WordColumn(heading=heading, part=2 if holds == TEXT else 1, figure=holds != TEXT)
        for heading, holds in table.columns
    ]
    kinds = [holds for _, holds in table.columns]
    document.table(
        table.caption,
        columns,
        (
            [_written(value, holds) for value, holds in zip(row, kinds, strict=True)]
            for row in table.rows
        ),
    )


def _written(value: Plain, holds: str) -> str:
    if value is None:
        return "unknown" if holds == SHARE else "none"
    if isinstance(value, str):
        return value
    return _WRITTEN[holds](value)


def tell_members(document: WordDocument, line_up: LineUp, words: Words) -> None:
    """Tell who is in it, with their shares, and what stays with the prime provider."""
    document.heading("Members", 2)
    document.table(
        "Suggested members, and their shares of the work, the money and the risk",
        (
            WordColumn(heading="Organisation", part=3.5),
            WordColumn(heading="Role", part=1.5),
            WordColumn(heading="Works on", part=3.8),
            WordColumn(heading="Needs a year", figure=True, part=1.4),
            WordColumn(heading="Share", figure=True, part=1.3),
            WordColumn(heading="Value a year", figure=True, part=1.9),
            WordColumn(heading="At risk", figure=True, part=1.7),
            WordColumn(heading="Of its turnover", figure=True, part=1.9),
        ),
        _member_rows(line_up, words),
    )
    document.paragraph(
        "Prime: the prime provider. Tiers 2 and 3: its subcontractors. At risk: what depends on "
        "results."
    )
    if line_up.retained:
        document.table(
            "What stays with the prime provider besides: with the members' work, the whole price",
            (
                WordColumn(heading="For", part=2),
                WordColumn(heading="Value a year", figure=True),
                WordColumn(heading="At risk", figure=True),
                WordColumn(heading="Member who could take it on", part=2),
            ),
            _retained_rows(line_up, words),
        )


def _member_rows(line_up: LineUp, words: Words) -> Iterator[tuple[str, ...]]:
    for member in line_up.members:
        vcse = " (VCSE)" if member.sector == "vcse" else ""
        turnover = member.share_of_turnover
        yield (
            f"{member.name}{vcse}",
            words.short_role(member.role),
            "; ".join(words.pathway(key) for key in member.pathways),
            number_words(member.volume_needs_a_year),
            percent_words(member.share_of_volume),
            _pounds(member.value_gbp),
            _pounds(member.risk_gbp),
            "unknown" if turnover is None else percent_words(turnover),
        )


def _retained_rows(line_up: LineUp, words: Words) -> Iterator[tuple[str, ...]]:
    for row in line_up.retained:
        figures = _pounds(row.value_gbp), _pounds(row.risk_gbp)
        yield words.retained(row), *figures, words.takers(row)


def tell_reasons(document: WordDocument, line_up: LineUp, cited: Citations) -> None:
    """Tell why each member is in it."""
    document.heading("Why these members", 2)
    document.paragraph("Numbers in brackets are those of the sources at the end.")
    document.table(
        "Why each member is in the line-up",
        (
            WordColumn(heading="Organisation", part=1.2),
            WordColumn(heading="Why", part=4.2),
            WordColumn(heading="Rests on", part=0.9),
        ),
        _reason_rows(line_up, cited),
    )
    stated = percent_words(line_up.confidence.stated_share)
    document.paragraph(
        f"{stated} of the volume rests on work read of in a source, the rest on estimates."
    )


def _reason_rows(line_up: LineUp, cited: Citations) -> Iterator[tuple[str, ...]]:
    for why in cited.whys(line_up):
        numbers = f" [{', '.join(map(str, why.sources))}]" if why.sources else ""
        yield why.member.name, why.sentence, f"{why.basis}{numbers}"


def tell_coverage(document: WordDocument, line_up: LineUp, words: Words) -> None:
    """Tell how much of the need could be met, by pathway, group and place."""
    document.heading("How much of the need could be met", 2)
    coverage, other = line_up.coverage, line_up.coverage_if_independent
    for caption, head, shares, independent, name in (
        ("By pathway", "Pathway", coverage.by_pathway, other.by_pathway, words.pathway),
        ("By group of people", "Group", coverage.by_cohort, other.by_cohort, words.cohort),
        ("By place", "Local authority", coverage.by_place, other.by_place, words.place),
    ):
        document.table(
            caption,
            (
                WordColumn(heading=head, part=3),
                WordColumn(heading="Could be met", figure=True),
                WordColumn(heading="If chances are independent", figure=True, part=1.4),
            ),
            _share_rows(shares, independent, name),
        )


def _share_rows(
    shares: Mapping[str, float], independent: Mapping[str, float], name: Callable[[str], str]
) -> Iterator[tuple[str, ...]]:
    for key, share in shares.items():
        yield name(key), percent_words(share), percent_words(independent[key])


def tell_gaps(document: WordDocument, line_up: LineUp, words: Words) -> None:
    """Tell what remains."""
    document.heading("What remains: the largest gaps", 2)
    if not line_up.gaps:
        document.paragraph("Every need could be met in full.")
        return
    largest = sorted(line_up.gaps, key=lambda gap: -gap.unmet_needs_a_year)[:MOST_GAPS]
    document.table(
        f"The largest gaps ({len(largest)} of {len(line_up.gaps)})",
        (
            WordColumn(heading="Place", part=1.5),
            WordColumn(heading="Pathway", part=2),
            WordColumn(heading="Group of people", part=1.7),
            WordColumn(heading="Unmet needs a year", figure=True),
        ),
        (
            (
                words.place(gap.place),
                words.pathway(gap.pathway),
                words.cohort(gap.cohort),
                number_words(gap.unmet_needs_a_year),
            )
            for gap in largest
        ),
    )


def tell_score(document: WordDocument, line_up: LineUp, *, searched: bool = True) -> None:
    """Tell the parts of the score, and the bound where it was searched for."""
    rows = [(criterion_words(name), _score(value)) for name, value in line_up.criteria.items()]
    rows.append(("Score: their sum", _score(line_up.score)))
    if searched:
        rows.append(("Bound: no line-up of this rank can score more", _score(line_up.bound)))
    far = ", and how far it is from the best that there could be" if searched else ""
    document.heading("How the score adds up", 2)
    document.table(
        f"The parts of the score{far}",
        (WordColumn(heading="Part", part=3), WordColumn(heading="Value", figure=True)),
        rows,
    )


def tell_sources(document: WordDocument, cited: Citations) -> None:
    """Tell the sources, by the numbers that reasons have."""
    document.heading("Sources", 1)
    document.table(
        "The sources behind the reasons and the gates",
        (
            WordColumn(heading="No.", part=0.4),
            WordColumn(heading="Source", part=3),
            WordColumn(heading="Published", part=1),
            WordColumn(heading="Where", part=2.4),
        ),
        (
            (str(source.number), source.title, source.published or "undated", source.address)
            for source in cited.sources()
        ),
    )


def _pounds(value: float) -> str:
    return f"£{number_words(value)}"


def _score(value: float) -> str:
    return fixed_words(value, 6)


_WRITTEN = {SHARE: percent_words, POUNDS: _pounds, POINTS: _score, NEEDS: number_words}
