"""Which group each organisation is of, by what the facts say: for measuring fairness only.

Nothing here is read by a signal of the model of partners. A group is never guessed: who has no fact
is "not known", and who leads a body is known only where somebody says so in a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from graph.records.kinds import OrganisationKind, PlaceKind, Sector, Sex
from graph.snapshot.columns import ORGANISATION_KINDS, SEXES, day_number
from matcher.case.scoring import WOMEN
from matcher.case.sizes import turnovers
from matcher.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot

    Flags = NDArray[np.bool_]
    Indices = NDArray[np.int32]

NOT_KNOWN = "not known"
SECTOR, SIZE, NATION, REGION = "sector", "size", "nation", "region"
FOR_WOMEN, FOR_MINORITIES = "for-women", "for-minorities"
WOMEN_LED, MINORITY_LED = "women-led", "minority-led"
GROUPINGS: Mapping[str, str] = {
    SECTOR: "who owns it",
    SIZE: "its latest turnover that was public",
    NATION: "the nations where it is known to work",
    REGION: "the regions where it is known to work",
    FOR_WOMEN: "whether all its work is for women only; not who leads it",
    FOR_MINORITIES: "whether any of its work is for minority ethnic people; not who leads it",
    WOMEN_LED: "whether it is led by women, where a table says so",
    MINORITY_LED: "whether it is led by people of minorities, where a table says so",
}
"""The groupings that there always are, and what each goes by."""
_MINORITIES = "black_and_minority_ethnic"
_BANDS = (
    (0.0, "under £100,000"),
    (100_000.0, "£100,000 to £1m"),
    (1_000_000.0, "£1m to £10m"),
    (10_000_000.0, "£10m to £100m"),
    (100_000_000.0, "£100m or more"),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouping:
    """Each organisation in one group.

    Attributes
    ----------
    name : what tells the groups apart
    labels : the G groups, in the order of a report; the last is "not known"
    group : the group of each organisation, an index into `labels`, shape (N,)
    """

    name: str
    labels: tuple[str, ...]
    group: Indices

    @property
    def is_known(self) -> bool:
        """Whether anything is known of anybody."""
        return bool((self.group < len(self.labels) - 1).any())

    def counts(self, flags: Flags) -> NDArray[np.int64]:
        """Count the flagged organisations of each group, shape (G,)."""
        return np.bincount(self.group[flags], minlength=len(self.labels))

    def sums(self, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up amounts (N,) by group, shape (G,)."""
        sums = np.bincount(self.group, weights=amounts, minlength=len(self.labels))
        return np.asarray(sums, dtype=np.float64)


Told = dict[str, dict[int, str]]
"""What a table says: by the name of a grouping, the group of some organisations."""


def grouping_of(
    snapshot: Snapshot, name: str, *, as_of: date, told: Told | None = None
) -> Grouping:
    """Group the organisations by what was public on a day.

    Parameters
    ----------
    snapshot : the facts
    name : one of `GROUPINGS`, or of what is told
    as_of : the day
    told : what a table says besides; it goes before the facts

    Raises
    ------
    UnknownNameError
        If there is no such grouping.
    """
    if name in (told or {}):
        return _by_table(snapshot, name, (told or {})[name])
    made = {
        SECTOR: _sectors,
        SIZE: _sizes,
        NATION: _nations,
        REGION: _regions,
        FOR_WOMEN: _for_women,
        FOR_MINORITIES: _for_minorities,
    }
    if name in made:
        labels, group = made[name](snapshot, as_of)
        return Grouping(name=name, labels=(*labels, NOT_KNOWN), group=group.astype(np.int32))
    if name in GROUPINGS:
        return _by_table(snapshot, name, {})
    kind = "grouping"
    raise UnknownNameError(kind, name, nearest(name, [*GROUPINGS, *(told or {})]))


def nearest(text: str, words: Sequence[str]) -> list[str]:
    """The nearest of some words to one that is none of them."""
    from rapidfuzz import process  # noqa: PLC0415  (only needed when a name is wrong)

    return [str(found[0]) for found in process.extract(text, words, limit=3)]


def _by_table(snapshot: Snapshot, name: str, said: Mapping[int, str]) -> Grouping:
    labels = sorted(set(said.values()) - {NOT_KNOWN})
    group = np.full(len(snapshot.organisations), len(labels), dtype=np.int32)
    for index, label in said.items():
        if label != NOT_KNOWN:
            group[index] = labels.index(label)
    return Grouping(name=name, labels=(*labels, NOT_KNOWN), group=group)


