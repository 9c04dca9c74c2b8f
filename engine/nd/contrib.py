"""What MXNet keeps under `nd.contrib`: functions made of rows, which therefore need no gradient of their own.

Examples
--------
>>> nd.contrib.isnan(nd.array([1, float("nan")]))
<BLANKLINE>
[0. 1.]
<NDArray 2 @cpu(0)>
"""

import numpy as _numpy

from engine.base import error as _error
from engine.nd.create import arange as _arange
from engine.nd.create import array as _array
from engine.ops import helptext as _helptext
from engine.ops.ctc import CTCLoss
from engine.ops.dispatch import functions as _functions
from engine.ops.normalize import BatchNorm as _BatchNorm
from engine.ops.op import registry as _registry

__all__ = [
    "AdaptiveAvgPooling2D",
    "BilinearResize2D",
    "CTCLoss",
    "SyncBatchNorm",
    "allclose",
    "arange_like",
    "boolean_mask",
    "ctc_loss",
    "dequantize",
    "div_sqrt_dim",
    "index_copy",
    "isfinite",
    "isinf",
    "isnan",
    "quantize",
]

ctc_loss = CTCLoss


def __dir__():
    return __all__


def isnan(data):
    """1 where an element is not a number, else 0.

    Examples
    --------
    >>> nd.contrib.isnan(nd.array([1, float("nan")]))
    <BLANKLINE>
    [0. 1.]
    <NDArray 2 @cpu(0)>
    """
    return data != data


def isinf(data):
    """1 where an element is infinite, of either sign, else 0.

    Examples
    --------
    >>> nd.contrib.isinf(nd.array([1, float("-inf")]))
    <BLANKLINE>
    [0. 1.]
    <NDArray 2 @cpu(0)>
    """
    return data.abs() == _numpy.inf


def isfinite(data):
    """1 where an element is a number and not infinite, else 0.

    Examples
    --------
    >>> nd.contrib.isfinite(nd.array([1, float("nan"), float("inf")]))
    <BLANKLINE>
    [1. 0. 0.]
    <NDArray 3 @cpu(0)>
    """
    return data.abs() < _numpy.inf


def allclose(a, b, rtol=1e-5, atol=1e-8, equal_nan=True):
    """1 if all elements of two arrays are nearly equal, else 0.

    Parameters
    ----------
    a, b : NDArray
        Of one shape.
    rtol, atol : float
        They may differ by `atol + rtol × |b|`.
    equal_nan : bool
        Whether nan equals nan.

    Examples
    --------
    >>> nd.contrib.allclose(nd.array([1, 2]), nd.array([1, 2.000001])).item()
    1
    """
    close = _numpy.allclose(a.asnumpy(), b.asnumpy(), rtol, atol, equal_nan)
    return _array(_numpy.array(close), a.context, "uint8")


