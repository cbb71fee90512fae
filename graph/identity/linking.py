"""Linking: subjects in, links out, each with what every comparison added.

The parameters are estimated on the data at hand: how alike two organisations are by chance from
random pairs, how alike true matches are from those that share a number. Both are reproducible: the
same subjects and seed give the same links.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.identity.backends import backend
from graph.identity.model import LEVELS, MODEL_VERSION, settings, starting_m
from graph.identity.rows import FREQUENT, MEMORY_MB, THREADS, Counted, connect, load
from graph.records.entries import Link, LinkMethod
from graph.records.identifiers import OrgId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from graph.identity.backends import Backend
    from graph.identity.subjects import Subject

LEAST = 0.5
"""Links that are less likely are not kept."""
PRIOR = "prior"
"""The part of a waterfall that stands before all comparisons."""
SEED = 2013
_RANDOM_PAIRS = 2_000_000
_TRUST = 300
"""How many true matches what the model starts from is worth, beside those that the data hold."""
_LEAST_TRUE = 0.3
"""Of pairs with a name that nobody else has, the share that are taken to match at least."""
_AT_ONCE = 10_000
_MOST_LABELS = 50_000
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What linking found.

    Attributes
    ----------
    links : those at least as likely as asked, in the order of their ends
    model : what identifies the parameters that said so
    counted : how many organisations and rows were compared
    labelled : how many pairs were known to match, from which the parameters were learnt
    m : how often true matches reach each level, by comparison
    """

    links: tuple[Link, ...]
    model: str
    counted: Counted
    labelled: int
    m: Mapping[str, tuple[float, ...]]


