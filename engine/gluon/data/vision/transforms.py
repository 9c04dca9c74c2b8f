"""Transforms: from an image as it is stored to an array that a network takes.

Examples
--------
>>> transform = gluon.data.vision.transforms.Compose([
...     gluon.data.vision.transforms.Resize(56),
...     gluon.data.vision.transforms.ToTensor(),
... ])
>>> transform(nd.zeros((28, 28, 1), dtype="uint8")).shape
(1, 56, 56)
"""

import numpy

from engine.gluon.block import Block
from engine.gluon.nn import Sequential
from engine.nd import NDArray

__all__ = ["Cast", "Compose", "Normalize", "Resize", "ToTensor"]


class Compose(Sequential):
    """Transforms one after another.

    Parameters
    ----------
    transforms : list
        The transforms, in order.

    Examples
    --------
    >>> transforms = gluon.data.vision.transforms
    >>> transforms.Compose([transforms.ToTensor(), transforms.Normalize(0.5, 0.5)])(nd.zeros((1, 1, 1)))
    <BLANKLINE>
    [[[-1.]]]
    <NDArray 1x1x1 @cpu(0)>
    """

    def __init__(self, transforms):
        super().__init__()
        self.add(*transforms)

    @property
    def takes_batches(self):
        """Whether every transform can change a whole batch at once."""
        return all(getattr(transform, "takes_batches", False) for transform in self)


class Cast(Block):
    """Changes the type of the elements.

    Parameters
    ----------
    dtype : str or type
        The new type.
    """

    takes_batches = True

    def __init__(self, dtype="float32"):
        super().__init__()
        self._dtype = dtype

    def forward(self, x):
        """The image in the new type."""
        return x.astype(self._dtype)


class ToTensor(Block):
    """An image of bytes, channels last, as an array of float32 from 0 to 1, channels first.

    Shapes
    ------
    (height, width, channels) gives (channels, height, width); a batch keeps its first axis.

    Examples
    --------
    >>> gluon.data.vision.transforms.ToTensor()(nd.array([[[0], [255]]], dtype="uint8"))
    <BLANKLINE>
    [[[0. 1.]]]
    <NDArray 1x1x2 @cpu(0)>
    """

    takes_batches = True

    def forward(self, x):
        """The image as an array."""
        raw, xp = x._raw, x.context.xp
        channels_first = xp.moveaxis(raw, -1, -3)
        return NDArray(xp.ascontiguousarray(channels_first * numpy.float32(1 / 255)), x.context)


class Normalize(Block):
    """Takes a mean from each channel and divides by a spread.

    Parameters
    ----------
    mean, std : float or tuple of float
        One for all channels, or one for each.

    Shapes
    ------
    (channels, height, width), or a batch of them.

    Examples
    --------
    >>> gluon.data.vision.transforms.Normalize(0.5, 2)(nd.ones((1, 1, 2)))
    <BLANKLINE>
    [[[0.25 0.25]]]
    <NDArray 1x1x2 @cpu(0)>
    """

    takes_batches = True

    def __init__(self, mean=0.0, std=1.0):
        super().__init__()
        self._mean = mean
        self._std = std

    def forward(self, x):
        """The image, normalised."""
        xp = x.context.xp
        mean, std = (xp.asarray(v, dtype=x.dtype).reshape((-1, 1, 1)) for v in (self._mean, self._std))
        return NDArray((x._raw - mean) / std, x.context)


class Resize(Block):
    """Enlarges or shrinks an image; between pixels it interpolates linearly.

    Parameters
    ----------
    size : int or tuple of int
        The new width and height; one number for both.
    keep_ratio : bool
        With one number: make the shorter side so long, and the other in proportion.

    Shapes
    ------
    (height, width, channels), or a batch of them.

    Examples
    --------
    >>> gluon.data.vision.transforms.Resize((3, 2))(nd.zeros((4, 4, 1), dtype="uint8")).shape
    (2, 3, 1)
    """

    takes_batches = True

    def __init__(self, size, keep_ratio=False, interpolation=1):
        super().__init__()
        if interpolation != 1:
            raise ValueError(
                f"Resize interpolates linearly (interpolation=1); {interpolation!r} is not there"
            )
        self._size = size
        self._keep_ratio = keep_ratio

    def forward(self, x):
        """The image in its new size."""
        xp, image = x.context.xp, x._raw
        height, width = image.shape[-3:-1]
        new_width, new_height = self._new_size(width, height)
        result = _stretch(xp, image, -3, new_height)
        result = _stretch(xp, result, -2, new_width)
        if image.dtype.kind in "iu":
            result = xp.rint(result)
        return NDArray(result.astype(image.dtype), x.context)

    def _new_size(self, width, height):
        if not isinstance(self._size, int):
            return self._size
        if not self._keep_ratio:
            return self._size, self._size
        scale = self._size / min(width, height)
        return int(width * scale), int(height * scale)


def _stretch(xp, image, axis, size):
    """An image with so many pixels along an axis, each between the two old ones that are nearest."""
    old = image.shape[axis]
    centres = xp.clip((xp.arange(size) + 0.5) * (old / size) - 0.5, 0, old - 1)
    before = xp.floor(centres).astype("int64")
    after = xp.minimum(before + 1, old - 1)
    share = (centres - before).astype("float32").reshape((-1,) + (1,) * (-axis - 1))
    return image.take(before, axis=axis) * (1 - share) + image.take(after, axis=axis) * share
