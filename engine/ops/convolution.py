"""Rows of convolution: windows of the input as columns, and matrix products with them.

A convolution is three linear maps, each the others' gradient: `_slide` (weight · windows of the data),
`_put_back` (weightᵀ · outputs, each window added in its place) and `_paired` (outputs · windows of the data).
Nothing loops over places; `_put_back` loops over the few places of a window.
"""

import itertools
import math

import numpy

from engine.base import error
from engine.ops import along
from engine.ops.dispatch import op
from engine.ops.op import RawOps

#: So many bytes of columns NumPy makes at once: a product is quick with what a core's cache still holds.
_AT_ONCE = 2**20


def _each(value, count, default):
    """An option of a window for each of its axes: a number or a tuple, `default` where it is not given."""
    if value is None or value == ():
        return (default,) * count
    values = (value,) * count if isinstance(value, int) else tuple(value)
    return values if any(values) else (default,) * count  # zeros for other axes, too, are no rim


def window(kernel, stride, pad, dilate=None):
    """The options of a window as keyword arguments with a value for each axis."""
    kernel = (kernel,) if isinstance(kernel, int) else tuple(kernel)
    count = len(kernel)
    return {
        "kernel": kernel,
        "stride": _each(stride, count, 1),
        "pad": _each(pad, count, 0),
        "dilate": _each(dilate, count, 1),
    }


