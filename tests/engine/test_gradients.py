"""Every row's vjp against finite differences in float64, first and second order.

The cases come from the rows: each call of an operation in an example of the help is run again on values
of its own. What the examples leave out (axes, broadcasting, shapes) is in the table below, over shapes
that Hypothesis picks.
"""

import doctest
import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, mutually_broadcastable_shapes

import engine
from engine import autograd, hooks, nd
from engine.ops.op import registry

SMALL = array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4)


def differentiable(row):
    """The positions of the inputs of a row that have a gradient of their own."""
    if row.inputs is None:
        return None
    return [index for index, vjp in enumerate(row.vjps) if vjp is not None and row.rules[index] != "0"]


def calls_in_examples():
    """The last call of each row in an example, with its inputs and arguments."""
    seen = {}

    def watch(op, inputs, arguments, output):
        if op in registry and registry[op] is row:
            seen[op] = [array.asnumpy() for array in inputs], dict(arguments)

    names = {"nd": nd, "autograd": autograd, "mx": engine}
    hooks.on_op = watch
    try:
        for row in list(registry.values()):
            doc = inspect.getdoc(row.function) or ""
            test = doctest.DocTestParser().get_doctest(doc, dict(names), row.name, None, None)
            doctest.DocTestRunner(verbose=False).run(test, out=lambda text: None)
    finally:
        hooks.on_op = None
    return seen


CALLS = calls_in_examples()
ROWS = [
    name
    for name, row in registry.items()
    if row.vjps and not name.startswith("_") and differentiable(row) != []
]


def check(function, arrays, order=2, epsilon=1e-6):
    """Compares the gradients of `function(*arrays)` with differences along random directions."""
    rng = np.random.default_rng(0)
    variables = [nd.array(array, dtype="float64") for array in arrays]
    for variable in variables:
        variable.attach_grad()
    with autograd.record():
        output = function(*variables)
        outputs = output if isinstance(output, list) else [output]
        weights = [nd.array(rng.standard_normal(part.shape), dtype="float64") for part in outputs]
        loss = sum(
            [(part * weight).sum() for part, weight in zip(outputs, weights, strict=True)],
            start=nd.zeros(1, dtype="float64"),
        )
        gradients = autograd.grad(loss, variables, create_graph=True, retain_graph=True)
    loss.backward()
    directions = [rng.standard_normal(array.shape) for array in arrays]

    def value(step):
        moved = [nd.array(a + step * d, dtype="float64") for a, d in zip(arrays, directions, strict=True)]
        result = function(*moved)
        results = result if isinstance(result, list) else [result]
        return sum(float((r.asnumpy() * w.asnumpy()).sum()) for r, w in zip(results, weights, strict=True))

    expected = (value(epsilon) - value(-epsilon)) / (2 * epsilon)
    for found in ([v.grad for v in variables], gradients):
        along = sum(float((g.asnumpy() * d).sum()) for g, d in zip(found, directions, strict=True))
        assert along == pytest.approx(expected, rel=1e-5, abs=1e-6)
    if order == 2 and any(g._node is not None for g in gradients):
        check_second(function, arrays, directions, weights)


def check_second(function, arrays, directions, weights):
    """Compares gradients of gradients with differences of gradients."""
    rng = np.random.default_rng(1)
    inner = [rng.standard_normal(array.shape) for array in arrays]

    def slope(step, keep):
        variables = [nd.array(a + step * d, dtype="float64") for a, d in zip(arrays, directions, strict=True)]
        for variable in variables:
            variable.attach_grad()
        with autograd.record():
            output = function(*variables)
            outputs = output if isinstance(output, list) else [output]
            loss = sum(
                [(p * w).sum() for p, w in zip(outputs, weights, strict=True)],
                start=nd.zeros(1, dtype="float64"),
            )
            gradients = autograd.grad(loss, variables, create_graph=True)
            total = sum(
                [(g * nd.array(i, dtype="float64")).sum() for g, i in zip(gradients, inner, strict=True)],
                start=nd.zeros(1, dtype="float64"),
            )
        if keep:
            total.backward()
        return float(total.asscalar()), variables

    _, variables = slope(0, keep=True)
    along = sum(float((v.grad.asnumpy() * d).sum()) for v, d in zip(variables, directions, strict=True))
    expected = (slope(1e-5, keep=False)[0] - slope(-1e-5, keep=False)[0]) / 2e-5
    assert along == pytest.approx(expected, rel=1e-4, abs=1e-5)


