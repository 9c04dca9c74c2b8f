"""Making arrays: from values, from a pattern, from nothing but a shape."""

import operator

import numpy

from engine import backend
from engine.base import MXNetError, error
from engine.context import Context, current_context
from engine.ndarray import NDArray
from engine.ops import helptext

__all__ = ["arange", "array", "empty", "eye", "full", "linspace", "ones", "waitall", "zeros"]


def _context(ctx):
    if ctx is None:
        return current_context()
    try:
        return Context(ctx)
    except (KeyError, TypeError):
        one = "the values are one list" if isinstance(ctx, list) else "a shape of several axes is one tuple"
        raise MXNetError(f"there is no device {ctx!r}: {one}") from None


def _shape(name, shape):
    sizes = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    try:
        shape = tuple([operator.index(size) for size in sizes])
    except TypeError:
        raise error(name, (), f"a shape is a whole number or a tuple of them, not {shape!r}") from None
    if not shape or min(shape) <= 0:
        raise error(name, (shape,), "every axis needs at least one element, and there must be an axis")
    return shape


def array(source_array, ctx=None, dtype=None):
    """An NDArray with the values of a list, a NumPy array or another NDArray, copied.

    Parameters
    ----------
    source_array : list, numpy.ndarray or NDArray
        The values; lists in lists make rows.
    dtype : str or type
        The type of the elements: 'float32' if not given, or that of a source NDArray.

    Returns
    -------
    NDArray
        In the shape of the source.

    Raises
    ------
    TypeError if the source is no array, or its rows differ in length.

    Examples
    --------
    >>> nd.array([[1, 2, 3], [4, 5, 6]])
    <BLANKLINE>
    [[1. 2. 3.]
     [4. 5. 6.]]
    <NDArray 2x3 @cpu(0)>

    Differs from NumPy
    ------------------
    Integers and float64 become float32 too.

    See also
    --------
    NDArray.asnumpy: the way back.
    """
    context = _context(ctx)
    if isinstance(source_array, NDArray):
        dtype = source_array.dtype if dtype is None else dtype
        return NDArray(context.xp.array(source_array.asnumpy(), dtype=numpy.dtype(dtype)), context)
    if dtype is None and type(source_array) is list and _NUMBERS.issuperset(map(type, source_array)):
        return NDArray(context.xp.array(source_array, numpy.float32), context)  # as for a batch of indices
    try:
        values = numpy.asarray(_plain(source_array))
        if values.dtype.kind not in ("biufO" if values.ndim else "biuf"):
            raise TypeError(f"{type(source_array).__name__} holds no numbers")
        values = values.astype(numpy.float32 if dtype is None else numpy.dtype(dtype))
    except (ValueError, TypeError) as problem:
        raise TypeError(f"no array can be made of this: {problem}") from None
    return NDArray(values if context.xp is numpy else context.xp.array(values), context)


_NUMBERS = {int, float}


def _plain(source):
    """Lists of NDArrays as lists of NumPy arrays."""
    if isinstance(source, (list, tuple)):
        return [_plain(entry) for entry in source]
    return source.asnumpy() if isinstance(source, NDArray) else source


def zeros(shape, ctx=None, dtype="float32", stype=None, out=None):
    """Zeros in a shape.

    Parameters
    ----------
    shape : int or tuple of int
        The shape; an integer makes a vector.
    stype : str
        'default', or not given: only dense arrays exist here.
    out : NDArray
        Where to put the values, instead of a new array.

    Raises
    ------
    MXNetError if an axis has no element.

    Examples
    --------
    >>> nd.zeros((2, 3))
    <BLANKLINE>
    [[0. 0. 0.]
     [0. 0. 0.]]
    <NDArray 2x3 @cpu(0)>

    Differs from NumPy
    ------------------
    float32 if not told otherwise; no empty arrays.
    """
    if out is not None:
        return full(shape, 0, out=out)
    context = _context(ctx)
    made = NDArray(context.xp.zeros(_shape("zeros", shape), dtype or "float32"), context)
    return made if stype is None else made.tostype(stype)


