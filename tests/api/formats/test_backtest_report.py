"""The backtest's report shows every name as it is."""

from __future__ import annotations

import pytest

from api.formats.backtest_report import markdown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MTC (Management & Training Corporation)", "MTC (Management & Training Corporation)"),
        ("Test Trust [/north](x)", r"Test Trust \[/north\](x)"),
        ("a|b", r"a\|b"),
        ("<script>", r"\<script\>"),
        ("*one* _two_ `three` ~~four~~ \\", r"\*one\* \_two\_ \`three\` \~\~four\~\~ \\"),
        ("&amp; &#58;", r"\&amp; \&#58;"),
        (":house:", "&#58;house:"),
        ("ratio 1:2", "ratio 1:2"),
        ("two\nlines\tand a tab", "two lines and a tab"),
    ],
)
def test_a_name_is_no_markup_and_no_end_of_a_cell(name: str, expected: str) -> None:
    assert markdown(name) == expected
