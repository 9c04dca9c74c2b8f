"""Residual networks: stages of blocks, each of which adds its input to what it makes of it.

Their layers and parameters stand where MXNet's stand, so that parameter files move both ways.

Examples
--------
>>> net = gluon.model_zoo.vision.resnet18_v2(classes=10)
>>> net.initialize()
>>> net(nd.ones((1, 3, 32, 32))).shape
(1, 10)
"""

from functools import partial

from engine.gluon import nn
from engine.gluon.block import HybridBlock

__all__ = [
    "ResNetV1",
    "ResNetV2",
    "get_model",
    "get_resnet",
    *(f"resnet{layers}_v{version}" for version in (1, 2) for layers in (18, 34, 50, 101, 152)),
]

#: By the number of layers: whether blocks have three convolutions, and how many each of the four stages has.
_PLANS = {
    18: (False, (2, 2, 2, 2)),
    34: (False, (3, 4, 6, 3)),
    50: (True, (3, 4, 6, 3)),
    101: (True, (3, 4, 23, 3)),
    152: (True, (3, 8, 36, 3)),
}


def _conv3(channels, stride, inputs):
    return nn.Conv2D(channels, 3, strides=stride, padding=1, use_bias=False, in_channels=inputs)


class _BlockV1(HybridBlock):
    """Convolutions, each normalised; the input is added to them before the last activation."""

    def __init__(self, channels, stride, inputs, deep, **kwargs):
        super().__init__(**kwargs)
        self.body = nn.HybridSequential(prefix="")
        if deep:
            quarter = channels // 4
            self.body.add(
                nn.Conv2D(quarter, 1, strides=stride), nn.BatchNorm(), nn.Activation("relu"),
                _conv3(quarter, 1, quarter), nn.BatchNorm(), nn.Activation("relu"),
                nn.Conv2D(channels, 1), nn.BatchNorm(),
            )  # fmt: skip
        else:
            self.body.add(
                _conv3(channels, stride, inputs), nn.BatchNorm(), nn.Activation("relu"),
                _conv3(channels, 1, channels), nn.BatchNorm(),
            )  # fmt: skip
        self.downsample = None
        if inputs != channels:
            self.downsample = nn.HybridSequential(prefix="")
            self.downsample.add(
                nn.Conv2D(channels, 1, strides=stride, use_bias=False, in_channels=inputs), nn.BatchNorm()
            )

    def hybrid_forward(self, F, x):
        """The block's output."""
        beside = x if self.downsample is None else self.downsample(x)
        return F.relu(self.body(x) + beside)


class _BlockV2(HybridBlock):
    """Normalised and activated before each convolution; the input is added at the end."""

    def __init__(self, channels, stride, inputs, deep, **kwargs):
        super().__init__(**kwargs)
        self.bn1 = nn.BatchNorm()
        if deep:
            quarter = channels // 4
            self.conv1 = nn.Conv2D(quarter, 1, use_bias=False)
            self.bn2 = nn.BatchNorm()
            self.conv2 = _conv3(quarter, stride, quarter)
            self.bn3 = nn.BatchNorm()
            self.conv3 = nn.Conv2D(channels, 1, use_bias=False)
        else:
            self.conv1 = _conv3(channels, stride, inputs)
            self.bn2 = nn.BatchNorm()
            self.conv2 = _conv3(channels, 1, channels)
        self.downsample = None
        if inputs != channels:
            self.downsample = nn.Conv2D(channels, 1, strides=stride, use_bias=False, in_channels=inputs)
        self._deep = deep

    def hybrid_forward(self, F, x):
        """The block's output."""
        active = F.relu(self.bn1(x))
        beside = x if self.downsample is None else self.downsample(active)
        x = self.conv2(F.relu(self.bn2(self.conv1(active))))
        if self._deep:
            x = self.conv3(F.relu(self.bn3(x)))
        return x + beside


