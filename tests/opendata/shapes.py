"""The official shapes of DCAT-AP 3 with what they refer to."""

import warnings
from functools import cache
from pathlib import Path
from typing import Any

from rdflib import Graph
from rdflib.namespace import SH


@cache
def shapes(folder: Path) -> Graph:
    """The shapes of a folder. Two of the data service are named in one file and declared in the other alone; what is
    declared nowhere is left out, for no checker can read it."""
    graph, ranges = Graph(), Graph()
    graph.parse(folder / "dcat-ap-SHACL.ttl")
    ranges.parse(folder / "ranges.ttl")
    for owner, shape in list(graph.subject_objects(SH.property)):
        if graph.value(shape, SH.path) is None:
            for triple in ranges.triples((shape, None, None)):
                graph.add(triple)
        if graph.value(shape, SH.path) is None:
            graph.remove((owner, SH.property, shape))
    return graph


def faults(graph: Graph, wanted: Graph) -> str:
    """What is wrong with a catalogue, or nothing."""
    with warnings.catch_warnings():
        # The checker's own, about what rdflib is going to change.
        warnings.simplefilter("ignore", DeprecationWarning)
        from pyshacl import validate

        conforms, _report, text = validate(graph, shacl_graph=wanted)
    return "" if conforms else str(text)


def parsed(content: Any, form: str) -> Graph:
    """A catalogue as it was written in a form."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=content, format=form)
