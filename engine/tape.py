"""The tape: what is recorded while `autograd.record()` is on, and the one pass back over it.

A node is taken per recorded operation, under an integer that grows: sorting the nodes that the heads
reach by it gives an order in which every node comes after its inputs. A node holds its inputs' nodes
and nothing refers back to it but the array it made, so a finished graph goes when its arrays go.
"""

import threading
import weakref
from itertools import count
from operator import attrgetter
from typing import ClassVar

from engine import hooks
from engine.base import MXNetError

_next_id = count(1).__next__
_by_id = attrgetter("id")


class Mode(threading.local):
    """The two flags, for each thread: is the tape running, and do layers behave as in training?"""

    recording = False
    training = False


mode = Mode()


class Scope:
    """A `with` block that sets the flags, and puts them back at its end."""

    __slots__ = ("outer", "recording", "training")

    def __init__(self, recording, training):
        self.recording = recording
        self.training = training

    def __enter__(self):
        self.outer = mode.recording, mode.training
        if self.recording is not None:
            mode.recording = self.recording
        if self.training is not None:
            mode.training = self.training

    def __exit__(self, *exception):
        mode.recording, mode.training = self.outer


class Node:
    """One recorded operation: its row, its inputs' nodes, and what its vjp needs.

    `values` are the raw inputs (arrays or numbers), `value` the raw output. Clearing the node sets
    `values` to None; an array whose node is cleared counts as a constant.
    """

    __slots__ = ("arguments", "id", "inputs", "row", "value", "values")

    array = None

    def __init__(self, row, inputs, values, value, arguments):
        self.id = _next_id()
        self.row = row
        self.inputs = inputs
        self.values = values
        self.value = value
        self.arguments = arguments

    @property
    def op(self):
        """The operation's name."""
        return self.row.name

    @property
    def rules(self):
        """How the gradient goes to each input, in words: ("g · bᵀ", "aᵀ · g") for `dot`."""
        rules = self.row.rules
        return rules if len(rules) == len(self.inputs) else rules[:1] * len(self.inputs)

    def clear(self):
        """Forgets inputs and values."""
        self.inputs = ()
        self.values = self.value = None


class Variable:
    """A leaf of the graph: an array with `attach_grad`, and where its gradient goes.

    The array owns its variable; the way back is weak, so that both go by reference counts. `fresh` says
    that a gradient has arrived since an optimiser last took it.
    """

    __slots__ = ("_array", "fresh", "grad_req", "gradient", "id")

    op = ""
    rules = inputs = values = ()
    arguments: ClassVar = {}

    def __init__(self, array, gradient, grad_req):
        self.id = _next_id()
        self._array = weakref.ref(array)
        self.gradient = gradient
        self.grad_req = grad_req
        self.fresh = False

    @property
    def array(self):
        """The NDArray of this variable, or None once it is gone."""
        return self._array()

    @property
    def value(self):
        """The raw array of this variable, or None once it is gone."""
        array = self._array()
        return None if array is None else array._raw

    def clear(self):
        """A variable outlives the graph."""

    def receive(self, raw):
        """Writes or adds the raw gradient, as `grad_req` says."""
        self.fresh = True
        if self.grad_req == "add":
            self.gradient._raw += raw
        else:
            self.gradient._raw[...] = raw


class Part:
    """The row of a node that stands for one output of an operation with several."""

    name = "output"
    rules = ("g",)


def live(array):
    """The node through which gradients reach an array, or None if it counts as a constant."""
    node = array._node
    return None if node is None or node.values is None else node


def record(row, operands, values, output, arguments):
    """Takes a node for an operation and ties its output arrays to it, if any input is on the tape."""
    inputs, on_tape = [], False
    for operand in operands:
        node = None if operand is None else operand._node
        if node is not None and node.values is not None:
            on_tape = True
            inputs.append(node)
        else:
            inputs.append(None)
    if not on_tape:
        return
    inputs = tuple(inputs)
    if type(output) is list:
        node = Node(row, inputs, values, [part._raw for part in output], arguments)
        for index, part in enumerate(output):
            part._node = Node(Part, (node,), (), part._raw, {"index": index})
    else:
        output._node = Node(row, inputs, values, output._raw, arguments)


def reach(heads):
    """All nodes that the head nodes depend on, inputs before what is made of them."""
    seen = set(heads)
    stack = list(seen)
    while stack:
        for node in stack.pop().inputs:
            if node is not None and node not in seen:
                seen.add(node)
                stack.append(node)
    return sorted(seen, key=_by_id)


def sum_to(F, gradient, shape):
    """A gradient summed over the axes that broadcasting had added or stretched."""
    extra = len(gradient.shape) - len(shape)
    axes = tuple(range(extra)) + tuple(
        axis + extra for axis, size in enumerate(shape) if size == 1 and gradient.shape[axis + extra] != 1
    )
    if axes:
        gradient = F.sum(gradient, axis=axes, keepdims=True)
    return F.reshape(gradient, shape=shape) if extra else gradient


