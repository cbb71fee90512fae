"""Days as registers, exports and spreadsheets write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.sources.days import day


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2013", "2013"),
        ("2013-09", "2013-09"),
        (" 2013-09-19 ", "2013-09-19"),
        ("2013-09-19T23:59:59+01:00", "2013-09-19"),
        ("2013-09-19 00:00", "2013-09-19"),
        ("1/2/2013", "2013-02-01"),
        ("01.02.2013", "2013-02-01"),
        ("01-02-2013 00:00:00", "2013-02-01"),
        ("1 February 2013", "2013-02-01"),
        ("01-Feb-2013", "2013-02-01"),
        ("41306.0", "2013-02-01"),
    ],
)
def test_a_day_is_read_however_it_is_written(written: str, meant: str) -> None:
    assert day(written) == meant


@pytest.mark.parametrize(
    "written",
    ["", "soon", "31/02/2013", "13 Foo 2013", "9999-12-31", "0000", "2013-13", "20130919"],
)
def test_what_is_no_day_of_our_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is not a date of our time, such as 2013-09-19"):
        day(written)


@given(st.dates(min_value=date(1960, 1, 1), max_value=date(2099, 12, 31)))
def test_all_ways_of_writing_a_day_mean_the_same(of: date) -> None:
    serial = (of - date(1899, 12, 30)) / timedelta(days=1)
    ways = (of.isoformat(), f"{of:%d/%m/%Y}", f"{of:%d %b %Y}", f"{serial:.0f}")
    assert {day(way) for way in ways} == {of.isoformat()}
