"""Rows that read elements by index, and writing into an array."""

import numpy

from engine import hooks
from engine.base import MXNetError, error
from engine.indexing import is_everything, raw_key
from engine.ndarray import NDArray
from engine.ops.dispatch import NO_INPLACE, apply, op, refuse_write_to_tape
from engine.ops.op import registry
from engine.tape import live, mode


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
        xp.add.at(result, key, data.reshape(part.shape))
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


def _write(self, key, value):
    """`x[key] = value`: in place; the value is cast to the array's dtype and broadcast."""
    refuse_write_to_tape(self)
    if mode.recording and isinstance(value, NDArray) and live(value) is not None:
        if not is_everything(key):
            raise MXNetError(NO_INPLACE)
        if value.shape != self.shape:
            value = value.broadcast_to(self.shape)
        value.copyto(self)
        return
    raw = getattr(value, "_raw", value)
    if not (raw is None or hasattr(raw, "dtype") or isinstance(raw, (int, float, list, tuple))):
        raise TypeError(f"the elements of an NDArray are numbers; a {type(value).__name__} is none")
    try:
        self._raw[raw_key(self, key)] = raw
    except IndexError as problem:
        raise error("index", (self.shape,), str(problem), kind=IndexError) from None
    if hooks.on_op is not None:
        hooks.on_op("setitem", (self,), {"key": key}, self)


NDArray.__getitem__ = _read
NDArray.__setitem__ = _write


