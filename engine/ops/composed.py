"""Functions made of rows, which therefore need no gradient of their own."""

from engine.base import MXNetError, error
from engine.ndarray import NDArray
from engine.ops import helptext
from engine.ops.dispatch import functions


def composed(*aliases, method=False):
    """Makes a function of NDArrays known, under further names if given, and as a method if asked to."""

    def declare(function):
        helptext.document_function(function, "engine.nd")
        for name in (function.__name__, *aliases):
            functions[name] = function
        if method:
            setattr(NDArray, function.__name__, function)
        return function

    return declare


@composed()
def moveaxis(tensor, source, destination):
    """The array with axes moved to other places; the rest keep their order.

    Parameters
    ----------
    tensor : NDArray
        The input.
    source, destination : int or list of int
        Which axes, and where they go.

    Examples
    --------
    >>> nd.moveaxis(nd.zeros((2, 3, 4)), 0, 2).shape
    (3, 4, 2)
    """
    count = tensor.ndim
    source, destination = ([each] if isinstance(each, int) else list(each) for each in (source, destination))
    for axis in source + destination:
        if not -count <= axis < count:
            raise ValueError(f"moveaxis: {tensor.shape} has no axis {axis}")
    source, destination = ([axis % count for axis in each] for each in (source, destination))
    if not len(source) == len(destination) == len(set(source)) == len(set(destination)):
        raise ValueError(
            f"moveaxis: axes {source} cannot go to {destination}: one place for each, none twice"
        )
    order = [axis for axis in range(count) if axis not in source]
    for place, axis in sorted(zip(destination, source, strict=True)):
        order.insert(place, axis)
    return tensor.transpose(order)


@composed(method=True)
def nansum(data, axis=None, keepdims=False, exclude=False):
    """The sum of the elements that are not nan.

    Shapes
    ------
    As for `nd.sum`.

    Examples
    --------
    >>> nd.nansum(nd.array([1, float("nan"), 3]))
    <BLANKLINE>
    [4.]
    <NDArray 1 @cpu(0)>
    """
    known = functions["where"](data == data, data, data.zeros_like())
    return known.sum(axis=axis, keepdims=keepdims, exclude=exclude)


@composed(method=True)
def nanprod(data, axis=None, keepdims=False, exclude=False):
    """The product of the elements that are not nan.

    Shapes
    ------
    As for `nd.sum`.

    Examples
    --------
    >>> nd.nanprod(nd.array([2, float("nan"), 3]))
    <BLANKLINE>
    [6.]
    <NDArray 1 @cpu(0)>
    """
    known = functions["where"](data == data, data, data.ones_like())
    return known.prod(axis=axis, keepdims=keepdims, exclude=exclude)


@composed()
def moments(data, axes=None, keepdims=False):
    """The mean and the variance along some axes.

    Parameters
    ----------
    data : NDArray
        The input.
    axes : int or tuple of int
        The axes; all if not given.
    keepdims : bool
        Keep the reduced axes, with size 1.

    Returns
    -------
    list of two NDArrays

    Examples
    --------
    >>> mean, variance = nd.moments(nd.array([[1, 3], [2, 4]]), axes=1)
    >>> mean, variance
    (
    [2. 3.]
    <NDArray 2 @cpu(0)>,
    [1. 1.]
    <NDArray 2 @cpu(0)>)
    """
    mean = data.mean(axis=axes, keepdims=True)
    deviation = functions["broadcast_sub"](data, mean)
    variance = functions["square"](deviation).mean(axis=axes, keepdims=keepdims)
    return [mean if keepdims else data.mean(axis=axes), variance]


@composed()
def L2Normalization(data, eps=1e-10, mode="instance"):
    """Each example divided by its length, the root of the sum of its squares.

    Parameters
    ----------
    data : NDArray
        (batch, channels, …).
    eps : float
        Added to the sum of squares, against a division by 0.
    mode : str
        What has length 1 then: 'instance' the whole example, 'channel' the channels at each place, 'spatial'
        the places of each channel.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.L2Normalization(nd.array([[3, 4]]))
    <BLANKLINE>
    [[0.6 0.8]]
    <NDArray 1x2 @cpu(0)>
    """
    axes = {
        "instance": tuple(range(1, data.ndim)),
        "channel": (1,),
        "spatial": tuple(range(2, data.ndim)),
    }.get(mode)
    if axes is None:
        raise MXNetError(f"L2Normalization: mode is 'instance', 'channel' or 'spatial', not {mode!r}")
    if not axes or (mode == "channel" and data.ndim < 3):
        raise error("L2Normalization", (data.shape,), f"mode {mode!r} needs more axes")
    length = (functions["square"](data).sum(axis=axes, keepdims=True) + eps).sqrt()
    return functions["broadcast_div"](data, length)


@composed()
def LRN(data, alpha=1e-4, beta=0.75, knorm=2, nsize=5):
    """Local response normalisation: each channel divided by the strength of those around it.

    Parameters
    ----------
    data : NDArray
        (batch, channels, height, width).
    alpha, beta, knorm : float
        The divisor is (knorm + alpha / nsize × the sum of squares of the channels around) to the power beta.
    nsize : int
        How many channels count, an odd number.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.LRN(nd.ones((1, 2, 1, 1)), alpha=1, beta=1, knorm=0, nsize=1)
    <BLANKLINE>
    [[[[1.]]
    <BLANKLINE>
      [[1.]]]]
    <NDArray 1x2x1x1 @cpu(0)>
    """
    if data.ndim != 4 or nsize % 2 == 0:
        raise error("LRN", (data.shape,), f"takes four axes, and an odd nsize, not {nsize}")
    rim = nsize // 2
    squares = functions["square"](data).pad(mode="constant", pad_width=(0, 0, rim, rim, 0, 0, 0, 0))
    channels = data.shape[1]
    around = [squares.slice_axis(axis=1, begin=first, end=first + channels) for first in range(nsize)]
    return data / (functions["add_n"](*around) * (alpha / nsize) + knorm) ** beta


