"""Rows that read elements by index; `write.py` is their counterpart."""

import numpy

from engine import backend
from engine.base import MXNetError, error
from engine.indexing import is_everything, raw_key
from engine.ndarray import NDArray
from engine.ops.dispatch import apply, op
from engine.ops.op import registry


@op(
    lambda F, g, y, data, shape, key: F.getitem(g, key),
    rules=("g[key]",),
    public=False,
)
def _scatter(xp, data, shape, key):
    """An array of zeros with the elements of `data` added where `key` points: the gradient of reading."""
    result = xp.zeros(shape, data.dtype)
    part = result[key]
    if part.base is result or not hasattr(part, "base"):
        result[key] = data.reshape(part.shape)
    else:
        backend.add_at(xp, result, key, data.reshape(part.shape))
    return result


@op(
    lambda F, g, y, data, key: F._scatter(g, shape=data.shape, key=key),
    rules=("g at the places read, 0 elsewhere",),
    public=False,
)
def getitem(xp, data, key):
    """The elements that a key names: a view where they lie together in memory, else a copy."""
    result = data[key]
    if not result.shape:
        return data[(*key, None) if type(key) is tuple else (key, None)] if data.ndim else result
    return result if result.flags.c_contiguous else result.copy()


_GETITEM = registry["getitem"]


def _read(self, key):
    """`x[key]`: the elements that the key names."""
    if type(key) is slice and is_everything(key):
        return self
    try:
        return apply(_GETITEM, (self,), {"key": raw_key(self, key)})
    except MXNetError as problem:
        if isinstance(problem.__context__, IndexError):
            raise error("index", (self.shape,), problem.reason, kind=IndexError) from None
        raise


NDArray.__getitem__ = _read


def _take_index(xp, size, indices, mode):
    """Indices as integers within an axis: clipped to it, or wrapped around."""
    indices = indices.astype(numpy.int64)
    return xp.mod(indices, size) if mode == "wrap" else xp.minimum(xp.maximum(indices, 0), size - 1)


@op(
    lambda F, g, y, a, indices, axis, mode: F._put(g, indices, shape=a.shape, axis=axis, mode=mode),
    rules=("g, added at the places taken", "0"),
    inputs=2,
    method=True,
    mixed=True,
)
def take(xp, a, indices, axis=0, mode="clip"):
    """The slices along an axis that the indices name.

    Parameters
    ----------
    a : NDArray
        The input.
    indices : NDArray
        Which slices, of any shape; floats are cut to integers.
    axis : int
        The axis.
    mode : str
        Indices beyond the axis: 'clip' takes the last slice (or the first), 'wrap' counts around.

    Shapes
    ------
    The axis is replaced by the axes of the indices.

    Examples
    --------
    >>> nd.take(nd.array([10, 20, 30]), nd.array([2, 0]))
    <BLANKLINE>
    [30. 10.]
    <NDArray 2 @cpu(0)>

    Differs from NumPy
    ------------------
    The axis is 0 if not given; negative indices are clipped to 0, not counted from the end.
    """
    return backend.take(xp, a, indices.astype(numpy.int64), axis, mode)


@op(
    lambda F, g, y, data, indices, shape, axis, mode: F.take(g, indices, axis=axis, mode=mode),
    rules=("g at the places taken",),
    inputs=2,
    mixed=True,
    public=False,
)
def _put(xp, data, indices, shape, axis, mode):
    """Slices added into zeros at the places that they were taken from: the gradient of `take`."""
    result = xp.zeros(shape, data.dtype)
    axis %= len(shape)
    places = _take_index(xp, shape[axis], indices, mode)
    backend.add_at(xp, result, (slice(None),) * axis + (places,), data)
    return result


def _picked(xp, shape, index, axis, mode):
    """The places that `pick` names, counted through a matrix that has the axis as its columns."""
    axis %= len(shape)
    size = shape[axis]
    others = shape[:axis] + shape[axis + 1 :]
    if index.shape not in (others, (*shape[:axis], 1, *shape[axis + 1 :])):
        raise ValueError("an index for each place along the other axes wanted")
    columns = _take_index(xp, size, index, mode).reshape(-1)
    return columns + xp.arange(0, columns.size * size, size)


