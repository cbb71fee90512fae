"""A network as files that other programs open: GEXF (Gephi) and GraphML (yEd, igraph, networkx)."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import SubElement, tostring

from api.formats.network_rows import node_rows, tie_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from matcher.questions.network_records import Network

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEFT_OUT = {"first", "first_name", "second", "second_name", "strength"}
_SMALLEST, _GROWTH = 4.0, 4.0
"""Gephi's radius of one whom nothing ties, and what each unit of centrality adds."""


def network_graph(found: Network) -> nx.Graph[str]:
    """Give a network as networkx has it: nodes by identifier, all figures as attributes."""
    import networkx as nx  # noqa: PLC0415  (heavy)

    graph: nx.Graph[str] = nx.Graph(name=_text(title(found)))
    for row in node_rows(found):
        graph.add_node(str(row["id"]), **_plain(row, left_out={"id"}), label=_text(row["name"]))
    for row in tie_rows(found):
        ends = str(row["first"]), str(row["second"])
        graph.add_edge(*ends, weight=row["strength"], **_plain(row, left_out=_LEFT_OUT))
    return graph


def title(found: Network) -> str:
    """Say whose network it is, and of what day."""
    whose = found.focus_name or found.programme
    return f"{whose}: shared work as of {found.as_of}, data version {found.data_version}"


def gexf(found: Network) -> bytes:
    """Write a network as GEXF 1.2, with places and sizes."""
    from networkx.readwrite.gexf import GEXFWriter  # noqa: PLC0415  (heavy)

    graph = network_graph(found)
    for node in found.nodes:
        place = {"x": node.x, "y": node.y, "z": 0.0}
        size = _SMALLEST + _GROWTH * node.centrality
        graph.nodes[node.id]["viz"] = {"position": place, "size": size}
    writer = GEXFWriter(encoding="utf-8", prettyprint=False, version="1.2draft")
    writer.add_graph(graph)
    meta = writer.xml[0]
    del meta.attrib["lastmodifieddate"]  # that of today: equal facts give equal files
    SubElement(meta, "description").text = _text(title(found))
    return bytes(tostring(writer.xml, encoding="utf-8", xml_declaration=True))


def graphml(found: Network) -> bytes:
    """Write a network as GraphML."""
    import networkx as nx  # noqa: PLC0415  (heavy)

    written = io.BytesIO()
    nx.write_graphml_xml(network_graph(found), written, prettyprint=False)
    return written.getvalue()


def _plain(row: Mapping[str, Any], *, left_out: set[str]) -> dict[str, Any]:
    """Leave out what is unknown, which neither format can say."""
    return {
        name: _text(value) if isinstance(value, str) else value
        for name, value in row.items()
        if value is not None and name not in left_out
    }


def _text(text: object) -> str:
    """Leave out characters that no XML may hold."""
    return _NO_XML.sub("", str(text))
