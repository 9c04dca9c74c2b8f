"""Containers: layers one after another."""

import warnings

from engine.gluon.block import Block, HybridBlock


class _Chain:
    """What both containers do: each layer's output is the next one's input."""

    def add(self, *blocks):
        """Adds layers at the end.

        Examples
        --------
        >>> net = nn.Sequential()
        >>> net.add(nn.Dense(3), nn.Dropout(0.5))
        >>> len(net)
        2
        """
        for block in blocks:
            if not isinstance(block, Block):
                raise TypeError(
                    f"a {type(self).__name__} holds blocks, such as nn.Dense(1), and not {block!r}"
                )
            self.register_child(block)

    def forward(self, x):
        """The output of the last layer; an empty container gives its input."""
        for block in self._children.values():
            x = block(x)
        return x

    def __getitem__(self, key):
        chosen = list(self._children.values())[key]
        if isinstance(chosen, Block):
            return chosen
        part = type(self)(prefix=self._prefix)
        part.add(*chosen)
        return part

    def __len__(self):
        return len(self._children)

    def __iter__(self):
        return iter(self._children.values())


class Sequential(_Chain, Block):
    """Layers one after another: each one's output is the next one's input.

    Layers are read by index: `net[0]` is the first, `net[1:]` a container of all the others.

    Examples
    --------
    >>> net = nn.Sequential()
    >>> net.add(nn.Dense(2, activation="relu"), nn.Dense(1))
    >>> net
    Sequential(
      (0): Dense(None -> 2, Activation(relu))
      (1): Dense(None -> 1, linear)
    )
    >>> net.initialize()
    >>> net(nd.ones((5, 3))).shape
    (5, 1)
    """

    def hybridize(self, active=True, **options):
        """Accepted, and changes nothing here: every call computes at once."""
        if self._children and all(isinstance(child, HybridBlock) for child in self):
            warnings.warn(
                f"all layers of {self.name} are HybridBlocks; on MXNet a HybridSequential runs them faster",
                stacklevel=2,
            )
        super().hybridize(active, **options)


class HybridSequential(_Chain, HybridBlock):
    """Layers one after another, all of them HybridBlocks; here the same as `Sequential`.

    Examples
    --------
    >>> net = nn.HybridSequential()
    >>> net.add(nn.Dense(1))
    >>> net.hybridize()
    >>> net.initialize()
    >>> net(nd.ones((5, 3))).shape
    (5, 1)
    """
