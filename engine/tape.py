"""The tape: what is recorded while `autograd.record()` is on, and the one pass back over it.

A node is taken per recorded operation, under an integer that grows, so that every node has a larger one
than its inputs: the pass back goes on with the largest among the nodes that a gradient has reached. A node
holds its inputs' nodes and nothing refers back to it but the array it made, so a finished graph goes when
its arrays go.
"""

import weakref
from bisect import insort
from functools import partial
from itertools import count
from operator import attrgetter
from sys import getrefcount
from typing import ClassVar

from engine import hooks
from engine.backend import follow, gpus
from engine.base import MXNetError
from engine.ops.along import sum_to
from engine.ops.gathered import product

next_id = count(1).__next__
_NONE = {}
_by_id = attrgetter("id")

PART_CLEARED = (
    "Cannot differentiate node because another backward() has cleared a part of its graph: "
    "backward(retain_graph=True) keeps it, autograd.backward([y, z]) takes both heads at once"
)


class Node:
    """One recorded operation: its row, its inputs' nodes, and what its vjp needs.

    `values` are the raw inputs (arrays or numbers), `value` the raw output. Clearing the node sets
    `values` to None; an array whose node is cleared counts as a constant. `arrived` is the gradient that has
    reached the node during a pass back.
    """

    __slots__ = ("arguments", "arrived", "id", "inputs", "row", "value", "values")

    array = None
    unwanted = False

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
    that a gradient has arrived since an optimiser last took it, `unwanted` that none should.
    """

    __slots__ = ("_array", "arrived", "fresh", "grad_req", "gradient", "id", "unwanted")

    op = ""
    row = None
    rules = inputs = values = ()
    arguments: ClassVar = {}

    def __init__(self, array, gradient, grad_req):
        self.id = next_id()
        self._array = weakref.ref(array)
        self.gradient = gradient
        self.grad_req = grad_req
        self.unwanted = grad_req == "null"
        self.fresh = False
        self.arrived = None

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

    def receive(self):
        """Writes or adds the gradient that has arrived, as `grad_req` says.

        Where nothing else refers to it, or to the memory that it takes the place of, it moves in uncopied.
        """
        self.fresh = True
        own = self.gradient
        if self.grad_req == "add":
            own._raw += self.arrived
        elif (
            getrefcount(self.arrived) == getrefcount(own._raw) == _ALONE
            and self.arrived.base is own._raw.base is None
            and self.arrived.dtype is own._raw.dtype
        ):
            own._raw = self.arrived
        else:
            own._raw[...] = self.arrived


#: What `getrefcount` says of an object to which only one attribute refers.
_lonely = Node()
_lonely.value = object()
_ALONE = getrefcount(_lonely.value)


class Part:
    """The row of a node that stands for one output of an operation with several."""

    name = "output"
    rules = ("g",)


class PartNode(Node):
    """A node for one output of an operation with several: a constant once the operation's node is cleared."""

    __slots__ = ()

    def __init__(self, node, value, index):
        self.id = next_id()
        self.row = Part
        self.inputs = (node,)
        self.value = value
        self.arguments = {"index": index}
        self.arrived = None

    @property
    def values(self):
        """Nothing of its own; None where the operation has forgotten its inputs."""
        return () if self.inputs and self.inputs[0].values is not None else None

    def clear(self):
        """Forgets the operation and the output."""
        self.inputs = ()
        self.value = None


def live(array):
    """The node through which gradients reach an array, or None if it counts as a constant."""
    node = array._node
    return None if node is None or node.values is None else node


def record(row, inputs, values, output, arguments):
    """Takes a node for an operation and ties its output arrays to it, if any input is on the tape.

    `inputs` is the tuple of the operands' nodes, None for constants.
    """
    on_tape = False
    for node in inputs:
        if node is not None:
            if node.values is None:  # cleared
                inputs = tuple([None if n is None or n.values is None else n for n in inputs])
                return record(row, inputs, values, output, arguments)
            on_tape = True
    if not on_tape:
        return
    node = Node()  # an `__init__` would take three times as long
    node.id, node.row, node.arrived = next_id(), row, None
    node.inputs, node.values, node.arguments = inputs, values, arguments
    if type(output) is list:
        node.value = [part._raw for part in output]
        for index, part in enumerate(output):
            part._node = PartNode(node, part._raw, index)
    else:
        node.value = output._raw
        output._node = node


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


def variables_of(heads):
    """The arrays that want a gradient among those that the head nodes depend on."""
    leaves = [node for node in reach(heads) if type(node) is Variable and not node.unwanted]
    return [array for leaf in leaves if (array := leaf.array) is not None]


