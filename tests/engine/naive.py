"""A graph to compare the tape with: plain Python over NumPy's float64, slow and meant to be obviously right.

A `Value` is an array that knows how it was made: `parents`, and `pull`, which gives from the gradient of the
value the gradients of its parents. A pull looks at the arrays only when it is called, as the tape does: what
was written meanwhile counts. The gradient of a node is the sum over its uses, each of which asks for its own.
"""

import numpy as np


class Node:
    """How a value came about. Parents are nodes, or None for constants."""

    def __init__(self, parents=(), pull=None):
        self.parents = parents
        self.pull = pull
        self.family = [self]  # the outputs of one operation: cleared together
        self.cleared = False


class Leaf(Node):
    """A variable, with the gradient that it has been given."""

    def __init__(self, data, request):
        super().__init__()
        self.grad = np.zeros_like(data)
        self.request = request


class Value:
    """An array and its node, None for a constant."""

    def __init__(self, data, node=None):
        self.data = data
        self.node = node

    @property
    def live(self):
        """Whether gradients reach it."""
        return self.node is not None and not self.node.cleared


class Refused(Exception):
    """What the tape should answer with an error of this text."""


def made(data, parents, pull, recording):
    """A value computed from others: with a node if recording is on and one of them is live."""
    if not (recording and any(parent.live for parent in parents)):
        return Value(data)
    return Value(data, Node([parent.node if parent.live else None for parent in parents], pull))


def fitted(gradient, shape):
    """A gradient summed over the axes that broadcasting has added or stretched."""
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


def below(nodes):
    """These nodes and all that they were made of."""
    found = list(dict.fromkeys(nodes))
    for node in found:
        found += [parent for parent in dict.fromkeys(node.parents) if parent not in (None, *found)]
    return found


def graph(heads, starts):
    """What gives the gradient of a node below the heads, and all these nodes."""
    if not all(head.live for head in heads):
        raise Refused("Cannot differentiate node because it is not in")
    nodes = below([head.node for head in heads])
    known = {}

    def gradient(node):
        if node not in known:
            parts = [start for head, start in zip(heads, starts, strict=True) if head.node is node]
            for user in nodes:
                if any(parent is node for parent in user.parents):
                    pulled = user.pull(gradient(user))
                    parts += [g for parent, g in zip(user.parents, pulled, strict=True) if parent is node]
            known[node] = sum(parts)
        return known[node]

    return gradient, nodes


def refuse_gaps(nodes):
    """What was cleared after it had been used is missing."""
    if any(node.cleared for node in nodes):
        raise Refused("has cleared a part of its graph")


def clear(nodes):
    """Forgets how these came about: they are constant from now on."""
    for node in nodes:
        if not isinstance(node, Leaf):
            for each in node.family:
                each.cleared, each.parents = True, ()


def backward(heads, starts, retain):
    """Writes or adds the gradients of all leaves below the heads that want one."""
    gradient, nodes = graph(heads, starts)
    leaves = [node for node in nodes if isinstance(node, Leaf) and node.request != "null"]
    if not leaves:
        raise Refused("There are no inputs in computation graph")
    refuse_gaps(nodes)
    for leaf in leaves:
        leaf.grad[...] = gradient(leaf) + (leaf.grad if leaf.request == "add" else 0)
    if not retain:
        clear(nodes)


def asked(head, start, leaves, retain):
    """The gradients of these leaves, which stay as they are; zeros for those that are not below the head."""
    gradient, nodes = graph([head], [start])
    refuse_gaps(nodes)
    found = [gradient(leaf) if leaf in nodes else np.zeros_like(leaf.grad) for leaf in leaves]
    if not retain:
        clear(nodes)
    return found
