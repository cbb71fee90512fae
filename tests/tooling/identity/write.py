"""Write the figures of docs/identity.md; run by `make identity`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.identity.clusters import THRESHOLD
from graph.identity.linking import SEED
from graph.identity.model import LEVELS
from tests.tooling.identity.labelled import SHARED, scene
from tests.tooling.identity.measure import THRESHOLDS, chosen, kinds_of, linked, score
from tests.tooling.marked_tables import placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.identity.linking import Linked
    from tests.tooling.identity.labelled import Scene
    from tests.tooling.identity.measure import Score

PAGE = Path(__file__).resolve().parents[3] / "docs" / "identity.md"
REPORTED, CHOOSING = 2, 1
RECALL = 0.95


def page(text: str, made: Scene, found: Linked) -> str:
    """Put the figures in their places."""
    for name, lines in (
        ("result", _result(made, found)),
        ("threshold", _threshold(made, found)),
        ("parameters", _parameters(found)),
    ):
        text = placed(text, name, lines, page="docs/identity.md", command="make identity")
    return text


def _result(made: Scene, found: Linked) -> Iterator[str]:
    """Yield the table of what is reported, by kind."""
    yield "| pairs | true | found | found wrongly | precision | recall |"
    yield "|---|---:|---:|---:|---:|---:|"
    for kind in kinds_of(made):
        kinds = (kind,)
        yield _row(kind, score(made, found.links, part=REPORTED, threshold=THRESHOLD, kinds=kinds))
    whole = score(made, found.links, part=REPORTED, threshold=THRESHOLD)
    yield _row("**all**", whole)


def _row(name: str, of: Score) -> str:
    counts = f"{of.true:,} | {of.right:,} | {of.wrong:,}"
    return f"| {name} | {counts} | {of.precision:.3f} | {of.recall:.3f} |"


def _threshold(made: Scene, found: Linked) -> Iterator[str]:
    """Yield what each threshold would do on the quarter that it is chosen on."""
    yield "| threshold | precision | recall |"
    yield "|---:|---:|---:|"
    best = chosen(made, found.links, recall=RECALL)
    for threshold in THRESHOLDS:
        of = score(made, found.links, part=CHOOSING, threshold=threshold)
        mark = "**" if threshold == best else ""
        yield f"| {mark}{threshold:g}{mark} | {of.precision:.3f} | {of.recall:.3f} |"


def _parameters(found: Linked) -> Iterator[str]:
    """Yield how often true matches reach each level: at the start, and as learnt."""
    yield "| comparison | level | m at the start | m learnt here |"
    yield "|---|---|---:|---:|"
    for name, levels in LEVELS.items():
        for level, learnt in zip(levels, found.m[name], strict=True):
            yield f"| {name} | {level.name} | {level.m:g} | {learnt:.4f} |"


def main() -> int:
    """Write the page; without the shared data there is nothing to measure."""
    if not SHARED.exists():
        sys.stderr.write(f"{SHARED} is not there; the figures of docs/identity.md stay\n")
        return 1
    made = scene(SEED)
    found = linked(made, seed=SEED)
    PAGE.write_text(page(PAGE.read_text("utf-8"), made, found), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