def propagate(heads, gradients, F, wrap=None, useful=None, visitor=None):
    """One pass back from head nodes with their gradients.

    Returns the nodes visited, and the variables reached, their gradients in `arrived`. The first gradient to
    arrive at a node is kept by reference, the second allocates, later ones add in place. Nothing is passed to
    nodes that are unwanted or, if given, not `useful`. For a pass that is recorded itself, `wrap(node)`
    gives the inputs and the output of a node as NDArrays. Without it or a visitor, products that a variable's
    gradient is the sum of are gathered from the second on, and computed at the end. MXNetError where a node
    on the way was cleared after it had been used.
    """
    waiting, visited, variables, gathered, cut = [], [], [], {}, False
    owned = None if wrap else set()
    take = waiting.pop if len(gpus) < 2 else partial(_take_on_its_gpu, waiting)
    try:
        for node, gradient in zip(heads, gradients, strict=True):
            if not node.unwanted if useful is None else node in useful:
                _arrive(node, gradient, waiting, variables, owned)
        while waiting:
            node = take()
            gradient, node.arrived, row = node.arrived, None, node.row
            visited.append(node)
            if row is Part:
                _arrive_in_part(node, gradient, waiting)
                if visitor is not None:
                    visitor(node, gradient, (gradient,))
                continue
            values, output = (node.values, node.value) if wrap is None else wrap(node)
            arguments = row.all_arguments(node.arguments) if row.takes_arguments else _NONE
            vjps = row.each or row.each_of(len(values))
            factors = row.factors if visitor is wrap is None else None
            passes = None if visitor is None else [None] * len(values)
            for index, parent in enumerate(node.inputs):
                if parent is None or (parent.unwanted if useful is None else parent not in useful):
                    continue
                if parent.values is None:
                    cut = True
                    continue
                if factors is not None and parent.row is None and parent.arrived is not None:
                    pair = factors(index, gradient, *values, **arguments)
                    if pair is not None:
                        gathered.setdefault(parent, []).append(pair)
                        continue
                value, vjp = values[index], vjps[index]
                if vjp is None:
                    passed = F.zeros_like(value)
                else:
                    if arguments or len(values) != 2:
                        passed = vjp(F, gradient, output, *values, **arguments)
                    else:  # a call that builds no tuple and no dict
                        passed = vjp(F, gradient, output, values[0], values[1])
                    if passed.shape != value.shape:
                        passed = sum_to(F, passed, value.shape)
                if passes is not None:
                    passes[index] = passed
                _arrive(parent, passed, waiting, variables, owned)
            if passes is not None:
                visitor(node, gradient, tuple(passes))
        for variable, pairs in gathered.items():
            _arrive(variable, product(F, pairs), waiting, variables, owned)
        if cut and variables:
            raise MXNetError(PART_CLEARED)
        if visitor is not None:
            for variable in sorted(variables, key=_by_id, reverse=True):
                visitor(variable, variable.arrived, ())
    except BaseException:
        forget_gradients(waiting + variables)
        raise
    return visited, variables


def _arrive(node, gradient, waiting, variables, owned):
    """Hands a gradient to a node. The nodes `owned` have a sum of gradients for themselves to add to."""
    before = node.arrived
    if before is None:
        node.arrived = gradient
        if node.row is None:
            variables.append(node)
        elif not waiting or waiting[-1].id < node.id:
            waiting.append(node)
        else:
            insort(waiting, node, key=_by_id)
    elif owned and node in owned:
        before += gradient
    else:
        node.arrived = before + gradient
        if owned is not None:
            owned.add(node)


def _arrive_in_part(part, gradient, waiting):
    """Hands an operation with several outputs the gradient of one, in a list that waits for the others'."""
    (operation,), index = part.inputs, part.arguments["index"]
    if operation.arrived is None:
        _arrive(operation, [None] * len(operation.value), waiting, (), None)
    before = operation.arrived[index]
    operation.arrived[index] = gradient if before is None else before + gradient


def _take_on_its_gpu(waiting):
    """The last node waiting, with its GPU the current one: where there are several, a pass may cross them."""
    node = waiting.pop()
    gradient = node.arrived
    if type(gradient) is list:
        gradient = next(part for part in gradient if part is not None)
    follow(getattr(gradient, "_raw", gradient))
    return node


def recorded_values(node, wrap):
    """The inputs and the output of a node as NDArrays, each with its own place on the tape."""
    values = [
        wrap(value, parent) if hasattr(value, "shape") else value
        for value, parent in zip(node.values, node.inputs, strict=True)
    ]
    if type(node.value) is list:
        return values, [wrap(part, None) for part in node.value]
    return values, wrap(node.value, node)


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


def backward(heads, gradients, F, retain_graph):
    """Runs the tape back from head arrays and leaves the gradients in the variables reached."""
    nodes = head_nodes(heads)
    visitor = None
    if hooks.on_backward is not None:
        visitor = hooks.on_backward(heads, lambda: variables_of(nodes))
    visited, variables = propagate(nodes, gradients, F, visitor=visitor)
    if not variables:
        raise MXNetError(
            "There are no inputs in computation graph that require gradients: no array with attach_grad() "
            "is reached from here, or the graph between was cleared by an earlier backward()"
        )
    try:
        for variable in variables:
            try:
                variable.receive()
            except ValueError:  # another GPU than the gradient's is the current one
                follow(variable.arrived)
                variable.receive()
    finally:
        forget_gradients(variables)
    if not retain_graph:
        clear(visited)


def forget_gradients(nodes):
    """Takes from nodes what has arrived there: a later pass would add to it."""
    for node in nodes:
        node.arrived = None


def clear(nodes):
    """Takes nodes off the tape, variables excepted."""
    for node in nodes:
        node.clear()


def useful_for(wanted, heads):
    """All nodes that the heads reach, and the set of those through which they depend on the wanted ones."""
    order, useful = reach(heads), set(wanted)
    for node in order:
        if node.values is None:
            raise MXNetError(PART_CLEARED)
        if not useful.isdisjoint(node.inputs):
            useful.add(node)
    return order, useful
