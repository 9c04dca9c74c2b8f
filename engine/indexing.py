"""What may stand between the brackets of `x[…]`: checked, and turned into what a raw array takes."""

import numpy

from engine import backend
from engine.base import error


def is_everything(key):
    """Whether a key is `:` or `...`."""
    return key is Ellipsis or (type(key) is slice and key.start is key.stop is key.step is None)


def raw_key(array, key):
    """A key with its NDArrays and lists as raw index arrays.

    Raises IndexError for too many indices, MXNetError for a slice that runs backwards, ValueError for
    what is no index.
    """
    if type(key) is not tuple:
        return _raw_part(array, key, 0)
    counting = [part for part in key if part is not None and part is not Ellipsis]
    shape = array.shape
    if len(counting) > len(shape):
        raise error("index", (shape,), f"{len(counting)} indices for {len(shape)} axes", kind=IndexError)
    axis, parts = 0, []
    for part in key:
        parts.append(_raw_part(array, part, axis))
        if part is Ellipsis:
            axis = len(shape) - (len(counting) - axis)
        elif part is not None:
            axis += 1
    return tuple(parts)


def _raw_part(array, part, axis):
    kind = type(part)
    if kind is int or part is None or part is Ellipsis:
        return part
    if kind is slice:
        return _checked_slice(array, part, axis)
    if isinstance(part, numpy.integer):
        return int(part)
    if isinstance(part, (list, tuple, range)):
        part = numpy.array([entry.asnumpy() if hasattr(entry, "asnumpy") else entry for entry in part])
    raw = getattr(part, "_raw", part)
    if not hasattr(raw, "dtype") or not raw.shape:
        raise ValueError(f"an NDArray takes integers, slices, lists and NDArrays as an index, not {part!r}")
    if raw.dtype.kind == "b":
        raise error(
            "index",
            (array.shape,),
            "a mask of booleans is no index here",
            fits=("nd.where(mask, x, y)", "x * mask"),
            kind=IndexError,
        )
    own = array._context
    if raw is not part and own is not part._context and "gpu" in (own.device_type, part._context.device_type):
        reason = f"the array is on {own}, its index on {part._context}"
        raise error("index", (array.shape, raw.shape), reason, fits=(f"index.as_in_context({own})",))
    if own.xp is numpy:
        return numpy.asarray(raw).astype("int64")
    size = array.shape[axis] if axis < array.ndim else None
    try:
        return backend.indices(own.xp, raw, size)
    except IndexError as problem:
        raise error("index", (array.shape,), str(problem), kind=IndexError) from None


def _checked_slice(array, part, axis):
    bounds = [
        int(bound.asscalar()) if hasattr(bound, "asscalar") else bound for bound in (part.start, part.stop)
    ]
    part = slice(*bounds, part.step)
    if axis < array.ndim:
        start, stop, step = part.indices(array.shape[axis])
        if step > 0 and start > stop:
            raise error("index", (array.shape,), f"the slice {part.start}:{part.stop} ends before it begins")
    return part
