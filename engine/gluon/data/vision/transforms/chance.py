"""Transforms that change an image by chance, so that a network never sees it twice the same.

They take one image, of shape (height, width, channels), and draw from the generator that `mx.random.seed`
starts.
"""

import math

import numpy

from engine import random
from engine.context import cpu
from engine.gluon.block import Block
from engine.gluon.data.vision.transforms.sizes import cropped, like, middle
from engine.gluon.nn import Sequential
from engine.nd import NDArray

#: How much red, green and blue make of the brightness that an eye sees.
GREY = (0.299, 0.587, 0.114)

#: How photographs' colours vary together, as measured on ImageNet: spreads, and their directions as columns.
SPREADS = (55.46, 4.794, 1.148)
DIRECTIONS = ((-0.5675, 0.7192, 0.4009), (-0.5808, -0.0045, -0.8140), (-0.5836, -0.6948, 0.4203))


def draw():
    """The generator by which all draw: the CPU's on any device, since a decision is made on the host."""
    return random.generator(cpu())


class RandomApply(Sequential):
    """Applies transforms with a probability, all or none.

    Parameters
    ----------
    transforms : Block
        What to apply, such as a `Compose`.
    p : float
        The probability.

    Examples
    --------
    >>> transforms = gluon.data.vision.transforms
    >>> transforms.RandomApply(transforms.CenterCrop(2), p=1)(nd.zeros((4, 4, 1))).shape
    (2, 2, 1)
    """

    def __init__(self, transforms, p=0.5):
        super().__init__()
        self.transforms = transforms
        self.p = p

    def forward(self, x):
        """The image, changed or not."""
        return self.transforms(x) if draw().random() < self.p else x


class _Flip(Block):
    """Turns an image over along an axis, half of the times."""

    def forward(self, x):
        """The image, turned or not."""
        return x.flip(axis=self._axis) if draw().random() < 0.5 else x


class RandomFlipLeftRight(_Flip):
    """Turns an image into its mirror image, half of the times.

    Examples
    --------
    >>> image = nd.array([[[1], [2]]])
    >>> gluon.data.vision.transforms.RandomFlipLeftRight()(image).sum()
    <BLANKLINE>
    [3.]
    <NDArray 1 @cpu(0)>
    """

    _axis = -2


class RandomFlipTopBottom(_Flip):
    """Turns an image upside down, half of the times."""

    _axis = -3


class RandomResizedCrop(Block):
    """Cuts a rectangle of random place, size and proportions out of an image, and resizes it.

    Parameters
    ----------
    size : int or tuple of int
        The result's width and height.
    scale : tuple of float
        From which to which share of the image's area the rectangle goes.
    ratio : tuple of float
        From which to which ratio of width to height.
    interpolation : int
        As in `Resize`.

    Examples
    --------
    >>> gluon.data.vision.transforms.RandomResizedCrop((3, 2))(nd.zeros((9, 9, 3))).shape
    (2, 3, 3)
    """

    def __init__(self, size, scale=(0.08, 1.0), ratio=(3 / 4, 4 / 3), interpolation=1):
        super().__init__()
        self._size = (size, size) if isinstance(size, int) else tuple(size)
        self._scale = scale
        self._ratio = ratio
        self._interpolation = interpolation

    def forward(self, x):
        """A part of the image."""
        return cropped(x, self._place(x), self._size, self._interpolation)

    def _place(self, image):
        """A rectangle; after ten that do not fit, the middle."""
        height, width = image.shape[-3:-1]
        chance = draw()
        for _ in range(10):
            area = chance.uniform(*self._scale) * width * height
            ratio = math.exp(chance.uniform(*map(math.log, self._ratio)))
            wide, high = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
            if 0 < wide <= width and 0 < high <= height:
                left, top = chance.integers(width - wide + 1), chance.integers(height - high + 1)
                return int(left), int(top), wide, high
        return middle(image, self._size)


class _Jitter(Block):
    """Changes colours by a factor that is drawn around 1.

    Parameters
    ----------
    amount : float
        How far from 1, up or down; factors below 0 are not drawn.
    """

    def __init__(self, amount):
        super().__init__()
        self._bounds = max(0, 1 - amount), 1 + amount

    def forward(self, x):
        """The image with its colours changed."""
        factor = draw().uniform(*self._bounds)
        return _with_pixels(x, lambda xp, pixels: type(self)._changed(xp, pixels, factor))


