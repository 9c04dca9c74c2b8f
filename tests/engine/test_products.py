"""Products are NumPy's, whichever way they are computed."""

from __future__ import annotations

import numpy as np
import pytest

from engine import autograd, nd
from engine.base import MXNetError
from engine.ops import products

ROWS, SIZE, COLUMNS = 6, 200, 64
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


QUICK = {"one-hot", "one-hot, in double precision"}


def normal(*shape: int) -> np.ndarray:
    return draw.normal(size=shape).astype("float32")


@pytest.mark.parametrize("name", LEFT)
@pytest.mark.parametrize("transposed", [False, True])
def test_rows_of_one_hot_are_taken_and_put_back(name, transposed):
    left = LEFT[name]
    right = normal(ROWS if transposed else SIZE, COLUMNS).astype(left.dtype)
    found = products.quicker(left, right, transposed, False)
    assert (found is not None) == (name in QUICK)
    if found is not None:
        assert found.dtype == left.dtype
        np.testing.assert_array_equal(found, np.dot(left.T if transposed else left, right))


@pytest.mark.parametrize("rows, quick", [(1, True), (32, True), (33, False)])
def test_few_rows_times_a_transposed_matrix(rows, quick):
    left, right = normal(rows, 256), normal(200, 256)
    found = products.quicker(left, right, False, True)
    assert (found is not None) == quick
    if quick:
        np.testing.assert_allclose(found, left.dot(right.T), rtol=1e-4, atol=1e-4)
        assert found.flags.c_contiguous


@pytest.mark.parametrize(
    "height, width, rows, quick",
    [
        (784, 10, 256, True),
        (10, 784, 1001, True),
        (784, 10, 1, False),
        (784, 17, 256, False),
        (3000, 10, 256, False),
    ],
)
def test_the_gradient_of_a_thin_matrix(height, width, rows, quick):
    left, right = normal(rows, height), normal(rows, width)
    found = products.quicker(left, right, True, False)
    assert (found is not None) == quick
    if quick:
        np.testing.assert_allclose(found, left.T.dot(right), rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_zeros_do_not_hide_what_is_not_a_number(wrong):
    right = changed(np.ones((SIZE, COLUMNS), "float32"), (5, 1), wrong)
    assert products.quicker(LEFT["one-hot"], right, False, False) is None
    assert products.quicker(LEFT["one-hot"], right[:ROWS], True, False) is None


def test_the_product_with_vectors_of_one_hot_has_the_gradient_of_the_rows_taken():
    weight = nd.random.normal(shape=(SIZE, COLUMNS))
    weight.attach_grad()
    places = nd.array([3, 0, 3] + [9] * 97)  # as many as make the matrix large
    with autograd.record():
        taken = nd.dot(nd.one_hot(places, SIZE), weight)
    taken.backward(nd.arange(100).reshape((-1, 1)).broadcast_to((100, COLUMNS)))
    np.testing.assert_array_equal(taken.asnumpy(), weight.take(places).asnumpy())
    assert weight.grad[:, 0].asnumpy().nonzero()[0].tolist() == [0, 3, 9]
    assert weight.grad[[0, 3, 9], 0].asnumpy().tolist() == [1, 2, sum(range(3, 100))]


@pytest.mark.parametrize("rows, transposed", [(SIZE - 1, False), (ROWS + 1, True)])
def test_sizes_that_do_not_meet_are_left_to_the_error(rows, transposed):
    assert products.quicker(LEFT["one-hot"], normal(rows, COLUMNS), transposed, False) is None
    with pytest.raises(MXNetError, match="must equal"):
        nd.dot(nd.ones((200, SIZE)), nd.ones((SIZE + 1, COLUMNS)))
