"""Images: data sets, and `transforms` for them."""

from engine.gluon.data.vision import transforms
from engine.gluon.data.vision.datasets import MNIST, FashionMNIST

__all__ = ["MNIST", "FashionMNIST", "transforms"]