class Raw:
    """How the pass back computes when its own steps need no gradient: on raw arrays."""

    def __init__(self, F):
        self.F = F

    def values(self, node):
        """The inputs of a node, as a vjp takes them."""
        return node.values

    def output(self, node):
        """The output of a node, as a vjp takes it."""
        return node.value

    def add(self, first, second, owned):
        """The sum of two gradients; in place, if the first is a sum already and so ours."""
        if owned:
            first += second
            return first
        return first + second


class Recorded:
    """How the pass back computes for `create_graph`: with NDArrays, every step on the tape."""

    def __init__(self, F, wrap):
        self.F = F
        self.wrap = wrap

    def values(self, node):
        """The inputs of a node, each with its own place on the tape."""
        return [
            value if not hasattr(value, "shape") else self.wrap(value, parent)
            for value, parent in zip(node.values, node.inputs, strict=True)
        ]

    def output(self, node):
        """The output of a node, with its place on the tape."""
        if type(node.value) is list:
            return [self.wrap(part, None) for part in node.value]
        return self.wrap(node.value, node)

    def add(self, first, second, owned):
        """The sum of two gradients, recorded."""
        return first + second


def propagate(order, heads, gradients, wanted, how, visitor=None):
    """One pass back over the nodes in order, from head nodes with their gradients.

    Returns pairs (variable, gradient) for those wanted. The first gradient to arrive at a node is kept by
    reference, the second allocates, later ones add in place. Nodes that lead to nothing wanted are left
    alone.
    """
    useful = set(wanted)
    for node in order:
        for parent in node.inputs:
            if parent in useful:
                useful.add(node)
                break
    arrived, owned = {}, set()

    def arrive(node, gradient):
        if node in arrived:
            arrived[node] = how.add(arrived[node], gradient, node in owned)
            owned.add(node)
        else:
            arrived[node] = gradient

    for node, gradient in zip(heads, gradients, strict=True):
        arrive(node, gradient)
    results = []
    for node in reversed(order):
        gradient = arrived.pop(node, None)
        if gradient is None or node not in useful:
            continue
        if node in wanted:
            results.append((node, gradient))
        passes = _pass_back(node, gradient, useful, how) if node.inputs else ()
        if visitor is not None:
            visitor(node, _raw(gradient), tuple(map(_raw, passes)))
        for parent, passed in zip(node.inputs, passes, strict=True):
            if passed is None:
                continue
            if node.row is Part:
                parts = arrived.setdefault(parent, [None] * len(parent.value))
                index = node.arguments["index"]
                parts[index] = passed if parts[index] is None else how.add(parts[index], passed, False)
            else:
                arrive(parent, passed)
    return results


def _raw(gradient):
    return getattr(gradient, "_raw", gradient)


def _pass_back(node, gradient, useful, how):
    """What a node passes to each of its inputs; None for inputs that need none."""
    if node.row is Part:
        return (gradient,)
    row, F = node.row, how.F
    values, output = how.values(node), how.output(node)
    arguments = {**row.defaults, **node.arguments} if row.takes_arguments else {}
    passes = []
    for index, parent in enumerate(node.inputs):
        if parent not in useful:
            passes.append(None)
            continue
        vjp = row.vjp(index)
        if vjp is None:
            passes.append(F.zeros_like(values[index]))
            continue
        passed = vjp(F, gradient, output, *values, **arguments)
        shape = node.values[index].shape
        passes.append(passed if passed.shape == shape else sum_to(F, passed, shape))
    return passes


def head_nodes(heads):
    """The nodes of head arrays; MXNetError where one is not on the tape."""
    nodes = []
    for head in heads:
        node = live(head)
        if node is None:
            raise MXNetError(
                "Cannot differentiate node because it is not in a computational graph: it was not computed "
                "under autograd.record() from an array with attach_grad(), or a backward() has already "
                "cleared its graph (backward(retain_graph=True) keeps it)"
            )
        nodes.append(node)
    return nodes


def backward(heads, gradients, how, retain_graph):
    """Runs the tape back from head arrays and leaves the gradients in the variables reached."""
    nodes = head_nodes(heads)
    order = reach(nodes)
    variables = [node for node in order if type(node) is Variable and node.grad_req != "null"]
    if not variables:
        raise MXNetError(
            "There are no inputs in computation graph that require gradients: no array with attach_grad() "
            "is reached from here, or the graph between was cleared by an earlier backward()"
        )
    visitor = None
    if hooks.on_backward is not None:
        arrays = [variable.array for variable in variables if variable.array is not None]
        visitor = hooks.on_backward(heads, arrays)
    for variable, gradient in propagate(order, nodes, gradients, set(variables), how, visitor):
        variable.receive(_raw(gradient))
    if not retain_graph:
        clear(order)


def clear(order):
    """Takes nodes off the tape, variables excepted."""
    for node in order:
        node.clear()
