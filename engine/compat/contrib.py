"""What `mx.contrib` holds: the functions of `nd.contrib`, and autograd under its first name."""

from engine import autograd
from engine.nd import contrib as nd

ndarray = nd

__all__ = ["autograd", "nd", "ndarray"]
