"""Rows that copy: to another array, device or dtype; and those that fill in the shape of another array."""

import numpy

from engine import backend
from engine.base import error
from engine.context import Context
from engine.ndarray import NDArray
from engine.ops.dispatch import finish, op
from engine.ops.op import registry


@op(inputs=2, mixed=True, dtype_of_input=False, public=False)
def _back(xp, data, like):
    """A gradient on the device and in the dtype of the array that it belongs to."""
    return backend.beside(data, like).astype(like.dtype, copy=False)


def _back_recorded(data, like):
    return data.as_in_context(like.context).astype(like.dtype, copy=False)


registry["_back"].function = _back_recorded


@op(lambda F, g, y, data: F._back(g, data), rules=("g",), public=False, name="copy")
def _copy(xp, data):
    """A copy, as the tape sees it."""
    return data.copy()


def _copyto(self, other):
    """Copies the values into the array `other`, or into a new array on the context `other`.

    Returns the array written.

    Raises
    ------
    MXNetError if the shapes differ.

    Examples
    --------
    >>> nd.ones(2).copyto(nd.zeros(2))
    <BLANKLINE>
    [1. 1.]
    <NDArray 2 @cpu(0)>
    """
    into_context = isinstance(other, Context)
    context = other if into_context else other._context
    if not into_context and other.shape != self.shape:
        raise error("copyto", (self.shape, other.shape), "both must have the same shape")
    raw = backend.move(self._raw, context.xp)
    return finish(registry["copy"], (self,), (self._raw,), {}, context, raw, None if into_context else other)


def _new_copy(self):
    """A new array with the same values.

    Examples
    --------
    >>> x = nd.zeros(2)
    >>> y = x.copy()
    >>> y[:] = 1
    >>> x
    <BLANKLINE>
    [0. 0.]
    <NDArray 2 @cpu(0)>
    """
    return _copyto(self, self._context)


@op(
    lambda F, g, y, data, dtype: F._back(g, data),
    rules=("g",),
    dtype_of_input=False,
    aliases=("Cast",),
)
def cast(xp, data, dtype):
    """A copy with elements of another type. Fractions are cut off for integer types.

    Examples
    --------
    >>> nd.cast(nd.array([1.7, -1.7]), "int32")
    <BLANKLINE>
    [ 1 -1]
    <NDArray 2 @cpu(0)>
    """
    return data.astype(numpy.dtype(dtype))


def _astype(self, dtype, copy=True):
    """A copy with elements of another type, such as 'float32' or 'int32'.

    Parameters
    ----------
    dtype : str or type
        The new type.
    copy : bool
        False gives the array itself where it has the type already.

    Examples
    --------
    >>> nd.array([1.7, -1.7]).astype("int32")
    <BLANKLINE>
    [ 1 -1]
    <NDArray 2 @cpu(0)>
    """
    if not copy and self._raw.dtype == dtype:
        return self
    return registry["cast"].function(self, dtype=numpy.dtype(dtype))


for _name, _method in (("copyto", _copyto), ("copy", _new_copy), ("astype", _astype)):
    _method.__name__ = _name
    _method.__qualname__ = f"NDArray.{_name}"
    setattr(NDArray, _name, _method)


@op(lambda F, g, y, data: g, rules=("g",), aliases=("_copy",))
def identity(xp, data):
    """A copy.

    Examples
    --------
    >>> nd.identity(nd.array([1, 2]))
    <BLANKLINE>
    [1. 2.]
    <NDArray 2 @cpu(0)>
    """
    return data.copy()


@op(rules=("0",), aliases=("BlockGrad",))
def stop_gradient(xp, data):
    """A copy through which no gradient goes back.

    Examples
    --------
    >>> x = nd.ones(2)
    >>> x.attach_grad()
    >>> with autograd.record():
    ...     y = x * nd.stop_gradient(x)
    >>> y.backward()
    >>> x.grad
    <BLANKLINE>
    [1. 1.]
    <NDArray 2 @cpu(0)>
    """
    return data.copy()


@op(rules=("0", "0"), inputs=2, mixed=True, public=False)
def _beside(xp, data, like):
    """A copy that the tape connects with another array, though it does not depend on it."""
    return data.copy()


@op(rules=("0",), method=True)
def zeros_like(xp, data):
    """Zeros, in the shape and dtype and on the device of another array.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.zeros_like(nd.array([[1, 2], [3, 4]]))
    <BLANKLINE>
    [[0. 0.]
     [0. 0.]]
    <NDArray 2x2 @cpu(0)>
    """
    return xp.zeros(data.shape, data.dtype)


@op(rules=("0",), method=True)
def ones_like(xp, data):
    """Ones, in the shape and dtype and on the device of another array.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.ones_like(nd.array([[0, 0, 0], [0, 0, 0]]))
    <BLANKLINE>
    [[1. 1. 1.]
     [1. 1. 1.]]
    <NDArray 2x3 @cpu(0)>
    """
    return xp.ones(data.shape, data.dtype)