def ones(shape, ctx=None, dtype="float32", out=None):
    """Ones in a shape.

    Parameters
    ----------
    shape : int or tuple of int
        The shape; an integer makes a vector.
    out : NDArray
        Where to put the values, instead of a new array.

    Raises
    ------
    MXNetError if an axis has no element.

    Examples
    --------
    >>> nd.ones((3, 4)).sum()
    <BLANKLINE>
    [12.]
    <NDArray 1 @cpu(0)>

    Differs from NumPy
    ------------------
    float32 if not told otherwise; no empty arrays.
    """
    if out is not None:
        return full(shape, 1, out=out)
    context = _context(ctx)
    return NDArray(context.xp.ones(_shape("ones", shape), dtype or "float32"), context)


def full(shape, val, ctx=None, dtype="float32", out=None):
    """One value in a shape.

    Parameters
    ----------
    shape : int or tuple of int
        The shape.
    val : number
        The value of every element.
    out : NDArray
        Where to put the values, instead of a new array.

    Examples
    --------
    >>> nd.full(3, 7)
    <BLANKLINE>
    [7. 7. 7.]
    <NDArray 3 @cpu(0)>
    """
    result = empty(shape, ctx, dtype) if out is None else out
    result[:] = val
    return result


def empty(shape, ctx=None, dtype="float32"):
    """An array in a shape, whose values are yet to be written; they are zeros here.

    Parameters
    ----------
    shape : int or tuple of int
        The shape.

    Examples
    --------
    >>> nd.empty((2, 3)).shape
    (2, 3)
    """
    return zeros(shape, ctx, dtype)


def arange(start, stop=None, step=1.0, repeat=1, infer_range=None, ctx=None, dtype="float32"):
    """Numbers that grow by a step: from `start` up to `stop`, `stop` excluded.

    Parameters
    ----------
    start, stop : number
        The bounds; with one only, it is `stop` and the numbers begin at 0.
    step : number
        The distance of neighbours.
    repeat : int
        How often each number stands.

    Raises
    ------
    MXNetError if there would be no number.

    Examples
    --------
    >>> nd.arange(4)
    <BLANKLINE>
    [0. 1. 2. 3.]
    <NDArray 4 @cpu(0)>
    >>> nd.arange(2, 10, 3)
    <BLANKLINE>
    [2. 5. 8.]
    <NDArray 3 @cpu(0)>

    Differs from NumPy
    ------------------
    The numbers are float32 even if the bounds are integers.
    """
    if stop is None:
        start, stop = 0, start
    context = _context(ctx)
    if not step:
        raise MXNetError("arange: the step must not be 0", op="arange")
    values = context.xp.arange(start, stop, step).astype(dtype or "float32")
    if not values.size:
        raise MXNetError(
            f"arange: there is no number from {start} up to {stop} in steps of {step}", op="arange"
        )
    return NDArray(context.xp.repeat(values, repeat) if repeat != 1 else values, context)


def linspace(start, stop, num, endpoint=True, ctx=None, dtype="float32"):
    """Numbers at equal distances between two bounds.

    Parameters
    ----------
    start, stop : number
        The first and the last number.
    num : int
        How many.
    endpoint : bool
        Whether `stop` itself is one of them.

    Examples
    --------
    >>> nd.linspace(0, 1, 5)
    <BLANKLINE>
    [0.   0.25 0.5  0.75 1.  ]
    <NDArray 5 @cpu(0)>
    """
    context = _context(ctx)
    return NDArray(
        context.xp.linspace(start, stop, num, endpoint=endpoint).astype(dtype or "float32"), context
    )


def eye(N, M=0, k=0, ctx=None, dtype="float32"):
    """Ones on the diagonal, zeros elsewhere: the identity matrix.

    Parameters
    ----------
    N, M : int
        Rows and columns; as many columns as rows if M is not given.
    k : int
        The diagonal: 0 the main one, 1 the one above, -1 the one below.

    Examples
    --------
    >>> nd.eye(2)
    <BLANKLINE>
    [[1. 0.]
     [0. 1.]]
    <NDArray 2x2 @cpu(0)>
    """
    context = _context(ctx)
    return NDArray(context.xp.eye(N, M or None, k, dtype=dtype or "float32"), context)


def waitall():
    """Returns when everything is computed, which on a CPU it is already.

    Returns
    -------
    None

    Examples
    --------
    >>> nd.waitall()
    """
    backend.wait()


helptext.document_module(globals(), "engine.nd")