def link(
    subjects: Iterable[Subject],
    *,
    scratch: Path,
    place_names: Iterable[str] = (),
    seed: int = SEED,
    least: float = LEAST,
    memory_mb: int = MEMORY_MB,
    threads: int = THREADS,
    backend_name: str = "duckdb",
    progress: Callable[[str], None] = lambda _: None,
) -> Linked:
    """Find which subjects are likely of one organisation.

    Parameters
    ----------
    subjects : what is compared; they may be more than memory holds
    scratch : an empty folder of this process's own, for what does not fit into memory
    place_names : names of places; their words are no slips of the pen
    seed : of the random pairs
    least : links that are less likely are left out
    memory_mb, threads : what DuckDB may use
    backend_name : ``duckdb``, or ``spark`` for more than one machine
    progress : told what is done next

    Raises
    ------
    IdentityError
        If the backend is not there.
    """
    with connect(scratch, memory_mb=memory_mb, threads=threads) as connection:
        progress("reading what sources say")
        counted = load(connection, subjects, place_names=place_names)
        if counted.organisations < 2:  # noqa: PLR2004  (nobody to compare with)
            return Linked(links=(), model="", counted=counted, labelled=0, m=starting_m())
        engine = _Engine(connection, backend(backend_name, connection, scratch))
        progress("learning how alike matches are")
        trained = engine.train(seed)
        progress("comparing")
        links = engine.links(trained, least)
        return Linked(
            links=links,
            model=trained.model,
            counted=counted,
            labelled=trained.labelled,
            m=trained.m,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trained:
    """A model for Splink with all its parameters, and what identifies them."""

    description: dict[str, Any]
    m: Mapping[str, tuple[float, ...]]
    prior: float
    labelled: int

    @property
    def weights(self) -> dict[str, dict[str, float]]:
        """What each level adds to the log2 of the odds, by comparison."""
        return {
            each["output_column_name"]: {
                level["label_for_charts"]: math.log2(level["m_probability"] / u)
                for level in _known_levels(each)
                if (u := level.get("u_probability"))
            }
            for each in self.description["comparisons"]
        }

    @property
    def model(self) -> str:
        """The hash of the settings, in 16 digits."""
        text = json.dumps([MODEL_VERSION, self.description], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class _Engine:
    """Splink on the table of rows."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, used: Backend) -> None:
        self._connection, self._used = connection, used

    def train(self, seed: int) -> _Trained:
        """Estimate the parameters on the rows."""
        exact_name, prior = self._frequencies()
        linker = self._linker(settings(starting_m(), exact_name=exact_name, prior=prior))
        linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=seed)
        self._connection.execute(_LABELS)
        labelled = self._connection.execute("SELECT count(*) FROM labels").fetchall()[0][0]
        if labelled:
            labels = linker.table_management.register_labels_table(self._used.give("labels"))
            linker.training.estimate_m_from_pairwise_labels(labels)
        description = linker.misc.save_model_to_json()
        m = _set_m(description, labelled)
        return _Trained(description=description, m=m, prior=prior, labelled=labelled)

    def links(self, trained: _Trained, least: float) -> tuple[Link, ...]:
        """Compare what the blocking rules bring together."""
        linker = self._linker(trained.description)
        found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
        self._used.take(found, "predicted")
        return tuple(self._best(trained))

    def _linker(self, described: Any) -> Any:  # noqa: ANN401
        from splink import Linker  # noqa: PLC0415  (only linking needs it)

        rows = self._used.give("rows")
        linker = Linker(rows, described, log_level=None, validate_settings=False)
        for column in FREQUENT:
            table = self._used.give(f"frequencies_of_{column}")
            linker.table_management.register_term_frequency_lookup(table, column)
        return linker

    def _frequencies(self) -> tuple[float, float]:
        """Say how often two random rows have one name, and how often they are of one body."""
        pairs, open_pairs, namesakes, alike, chance = (
            float(value or 0) for value in self._connection.execute(_ALIKE).fetchall()[0]
        )
        matches = max(alike * max(1 - chance, _LEAST_TRUE), 1.0) / LEVELS["name"][0].m
        exact_name = min(max(namesakes, 0.1) / pairs, 0.5)
        return exact_name, min(matches / max(open_pairs, 1.0), 0.1)

    def _best(self, trained: _Trained) -> Iterator[Link]:
        """Yield for each two organisations what their closest rows say."""
        prior = math.log2(trained.prior / (1 - trained.prior))
        weights = trained.weights
        columns = ", ".join(column for name in weights for column in _columns(name))
        cursor = self._connection.execute(_BEST.format(columns=columns))
        while batch := cursor.fetchmany(_AT_ONCE):
            for left, right, weight, *added in batch:
                yield Link(
                    left=OrgId(left),
                    right=OrgId(right),
                    probability=round(1 / (1 + 2.0**-weight), _DIGITS),
                    method=LinkMethod.MODEL,
                    waterfall={PRIOR: round(prior, _DIGITS), **dict(_steps(added, weights))},
                    model=trained.model,
                )


def _columns(comparison: str) -> tuple[str, str]:
    """Give Splink's columns for a comparison: its weight, and that of how frequent a value is."""
    is_adjusted = any(level.frequency for level in LEVELS[comparison])
    return f"mw_{comparison}", f"mw_tf_adj_{comparison}" if is_adjusted else "0.0"


def _steps(
    added: Sequence[float], levels: Mapping[str, Mapping[str, float]]
) -> Iterator[tuple[str, float]]:
    """Yield the parts of a waterfall; none for what one side does not know.

    Splink tells the weight of a level but not which one it is; no two have the same.
    """
    for place, (comparison, weights) in enumerate(levels.items()):
        weight, frequency = added[2 * place : 2 * place + 2]
        if weight:
            level = min(weights, key=lambda name: abs(weights[name] - weight))
            yield f"{comparison}: {level}", round(weight, _DIGITS)
        if frequency:
            yield f"{comparison}: how frequent that is", round(frequency, _DIGITS)


def _known_levels(comparison: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [each for each in comparison["comparison_levels"] if not each.get("is_null_level")]


def _set_m(description: dict[str, Any], labelled: int) -> dict[str, tuple[float, ...]]:
    """Set the `m` of a model from what was counted and what it started from; give them."""
    found = {}
    for comparison in description["comparisons"]:
        name = comparison["output_column_name"]
        levels = _known_levels(comparison)
        weight = labelled / (labelled + _TRUST)
        for level, start in zip(levels, LEVELS[name], strict=True):
            counted = float(level.get("m_probability", start.m))
            blended = weight * counted + (1 - weight) * start.m
            level["m_probability"] = start.m if start.is_fixed else blended
            level["fix_m_probability"] = True
        found[name] = tuple(level["m_probability"] for level in levels)
    return found


_ALIKE = """
WITH bodies AS (
    SELECT DISTINCT org_id, kin, own FROM rows
), held AS (
    SELECT core, CASE WHEN kin = org_id THEN source ELSE kin END AS holder,
        CASE WHEN bool_and(kin = org_id) THEN 1 ELSE count(DISTINCT org_id) END AS n
    FROM rows WHERE core IS NOT NULL GROUP BY 1, 2
), shared AS (
    SELECT core, count(*) AS holders FROM held GROUP BY core HAVING max(n) = 1
)
SELECT
    (SELECT count(*) * (count(*) - 1) / 2.0 FROM rows),
    (SELECT count(*) * (count(*) - 1) / 2.0 FROM bodies)
        - (SELECT sum(n * (n - 1) / 2.0) FROM (SELECT count(*) AS n FROM bodies GROUP BY kin))
        - (SELECT count(*) * (count(*) - 1) / 2.0 FROM bodies WHERE own)
        + (SELECT coalesce(sum(n * (n - 1) / 2.0), 0) FROM (
            SELECT count(*) AS n FROM bodies WHERE own GROUP BY kin)),
    (SELECT sum(n * (n - 1) / 2.0) FROM held),
    (SELECT sum(holders * (holders - 1) / 2.0) FROM shared),
    (SELECT 2.0 * count(*) FILTER (n = 2) / greatest(count(*) FILTER (n = 1), 1) FROM held)
"""
"""All pairs of rows; pairs of bodies that may be one, so neither of one register nor both the
programme's own; namesakes within one register; pairs whose name nobody else has in either of two
registers or sources; and the share of those that is to be expected by chance."""

_LABELS = f"""
CREATE OR REPLACE TABLE labels AS
WITH same AS (
    SELECT l.unique_id AS unique_id_l, r.unique_id AS unique_id_r, l.org_id, r.source,
        l.core = r.core AS alike, levenshtein(l.name, r.name) AS off
    FROM rows l JOIN rows r ON l.org_id = r.org_id
    WHERE l.source < r.source AND l.name IS NOT NULL AND r.name IS NOT NULL
    UNION ALL
    SELECT l.unique_id, r.unique_id, l.org_id, r.org_id, l.core = r.core,
        levenshtein(l.name, r.name)
    FROM (SELECT *, unnest(numbers) AS number FROM rows) l JOIN rows r ON l.number = r.org_id
    WHERE l.org_id <> r.org_id AND l.name IS NOT NULL AND r.name IS NOT NULL
)
SELECT unique_id_l, unique_id_r FROM same
QUALIFY row_number() OVER (
    PARTITION BY org_id, source ORDER BY alike DESC, off, unique_id_l, unique_id_r) = 1
ORDER BY hash(unique_id_l, unique_id_r) LIMIT {_MOST_LABELS}
"""  # noqa: S608
"""Pairs that are surely of one organisation: one identifier in two sources, or one that a source
gives for another. Of an organisation with several names the closest two are compared."""

_BEST = """
WITH best AS (
    SELECT least(org_id_l, org_id_r) AS first, greatest(org_id_l, org_id_r) AS second, *
    FROM predicted WHERE org_id_l <> org_id_r
    QUALIFY row_number() OVER (
        PARTITION BY first, second ORDER BY match_weight DESC, unique_id_l, unique_id_r) = 1
)
SELECT first, second, match_weight, {columns} FROM best ORDER BY first, second
"""
