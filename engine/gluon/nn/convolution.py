"""Layers that slide a window over signals, images and volumes: convolutions, their transposes, pooling."""

from engine.gluon.block import HybridBlock
from engine.gluon.nn.activations import Activation

_LAYOUTS = {1: "NCW", 2: "NCHW", 3: "NCDHW"}
_LAST = {1: "NWC", 2: "NHWC", 3: "NDHWC"}


def _each(value, axes, what):
    """An option for each axis of the window, as a tuple."""
    values = (value,) * axes if isinstance(value, int) else tuple(value)
    if len(values) != axes:
        raise ValueError(f"{what} must be one number or {axes}, not {value}")
    return values


def _channels_last(layout, axes):
    """Whether the channels of a layout stand last."""
    if layout not in (None, _LAYOUTS[axes], _LAST[axes]):
        raise ValueError(f"the layout is {_LAYOUTS[axes]} or {_LAST[axes]}, not {layout!r}")
    return layout == _LAST[axes]


def _first(x):
    """An array whose last axis becomes its second one."""
    return x.transpose((0, x.ndim - 1, *range(1, x.ndim - 1)))


def _last(x):
    """An array whose second axis becomes its last one."""
    return x.transpose((0, *range(2, x.ndim), 1))


class _Convolution(HybridBlock):
    """What all convolution layers have in common; `_axes` of the window stand in each class."""

    _axes = 0

    def __init__(
        self,
        channels,
        kernel_size,
        strides=1,
        padding=0,
        dilation=1,
        groups=1,
        layout=None,
        activation=None,
        use_bias=True,
        weight_initializer=None,
        bias_initializer="zeros",
        in_channels=0,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self._channels_last = _channels_last(layout, self._axes)
        self._channels = channels
        self._in_channels = in_channels
        self._options = {
            "kernel": _each(kernel_size, self._axes, "kernel_size"),
            "stride": _each(strides, self._axes, "strides"),
            "pad": _each(padding, self._axes, "padding"),
            "dilate": _each(dilation, self._axes, "dilation"),
            "num_group": groups,
        }
        self.weight = self.params.get(
            "weight",
            shape=self._weight_shape(in_channels),
            dtype="float32",
            init=weight_initializer,
            allow_deferred_init=True,
        )
        self.bias = None
        if use_bias:
            self.bias = self.params.get("bias", shape=(channels,), dtype="float32", init=bias_initializer)
        self.act = None if activation is None else Activation(activation, prefix=activation + "_")

    def _alias(self):
        return "conv"

    def _weight_shape(self, inputs):
        return self._arranged(self._channels, inputs // self._options["num_group"])

    def _arranged(self, first, second):
        """The weight's shape: its channels stand where the layout has the data's."""
        kernel = self._options["kernel"]
        return (first, *kernel, second) if self._channels_last else (first, second, *kernel)

    def infer_shape(self, x):
        """Settles the number of input channels from a batch."""
        self.weight.settle(self._weight_shape(x.shape[-1 if self._channels_last else 1]))

    def hybrid_forward(self, F, x, weight, bias=None):
        """The filters' answers, and the activation of them."""
        if self._channels_last:
            output = _last(self._windows(F, _first(x), _first(weight), bias))
        else:
            output = self._windows(F, x, weight, bias)
        return output if self.act is None else self.act(output)

    def _windows(self, F, x, weight, bias):
        return F.Convolution(
            x, weight, bias, num_filter=self._channels, no_bias=bias is None, **self._options
        )

    def __repr__(self):
        options = self._options
        parts = [f"kernel_size={options['kernel']}", f"stride={options['stride']}"]
        if any(options["pad"]):
            parts.append(f"padding={options['pad']}")
        if set(options["dilate"]) != {1}:
            parts.append(f"dilation={options['dilate']}")
        if options["num_group"] != 1:
            parts.append(f"groups={options['num_group']}")
        if self.bias is None:
            parts.append("bias=False")
        if self.act is not None:
            parts.append(str(self.act))
        channels = self.weight.shape[-1 if self._channels_last else 1]
        inputs = self._in_channels or channels * options["num_group"] or None
        if self._channels_last:
            parts.append(f"layout={_LAST[self._axes]}")
        return f"{type(self).__name__}({inputs} -> {self._channels}, {', '.join(parts)})"


class Conv1D(_Convolution):
    """A convolution over sequences: (batch, channels, width).

    The parameters are `Conv2D`'s, with one number where that has two.

    Examples
    --------
    >>> layer = nn.Conv1D(4, kernel_size=3)
    >>> layer.initialize()
    >>> layer(nd.ones((2, 5, 10))).shape
    (2, 4, 8)
    """

    _axes = 1


class Conv2D(_Convolution):
    """A convolution over images: each filter's weighted sum of what a sliding window shows.

    Parameters
    ----------
    channels : int
        The number of filters, which is the number of output channels.
    kernel_size : int or tuple of int
        Height and width of the window.
    strides, padding, dilation : int or tuple of int
        Steps between windows, zeros around the images, steps inside a window.
    groups : int
        Into how many groups of channels inputs and filters are split.
    layout : str
        'NCHW': (batch, channels, height, width), or 'NHWC': the channels of data and weight stand last.
    activation : str
        A function for the outputs, such as 'relu'; none if not given.
    use_bias : bool
        Whether each filter has a bias.
    weight_initializer, bias_initializer : Initializer or str
        How the parameters are drawn; the network's initialiser for the weight, zeros for the bias.
    in_channels : int
        The number of input channels; found from the first batch if not given.

    Shapes
    ------
    (batch, channels, height, width) gives (batch, filters, rows, columns); along each axis there are
    (size + 2 padding - dilation (kernel - 1) - 1) // stride + 1 places. The weight is (filters,
    channels / groups, *kernel).

    Examples
    --------
    >>> layer = nn.Conv2D(6, kernel_size=5, padding=2, activation="sigmoid")
    >>> layer.initialize()
    >>> layer(nd.ones((2, 1, 28, 28))).shape
    (2, 6, 28, 28)
    >>> layer
    Conv2D(1 -> 6, kernel_size=(5, 5), stride=(1, 1), padding=(2, 2), Activation(sigmoid))
    """

    _axes = 2


class Conv3D(_Convolution):
    """A convolution over volumes: (batch, channels, depth, height, width).

    The parameters are `Conv2D`'s, with three numbers where that has two.

    Examples
    --------
    >>> layer = nn.Conv3D(4, kernel_size=3)
    >>> layer.initialize()
    >>> layer(nd.ones((1, 2, 5, 6, 7))).shape
    (1, 4, 3, 4, 5)
    """

    _axes = 3


class _Transposed(_Convolution):
    """What the transposed convolutions have in common."""

    def __init__(
        self, channels, kernel_size, strides=1, padding=0, output_padding=0, dilation=1, groups=1, **kwargs
    ):
        super().__init__(channels, kernel_size, strides, padding, dilation, groups, **kwargs)
        self._adj = _each(output_padding, self._axes, "output_padding")

    def _weight_shape(self, inputs):
        return self._arranged(inputs, self._channels // self._options["num_group"])

    def _windows(self, F, x, weight, bias):
        return F.Deconvolution(
            x, weight, bias, adj=self._adj, num_filter=self._channels, no_bias=bias is None, **self._options
        )

    def __repr__(self):
        return super().__repr__().replace(f"{self.weight.shape[1]} ->", f"{self.weight.shape[0] or None} ->")


class Conv1DTranspose(_Transposed):
    """A transposed convolution over sequences; the parameters are `Conv2DTranspose`'s, one number each.

    Examples
    --------
    >>> layer = nn.Conv1DTranspose(4, kernel_size=4, strides=2, padding=1)
    >>> layer.initialize()
    >>> layer(nd.ones((2, 3, 5))).shape
    (2, 4, 10)
    """

    _axes = 1


class Conv2DTranspose(_Transposed):
    """A transposed convolution over images: each input spreads a weighted window, which makes images larger.

    Parameters
    ----------
    channels : int
        The number of output channels.
    kernel_size : int or tuple of int
        Height and width of the window.
    strides, padding, dilation : int or tuple of int
        Steps between windows, what is cut off around the result, steps inside a window.
    output_padding : int or tuple of int
        Elements more at the end of each axis, fewer than the stride.
    groups : int
        Into how many groups of channels inputs and outputs are split.
    **kwargs
        As for `Conv2D`: layout, activation, use_bias, the initialisers, in_channels.

    Shapes
    ------
    (batch, channels, height, width) gives (batch, channels, *); along each axis there are
    stride (size - 1) + dilation (kernel - 1) + 1 - 2 padding + output_padding elements.

    Examples
    --------
    >>> layer = nn.Conv2DTranspose(3, kernel_size=4, strides=2, padding=1)
    >>> layer.initialize()
    >>> layer(nd.ones((1, 6, 14, 14))).shape
    (1, 3, 28, 28)
    """

    _axes = 2


class Conv3DTranspose(_Transposed):
    """A transposed convolution over volumes; the parameters are `Conv2DTranspose`'s, three numbers each.

    Examples
    --------
    >>> layer = nn.Conv3DTranspose(2, kernel_size=2, strides=2)
    >>> layer.initialize()
    >>> layer(nd.ones((1, 1, 2, 3, 4))).shape
    (1, 2, 4, 6, 8)
    """

    _axes = 3
