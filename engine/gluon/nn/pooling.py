"""Layers that keep one number of each window: its largest, its mean, or one of everything."""

from engine.gluon.block import HybridBlock
from engine.gluon.nn.convolution import _LAST, _LAYOUTS, _channels_last, _each, _first, _last


class _Pooling(HybridBlock):
    """What all pooling layers have in common; the window's axes and its kind stand in each class."""

    _axes = 0
    _kind = "max"
    _over_all = False

    def __init__(self, pool_size, strides, padding, ceil_mode, layout, **kwargs):
        options = {key: kwargs.pop(key) for key in ("count_include_pad",) if key in kwargs}
        super().__init__(**kwargs)
        self._channels_last = _channels_last(layout, self._axes)
        size = _each(pool_size, self._axes, "pool_size")
        self._options = {
            "kernel": size,
            "stride": size if strides is None else _each(strides, self._axes, "strides"),
            "pad": _each(padding, self._axes, "padding"),
            "pooling_convention": "full" if ceil_mode else "valid",
            "global_pool": self._over_all,
            "pool_type": self._kind,
            **options,
        }

    def _alias(self):
        return "pool"

    def hybrid_forward(self, F, x):
        """One number for each window."""
        if self._channels_last:
            return _last(F.Pooling(_first(x), **self._options))
        return F.Pooling(x, **self._options)

    def __repr__(self):
        words = (
            "{name}(size={kernel}, stride={stride}, padding={pad}, ceil_mode={ceil}, "
            "global_pool={global_pool}, pool_type={pool_type}, layout={layout})"
        )
        ceil = self._options["pooling_convention"] == "full"
        layout = (_LAST if self._channels_last else _LAYOUTS)[self._axes]
        return words.format(name=type(self).__name__, ceil=ceil, layout=layout, **self._options)


class _Max(_Pooling):
    def __init__(self, pool_size=2, strides=None, padding=0, layout=None, ceil_mode=False, **kwargs):
        super().__init__(pool_size, strides, padding, ceil_mode, layout, **kwargs)


class _Average(_Pooling):
    _kind = "avg"

    def __init__(self, pool_size=2, strides=None, padding=0, ceil_mode=False, layout=None, **kwargs):
        super().__init__(pool_size, strides, padding, ceil_mode, layout, **kwargs)


class _Global(_Pooling):
    _over_all = True

    def __init__(self, layout=None, **kwargs):
        super().__init__(1, None, 0, True, layout, **kwargs)


class MaxPool1D(_Max):
    """The largest element of each window of sequences; the parameters are `MaxPool2D`'s.

    Examples
    --------
    >>> nn.MaxPool1D()(nd.ones((2, 3, 8))).shape
    (2, 3, 4)
    """

    _axes = 1


class MaxPool2D(_Max):
    """The largest element of each window of images.

    Parameters
    ----------
    pool_size : int or tuple of int
        Height and width of the window.
    strides : int or tuple of int
        Steps between windows; the window's size if not given.
    padding : int or tuple of int
        A rim around the images, which is never the largest.
    ceil_mode : bool
        Keep windows that reach over the end, too.
    layout : str
        'NCHW': (batch, channels, height, width), or 'NHWC': the channels stand last.

    Shapes
    ------
    (batch, channels, height, width) gives (batch, channels, rows, columns); along each axis there are
    (size + 2 padding - pool_size) // stride + 1 places.

    Examples
    --------
    >>> nn.MaxPool2D()(nd.array([[[[1, 2], [3, 4]]]]))
    <BLANKLINE>
    [[[[4.]]]]
    <NDArray 1x1x1x1 @cpu(0)>
    """

    _axes = 2


class MaxPool3D(_Max):
    """The largest element of each window of volumes; the parameters are `MaxPool2D`'s.

    Examples
    --------
    >>> nn.MaxPool3D()(nd.ones((2, 3, 4, 8, 6))).shape
    (2, 3, 2, 4, 3)
    """

    _axes = 3


class AvgPool1D(_Average):
    """The mean of each window of sequences; the parameters are `AvgPool2D`'s.

    Examples
    --------
    >>> nn.AvgPool1D()(nd.ones((2, 3, 8))).shape
    (2, 3, 4)
    """

    _axes = 1


