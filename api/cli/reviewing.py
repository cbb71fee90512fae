"""What `matcher identity review` and `show` tell: who waits for a person, and what links say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.cli.destination import CommandError
from api.cli.output import Format, note
from api.cli.tables.layout import Line, indented, titled_table
from graph.identity.clusters import Why
from graph.identity.linking import PRIOR
from graph.identity.review import Stake, items
from graph.records.identifiers import OrgId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.formats.serialise import Cell, Row
    from graph.identity.review import Case, Item, Side
    from graph.records.entries import Decision, Link

    Sides = Callable[[Iterable[OrgId]], Mapping[OrgId, Side]]

CASE_COLUMNS = (
    *("item", "record", "stake", "kind"),
    *("left", "left_names", "left_postcodes", "left_webs", "left_numbers", "left_sources"),
    *("right", "right_names", "right_postcodes", "right_webs", "right_numbers", "right_sources"),
    *("probability", "reason", "waterfall"),
)
SHOWN_COLUMNS = ("identifier", "canonical", "other", "how", "probability", "waterfall")

_KINDS = {
    Why.UNSURE: "likely, but not sure",
    Why.RIVALS: "several candidates, of which one at most is right",
    Why.CHAIN: "through others, what contradicts itself",
    Why.NUMBERS: "stronger evidence gives it another number of the register",
    Why.OWN: "stronger evidence makes it another of the programme's own",
    Why.DECIDED: "contradicts what a person decided",
}
_STAKES = {
    Stake.STATED: "work is stated",
    Stake.INFERRED: "work is inferred",
    Stake.NONE: "no work is known",
}
_TIMES = "\N{MULTIPLICATION SIGN}"
_LEAST_SHOWN = 0.05
"""Log2 of the smallest factor that is worth a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which items are listed.

    Attributes
    ----------
    kind : that one of the item's pairs has; empty for any
    candidates : whether only those whose work is known
    about : an identifier that the item has; empty for any
    page, limit : which page of a table, and how many items it has
    """

    kind: str = ""
    candidates: bool = False
    about: str = ""
    page: int = 1
    limit: int = 20

    def takes(self, item: Item) -> bool:
        """Say whether an item is listed."""
        ends = {end for case in item.cases for end in (case.left, case.right)}
        return (
            (not self.kind or self.kind in item.kinds)
            and (not self.candidates or item.stake is not Stake.NONE)
            and (not self.about or self.about in ends)
        )

    def on_page(self, listed: Sequence[Item]) -> Sequence[Item]:
        """Give the items of the page."""
        start = (self.page - 1) * self.limit
        if listed and start >= len(listed):
            message = f"the last page is {-(-len(listed) // self.limit)}"
            raise CommandError(message)
        return listed[start : start + self.limit]


def check_kind(kind: str) -> None:
    """See whether there is such a kind.

    Raises
    ------
    CommandError
        If there is none.
    """
    if kind and kind not in set(Why):
        message = f"there is no kind {kind!r}; there are: {', '.join(Why)}"
        raise CommandError(message)


def emit_items(
    listed: Sequence[Case],
    own: frozenset[OrgId],
    stakes: Mapping[OrgId, Stake],
    *,
    choice: Choice,
    sides: Sides,
    output: Output,
) -> None:
    """List what a person should decide, record by record."""
    every = items(listed, own, stakes)
    taken = [item for item in every if choice.takes(item)]

    rows = [] if output.format is Format.TABLE else _rows(taken, sides(_ends(taken)))
    output.emit(
        rows,
        columns=CASE_COLUMNS,
        rows=lambda: rows,
        table=lambda: _items_table(every, taken, choice, sides),
    )
    if taken:
        note("Say what you know: matcher identity decide LEFT RIGHT --same or --different")


def _rows(taken: Sequence[Item], known: Mapping[OrgId, Side]) -> list[Row]:
    return [
        {
            "item": number,
            "record": str(item.record),
            "stake": item.stake.value,
            **_case_row(case, known),
        }
        for number, item in enumerate(taken, 1)
        for case in item.cases
    ]


def _ends(listed: Iterable[Item]) -> set[OrgId]:
    return {end for item in listed for case in item.cases for end in (case.left, case.right)}


def _case_row(case: Case, known: Mapping[OrgId, Side]) -> Row:
    row: dict[str, Cell] = {"kind": case.why.value}
    for name, end in (("left", case.left), ("right", case.right)):
        side = known[end]
        row |= {
            name: str(end),
            f"{name}_names": "; ".join(side.names),
            f"{name}_postcodes": "; ".join(side.postcodes),
            f"{name}_webs": "; ".join(side.webs),
            f"{name}_numbers": "; ".join(side.numbers),
            f"{name}_sources": "; ".join(side.sources),
        }
    return row | {
        "probability": case.probability,
        "reason": case.reason,
        "waterfall": log2_waterfall(case.waterfall),
    }


def log2_waterfall(waterfall: Mapping[str, float]) -> str:
    """Write what each comparison added to the log2 of the odds."""
    return ", ".join(f"{name} {value:+.1f}" for name, value in waterfall.items())


def _items_table(
    every: Sequence[Item], taken: Sequence[Item], choice: Choice, sides: Sides
) -> Iterator[RenderableType]:
    yield Line(_counts(every) or "There is nothing for a person to decide.")
    page = choice.on_page(taken)
    if not page:
        yield from [Line("None of it is what you asked for.")] if every else []
        return
    known = sides(_ends(page))
    for number, item in enumerate(page, (choice.page - 1) * choice.limit + 1):
        yield from _item_lines(number, item, known)
    pages = -(-len(taken) // choice.limit)
    if pages > 1:
        yield Line(
            f"Page {choice.page} of {pages:,}: --page {choice.page % pages + 1}; "
            "all: --format csv --output review.csv"
        )


def _item_lines(number: int, item: Item, known: Mapping[OrgId, Side]) -> Iterator[RenderableType]:
    """Yield a record and all that it may be, a line for each thing to compare."""
    yield Line("")
    record = f"{number}. {end_words(item.record, known[item.record])}"
    yield Line(f"{record} ({_STAKES[item.stake]})", bold=True)
    for case in item.cases:
        other = case.other(item.record)
        yield indented(f"may be {end_words(other, known[other])}")
        chance = "" if case.probability is None else f"chance {case.probability:.2f}: "
        yield indented(f"{chance}{case.reason}", by=6)
        if odds := odds_words(case.waterfall):
            yield indented(f"odds: {odds}", by=6)


def _counts(every: Sequence[Item]) -> str:
    """Say how many there are, by what depends on them and by kind."""
    if not every:
        return ""
    pairs = [case for item in every for case in item.cases]
    stakes, kinds = Counter(item.stake for item in every), Counter(case.why for case in pairs)
    lines = [
        f"{_many(len(every), 'record waits', 'records wait')} for a person, "
        f"with {_many(len(pairs), 'candidate', 'candidates')}: "
        + ", ".join(f"{stakes[stake]:,} whose {_STAKES[stake]}" for stake in Stake if stakes[stake])
        + "."
    ]
    lines[0] = lines[0].replace("whose no work", "of whom no work")
    lines += [f"  {why:8} {kinds[why]:>7,}  {_KINDS[why]}" for why in Why if kinds[why]]
    return "\n".join(lines)


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def end_words(identifier: OrgId, side: Side) -> str:
    """Say who is at one end."""
    numbers = ", ".join(number for number in side.numbers if number != identifier)
    also = f"also {numbers}" if numbers else ""
    lines = (str(identifier), side.named, ", ".join(side.postcodes), ", ".join(side.webs), also)
    return "; ".join(filter(None, lines))


def odds_words(waterfall: Mapping[str, float]) -> str:
    """Say how the odds came about, each step that matters as a factor.

    >>> odds_words({"prior": -10.0, "postcode: others": -2.0, "sector: the same": 0.01})
    '1 in 1,024 by chance; postcode: others ÷4'
    """
    steps = [
        f"{name} {_factor(value)}"
        for name, value in waterfall.items()
        if name != PRIOR and abs(value) >= _LEAST_SHOWN
    ]
    start = [f"1 in {_figure(2 ** -waterfall[PRIOR])} by chance"] if PRIOR in waterfall else []
    return "; ".join(start + steps)


def _factor(weight: float) -> str:
    return f"{_TIMES if weight >= 0 else '÷'}{_figure(2 ** abs(weight))}"


def _figure(value: float) -> str:
    """Write a figure with two digits that count."""
    return f"{value:.2g}" if value < 10 else f"{value:,.0f}"  # noqa: PLR2004  (one digit)


def shown_rows(
    identifier: OrgId,
    same: Mapping[OrgId, OrgId],
    links: Iterable[Link],
    decisions: Iterable[Decision],
) -> tuple[OrgId, list[dict[str, Cell]], dict[OrgId, Link]]:
    """Give who somebody is in the facts, a row for each thing that tells, and the links."""
    who = same.get(identifier, identifier)
    cluster = [who, *(each for each, of in same.items() if of == who and each != who)]

    def row(other: OrgId, how: str) -> dict[str, Cell]:
        ends: dict[str, Cell] = dict(zip(SHOWN_COLUMNS, (identifier, who, other), strict=False))
        return ends | {"how": how, "probability": None, "waterfall": ""}

    rows = [row(each, "is one with it") for each in cluster if each != identifier]
    found: dict[OrgId, Link] = {}
    for link in links:
        if identifier in {link.left, link.right}:
            other = link.right if link.left == identifier else link.left
            found[other] = link
            rows.append(
                row(other, f"a link by {link.method}")
                | {
                    "probability": link.probability,
                    "waterfall": log2_waterfall(link.waterfall),
                }
            )
    for each in decisions:
        if identifier in {each.left, each.right}:
            other = each.right if each.left == identifier else each.left
            how = "decided: the same" if each.same else "decided: different"
            rows.append(row(other, f"{how}{each.by and f' ({each.by})'}"))
    return who, rows, found


def shown_table(
    ends: tuple[OrgId, OrgId],
    rows: Sequence[Mapping[str, Cell]],
    links: Mapping[OrgId, Link],
    known: Mapping[OrgId, Side],
) -> Iterator[RenderableType]:
    """Yield what is one with an identifier, then each link with its odds step by step."""
    identifier, who = ends
    yield Line(end_words(identifier, known[identifier]), bold=True)
    if who != identifier:
        yield Line(f"In the facts it is {who}.")
    if not rows:
        yield Line("Nothing is linked to it.")
        return
    table = titled_table("", "Other", "How", right=("Chance",))
    for row in rows:
        other, chance = OrgId(str(row["other"])), row["probability"]
        end = end_words(other, known[other])
        table.add_row(end, str(row["how"]), "" if chance is None else f"{chance:.3f}")
    yield table
    for other, link in links.items():
        yield _steps(other, link)


def _steps(other: OrgId, link: Link) -> RenderableType:
    """Make the waterfall of a link: what each comparison does to the odds, and where they end."""
    table = titled_table(
        f"Why {other} {link.probability:.3f}", "Step", right=("Factor", "Log2", "Odds so far")
    )
    so_far = 0.0
    for name, value in link.waterfall.items():
        so_far += value
        words = "before anything is compared" if name == PRIOR else name
        table.add_row(words, _factor(value), f"{value:+.2f}", _odds(so_far))
    return table


def _odds(weight: float) -> str:
    """Write odds as people say them.

    >>> _odds(3.0), _odds(-3.0)
    ('8 to 1', '1 to 8')
    """
    figure = _figure(2 ** abs(weight))
    return f"{figure} to 1" if weight >= 0 else f"1 to {figure}"
