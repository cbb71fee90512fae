"""What results earn: the share of each cohort's results money that is paid or deducted.

The binary measure is the share of a cohort that reoffends, the frequency measure the offences of
each reoffender. In the government's proposal of 2013 frequency earned money only where the binary
measure passed its threshold; so it does here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.timeline import MONTHS_A_YEAR

if TYPE_CHECKING:
    from matcher.offers.records import Offer
    from matcher.offers.timeline import Floats, Timeline, Whole

_SLACK = 1e-9
"""So much less than the threshold still reaches it: shares are sums of decimals."""


def earned_share(offer: Offer, reoffending: Floats, offences: Floats) -> Floats:
    """Give the share of the results money that outcomes earn, between minus the floor and the cap.

    With the reduction ``d = baseline - reoffending``, the binary part earns ``d / full reduction``
    if ``d`` is the threshold or more, or minus the threshold or less, and nothing in between. The
    frequency part earns ``(baseline - offences) / full reduction``; more than nothing only where
    the binary part passes its threshold.

    Parameters
    ----------
    offer : the offer
    reoffending : shares of cohorts that reoffend
    offences : offences for each reoffender, of the same cohorts

    >>> import numpy as np
    >>> from matcher.offers.records import Offer
    >>> offer = Offer()  # baseline 0.475; 0.04 less earns all, less than 0.01 nothing
    >>> earned_share(offer, np.array([0.435, 0.455, 0.47, 0.5]), np.full(4, 3.5)).round(6).tolist()
    [1.0, 0.5, 0.0, 0.0]
    """
    reduction = offer.baseline_reoffending_share - reoffending
    passed = reduction >= offer.results_threshold_share - _SLACK
    counts = passed | (reduction <= _SLACK - offer.results_threshold_share)
    binary = np.where(counts, reduction / offer.full_results_reduction_share, 0.0)
    share = (1 - offer.frequency_share) * _limited(offer, binary)
    if offer.frequency_share:
        fewer = (offer.baseline_offences - offences) / offer.full_offences_reduction
        frequency = np.where(passed, fewer, np.minimum(fewer, 0.0))
        share = share + offer.frequency_share * _limited(offer, frequency)
    return share


def _limited(offer: Offer, share: Floats) -> Floats:
    return np.clip(share, -offer.results_floor_share, offer.results_cap_share) + 0.0  # not -0.0


def cohort_sizes(offer: Offer, months: Timeline, people_a_year: Floats) -> Whole:
    """Give how many people each cohort has: those served, or the number that the offer names.

    Parameters
    ----------
    offer : the offer
    months : its months
    people_a_year : people served a year, one for each scenario

    Returns
    -------
    scenarios x cohorts
    """
    if offer.cohort_people_a_year is None:
        share = np.add.reduceat(months.shape, months.cohort_starts)
        return np.rint(people_a_year[:, None] * share).astype(np.int64)
    length = months.cohort_ends - months.cohort_starts + 1
    sizes = np.rint(offer.cohort_people_a_year * length / MONTHS_A_YEAR).astype(np.int64)
    return np.broadcast_to(sizes, (len(people_a_year), len(sizes)))
