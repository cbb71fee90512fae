"""Write the figures of docs/realism.md; run by `make realism`, or `make realism REAL=2014`."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from api.formats.backtest_report import markdown
from graph.packs.reading import builtin, read_pack
from graph.records.kinds import CollaborationKind
from graph.snapshot.snapshot import Snapshot
from graph.stores import BUILT_IN_PROGRAMMES
from matcher.brief.names import Directory
from matcher.brief.request import Brief
from matcher.inquiry.inquiry import Inquiry, in_parallel
from matcher.lineups import open_case
from matcher.questions.backtest import lead_values, winners
from matcher.questions.national.national import national
from matcher.questions.realism import shape_of
from matcher.questions.seating import suggested_seating, told_seating, won_seatings
from tests.tooling.marked_tables import placed, standing
from tests.tooling.realism.left_out import LeftOut
from tests.tooling.realism.measure import (
    EARLIER_DAY,
    field_of,
    known_lots,
    lead_place,
    seatings,
)
from tests.tooling.realism.tables import (
    aims_table,
    last_column,
    met_table,
    often_table,
    ranks_table,
    shapes_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from matcher.questions.realism import Shape
    from matcher.questions.seating import Seating
    from tests.tooling.realism.measure import Known

PAGE = Path(__file__).resolve().parents[3] / "docs" / "realism.md"
NAME, COMMAND = "docs/realism.md", "make realism"
WON_DAY = date(2014, 12, 31)
"""The first year's end on which the winners of 2014 were public."""
REAL = "real, 2014"
ALONE, TOGETHER = "each area alone", "capacity shared"
MOST_NAMED = 25
LIMIT_S = 1800.0
"""How long a line-up, or all areas together, is sought at most: long enough on a busy machine."""


def parts(*, with_real: bool) -> Iterator[dict[str, Iterable[str]]]:
    """All tables by name; what tells of the real line-ups of 2014 is made only if asked for."""
    earlier, later = (read_pack(builtin(name)) for name in BUILT_IN_PROGRAMMES)
    yield _transforming(Snapshot(earlier), with_real=with_real)
    yield _commissioned(LeftOut(later, earlier, earlier_day=EARLIER_DAY))


def write(part: Mapping[str, Iterable[str]], path: Path = PAGE) -> None:
    """Put tables in their places; each part takes minutes, so each is kept at once."""
    text = path.read_text("utf-8")
    for name, lines in part.items():
        text = placed(text, name, lines, page=NAME, command=COMMAND)
    path.write_text(text, "utf-8")


def suggested(snapshot: Snapshot, *, as_of: date) -> list[Seating]:
    """The best line-up of every area, each for itself."""
    directory = Directory(snapshot)
    briefs = [
        Brief(area=area.id, as_of=as_of, k=1, time_limit_s=LIMIT_S) for area in snapshot.areas
    ]

    def one(brief: Brief) -> Seating | None:
        case = open_case(snapshot, brief, directory=directory)
        best = Inquiry(case).best.solution
        return None if best is None else suggested_seating(case, best)

    return [seating for seating in in_parallel(one, briefs) if seating is not None]


def together(snapshot: Snapshot, *, as_of: date) -> list[Seating]:
    """The line-ups of all areas when each body's capacity counts once."""
    first = str(snapshot.areas[0].id)
    brief = Brief(area=first, as_of=as_of, k=1, time_limit_s=LIMIT_S)
    return [
        told_seating(snapshot, index, one.line_up, as_of=as_of)
        for index, one in enumerate(national(snapshot, brief).areas)
        if one.line_up is not None
    ]


def _transforming(snapshot: Snapshot, *, with_real: bool) -> dict[str, Iterable[str]]:
    shape = shape_of(suggested(snapshot, as_of=EARLIER_DAY))
    shared = shape_of(together(snapshot, as_of=EARLIER_DAY))
    real = real_shape(snapshot) if with_real else None
    both = {ALONE: shape, TOGETHER: shared}
    names = {str(body.id): body.name for body in snapshot.organisations}
    pathways = {pathway.key: pathway.name for pathway in snapshot.pathways}
    told: dict[str, Iterable[str]] = {
        "version": [f"The facts have data version `{snapshot.data_version}`."],
        "aims": aims_table(both, names),
        "shape": shapes_table({**both, REAL: real}, kept=real_figures(PAGE.read_text("utf-8"))),
        "pathways met": met_table(both, pathways),
        "who appears": often_table(both, names, most=MOST_NAMED),
    }
    return {**told, **_real(snapshot)} if with_real else told


