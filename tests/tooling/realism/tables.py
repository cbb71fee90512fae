"""The tables of docs/realism.md, as lines of Markdown."""

from __future__ import annotations

from statistics import mean
from types import MappingProxyType
from typing import TYPE_CHECKING

from api.formats.backtest_report import markdown
from matcher.questions.backtest import TOP, placings, ranking_quality
from tests.tooling.realism.measure import interval, ndcg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from matcher.questions.backtest import AreaField
    from matcher.questions.realism import Shape

NOT_READ = "not read yet"
ABUSE = "women_abuse"
BODIES, LEADS, FEWEST, HALF, THIRD, ABUSE_MET = 120, 6, 10, 0.5, 1 / 3, 0.55
"""The other aims of the programme: bodies, leads, members, and shares."""
_REACHED = {True: "yes", False: "no", None: "not known"}
OFTEN = 15
"""The aim: nobody in more than so many of the 21 best line-ups."""


_REACHES = ("local", "regional", "national", "unknown")
_VCSE = "VCSEs and mutuals"


def shapes_table(
    shapes: Mapping[str, Shape | None], *, kept: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """The figures of some sets of line-ups side by side.

    One that was not read is None: its cells are those of `kept`, by figure, or say so.
    """
    yield f"| figure | {' | '.join(shapes)} |"
    yield "|---" * (len(shapes) + 1) + "|"
    roles = {role for shape in shapes.values() if shape for role in shape.by_role}
    for name, figure in _figures(sorted(roles | _roles_of(kept))).items():
        cells = [
            kept.get(name, NOT_READ) if shape is None else figure(shape)
            for shape in shapes.values()
        ]
        yield f"| {name} | {' | '.join(cells)} |"


def last_column(table: str) -> dict[str, str]:
    """Read what a table of figures says in its last column, by figure."""
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return {row[0]: row[-1] for row in rows[1:]}


def _roles_of(kept: Mapping[str, str]) -> set[str]:
    kinds = {name.removeprefix("seats: ") for name in kept if name.startswith("seats: ")}
    return kinds - {*_REACHES, _VCSE}


def _figures(roles: Sequence[str]) -> dict[str, Callable[[Shape], str]]:
    def share_of(role: str) -> Callable[[Shape], str]:
        return lambda s: _share(s.by_role.get(role, 0.0))

    def volume_of(role: str) -> Callable[[Shape], str]:
        return lambda s: _share((s.volume_by_role or {}).get(role), known=s.volume_by_role)

    def reach(key: str) -> Callable[[Shape], str]:
        return lambda s: _share(s.by_reach.get(key, 0.0))

    def volume_reach(key: str) -> Callable[[Shape], str]:
        return lambda s: _share((s.volume_by_reach or {}).get(key), known=s.volume_by_reach)

    return {
        "line-ups; seats": lambda s: f"{s.line_ups}; {s.seats}",
        "members, least; median; most": lambda s: f"{s.least}; {s.median:g}; {s.most}",
        "different bodies": lambda s: f"{s.bodies}",
        "the body that appears most often": lambda s: f"{s.seats_of[0][1]} times",
        f"bodies in more than {OFTEN}": lambda s: f"{s.in_more_than(OFTEN)}",
        "different leads; one leads at most": lambda s: f"{len(s.leads_of)}; {s.leads_of[0][1]}",
        **{f"seats: {role}": share_of(role) for role in roles},
        **{f"volume: {role}": volume_of(role) for role in roles},
        **{f"seats: {key}": reach(key) for key in _REACHES},
        **{f"volume: {key}": volume_reach(key) for key in _REACHES[:-1]},
        f"seats: {_VCSE}": lambda s: _share(s.vcse_seats),
        f"volume: {_VCSE}": lambda s: _share(s.vcse_volume, known=s.vcse_volume),
        "pathways a member": lambda s: f"{s.pathways:.1f}",
        "women's specialists a line-up": lambda s: f"{s.womens:.1f}",
        "line-ups with a women's specialist": lambda s: _share(s.with_womens),
        "volume of bodies known only nationally and from memory": lambda s: _share(
            s.remembered, known=s.remembered
        ),
        "volume that rests on a remembered claim for a country": lambda s: _share(
            s.remembered_claims, known=s.remembered_claims
        ),
    }


def _share(share: float | None, known: object = 1) -> str:
    return "not known" if known is None else f"{share or 0.0:.0%}"


def aims_table(shapes: Mapping[str, Shape], names: Mapping[str, str]) -> Iterator[str]:
    """The aims that suggestions alone can reach, beside what was measured."""
    columns = [list(_aims(shape, names)) for shape in shapes.values()]
    yield f"| aim, as of 18 September 2013 | {' | reached | '.join(shapes)} | reached |"
    yield "|---" * (2 * len(shapes) + 1) + "|"
    for row in zip(*columns, strict=True):
        cells = " | ".join(f"{told} | {_REACHED[reached]}" for _, told, reached in row)
        yield f"| {row[0][0]} | {cells} |"


def _aims(shape: Shape, names: Mapping[str, str]) -> Iterator[tuple[str, str, bool | None]]:
    often, leads = shape.seats_of[0], shape.leads_of
    said = ", ".join(f"{markdown(names[body])} {count}" for body, count in leads)
    remembered, claims = shape.remembered, shape.remembered_claims
    local, abuse = shape.by_reach.get("local", 0.0), shape.met.get(ABUSE, 0.0)
    yield "10 to 30 members", f"{shape.least} to {shape.most}", shape.least >= FEWEST
    yield "at least 120 different bodies", f"{shape.bodies}", shape.bodies >= BODIES
    yield (
        f"none in more than {OFTEN}",
        f"{shape.in_more_than(OFTEN)} are; {markdown(names[often[0]])} in {often[1]}",
        not shape.in_more_than(OFTEN),
    )
    yield "at least six leads", f"{len(leads)}: {said}", len(leads) >= LEADS
    on_claims = "" if claims is None else f"; {_share(claims)} on such claims of any"
    yield (
        "under half of the volume rests on bodies known only nationally and from memory",
        f"{_share(remembered)}{on_claims}",
        None if claims is None else max(remembered or 0.0, claims) < HALF,
    )
    yield "a third of members local", _share(local), local >= THIRD
    yield "domestic abuse met at 55 % or more over the areas", _share(abuse), abuse >= ABUSE_MET


def met_table(shapes: Mapping[str, Shape], names: Mapping[str, str]) -> Iterator[str]:
    """How far each pathway's need could be met over all areas, the lowest first."""
    yield f"| pathway | {' | '.join(shapes)} |"
    yield "|---" * (len(shapes) + 1) + "|"
    first = next(iter(shapes.values()))
    for key, _ in sorted(first.met.items(), key=lambda one: one[1]):
        cells = " | ".join(_share(shape.met.get(key, 0.0)) for shape in shapes.values())
        yield f"| {markdown(names[key])} | {cells} |"


def often_table(
    shapes: Mapping[str, Shape], names: Mapping[str, str], *, most: int
) -> Iterator[str]:
    """Who appears most often, and how often it leads."""
    yield f"| organisation | {' | leads | '.join(shapes)} | leads |"
    yield "|---" * (2 * len(shapes) + 1) + "|"
    first, *_ = shapes.values()
    counts = [(dict(shape.seats_of), dict(shape.leads_of)) for shape in shapes.values()]
    for body, _ in first.seats_of[:most]:
        cells = " | ".join(
            f"{seats.get(body, 0)} | {leads.get(body, 0)}" for seats, leads in counts
        )
        yield f"| {markdown(names[body])} | {cells} |"


def ranks_table(fields: Mapping[str, tuple[Sequence[AreaField], Sequence[str]]]) -> Iterator[str]:
    """How high the real members rank, with what each set of facts and briefs gives.

    Each set has its fields, and by field the group that is drawn again for the interval.
    """
    yield (
        "| facts, lead | real memberships | ranked | ranking | mean share before "
        "| in the top ten | NDCG at ten |"
    )
    yield "|---" * 7 + "|"
    for name, (found, groups) in fields.items():
        yield from _ranks(name, found, groups)


def _ranks(name: str, fields: Sequence[AreaField], groups: Sequence[str]) -> Iterator[str]:
    some = [(f, group) for f, group in zip(fields, groups, strict=True) if f.winners]
    places = [place for f, _ in some for place in placings(f)]
    count = len(places)
    ranked = sum(place.model_rank is not None for place in places)
    whole = ranking_quality([f for f, _ in some])
    _, low, high = interval([ndcg(f) for f, _ in some], [group for _, group in some])
    chance = sum(TOP / place.field for place in places)
    model = mean(place.model for place in places)
    popular = mean(place.popularity for place in places)
    top = sum(place.in_top for place in places), sum(p.popular_in_top for p in places)
    yield (
        f"| {name} | {count} | {ranked} | model | {model:.3f} | {top[0]} "
        f"| {whole.model:.3f} ({low:.3f} to {high:.3f}) |"
    )
    yield f"| | | | popularity | {popular:.3f} | {top[1]} | {whole.popularity:.3f} |"
    yield f"| | | | chance | 0.500 | {chance:.1f} | {whole.chance:.3f} |"