class RandomBrightness(_Jitter):
    """Makes an image brighter or darker.

    Parameters
    ----------
    brightness : float
        The factor is drawn from 1 - brightness to 1 + brightness.

    Examples
    --------
    >>> gluon.data.vision.transforms.RandomBrightness(0)(nd.array([[[100, 50, 9]]], dtype="uint8"))
    <BLANKLINE>
    [[[100  50   9]]]
    <NDArray 1x1x3 @cpu(0)>
    """

    def __init__(self, brightness):
        super().__init__(brightness)

    @staticmethod
    def _changed(xp, pixels, factor):
        return pixels * factor


class RandomContrast(_Jitter):
    """Moves all pixels away from the image's mean grey, or towards it.

    Parameters
    ----------
    contrast : float
        The factor is drawn from 1 - contrast to 1 + contrast.
    """

    def __init__(self, contrast):
        super().__init__(contrast)

    @staticmethod
    def _changed(xp, pixels, factor):
        return pixels * factor + (1 - factor) * _grey(xp, pixels).mean()


class RandomSaturation(_Jitter):
    """Moves colours away from the grey of the same brightness, or towards it.

    Parameters
    ----------
    saturation : float
        The factor is drawn from 1 - saturation to 1 + saturation.
    """

    def __init__(self, saturation):
        super().__init__(saturation)

    @staticmethod
    def _changed(xp, pixels, factor):
        if pixels.shape[-1] != 3:
            return pixels
        return pixels * factor + (1 - factor) * _grey(xp, pixels)


class RandomHue(_Jitter):
    """Turns all colours round the circle of hues.

    Parameters
    ----------
    hue : float
        They are turned by up to this share of the circle, either way.
    """

    def __init__(self, hue):
        super().__init__(hue)

    @staticmethod
    def _changed(xp, pixels, factor):
        if pixels.shape[-1] != 3:
            return pixels
        largest, smallest = pixels.max(-1), pixels.min(-1)
        light, spread = (largest + smallest) / 2, largest - smallest
        red, green, blue = (pixels[..., channel] for channel in range(3))
        some = xp.where(spread > 0, spread, 1)
        hue = xp.where(
            largest == red,
            (green - blue) / some,
            xp.where(largest == green, (blue - red) / some + 2, (red - green) / some + 4),
        )
        # Lightness and saturation stay, so the spread between the largest and the smallest does, too.
        places = (hue[..., None] * 2 + 12 * factor + xp.asarray([0, 8, 4])) % 12
        swing = xp.maximum(-1, xp.minimum(xp.minimum(places - 3, 9 - places), 1))
        return light[..., None] - spread[..., None] / 2 * swing


class RandomColorJitter(Block):
    """Changes brightness, contrast, saturation and hue, in a random order.

    Parameters
    ----------
    brightness, contrast, saturation, hue : float
        How much, as in the transforms of these names; 0 leaves it alone.

    Examples
    --------
    >>> jitter = gluon.data.vision.transforms.RandomColorJitter(brightness=0.5, hue=0.1)
    >>> jitter(nd.ones((2, 2, 3), dtype="uint8")).shape
    (2, 2, 3)
    """

    def __init__(self, brightness=0, contrast=0, saturation=0, hue=0):
        super().__init__()
        kinds = {
            RandomBrightness: brightness,
            RandomContrast: contrast,
            RandomSaturation: saturation,
            RandomHue: hue,
        }
        self._steps = [kind(amount) for kind, amount in kinds.items() if amount > 0]

    def forward(self, x):
        """The image with its colours changed."""
        for index in draw().permutation(len(self._steps)):
            x = self._steps[index](x)
        return x


class RandomLighting(Block):
    """Adds a colour as photographs' colours vary: as if the light were another.

    Parameters
    ----------
    alpha : float
        How strong: the standard deviation of the shares of the three directions in which colours vary.
    """

    def __init__(self, alpha):
        super().__init__()
        self._alpha = alpha

    def forward(self, x):
        """The image in another light."""
        return relit(x, draw().normal(0, self._alpha, 3))


def relit(image, shares):
    """An image with a colour added: so much of each direction in which colours vary."""
    colour = numpy.array(DIRECTIONS) @ (numpy.array(SPREADS) * shares)
    if image.shape[-1] != 3:
        return image
    return _with_pixels(image, lambda xp, pixels: pixels + xp.asarray(colour, dtype=pixels.dtype))


def _grey(xp, pixels):
    """How bright each pixel is; with its axis of channels kept."""
    if pixels.shape[-1] != 3:
        return pixels
    return (pixels * xp.asarray(GREY, dtype=pixels.dtype)).sum(-1, keepdims=True)


def _with_pixels(image, change):
    """An image whose pixels, as floats, have been changed."""
    xp, raw = image.context.xp, image._raw
    pixels = raw if raw.dtype.kind == "f" else raw.astype("float32")
    return NDArray(like(xp, change(xp, pixels), raw), image.context)
