"""Days of tables of consortia."""

from __future__ import annotations

from datetime import date

import pytest

from api.service.consortium_days import Days


@pytest.mark.parametrize(
    "text",
    ["2005-03-04", "04/03/2005", "2005/3/4", "2005/03/04 00:00:00", "20050304", " 2005-03-04 "],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert date.fromordinal(Days().number(text)) == date(2005, 3, 4)


@pytest.mark.parametrize("text", ["2005", "2005.0", "2005-01", "2005.00"])
def test_a_year_or_a_month_begins_with_its_first_day(text: str) -> None:
    assert date.fromordinal(Days().number(text)) == date(2005, 1, 1)


@pytest.mark.parametrize("text", ["", "soon", "20051304", "15/01/05", "0001-01-01", "1104883200"])
def test_what_is_no_day_of_our_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date of our time"):
        Days().number(text)


def test_the_month_may_stand_first() -> None:
    days = Days(month_first=True)
    assert date.fromordinal(days.number("03/04/2005")) == date(2005, 3, 4)
    assert date.fromordinal(days.number("12/31/2005 10:00")) == date(2005, 12, 31)


def test_days_are_turned_where_each_that_tells_has_the_month_first() -> None:
    days = Days()
    days.number("03/04/2005")
    assert days.turned() is None
    with pytest.raises(ValueError, match="is not a date"):
        days.number("12/31/2005")
    assert days.turned() == Days(month_first=True)
    days.number("31/12/2005")
    assert days.turned() is None


@pytest.mark.parametrize(
    "text", ["2012/13", "2012-13", "2012-2013", "2012\u201313", "FY 2012/13", "FY2012-2013"]
)
def test_a_year_of_two_years_is_the_first_of_them(text: str) -> None:
    assert date.fromordinal(Days().number(text)) == date(2012, 1, 1)


def test_two_digits_after_a_stroke_are_months_where_one_can_be_no_year() -> None:
    days = Days()
    assert date.fromordinal(days.number("2010/11")) == date(2010, 1, 1)
    with pytest.raises(ValueError, match="is not a date"):
        days.number("2010/09")
    months = days.turned()
    assert months == Days(months=True)
    assert date.fromordinal(months.number("2010/11")) == date(2010, 11, 1)
    days.number("2012/13")
    assert days.turned() is None
