"""Rows of convolution: windows of the input as columns, and one matrix product over all of them.

A convolution is three linear maps on such columns, each the others' gradient: `_weighted` (weight ·
columns), `_unweighted` (weightᵀ · outputs) and `_paired` (outputs · columnsᵀ). `_patches` cuts the windows
out and `_fold` adds them up again. Nothing loops over places; `_fold` loops over the few places of a window.
"""

import itertools
import math

from engine.base import error
from engine.ops import along
from engine.ops.dispatch import op
from engine.ops.op import RawOps


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


@op(
    lambda F, g, y, data, **options: F._fold(g, size=data.shape[2:], **options),
    rules=("g, each window added in its place",),
    public=False,
)
def _patches(xp, data, kernel, stride, pad, dilate):
    """(batch, channels, *sizes) as columns (batch, channels × window, places)."""
    axes = len(kernel)
    count = places(data.shape[2:], kernel, stride, pad, dilate)
    reach = tuple([d * (k - 1) + 1 for k, d in zip(kernel, dilate, strict=True)])
    inner = padded(xp, data, pad)
    windows = xp.lib.stride_tricks.sliding_window_view(inner, reach, axis=tuple(range(2, 2 + axes)))
    windows = windows[(..., *(slice(None, None, s) for s in stride), *(slice(None, None, d) for d in dilate))]
    order = (0, 1, *range(2 + axes, 2 + 2 * axes), *range(2, 2 + axes))
    return windows.transpose(order).reshape(data.shape[0], -1, math.prod(count))


@op(
    lambda F, g, y, patches, size, **options: F._patches(g, **options),
    rules=("the windows of g",),
    public=False,
)
def _fold(xp, patches, size, kernel, stride, pad, dilate):
    """The columns (batch, channels × window, places) added up into (batch, channels, *size)."""
    count = places(size, kernel, stride, pad, dilate)
    parts = patches.reshape(len(patches), -1, *kernel, *count)
    of_window = (slice(None), slice(None))
    shape = (*parts.shape[:2], *(n + 2 * p for n, p in zip(size, pad, strict=True)))
    first = parts[(*of_window, *[0] * len(kernel))]
    total = xp.zeros_like(first, shape=shape)  # the axes in the columns' order, which makes adding them quick
    for offset in itertools.product(*map(range, kernel)):
        corners(total, offset, stride, count, dilate)[...] += parts[(*of_window, *offset)]
    return xp.ascontiguousarray(total[(..., *(slice(p, p + n) for n, p in zip(size, pad, strict=True)))])


@op(
    lambda F, g, y, weight, columns, num_group: F._paired(g, columns, num_group=num_group),
    lambda F, g, y, weight, columns, num_group: F._unweighted(weight, g, num_group=num_group),
    rules=("g · columnsᵀ", "wᵀ · g"),
    inputs=2,
    public=False,
)
def _weighted(xp, weight, columns, num_group):
    """weight (filters, window) times columns (batch, groups × window, places): (batch, filters, places)."""
    batch, _, count = columns.shape
    groups = columns.reshape(batch, num_group, -1, count)
    result = xp.matmul(weight.reshape(num_group, -1, weight.shape[1]), groups)
    return result.reshape(batch, -1, count)


