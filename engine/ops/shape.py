"""Rows that change a shape and leave the elements alone."""

import math

from engine.base import MXNetError, error
from engine.modes import is_recording
from engine.ndarray import NDArray
from engine.ops.dispatch import finish, op
from engine.ops.op import registry


def infer_shape(source, codes, reverse=False):
    """The shape that `reshape` codes mean for an array of shape `source`.

    A positive number is a size. 0 copies the size here, -1 is what is left, -2 copies all remaining sizes,
    -3 merges two, -4 splits one into the two that follow. With `reverse` the codes are read from the end.

    Examples
    --------
    >>> infer_shape((2, 3, 4), (0, -1)), infer_shape((2, 3, 4), (-3, 4))
    ((2, 12), (6, 4))
    >>> infer_shape((2, 3, 4), (-4, 1, 2, -2))
    (1, 2, 3, 4)
    >>> infer_shape((10, 5, 4), (-1, 0), reverse=True)
    (50, 4)
    """
    smallest = min(codes, default=0)
    if smallest > 0:
        return tuple(codes)
    if smallest == -1 and 0 not in codes and codes.count(-1) == 1:
        rest = math.prod(source) // -math.prod(codes)
        return tuple([rest if code == -1 else code for code in codes])
    if codes.count(-1) > 1 or smallest < -4:
        raise error(
            "reshape", (source,), f"{tuple(codes)} is no shape: -1 may stand once, no code is below -4"
        )
    if reverse:
        return infer_shape(source[::-1], codes[::-1])[::-1]
    if sum(code in (0, -3) for code in codes) > len(source):
        raise error("reshape", (source,), f"{tuple(codes)} speaks of more axes than there are")
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
    size = math.prod(shapes[0])
    wanted = tuple(arguments["shape"]) if hasattr(arguments["shape"], "__len__") else (arguments["shape"],)
    known = math.prod([n for n in wanted if n > 0])
    if -1 in wanted:
        reason = f"{size} elements do not divide into {wanted}: {size} is not a multiple of {known}"
    else:
        reason = f"{size} elements do not fill the shape {wanted}, which has room for {known}"
    fits = []
    for place in reversed(range(len(wanted))):
        others = wanted[:place] + wanted[place + 1 :]
        if min(others, default=1) > 0 and size % math.prod(others) == 0:
            fits.append(f"reshape({(*wanted[:place], -1, *wanted[place + 1 :])})")
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
    MXNetError if the shape has room for more elements than there are, ValueError if for fewer; MXNetError for
    both while recording.

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
        if "shape" not in options:
            raise AssertionError("reshape needs a shape, such as (3, 4)")
        shape = options.pop("shape")
        shape = tuple(shape) if hasattr(shape, "__len__") else (shape,)
    reverse = options.pop("reverse", False) if options else False
    if options:
        raise TypeError(f"reshape takes shape and reverse, not {', '.join(options)}")
    source = self._raw
    try:
        target = infer_shape(source.shape, shape, reverse)
    except (ValueError, IndexError):
        raise _explain_reshape("reshape", (source.shape,), {"shape": shape}) from None
    try:
        result = source.reshape(target)
    except (ValueError, IndexError):
        wrong = _explain_reshape("reshape", (source.shape,), {"shape": shape})
        if math.prod([n for n in shape if n > 0]) > source.size and -1 not in shape:
            raise wrong from None
        kind = MXNetError if is_recording() else ValueError
        raise error("reshape", wrong.shapes, wrong.reason, fits=wrong.fits, kind=kind) from None
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
    lambda F, g, y, lhs, rhs: F.reshape(g, shape=lhs.shape),
    rules=("g, in a's shape", "0"),
    inputs=2,
    method=True,
    mixed=True,
    views=True,
)
def reshape_like(xp, lhs, rhs):
    """The elements of `lhs` in the shape of `rhs`.

    Examples
    --------
    >>> nd.reshape_like(nd.arange(4), nd.zeros((2, 2)))
    <BLANKLINE>
    [[0. 1.]
     [2. 3.]]
    <NDArray 2x2 @cpu(0)>
    """
    return lhs.reshape(rhs.shape)


def _explain_squeeze(name, shapes, arguments):
    axis = arguments["axis"]
    if axis is None:
        return None
    listed = axis if isinstance(axis, (tuple, list)) else (axis,)
    long = [a for a in listed if shapes[0][a] != 1]
    if not long:
        return None
    reason = f"axis {long[0]} has size {shapes[0][long[0]]}; only axes of size 1 can go"
    return error(name, shapes, reason, [(0, axis) for axis in long])


@op(
    lambda F, g, y, data, axis: F.reshape(g, shape=data.shape),
    rules=("g, in a's shape",),
    method=True,
    views=True,
    explain=_explain_squeeze,
)
def squeeze(xp, data, axis=None):
    """The array without its axes of size 1, or without those given.

    Raises
    ------
    MXNetError if an axis given has another size.

    Examples
    --------
    >>> nd.zeros((1, 3, 1)).squeeze().shape
    (3,)

    Differs from NumPy
    ------------------
    One axis always stays.
    """
    result = data.squeeze(tuple(axis) if isinstance(axis, list) else axis)
    return result if result.shape else result.reshape(1)


@op(
    lambda F, g, y, data: F.reshape(g, shape=data.shape),
    rules=("g, in a's shape",),
    method=True,
    views=True,
    aliases=("Flatten",),
)
def flatten(xp, data):
    """The array as a matrix: the first axis stays, all others become one.

    Shapes
    ------
    (2, 3, 4) gives (2, 12); (3,) gives (3, 1).

    Examples
    --------
    >>> nd.zeros((2, 3, 4)).flatten().shape
    (2, 12)

    Differs from NumPy
    ------------------
    `np.ndarray.flatten` makes a vector.
    """
    return data.reshape((data.shape[0], -1))


@op(
    lambda F, g, y, data, dim1, dim2: F.swapaxes(g, dim1, dim2),
    rules=("g, axes swapped back",),
    method=True,
    views=True,
    aliases=("SwapAxis",),
)
def swapaxes(xp, data, dim1=0, dim2=0):
    """Two axes exchanged.

    Parameters
    ----------
    data : NDArray
        The input.
    dim1, dim2 : int
        The axes.

    Examples
    --------
    >>> nd.zeros((2, 3, 4)).swapaxes(0, 2).shape
    (4, 3, 2)
    """
    return data.swapaxes(dim1, dim2)


@op(
    lambda F, g, y, data, axis: F.flip(g, axis=axis),
    rules=("g, turned back",),
    method=True,
    views=True,
    aliases=("reverse",),
)
def flip(xp, data, axis):
    """The elements in reverse order along an axis.

    Examples
    --------
    >>> nd.flip(nd.array([1, 2, 3]), axis=0)
    <BLANKLINE>
    [3. 2. 1.]
    <NDArray 3 @cpu(0)>
    """
    return xp.flip(data, axis)
