"""How another source writes an organisation's name: the documented corruption model.

| what | share | example |
|---|---|---|
| as the register has it | 0.40 | ``ELMFORD NIGHT SHELTER`` |
| in other letters | 0.20 | ``Elmford Night Shelter`` |
| another ending or article | 0.14 | ``The Elmford Night Shelter Ltd`` |
| a word shortened, or ``&`` for ``and`` | 0.12 | ``Elmford Night Shltr``, ``St. Jude's`` |
| a word left out | 0.04 | ``Elmford Shelter`` |
| one letter typed wrong | 0.10 | ``Elmford Nigth Shelter`` |

The letter is left out, doubled, exchanged with the next, or replaced by a neighbour on the
keyboard, each as often as the others, and never the first of the name.
"""

from __future__ import annotations

from enum import StrEnum
from string import capwords
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random


class Writing(StrEnum):
    """How a name came to differ from that of the register."""

    SAME = "same"
    LETTERS = "letters"
    ENDING = "ending"
    SHORTENED = "shortened"
    WORD_LEFT_OUT = "word-left-out"
    TYPO = "typo"
    FORMER = "former-name"
    WORKING = "working-name"


_SHARES = {
    Writing.SAME: 0.40,
    Writing.LETTERS: 0.20,
    Writing.ENDING: 0.14,
    Writing.SHORTENED: 0.12,
    Writing.WORD_LEFT_OUT: 0.04,
    Writing.TYPO: 0.10,
}
_SHORT = {
    "AND": "&",
    "ASSOCIATION": "ASSOC",
    "COMMUNITY": "COMM",
    "SUPPORT": "SUPP",
    "SERVICES": "SVCS",
    "SAINT": "ST",
    "ST": "ST.",
    "PROJECT": "PROJ",
    "CENTRE": "CTR",
    "TRUST": "TR",
    "HOUSING": "HSG",
}
_ROWS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_NEIGHBOURS = {
    key: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in _ROWS
    for place, key in enumerate(row)
}


def corrupted(name: str, rng: Random) -> tuple[str, Writing]:
    """Write a name as another source might.

    Parameters
    ----------
    name : as the register has it, in capitals
    rng : by which lot is drawn
    """
    how = rng.choices(list(_SHARES), list(_SHARES.values()))[0]
    if how is Writing.SAME:
        return name, how
    if how is Writing.LETTERS:
        return capwords(name), how
    changed = _CHANGES[how](name, rng)
    if changed == name:
        return capwords(name), Writing.LETTERS
    return (capwords(changed) if rng.random() < 0.7 else changed), how


def _ending(name: str, rng: Random) -> str:
    bare = name.removeprefix("THE ").removesuffix(" LIMITED").removesuffix(" CIC")
    ending = rng.choice(("", " LTD", " LIMITED", " (UK)"))
    return (rng.choice(("", "THE ")) + bare + ending).strip()


def _shortened(name: str, _: Random) -> str:
    for long, short in _SHORT.items():
        if f" {long} " in f" {name} ":
            return f" {name} ".replace(f" {long} ", f" {short} ", 1).strip()
    return name


def _word_left_out(name: str, rng: Random) -> str:
    words = name.split()
    if len(words) < 3:
        return name
    gone = rng.randrange(1, len(words))
    return " ".join(words[:gone] + words[gone + 1 :])


def _typo(name: str, rng: Random) -> str:
    places = [place for place in range(1, len(name) - 1) if name[place].isalpha()]
    if not places:
        return name
    place = rng.choice(places)
    letter, following = name[place], name[place + 1]
    instead = (
        "",
        letter + letter,
        following,
        rng.choice(_NEIGHBOURS.get(letter, letter) or letter),
    )
    kind = rng.randrange(4)
    tail = letter + name[place + 2 :] if kind == 2 else name[place + 1 :]
    return name[:place] + instead[kind] + tail


_CHANGES = {
    Writing.ENDING: _ending,
    Writing.SHORTENED: _shortened,
    Writing.WORD_LEFT_OUT: _word_left_out,
    Writing.TYPO: _typo,
}