@op(
    lambda F, g, y, weight, outputs, num_group: F._paired(outputs, g, num_group=num_group),
    lambda F, g, y, weight, outputs, num_group: F._weighted(weight, g, num_group=num_group),
    rules=("outputs · gᵀ", "w · g"),
    inputs=2,
    public=False,
)
def _unweighted(xp, weight, outputs, num_group):
    """weightᵀ times outputs (batch, filters, places): (batch, groups × window, places).

    The examples lie side by side in memory: `_fold` then adds long rows of them, not short ones of places.
    """
    batch, filters, count = outputs.shape
    groups = outputs.transpose(1, 2, 0).reshape(num_group, filters // num_group, -1)
    transposed = weight.reshape(num_group, -1, weight.shape[1]).swapaxes(1, 2)
    return xp.matmul(transposed, groups).reshape(-1, count, batch).transpose(2, 0, 1)


@op(
    lambda F, g, y, outputs, columns, num_group: F._weighted(g, columns, num_group=num_group),
    lambda F, g, y, outputs, columns, num_group: F._unweighted(g, outputs, num_group=num_group),
    rules=("g · columns", "gᵀ · outputs"),
    inputs=2,
    public=False,
)
def _paired(xp, outputs, columns, num_group):
    """outputs · columnsᵀ, summed over the batch: (filters, window)."""
    batch, _, count = outputs.shape
    left, right = (part.reshape(batch, num_group, -1, count) for part in (outputs, columns))
    if left.shape[2] <= count:  # a product for each example takes no more room than its columns
        products = along.total(xp, xp.matmul(left, right.swapaxes(2, 3)), 0)
    else:
        left, right = (
            part.transpose(1, 2, 0, 3).reshape(num_group, part.shape[2], -1) for part in (left, right)
        )
        products = xp.matmul(left, right.swapaxes(1, 2))
    return products.reshape(-1, products.shape[2])


def _matrix(F, weight):
    return F.reshape(weight, shape=(weight.shape[0], -1))


def _flat(F, g):
    """An output with its places along one axis."""
    return F.reshape(g, shape=(*g.shape[:2], -1))


def _convolution_data(F, g, y, data, weight, bias, kernel, stride, pad, dilate, num_group, **options):
    columns = F._unweighted(_matrix(F, weight), _flat(F, g), num_group=num_group)
    return F._fold(columns, size=data.shape[2:], **window(kernel, stride, pad, dilate))


def _convolution_weight(F, g, y, data, weight, bias, kernel, stride, pad, dilate, num_group, **options):
    columns = F._patches(data, **window(kernel, stride, pad, dilate))
    return F.reshape(F._paired(_flat(F, g), columns, num_group=num_group), shape=weight.shape)


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

    Shapes
    ------
    (batch, channels, *sizes) gives (batch, filters, *places), where along each axis
    places = (size + 2 pad - dilate (kernel - 1) - 1) // stride + 1.

    Raises
    ------
    MXNetError if channels or windows do not fit.

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
    options = window(kernel, stride, pad, dilate)
    F = RawOps.of(xp)
    result = F._weighted(_matrix(F, weight), F._patches(data, **options), num_group)
    if bias is not None and not no_bias:
        result += bias[:, None]
    return result.reshape(*result.shape[:2], *places(data.shape[2:], **options))


def _deconvolution_data(F, g, y, data, weight, bias, kernel, stride, pad, dilate, num_group, **options):
    columns = F._patches(g, **window(kernel, stride, pad, dilate))
    return F.reshape(F._weighted(_matrix(F, weight), columns, num_group=num_group), shape=data.shape)


def _deconvolution_weight(F, g, y, data, weight, bias, kernel, stride, pad, dilate, num_group, **options):
    columns = F._patches(g, **window(kernel, stride, pad, dilate))
    return F.reshape(F._paired(_flat(F, data), columns, num_group=num_group), shape=weight.shape)


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

    Shapes
    ------
    (batch, channels, *sizes) gives (batch, filters, *), where along each axis
    stride (size - 1) + dilate (kernel - 1) + 1 - 2 pad + adj elements come out.

    Raises
    ------
    MXNetError if channels or windows do not fit.

    Examples
    --------
    >>> nd.Deconvolution(nd.array([[[1, 2]]]), nd.array([[[1, 1]]]), kernel=(2,), stride=(2,), num_filter=1)
    <BLANKLINE>
    [[[1. 1. 2. 2.]]]
    <NDArray 1x1x4 @cpu(0)>
    """
    refuse_misfits("Deconvolution", data, weight, kernel, stride, pad, dilate, num_group)
    options, F = window(kernel, stride, pad, dilate), RawOps.of(xp)
    columns = F._unweighted(_matrix(F, weight), _flat(F, data), num_group)
    size = [
        s * (n - 1) + d * (k - 1) + 1 - 2 * p + a
        for n, k, s, p, d, a in zip(
            data.shape[2:], *options.values(), _each(adj, len(options["kernel"]), 0), strict=True
        )
    ]
    result = F._fold(columns, size=size, **options)
    if bias is not None and not no_bias:
        result += bias.reshape(-1, *(1,) * len(size))
    return result
