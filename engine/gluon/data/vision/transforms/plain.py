"""Transforms of pixels, and transforms one after another."""

import numpy

from engine.base import error
from engine.gluon.block import Block
from engine.gluon.nn import Sequential
from engine.nd import NDArray


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
        if x.ndim not in (3, 4):
            raise error("ToTensor", (x.shape,), "an image has the shape (height, width, channels)")
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
        if x.ndim not in (3, 4) or x._raw.dtype.kind != "f":
            reason = (
                f"takes floats of shape (channels, height, width), not {x._raw.dtype}; ToTensor makes them"
            )
            raise error("Normalize", (x.shape,), reason)
        mean, std = (xp.asarray(v, dtype=x.dtype).reshape((-1, 1, 1)) for v in (self._mean, self._std))
        for given in (mean, std):
            if len(given) not in (1, x.shape[-3]):
                raise error(
                    "Normalize",
                    (x.shape,),
                    f"{len(given)} numbers are given for {x.shape[-3]} channels",
                    [(0, x.ndim - 3)],
                )
        return NDArray((x._raw - mean) / std, x.context)
