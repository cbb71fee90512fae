"""What `matcher offer` and `matcher offers` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.output import Format
from api.cli.tables.offers import comparison_parts, offer_parts
from api.formats.offer_file import offer_toml, read_offer_file
from api.formats.offer_rows import (
    COMPARISON_COLUMNS,
    PERIOD_COLUMNS,
    comparison_rows,
    period_rows,
)
from api.formats.offer_workbook import offer_workbook
from matcher.errors import BriefMistake, OfferError
from matcher.offers.assessment import assess, check_runs
from matcher.offers.base_case import base_case
from matcher.offers.comparing import check_count, compare
from matcher.offers.reading import read_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from api.cli.output import Output
    from matcher.offers.records import Offer

_WITHOUT_VERDICT = (Format.CSV, Format.XLSX)
"""These hold no verdict, so that no terms need to be tried for them."""


def tell_offer(
    output: Output, *, file: Path | None, settings: Sequence[str], runs: int, seed: int
) -> None:
    """Write what an offer comes to."""
    offer = _read(file, settings)
    check_runs(runs=runs, seed=seed)
    if output.format in _WITHOUT_VERDICT:
        output.emit(
            offer,
            columns=PERIOD_COLUMNS,
            rows=lambda: period_rows(base_case(offer).months),
            table=tuple,
            files={Format.XLSX: lambda: offer_workbook(offer, runs=runs, seed=seed)},
        )
        return
    found = assess(offer, runs=runs, seed=seed)
    output.emit(found, columns=(), rows=tuple, table=lambda: offer_parts(found))


def tell_offers(
    output: Output, *, files: Sequence[Path], settings: Sequence[str], runs: int, seed: int
) -> None:
    """Write several offers side by side."""
    check_count(len(files))
    check_runs(runs=runs, seed=seed)
    offers = _read_all(files, settings)
    found = compare([assess(each, runs=runs, seed=seed, terms_told=0) for each in offers])
    output.emit(
        found,
        columns=COMPARISON_COLUMNS,
        rows=lambda: comparison_rows(found),
        table=lambda: comparison_parts(found),
    )


def print_example(output: Output, *, file: Path | None, settings: Sequence[str]) -> None:
    """Write a file with every field of an offer, explained."""
    output.write(offer_toml(_read(file, settings)))


def _read(file: Path | None, settings: Sequence[str]) -> Offer:
    """Read an offer; what is set goes before what the file says."""
    texts, mistakes = _settings(settings)
    try:
        offer = read_texts(texts) if file is None else read_offer_file(file, changes=texts)
    except OfferError as error:
        raise OfferError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise OfferError(mistakes)
    return offer


def _read_all(files: Sequence[Path], settings: Sequence[str]) -> list[Offer]:
    """Read several offers, and say the mistakes of all of them, each with its file."""
    offers, mistakes = [], []
    for file in files:
        try:
            offers.append(_read(file, settings))
        except OfferError as error:
            mistakes += [BriefMistake(f"{file}, {e.field}", e.message) for e in error.mistakes]
    if mistakes:
        raise OfferError(mistakes)
    return offers


def _settings(settings: Sequence[str]) -> tuple[dict[str, str], list[BriefMistake]]:
    texts, mistakes = {}, []
    for setting in settings:
        name, sign, text = setting.partition("=")
        if sign:
            texts[name.strip()] = text
        else:
            mistakes.append(BriefMistake("--set", f"{setting!r} is not FIELD=VALUE"))
    return texts, mistakes
