"""Charts as pages draw them, to be read by tests."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from api.web.rendering import _environment

SVG = "{http://www.w3.org/2000/svg}"


def drawn(macro: str, chart: object) -> ET.Element:
    """Draw a chart by its macro, and give the figure as elements."""
    text = getattr(_environment.get_template("charts.html").module, macro)(chart, "chart")
    assert " style=" not in text
    return ET.fromstring(text)  # noqa: S314  (we wrote it)


def texts(figure: ET.Element) -> list[str]:
    """Give the texts in the picture, in the order of the drawing."""
    return ["".join(each.itertext()) for each in figure.iter(f"{SVG}text")]
