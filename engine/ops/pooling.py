"""Rows of pooling: one number for each window of the data, its largest, its mean or its sum."""

import itertools
import math
from typing import NamedTuple

import numpy

from engine.base import error
from engine.ops.convolution import corners, window
from engine.ops.dispatch import op

KINDS = ("max", "avg", "sum")
CONVENTIONS = ("valid", "full", "same")
LAYOUTS = ("NCW", "NCHW", "NCDHW")


class Plan(NamedTuple):
    """How windows lie over data: their kind and sizes, the rim that they reach over, how many there are."""

    kind: str
    kernel: tuple
    stride: tuple
    pad: tuple
    room: tuple
    count: tuple
    rim_counts: bool


def plan(sizes, kernel, pool_type, global_pool, stride, pad, pooling_convention, count_include_pad, layout):
    """The windows over data of these sizes."""
    if global_pool:
        kernel, stride, pad = sizes, 1, 0
    options = window(kernel, stride, pad)
    kernel, stride, pad = options["kernel"], options["stride"], options["pad"]
    part = math.ceil if pooling_convention == "full" else math.floor
    axes = list(zip(sizes, kernel, stride, pad, strict=True))
    if pooling_convention == "same":
        count = tuple([math.ceil(n / s) for n, s in zip(sizes, stride, strict=True)])
    else:
        count = tuple([part((n + 2 * p - k) / s) + 1 for n, k, s, p in axes])
    room = tuple([(p, max(s * (c - 1) + k - n - p, 0)) for (n, k, s, p), c in zip(axes, count, strict=True)])
    return Plan(pool_type, kernel, stride, pad, room, count, count_include_pad is not False)


def _places(plan):
    """The places of a window, each by its number and its offset."""
    return enumerate(itertools.product(*map(range, plan.kernel)))


def _at(rimmed, offset, plan):
    """The elements at one place of every window."""
    return corners(rimmed, offset, plan.stride, plan.count, (1,) * len(offset))


def _rimmed(xp, data, plan, value):
    if not any(map(any, plan.room)):
        return data
    return xp.pad(data, ((0, 0), (0, 0), *plan.room), constant_values=value)


def _shares(xp, sizes, plan, dtype):
    """What each window's sum is divided by for its mean: how many elements lie in it."""
    total = xp.ones(plan.count, dtype)
    for axis, (n, k, s, p) in enumerate(zip(sizes, plan.kernel, plan.stride, plan.pad, strict=True)):
        start = xp.arange(plan.count[axis]) * s - p
        end, first = (n + p, start) if plan.rim_counts else (n, xp.maximum(start, 0))
        inside = xp.maximum(xp.minimum(start + k, end) - first, 1)
        total *= inside.reshape([-1 if each == axis else 1 for each in range(len(sizes))])
    return total


def _lowest(dtype):
    return numpy.finfo(dtype).min if dtype.kind == "f" else -(2 ** (8 * dtype.itemsize - 1))


def _where_largest(xp, data, plan):
    """For each window the number of the place that holds its largest element, the first of equal ones."""
    rimmed, many = _rimmed(xp, data, plan, _lowest(data.dtype)), math.prod(plan.kernel)
    best = place = None
    for number, offset in _places(plan):
        part = _at(rimmed, offset, plan)
        if best is None:
            best, place = part.copy(), xp.zeros(part.shape, "uint8" if many < 256 else "int32")
        else:
            larger = part > best
            xp.maximum(place, larger * place.dtype.type(number), out=place)
            xp.maximum(best, part, out=best)
    return place


@op(
    lambda F, g, y, gradient, data, plan: F._pool_along(g, data, plan=plan),
    None,
    rules=("g, pooled as the data was", "0"),
    inputs=2,
    public=False,
)
def _unpool(xp, gradient, data, plan):
    """The windows' gradients brought back to the elements they came from."""
    sizes = data.shape[2:]
    rim = [n + before + after for n, (before, after) in zip(sizes, plan.room, strict=True)]
    total = xp.zeros((*data.shape[:2], *rim), data.dtype)
    place = _where_largest(xp, data, plan) if plan.kind == "max" else None
    if plan.kind == "avg":
        gradient = gradient / _shares(xp, sizes, plan, data.dtype)
    for number, offset in _places(plan):
        passed = gradient if place is None else gradient * (place == number)
        _at(total, offset, plan)[...] += passed
    return total[(..., *(slice(before, before + n) for n, (before, _) in zip(sizes, plan.room, strict=True)))]


