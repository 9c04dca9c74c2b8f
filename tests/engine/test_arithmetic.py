"""Operators and elementwise functions against NumPy, and the dtype rules that are MXNet's own."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

import engine
from engine import MXNetError, nd

OPERATORS = {
    "add": (lambda a, b: a + b),
    "subtract": (lambda a, b: a - b),
    "multiply": (lambda a, b: a * b),
    "divide": (lambda a, b: a / b),
    "modulo": (lambda a, b: a % b),
    "power": (lambda a, b: a**b),
    "equal": (lambda a, b: a == b),
    "not_equal": (lambda a, b: a != b),
    "greater": (lambda a, b: a > b),
    "greater_equal": (lambda a, b: a >= b),
    "lesser": (lambda a, b: a < b),
    "lesser_equal": (lambda a, b: a <= b),
}
NUMBERS = st.sampled_from([0.5, 1.0, 1.5, 2.0, 3.0])


@given(shapes=mutually_broadcastable_shapes(num_shapes=2, min_dims=1, max_dims=3, max_side=3), data=st.data())
@settings(max_examples=60, deadline=None)
def test_operators_broadcast_as_in_numpy(shapes, data):
    name = data.draw(st.sampled_from(sorted(OPERATORS)))
    a, b = [
        np.array(
            data.draw(st.lists(NUMBERS, min_size=int(np.prod(s)), max_size=int(np.prod(s)))), "float32"
        ).reshape(s)
        for s in shapes.input_shapes
    ]
    expected = np.asarray(OPERATORS[name](a, b), "float32")
    for found in (OPERATORS[name](nd.array(a), nd.array(b)), getattr(nd, name)(nd.array(a), nd.array(b))):
        assert found.shape == shapes.result_shape
        assert found.dtype is np.float32
        np.testing.assert_allclose(found.asnumpy(), expected, rtol=1e-6)


@given(number=NUMBERS, name=st.sampled_from(sorted(OPERATORS)))
@settings(max_examples=40, deadline=None)
def test_a_python_number_stands_on_either_side(number, name):
    a = np.array([0.5, 1, 2], "float32")
    operate = OPERATORS[name]
    np.testing.assert_allclose(
        operate(nd.array(a), number).asnumpy(), operate(a, number).astype("float32"), rtol=1e-6
    )
    np.testing.assert_allclose(
        operate(number, nd.array(a)).asnumpy(), operate(number, a).astype("float32"), rtol=1e-6
    )


def test_integer_arrays_stay_integers():
    x = nd.array([3, -3], dtype="int32")
    assert (x + 1.5).asnumpy().tolist() == [4, -2]
    assert (x * 1.5).asnumpy().tolist() == [3, -3]
    assert (x / 2).asnumpy().tolist() == [1, -1]
    assert (x / 2).dtype is np.int32
    assert (x == 3).dtype is np.int32
    assert nd.exp(nd.array([1], dtype="int32")).asnumpy().tolist() == [2]
    assert nd.mean(nd.array([1, 2], dtype="int32")).asnumpy().tolist() == [1]
    assert nd.array([1, 2], dtype="int32").sum().dtype is np.int32


@pytest.mark.parametrize(
    "use",
    [
        lambda a, b: a + b,
        lambda a, b: a * b,
        lambda a, b: a == b,
        nd.dot,
        nd.concat,
        nd.maximum,
        lambda a, b: a.__iadd__(b),
    ],
)
def test_dtypes_do_not_mix(use):
    with pytest.raises(MXNetError, match="float32 and int32 do not mix"):
        use(nd.ones((2, 2)), nd.ones((2, 2), dtype="int32"))


def test_numpy_scalars_count_as_numbers():
    assert (nd.ones(2) * np.float64(2)).dtype is np.float32
    assert (np.float32(2) * nd.ones(2)).asnumpy().tolist() == [2, 2]


def test_functions_of_two_numbers_give_a_number():
    assert nd.maximum(2, 3) == 3
    assert nd.power(2, 3) == 8


def test_comparisons_give_zeros_and_ones():
    x = nd.array([[1, 2], [3, 4]])
    assert (x == nd.array([[1, 0], [3, 0]])).asnumpy().tolist() == [[1, 0], [1, 0]]
    assert (nd.array([1, 2]) > 1).asnumpy().tolist() == [0, 1]


def test_elemwise_wants_equal_shapes_and_writes_out():
    x, y = nd.ones((2, 3)), nd.ones((2, 3))
    z = y.zeros_like()
    assert nd.elemwise_add(x, y, out=z) is z
    assert z.asnumpy().tolist() == [[2] * 3] * 2
    with pytest.raises(MXNetError) as caught:
        nd.elemwise_add(x, nd.ones((1, 3)))
    assert caught.value.fits == ("broadcast_add(lhs, rhs)",)


def test_in_place_operators_keep_the_memory():
    x = nd.arange(4)
    view = x.reshape((2, 2))
    x += 1
    x *= nd.array([1, 2, 3, 4])
    x -= 1
    x /= 2
    x **= 2
    x %= 3
    assert view.asnumpy().reshape(-1).tolist() == pytest.approx([0, 2.25, 1, 2.25 + 54 % 3])
    with pytest.raises(MXNetError):
        x += nd.ones((2, 4))


def test_assigning_to_everything_keeps_the_memory():
    w, g = nd.ones(3), nd.array([1, 2, 3])
    before = w._raw
    w[:] -= 0.5 * g
    assert w._raw is before
    assert w.asnumpy().tolist() == [0.5, 0, -0.5]


UNARY = {
    "abs": np.abs, "exp": np.exp, "expm1": np.expm1, "log": np.log, "log2": np.log2, "log10": np.log10,
    "log1p": np.log1p, "sqrt": np.sqrt, "cbrt": np.cbrt, "square": np.square, "reciprocal": np.reciprocal,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "arcsin": np.arcsin, "arccos": np.arccos,
    "arctan": np.arctan,
    "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "arcsinh": np.arcsinh, "arctanh": np.arctanh,
    "degrees": np.degrees, "radians": np.radians, "floor": np.floor, "ceil": np.ceil, "trunc": np.trunc,
    "sign": np.sign, "relu": lambda a: np.maximum(a, 0), "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "rsqrt": lambda a: 1 / np.sqrt(a),
}  # fmt: skip


@pytest.mark.parametrize("name", UNARY)
def test_elementwise_functions_and_methods(name):
    values = np.linspace(0.05, 0.95, 7, dtype="float32").reshape(7, 1)
    expected = UNARY[name](values)
    np.testing.assert_allclose(getattr(nd, name)(nd.array(values)).asnumpy(), expected, rtol=2e-6)
    np.testing.assert_allclose(getattr(nd.array(values), name)().asnumpy(), expected, rtol=2e-6)


def test_sigmoid_and_softmax_do_not_overflow():
    assert nd.sigmoid(nd.array([-1000, 1000])).asnumpy().tolist() == [0, 1]
    assert nd.softmax(nd.array([1000, 0])).asnumpy().tolist() == [1, 0]
    assert nd.log_softmax(nd.array([1000, 0])).asnumpy().tolist() == [0, -1000]


def test_rounding():
    halves = nd.array([0.5, 1.5, -0.5, 2.5])
    assert halves.round().asnumpy().tolist() == [1, 2, -1, 3]
    assert halves.rint().asnumpy().tolist() == [0, 1, -1, 2]


def test_the_remainder_has_the_sign_of_the_divisor():
    assert (nd.array([-5]) % 3).asnumpy().tolist() == [1]
    assert (-5 % nd.arange(1, 3)).asnumpy().tolist() == [0, 1]
    assert (nd.array([1, 2]) % nd.array([0, 2])).asnumpy().tolist() == [0, 0]
    assert (nd.array([1, 2]) % 0).asnumpy().tolist() == [0, 0]


def test_an_integer_to_a_negative_power_loses_its_fraction():
    assert (nd.array([2, 1], dtype="int32") ** -1).asnumpy().tolist() == [0, 1]


def test_what_is_no_number_is_silent_and_leaves_numpy_its_own_warnings():
    program = (
        "from engine import nd; import numpy; print(nd.ones(1) / 0, nd.log(nd.array([-1])))\n"
        "large = nd.array([3e38, 3e38]); large.sum(), large.mean(), large.prod()\n{}"
    )
    for last, warned in (("", False), ("numpy.ones(1) / 0", True)):
        ran = subprocess.run(
            [sys.executable, "-c", program.format(last)], capture_output=True, text=True, timeout=60
        )
        assert "[inf]" in ran.stdout and "[nan]" in ran.stdout
        assert ("RuntimeWarning" in ran.stderr) is warned


@pytest.mark.cpu
def test_arrays_of_two_cpus_mix_and_the_first_says_where():
    assert (nd.ones(2, ctx=engine.cpu(1)) + nd.ones(2)).context == engine.cpu(1)