def test_every_row_with_a_gradient_has_an_example_that_calls_it():
    assert {name for name in ROWS if name not in CALLS} == {
        "copy",
        "getitem",
        "dropout",
        "batch_norm",
        "rnn_tanh",
        "rnn_relu",
        "lstm",
        "gru",
    }


@pytest.mark.parametrize("name", [name for name in ROWS if name in CALLS and name != "cast"])
def test_row_has_the_gradient_that_its_example_shows(name):
    row, (inputs, arguments) = registry[name], CALLS[name]
    positions = differentiable(row)
    if positions is None:
        positions = list(range(len(inputs)))
    positions = [position for position in positions if position < len(inputs)]
    rng = np.random.default_rng(2)
    values = [a.astype("float64") + rng.uniform(0.01, 0.1, a.shape) for a in (inputs[p] for p in positions)]

    def function(*chosen):
        operands = [nd.array(array, dtype=array.dtype) for array in inputs]
        for position, array in zip(positions, chosen, strict=True):
            operands[position] = array
        return row.function(*operands, **arguments)

    if {"lhs", "rhs"} & set(arguments):
        scalar = arguments
        function = (
            (lambda a: row.function(a, **scalar))
            if "rhs" in scalar
            else (lambda a: row.function(scalar["lhs"], a))
        )
    check(function, values)


@given(shapes=mutually_broadcastable_shapes(num_shapes=2, min_dims=1, max_dims=3, max_side=3), data=st.data())
@settings(max_examples=40, deadline=None)
def test_operators_broadcast_and_their_gradients_sum_down(shapes, data):
    name = data.draw(
        st.sampled_from(["add", "subtract", "multiply", "divide", "power", "maximum", "minimum", "hypot"])
    )
    rng = np.random.default_rng(data.draw(st.integers(0, 100)))
    arrays = [rng.uniform(0.5, 2, shape) for shape in shapes.input_shapes]
    check(getattr(nd, name), arrays)


REDUCTIONS = ["sum", "mean", "max", "min", "prod"]


@given(shape=SMALL, data=st.data())
@settings(max_examples=40, deadline=None)
def test_reductions_over_any_axes(shape, data):
    name = data.draw(st.sampled_from(REDUCTIONS))
    axes = data.draw(
        st.none()
        | st.lists(st.integers(-len(shape), len(shape) - 1), min_size=1, unique_by=lambda a: a % len(shape))
    )
    keepdims, exclude = data.draw(st.booleans()), data.draw(st.booleans()) and axes is not None
    axis = None if axes is None else axes[0] if len(axes) == 1 else tuple(axes)
    values = np.random.default_rng(len(shape)).permutation(np.prod(shape)).reshape(shape) + 1.5
    if axes is None or len(axes) < len(shape) or not exclude:
        check(
            lambda x: getattr(nd, name)(x, axis=axis, keepdims=keepdims, exclude=exclude),
            [values / values.size],
        )


@given(
    sizes=st.tuples(*[st.integers(1, 4)] * 3), flip_a=st.booleans(), flip_b=st.booleans(), batch=st.booleans()
)
@settings(max_examples=30, deadline=None)
def test_products_with_either_side_transposed(sizes, flip_a, flip_b, batch):
    m, n, p = sizes
    rng = np.random.default_rng(0)
    left, right = ((n, m) if flip_a else (m, n)), ((p, n) if flip_b else (n, p))
    if batch:
        left, right = (2, *left), (2, *right)
    function = nd.batch_dot if batch else nd.dot
    check(
        lambda a, b: function(a, b, transpose_a=flip_a, transpose_b=flip_b),
        [rng.random(left), rng.random(right)],
    )


def normalise_batch(x, gamma, beta):
    """Batch normalisation while training, with running statistics that nobody looks at."""
    kept = [nd.zeros(len(gamma), dtype="float64"), nd.ones(len(gamma), dtype="float64")]
    with autograd.train_mode():
        return nd.BatchNorm(x, gamma, beta, *kept, eps=0.1, fix_gamma=False)