def arange_like(data, start=0.0, step=1.0, repeat=1, axis=None):
    """Numbers that grow by a step: as many as an array has elements, in its shape, or along one axis.

    Parameters
    ----------
    start, step : float
        The first number, and the distance of neighbours.
    repeat : int
        How often each number stands.
    axis : int
        Count along this axis only; all elements, if not given.

    Examples
    --------
    >>> nd.contrib.arange_like(nd.zeros((2, 3)))
    <BLANKLINE>
    [[0. 1. 2.]
     [3. 4. 5.]]
    <NDArray 2x3 @cpu(0)>
    >>> nd.contrib.arange_like(nd.zeros((2, 3)), axis=1)
    <BLANKLINE>
    [0. 1. 2.]
    <NDArray 3 @cpu(0)>
    """
    count = data.size if axis is None else data.shape[axis]
    numbers = _arange(-(-count // repeat), repeat=repeat, ctx=data.context, dtype=data.dtype)[:count]
    numbers = numbers * step + start
    numbers = numbers.reshape(data.shape) if axis is None else numbers
    return _registry["_beside"].function(numbers, data)  # its gradient is 0, as on MXNet


def boolean_mask(data, index, axis=0):
    """The slices along an axis where a mask is not 0.

    Parameters
    ----------
    index : NDArray
        The mask: one element for each slice.

    Raises
    ------
    MXNetError if the mask leaves nothing.

    Examples
    --------
    >>> nd.contrib.boolean_mask(nd.array([[1, 2], [3, 4], [5, 6]]), nd.array([1, 0, 1]))
    <BLANKLINE>
    [[1. 2.]
     [5. 6.]]
    <NDArray 2x2 @cpu(0)>
    """
    if index.shape != data.shape[axis : axis + 1]:
        reason = f"the mask has one element for each of the {data.shape[axis]} slices along axis {axis}"
        raise _error("boolean_mask", (data.shape, index.shape), reason)
    kept = index.asnumpy().nonzero()[0]  # on the host, as it is the result's shape
    if not kept.size:
        raise _error("boolean_mask", (data.shape, index.shape), "the mask leaves nothing")
    return data.take(_array(kept, data.context, "int32"), axis=axis)


def index_copy(old_tensor, index_vector, new_tensor):
    """A copy with some slices along the first axis replaced.

    Parameters
    ----------
    old_tensor : NDArray
        The input; it is not changed.
    index_vector : NDArray
        Which slices.
    new_tensor : NDArray
        What becomes of them, in this order.

    Examples
    --------
    >>> nd.contrib.index_copy(nd.zeros((3, 2)), nd.array([2, 0]), nd.array([[1, 2], [3, 4]]))
    <BLANKLINE>
    [[3. 4.]
     [0. 0.]
     [1. 2.]]
    <NDArray 3x2 @cpu(0)>
    """
    count = old_tensor.shape[0]
    hits = index_vector.one_hot(count, dtype=old_tensor.dtype)
    replaced = hits.sum(axis=0).reshape((-1,) + (1,) * (old_tensor.ndim - 1))
    moved = _functions["scatter_nd"](new_tensor, index_vector.expand_dims(0), shape=old_tensor.shape)
    return _functions["where"](replaced.broadcast_to(old_tensor.shape), moved, old_tensor)


def div_sqrt_dim(data):
    """Each element over the root of the last axis' size, as attention scales its scores.

    Examples
    --------
    >>> nd.contrib.div_sqrt_dim(nd.ones(4))
    <BLANKLINE>
    [0.5 0.5 0.5 0.5]
    <NDArray 4 @cpu(0)>
    """
    return data / data.shape[-1] ** 0.5


def AdaptiveAvgPooling2D(data, output_size=1):
    """Means over so many windows, whatever the image's size: they are laid out to fit.

    Parameters
    ----------
    data : NDArray
        (batch, channels, height, width).
    output_size : int or tuple of int
        The result's height and width.

    Examples
    --------
    >>> nd.contrib.AdaptiveAvgPooling2D(nd.arange(6).reshape((1, 1, 2, 3)), output_size=(1, 2))
    <BLANKLINE>
    [[[[2. 3.]]]]
    <NDArray 1x1x1x2 @cpu(0)>
    """

    def windows(size, count):
        means = _numpy.zeros((size, count))
        for place in range(count):
            inside = slice(place * size // count, -(-(place + 1) * size // count))
            means[inside, place] = 1 / (inside.stop - inside.start)
        return means

    return _along_both("AdaptiveAvgPooling2D", data, windows, *_two(output_size))


def BilinearResize2D(data, height, width, align_corners=True):
    """Images of another size, whose pixels lie between the four nearest ones.

    Parameters
    ----------
    data : NDArray
        (batch, channels, height, width).
    height, width : int
        The result's size.
    align_corners : bool
        Whether corner pixels stay in the corners; else the images' edges stay.

    Examples
    --------
    >>> nd.contrib.BilinearResize2D(nd.array([[[[0, 2]]]]), height=1, width=3)
    <BLANKLINE>
    [[[[0. 1. 2.]]]]
    <NDArray 1x1x1x3 @cpu(0)>
    """

    def between(size, count):
        places = _numpy.arange(count)
        if align_corners:
            places = places * ((size - 1) / max(count - 1, 1))
        else:
            places = ((places + 0.5) * (size / count) - 0.5).clip(0, size - 1)
        return (1 - abs(_numpy.arange(size)[:, None] - places)).clip(0, 1)

    return _along_both("BilinearResize2D", data, between, height, width)


def SyncBatchNorm(
    data, gamma, beta, moving_mean, moving_var, eps=1e-3, momentum=0.9, fix_gamma=True,
    use_global_stats=False, output_mean_var=False, ndev=1, key="",
):  # fmt: skip
    """Batch normalisation over several devices, which is that over one here: see `nd.BatchNorm`.

    Parameters
    ----------
    output_mean_var : bool
        Give a list: the result, the means, and the variances.
    ndev, key : int, str
        Accepted.

    Examples
    --------
    >>> x = nd.array([[1, 10], [3, 30]])
    >>> with autograd.train_mode():
    ...     nd.contrib.SyncBatchNorm(x, nd.ones(2), nd.zeros(2), nd.zeros(2), nd.ones(2), eps=0)
    <BLANKLINE>
    [[-1. -1.]
     [ 1.  1.]]
    <NDArray 2x2 @cpu(0)>
    """
    result, mean, factor = _BatchNorm(
        data, gamma, beta, moving_mean, moving_var, eps, momentum, fix_gamma, use_global_stats, True
    )
    return [result, mean, 1 / (factor * factor) - eps] if output_mean_var else result


def quantize(data, min_range, max_range, out_type="int8"):
    """Numbers as integers of eight bits around 0, with the range that these stand for.

    Parameters
    ----------
    min_range, max_range : NDArray
        (1,): the smallest and the largest number.
    out_type : str
        'int8'.

    Returns
    -------
    list of NDArray
        The integers, and the ends of their range.

    Examples
    --------
    >>> numbers, low, high = nd.contrib.quantize(nd.array([-1, 0.5]), nd.array([-1]), nd.array([1]))
    >>> numbers.asnumpy().tolist()
    [-127, 64]
    """
    if out_type != "int8":
        raise _error("quantize", (data.shape,), f"the integers are 'int8', not {out_type!r}")
    widest = _functions["maximum"](min_range.abs(), max_range.abs())
    steps = (data.abs() * (127 / widest) + 0.5).floor().clip(0, 127)
    return [(data.sign() * steps).astype("int8"), -widest, widest]


def dequantize(data, min_range, max_range, out_type="float32"):
    """The numbers that integers of eight bits stand for.

    Parameters
    ----------
    min_range, max_range : NDArray
        (1,): the ends of their range, as `quantize` gave them.

    Examples
    --------
    >>> quantized = nd.contrib.quantize(nd.array([-1, 0.5]), nd.array([-1]), nd.array([1]))
    >>> nd.contrib.dequantize(*quantized)
    <BLANKLINE>
    [-0.99607843  0.5019608 ]
    <NDArray 2 @cpu(0)>
    """
    return data.astype(out_type) * ((max_range - min_range) / 255)


def _along_both(name, data, matrix, height, width):
    """Images times a matrix along each of their two axes: `matrix(size, count)` makes it."""
    if data.ndim != 4:
        raise _error(name, (data.shape,), "must have four axes: (batch, channels, height, width)")
    for count in (width, height):  # the last axis first, then the one before it takes its place
        weights = _array(matrix(data.shape[3], count), data.context, data.dtype)
        data = _functions["dot"](data, weights).swapaxes(2, 3)
    return data


def _two(size):
    return (size, size) if isinstance(size, int) else tuple(size)


for _name in __all__:
    if _name not in ("CTCLoss", "ctc_loss"):
        _helptext.document_function(globals()[_name], "engine.nd.contrib")
