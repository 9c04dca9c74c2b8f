"""Products are NumPy's, whichever way they are computed."""

from __future__ import annotations

import numpy as np
import pytest

from engine import autograd, nd
from engine.ops import products

ROWS, SIZE, COLUMNS = 6, 200, 5
draw = np.random.default_rng(1)


def one_hot(*places: int, dtype: str = "float32") -> np.ndarray:
    matrix = np.zeros((len(places), SIZE), dtype)
    matrix[np.arange(len(places)), places] = 1
    return matrix


def changed(matrix: np.ndarray, place: tuple[int, int], value: float) -> np.ndarray:
    matrix[place] = value
    return matrix


LEFT = {
    "one-hot": one_hot(3, 0, 7, 0, 199, 3),
    "one-hot, in double precision": one_hot(3, 0, 7, 0, 199, 3, dtype="float64"),
    "a row with two ones": changed(one_hot(3, 0, 7, 0, 199, 3), (1, 2), 1),
    "two ones in one row, none in another": changed(
        changed(one_hot(3, 0, 7, 0, 199, 3), (1, 2), 1), (2, 7), 0
    ),
    "another number than 1": changed(one_hot(3, 0, 7, 0, 199, 3), (1, 0), 2),
    "one small number beside the ones": changed(one_hot(3, 0, 7, 0, 199, 3), (1, 9), 1e-30),
    "a row of zeros": changed(one_hot(3, 0, 7, 0, 199, 3), (1, 0), 0),
    "columns in memory": np.asfortranarray(one_hot(3, 0, 7, 0, 199, 3)),
    "whole numbers": one_hot(3, 0, 7, 0, 199, 3, dtype="int32"),
    "any numbers": draw.normal(size=(ROWS, SIZE)).astype("float32"),
}


@pytest.mark.parametrize("name", LEFT)
@pytest.mark.parametrize("transposed", [False, True])
def test_a_product_is_numpys(name, transposed):
    left = LEFT[name]
    right = draw.normal(0, 9, (ROWS if transposed else SIZE, COLUMNS)).astype(left.dtype)
    found = products.product(np, left, right, transpose_a=transposed)
    wanted = np.dot(left.T if transposed else left, right)
    assert found.dtype == wanted.dtype
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("rows", [1, 32, 33])
def test_few_rows_times_a_transposed_matrix(rows):
    left = draw.normal(size=(rows, 256)).astype("float32")
    right = draw.normal(size=(200, 256)).astype("float32")
    found = products.product(np, left, right, transpose_b=True)
    np.testing.assert_allclose(found, left.dot(right.T), rtol=1e-4, atol=1e-4)
    assert found.flags.c_contiguous


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_zeros_do_not_hide_what_is_not_a_number(wrong):
    right = changed(np.ones((SIZE, COLUMNS), "float32"), (5, 1), wrong)
    found = products.product(np, LEFT["one-hot"], right)
    assert np.isnan(found[:, 1]).all() and (found[:, 0] == 1).all()


def test_the_product_with_vectors_of_one_hot_has_the_gradient_of_the_rows_taken():
    weight = nd.random.normal(shape=(SIZE, COLUMNS))
    weight.attach_grad()
    places = nd.array([3, 0, 3])
    with autograd.record():
        taken = nd.dot(nd.one_hot(places, SIZE), weight)
    taken.backward(nd.array([[1] * COLUMNS, [10] * COLUMNS, [100] * COLUMNS]))
    np.testing.assert_array_equal(taken.asnumpy(), weight.asnumpy()[[3, 0, 3]])
    assert weight.grad[:, 0].asnumpy().nonzero()[0].tolist() == [0, 3]
    assert weight.grad[[0, 3], 0].asnumpy().tolist() == [10, 101]


def test_sizes_that_do_not_meet_are_refused():
    with pytest.raises(ValueError):
        products.product(np, LEFT["one-hot"], np.ones((SIZE - 1, COLUMNS), "float32"))
    with pytest.raises(ValueError):
        products.product(np, LEFT["one-hot"], np.ones((ROWS + 1, COLUMNS), "float32"), transpose_a=True)
