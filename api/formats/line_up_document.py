"""An answer with line-ups as a Word document that a bid director can hand on.

What it says first is who, what they could meet, and what is missing; then what was asked, each
line-up in full, and the sources by number. It says on every page which facts it rests on.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from api.formats.line_up_extras import extra_tables
from api.formats.line_up_sections import (
    tell_brief,
    tell_coverage,
    tell_extra,
    tell_gaps,
    tell_members,
    tell_reasons,
    tell_score,
    tell_sources,
)
from api.formats.line_up_words import (
    SUGGESTED,
    Citations,
    answer_words,
    counted_words,
    gate_rows,
    line_up_title,
    proof_words,
    short_proof,
    stamp_words,
    title_words,
)
from api.formats.word_document import WordColumn, WordDocument
from api.formats.words import fixed_words, number_words, percent_words

if TYPE_CHECKING:
    from api.formats.words import Words
    from matcher.answer.records import Answer, LineUp


def line_up_document(answer: Answer, words: Words) -> bytes:
    """Write an answer as a Word document; the same bytes for the same answer.

    Parameters
    ----------
    answer : the line-ups of one area
    words : the names of the programme that it was worked out from
    """
    cited, stamp = Citations(answer, words), stamp_words(answer, words)
    day = date.fromisoformat(answer.as_of)
    document = WordDocument(title=title_words(answer), footer=stamp, day=day)
    document.title(title_words(answer), stamp)
    notice = SUGGESTED.partition(". ")
    document.notice(f"{notice[0]}.", notice[2])
    _compare(document, answer, words)
    tell_brief(document, answer, words)
    for line_up in answer.lineups:
        _tell_line_up(document, line_up, words, cited)
    _tell_gates(document, answer)
    tell_sources(document, cited)
    return document.to_bytes()


def _compare(document: WordDocument, answer: Answer, words: Words) -> None:
    """The answer first: the best line-up in a sentence, all of them side by side."""
    for line_up in answer.lineups[:1]:
        document.paragraph(f"{answer_words(line_up, words)} {proof_words(line_up)}")
    document.table(
        "The line-ups side by side",
        (
            WordColumn(heading="Line-up", part=0.7),
            WordColumn(heading="Led by", part=2.4),
            WordColumn(heading="Members", figure=True, part=0.9),
            WordColumn(heading="Could meet", figure=True, part=0.9),
            WordColumn(heading="Least", part=2.2),
            WordColumn(heading="Score", figure=True, part=0.8),
            WordColumn(heading="Proof", part=1.2),
        ),
        (_side_by_side(line_up, words) for line_up in answer.lineups),
    )
    document.paragraph(counted_words(answer))


def _side_by_side(line_up: LineUp, words: Words) -> tuple[str, ...]:
    coverage = line_up.coverage
    return (
        line_up.standing,
        f"{words.organisation(line_up.lead)} ({words.line_up(line_up.kind, line_up.standing)})",
        number_words(len(line_up.members)),
        percent_words(coverage.overall),
        words.lowest(coverage.lowest_pathway, coverage.lowest_cohort),
        fixed_words(line_up.score, 4),
        short_proof(line_up),
    )


def _tell_gates(document: WordDocument, answer: Answer) -> None:
    document.heading("The gates", 1, new_page=True)
    document.paragraph(
        "A gate is a rule of the competition that an organisation must pass. The brief switches "
        "each on or off."
    )
    document.table(
        "The gates of the competition",
        (
            WordColumn(heading="Gate", part=1.2),
            WordColumn(heading="On or off", part=1.5),
            WordColumn(heading="Whom it drops", part=1.3),
        ),
        gate_rows(answer),
    )


def _tell_line_up(document: WordDocument, line_up: LineUp, words: Words, cited: Citations) -> None:
    document.heading(line_up_title(line_up, words), 1, new_page=True)
    kind = words.line_up(line_up.kind, line_up.standing)
    document.paragraph(f"Suggested: {kind}. {answer_words(line_up, words)}")
    document.paragraph(f"{words.if_independent(line_up)} {proof_words(line_up)}")
    tell_members(document, line_up, words)
    tell_reasons(document, line_up, cited)
    tell_coverage(document, line_up, words)
    tell_gaps(document, line_up, words)
    tell_score(document, line_up)
    for table in extra_tables(line_up, words):
        tell_extra(document, table)
