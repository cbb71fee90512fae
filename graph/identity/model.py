"""The model by which two rows are compared, for Splink: comparisons, blocking rules, parameters.

Splink (https://moj-analytical-services.github.io/splink/) follows Fellegi and Sunter (1969): each
comparison adds log2(m / u) to the log2 of the odds, where m is how often true matches are so alike,
and u how often two organisations are that have nothing to do with one another. docs/identity.md
says where each figure is from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.identity.rows import KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from splink import SettingsCreator

MODEL_VERSION = 1
"""Raised when the comparisons or what they compare are others than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How alike two rows are in one respect.

    Attributes
    ----------
    name : in words
    m : how often true matches are so alike, before the data at hand say more
    u : the same of two organisations taken at random, where sampling would not find it out
    frequency : the column by whose frequency the weight is adjusted
    is_fixed : whether `m` stays as it is, whatever the data say
    """

    name: str
    m: float
    u: float | None = None
    frequency: str | None = None
    is_fixed: bool = False


LEVELS: dict[str, tuple[Level, ...]] = {
    "name": (
        Level(name="the same words", m=0.72, frequency="core"),
        Level(name="a slip of the pen", m=0.12, u=2e-7, frequency="core"),
        Level(name="an arm of the other", m=0.0005, u=0.02, is_fixed=True),
        Level(name="one within the other", m=0.08),
        Level(name="several slips", m=0.01, u=1e-5),
        Level(name="three words in common", m=0.02),
        Level(name="two words in common", m=0.03),
        Level(name="other names", m=0.0195),
    ),
    "postcode": (
        Level(name="the same", m=0.62, frequency="postcode"),
        Level(name="the same sector", m=0.07),
        Level(name="the same district", m=0.07),
        Level(name="others", m=0.24),
    ),
    "web": (
        Level(name="the same domain, and names alike", m=0.7, frequency="domain"),
        Level(name="the same domain, other names", m=0.05, u=0.001, is_fixed=True),
        Level(name="others", m=0.25),
    ),
    "telephone": (
        Level(name="the same", m=0.55, u=2e-6),
        Level(name="others", m=0.45),
    ),
    "number": (
        Level(name="the same number of a register", m=0.97, u=1e-6, is_fixed=True),
        Level(name="another number of the register", m=0.03, u=0.999999, is_fixed=True),
    ),
    "sector": (
        Level(name="the same", m=0.85),
        Level(name="others", m=0.15),
    ),
    "places": (
        Level(name="one in common", m=0.8),
        Level(name="none in common", m=0.2),
    ),
}
"""What is compared, the closest first. The shares add up to one."""


def settings(
    m: Mapping[str, Sequence[float]], *, exact_name: float, prior: float
) -> SettingsCreator:
    """Give the settings for Splink.

    Parameters
    ----------
    m : how often true matches reach each level, by comparison, in the order of `LEVELS`
    exact_name : how often two random rows have the same words for a name
    prior : how likely two random rows are of one organisation
    """
    from splink import SettingsCreator  # noqa: PLC0415  (only linking needs it)

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(name, m[name], exact_name) for name in LEVELS],
        blocking_rules_to_generate_predictions=blocking_rules(),
        probability_two_random_records_match=prior,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
        additional_columns_to_retain=["org_id"],
        linker_uid="identity",
    )


def starting_m() -> dict[str, tuple[float, ...]]:
    """Give the `m` of each level before the data at hand say more."""
    return {name: tuple(level.m for level in levels) for name, levels in LEVELS.items()}


def blocking_rules() -> list[Any]:
    """Give the rules that say which rows are compared at all.

    No rule compares two numbers of one register, or two of the programme's own organisations.
    """
    from splink.blocking_rule_library import CustomRule  # noqa: PLC0415  (only linking needs it)

    apart = "l.kin <> r.kin AND NOT (l.own AND r.own)"
    rules = [CustomRule(f"l.key_{key} = r.key_{key} AND {apart}") for key in KEYS]
    words = "l.pairs_of_words = r.pairs_of_words"
    return [*rules, CustomRule(f"{words} AND {apart}", arrays_to_explode=["pairs_of_words"])]


def _comparison(name: str, m: Sequence[float], exact_name: float) -> Any:  # noqa: ANN401
    from splink.comparison_library import CustomComparison  # noqa: PLC0415

    levels = [_unknown(name)]
    for level, condition, share in zip(LEVELS[name], _conditions(name), m, strict=True):
        u = exact_name if level.frequency == "core" and level.u is None else level.u
        options: dict[str, Any] = {
            "label_for_charts": level.name,
            "m_probability": share,
            "fix_m_probability": level.is_fixed,
        }
        if u is not None:
            options |= {"u_probability": u, "fix_u_probability": True}
        if level.frequency is not None:
            options["tf_adjustment_column"] = level.frequency
        if level.frequency == "domain":  # the next level is not of equal domains alone
            options["disable_tf_exact_match_detection"] = True
        levels.append(condition.configure(**options))
    return CustomComparison(levels, output_column_name=name)


def _unknown(name: str) -> Any:  # noqa: ANN401
    """Give the level of what one side does not know, which adds nothing."""
    from splink import comparison_level_library as levels  # noqa: PLC0415

    if name == "number":
        shared = levels.ArrayIntersectLevel("registers", 1)
        return levels.Not(shared).configure(is_null_level=True)
    return levels.NullLevel(_COLUMNS[name])


_COLUMNS = {
    "name": "core",
    "postcode": "postcode",
    "web": "domain",
    "telephone": "phone",
    "sector": "sector",
    "places": "places",
}


def _conditions(name: str) -> list[Any]:
    """Give what each level of a comparison asks, in the words of any database."""
    from splink import comparison_level_library as levels  # noqa: PLC0415

    if name == "name":
        return _name_conditions()
    if name == "postcode":
        exact = [levels.ExactMatchLevel(c) for c in ("postcode", "postal_sector", "district")]
        return [*exact, levels.ElseLevel()]
    if name == "web":
        same = levels.ExactMatchLevel("domain")
        alike = levels.Or(levels.ArraySubsetLevel("core_words"), levels.LevenshteinLevel("name", 4))
        return [levels.And(same, alike), levels.ExactMatchLevel("domain"), levels.ElseLevel()]
    if name == "number":
        return [levels.ArrayIntersectLevel("numbers", 1), levels.ElseLevel()]
    if name == "places":
        return [levels.ArrayIntersectLevel("places", 1), levels.ElseLevel()]
    return [levels.ExactMatchLevel(_COLUMNS[name]), levels.ElseLevel()]


def _name_conditions() -> list[Any]:
    """Give the levels of names.

    A slip of the pen makes a word that hardly anybody else has. Two names that differ by words
    which many have (Essex, Sussex) are different names, however near their letters are.
    """
    from splink import comparison_level_library as levels  # noqa: PLC0415

    slipped = "rare_l <> rare_r AND digits_l = digits_r AND arm_l = arm_r"
    short, long = "length(name_l) >= 6 AND length(name_r) >= 6", "length(name_l) >= 16"
    within = levels.And(
        levels.ArraySubsetLevel("core_words"), levels.ArrayIntersectLevel("core_words", 2)
    )
    return [
        levels.ExactMatchLevel("core"),
        levels.And(
            levels.CustomLevel(f"{slipped} AND {short}"), levels.LevenshteinLevel("name", 2)
        ),
        levels.And(levels.CustomLevel("arm_l <> arm_r"), levels.ArraySubsetLevel("core_words")),
        within,
        levels.And(levels.CustomLevel(f"{slipped} AND {long}"), levels.LevenshteinLevel("name", 4)),
        levels.ArrayIntersectLevel("core_words", 3),
        levels.ArrayIntersectLevel("core_words", 2),
        levels.ElseLevel(),
    ]
