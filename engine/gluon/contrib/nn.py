"""Layers side by side: each gets the same input, and their outputs are joined.

Examples
--------
>>> net = gluon.contrib.nn.HybridConcurrent(axis=1)
>>> net.add(nn.Dense(2), nn.Dense(3))
>>> net.initialize()
>>> net(nd.ones((4, 5))).shape
(4, 5)
"""

from engine import nd
from engine.gluon.block import HybridBlock
from engine.gluon.nn.containers import HybridSequential, Sequential

__all__ = ["Concurrent", "HybridConcurrent", "Identity"]


class _Joining:
    """What both containers do."""

    def __init__(self, axis=-1, prefix=None, params=None):
        super().__init__(prefix=prefix, params=params)
        self.axis = axis

    def forward(self, x):
        """The outputs of all layers, joined along the axis."""
        return nd.concat(*[block(x) for block in self._children.values()], dim=self.axis)


class Concurrent(_Joining, Sequential):
    """Blocks side by side, whose outputs are joined along an axis.

    Parameters
    ----------
    axis : int
        The axis along which the outputs are joined.

    Examples
    --------
    >>> net = gluon.contrib.nn.Concurrent(axis=1)
    >>> net.add(gluon.contrib.nn.Identity(), nn.Dense(3))
    >>> net.initialize()
    >>> net(nd.ones((4, 2))).shape
    (4, 5)
    """


class HybridConcurrent(_Joining, HybridSequential):
    """HybridBlocks side by side, whose outputs are joined along an axis; here the same as `Concurrent`.

    Parameters
    ----------
    axis : int
        The axis along which the outputs are joined.

    Examples
    --------
    >>> net = gluon.contrib.nn.HybridConcurrent(axis=1)
    >>> net.add(nn.Conv2D(4, kernel_size=1), nn.Conv2D(8, kernel_size=3, padding=1))
    >>> net.initialize()
    >>> net(nd.ones((2, 3, 16, 16))).shape
    (2, 12, 16, 16)
    """


class Identity(HybridBlock):
    """A layer that gives its input; beside others it makes a residual connection.

    Examples
    --------
    >>> gluon.contrib.nn.Identity()(nd.ones(2))
    <BLANKLINE>
    [1. 1.]
    <NDArray 2 @cpu(0)>
    """

    def hybrid_forward(self, F, x):
        """The input."""
        return x
