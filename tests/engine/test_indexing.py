"""Reading and writing elements: what is a view, what a copy, what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little import values

from engine import MXNetError, nd


def matrix():
    return nd.arange(12).reshape((3, 4))


@pytest.mark.parametrize(
    "key",
    [
        slice(1, 3),
        (1, 2),
        (1, slice(1, 3)),
        -1,
        (Ellipsis, 0),
        (None, 1),
        (slice(None), [0, 1]),
        [2, 0],
        ([0, 2], [1, 1]),
    ],
)
def test_reading_agrees_with_numpy(key):
    expected = matrix().asnumpy()[key]
    found = matrix()[key]
    assert found.shape == (np.shape(expected) or (1,))
    assert values(found.reshape(-1)) == np.reshape(expected, -1).tolist()


def test_indices_may_be_ndarrays_of_floats():
    x = matrix()
    assert values(x[nd.array([0, 2])]) == [[0, 1, 2, 3], [8, 9, 10, 11]]
    assert values(x[nd.array([0.7, 1.2])]) == values(x[0:2])
    assert values(x[nd.array([0]), nd.array([1])]) == [1]
    assert values(x[1:, nd.array([0, 1])]) == [[4, 5], [8, 9]]
    assert values(x[range(2)]) == values(x[:2])


@pytest.mark.parametrize(
    "key", [(1,), (1, slice(1, 3)), (0, 0), slice(1, 3), Ellipsis, None, (slice(1, 2), slice(None))]
)
def test_a_block_that_lies_together_is_a_view(key):
    x = matrix()
    x[key][:] = 50
    assert 50 in values(x.reshape(-1))


@pytest.mark.parametrize(
    "key", [(slice(None), 1), slice(None, None, 2), (slice(None), slice(1, 3)), [0, 1], slice(None, None, -1)]
)
def test_columns_steps_and_lists_are_copies(key):
    x = matrix()
    x[key][:] = 50
    assert values(x) == values(matrix())


def test_everything_is_the_array_itself():
    x = matrix()
    assert x[:] is x
    assert x[...] is not x


def test_writing():
    x = matrix()
    x[1, 2] = 9
    x[1:2, :] = 12
    x[0] = [1, 2, 3, 4.5]
    x[2, 1:3] = np.array([7.0, 8.0])
    assert values(x) == [[1, 2, 3, 4.5], [12] * 4, [8, 7, 8, 11]]
    x[1:3] = nd.array([1, 2, 3, 4])
    x[[0, 2]] = nd.array([5, 6, 7, 8], dtype="int32")
    assert values(x) == [[5, 6, 7, 8], [1, 2, 3, 4], [5, 6, 7, 8]]
    x[nd.array([1]), nd.array([3])] = -1
    x[5:7] = 3
    x[2, 0] = x[2, 1] + 1
    assert values(x[1]) == [1, 2, 3, -1]
    assert values(x[2]) == [7, 6, 7, 8]


def test_writing_casts_to_the_dtype_of_the_array():
    x = nd.arange(4, dtype="int32")
    x[1] = 2.7
    assert values(x) == [0, 2, 2, 3]
    y = nd.ones(2)
    y[:] = None
    assert np.isnan(y.asnumpy()).all()


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (3, IndexError),
        (-4, IndexError),
        ([0, 5], IndexError),
        ((0, 1, 2), IndexError),
        ([True, False, True], IndexError),
        (slice(2, 1), MXNetError),
        ("a", ValueError),
        (1.0, ValueError),
        (slice(1, 3, 0), ValueError),
    ],
)
def test_what_is_no_index_is_refused(key, kind):
    with pytest.raises(kind):
        matrix()[key]
    if kind is not MXNetError:
        with pytest.raises(kind):
            matrix()[key] = 1


def test_a_mask_of_zeros_and_ones_is_refused_only_as_booleans():
    x = nd.array([5, 6])
    with pytest.raises(IndexError) as caught:
        x[nd.array([1, 0], dtype="bool")]
    assert caught.value.fits
    assert values(x[nd.array([1, 0])]) == [6, 5]


def test_slices_beyond_the_end_are_empty():
    assert matrix()[5:7].shape == matrix()[1:1].shape == (0, 4)


def test_what_does_not_fit_is_not_written():
    x = matrix()
    with pytest.raises(ValueError):
        x[1] = nd.array([1, 2])
    with pytest.raises(TypeError):
        x[:] = "a"
    assert values(x) == values(matrix())


KEYS = st.tuples(*[st.integers(-3, 2) | st.slices(3)] * 2)


@given(key=KEYS, value=st.floats(-5, 5, width=32))
@settings(max_examples=60, deadline=None)
def test_writing_agrees_with_numpy(key, value):
    x, reference = nd.arange(9).reshape((3, 3)), np.arange(9, dtype="float32").reshape(3, 3)
    if any(isinstance(k, slice) and (k.step or 1) > 0 and k.indices(3)[0] > k.indices(3)[1] for k in key):
        with pytest.raises(MXNetError):
            x[key] = value
        return
    x[key] = value
    reference[key] = value
    assert values(x) == reference.tolist()


def test_lists_fill_places():
    x = nd.zeros((2, 3))
    x[0, 1] = [5]
    x[1] = [7, 8, 9]
    assert x.asnumpy().tolist() == [[0, 5, 0], [7, 8, 9]]
    with pytest.raises(ValueError, match=r"setitem: \(3,\), \(2,\)"):
        x[0] = [1, 2]
