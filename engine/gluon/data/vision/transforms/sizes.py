"""Transforms that cut and resize images, and the arithmetic of pixels that they share."""

import numpy

from engine.base import error
from engine.gluon.block import Block
from engine.nd import NDArray


class Resize(Block):
    """Enlarges or shrinks an image.

    Parameters
    ----------
    size : int or tuple of int
        The new width and height; one number for both.
    keep_ratio : bool
        With one number: make the shorter side so long, and the other in proportion.
    interpolation : int
        1: what lies between pixels is interpolated linearly; 0: the nearest pixel is taken.

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
        if interpolation not in (0, 1):
            raise ValueError(
                f"interpolation is 1 (linear) or 0 (the nearest pixel); {interpolation!r} is not there"
            )
        self._size = size
        self._keep_ratio = keep_ratio
        self._interpolation = interpolation

    def forward(self, x):
        """The image in its new size."""
        height, width = x.shape[-3:-1]
        raw = resized(x.context.xp, x._raw, *self._new_size(width, height), self._interpolation)
        return NDArray(raw, x.context)

    def _new_size(self, width, height):
        if not isinstance(self._size, int):
            return self._size
        if not self._keep_ratio:
            return self._size, self._size
        scale = self._size / min(width, height)
        return int(width * scale), int(height * scale)


class CropResize(Block):
    """Cuts a rectangle out of an image, and resizes it if asked to.

    Parameters
    ----------
    x, y : int
        The left upper corner, in pixels.
    width, height : int
        The rectangle's size.
    size : int or tuple of int
        The new width and height; None leaves the rectangle as it is.
    interpolation : int
        As in `Resize`.

    Raises MXNetError if the rectangle does not lie in the image.

    Examples
    --------
    >>> gluon.data.vision.transforms.CropResize(1, 0, 3, 2)(nd.zeros((4, 5, 3))).shape
    (2, 3, 3)
    """

    takes_batches = True

    def __init__(self, x, y, width, height, size=None, interpolation=1):
        super().__init__()
        self._place = x, y, width, height
        self._size = size
        self._interpolation = interpolation

    def forward(self, x):
        """The rectangle."""
        return cropped(x, self._place, self._size, self._interpolation)


class CenterCrop(Block):
    """Cuts the middle out of an image; of one that is too small, the most that has the proportions, enlarged.

    Parameters
    ----------
    size : int or tuple of int
        The result's width and height; one number for both.
    interpolation : int
        As in `Resize`.

    Examples
    --------
    >>> gluon.data.vision.transforms.CenterCrop((3, 2))(nd.zeros((4, 5, 3))).shape
    (2, 3, 3)
    """

    takes_batches = True

    def __init__(self, size, interpolation=1):
        super().__init__()
        self._size = (size, size) if isinstance(size, int) else tuple(size)
        self._interpolation = interpolation

    def forward(self, x):
        """The middle."""
        return cropped(x, middle(x, self._size), self._size, self._interpolation)


def middle(image, size):
    """The rectangle of a size, or else of its proportions, in the middle of an image: x, y, width, height."""
    height, width = image.shape[-3:-1]
    new_width, new_height = size
    if height < new_height:
        new_width, new_height = new_width * height / new_height, height
    if width < new_width:
        new_width, new_height = width, new_height * width / new_width
    new_width, new_height = max(1, int(new_width)), max(1, int(new_height))
    return (width - new_width) // 2, (height - new_height) // 2, new_width, new_height


def cropped(image, place, size=None, interpolation=1):
    """The rectangle (x, y, width, height) of an image, in another size if given."""
    left, top, width, height = place
    if min(left, top) < 0 or left + width > image.shape[-2] or top + height > image.shape[-3]:
        raise error(
            "crop",
            (image.shape,),
            f"the rectangle of {width} × {height} pixels at x {left}, y {top} does not lie in the image",
        )
    raw = image._raw[..., top : top + height, left : left + width, :]
    size = (size, size) if isinstance(size, int) else size or (width, height)
    return NDArray(resized(image.context.xp, raw, *size, interpolation), image.context)


def resized(xp, image, width, height, interpolation=1):
    """Raw images in another size, as a copy."""
    if image.shape[-3:-1] == (height, width):
        return image.copy()
    if interpolation == 0:
        rows, columns = (
            xp.arange(n) * old // n for n, old in zip((height, width), image.shape[-3:-1], strict=True)
        )
        return image.take(rows, axis=-3).take(columns, axis=-2)
    return like(xp, _stretch(xp, _stretch(xp, image, -3, height), -2, width), image, xp.rint)


def like(xp, result, image, rounded=lambda values: values):
    """Computed pixels in an image's own type: whole numbers where it has such, within their bounds."""
    if image.dtype.kind in "iu":
        bounds = numpy.iinfo(image.dtype)
        result = xp.clip(rounded(result), bounds.min, bounds.max)
    return result.astype(image.dtype)


def _stretch(xp, image, axis, size):
    """An image with so many pixels along an axis, each between the two old ones that are nearest."""
    old = image.shape[axis]
    centres = xp.clip((xp.arange(size) + 0.5) * (old / size) - 0.5, 0, old - 1)
    before = xp.floor(centres).astype("int64")
    after = xp.minimum(before + 1, old - 1)
    share = (centres - before).astype("float32").reshape((-1,) + (1,) * (-axis - 1))
    return image.take(before, axis=axis) * (1 - share) + image.take(after, axis=axis) * share
