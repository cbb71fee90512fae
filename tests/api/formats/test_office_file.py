"""Packages that are the same whenever they are made, and texts that XML can hold."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from api.formats.office_file import printable, with_fixed_times


def package(year: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("b.xml", "a.xml"):
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), f"<{name[0]}/>")
    return content.getvalue()


def test_a_package_does_not_tell_when_it_was_made() -> None:
    first, second = (with_fixed_times(package(year)) for year in (2001, 2026))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["b.xml", "a.xml"]
        assert archive.read("a.xml") == b"<a/>"


@given(st.text())
def test_every_text_can_be_written_as_xml(text: str) -> None:
    element = ET.Element("t")
    element.text = printable(text)
    read = ET.fromstring(ET.tostring(element))  # noqa: S314  (made just now)
    assert (read.text or "") == element.text
    assert len(element.text) == len(text)
