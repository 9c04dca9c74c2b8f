"""Products of matrices: those for which there is a quicker way than to hand them to BLAS as they are.

`nd.one_hot` makes matrices of zeros with a single 1 in each row, and chapter 6 multiplies by one at every
time step. Such a product takes the rows named, and its gradient puts rows back, for which one look at the
left matrix is enough; BLAS would go through all of the right one.

The gradient of a thin matrix, such as the one that makes ten classes of 784 pixels, is a product along all
rows of a batch. BLAS begins by copying large matrices into an order of its own, which is half of the time
here. It takes small ones as they lie: block by block.
"""

import numpy

#: For two matrices with fewer numbers in all there is no quicker way.
LEAST = 1 << 14

#: Where rows are shorter, on the left or on the right, a product is computed as quickly as looked at.
_LONG, _WIDE = 128, 64

#: So few rows times the transpose of so large a matrix are the transpose of what BLAS computes sooner.
_FEW, _LARGE = 32, 1 << 15

#: A gradient is thin with so few columns or rows, and numbers; a block has so many products of numbers.
_THIN, _SMALL, _BLOCK = 16, 1 << 14, 10**6

_INTEGERS = {"f": numpy.int32, "d": numpy.int64}


def quicker(lhs, rhs, transpose_a, transpose_b):
    """The product of two raw matrices, or of their transposes, if there is a quicker way to it; else None."""
    if type(lhs) is not numpy.ndarray:
        return None
    if transpose_b:
        return None if transpose_a else _with_transpose(lhs, rhs)
    if len(rhs) != lhs.shape[0 if transpose_a else 1]:
        return None
    columns = _chosen(lhs) if rhs.shape[1] >= _WIDE else None
    if columns is None:
        return _in_blocks(lhs, rhs) if transpose_a else None
    if not _finite(rhs):
        return None
    return _put_back(columns, rhs, lhs.shape[1]) if transpose_a else rhs.take(columns, 0)


def _with_transpose(lhs, rhs):
    """lhs · rhsᵀ for few rows, else None."""
    if len(lhs) > _FEW or rhs.size < _LARGE:
        return None
    return numpy.ascontiguousarray(rhs.dot(lhs.T).T)


def _in_blocks(lhs, rhs):
    """lhsᵀ · rhs where that is thin, else None."""
    height, width = lhs.shape[1], rhs.shape[1]
    blocks = -(-len(lhs) * height * width // _BLOCK)
    if blocks < 2 or min(height, width) > _THIN or height * width > _SMALL:
        return None
    step = -(-len(lhs) // blocks)
    result = lhs[:step].T.dot(rhs[:step])
    for begin in range(step, len(lhs), step):
        result += lhs[begin : begin + step].T.dot(rhs[begin : begin + step])
    return result


def _chosen(matrix):
    """Where the 1 stands in each row of a matrix that is 0 elsewhere; None for any other matrix."""
    rows, size = matrix.shape
    if size < _LONG or not rows:
        return None
    for place in range(0, size, size // 16):  # most others are told by some of their first numbers
        if matrix.item(place) not in (0, 1):
            return None
    first, kind = matrix[0], matrix.dtype.char
    if kind not in _INTEGERS or not matrix.flags.c_contiguous or first.dot(first) != 1:
        return None
    if numpy.count_nonzero(matrix.view(_INTEGERS[kind])) != rows:  # quicker than for floats
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