def places(sizes, kernel, stride, pad, dilate):
    """How many windows fit along each axis.

    >>> places((5, 5), (3, 3), (2, 2), (1, 1), (1, 1))
    (3, 3)
    """
    options = zip(sizes, kernel, stride, pad, dilate, strict=True)
    return tuple([(size + 2 * p - d * (k - 1) - 1) // s + 1 for size, k, s, p, d in options])


def padded(xp, data, pad, value=0):
    """The data with a rim of a value around the axes after the first two."""
    if not any(pad):
        return data
    return xp.pad(data, ((0, 0), (0, 0), *((p, p) for p in pad)), constant_values=value)


def corners(data, offset, stride, count, dilate):
    """The elements of the data at one place of every window."""
    steps = zip(offset, stride, count, dilate, strict=True)
    return data[(..., *(slice(o * d, o * d + s * (n - 1) + 1, s) for o, s, n, d in steps))]


def _windows(xp, data, kernel, stride, pad, dilate):
    """A view of all windows of the data: (batch, channels, *kernel, *places)."""
    axes = len(kernel)
    reach = tuple([d * (k - 1) + 1 for k, d in zip(kernel, dilate, strict=True)])
    inner = padded(xp, data, pad)
    windows = xp.lib.stride_tricks.sliding_window_view(inner, reach, axis=tuple(range(2, 2 + axes)))
    windows = windows[(..., *(slice(None, None, s) for s in stride), *(slice(None, None, d) for d in dilate))]
    return windows.transpose(0, 1, *range(2 + axes, 2 + 2 * axes), *range(2, 2 + axes))


def _columns(xp, windows, num_group, count):
    """The windows as columns (examples, groups, window, places), some examples after the others.

    Gives pairs: which examples, and their columns.
    """
    batch = len(windows)
    some = max(1, _AT_ONCE * batch // max(1, windows.nbytes)) if xp is numpy else max(1, batch)
    for start in range(0, batch, some):
        part = windows[start : start + some]
        yield slice(start, start + some), part.reshape(len(part), num_group, -1, count)


def _side_by_side(parts):
    """(batch, groups, rows, places) as (groups, rows, batch × places)."""
    _, groups, rows, _ = parts.shape
    return parts.transpose(1, 2, 0, 3).reshape(groups, rows, -1)


@op(
    lambda F, g, y, weight, data, **options: F._paired(g, data, **options),
    lambda F, g, y, weight, data, **options: F._put_back(weight, g, size=data.shape[2:], **options),
    rules=("g · windows", "wᵀ · g, each window added in its place"),
    inputs=2,
    public=False,
)
def _slide(xp, weight, data, kernel, stride, pad, dilate, num_group):
    """weight (filters, channels / groups, *kernel) times each window: (batch, filters, *places)."""
    windows = _windows(xp, data, kernel, stride, pad, dilate)
    batch, filters, shape = len(data), len(weight), windows.shape[-len(kernel) :]
    count, rows = math.prod(shape), filters // num_group
    matrix = weight.reshape(num_group, rows, -1)
    if count < rows:  # a product for each example would be of few columns
        columns = _side_by_side(windows.reshape(batch, num_group, -1, count))
        result = xp.matmul(matrix, columns).reshape(filters, batch, count).swapaxes(0, 1)
    else:
        result = xp.empty((batch, num_group, rows, count), data.dtype)
        for part, columns in _columns(xp, windows, num_group, count):
            xp.matmul(matrix, columns, out=result[part])
    return result.reshape(batch, filters, *shape)


@op(
    lambda F, g, y, weight, outputs, size, **options: F._paired(outputs, g, **options),
    lambda F, g, y, weight, outputs, size, **options: F._slide(weight, g, **options),
    rules=("outputs · windows of g", "w · windows of g"),
    inputs=2,
    public=False,
)
def _put_back(xp, weight, outputs, size, kernel, stride, pad, dilate, num_group):
    """weightᵀ times outputs (batch, filters, *places), each window in its place: (batch, channels, *size).

    The examples lie side by side in memory: long rows of them are added, not short ones of places.
    """
    batch, filters, *shape = outputs.shape
    groups = outputs.reshape(batch, filters, -1).transpose(1, 2, 0)
    groups = groups.reshape(num_group, filters // num_group, -1)
    transposed = weight.reshape(num_group, filters // num_group, -1).swapaxes(1, 2)
    columns = xp.matmul(transposed, groups).reshape(-1, *kernel, *shape, batch)
    rim = [n + 2 * p for n, p in zip(size, pad, strict=True)]
    total = xp.moveaxis(xp.zeros((len(columns), *rim, batch), outputs.dtype), -1, 0)
    parts = xp.moveaxis(columns, -1, 0)
    for offset in itertools.product(*map(range, kernel)):
        corners(total, offset, stride, shape, dilate)[...] += parts[(slice(None), slice(None), *offset)]
    return xp.ascontiguousarray(total[(..., *(slice(p, p + n) for n, p in zip(size, pad, strict=True)))])


@op(
    lambda F, g, y, outputs, data, **options: F._slide(g, data, **options),
    lambda F, g, y, outputs, data, **options: F._put_back(g, outputs, size=data.shape[2:], **options),
    rules=("g · windows", "gᵀ · outputs, each window added in its place"),
    inputs=2,
    public=False,
)
def _paired(xp, outputs, data, kernel, stride, pad, dilate, num_group):
    """outputs times the windows of the data, summed over batch and places: a weight."""
    windows = _windows(xp, data, kernel, stride, pad, dilate)
    batch, filters, *shape = outputs.shape
    count, rows = math.prod(shape), filters // num_group
    outputs = outputs.reshape(batch, num_group, rows, count)
    if count < rows:  # a product for each example would take more room than its columns
        columns = _side_by_side(windows.reshape(batch, num_group, -1, count))
        total = xp.matmul(_side_by_side(outputs), columns.swapaxes(1, 2))
    else:
        total = xp.zeros(
            (num_group, rows, math.prod(windows.shape[1 : -len(shape)]) // num_group), data.dtype
        )
        for part, columns in _columns(xp, windows, num_group, count):
            total += along.total(xp, xp.matmul(outputs[part], columns.swapaxes(2, 3)), 0)
    return total.reshape(filters, -1, *kernel)


def _of_windows(kernel, stride, pad, dilate, num_group):
    """The options of the three maps."""
    return {"num_group": num_group, **window(kernel, stride, pad, dilate)}


def _convolution_data(F, g, y, data, weight, bias, kernel, stride, pad, dilate, num_group, **options):
    return F._put_back(weight, g, size=data.shape[2:], **_of_windows(kernel, stride, pad, dilate, num_group))


def _convolution_weight(F, g, y, data, weight, bias, kernel, stride, pad, dilate, num_group, **options):
    return F._paired(g, data, **_of_windows(kernel, stride, pad, dilate, num_group))


def _sum_of_channel(F, g, y, data, weight, bias, **options):
    return F.sum(g, axis=(0, *range(2, len(g.shape))))


def refuse_misfits(name, data, weight, kernel, stride, pad, dilate, num_group):
    """Raises if the window does not suit the data's axes, its sizes or the weight's."""
    shapes, options = (data.shape, weight.shape), window(kernel, stride, pad, dilate)
    kernel, sizes = options["kernel"], data.shape[2:]
    if len(sizes) != len(kernel):
        reason = f"the window {kernel} does not move over as many axes as the data has: {sizes}"
        raise error(name, shapes, reason, fits=(f"data of {len(kernel) + 2} axes",))
    if weight.shape[2:] != kernel:
        reason = f"the kernel is {kernel}, the weight's last axes are {weight.shape[2:]}"
        raise error(name, shapes, reason, fits=(f"kernel={weight.shape[2:]}",))
    meets = 0 if name == "Deconvolution" else 1
    wanted = weight.shape[meets] if meets == 0 else weight.shape[1] * num_group
    if data.shape[1] != wanted:
        reason = f"the data has {data.shape[1]} channels, the weight wants {wanted}"
        raise error(name, shapes, reason, ((0, 1), (1, meets)))
    if meets and min(places(sizes, **options)) < 1:
        reason = f"no window {kernel} fits into {sizes} with pad {options['pad']}"
        raise error(name, shapes, reason, [(0, axis + 2) for axis in range(len(sizes))])


@op(
    _convolution_data,
    _convolution_weight,
    _sum_of_channel,
    rules=("wᵀ · g, each window added in its place", "g · windows of a", "g, summed over batch and places"),
    inputs=3,
)
def Convolution(
    xp, data, weight, bias=None, kernel=(), stride=(), dilate=(), pad=(), num_filter=None, num_group=1,
    no_bias=False, layout=None,
):  # fmt: skip
    """Slides a window over the data; each filter gives the weighted sum of what the window shows.

    Parameters
    ----------
    data : NDArray
        (batch, channels, *sizes), with one to three sizes.
    weight : NDArray
        (filters, channels / groups, *kernel).
    bias : NDArray
        (filters,), or None.
    kernel : tuple of int
        The window's sizes.
    stride, pad, dilate : tuple of int
        Steps between windows, zeros around the data, steps inside a window.
    num_filter : int
        The number of filters; the weight says it too.
    num_group : int
        Into how many groups of channels data and filters are split.
    no_bias : bool
        Leave the bias out.
    layout : str
        'NCW', 'NCHW' or 'NCDHW'; others are for GPUs of MXNet only.

    Raises
    ------
    MXNetError if channels or windows do not fit.

    Shapes
    ------
    (batch, channels, *sizes) gives (batch, filters, *places), where along each axis
    places = (size + 2 pad - dilate (kernel - 1) - 1) // stride + 1.

    Examples
    --------
    >>> edges = nd.Convolution(
    ...     nd.array([[[0, 0, 1, 1, 0]]]), nd.array([[[-1, 1]]]), nd.zeros(1), kernel=(2,), num_filter=1)
    >>> edges
    <BLANKLINE>
    [[[ 0.  1.  0. -1.]]]
    <NDArray 1x1x4 @cpu(0)>
    """
    refuse_misfits("Convolution", data, weight, kernel, stride, pad, dilate, num_group)
    options = _of_windows(kernel, stride, pad, dilate, num_group)
    result = RawOps.of(xp)._slide(weight, data, **options)
    if bias is not None and not no_bias:
        result += bias.reshape(-1, *(1,) * len(options["kernel"]))
    return result


def _deconvolution_data(F, g, y, data, weight, bias, kernel, stride, pad, dilate, num_group, **options):
    return F._slide(weight, g, **_of_windows(kernel, stride, pad, dilate, num_group))


def _deconvolution_weight(F, g, y, data, weight, bias, kernel, stride, pad, dilate, num_group, **options):
    return F._paired(data, g, **_of_windows(kernel, stride, pad, dilate, num_group))


@op(
    _deconvolution_data,
    _deconvolution_weight,
    _sum_of_channel,
    rules=("w · windows of g", "a · windows of g", "g, summed over batch and places"),
    inputs=3,
)
def Deconvolution(
    xp, data, weight, bias=None, kernel=(), stride=(), dilate=(), pad=(), adj=(), num_filter=None,
    num_group=1, no_bias=True, layout=None,
):  # fmt: skip
    """A convolution transposed: each element of the data spreads a weighted window over the result.

    Parameters
    ----------
    data : NDArray
        (batch, channels, *sizes), with one to three sizes.
    weight : NDArray
        (channels, filters / groups, *kernel).
    bias : NDArray
        (filters,), or None.
    kernel : tuple of int
        The window's sizes.
    stride, pad, dilate : tuple of int
        Steps between windows, what is cut off around the result, steps inside a window.
    adj : tuple of int
        Elements more at the end of each axis, fewer than the stride.
    num_filter : int
        The number of filters; the weight says it too.
    num_group : int
        Into how many groups of channels data and filters are split.
    no_bias : bool
        Leave the bias out.
    layout : str
        'NCW', 'NCHW' or 'NCDHW'.

    Raises
    ------
    MXNetError if channels or windows do not fit.

    Shapes
    ------
    (batch, channels, *sizes) gives (batch, filters, *), where along each axis
    stride (size - 1) + dilate (kernel - 1) + 1 - 2 pad + adj elements come out.

    Examples
    --------
    >>> nd.Deconvolution(nd.array([[[1, 2]]]), nd.array([[[1, 1]]]), kernel=(2,), stride=(2,), num_filter=1)
    <BLANKLINE>
    [[[1. 1. 2. 2.]]]
    <NDArray 1x1x4 @cpu(0)>
    """
    refuse_misfits("Deconvolution", data, weight, kernel, stride, pad, dilate, num_group)
    options = window(kernel, stride, pad, dilate)
    size = [
        s * (n - 1) + d * (k - 1) + 1 - 2 * p + a
        for n, k, s, p, d, a in zip(
            data.shape[2:], *options.values(), _each(adj, len(options["kernel"]), 0), strict=True
        )
    ]
    result = RawOps.of(xp)._put_back(weight, data, size=size, num_group=num_group, **options)
    if bias is not None and not no_bias:
        result += bias.reshape(-1, *(1,) * len(size))
    return result