def _explain_pick(name, shapes, arguments):
    data = shapes[0]
    axis = arguments["axis"] % len(data)
    wanted = data[:axis] + data[axis + 1 :]
    reason = f"the index must have the shape of the data without axis {axis}"
    return error(name, shapes, reason, fits=(f"an index of shape {wanted}",))


@op(
    lambda F, g, y, data, index, axis, keepdims, mode: F._unpick(
        g, index, shape=data.shape, axis=axis, mode=mode
    ),
    rules=("g at the places picked, 0 elsewhere", "0"),
    inputs=2,
    method=True,
    mixed=True,
    explain=_explain_pick,
)
def pick(xp, data, index, axis=-1, keepdims=False, mode="clip"):
    """One element along an axis for each place along the others.

    Parameters
    ----------
    data : NDArray
        The input.
    index : NDArray
        Which element, for each place; floats are cut to integers.
    axis : int
        The axis along which to pick.
    keepdims : bool
        Keep the axis, with size 1.
    mode : str
        Indices beyond the axis: 'clip' or 'wrap'.

    Shapes
    ------
    (batch, classes) with an index of (batch,) gives (batch,).

    Examples
    --------
    >>> y_hat = nd.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
    >>> nd.pick(y_hat, nd.array([0, 2]))
    <BLANKLINE>
    [0.1 0.5]
    <NDArray 2 @cpu(0)>
    """
    places, axis = _picked(xp, data.shape, index, axis, mode), axis % data.ndim
    rows = data if axis == data.ndim - 1 else xp.moveaxis(data, axis, -1)
    kept = (1,) if keepdims or data.ndim == 1 else ()
    shape = data.shape[:axis] + kept + data.shape[axis + 1 :]
    return rows.reshape(-1).take(places).reshape(shape)


@op(
    lambda F, g, y, data, index, shape, axis, mode: F.reshape(
        F.pick(g, index, axis=axis, mode=mode), shape=data.shape
    ),
    rules=("g at the places picked",),
    inputs=2,
    mixed=True,
    public=False,
)
def _unpick(xp, data, index, shape, axis, mode):
    """Picked elements put back into zeros: the gradient of `pick`."""
    places, axis = _picked(xp, shape, index, axis, mode), axis % len(shape)
    rows = xp.zeros(places.size * shape[axis], data.dtype)
    rows[places] = data.reshape(-1)
    if axis == len(shape) - 1:
        return rows.reshape(shape)
    return xp.moveaxis(rows.reshape((*shape[:axis], *shape[axis + 1 :], shape[axis])), -1, axis)


@op(rules=("0",), dtype_of_input=False, method=True, mixed=True)
def one_hot(xp, indices, depth, on_value=1.0, off_value=0.0, dtype="float32"):
    """Vectors of zeros with a single one, at the place that each index names.

    Parameters
    ----------
    indices : NDArray
        Which place, for each vector.
    depth : int
        The length of the vectors.
    on_value, off_value : number
        What stands for one and zero.
    dtype : str or type
        The type of the elements.

    Shapes
    ------
    The shape of the indices, and one more axis of size `depth`. An index beyond it gives zeros only.

    Examples
    --------
    >>> nd.one_hot(nd.array([0, 2]), 3)
    <BLANKLINE>
    [[1. 0. 0.]
     [0. 0. 1.]]
    <NDArray 2x3 @cpu(0)>
    """
    if depth < 1:
        raise error("one_hot", (indices.shape,), f"depth is 1 or more, not {depth}")
    places = indices.astype("int64").reshape(-1)
    column = _take_index(xp, depth, places, "clip")
    result = xp.full((places.size, depth), off_value, numpy.dtype(dtype))
    result[xp.arange(places.size), column] = xp.where(column == places, on_value, off_value)
    return result.reshape((*indices.shape, depth))


