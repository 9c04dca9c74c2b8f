"""Watches the first `backward` of a cell: the recorded graph, node by node, with what each passed on."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from weakref import ref

from tutor.events import Array, Graph, Node
from tutor.inside.summary import summarise, summarise_raw

MAX_NODES = 200


class GraphWatch:
    """Collects one graph through the visitor that `backward` calls for each node, heads first.

    `arrays` are the learner's, by their names, which are the names of the nodes.
    """

    def __init__(self, heads: list[Any], arrays: Mapping[str, Any]) -> None:
        self.heads = tuple(head._node.id for head in heads if head._node is not None)
        self.recorded = 0
        self.ops: set[str] = set()
        self._nodes: list[Node] = []
        self._names: dict[int, str] = {}
        self._passed: dict[int, tuple[ref[Any], Array]] = {}
        self.name(arrays)

    def name(self, arrays: Mapping[str, Any]) -> None:
        """Calls the nodes by these names; by the first one where a node has several."""
        named = [(array._node.id, name) for name, array in arrays.items() if array._node is not None]
        self._names |= dict(reversed(named))

    def visit(self, node: Any, gradient: Any, passes: tuple[Any, ...]) -> None:
        """One node, with the gradient that arrived there and those it passes to its inputs."""
        if node.op:
            self.recorded += 1
            self.ops.add(node.op)
        if len(self._nodes) < MAX_NODES:
            with suppress(Exception):  # watching never disturbs what is watched
                self._nodes.append(self._node(node, gradient, passes))

    def event(self) -> Graph | None:
        """The graph, its nodes under the learner's names; none where backward met no operation."""
        if not self.recorded:
            return None
        names = self._names
        nodes = tuple(
            node if names.get(node.id, "") == node.name else replace(node, name=names[node.id])
            for node in self._nodes
        )
        return Graph(nodes=nodes, heads=self.heads, recorded=self.recorded)

    def _node(self, node: Any, gradient: Any, passes: tuple[Any, ...]) -> Node:
        kept = [index for index, parent in enumerate(node.inputs) if parent is not None]
        others = [(index, value) for index, value in enumerate(node.values or ()) if index not in kept]
        return Node(
            node.id,
            node.op,
            self._names.get(node.id, ""),
            tuple(node.inputs[index].id for index in kept),
            _array_of(node),
            self._gradient(gradient),
            {name: repr(value)[:80] for name, value in node.arguments.items()},
            tuple(node.rules[index] if index < len(node.rules) else "" for index in kept),
            tuple(self._gradient(passes[index]) if index < len(passes) else None for index in kept),
            tuple(kept),
            tuple((index, summarise_raw(value)) for index, value in others if getattr(value, "shape", ())),
        )

    def _gradient(self, value: Any) -> Array | None:
        """The summary of a gradient. What a node passes mostly arrives at the next one as it is."""
        value = _first(value)
        if value is None or not value.shape:  # a number is no array, and quickly summed up
            return None if value is None else summarise_raw(value)
        known, summary = self._passed.get(id(value), (None, None))
        if known is None or known() is not value:
            summary = summarise_raw(value)
            self._passed[id(value)] = (ref(value), summary)
        return summary


def _array_of(node: Any) -> Array | None:
    if node.array is not None:
        return summarise(node.array)
    value = _first(node.value)
    return None if value is None else summarise_raw(value)


def _first(value: Any) -> Any:
    """A raw array, or the first of several outputs."""
    if isinstance(value, list | tuple):
        return next((part for part in value if part is not None), None)
    return value
