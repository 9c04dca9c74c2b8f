"""Rows that order elements."""

from engine.base import MXNetError
from engine.ops.dispatch import op


def _order(xp, data, axis, is_ascend, k=0):
    """Indices that sort along an axis, the first `k` if that is not 0; equal elements keep their order."""
    order = xp.argsort(data if is_ascend else -data, axis=axis, kind="stable")
    return order[(slice(None),) * (axis % data.ndim) + (slice(0, k),)] if k else order


def _sort_vjp(F, g, y, data, axis, is_ascend):
    return F._unsort(g, data, axis=axis, is_ascend=is_ascend, k=0)


def _flat(data, axis):
    return (data.reshape(-1), 0) if axis is None else (data, axis)


@op(
    lambda F, g, y, data, like, axis, is_ascend, k: F._resort(g, like, axis=axis, is_ascend=is_ascend, k=k),
    rules=("g, put in the new order",),
    inputs=2,
    public=False,
)
def _unsort(xp, data, like, axis, is_ascend, k):
    """Sorted elements put back where they came from: the gradient of sorting `like`."""
    flat, axis = _flat(like, axis)
    order = _order(xp, flat, axis, is_ascend, k)
    result = xp.zeros(flat.shape, data.dtype)
    xp.put_along_axis(result, order, data.reshape(order.shape), axis)
    return result.reshape(like.shape)


@op(
    lambda F, g, y, data, like, axis, is_ascend, k: F._unsort(g, like, axis=axis, is_ascend=is_ascend, k=k),
    rules=("g, put back in the old order",),
    inputs=2,
    public=False,
)
def _resort(xp, data, like, axis, is_ascend, k):
    """Elements in the order that sorts `like`."""
    flat, axis = _flat(like, axis)
    order = _order(xp, flat, axis, is_ascend, k)
    return xp.take_along_axis(data.reshape(flat.shape), order, axis)


@op(_sort_vjp, rules=("g, put back in the old order",), method=True)
def sort(xp, data, axis=-1, is_ascend=True):
    """The elements in order along an axis.

    Parameters
    ----------
    data : NDArray
        The input.
    axis : int
        The axis; None puts all elements into one vector.
    is_ascend : bool
        The smallest first; False puts the largest first.

    Examples
    --------
    >>> nd.sort(nd.array([3, 1, 2]))
    <BLANKLINE>
    [1. 2. 3.]
    <NDArray 3 @cpu(0)>
    """
    data, axis = _flat(data, axis)
    return xp.take_along_axis(data, _order(xp, data, axis, is_ascend), axis)


@op(rules=("0",), method=True, dtype_of_input=False)
def argsort(xp, data, axis=-1, is_ascend=True, dtype="float32"):
    """The indices that would put the elements in order along an axis.

    Parameters
    ----------
    data : NDArray
        The input.
    axis : int
        The axis; None takes all elements as one vector.
    is_ascend : bool
        The smallest first; False puts the largest first.
    dtype : str or type
        The type of the indices.

    Examples
    --------
    >>> nd.argsort(nd.array([3, 1, 2]))
    <BLANKLINE>
    [1. 2. 0.]
    <NDArray 3 @cpu(0)>

    Differs from NumPy
    ------------------
    The indices are float32.
    """
    data, axis = _flat(data, axis)
    return _order(xp, data, axis, is_ascend).astype(dtype)


def _topk_vjp(F, g, y, data, axis, k, ret_typ, is_ascend, dtype):
    if ret_typ == "both":
        g, ret_typ = g[0], "value"
    if ret_typ != "value" or g is None:
        return F.zeros_like(data)
    return F._unsort(g, data, axis=axis, is_ascend=is_ascend, k=k)


@op(_topk_vjp, rules=("g at the places of the largest, 0 elsewhere",), method=True, dtype_of_input=False)
def topk(xp, data, axis=-1, k=1, ret_typ="indices", is_ascend=False, dtype="float32"):
    """The largest elements along an axis, or where they are.

    Parameters
    ----------
    data : NDArray
        The input.
    axis : int
        The axis; None takes all elements as one vector.
    k : int
        How many.
    ret_typ : str
        'indices', 'value', 'both' (a list: values, indices), or 'mask' (1 at the elements chosen, else 0).
    is_ascend : bool
        The smallest elements instead.
    dtype : str or type
        The type of the indices.

    Examples
    --------
    >>> x = nd.array([0.1, 0.7, 0.2])
    >>> nd.topk(x, k=2)
    <BLANKLINE>
    [1. 2.]
    <NDArray 2 @cpu(0)>
    >>> nd.topk(x, k=2, ret_typ="value")
    <BLANKLINE>
    [0.7 0.2]
    <NDArray 2 @cpu(0)>
    """
    if ret_typ not in ("indices", "value", "both", "mask"):
        raise MXNetError(f"topk: ret_typ is 'indices', 'value', 'both' or 'mask', not {ret_typ!r}", op="topk")
    flat, axis = _flat(data, axis)
    if not 0 <= k <= flat.shape[axis]:
        raise MXNetError(f"topk: the axis has {flat.shape[axis]} elements, k is {k}", op="topk")
    order = _order(xp, flat, axis, is_ascend, k)
    if ret_typ == "mask":
        mask = xp.zeros(flat.shape, data.dtype)
        xp.put_along_axis(mask, order, 1, axis)
        return mask.reshape(data.shape)
    indices = order.astype(dtype)
    if ret_typ == "indices":
        return indices
    values = xp.take_along_axis(flat, order, axis)
    return values if ret_typ == "value" else [values, indices]
