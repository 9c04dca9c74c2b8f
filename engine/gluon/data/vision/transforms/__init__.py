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

from engine.gluon.data.vision.transforms.chance import (
    RandomApply,
    RandomBrightness,
    RandomColorJitter,
    RandomContrast,
    RandomFlipLeftRight,
    RandomFlipTopBottom,
    RandomHue,
    RandomLighting,
    RandomResizedCrop,
    RandomSaturation,
)
from engine.gluon.data.vision.transforms.plain import Cast, Compose, Normalize, ToTensor
from engine.gluon.data.vision.transforms.sizes import CenterCrop, CropResize, Resize

__all__ = [
    "Cast",
    "CenterCrop",
    "Compose",
    "CropResize",
    "Normalize",
    "RandomApply",
    "RandomBrightness",
    "RandomColorJitter",
    "RandomContrast",
    "RandomFlipLeftRight",
    "RandomFlipTopBottom",
    "RandomHue",
    "RandomLighting",
    "RandomResizedCrop",
    "RandomSaturation",
    "Resize",
    "ToTensor",
]


def __dir__():
    return __all__
