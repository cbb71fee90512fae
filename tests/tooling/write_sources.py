"""Write SOURCES.md from the built-in programmes; run by `make sources`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.packs.reading import builtin, read_pack
from graph.stores import BUILT_IN_PROGRAMMES

if TYPE_CHECKING:
    from graph.records.model import Source

ROOT = Path(__file__).resolve().parents[2]

HEAD = """\
# Sources

Every fact of the built-in programmes names one or more of these. `GK` and rows marked `memory-*`
are general knowledge that nobody verified; `CALC` and rows marked `estimate` were computed.
Turnover bands are remembered magnitudes of 2011/12. Made from `sources.csv` by `make sources`.

| id | title | where | kind | licence |
|---|---|---|---|---|
"""


def sources() -> str:
    """Write the table."""
    return HEAD + "".join(
        f"| {s.id} | {_cell(s.title)} | {_cell(s.address)} | {s.kind} | {_cell(s.licence)} |\n"
        for s in all_sources()
    )


def all_sources() -> list[Source]:
    """The sources of all built-in programmes, by id; one id is one source in all of them."""
    found: dict[str, Source] = {}
    for programme in BUILT_IN_PROGRAMMES:
        for source in read_pack(builtin(programme)).sources:
            if found.setdefault(source.id, source) != source:
                message = (
                    f"{source.id} is another source in {programme}; give one of them another id"
                )
                raise ValueError(message)
    return [found[key] for key in sorted(found)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    (ROOT / "SOURCES.md").write_text(sources(), "utf-8")
