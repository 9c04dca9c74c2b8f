"""Rows that join arrays and take them apart."""

from engine.base import error
from engine.ops import explain
from engine.ops.dispatch import functions, op


def _concat_vjp(index, F, g, y, *data, dim):
    begin = sum(array.shape[dim] for array in data[:index])
    return F.slice_axis(g, axis=dim, begin=begin, end=begin + data[index].shape[dim])


def _explain_concat(name, shapes, arguments):
    dim = arguments["dim"]
    first = shapes[0]
    for other in shapes[1:]:
        wrong = [
            a for a in range(min(len(first), len(other))) if a != dim % len(first) and first[a] != other[a]
        ]
        if len(first) != len(other) or wrong:
            axes = [(index, axis) for axis in wrong for index in (0, shapes.index(other))]
            reason = f"along every axis but {dim} the sizes must be equal"
            fits = [f"dim={wrong[0]}"] if len(wrong) == 1 and first[dim] == other[dim] else []
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


def concatenate(arrays, axis=0, always_copy=True):
    """A list of arrays joined along an axis: `concat`, with the first axis unless told otherwise.

    Parameters
    ----------
    arrays : list of NDArray
        The arrays.
    axis : int
        The axis along which they are joined.
    always_copy : bool
        False returns a single array itself.

    Returns
    -------
    NDArray

    Examples
    --------
    >>> nd.concatenate([nd.zeros(2), nd.ones(1)])
    <BLANKLINE>
    [0. 0. 1.]
    <NDArray 3 @cpu(0)>
    """
    return arrays[0] if len(arrays) == 1 and not always_copy else concat(*arrays, dim=axis)


concatenate.__module__ = "engine.nd"
functions["concatenate"] = concatenate


def _split_vjp(F, g, y, data, num_outputs, axis, squeeze_axis):
    """The parts of the gradient joined again, with zeros for a part that was not used."""
    if num_outputs == 1:
        return F.reshape(g, shape=data.shape)
    parts = [F.zeros_like(part) if given is None else given for part, given in zip(y, g, strict=True)]
    return F.stack(*parts, axis=axis) if squeeze_axis else F.concat(*parts, dim=axis)


def _explain_split(name, shapes, arguments):
    axis, count = arguments["axis"], arguments["num_outputs"]
    if not -len(shapes[0]) <= axis < len(shapes[0]):
        return explain.bad_axis(name, shapes[0], axis)
    size = shapes[0][axis]
    if size % count == 0:
        return None
    fits = [f"num_outputs={n}" for n in range(2, size + 1) if size % n == 0][:3]
    return error(
        name, shapes, f"axis {axis} has size {size}, which {count} parts do not divide", ((0, axis),), fits
    )


@op(
    _split_vjp,
    rules=("the parts of g, joined",),
    method=True,
    explain=_explain_split,
    dtype_of_input=False,
    aliases=("SliceChannel",),
)
def split(xp, data, num_outputs, axis=1, squeeze_axis=False):
    """The array in equal parts along an axis, as a list.

    Parameters
    ----------
    data : NDArray
        The input.
    num_outputs : int
        How many parts.
    axis : int
        The axis along which to part.
    squeeze_axis : bool
        Drop the axis from the parts, if it has size 1 there.

    Raises
    ------
    MXNetError if the parts would not be equal.

    Examples
    --------
    >>> first, second = nd.split(nd.array([[1, 2, 3, 4]]), 2)
    >>> second
    <BLANKLINE>
    [[3. 4.]]
    <NDArray 1x2 @cpu(0)>

    Differs from NumPy
    ------------------
    The axis is 1 if not given; a single part is returned itself, without a list.
    """
    if data.shape[axis] % num_outputs:
        raise ValueError("parts must be equal")
    parts = xp.split(data, num_outputs, axis=axis)
    if squeeze_axis:
        parts = [part.squeeze(axis) for part in parts]
    parts = [part.copy() for part in parts]
    return parts if num_outputs > 1 else parts[0]


def _explain_stack(name, shapes, arguments):
    other = next((shape for shape in shapes if shape != shapes[0]), None)
    return other and error(name, shapes, "all arrays must have the same shape")


def _stack_vjp(index, F, g, y, *data, axis):
    axis %= len(g.shape)
    return F.reshape(F.slice_axis(g, axis=axis, begin=index, end=index + 1), shape=data[index].shape)


@op(_stack_vjp, rules=("its part of g",), inputs=None, explain=_explain_stack)
def stack(xp, *data, axis=0):
    """Arrays of one shape joined along a new axis.

    Parameters
    ----------
    data : NDArray
        The arrays, one after another.
    axis : int
        Where the new axis stands in the result.

    Examples
    --------
    >>> nd.stack(nd.array([1, 2]), nd.array([3, 4]))
    <BLANKLINE>
    [[1. 2.]
     [3. 4.]]
    <NDArray 2x2 @cpu(0)>
    """
    return xp.stack(data, axis=axis)


@op(
    lambda index, F, g, y, *args: g,
    rules=("g",),
    inputs=None,
    explain=_explain_stack,
    aliases=("ElementWiseSum",),
)
def add_n(xp, *args):
    """The sum of any number of arrays of one shape.

    Examples
    --------
    >>> nd.add_n(nd.array([1, 2]), nd.array([3, 4]), nd.array([5, 6]))
    <BLANKLINE>
    [ 9. 12.]
    <NDArray 2 @cpu(0)>
    """
    if any(array.shape != args[0].shape for array in args):
        raise ValueError("shapes differ")
    total = args[0].copy()
    for array in args[1:]:
        total += array
    return total
