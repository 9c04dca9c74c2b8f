"""Random programs: whatever is computed, written and differentiated, the tape agrees with a naive graph.

Hypothesis draws steps; each is done twice, with the engine and with `naive.py`, and after each all values,
all gradients and what is live are compared. It shortens a program that fails to the steps that matter.
"""

import contextlib
import operator
from types import SimpleNamespace

import naive
import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)  # fmt: skip

from engine import MXNetError, autograd, nd, tape

SHAPES = [(2, 3), (2, 3), (2, 3), (1, 3), (3,), (2, 1), (3, 2)]
LARGEST = 30
"""Programs stay below, since the two sides round differently."""

ASSIGNING = "Assigning to NDArrays that are already in"
INPLACE = "Inplace operations"


def close(found, expected):
    """Whether two arrays are the same but for rounding."""
    if found.shape != expected.shape:
        return False
    return bool((found == expected).all() or np.isclose(found, expected, 1e-6, 1e-6, equal_nan=True).all())


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def total(x):
    return x.sum().reshape(1)


def average(x):
    return x.mean().reshape(1)


def along_last(x, g):
    """A gradient of sums or extremes along the last axis, on all that went into them."""
    return np.broadcast_to(g, x.shape)


#: Functions of one array: the engine's, NumPy's, and the gradient from g, the output y and the input x.
UNARY = {
    "negative": (operator.neg, np.negative, lambda g, y, x: -g),
    "square": (nd.square, np.square, lambda g, y, x: 2 * g * x),
    "exp": (nd.exp, np.exp, lambda g, y, x: g * y),
    "sin": (nd.sin, np.sin, lambda g, y, x: g * np.cos(x)),
    "sigmoid": (nd.sigmoid, sigmoid, lambda g, y, x: g * y * (1 - y)),
    "tanh": (nd.tanh, np.tanh, lambda g, y, x: g * (1 - y * y)),
    "relu": (nd.relu, lambda x: np.maximum(x, 0), lambda g, y, x: g * (y > 0)),
    "abs": (nd.abs, np.abs, lambda g, y, x: g * np.sign(x)),
    "softmax": (nd.softmax, softmax, lambda g, y, x: y * (g - (g * y).sum(axis=-1, keepdims=True))),
    "floor": (nd.floor, np.floor, lambda g, y, x: g * 0),
    "scaled": (lambda x: 1 - 2 * x, lambda x: 1 - 2 * x, lambda g, y, x: -2 * g),
    "cubed": (lambda x: x**3, lambda x: x**3, lambda g, y, x: 3 * g * x**2),
    "clipped": (lambda x: nd.clip(x, -1, 1), lambda x: np.clip(x, -1, 1), lambda g, y, x: g * (abs(x) <= 1)),
    "copied": (lambda x: x.copy(), np.copy, lambda g, y, x: g),
    "turned": (lambda x: x.T, lambda x: x.T.copy(), lambda g, y, x: g.T),
    "flipped": (lambda x: x.flip(axis=0), lambda x: x[::-1].copy(), lambda g, y, x: g[::-1]),
    "row sums": (
        lambda x: x.sum(axis=-1, keepdims=True), lambda x: x.sum(axis=-1, keepdims=True),
        lambda g, y, x: along_last(x, g),
    ),
    "sum": (lambda x: x.sum(), total, lambda g, y, x: np.full(x.shape, g[0])),
    "mean": (lambda x: x.mean(), average, lambda g, y, x: np.full(x.shape, g[0] / x.size)),
    "largest": (
        lambda x: x.max(axis=-1, keepdims=True), lambda x: x.max(axis=-1, keepdims=True),
        lambda g, y, x: along_last(x, g) * (x == y),
    ),
    "rows": (
        lambda x: x[[0, 0]], lambda x: x[[0, 0]],
        lambda g, y, x: np.concatenate([g.sum(axis=0, keepdims=True), np.zeros_like(x)[1:]]),
    ),
    "picked": (
        lambda x: nd.pick(x.reshape((-1, x.shape[-1])), nd.zeros(x.size // x.shape[-1]), keepdims=True),
        lambda x: x.reshape(-1, x.shape[-1])[:, :1].copy(),
        lambda g, y, x: np.append(g, np.zeros_like(x.reshape(len(g), -1)[:, 1:]), axis=1).reshape(x.shape),
    ),
}  # fmt: skip

#: Functions of two arrays that broadcast, and the gradients of both.
BINARY = {
    "add": (operator.add, np.add, lambda g, y, a, b: (g, g)),
    "subtract": (operator.sub, np.subtract, lambda g, y, a, b: (g, -g)),
    "multiply": (operator.mul, np.multiply, lambda g, y, a, b: (g * b, g * a)),
    "divide": (operator.truediv, np.divide, lambda g, y, a, b: (g / b, -g * a / b**2)),
    "maximum": (nd.maximum, np.maximum, lambda g, y, a, b: (g * (a >= b), g * (a < b))),
    "greater": (operator.gt, lambda a, b: (a > b) * 1.0, lambda g, y, a, b: (g * 0, g * 0)),
}

#: What graphs grow by: sums most, since those pass gradients on as they are.
STEPS = ["add"] * 8 + ["subtract", "multiply", "divide"] * 3 + sorted(BINARY) + sorted(UNARY)

GROWTH = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=8
)

#: Views, which share memory with what they show, and the place in it.
VIEWS = {
    "row": lambda x: x[0:1],
    "rest": lambda x: x[1:],
    "all but one": lambda x: x[:-1],
    "everything": lambda x: x[:],
    "flat": lambda x: x.reshape(-1),
    "column": lambda x: x.reshape(-1, 1),
}


class Programs(RuleBasedStateMachine):
    """The steps, each for both sides. `pair` is an engine's array with its naive value."""

    arrays = Bundle("arrays")

    def __init__(self):
        super().__init__()
        self.pairs, self.scopes = [], []

    def teardown(self):
        while self.scopes:
            self.scopes.pop().__exit__(None, None, None)

    def kept(self, array, value):
        """A new pair, if its numbers are neither large nor unknown."""
        if not np.all(np.abs(value.data) < LARGEST):
            return multiple()
        pair = SimpleNamespace(array=array, value=value)
        self.pairs.append(pair)
        return pair

    def both(self, compute, parents, forward, pull):
        """A step of the engine, and the same of the naive graph; an error is one of both."""
        values = [parent.value for parent in parents]
        try:
            with np.errstate(all="ignore"):
                data = forward(*(value.data for value in values))
        except ValueError:
            with pytest.raises(MXNetError):
                compute(*(parent.array for parent in parents))
            return multiple()
        recording = autograd.is_recording()
        return self.kept(
            compute(*(parent.array for parent in parents)),
            naive.made(data, values, pull and (lambda g: pull(g, data)), recording),
        )

    @initialize(
        target=arrays,
        seed=st.integers(0, 99),
        requests=st.tuples(*[st.sampled_from(["write", "add"])] * 3),
        steps=GROWTH,
    )
    def begin(self, seed, requests, steps):
        """Three variables that broadcast, a scope that records, and what grows in it."""
        for shape, request in zip([(2, 1), (1, 3), (2, 3)], requests, strict=True):
            self.make(shape, seed, request)
        self.enter("record")
        self.grown(steps)
        return multiple(*self.pairs)

    @rule(
        target=arrays,
        shape=st.sampled_from(SHAPES),
        seed=st.integers(0, 99),
        request=st.sampled_from(["", "", "write", "add", "null"]),
    )
    def make(self, shape, seed, request):
        """An array of numbers, perhaps a variable."""
        data = np.random.default_rng(seed).uniform(-2, 2, shape)
        pair = self.kept(nd.array(data, dtype="float64"), naive.Value(data))
        if request:
            self.attach(pair, request)
        return pair

    @rule(pair=arrays, request=st.sampled_from(["write", "add", "null"]))
    def attach(self, pair, request):
        """Makes an array a variable; what it was made of is forgotten."""
        if pair.value.live and request != "add":
            return
        pair.array.attach_grad(request)
        pair.value.node = naive.Leaf(pair.value.data, request)

    @rule(target=arrays, name=st.sampled_from(sorted(UNARY)), pair=arrays)
    def of_one(self, name, pair):
        compute, forward, gradient = UNARY[name]
        x = pair.value.data
        return self.both(compute, [pair], forward, lambda g, y: [gradient(g, y, x)])

    @rule(target=arrays, name=st.sampled_from(sorted(BINARY)), left=arrays, right=arrays)
    def of_two(self, name, left, right):
        compute, forward, gradient = BINARY[name]
        a, b = left.value.data, right.value.data
        if name == "divide" and np.abs(b).min() <= 0.5:
            return multiple()

        def pull(g, y):
            return [naive.fitted(part, x.shape) for part, x in zip(gradient(g, y, a, b), (a, b), strict=True)]

        return self.both(compute, [left, right], forward, pull)

    @rule(target=arrays, steps=GROWTH)
    def grown(self, steps):
        """Several steps at once, on what was computed last: a graph in which much is used more than once."""
        before = len(self.pairs)
        for name, first, second in steps:
            left, right = (self.pairs[-1 - place % len(self.pairs)] for place in (first, second))
            if name in UNARY:
                self.of_one(name, left)
            elif name != "divide" or np.abs(right.value.data).min() > 0.5:
                self.of_two(name, left, right)
        return multiple(*self.pairs[before:])

    @rule(target=arrays, left=arrays, right=arrays)
    def product(self, left, right):
        a, b = left.value.data, right.value.data
        if not a.ndim == b.ndim == 2:
            return multiple()
        return self.both(nd.dot, [left, right], np.dot, lambda g, y: [g @ b.T, a.T @ g])

    @rule(target=arrays, first=arrays, second=arrays)
    def joined(self, first, second):
        a = first.value.data
        return self.both(
            lambda a, b: nd.concat(a, b, dim=0), [first, second],
            lambda a, b: np.concatenate([a, b]), lambda g, y: [g[: len(a)], g[len(a) :]],
        )  # fmt: skip

    @rule(target=arrays, condition=arrays, first=arrays, second=arrays)
    def chosen(self, condition, first, second):
        c, a, b = (pair.value.data for pair in (condition, first, second))
        if not c.shape == a.shape == b.shape:
            return multiple()
        kept = c > 0
        return self.both(
            lambda c, a, b: nd.where(c > 0, a, b), [condition, first, second],
            lambda c, a, b: np.where(kept, a, b), lambda g, y: [g * 0, g * kept, g * ~kept],
        )  # fmt: skip

    @rule(target=arrays, pair=arrays)
    def parted(self, pair):
        """Two outputs of one operation: what clears one clears both."""
        data, value = pair.value.data, pair.value
        if data.ndim != 2 or data.shape[0] != 2:
            return multiple()
        recording = autograd.is_recording()
        parts = [
            naive.made(data[i : i + 1].copy(), [value], self.placed(data, np.s_[i : i + 1]), recording)
            for i in range(2)
        ]
        if parts[0].live:
            family = [part.node for part in parts]
            for node in family:
                node.family = family
        arrays = nd.split(pair.array, num_outputs=2, axis=0)
        return multiple(*[self.kept(array, part) for array, part in zip(arrays, parts, strict=True)])

    @staticmethod
    def placed(data, key):
        """Puts a gradient at the place of a view, zeros elsewhere."""

        def pull(g):
            whole = np.zeros_like(data)
            whole[key] = g
            return [whole]

        return pull

    @rule(target=arrays, name=st.sampled_from(sorted(VIEWS)), pair=arrays)
    def seen(self, name, pair):
        """A view: a write on either side is seen on the other."""
        view, data = VIEWS[name], pair.value.data
        if not view(data).size:
            return multiple()
        if name == "everything":
            return pair

        def pull(g):
            whole = np.zeros_like(data)
            part = view(whole)
            part[...] = g
            return [whole]

        value = naive.made(view(data), [pair.value], pull, autograd.is_recording())
        return self.kept(view(pair.array), value)

    @rule(target=arrays, pair=arrays)
    def detached(self, pair):
        """The same memory without history."""
        return self.kept(pair.array.detach(), naive.Value(pair.value.data))

    @rule(target=arrays, pair=arrays, other=arrays)
    def branched(self, pair, other):
        """What is computed depends on values."""
        pair = pair if pair.array.sum().asscalar() > 0 else other
        return self.of_one("scaled", pair)

    @rule(
        pair=arrays,
        number=st.sampled_from([1, 0.5, -2]),
        way=st.sampled_from(["all", "row", "add", "multiply"]),
        paused=st.booleans(),
    )
    def written(self, pair, number, way, paused):
        """A number written in place: refused while recording, if the array is in the graph."""
        with autograd.pause() if paused else contextlib.nullcontext():
            self.write_number(pair, number, way)

    def write_number(self, pair, number, way):
        array, data = pair.array, pair.value.data

        def write(x):
            if way == "all":
                x[:] = number
            elif way == "row":
                x[0] = number
            elif way == "add":
                x += number
            else:
                x *= number

        if autograd.is_recording() and pair.value.live:
            with pytest.raises(MXNetError, match=ASSIGNING):
                write(array)
        else:
            write(array)
            write(data)

    @rule(pair=arrays, source=arrays, way=st.sampled_from(["all", "part", "add"]))
    def filled(self, pair, source, way):
        """An array written with another: recorded where all of it is, refused where that cannot be."""
        array, data, given = pair.array, pair.value.data, source.value.data
        if data.shape != given.shape or np.shares_memory(data, given):
            return
        if way == "add" and np.any(np.abs(data + given) >= LARGEST):
            return
        recording = autograd.is_recording()

        def write(x, values):
            if way == "all":
                x[:] = values
            elif way == "part":
                x[0:1] = values[0:1]
            else:
                x += values

        refused = ASSIGNING if recording and pair.value.live else ""
        if recording and source.value.live and way != "all":
            refused = refused or INPLACE
        if refused:
            with pytest.raises(MXNetError, match=refused):
                write(array, source.array)
            return
        write(array, source.array)
        write(data, given)
        if recording and source.value.live:
            pair.value.node = naive.Node([source.value.node], lambda g: [g])

    @rule(target=arrays, place=st.integers(1, 3))
    def filled_anew(self, place):
        """A fresh array filled with one of the last."""
        source = self.pairs[-min(place, len(self.pairs))]
        pair = self.make(source.value.data.shape, 0, "")
        self.filled(pair, source, "all")
        return pair

    @rule(kind=st.sampled_from(["record", "pause"]))
    def enter(self, kind):
        """A scope inside the others."""
        if len(self.scopes) == 3:
            return
        scope = getattr(autograd, kind)()
        scope.__enter__()
        self.scopes.append(scope)

    @precondition(lambda self: len(self.scopes) > 1)
    @rule()
    def leave(self):
        """The innermost scope ends."""
        self.scopes.pop().__exit__(None, None, None)

    @rule(pair=arrays, weights=st.sampled_from([None, 0.5, -3]), retain=st.booleans())
    def backward(self, pair, weights, retain):
        """A pass back from one head."""
        self.backward_of_several([pair], weights, retain)

    @rule(weights=st.sampled_from([None, 0.5]), retain=st.sampled_from([True, True, False]))
    def backward_of_the_last(self, weights, retain):
        """A pass back from the last head that has one."""
        live = [pair for pair in self.pairs if pair.value.live]
        if not live:
            return
        self.backward_of_several(live[-1:], weights, retain)

    @rule(
        pairs=st.lists(arrays, min_size=2, max_size=3),
        weights=st.sampled_from([None, 2]),
        retain=st.booleans(),
    )
    def backward_of_several(self, pairs, weights, retain):
        heads, starts = self.started(pairs, weights)
        given = None if weights is None else [nd.array(start, dtype="float64") for start in starts]
        with self.as_refused(lambda: naive.backward(heads, starts, retain)):
            autograd.backward([pair.array for pair in pairs], given, retain)

    @staticmethod
    def started(pairs, weights):
        """The naive heads, and the gradients that they begin with."""
        heads = [pair.value for pair in pairs]
        return heads, [np.full(head.data.shape, 1.0 if weights is None else weights) for head in heads]

    @rule(pair=arrays, retain=st.booleans(), create=st.booleans())
    def asked(self, pair, retain, create):
        """`autograd.grad` with respect to all variables, whose own gradients stay as they are."""
        variables = [each for each in self.pairs if isinstance(each.value.node, naive.Leaf)]
        (head,), (start,) = self.started([pair], None)
        expected = []
        with self.as_refused(
            lambda: expected.extend(
                naive.asked(head, start, [each.value.node for each in variables], retain or create)
            )
        ):
            found = autograd.grad(
                pair.array,
                [each.array for each in variables],
                retain_graph=retain or create,
                create_graph=create,
            )
            assert all(map(close, [each.asnumpy() for each in found], expected)), (found, expected)
            assert all((tape.live(each) is not None) == create for each in found)

    @contextlib.contextmanager
    def as_refused(self, naively):
        """Does a step naively, then the block, which must raise what the naive side refuses."""
        try:
            naively()
        except naive.Refused as refused:
            with pytest.raises(MXNetError, match=str(refused)):
                yield
        else:
            yield

    @invariant()
    def both_sides_agree(self):
        """All values, all gradients, and what is live."""
        for pair in self.pairs:
            array, value = pair.array, pair.value
            assert close(array.asnumpy(), value.data), (array, value.data)
            assert (tape.live(array) is not None) == value.live
            if isinstance(value.node, naive.Leaf):
                assert close(array.grad.asnumpy(), value.node.grad), (array.grad, value.node.grad)
            else:
                assert array.grad is None


@pytest.mark.cpu
def test_random_programs_agree_with_a_naive_graph():
    run_state_machine_as_test(Programs, settings=settings(max_examples=150, stateful_step_count=20))
