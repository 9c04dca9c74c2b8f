"""Products of matrices: those for which there is a quicker way than to hand them to BLAS as they are.

`nd.one_hot` makes matrices of zeros with a single 1 in each row, and chapter 6 multiplies by one at every
time step. Such a product takes the rows named, and its gradient puts rows back, for which one look at the
left matrix is enough; BLAS would go through all of the right one.
"""

import numpy

#: Rows that are shorter are multiplied as quickly as they are looked at.
_LONG = 128

#: So few rows times the transpose of so large a matrix are the transpose of what BLAS computes sooner.
_FEW, _LARGE = 32, 1 << 15

_INTEGERS = {"f": numpy.int32, "d": numpy.int64}


def product(xp, lhs, rhs, transpose_a=False, transpose_b=False):
    """The product of two raw matrices, or of their transposes."""
    if xp is numpy:
        if not transpose_b:
            # The first number tells most other matrices, at a hundredth of what looking at a row takes.
            if lhs.shape[1] >= _LONG and len(lhs) and lhs.item(0) in (0, 1):
                columns = _chosen(lhs)
                if columns is not None and len(rhs) == lhs.shape[0 if transpose_a else 1] and _finite(rhs):
                    return _put_back(columns, rhs, lhs.shape[1]) if transpose_a else rhs.take(columns, 0)
        elif len(lhs) <= _FEW and rhs.size >= _LARGE and not transpose_a:
            return numpy.ascontiguousarray(rhs.dot(lhs.T).T)
    return (lhs.T if transpose_a else lhs).dot(rhs.T if transpose_b else rhs)


def _chosen(matrix):
    """Where the 1 stands in each row of a matrix that is 0 elsewhere; None for any other matrix."""
    first = matrix[0]
    if matrix.dtype.char not in _INTEGERS or not matrix.flags.c_contiguous or first.dot(first) != 1:
        return None
    rows, size = matrix.shape
    if numpy.count_nonzero(matrix.view(_INTEGERS[matrix.dtype.char])) != rows:  # quicker than for floats
        return None
    columns = matrix.argmax(1)
    ones = matrix.reshape(-1).take(columns + numpy.arange(0, rows * size, size)) == 1
    return columns if ones.all() else None


def _finite(matrix):
    """Whether there is neither nan nor infinity, which make nan of the zeros that they meet."""
    flat = matrix.reshape(-1)
    return numpy.isfinite(flat.dot(flat))


def _put_back(columns, rows, count):
    """A matrix of so many rows: zeros, with the rows given added at their places."""
    result = numpy.zeros((count, rows.shape[1]), rows.dtype)
    for column, row in zip(columns.tolist(), rows, strict=True):
        result[column] += row
    return result
