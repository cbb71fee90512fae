"""Everything that is said of an offer, in one record: its fields are the JSON (docs/offers.md)."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003  (read at run time to make the JSON schema)
from typing import TYPE_CHECKING

from matcher.errors import BriefMistake, OfferError
from matcher.offers.base_case import BaseCase, base_case
from matcher.offers.break_evens import BreakEvens, break_evens
from matcher.offers.checking import checked
from matcher.offers.liability import Liability, liability
from matcher.offers.reading import texts_of
from matcher.offers.simulation import MOST_RUNS, RUNS, SEED, Simulation, simulate
from matcher.offers.stress import StressTest, stress_tests
from matcher.offers.tornado import Driver, tornado
from matcher.offers.verdict import TERMS_TOLD, Verdict, verdict

if TYPE_CHECKING:
    from matcher.offers.records import Offer

FEWEST_RUNS = 100
NOTES = (
    "The offer is modelled from the terms and costs that were given; nothing of it is checked.",
    (
        "The runs draw volumes, results, late payment and the prime provider's failure by chance. "
        "Other risks, such as claims, are not in them."
    ),
    "It is no financial advice.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What is said of an offer.

    Attributes
    ----------
    title : what it is called
    annual_value_gbp : what it is worth in a year at the expected volume, before deductions
    verdict : the answer in plain English, and what to negotiate first
    base_case : what is expected, by month, quarter and year
    break_evens : where it neither gains nor loses
    simulation : what happens in many runs
    liability : what a claim could take beyond the contract
    stress_tests : what it comes to if one thing goes wrong
    tornado : what matters most, first
    inputs : every field of the offer, as texts
    notes : what a reader should know
    """

    title: str
    annual_value_gbp: Decimal
    verdict: Verdict
    base_case: BaseCase
    break_evens: BreakEvens
    simulation: Simulation
    liability: Liability
    stress_tests: tuple[StressTest, ...]
    tornado: tuple[Driver, ...]
    inputs: Mapping[str, str]
    notes: tuple[str, ...]


def assess(
    offer: Offer, *, runs: int = RUNS, seed: int = SEED, terms_told: int = TERMS_TOLD
) -> Assessment:
    """Say everything of an offer; the same offer, runs and seed give the same answer.

    Parameters
    ----------
    offer : the offer
    runs, seed : of the simulation
    terms_told : how many terms to negotiate to look for; 0 takes a tenth of the time

    Raises
    ------
    OfferError
        If the offer, the number of runs or the seed contain mistakes: with all of them.
    """
    checked(offer)
    check_runs(runs=runs, seed=seed)
    base, found = base_case(offer), simulate(offer, runs=runs, seed=seed)
    return Assessment(
        title=offer.title,
        annual_value_gbp=offer.annual_value_gbp,
        verdict=verdict(offer, base, found, terms_told=terms_told),
        base_case=base,
        break_evens=break_evens(offer),
        simulation=found,
        liability=liability(offer, base),
        stress_tests=stress_tests(offer),
        tornado=tornado(offer),
        inputs=texts_of(offer),
        notes=NOTES,
    )


def check_runs(*, runs: int, seed: int) -> None:
    """Raise `OfferError` if the number of runs or the seed is out of range.

    Raises
    ------
    OfferError
        With one mistake or both.
    """
    wrong = []
    if not FEWEST_RUNS <= runs <= MOST_RUNS:
        message = f"{runs:,} is not between {FEWEST_RUNS:,} and {MOST_RUNS:,}"
        wrong.append(BriefMistake("runs", message))
    if not 0 <= seed < 2**32:
        wrong.append(BriefMistake("seed", f"{seed:,} is not between 0 and {2**32 - 1:,}"))
    if wrong:
        raise OfferError(wrong)
