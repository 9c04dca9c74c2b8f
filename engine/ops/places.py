"""Rows about places: diagonals, flat indices and those along axes, shapes as arrays; counts in ranges."""

from engine.base import error
from engine.ndarray import NDArray
from engine.ops.composed import composed
from engine.ops.dispatch import functions, op


@op(rules=("0",), dtype_of_input=False, method=True)
def shape_array(xp, data):
    """The shape, as an array of int64.

    Examples
    --------
    >>> nd.shape_array(nd.zeros((2, 3)))
    <BLANKLINE>
    [2 3]
    <NDArray 2 @cpu(0)>
    """
    return xp.asarray(data.shape, dtype="int64")


@op(rules=("0",), dtype_of_input=False, method=True)
def size_array(xp, data):
    """The number of elements, as an array of int64.

    Examples
    --------
    >>> nd.size_array(nd.zeros((2, 3)))
    <BLANKLINE>
    [6]
    <NDArray 1 @cpu(0)>
    """
    return xp.asarray([data.size], dtype="int64")


@op(rules=("0",))
def ravel_multi_index(xp, data, shape):
    """Indices along several axes as indices into the flat array.

    Parameters
    ----------
    data : NDArray
        (axes, count): a column for each element.
    shape : tuple of int
        The shape of the array that they point into.

    Examples
    --------
    >>> nd.ravel_multi_index(nd.array([[0, 1], [2, 0]]), shape=(2, 3))
    <BLANKLINE>
    [2. 3.]
    <NDArray 2 @cpu(0)>
    """
    steps = xp.cumprod(xp.asarray((1, *shape[:0:-1]), dtype="int64"))[::-1]
    return (data.astype("int64") * steps.reshape((-1,) + (1,) * (data.ndim - 1))).sum(axis=0)


@op(rules=("0",))
def unravel_index(xp, data, shape):
    """Indices into a flat array as indices along its axes: the reverse of `ravel_multi_index`.

    Parameters
    ----------
    data : NDArray
        Indices.
    shape : tuple of int
        The shape of the array that they point into.

    Examples
    --------
    >>> nd.unravel_index(nd.array([2, 3]), shape=(2, 3))
    <BLANKLINE>
    [[0. 1.]
     [2. 0.]]
    <NDArray 2x2 @cpu(0)>
    """
    return xp.stack(xp.unravel_index(data.astype("int64"), shape))


@op(
    lambda F, g, y, data, k, axis1, axis2: F._undiag(g, shape=data.shape, k=k, axis1=axis1, axis2=axis2),
    rules=("g on the diagonal, or the diagonal of g",),
    method=True,
)
def diag(xp, data, k=0, axis1=0, axis2=1):
    """The diagonal of a matrix; of a vector, the matrix that has it there.

    Parameters
    ----------
    data : NDArray
        The input.
    k : int
        So many places above the main diagonal; below it, if negative.
    axis1, axis2 : int
        The axes of the matrices, where there are more than two.

    Shapes
    ------
    (m, n) gives a vector, (n,) a square matrix; of more axes the two are gone, and the diagonal comes last.

    Examples
    --------
    >>> nd.diag(nd.array([[1, 2], [3, 4]]))
    <BLANKLINE>
    [1. 4.]
    <NDArray 2 @cpu(0)>
    >>> nd.diag(nd.array([1, 2]))
    <BLANKLINE>
    [[1. 0.]
     [0. 2.]]
    <NDArray 2x2 @cpu(0)>
    """
    if data.ndim == 1:
        return xp.diag(data, k)
    found = xp.diagonal(data, k, axis1, axis2)
    if k > data.shape[axis2] or -k > data.shape[axis1]:
        raise error("diag", (data.shape,), f"there is no diagonal {k}")
    return found.copy()


@op(
    lambda F, g, y, data, shape, k, axis1, axis2: F.diag(g, k=k, axis1=axis1, axis2=axis2),
    rules=("the diagonal of g",),
    public=False,
)
def _undiag(xp, data, shape, k, axis1, axis2):
    """What `diag` took, put back into zeros."""
    if len(shape) == 1:
        return xp.diagonal(data, k).copy()
    result = xp.zeros(shape, data.dtype)
    matrices = xp.moveaxis(
        result, (axis1, axis2), (-2, -1)
    )  # a view, so that it is the result that is written
    index = xp.arange(data.shape[-1])
    matrices[..., index + max(-k, 0), index + max(k, 0)] = data
    return result


@composed()
def histogram(a, bins=10, range=None):
    """How many elements lie in each of some equal ranges, and the ranges' bounds.

    Parameters
    ----------
    a : NDArray
        The input.
    bins : int or NDArray
        How many ranges, or their bounds.
    range : tuple of float
        From where to where, with a number of ranges; what lies beyond is not counted.

    Returns
    -------
    list of two NDArrays: the counts, and the bounds, one more

    Examples
    --------
    >>> counts, bounds = nd.histogram(nd.array([1, 2, 2, 4]), bins=2, range=(0, 4))
    >>> counts, bounds
    (
    [1 3]
    <NDArray 2 @cpu(0)>,
    [0. 2. 4.]
    <NDArray 3 @cpu(0)>)
    """
    xp = a.context.xp
    counts, bounds = xp.histogram(a._raw, bins._raw if isinstance(bins, NDArray) else bins, range)
    return [NDArray(counts.astype("int64"), a.context), NDArray(bounds.astype(a.dtype), a.context)]


@composed()
def fill_element_0index(lhs, mhs, rhs):
    """A copy with one element of each row replaced.

    Parameters
    ----------
    lhs : NDArray
        (rows, columns).
    mhs : NDArray
        (rows,): the new elements.
    rhs : NDArray
        (rows,): which column.

    Examples
    --------
    >>> nd.fill_element_0index(nd.zeros((2, 2)), nd.array([5, 6]), nd.array([1, 0]))
    <BLANKLINE>
    [[0. 5.]
     [6. 0.]]
    <NDArray 2x2 @cpu(0)>
    """
    return functions["where"](rhs.one_hot(lhs.shape[1]), mhs.expand_dims(1).broadcast_to(lhs.shape), lhs)


@composed()
def onehot_encode(indices, out):
    """Writes a single one into each row of an array, the rest of which becomes 0.

    Parameters
    ----------
    indices : NDArray
        (rows,): which column.
    out : NDArray
        (rows, columns): where to write.

    Examples
    --------
    >>> nd.onehot_encode(nd.array([1, 0]), nd.zeros((2, 2)))
    <BLANKLINE>
    [[0. 1.]
     [1. 0.]]
    <NDArray 2x2 @cpu(0)>
    """
    return indices.one_hot(out.shape[1], dtype=out.dtype).copyto(out)
