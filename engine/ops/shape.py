"""Rows that change a shape and leave the elements alone."""

import math

from engine.base import error
from engine.ndarray import NDArray
from engine.ops.dispatch import finish, op
from engine.ops.op import registry


def infer_shape(source, codes, reverse=False):
    """The shape that `reshape` codes mean for an array of shape `source`.

    A positive number is a size. 0 copies the size here, -1 is what is left, -2 copies all remaining sizes,
    -3 merges two, -4 splits one into the two that follow. With `reverse` the codes are read from the end.

    >>> infer_shape((2, 3, 4), (0, -1)), infer_shape((2, 3, 4), (-3, 4)), infer_shape((2, 3, 4), (-4, 1, 2, -2))
    ((2, 12), (6, 4), (1, 2, 3, 4))
    >>> infer_shape((10, 5, 4), (-1, 0), reverse=True)
    (50, 4)
    """
    if reverse:
        return infer_shape(source[::-1], codes[::-1])[::-1]
    target, here, unknown = [], 0, None
    codes = list(codes)
    while codes:
        code = codes.pop(0)
        if code == 0:
            target.append(source[here])
            here += 1
        elif code == -1:
            unknown = len(target)
            target.append(1)
            here += 1
        elif code == -2:
            target += source[here:]
            here = len(source)
        elif code == -3:
            target.append(source[here] * source[here + 1])
            here += 2
        elif code == -4:
            first, second = codes.pop(0), codes.pop(0)
            first = source[here] // second if first == -1 else first
            target += [first, source[here] // first if second == -1 else second]
            here += 1
        else:
            target.append(code)
            here += 1
    if unknown is not None:
        known = math.prod(target)
        target[unknown] = math.prod(source) // known if known else 0
    return tuple(target)


def _explain_reshape(name, shapes, arguments):
    (shape,), size = shapes, math.prod(shapes[0])
    wanted = tuple(arguments["shape"]) if hasattr(arguments["shape"], "__len__") else (arguments["shape"],)
    known = math.prod([n for n in wanted if n > 0])
    if -1 in wanted:
        reason = f"{size} elements do not divide into {wanted}: {size} is not a multiple of {known}"
    else:
        reason = f"{size} elements do not fill the shape {wanted}, which has room for {known}"
    fits = [f"reshape({(*wanted[:-1], -1)})"] if wanted and size % max(math.prod(wanted[:-1]), 1) == 0 else []
    return error(name, shapes, reason, fits=fits)


@op(
    lambda F, g, y, data, shape, reverse: F.reshape(g, shape=data.shape),
    rules=("g, in a's shape",),
    explain=_explain_reshape,
    views=True,
    aliases=("Reshape",),
)
def reshape(xp, data, shape=(), reverse=False):
    """The same elements in another shape, copied. The method `x.reshape` does not copy.

    Parameters
    ----------
    data : NDArray
        The input.
    shape : tuple of int
        Sizes; -1 once, for what is left; 0 keeps the size here; -2 keeps all remaining sizes; -3 merges two
        axes; -4 splits one into the two sizes that follow.
    reverse : bool
        Read the codes from the last axis.

    Raises
    ------
    MXNetError if the elements do not fill the shape.

    Examples
    --------
    >>> nd.reshape(nd.arange(6), (2, -1))
    <BLANKLINE>
    [[0. 1. 2.]
     [3. 4. 5.]]
    <NDArray 2x3 @cpu(0)>

    Differs from NumPy
    ------------------
    0 and the codes below -1 have a meaning.
    """
    shape = tuple(shape) if hasattr(shape, "__len__") else (shape,)
    return data.reshape(infer_shape(data.shape, shape, reverse))


_RESHAPE = registry["reshape"]


def _reshape_method(self, *shape, **options):
    """The same elements in another shape. Nothing is copied: a write reaches both.

    Parameters
    ----------
    shape : int or tuple of int
        Sizes; -1 once, for what is left; 0 keeps the size here; -2, -3, -4 as in `nd.reshape`.
    reverse : bool
        Read the codes from the last axis.

    Raises
    ------
    MXNetError if the shape has room for more elements than there are, ValueError if for fewer.

    Examples
    --------
    >>> nd.arange(6).reshape((2, 3))
    <BLANKLINE>
    [[0. 1. 2.]
     [3. 4. 5.]]
    <NDArray 2x3 @cpu(0)>
    """
    if shape and hasattr(shape[0], "__len__"):
        shape = shape[0]
    elif not shape:
        shape = options.pop("shape")
        shape = tuple(shape) if hasattr(shape, "__len__") else (shape,)
    reverse = options.pop("reverse", False)
    if options:
        raise TypeError(f"reshape takes shape and reverse, not {', '.join(options)}")
    source = self._raw
    try:
        target = infer_shape(source.shape, shape, reverse)
        result = source.reshape(target)
    except (ValueError, IndexError):
        wrong = _explain_reshape("reshape", (source.shape,), {"shape": shape})
        if math.prod([n for n in shape if n > 0]) > source.size and -1 not in shape:
            raise wrong from None
        raise error("reshape", wrong.shapes, wrong.reason, fits=wrong.fits, kind=ValueError) from None
    return finish(_RESHAPE, (self,), (source,), {"shape": target}, self._context, result)


_reshape_method.__name__ = _reshape_method.__qualname__ = "reshape"
NDArray.reshape = _reshape_method


@op(
    lambda F, g, y, data, axes: F.transpose(g, axes=_inverse(axes)),
    rules=("gᵀ",),
    method=True,
    views=True,
)
def transpose(xp, data, axes=None):
    """The axes in another order; reversed, if no order is given.

    Parameters
    ----------
    data : NDArray
        The input.
    axes : tuple of int
        For each axis of the result, the axis of the input that it is.

    Examples
    --------
    >>> nd.array([[1, 2, 3], [4, 5, 6]]).T
    <BLANKLINE>
    [[1. 4.]
     [2. 5.]
     [3. 6.]]
    <NDArray 3x2 @cpu(0)>
    >>> nd.zeros((2, 3, 4)).transpose((0, 2, 1)).shape
    (2, 4, 3)

    Differs from NumPy
    ------------------
    The result is a copy.
    """
    return data.transpose(axes or None)


def _inverse(axes):
    return tuple(sorted(range(len(axes)), key=axes.__getitem__)) if axes else None


@op(
    lambda F, g, y, data, axis: F.reshape(g, shape=data.shape),
    rules=("g, in a's shape",),
    method=True,
    views=True,
)
def expand_dims(xp, data, axis):
    """One more axis, of size 1.

    Parameters
    ----------
    data : NDArray
        The input.
    axis : int
        Where the new axis stands in the result.

    Examples
    --------
    >>> nd.zeros((2, 3)).expand_dims(axis=1).shape
    (2, 1, 3)
    """
    return xp.expand_dims(data, axis)


@op(
    lambda F, g, y, data, axis, size: F.sum(g, axis=axis, keepdims=True),
    rules=("g, summed along the stretched axes",),
    views=True,
    aliases=("broadcast_axes",),
)
def broadcast_axis(xp, data, axis=(), size=()):
    """Elements repeated along axes of size 1.

    Parameters
    ----------
    data : NDArray
        The input.
    axis : int or tuple of int
        The axes to stretch.
    size : int or tuple of int
        Their new sizes.

    Examples
    --------
    >>> nd.broadcast_axis(nd.array([[1], [2]]), axis=1, size=3)
    <BLANKLINE>
    [[1. 1. 1.]
     [2. 2. 2.]]
    <NDArray 2x3 @cpu(0)>
    """
    shape = list(data.shape)
    for one, count in zip(*[v if isinstance(v, (tuple, list)) else (v,) for v in (axis, size)], strict=True):
        shape[one] = count
    return xp.broadcast_to(data, shape)


@op(
    lambda F, g, y, data, shape: g,
    rules=("g, summed along the stretched axes",),
    method=True,
    views=True,
)
def broadcast_to(xp, data, shape):
    """Elements repeated until the array has a larger shape.

    Parameters
    ----------
    data : NDArray
        The input.
    shape : tuple of int
        The result's shape, of as many axes; 0 keeps a size.

    Examples
    --------
    >>> nd.array([[1, 2, 3]]).broadcast_to((2, 3))
    <BLANKLINE>
    [[1. 2. 3.]
     [1. 2. 3.]]
    <NDArray 2x3 @cpu(0)>
    """
    back = len(shape) - data.ndim
    shape = tuple(data.shape[axis - back] if size == 0 else size for axis, size in enumerate(shape))
    return xp.broadcast_to(data, shape)


def _concat_vjp(index, F, g, y, *data, dim):
    begin = sum(array.shape[dim] for array in data[:index])
    return F.slice_axis(g, axis=dim, begin=begin, end=begin + data[index].shape[dim])


def _explain_concat(name, shapes, arguments):
    dim = arguments["dim"]
    first = shapes[0]
    for other in shapes[1:]:
        wrong = [a for a in range(min(len(first), len(other))) if a != dim % len(first) and first[a] != other[a]]
        if len(first) != len(other) or wrong:
            axes = [(index, axis) for axis in wrong for index in (0, shapes.index(other))]
            reason = f"along every axis but {dim} the sizes must be equal"
            fits = [f"concat(…, dim={wrong[0]})"] if len(wrong) == 1 and first[dim] == other[dim] else []
            return error(name, shapes, reason, axes, fits)
    return None


@op(_concat_vjp, rules=("its part of g",), inputs=None, explain=_explain_concat, aliases=("Concat",))
def concat(xp, *data, dim=1):
    """Arrays joined along an axis that they have.

    Parameters
    ----------
    data : NDArray
        The arrays, one after another; of equal sizes along every other axis.
    dim : int
        The axis along which they are joined.

    Examples
    --------
    >>> X, Y = nd.zeros((2, 2)), nd.ones((2, 2))
    >>> nd.concat(X, Y, dim=0)
    <BLANKLINE>
    [[0. 0.]
     [0. 0.]
     [1. 1.]
     [1. 1.]]
    <NDArray 4x2 @cpu(0)>
    >>> nd.concat(X, Y, dim=1)
    <BLANKLINE>
    [[0. 0. 1. 1.]
     [0. 0. 1. 1.]]
    <NDArray 2x4 @cpu(0)>

    Differs from NumPy
    ------------------
    The axis is called `dim`, and is 1 if not given.
    """
    return xp.concatenate(data, axis=dim)


@op(
    lambda F, g, y, data, axis, begin, end: F._unslice(g, shape=data.shape, axis=axis, begin=begin),
    rules=("g at the places read, 0 elsewhere",),
    method=True,
    views=True,
)
def slice_axis(xp, data, axis, begin, end):
    """The elements from `begin` up to `end`, `end` excluded, along one axis.

    Parameters
    ----------
    data : NDArray
        The input.
    axis, begin, end : int
        The axis and the bounds; negative ones count from the end, `end=None` is the end.

    Examples
    --------
    >>> nd.arange(5).slice_axis(axis=0, begin=1, end=3)
    <BLANKLINE>
    [1. 2.]
    <NDArray 2 @cpu(0)>
    """
    return data[(slice(None),) * (axis % data.ndim) + (slice(begin, end),)]


@op(
    lambda F, g, y, data, shape, axis, begin: F.slice_axis(
        g, axis=axis, begin=begin, end=begin % shape[axis] + data.shape[axis]
    ),
    public=False,
)
def _unslice(xp, data, shape, axis, begin):
    """Zeros with an array put in at a place along an axis: the gradient of a slice."""
    result = xp.zeros(shape, data.dtype)
    begin = (begin or 0) % shape[axis]
    result[(slice(None),) * (axis % data.ndim) + (slice(begin, begin + data.shape[axis]),)] = data
    return result
