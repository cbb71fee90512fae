"""Texts of works are sorted into themes."""

from __future__ import annotations

from matcher.evaluation.themes import FEWEST, themes_of

_THEMES = (
    ("theatre", "dance", "stage", "festival"),
    ("salmon", "river", "trout", "nets"),
    ("school", "teacher", "pupil", "lesson"),
    ("wind", "turbine", "energy", "solar"),
    ("clinic", "nurse", "patient", "health"),
    ("wheat", "farm", "soil", "harvest"),
)


def texts(count: int) -> dict[str, str]:
    """Works of six themes in turn, told in two of a theme's four words."""
    found = {}
    for number in range(count):
        own = _THEMES[number % 6]
        found[f"W{number:03}"] = f"{own[number // 6 % 4]} {own[number // 24 % 4]} {own[0]}"
    return found


def test_works_told_in_like_words_share_a_theme_named_by_them() -> None:
    told = texts(6 * FEWEST)
    found = themes_of(told, known=told)
    assert found.keys() == told.keys()
    named = [{found[work] for work in list(told)[each::6]} for each in range(6)]
    assert [len(names) for names in named] == [1] * 6
    for words, names in zip(_THEMES, named, strict=True):
        assert set(names.pop().split(", ")) < set(words)


def test_later_texts_change_no_theme() -> None:
    told = texts(8 * FEWEST)
    known = list(told)[: 6 * FEWEST]
    before = themes_of({work: told[work] for work in known}, known=known)
    later = dict.fromkeys(told.keys() - set(known), "salmon trout nets")
    after = themes_of({work: told[work] for work in known} | later, known=known)
    assert {work: after[work] for work in known} == before
    assert {after[work] for work in later} < set(before.values())


def test_too_few_or_blank_texts_have_no_theme() -> None:
    told = texts(2 * FEWEST)
    assert themes_of(told, known=list(told)[: 2 * FEWEST - 1]) == {}
    assert themes_of(dict.fromkeys(told, " "), known=told) == {}
    assert themes_of(dict.fromkeys(told, "all the same"), known=told) == {}


def test_the_order_of_works_changes_no_theme() -> None:
    told = texts(6 * FEWEST)
    assert themes_of(dict(reversed(told.items())), known=told) == themes_of(told, known=told)