class _ResNet(HybridBlock):
    """What both versions have in common: stages of blocks, and a fully connected layer at the end."""

    _block = None

    def __init__(self, layers, classes=1000, thumbnail=False, **kwargs):
        super().__init__(**kwargs)
        deep, counts = _PLANS[layers]
        inputs = 64
        with self.name_scope():
            self.features = nn.HybridSequential(prefix="")
            self._begin(thumbnail)
            for stage, count in enumerate(counts):
                channels = (256 if deep else 64) * 2**stage
                part = nn.HybridSequential(prefix=f"stage{stage + 1}_")
                with part.name_scope():
                    for number in range(count):
                        stride = 2 if stage and not number else 1
                        part.add(self._block(channels, stride, inputs, deep, prefix=""))
                        inputs = channels
                self.features.add(part)
            self._end()
            self.output = nn.Dense(classes, in_units=inputs)

    def _first(self, thumbnail):
        """The layers before the first stage; images of few pixels are not made smaller yet."""
        if thumbnail:
            self.features.add(_conv3(64, 1, 0))
        else:
            self.features.add(
                nn.Conv2D(64, 7, 2, 3, use_bias=False), nn.BatchNorm(), nn.Activation("relu"),
                nn.MaxPool2D(3, 2, 1),
            )  # fmt: skip

    def hybrid_forward(self, F, x):
        """The logits of the classes."""
        return self.output(self.features(x))


class ResNetV1(_ResNet):
    """A residual network whose blocks end with an activation.

    Parameters
    ----------
    layers : int
        18, 34, 50, 101 or 152.
    classes : int
        The number of classes.
    thumbnail : bool
        For images of few pixels, which the first layers leave at their size.

    Examples
    --------
    >>> net = gluon.model_zoo.vision.ResNetV1(18, classes=2)
    >>> len(net.features), net.output
    (9, Dense(512 -> 2, linear))
    """

    _block = _BlockV1

    def _begin(self, thumbnail):
        self._first(thumbnail)

    def _end(self):
        self.features.add(nn.GlobalAvgPool2D())


class ResNetV2(_ResNet):
    """A residual network whose blocks begin with normalisation and activation.

    Parameters
    ----------
    layers : int
        18, 34, 50, 101 or 152.
    classes : int
        The number of classes.
    thumbnail : bool
        For images of few pixels, which the first layers leave at their size.

    Examples
    --------
    >>> net = gluon.model_zoo.vision.ResNetV2(18, classes=2)
    >>> len(net.features), net.output
    (13, Dense(512 -> 2, linear))
    """

    _block = _BlockV2

    def _begin(self, thumbnail):
        self.features.add(nn.BatchNorm(scale=False, center=False))
        self._first(thumbnail)

    def _end(self):
        self.features.add(nn.BatchNorm(), nn.Activation("relu"), nn.GlobalAvgPool2D(), nn.Flatten())


def get_resnet(version, num_layers, pretrained=False, ctx=None, root=None, **kwargs):
    """A residual network.

    Parameters
    ----------
    version : int
        1 or 2.
    num_layers : int
        18, 34, 50, 101 or 152.
    pretrained : bool
        Not here: weights are read by `load_parameters` from a file that MXNet has fetched.
    kwargs
        `classes`, `thumbnail`, `prefix`.

    Examples
    --------
    >>> type(gluon.model_zoo.vision.get_resnet(1, 18)).__name__
    'ResNetV1'
    """
    if version not in (1, 2) or num_layers not in _PLANS:
        raise ValueError(f"there are the versions 1 and 2, with {', '.join(map(str, _PLANS))} layers")
    if pretrained:
        raise ValueError("nothing is downloaded here: make the network, then net.load_parameters(file)")
    return (ResNetV1 if version == 1 else ResNetV2)(num_layers, **kwargs)


def get_model(name, **kwargs):
    """A network by its name, such as 'resnet18_v2'.

    Examples
    --------
    >>> type(gluon.model_zoo.vision.get_model("resnet18_v2")).__name__
    'ResNetV2'
    """
    if name.lower() not in __all__ or not name.lower().startswith("resnet"):
        raise ValueError(f"there is no network {name!r} here; there are residual networks, as resnet18_v2")
    return globals()[name.lower()](**kwargs)


def _named(layers, version):
    """The function that makes one of the networks."""
    make = partial(get_resnet, version, layers)

    def function(**kwargs):
        return make(**kwargs)

    function.__name__ = function.__qualname__ = f"resnet{layers}_v{version}"
    function.__doc__ = f"The residual network of {layers} layers, version {version}; see `get_resnet`."
    return function


for _layers in _PLANS:
    for _version in (1, 2):
        globals()[f"resnet{_layers}_v{_version}"] = _named(_layers, _version)
