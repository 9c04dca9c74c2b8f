"""Rows of matrix products."""

import math

from engine.base import error
from engine.ops import products
from engine.ops.dispatch import op
from engine.ops.gathered import factors


def _matrix(array, transposed, left):
    """An operand of `dot` as a matrix whose inner axis meets the other's, and its outer axes' sizes."""
    shape = array.shape
    if len(shape) == 1:
        return array.reshape((1, -1) if left else (-1, 1)), ()
    if left is not transposed:
        matrix, outer = array.reshape((-1, shape[-1])), shape[:-1]
    else:
        matrix, outer = array.reshape((shape[0], -1)), shape[1:]
    return (matrix.T if transposed else matrix), outer


def _explain_dot(name, shapes, arguments):
    """Which axes of `dot` disagree, and what would fit."""
    left, right = shapes
    transpose_a, transpose_b = arguments["transpose_a"], arguments["transpose_b"]
    i = 0 if transpose_a or len(left) == 1 else len(left) - 1
    j = len(right) - 1 if transpose_b else 0
    if not left or not right or left[i] == right[j]:
        return None
    ends = "first" if transpose_a and i == 0 else "last", "last" if j else "first"
    first, second = (
        f"the {ends[0]} axis of the first ({left[i]})",
        f"the {ends[1]} axis of the second ({right[j]})",
    )
    reason = f"{first} must equal {second}"
    fits = []
    if not (transpose_a or transpose_b):
        if len(right) == 2 and right[1] == left[-1]:
            fits.append("dot(lhs, rhs.T)")
        if len(left) == 2 and left[0] == right[0]:
            fits.append("dot(lhs.T, rhs)")
        if not fits and len(left) == len(right) == 2 and right[1] == left[0]:
            fits.append("dot(rhs, lhs)")
    return error(name, shapes, reason, ((0, i), (1, j)), fits)


def _flat(F, array, rows):
    """An array as a matrix of so many rows, itself if it is one."""
    if len(array.shape) == 2 and array.shape[0] == rows:
        return array
    return F.reshape(array, shape=(rows, -1))


def _product_sizes(lhs, transpose_a):
    """How many rows a dot's result has as a matrix."""
    if len(lhs.shape) == 1:
        return 1
    return math.prod(lhs.shape[1:] if transpose_a else lhs.shape[:-1])


def _operands(F, lhs, rhs, g, transpose_a, transpose_b):
    """g, lhs and rhs of `dot` as matrices."""
    if len(lhs.shape) == len(rhs.shape) == 2:
        return g, lhs, rhs, transpose_a, transpose_b
    g = _flat(F, g, _product_sizes(lhs, transpose_a))
    a_rows = 1 if len(lhs.shape) == 1 else lhs.shape[0] if transpose_a else math.prod(lhs.shape[:-1])
    b_rows = rhs.shape[0] if not transpose_b or len(rhs.shape) == 1 else math.prod(rhs.shape[:-1])
    transpose_a = transpose_a and len(lhs.shape) > 1
    transpose_b = transpose_b and len(rhs.shape) > 1
    return g, _flat(F, lhs, a_rows), _flat(F, rhs, b_rows), transpose_a, transpose_b


def _dot_lhs(F, g, y, lhs, rhs, transpose_a, transpose_b):
    g, _, b, flip_a, flip_b = _operands(F, lhs, rhs, g, transpose_a, transpose_b)
    passed = F.dot(b, g, flip_b, True) if flip_a else F.dot(g, b, False, not flip_b)
    return passed if passed.shape == lhs.shape else F.reshape(passed, shape=lhs.shape)


def _dot_rhs(F, g, y, lhs, rhs, transpose_a, transpose_b):
    g, a, _, flip_a, flip_b = _operands(F, lhs, rhs, g, transpose_a, transpose_b)
    passed = F.dot(g, a, True, flip_a) if flip_b else F.dot(a, g, not flip_a, False)
    return passed if passed.shape == rhs.shape else F.reshape(passed, shape=rhs.shape)


def _dot_factors(index, g, lhs, rhs, transpose_a, transpose_b):
    return None if index == 0 or transpose_a or transpose_b else factors(lhs, g, rhs)


