"""Sums, means and extremes along axes are NumPy's, whichever way they are computed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ops import along

QUICK = {"sum": along.total, "mean": along.average, "max": along.largest, "min": along.smallest}


@st.composite
def reductions(draw):
    """An array, the axes to reduce (None for all), and whether they stay."""
    shape = tuple(draw(st.lists(st.integers(1, 40), min_size=1, max_size=4)))
    if np.prod(shape) > 200_000:
        shape = shape[:2]
    axes = draw(st.lists(st.integers(0, len(shape) - 1), unique=True, min_size=1))
    signed = tuple(axis - len(shape) if draw(st.booleans()) else axis for axis in axes)
    axis = draw(st.sampled_from([signed, signed[0], None]))
    dtype = draw(st.sampled_from(["float32", "float64", "float16", "int32"]))
    data = np.random.default_rng(draw(st.integers(0, 99))).normal(0, 3, shape).astype(dtype)
    return (data.T if draw(st.booleans()) else data), axis, draw(st.booleans())


@given(reductions(), st.sampled_from(sorted(QUICK)))
def test_a_reduction_is_numpys(reduction, name):
    data, axis, keepdims = reduction
    found = QUICK[name](np, data, axis, keepdims)
    wanted = getattr(data, name)(axis=axis, keepdims=keepdims)
    assert found.shape == wanted.shape
    assert found.dtype == wanted.dtype
    close = {"float64": 1e-12, "float32": 1e-4}.get(str(data.dtype), 0)
    np.testing.assert_allclose(found, wanted, rtol=close, atol=close)


@pytest.mark.parametrize("name", QUICK)
def test_what_is_not_a_number_stays_so_and_infinities_do(name):
    data = np.ones((64, 10), "float32")
    data[3, 4], data[5, 6] = np.nan, np.inf
    for axis in (0, 1):
        np.testing.assert_array_equal(QUICK[name](np, data, axis), getattr(data, name)(axis=axis))


@pytest.mark.parametrize("axis", [2, -3, (0, 0), (0, 2)])
def test_axes_that_are_not_there_are_refused(axis):
    with pytest.raises(ValueError):
        along.total(np, np.ones((64, 10), "float32"), axis)


@pytest.mark.parametrize("shape", [(0, 100), (100, 0)])
def test_a_sum_of_nothing_is_0(shape):
    for axis in (0, 1):
        np.testing.assert_array_equal(
            along.total(np, np.ones(shape, "float32"), axis), np.ones(shape).sum(axis)
        )


def test_a_sum_is_never_a_view():
    data = np.ones((100, 1), "float32")
    assert not np.shares_memory(along.total(np, data, 1), data)