@composed(method=True)
def split_v2(ary, indices_or_sections, axis=0, squeeze_axis=False):
    """The array cut along an axis: into equal parts, or at the places given.

    Parameters
    ----------
    ary : NDArray
        The input.
    indices_or_sections : int or tuple of int
        How many equal parts; or the indices at which new parts begin.
    axis : int
        The axis.
    squeeze_axis : bool
        Drop the axis from parts of size 1.

    Returns
    -------
    list of NDArrays, or one NDArray where there is one part

    Examples
    --------
    >>> [part.shape for part in nd.split_v2(nd.arange(5), (1, 3))]
    [(1,), (2,), (2,)]
    """
    size = ary.shape[axis]
    if isinstance(indices_or_sections, int):
        step, rest = divmod(size, indices_or_sections)
        if rest:
            raise ValueError(f"split_v2: axis {axis} of {ary.shape} has no {indices_or_sections} equal parts")
        starts = list(range(0, size, step))
    else:
        starts = [0, *indices_or_sections]
    parts = [
        ary.slice_axis(axis=axis, begin=begin, end=end)
        for begin, end in zip(starts, [*starts[1:], size], strict=True)
    ]
    parts = [part.squeeze(axis=axis) for part in parts] if squeeze_axis else parts
    return parts if len(parts) > 1 else parts[0]


@composed(method=True)
def depth_to_space(data, block_size):
    """Channels spread into squares of places.

    Parameters
    ----------
    data : NDArray
        (batch, channels, height, width).
    block_size : int
        The side of the squares; the number of channels is divided by its square.

    Shapes
    ------
    (batch, channels / block_size², height × block_size, width × block_size).

    Examples
    --------
    >>> nd.depth_to_space(nd.arange(4).reshape((1, 4, 1, 1)), 2)
    <BLANKLINE>
    [[[[0. 1.]
       [2. 3.]]]]
    <NDArray 1x1x2x2 @cpu(0)>
    """
    batch, channels, height, width = _image(data, "depth_to_space")
    if channels % block_size**2:
        raise error("depth_to_space", (data.shape,), f"the channels must be a multiple of {block_size**2}")
    parts = data.reshape((batch, block_size, block_size, -1, height, width)).transpose((0, 3, 4, 1, 5, 2))
    return parts.reshape((batch, -1, height * block_size, width * block_size))


@composed(method=True)
def space_to_depth(data, block_size):
    """Squares of places gathered into channels: the reverse of `depth_to_space`.

    Parameters
    ----------
    data : NDArray
        (batch, channels, height, width).
    block_size : int
        The side of the squares.

    Shapes
    ------
    (batch, channels × block_size², height / block_size, width / block_size).

    Examples
    --------
    >>> nd.space_to_depth(nd.arange(4).reshape((1, 1, 2, 2)), 2).shape
    (1, 4, 1, 1)
    """
    batch, channels, height, width = _image(data, "space_to_depth")
    if height % block_size or width % block_size:
        raise error("space_to_depth", (data.shape,), f"height and width must be multiples of {block_size}")
    rows, columns = height // block_size, width // block_size
    parts = data.reshape((batch, channels, rows, block_size, columns, block_size))
    return parts.transpose((0, 3, 5, 1, 2, 4)).reshape((batch, -1, rows, columns))


def _image(data, name):
    if data.ndim != 4:
        raise error(name, (data.shape,), "must have four axes: (batch, channels, height, width)")
    return data.shape


@composed("choose_element_0index")
def batch_take(a, indices):
    """One element of each row.

    Parameters
    ----------
    a : NDArray
        (rows, columns).
    indices : NDArray
        (rows,): which column.

    Examples
    --------
    >>> nd.batch_take(nd.array([[1, 2], [3, 4]]), nd.array([1, 0]))
    <BLANKLINE>
    [2. 3.]
    <NDArray 2 @cpu(0)>
    """
    return a.pick(indices, axis=1)


@composed(method=True)
def argmax_channel(data):
    """The index of the largest element along axis 1.

    Examples
    --------
    >>> nd.argmax_channel(nd.array([[1, 5, 2], [9, 3, 4]]))
    <BLANKLINE>
    [1. 0.]
    <NDArray 2 @cpu(0)>
    """
    return data.argmax(axis=1)


@composed()
def SoftmaxActivation(data, mode="instance"):
    """Softmax along the last axis, or along the channels at each place.

    Parameters
    ----------
    data : NDArray
        (batch, …).
    mode : str
        'instance': the elements along the last axis sum to 1; 'channel': those along axis 1.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.SoftmaxActivation(nd.zeros((1, 2)))
    <BLANKLINE>
    [[0.5 0.5]]
    <NDArray 1x2 @cpu(0)>
    """
    if mode not in ("instance", "channel"):
        raise MXNetError(f"SoftmaxActivation: mode is 'instance' or 'channel', not {mode!r}")
    return data.softmax(axis=1 if mode == "channel" else -1)