@op(
    _dot_lhs,
    _dot_rhs,
    rules=("g · bᵀ", "aᵀ · g"),
    inputs=2,
    explain=_explain_dot,
    factors=_dot_factors,
)
def dot(xp, lhs, rhs, transpose_a=False, transpose_b=False):
    """The product of vectors, matrices or tensors: the last axis of `lhs` meets the first of `rhs`.

    Parameters
    ----------
    lhs, rhs : NDArray
        The operands.
    transpose_a, transpose_b : bool
        Use the transpose of an operand, without copying it.

    Raises
    ------
    MXNetError if the axes that meet differ in size.

    Shapes
    ------
    (n,) · (n,) gives (1,); (m, n) · (n,) gives (m,); (m, n) · (n, p) gives (m, p); (2, 3, 4) · (4, 5)
    gives (2, 3, 5).

    Examples
    --------
    >>> nd.dot(nd.array([[1, 2], [3, 4]]), nd.array([[1], [10]]))
    <BLANKLINE>
    [[21.]
     [43.]]
    <NDArray 2x1 @cpu(0)>

    Differs from NumPy
    ------------------
    Two vectors give shape (1,), not a number. `np.dot` lets the second to last axis of `rhs` meet.
    """
    if lhs.ndim == 2 and rhs.ndim == 2:
        large = lhs.size + rhs.size >= products.LEAST
        quicker = products.quicker(lhs, rhs, transpose_a, transpose_b) if large else None
        return (
            (lhs.T if transpose_a else lhs).dot(rhs.T if transpose_b else rhs) if quicker is None else quicker
        )
    if lhs.ndim == rhs.ndim == 1 and (transpose_a or transpose_b):
        raise error("dot", (lhs.shape, rhs.shape), "vectors have no transpose", fits=("dot(lhs, rhs)",))
    a, outer_a = _matrix(lhs, transpose_a and lhs.ndim > 1, True)
    b, outer_b = _matrix(rhs, transpose_b and rhs.ndim > 1, False)
    return a.dot(b).reshape(outer_a + outer_b or (1,))


def _explain_batch_dot(name, shapes, arguments):
    left, right = shapes
    if len(left) != 3 or len(right) != 3:
        return error(name, shapes, "both must have three axes: (batch, rows, columns)")
    if left[0] != right[0]:
        reason = f"the batch sizes, axis 0, must be equal ({left[0]} and {right[0]})"
        return error(name, shapes, reason, ((0, 0), (1, 0)))
    i, j = 1 if arguments["transpose_a"] else 2, 2 if arguments["transpose_b"] else 1
    reason = f"axis {i} of the first ({left[i]}) must equal axis {j} of the second ({right[j]})"
    fits = ("batch_dot(lhs, rhs, transpose_b=True)",) if j == 1 and right[2] == left[i] else ()
    return error(name, shapes, reason, ((0, i), (1, j)), fits)


def _batch_lhs(F, g, y, lhs, rhs, transpose_a, transpose_b):
    return (
        F.batch_dot(rhs, g, transpose_b, True) if transpose_a else F.batch_dot(g, rhs, False, not transpose_b)
    )


def _batch_rhs(F, g, y, lhs, rhs, transpose_a, transpose_b):
    return (
        F.batch_dot(g, lhs, True, transpose_a) if transpose_b else F.batch_dot(lhs, g, not transpose_a, False)
    )


@op(_batch_lhs, _batch_rhs, rules=("g · bᵀ", "aᵀ · g"), inputs=2, explain=_explain_batch_dot)
def batch_dot(xp, lhs, rhs, transpose_a=False, transpose_b=False):
    """Matrix products, one for each element of a batch.

    Parameters
    ----------
    lhs, rhs : NDArray
        Batches of matrices.
    transpose_a, transpose_b : bool
        Use the transposes of the matrices, without copying them.

    Raises
    ------
    MXNetError if the batches or the axes that meet differ in size.

    Shapes
    ------
    (batch, m, n) and (batch, n, p) give (batch, m, p).

    Examples
    --------
    >>> nd.batch_dot(nd.ones((2, 1, 3)), nd.ones((2, 3, 1)))
    <BLANKLINE>
    [[[3.]]
    <BLANKLINE>
     [[3.]]]
    <NDArray 2x1x1 @cpu(0)>

    Differs from NumPy
    ------------------
    As `np.matmul`, for exactly three axes and without broadcasting.
    """
    if lhs.ndim != 3 or rhs.ndim != 3 or lhs.shape[0] != rhs.shape[0]:
        raise ValueError("batches of matrices wanted")
    return xp.matmul(lhs.swapaxes(1, 2) if transpose_a else lhs, rhs.swapaxes(1, 2) if transpose_b else rhs)
