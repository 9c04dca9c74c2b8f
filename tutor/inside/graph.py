"""Watches the first `backward` of a cell: the recorded graph, node by node, with what each passed on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from tutor.events import Array, Graph, Node
from tutor.inside.namespace import learner, named_arrays
from tutor.inside.summary import summarise, summarise_raw

MAX_NODES = 200


class GraphWatch:
    """Collects one graph through the visitor that `backward` calls for each node, heads first."""

    def __init__(self, heads: list[Any]) -> None:
        self.heads = tuple(head._node.id for head in heads if head._node is not None)
        self.recorded = 0
        self.ops: set[str] = set()
        self._nodes: list[Node] = []

    def visit(self, node: Any, gradient: Any, passes: tuple[Any, ...]) -> None:
        """One node, with the gradient that arrived there and those it passes to its inputs."""
        if node.op:
            self.recorded += 1
            self.ops.add(node.op)
        if len(self._nodes) < MAX_NODES:
            with suppress(Exception):  # watching never disturbs what is watched
                self._nodes.append(_node(node, gradient, passes))

    def event(self) -> Graph | None:
        """The graph, its nodes under the learner's names; none where backward met no operation."""
        if not self.recorded:
            return None
        arrays = reversed(named_arrays(learner()).items())
        names = {array._node.id: name for name, array in arrays if array._node is not None}
        nodes = tuple(replace(n, name=names[n.id]) if n.id in names else n for n in self._nodes)
        return Graph(nodes=nodes, heads=self.heads, recorded=self.recorded)


def _node(node: Any, gradient: Any, passes: tuple[Any, ...]) -> Node:
    kept = [index for index, parent in enumerate(node.inputs) if parent is not None]
    others = [(index, value) for index, value in enumerate(node.values or ()) if index not in kept]
    return Node(
        id=node.id,
        op=node.op,
        inputs=tuple(node.inputs[index].id for index in kept),
        array=_array_of(node),
        gradient=_summary(gradient),
        arguments={name: repr(value)[:80] for name, value in node.arguments.items()},
        rules=tuple(node.rules[index] if index < len(node.rules) else "" for index in kept),
        passes=tuple(_summary(passes[index]) if index < len(passes) else None for index in kept),
        places=tuple(kept),
        constants=tuple(
            (index, summarise_raw(value)) for index, value in others if getattr(value, "shape", ())
        ),
    )


def _array_of(node: Any) -> Array | None:
    if node.array is not None:
        return summarise(node.array)
    return _summary(node.value)


def _summary(value: Any) -> Array | None:
    """A raw array, or the first of several outputs."""
    if isinstance(value, list | tuple):
        value = next((part for part in value if part is not None), None)
    return None if value is None else summarise_raw(value)
