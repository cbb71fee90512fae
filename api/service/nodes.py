"""Nodes of the graph by what people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.questions import Layer, Node
from matcher.errors import AmbiguousNameError, MatcherError, UnknownNameError

if TYPE_CHECKING:
    from api.service.service import Service


class UnknownNodeNameError(MatcherError, LookupError):
    """Nothing that a question can start from has this name; says what it could have meant."""


def find_node(service: Service, text: str) -> Node:
    """Find an organisation by name or identifier, or whatever ``layer:name`` names.

    Raises
    ------
    UnknownNameError
        With the nearest names, if nothing of the layer has the name.
    AmbiguousNameError
        With all that share the name.
    UnknownNodeNameError
        If no layer is named and no organisation has the name.
    """
    layer, colon, name = text.partition(":")
    if colon and layer in set(Layer):
        return _of_layer(service, Layer(layer), name.strip())
    try:
        return _of_layer(service, Layer.ORGANISATION, text)
    except AmbiguousNameError:
        raise
    except UnknownNameError as error:
        others = ", ".join(f"{layer}:" for layer in Layer if layer is not Layer.ORGANISATION)
        message = f"{error} For something else, put in front what it is: {others}."
        raise UnknownNodeNameError(message) from error


def _of_layer(service: Service, layer: Layer, name: str) -> Node:
    snapshot, directory = service.snapshot, service.directory
    if layer is Layer.ORGANISATION:
        return Node(layer, str(snapshot.organisations[directory.organisation(name)].id))
    if layer is Layer.AREA:
        return Node(layer, str(snapshot.areas[directory.area(name)].id))
    if layer is Layer.PATHWAY:
        return Node(layer, snapshot.pathways[directory.pathway(name)].key)
    if layer is Layer.PLACE:
        return Node(layer, str(snapshot.places[directory.place(name)].code))
    return Node(layer, snapshot.facts.collaborations[directory.collaboration(name)].id)