def real_figures(text: str) -> dict[str, str]:
    """What the page says of the real line-ups of 2014, which stays until they are read again."""
    return last_column(standing(text, "shape", page=NAME, command=COMMAND))


def _real(snapshot: Snapshot) -> dict[str, Iterable[str]]:
    said = f"The real line-ups of 2014 were read from data version `{snapshot.data_version}`."
    return {"real version": [said], "leads": real_leads(snapshot)}


def real_shape(snapshot: Snapshot) -> Shape:
    """What the bids that won look like, as of the first year's end on which they were public."""
    return shape_of(won_seatings(snapshot, CollaborationKind.TR_BID, as_of=WON_DAY))


def real_leads(snapshot: Snapshot) -> Iterator[str]:
    """Where each lead of 2014 stood among those that could lead, as of the day before."""
    pairs = sorted({(winner.lead, winner.area) for winner in winners(snapshot)})

    def one(pair: tuple[int, int]) -> tuple[int | None, int]:
        lead, area = pair
        brief = Brief(area=snapshot.areas[area].id, as_of=EARLIER_DAY, k=1)
        values = lead_values(open_case(snapshot, brief))
        could, own = int(np.isfinite(values).sum()), values[lead]
        return (int((values > own).sum()) + 1 if np.isfinite(own) else None), could

    yield "| lead | area | rank as lead | of |"
    yield "|---|---|---|---|"
    for (lead, area), (rank, could) in zip(pairs, in_parallel(one, pairs), strict=True):
        name = markdown(snapshot.organisations[lead].name)
        where = markdown(snapshot.areas[area].short_name)
        yield f"| {name} | {where} | {'none' if rank is None else rank} | {could} |"


def _commissioned(left_out: LeftOut) -> dict[str, Iterable[str]]:
    whole = Snapshot(left_out.facts)
    known = {before: known_lots(left_out, left_out.lots, before=before) for before in (True, False)}
    fields = {
        f"{_facts_name(before=before)}, {'given' if led else 'not given'}": (
            list(in_parallel(partial(field_of, led=led), known[before])),
            [str(lot.prime) for lot in left_out.lots],
        )
        for before, led in ((True, True), (True, False), (False, True))
    }
    return {
        "contracts": _contract_shapes(known, whole),
        "ranks": ranks_table(fields),
        "primes": _primes(known),
    }


def _facts_name(*, before: bool) -> str:
    return "earlier contracts" if before else "all other contracts"


def _contract_shapes(known: Mapping[bool, Sequence[Known]], whole: Snapshot) -> Iterator[str]:
    found = {
        before: [
            both
            for both in in_parallel(lambda one: seatings(one, whole, led=True), some)
            if both is not None
        ]
        for before, some in known.items()
    }
    shapes: dict[str, Shape | None] = {
        f"suggested, {_facts_name(before=before)}": shape_of([first for first, _ in both])
        for before, both in found.items()
    }
    real = shape_of([real for _, real in found[False]])
    return shapes_table({**shapes, "real": real})


def _primes(known: Mapping[bool, Sequence[Known]]) -> Iterator[str]:
    yield "| facts | contracts | prime could lead | mean share of possible leads before it |"
    yield "|---|---|---|---|"
    for before, some in known.items():
        places = [place for place in in_parallel(lead_place, some) if place is not None]
        share = np.mean([(rank - 1) / max(of - 1, 1) for rank, of in places])
        yield f"| {_facts_name(before=before)} | {len(some)} | {len(places)} | {share:.3f} |"


if __name__ == "__main__":
    for each in parts(with_real=sys.argv[1:] == ["--real", "2014"]):
        write(each)
