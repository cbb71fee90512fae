"""Write SOURCES.md from the built-in programme; run by `make sources`."""

from __future__ import annotations

from pathlib import Path

from graph.packs.reading import builtin, read_pack

ROOT = Path(__file__).resolve().parents[2]

HEAD = """\
# Sources

Every fact of the built-in programme names one or more of these. `GK` and rows marked `memory-*`
are general knowledge that nobody verified; `CALC` and rows marked `estimate` were computed.
Turnover bands are remembered magnitudes of 2011/12. Made from `sources.csv` by `make sources`.

| id | title | where | kind | licence |
|---|---|---|---|---|
"""


def sources() -> str:
    """Write the table."""
    rows = sorted(read_pack(builtin()).sources, key=lambda source: source.id)
    return HEAD + "".join(
        f"| {s.id} | {_cell(s.title)} | {_cell(s.address)} | {s.kind} | {_cell(s.licence)} |\n"
        for s in rows
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    (ROOT / "SOURCES.md").write_text(sources(), "utf-8")
