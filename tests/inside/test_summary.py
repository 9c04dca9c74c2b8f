"""Summaries of arrays and of everything else: small, faithful, and free of the learner's code."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine import nd
from tutor.inside.summary import MAX_VALUES, corner_shape, describe, fingerprint, summarise

shapes = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=70).filter(
    lambda shape: math.prod(shape) < 200_000
)


@given(shapes)
def test_a_summary_keeps_the_documented_corner(shape):
    array = np.arange(math.prod(shape), dtype=np.float64).reshape(shape)
    summary = summarise(array)
    assert summary.shape == shape and len(summary.values) == math.prod(summary.block) <= MAX_VALUES
    picks = []
    for axis, (kept, size) in enumerate(zip(summary.block, shape, strict=True)):
        if kept == size:
            picks.append(range(size))
        elif axis < len(shape) - 2:
            picks.append([0])
        else:
            picks.append([*range(kept - 1), size - 1])
    assert summary.values == tuple(array[index] for index in itertools.product(*picks))


@given(shapes.filter(lambda shape: math.prod(shape) > MAX_VALUES))
def test_a_corner_is_as_large_as_may_be(shape):
    block = corner_shape(shape)
    assert all(kept <= size for kept, size in zip(block, shape, strict=True))
    if len(shape) < 3 and min(shape) > 7:
        assert math.prod(block) == MAX_VALUES


@given(arrays.arrays(np.float32, arrays.array_shapes(max_side=12), elements=st.floats(width=32)))
def test_extremes_are_those_of_the_whole_array_or_none(array):
    summary = summarise(nd.array(array))
    if np.isfinite(array).all():
        assert (summary.low, summary.high) == (array.min(), array.max())
    else:
        assert summary.low is summary.high is None


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint8", "int64", "float16", "float64"])
def test_numbers_of_every_kind_are_values(dtype):
    assert summarise(np.ones(3, dtype)).values == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("array", [np.array(["a"]), np.array([object()]), np.array([1j])])
def test_what_is_no_number_has_no_values(array):
    summary = summarise(array)
    assert summary.shape == (1,) and summary.values == summary.block == ()


def test_a_fingerprint_tells_writing_in_place():
    x = nd.zeros((3, 4))
    before = fingerprint(x)
    assert fingerprint(x) == before
    x[1, 2] = 9
    assert fingerprint(x) != before


def test_a_fingerprint_tells_a_new_gradient():
    x = nd.zeros(3)
    before = fingerprint(x)
    x.attach_grad()
    with_gradient = fingerprint(x)
    x.grad[:] = 1
    assert len({repr(f) for f in (before, with_gradient, fingerprint(x))}) == 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (2.5, "2.5"),
        ([1, "a", None], "[1, 'a', None]"),
        ({"w": nd.zeros((2, 1))}, "{'w': NDArray (2, 1)}"),
        ([np.zeros(3)], "[ndarray (3,)]"),
        ([print, int], "[print, int]"),
        (object(), ""),
    ],
)
def test_everything_else_is_a_short_text(value, text):
    assert describe(value)[1] == text


@given(st.recursive(st.text() | st.integers(), st.lists, max_leaves=50))
def test_a_text_is_one_short_line(value):
    kind, text = describe(value)
    assert kind == type(value).__name__ and len(text) <= 120 and "\n" not in text
