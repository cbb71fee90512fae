"""From the members of a line-up to the offers that it would mean for them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from matcher.offers.from_line_up import share_of, share_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.formats.words import Words
    from matcher.answer.records import AreaLabel, LineUp


def offer_queries(line_up: LineUp | None, area: AreaLabel, words: Words) -> Mapping[str, str]:
    """Write the query of `/offer` for each member that would get a paid sub-contract, by its id.

    Parameters
    ----------
    line_up : suggested; None has no members
    area : of the line-up
    words : the names of its programme
    """
    members = () if line_up is None else line_up.members
    shares = {each.id: share_of(each, area=area, pathway=words.pathway) for each in members}
    return {key: urlencode(share_texts(share)) for key, share in shares.items() if share}