def recur(mode, directions=1, layers=1, **options):
    """Recurrent layers of size 2 on inputs of size 3, and the last states."""

    def function(x, parameters, h, c=None):
        return nd.RNN(
            x, parameters, h, c, state_size=2, num_layers=layers, mode=mode,
            bidirectional=directions == 2, state_outputs=True, **options,
        )  # fmt: skip

    gates = {"rnn_tanh": 1, "rnn_relu": 1, "gru": 3, "lstm": 4}[mode]
    count, inputs, size = 0, 3, options.get("projection_size", 2)
    for _ in range(layers):
        count += directions * (2 * gates * (inputs + size + 2) + (2 * size if options else 0))
        inputs = directions * size
    pairs = layers * directions
    return function, [(2, 2, 3), (count,), (pairs, 2, size)] + [(pairs, 2, 2)] * (mode == "lstm")


CASES = {
    "plain recurrence": recur("rnn_tanh"),
    "recurrence with rectifiers, both ways": recur("rnn_relu", directions=2),
    "a GRU both ways": recur("gru", directions=2),
    "an LSTM": recur("lstm"),
    "an LSTM of two layers both ways": recur("lstm", directions=2, layers=2),
    "an LSTM with a projection": recur("lstm", projection_size=3),
    "an LSTM's last state alone": (
        lambda x, p, h, c: recur("lstm")[0](x, p, h, c)[2],
        recur("lstm")[1],
    ),
    "mask of sequences": (
        lambda x: nd.SequenceMask(x, nd.array([1, 3]), use_sequence_length=True, value=5, axis=1),
        [(2, 3, 2)],
    ),
    "last of sequences": (
        lambda x: nd.SequenceLast(x, nd.array([2, 3]), use_sequence_length=True, axis=1),
        [(2, 3, 2)],
    ),
    "dot of vectors": (lambda a, b: nd.dot(a, b), [(3,), (3,)]),
    "dot of a matrix and a vector": (lambda a, b: nd.dot(a, b), [(2, 3), (3,)]),
    "dot of a vector and a matrix": (lambda a, b: nd.dot(a, b), [(3,), (3, 2)]),
    "dot of a vector and a tensor": (lambda a, b: nd.dot(a, b), [(2,), (2, 2, 1)]),
    "dot of tensors": (lambda a, b: nd.dot(a, b), [(2, 2, 3), (3, 2, 2)]),
    "dot of a tensor, transposed": (lambda a, b: nd.dot(a, b, transpose_a=True), [(3, 2, 2), (3, 2)]),
    "dot, a transposed tensor right": (lambda a, b: nd.dot(a, b, transpose_b=True), [(2, 3), (2, 2, 3)]),
    "x[i]": (lambda x: x[1], [(3, 2)]),
    "x[i, j]": (lambda x: x[1, 0], [(3, 2)]),
    "x[a:b]": (lambda x: x[1:3], [(4, 2)]),
    "x[:, a:b:c]": (lambda x: x[:, 0:4:2], [(2, 5)]),
    "x[::-1]": (lambda x: x[::-1], [(3,)]),
    "x[None]": (lambda x: x[None, 1:], [(3,)]),
    "x[list], twice the same": (lambda x: x[[0, 2, 0]], [(3, 2)]),
    "x[list, list]": (lambda x: x[[0, 1], [1, 1]], [(2, 2)]),
    "reshape method": (lambda x: x.reshape((-1, 2)), [(2, 3, 2)]),
    "transpose with axes": (lambda x: x.transpose((1, 2, 0)), [(2, 3, 4)]),
    "swapaxes": (lambda x: x.swapaxes(0, 2), [(2, 3, 4)]),
    "squeeze": (lambda x: x.squeeze(axis=1), [(2, 1, 3)]),
    "expand_dims": (lambda x: x.expand_dims(axis=1), [(2, 3)]),
    "broadcast_to": (lambda x: x.broadcast_to((2, 3)), [(1, 3)]),
    "broadcast_axis": (lambda x: nd.broadcast_axis(x, axis=(0, 2), size=(2, 3)), [(1, 2, 1)]),
    "tile to more axes": (lambda x: x.tile((2, 1, 2)), [(2, 3)]),
    "repeat along an axis": (lambda x: x.repeat(2, axis=1), [(2, 3)]),
    "flip": (lambda x: nd.flip(x, axis=1), [(2, 3)]),
    "pad": (lambda x: nd.pad(x, mode="constant", pad_width=(0, 1, 2, 0)), [(2, 3)]),
    "concat of three": (lambda a, b, c: nd.concat(a, b, c, dim=1), [(2, 1), (2, 3), (2, 2)]),
    "concat of an array with itself": (lambda a: nd.concat(a, a, dim=0), [(2, 2)]),
    "stack along the last axis": (lambda a, b: nd.stack(a, b, axis=-1), [(2, 3), (2, 3)]),
    "split, one part unused": (lambda x: nd.split(x, 3, axis=1)[1], [(2, 6)]),
    "split, squeezed": (lambda x: nd.split(x, 2, axis=0, squeeze_axis=True), [(2, 3)]),
    "take along axis 1": (lambda x: x.take(nd.array([[0, 2], [2, 1]]), axis=1), [(2, 3)]),
    "take, wrapping": (lambda x: x.take(nd.array([-1, 4]), mode="wrap"), [(3, 2)]),
    "pick along axis 0": (lambda x: nd.pick(x, nd.array([0, 1, 1]), axis=0), [(2, 3)]),
    "pick, axis kept": (lambda x: nd.pick(x, nd.array([0, 2]), keepdims=True), [(2, 3)]),
    "where, whole rows": (lambda a, b: nd.where(nd.array([1, 0]), a, b), [(2, 3), (2, 3)]),
    "slice with steps": (lambda x: nd.slice(x, begin=(0, None), end=(3, None), step=(2, 1)), [(3, 2)]),
    "slice_like along an axis": (lambda x: nd.slice_like(x, nd.zeros((2, 2)), axes=(0,)), [(3, 4)]),
    "slice_axis to the end": (lambda x: x.slice_axis(axis=-1, begin=-2, end=None), [(2, 4)]),
    "norm along an axis": (lambda x: x.norm(axis=1), [(2, 3)]),
    "norm of first order": (lambda x: x.norm(ord=1, axis=0, keepdims=True), [(2, 3)]),
    "softmax along axis 0": (lambda x: nd.softmax(x, axis=0, temperature=2.0), [(2, 3)]),
    "log_softmax, warmer": (lambda x: nd.log_softmax(x, temperature=3.0), [(2, 3)]),
    "sort, descending": (lambda x: nd.sort(x, axis=0, is_ascend=False), [(3, 2)]),
    "sort everything": (lambda x: nd.sort(x, axis=None), [(3, 2)]),
    "topk values": (lambda x: nd.topk(x, k=2, ret_typ="value"), [(2, 4)]),
    "topk of both": (lambda x: nd.topk(x, k=2, ret_typ="both", axis=0)[0], [(3, 2)]),
    "cumsum along an axis": (lambda x: nd.cumsum(x, axis=1), [(2, 3)]),
    "cumsum of everything": (lambda x: nd.cumsum(x), [(2, 3)]),
    "fully connected, flattening": (lambda x, w, b: nd.FullyConnected(x, w, b), [(2, 3, 2), (4, 6), (4,)]),
    "fully connected, last axis": (lambda x, w: nd.FullyConnected(x, w, flatten=False), [(2, 3, 2), (4, 2)]),
    "convolution of groups with steps": (
        lambda x, w, b: nd.Convolution(x, w, b, kernel=(2, 2), stride=(2, 1), pad=(1, 0), num_group=2),
        [(2, 4, 3, 4), (2, 2, 2, 2), (2,)],
    ),
    "convolution of one axis, dilated": (
        lambda x, w: nd.Convolution(x, w, kernel=(2,), dilate=(2,), no_bias=True),
        [(1, 2, 5), (3, 2, 2)],
    ),
    "transposed convolution": (
        lambda x, w: nd.Deconvolution(x, w, kernel=(3, 3), stride=(2, 2), pad=(1, 1), adj=(1, 0)),
        [(2, 2, 2, 3), (2, 3, 3, 3)],
    ),
    "largest of windows": (
        lambda x: nd.Pooling(x, kernel=(2, 2), stride=(1, 2), pad=(1, 0), pooling_convention="full"),
        [(1, 2, 3, 5)],
    ),
    "mean of windows without the rim": (
        lambda x: nd.Pooling(x, kernel=(3,), pad=(1,), pool_type="avg", count_include_pad=False),
        [(2, 1, 4)],
    ),
    "sum of everything": (lambda x: nd.Pooling(x, global_pool=True, pool_type="sum"), [(2, 2, 3, 2)]),
    "batch normalisation": (
        lambda x, gamma, beta: normalise_batch(x, gamma, beta),
        [(3, 2, 2), (2,), (2,)],
    ),
    "layer normalisation along axis 1": (
        lambda x, gamma, beta: nd.LayerNorm(x, gamma, beta, axis=1, eps=0.1),
        [(2, 3, 2), (3,), (3,)],
    ),
    "embedding": (lambda w: nd.Embedding(nd.array([[0, 2], [2, 2]]), w), [(3, 2)]),
    "cross-entropy": (lambda x: nd.softmax_cross_entropy(x, nd.array([0, 2])), [(2, 3)]),
    "group normalisation": (
        lambda x, gamma, beta: nd.GroupNorm(x, gamma, beta, num_groups=2, eps=0.1),
        [(2, 4, 2), (2,), (2,)],
    ),
    "sequences without times": (
        lambda x: nd.CTCLoss(
            x, nd.array([[1, 2], [2, 2]]), nd.array([4, 3]), use_data_lengths=True, blank_label="first"
        ),
        [(4, 2, 3)],
    ),
    "a mirrored rim": (lambda x: nd.pad(x, mode="reflect", pad_width=(1, 0, 2, 1)), [(2, 3)]),
    "a rim of the outermost elements": (lambda x: nd.pad(x, mode="edge", pad_width=(1, 0, 2, 1)), [(2, 3)]),
    "images of another size": (
        lambda x: nd.contrib.BilinearResize2D(x, height=3, width=2, align_corners=False),
        [(1, 2, 2, 3)],
    ),
    "slices replaced": (lambda x, z: nd.contrib.index_copy(x, nd.array([2, 0]), z), [(3, 2), (2, 2)]),
    "softmax in another type": (lambda x: nd.softmax(x, dtype="float64"), [(2, 3)]),
    "a number to the power of an array": (lambda x: 2**x, [(3,)]),
    "a number divided by an array": (lambda x: 3 / x, [(3,)]),
    "a number minus an array": (lambda x: 3 - x, [(3,)]),
    "copies": (lambda x: x.copy() + x.copyto(engine.cpu(1)).as_in_context(x.context), [(3,)]),
    "modulo": (lambda x, z: x % z, [(3,), (3,)]),
    "the same array twice": (lambda x: x * x * x + x, [(3,)]),
    "a chain": (lambda x, w: nd.relu(nd.dot(x, w) + 0.1).log_softmax().mean(axis=0), [(4, 3), (3, 2)]),
}


@pytest.mark.parametrize("name", CASES)
def test_gradient_of(name):
    function, shapes = CASES[name]
    rng = np.random.default_rng(3)
    check(function, [rng.uniform(0.3, 1.7, shape) for shape in shapes])


def test_a_cast_passes_the_gradient_on_in_the_dtype_of_its_input():
    x = nd.array([1, 2])
    x.attach_grad()
    with autograd.record():
        y = x.astype("float64") * 3
    y.backward()
    assert x.grad.dtype is np.float32
    assert x.grad.asnumpy().tolist() == [3, 3]


def test_dropout_passes_the_gradient_where_it_passed_the_value():
    x = nd.ones(100)
    x.attach_grad()
    with autograd.record():
        y = nd.Dropout(x, p=0.25)
    y.backward()
    assert (x.grad == y).sum() == 100
    assert 50 < (y > 0).sum().asscalar() < 95
    assert y.max().asscalar() == pytest.approx(4 / 3)