def _sectors(snapshot: Snapshot, _as_of: date) -> tuple[tuple[str, ...], Indices]:
    sectors = tuple(Sector)
    of_kind = np.array([sectors.index(OrganisationKind(k).sector) for k in ORGANISATION_KINDS])
    return tuple(each.value for each in sectors), of_kind[snapshot.organisation_columns.kind]


def _sizes(snapshot: Snapshot, as_of: date) -> tuple[tuple[str, ...], Indices]:
    turnover = turnovers(snapshot, as_of)
    feet = np.array([foot for foot, _ in _BANDS])
    band = np.digitize(np.nan_to_num(turnover), feet) - 1
    labels = tuple(label for _, label in _BANDS)
    return labels, np.where(np.isnan(turnover), len(labels), band).astype(np.int32)


def _nations(snapshot: Snapshot, as_of: date) -> tuple[tuple[str, ...], Indices]:
    place, names = _within(snapshot, PlaceKind.COUNTRY)
    return (*names, "several nations"), _where(snapshot, as_of, place, len(names))


def _regions(snapshot: Snapshot, as_of: date) -> tuple[tuple[str, ...], Indices]:
    """By region; what is in none is told by its nation."""
    region, names = _within(snapshot, PlaceKind.REGION)
    nation, nations = _within(snapshot, PlaceKind.COUNTRY)
    outside = region < 0
    others = sorted(set(nation[outside & (nation >= 0)].tolist()))
    for nth, each in enumerate(others):
        region[outside & (nation == each)] = len(names) + nth
    labels = (*names, *(nations[each] for each in others))
    return (*labels, "several regions"), _where(snapshot, as_of, region, len(labels))


def _within(snapshot: Snapshot, kind: PlaceKind) -> tuple[Indices, list[str]]:
    """The smallest place of a kind around each authority, -1 for none; and their names."""
    wide = np.flatnonzero([place.kind is kind for place in snapshot.places])
    around = np.full(len(snapshot.authorities), -1, dtype=np.int32)
    by_size = wide[np.argsort(-np.diff(snapshot.covers.indptr)[wide], kind="stable")]
    for place in by_size.tolist():
        around[snapshot.covers[[place]].indices] = place
    used = [place for place in wide.tolist() if (around == place).any()]
    numbers = {place: nth for nth, place in enumerate(used)}
    found = np.array([numbers.get(place, -1) for place in around.tolist()], dtype=np.int32)
    return found, [snapshot.places[place].name for place in used]


def _where(snapshot: Snapshot, as_of: date, place: Indices, several: int) -> Indices:
    """The one place in which each works, or `several`, or one more for not known; shape (N,)."""
    reach = sparse.coo_array(snapshot.reach)
    known = (reach.data <= day_number(as_of)) & (place[reach.col] >= 0)
    pairs = np.unique(np.stack([reach.row[known], place[reach.col[known]]]), axis=1)
    group = np.full(len(snapshot.organisations), several + 1, dtype=np.int32)
    group[pairs[0]] = pairs[1]
    count = np.bincount(pairs[0], minlength=len(group))
    group[count > 1] = several
    return group


def _for_women(snapshot: Snapshot, as_of: date) -> tuple[tuple[str, ...], Indices]:
    rows = snapshot.capabilities
    only = np.array([cohorts == (WOMEN,) for cohorts in snapshot.cohort_sets], dtype=bool)
    women = only[rows.cohorts] | (rows.sex == SEXES.index(Sex.WOMEN))
    count, others = _counted(snapshot, as_of, women), _counted(snapshot, as_of, ~women)
    return ("only for women", "for others too"), np.where(others > 0, 1, np.where(count > 0, 0, 2))


def _for_minorities(snapshot: Snapshot, as_of: date) -> tuple[tuple[str, ...], Indices]:
    named = np.array([_MINORITIES in cohorts for cohorts in snapshot.cohort_sets], dtype=bool)
    theirs = named[snapshot.capabilities.cohorts]
    count, others = _counted(snapshot, as_of, theirs), _counted(snapshot, as_of, ~theirs)
    labels = ("names minority ethnic people", "names none")
    return labels, np.where(count > 0, 0, np.where(others > 0, 1, 2))


def _counted(snapshot: Snapshot, as_of: date, which: Flags) -> NDArray[np.int64]:
    """How many capabilities of some sort each is known for, shape (N,)."""
    rows = snapshot.capabilities
    counts = which & (rows.known_day <= day_number(as_of)) & (rows.probability > 0)
    return np.bincount(rows.organisation[counts], minlength=len(snapshot.organisations))