class AvgPool2D(_Average):
    """The mean of each window of images.

    Parameters
    ----------
    pool_size : int or tuple of int
        Height and width of the window.
    strides : int or tuple of int
        Steps between windows; the window's size if not given.
    padding : int or tuple of int
        A rim around the images.
    ceil_mode : bool
        Keep windows that reach over the end, too.
    layout : str
        'NCHW': (batch, channels, height, width), or 'NHWC': the channels stand last.
    count_include_pad : bool
        Whether a mean counts the rim's zeros.

    Shapes
    ------
    (batch, channels, height, width) gives (batch, channels, rows, columns); along each axis there are
    (size + 2 padding - pool_size) // stride + 1 places.

    Examples
    --------
    >>> nn.AvgPool2D()(nd.array([[[[1, 2], [3, 4]]]]))
    <BLANKLINE>
    [[[[2.5]]]]
    <NDArray 1x1x1x1 @cpu(0)>
    """

    _axes = 2


class AvgPool3D(_Average):
    """The mean of each window of volumes; the parameters are `AvgPool2D`'s.

    Examples
    --------
    >>> nn.AvgPool3D()(nd.ones((2, 3, 4, 8, 6))).shape
    (2, 3, 2, 4, 3)
    """

    _axes = 3


class GlobalMaxPool1D(_Global):
    """The largest element of each channel of sequences, (batch, channels, width).

    Examples
    --------
    >>> nn.GlobalMaxPool1D()(nd.ones((2, 3, 8))).shape
    (2, 3, 1)
    """

    _axes = 1


class GlobalMaxPool2D(_Global):
    """The largest element of each channel of images, (batch, channels, height, width).

    Examples
    --------
    >>> nn.GlobalMaxPool2D()(nd.ones((2, 3, 8, 6))).shape
    (2, 3, 1, 1)
    """

    _axes = 2


class GlobalMaxPool3D(_Global):
    """The largest element of each channel of volumes, (batch, channels, depth, height, width).

    Examples
    --------
    >>> nn.GlobalMaxPool3D()(nd.ones((2, 3, 4, 8, 6))).shape
    (2, 3, 1, 1, 1)
    """

    _axes = 3


class GlobalAvgPool1D(_Global):
    """The mean of each channel of sequences, (batch, channels, width).

    Examples
    --------
    >>> nn.GlobalAvgPool1D()(nd.ones((2, 3, 8))).shape
    (2, 3, 1)
    """

    _axes = 1
    _kind = "avg"


class GlobalAvgPool2D(_Global):
    """The mean of each channel of images, (batch, channels, height, width).

    Examples
    --------
    >>> nn.GlobalAvgPool2D()(nd.ones((2, 3, 8, 6))).shape
    (2, 3, 1, 1)
    """

    _axes = 2
    _kind = "avg"


class GlobalAvgPool3D(_Global):
    """The mean of each channel of volumes, (batch, channels, depth, height, width).

    Examples
    --------
    >>> nn.GlobalAvgPool3D()(nd.ones((2, 3, 4, 8, 6))).shape
    (2, 3, 1, 1, 1)
    """

    _axes = 3
    _kind = "avg"


class ReflectionPad2D(HybridBlock):
    """Images with a rim that mirrors what lies inside of their edges.

    Parameters
    ----------
    padding : int or tuple of int
        The width of the rim; a tuple has one for each end of each of the four axes.

    Examples
    --------
    >>> nn.ReflectionPad2D(1)(nd.array([[[[1, 2], [3, 4]]]]))
    <BLANKLINE>
    [[[[4. 3. 4. 3.]
       [2. 1. 2. 1.]
       [4. 3. 4. 3.]
       [2. 1. 2. 1.]]]]
    <NDArray 1x1x4x4 @cpu(0)>
    """

    def __init__(self, padding=0, **kwargs):
        super().__init__(**kwargs)
        self._padding = (0, 0, 0, 0, *(padding,) * 4) if isinstance(padding, int) else tuple(padding)

    def hybrid_forward(self, F, x):
        """The wider images."""
        return F.pad(x, mode="reflect", pad_width=self._padding)