def _condition(xp, condition, like):
    """A condition beside the arrays it chooses from; a vector chooses whole rows."""
    if condition.shape not in (like.shape, like.shape[:1]):
        fits = (f"a condition of shape {like.shape}, or {like.shape[:1]} for whole rows",)
        raise error("where", (condition.shape, like.shape), "the condition fits neither x nor rows", (), fits)
    extra = len(like.shape) - len(condition.shape)
    return (condition.reshape(condition.shape + (1,) * extra) if extra else condition) != 0


@op(
    None,
    lambda F, g, y, condition, x, z: F.where(condition, g, F.zeros_like(g)),
    lambda F, g, y, condition, x, z: F.where(condition, F.zeros_like(g), g),
    rules=("0", "g where the condition holds, else 0", "0 where the condition holds, else g"),
    inputs=3,
    mixed=True,
    dtype_of_input=False,
)
def where(xp, condition, x, y):
    """Elements of `x` where the condition is not 0, of `y` elsewhere.

    Parameters
    ----------
    condition : NDArray
        Of the shape of `x`, or a vector that chooses whole rows.
    x, y : NDArray
        What to choose from, of equal shapes.

    Examples
    --------
    >>> nd.where(nd.array([1, 0]), nd.array([1, 2]), nd.array([3, 4]))
    <BLANKLINE>
    [1. 4.]
    <NDArray 2 @cpu(0)>

    Differs from NumPy
    ------------------
    The three shapes do not broadcast.
    """
    if x.shape != y.shape:
        raise ValueError(f"x and y must have the same shape: {x.shape}, {y.shape}")
    return xp.where(_condition(xp, condition, x), x, y)


@op(
    lambda F, g, y, data, indices: F._gathered(g, indices, shape=data.shape),
    rules=("g at the places read, 0 elsewhere", "0"),
    inputs=2,
    mixed=True,
)
def gather_nd(xp, data, indices):
    """The elements at places given by their coordinates.

    Parameters
    ----------
    data : NDArray
        The input.
    indices : NDArray
        Coordinates: row 0 holds those along axis 0, row 1 those along axis 1, and so on.

    Examples
    --------
    >>> nd.gather_nd(nd.array([[1, 2], [3, 4]]), nd.array([[0, 1], [1, 0]]))
    <BLANKLINE>
    [2. 3.]
    <NDArray 2 @cpu(0)>
    """
    try:
        return data[tuple(indices.astype("int64"))]
    except IndexError as problem:
        raise error("gather_nd", (data.shape, indices.shape), str(problem), kind=IndexError) from None


@op(
    lambda F, g, y, data, indices, shape: F.gather_nd(g, indices),
    rules=("g at the places written", "0"),
    inputs=2,
    mixed=True,
)
def scatter_nd(xp, data, indices, shape):
    """Zeros with elements put at places given by their coordinates: the reverse of `gather_nd`.

    Of several elements for one place the last stays.

    Parameters
    ----------
    data : NDArray
        The elements.
    indices : NDArray
        Coordinates, as for `gather_nd`.
    shape : tuple of int
        The shape of the result.

    Examples
    --------
    >>> nd.scatter_nd(nd.array([5, 6]), nd.array([[0, 2]]), shape=(3,))
    <BLANKLINE>
    [5. 0. 6.]
    <NDArray 3 @cpu(0)>
    """
    result = xp.zeros(shape, data.dtype)
    result[tuple(indices.astype("int64"))] = data
    return result


@op(
    lambda F, g, y, data, indices, shape: F.gather_nd(g, indices),
    rules=("g at the places read", "0"),
    inputs=2,
    mixed=True,
    public=False,
)
def _gathered(xp, data, indices, shape):
    """Elements added to zeros at the places that they were read from: the gradient of `gather_nd`."""
    result = xp.zeros(shape, data.dtype)
    backend.add_at(xp, result, tuple(indices.astype("int64")), data)
    return result