@op(
    lambda F, g, y, along, data, plan: F._unpool(g, data, plan=plan),
    None,
    rules=("g, to where it came from", "0"),
    inputs=2,
    public=False,
)
def _pool_along(xp, along, data, plan):
    """`along`, pooled by the windows of the data: at the largest elements, or averaged, or added up."""
    rimmed = _rimmed(xp, along, plan, 0)
    place = _where_largest(xp, data, plan) if plan.kind == "max" else None
    total = xp.zeros((*data.shape[:2], *plan.count), data.dtype)
    for number, offset in _places(plan):
        part = _at(rimmed, offset, plan)
        total += part if place is None else part * (place == number)
    return total / _shares(xp, data.shape[2:], plan, data.dtype) if plan.kind == "avg" else total


def _refuse_misfits(data, kernel, pool_type, global_pool, pad, pooling_convention, layout):
    if pool_type not in KINDS:
        raise error("Pooling", (data.shape,), f"there is no {pool_type!r}; choose {', '.join(KINDS)}")
    if pooling_convention not in CONVENTIONS or layout not in (None, *LAYOUTS):
        reason = f"the convention is one of {', '.join(CONVENTIONS)}, the layout of {', '.join(LAYOUTS)}"
        raise error("Pooling", (data.shape,), reason)
    rim = any(pad) if isinstance(pad, tuple) else pad
    if pooling_convention == "same" and (pool_type != "max" or data.ndim != 3 or rim):
        reason = "'same' is for the largest elements along one axis, without a pad"
        raise error("Pooling", (data.shape,), reason)
    if data.ndim < 3:
        raise error("Pooling", (data.shape,), "the data must be (batch, channels, *sizes)")
    if global_pool:
        return
    options, sizes = window(kernel, (), pad), data.shape[2:]
    if len(options["kernel"]) != len(sizes):
        reason = f"the window {options['kernel']} does not move over as many axes as the data has: {sizes}"
        raise error("Pooling", (data.shape,), reason)
    too_large = [
        (0, axis + 2)
        for axis, (n, k, p) in enumerate(zip(sizes, options["kernel"], options["pad"], strict=True))
        if k > n + 2 * p
    ]
    if too_large:
        reason = f"the window {options['kernel']} is larger than {sizes} with pad {options['pad']}"
        raise error("Pooling", (data.shape,), reason, too_large)


@op(
    lambda F, g, y, data, **options: F._unpool(g, data, plan=plan(data.shape[2:], **options)),
    rules=("g, to the elements that it came from",),
)
def Pooling(
    xp, data, kernel=(), pool_type="max", global_pool=False, stride=(), pad=(), pooling_convention="valid",
    count_include_pad=None, layout=None,
):  # fmt: skip
    """One number for each window of the data: its largest element, its mean or its sum.

    Parameters
    ----------
    data : NDArray
        (batch, channels, *sizes), with one to three sizes.
    kernel : tuple of int
        The window's sizes.
    pool_type : str
        'max', 'avg' or 'sum'.
    global_pool : bool
        One window over everything.
    stride, pad : tuple of int
        Steps between windows; a rim around the data, which is never the largest.
    pooling_convention : str
        'valid' keeps whole windows, 'full' those that reach over the end too; 'same' has one at each step.
    count_include_pad : bool
        Whether a mean counts the rim's zeros; it does if not given.
    layout : str
        'NCW', 'NCHW' or 'NCDHW'; the layers of `gluon.nn` take data with its channels last, too.

    Raises
    ------
    MXNetError if the window is larger than the data.

    Shapes
    ------
    (batch, channels, *sizes) gives (batch, channels, *places), where along each axis
    places = (size + 2 pad - kernel) // stride + 1.

    Examples
    --------
    >>> nd.Pooling(nd.array([[[1, 3, 2, 0]]]), kernel=(2,), stride=(2,))
    <BLANKLINE>
    [[[3. 2.]]]
    <NDArray 1x1x2 @cpu(0)>
    >>> nd.Pooling(nd.array([[[1, 3, 2, 0]]]), kernel=(2,), stride=(2,), pool_type="avg")
    <BLANKLINE>
    [[[2. 1.]]]
    <NDArray 1x1x2 @cpu(0)>
    """
    _refuse_misfits(data, kernel, pool_type, global_pool, pad, pooling_convention, layout)
    sizes = data.shape[2:]
    windows = plan(
        sizes, kernel, pool_type, global_pool, stride, pad, pooling_convention, count_include_pad, layout
    )
    rimmed = _rimmed(xp, data, windows, _lowest(data.dtype) if pool_type == "max" else 0)
    parts = (_at(rimmed, offset, windows) for _, offset in _places(windows))
    result = next(parts).copy()
    for part in parts:
        if pool_type == "max":
            xp.maximum(result, part, out=result)
        else:
            result += part
    return result / _shares(xp, sizes, windows, data.dtype) if pool_type == "avg" else result
