"""What money in later months is worth today, and what it returns a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.pence import pounds
from matcher.offers.timeline import MONTHS_A_YEAR

if TYPE_CHECKING:
    from decimal import Decimal

    from matcher.offers.timeline import Floats


def net_present_value(pence: Floats, rate_share: float) -> Decimal:
    """Give the worth in the first month of what comes in each month, at a rate a year.

    ``sum over months m of flow[m] / (1 + rate) ** (m / 12)``

    >>> import numpy as np
    >>> net_present_value(np.array([-10000.0] + 11 * [0.0] + [11000.0]), 0.10)
    Decimal('0.00')
    """
    from numpy_financial import npv  # noqa: PLC0415  (few need it)

    return pounds(float(npv((1 + rate_share) ** (1 / MONTHS_A_YEAR) - 1, pence)))


def yearly_return(pence: Floats) -> float | None:
    """Give the internal rate of return a year of what comes in each month; none where unclear.

    It is clear where money goes out first and the sum of all that came changes its sign once: then
    one rate above 0 makes the present value 0 (C. J. Norstrom, A sufficient condition for a unique
    nonnegative internal rate of return, 1972).

    >>> import numpy as np
    >>> round(yearly_return(np.array([-10000.0] + 11 * [0.0] + [11000.0])), 9)
    0.1
    >>> yearly_return(np.array([100.0, 200.0])) is None
    True
    """
    sums = np.cumsum(pence)
    signs = np.sign(sums[sums != 0])
    if not len(signs) or signs[0] > 0 or signs[-1] < 0 or np.count_nonzero(np.diff(signs)) != 1:
        return None
    from numpy_financial import irr  # noqa: PLC0415  (few need it)

    first, last = np.flatnonzero(pence)[[0, -1]]
    monthly = float(irr(pence[first : last + 1]))
    return (1 + monthly) ** MONTHS_A_YEAR - 1 if np.isfinite(monthly) else None
