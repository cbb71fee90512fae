"""Facts of an organisation as rows."""

from __future__ import annotations

from api.formats.listed_rows import fact_rows

ORIGIN = {"known_from": "2012-09", "confidence": "estimate", "counts": True, "sources": []}


def test_a_figure_says_what_it_counts() -> None:
    accounts = {
        "year_end": "2012-03-31",
        "income_gbp": 1200.4,
        "reserves_gbp": -50.0,
        "employees": 3,
        "volunteers": None,
        "origin": ORIGIN,
    }
    (row,) = fact_rows({"accounts": [accounts]})
    assert row["fact"] == "2012-03-31; income £1,200; reserves £-50; 3 employees"
    size = {"year": 2011, "turnover_low_gbp": 5e6, "turnover_high_gbp": None, "origin": ORIGIN}
    (row,) = fact_rows({"sizes": [size]})
    assert row["fact"] == "2011; turnover low £5,000,000"
