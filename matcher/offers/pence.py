"""Money as whole pence in floats, which hold them exactly up to ninety thousand billion pounds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matcher.offers.timeline import Floats

_NUDGE = 1e-6
"""What products of decimals lose in floats: half a penny less so much still rounds up."""


def to_pence(pounds: Decimal) -> float:
    """Give an amount in pence."""
    return float(pounds * 100)


def whole_pence(pence: Floats) -> Floats:
    """Round amounts of 0 or more to whole pence, half a penny up.

    >>> import numpy as np
    >>> whole_pence(np.array([0.4, 0.5, 1.4999999999])).tolist()
    [0.0, 1.0, 2.0]
    """
    return np.floor(pence + (0.5 + _NUDGE))


def signed_pence(pence: Floats) -> Floats:
    """Round amounts of either sign to whole pence, half a penny away from 0.

    >>> import numpy as np
    >>> signed_pence(np.array([-0.5, -1.4, 2.5])).tolist()
    [-1.0, -1.0, 3.0]
    """
    return np.sign(pence) * whole_pence(np.abs(pence))


def pounds(pence: float) -> Decimal:
    """Give whole pence as exact pounds.

    >>> pounds(120050.0)
    Decimal('1200.50')
    """
    return Decimal(round(pence)).scaleb(-2)
