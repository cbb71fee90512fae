"""From what is told of an organisation to what it likely does: capabilities marked as inferred."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.records.entries import Entry, Reject
from graph.records.kinds import JusticeMark
from graph.records.model import Capability, Source
from graph.records.provenance import Confidence, Provenance
from graph.texts.features import Read
from graph.texts.keywords import JUSTICE
from graph.texts.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.records.facts import Facts
    from graph.records.identifiers import PlaceCode
    from graph.records.provenance import PartialDate
    from graph.texts.joining import Told
    from graph.texts.model import Floats, Model
    from graph.texts.places import PlacesInTexts

TEXTS = "texts"
"""The name of the source of what was inferred."""
ORIGIN = Source(
    id="IMPORT-TEXTS",
    title="Inferred from the words that sources have for its work; stated by nobody",
    address="",
    kind="inference",
    published=None,
    licence="",
)
BATCH = 500
_WOMEN = "women"
_FOR_WOMEN = frozenset({"women_sex_work", "womens_services"})
_LONGEST_WORDS = 300
_NAMED = 0.4
"""How likely a cohort has to be: work for a cohort claims less than work for any adult."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """What was inferred, and what was not; `capabilities` by pathway.

    Those `placed_by_text` are among those told: their own text names their places. Those of
    `no_service` would be told, if their class did not say otherwise.
    """

    read: int = 0
    told: int = 0
    silent: int = 0
    without_place: int = 0
    placed_by_text: int = 0
    no_service: int = 0
    refused: int = 0
    capabilities: dict[str, int] = field(default_factory=dict)


def infer(
    told: Iterable[Told],
    model: Model,
    facts: Facts,
    *,
    reader: PlacesInTexts,
    threshold: float,
    counts: Counts,
) -> Iterator[Entry | Reject]:
    """Yield an entry for each organisation that likely does something, or why it has none.

    Parameters
    ----------
    told : what sources tell, by organisation
    model : what tells how likely each text says each label
    facts : the programme's, for its pathways, cohorts and places
    reader : finds the places that a text names, for whom no source says the places
    threshold : how likely a capability has to be
    counts : is counted up
    """
    work = _Inference(model, facts, reader, threshold, counts)
    batch: list[Told] = []
    for each in told:
        batch.append(each)
        if len(batch) == BATCH:
            yield from work.entries(batch)
            batch = []
    if batch:
        yield from work.entries(batch)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)[:_LONGEST_WORDS]


class _Inference:
    """Reads batches of texts, and numbers what comes out."""

    def __init__(
        self,
        model: Model,
        facts: Facts,
        reader: PlacesInTexts,
        threshold: float,
        counts: Counts,
    ) -> None:
        self._model, self._threshold, self._counts = model, threshold, counts
        self._reader = reader
        pathways = {row.key for row in facts.pathways}
        self._cohorts = [row.key for row in sorted(facts.cohorts, key=lambda row: row.order)]
        self._places = {row.code for row in facts.places}
        keys = [label.key for label in labels()]
        self._columns = {key: keys.index(key) for key in keys}
        self._pathways = [
            label.key for label in labels() if label.kind == "pathway" and label.key in pathways
        ]

    def entries(self, batch: Sequence[Told]) -> Iterator[Entry | Reject]:
        """Yield what comes of a batch."""
        texts = [Read.of(each.text) for each in batch]
        chances = self._model.probabilities(texts)
        for each, text, chance in zip(batch, texts, chances, strict=True):
            self._counts.read += 1
            likely = self._likely(each, text, chance)
            if likely and each.no_service:
                self._counts.no_service += 1
                continue
            if not likely:
                self._counts.silent += 1
                continue
            made = self._made(each, text, chance, likely)
            self._counts.told += isinstance(made, Entry)
            yield made

    def _likely(self, told: Told, text: Read, chance: Floats) -> dict[str, tuple[str, ...]]:
        """Give the pathways that are likely enough, each with the words that say so."""
        found = {}
        for key in self._pathways:
            if chance[self._columns[key]] < self._threshold:
                continue
            if key in told.refused:
                self._counts.refused += 1
            elif words := self._model.because(text, key):
                found[key] = words
        return found

    def _made(
        self, told: Told, text: Read, chance: Floats, likely: dict[str, tuple[str, ...]]
    ) -> Entry | Reject:
        row = self._counts.told + self._counts.without_place + 1
        places, known_from, by_words = self._where(told)
        if not places or known_from is None:
            self._counts.without_place += 1
            reason = f"it likely works on {', '.join(likely)}, but nothing says where"
            return Reject(row=row, key=told.organisation, field="places", reason=reason)
        origin = Provenance(
            sources=(ORIGIN.id,), known_from=known_from, confidence=Confidence.INFERRED
        )
        justice = any(hit.label == JUSTICE for hit in text.hits)
        records = tuple(
            Capability(
                organisation=told.organisation,
                pathway=key,
                cohorts=self._for(key, chance),
                places=places,
                capacity_needs_a_year=None,
                note=_quoted(words) + by_words,
                justice=JusticeMark.EXPLICIT if justice else None,
                probability=round(float(chance[self._columns[key]]), 3),
                provenance=origin,
            )
            for key, words in likely.items()
        )
        for record in records:
            seen = self._counts.capabilities
            seen[record.pathway] = seen.get(record.pathway, 0) + 1
        return Entry(key=told.organisation, row=row, records=records)

    def _where(self, told: Told) -> tuple[tuple[PlaceCode, ...], PartialDate | None, str]:
        """Give its places, since when both text and places are public, and the words that named it.

        What a source says goes before what a text names.
        """
        places = tuple(code for code in told.places if code in self._places)
        if places and told.known_from is not None:
            return places, told.known_from, ""
        found = self._reader.named_in(told.text)
        if found.places:
            self._counts.placed_by_text += 1
        return found.places, told.text_from, f"; its places from the words {_quoted(found.words)}"

    def _for(self, pathway: str, chance: Floats) -> tuple[str, ...]:
        """Give the cohorts that the text likely names; none means any adult."""
        return tuple(
            key
            for key in self._cohorts
            if (key == _WOMEN and pathway in _FOR_WOMEN)
            or (key in self._columns and chance[self._columns[key]] >= _NAMED)
        )
