"""Basic layers."""

import math

from engine import nd
from engine.gluon.block import Block, HybridBlock
from engine.gluon.nn.activations import Activation


class Dense(HybridBlock):
    """A fully connected layer: every output is a weighted sum of all inputs, plus a bias.

    Parameters
    ----------
    units : int
        The number of outputs.
    activation : str
        A function for the outputs, such as 'relu'; none if not given.
    use_bias : bool
        Whether there is a bias.
    flatten : bool
        Take all axes but the first as inputs; False takes the last axis only.
    dtype : str or type
        The type of the parameters.
    weight_initializer, bias_initializer : Initializer or str
        How the parameters are drawn; the network's initialiser for the weight, zeros for the bias.
    in_units : int
        The number of inputs; found from the first batch if not given.

    Shapes
    ------
    (batch, …) gives (batch, units). The weight is (units, in_units), the bias (units,).

    Examples
    --------
    >>> layer = nn.Dense(2, weight_initializer="ones")
    >>> layer.initialize()
    >>> layer(nd.array([[1, 2, 3]]))
    <BLANKLINE>
    [[6. 6.]]
    <NDArray 1x2 @cpu(0)>
    >>> layer
    Dense(3 -> 2, linear)
    """

    def __init__(
        self,
        units,
        activation=None,
        use_bias=True,
        flatten=True,
        dtype="float32",
        weight_initializer=None,
        bias_initializer="zeros",
        in_units=0,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self._units = units
        self._in_units = in_units
        self._flatten = flatten
        self.weight = self.params.get(
            "weight", shape=(units, in_units), dtype=dtype, init=weight_initializer, allow_deferred_init=True
        )
        self.bias = None
        if use_bias:
            self.bias = self.params.get(
                "bias", shape=(units,), dtype=dtype, init=bias_initializer, allow_deferred_init=True
            )
        self.act = None if activation is None else Activation(activation, prefix=activation + "_")

    def infer_shape(self, x):
        """Settles the number of inputs from a batch."""
        self.weight.settle((self._units, math.prod(x.shape[1:]) if self._flatten else x.shape[-1]))
        if self.bias is not None:
            self.bias.settle((self._units,))

    def hybrid_forward(self, F, x, weight, bias=None):
        """The weighted sums, and the activation of them."""
        output = F.FullyConnected(
            x, weight, bias, num_hidden=self._units, no_bias=bias is None, flatten=self._flatten
        )
        return output if self.act is None else self.act(output)

    def __repr__(self):
        units, inputs = self.weight.shape
        return f"Dense({inputs or None} -> {units}, {'linear' if self.act is None else self.act})"


class Dropout(HybridBlock):
    """Sets some inputs to 0 at random while training, and enlarges the others; in prediction it does nothing.

    Parameters
    ----------
    rate : float
        The share of inputs to drop, from 0 up to 1.
    axes : tuple of int
        Along these axes elements are dropped together.

    Examples
    --------
    >>> layer = nn.Dropout(0.5)
    >>> layer(nd.ones(4))
    <BLANKLINE>
    [1. 1. 1. 1.]
    <NDArray 4 @cpu(0)>
    >>> with autograd.train_mode():
    ...     y = layer(nd.ones(1000))
    >>> sorted(set(y.asnumpy().tolist()))
    [0.0, 2.0]
    """

    def __init__(self, rate, axes=(), **kwargs):
        super().__init__(**kwargs)
        self._rate = rate
        self._axes = axes

    def hybrid_forward(self, F, x):
        """The input, or what is left of it."""
        return F.Dropout(x, p=self._rate, axes=self._axes)

    def __repr__(self):
        return f"Dropout(p = {self._rate}, axes={self._axes})"


class Flatten(HybridBlock):
    """Makes a matrix of the input: a row for each example.

    Examples
    --------
    >>> nn.Flatten()(nd.ones((2, 3, 4))).shape
    (2, 12)
    """

    def hybrid_forward(self, F, x):
        """The rows."""
        return F.flatten(x)

    def __repr__(self):
        return "Flatten"


class Embedding(HybridBlock):
    """A vector for each index, looked up in a table that training changes.

    Parameters
    ----------
    input_dim : int
        How many indices there are.
    output_dim : int
        The length of the vectors.
    dtype : str or type
        The type of the vectors.
    weight_initializer : Initializer or str
        How the table is drawn.
    sparse_grad : bool
        Accepted and not used: gradients are dense here.

    Shapes
    ------
    The shape of the indices, and one more axis of size `output_dim`.

    Examples
    --------
    >>> layer = nn.Embedding(10, 4)
    >>> layer.initialize()
    >>> layer(nd.array([[1, 2, 3]])).shape
    (1, 3, 4)
    """

    def __init__(
        self, input_dim, output_dim, dtype="float32", weight_initializer=None, sparse_grad=False, **kwargs
    ):
        super().__init__(**kwargs)
        self._options = {"input_dim": input_dim, "output_dim": output_dim, "dtype": dtype}
        self.weight = self.params.get(
            "weight",
            shape=(input_dim, output_dim),
            dtype=dtype,
            init=weight_initializer,
            allow_deferred_init=True,
        )

    def hybrid_forward(self, F, x, weight):
        """The vectors of the indices."""
        return F.Embedding(x, weight, **self._options)

    def __repr__(self):
        return "Embedding({input_dim} -> {output_dim}, {dtype})".format(**self._options)


class _Function:
    """What both layers of a function have in common: finding it, and showing its name."""

    def __init__(self, function, prefix=None):
        super().__init__(prefix=prefix)
        if isinstance(function, str):
            if not hasattr(nd, function):
                raise AssertionError(f"there is no function nd.{function}")
            self._function_name = function
        elif callable(function):
            self._function_name = function.__name__
        else:
            raise ValueError(f"a function, or the name of one in nd, and not {function!r}")
        self._function = function

    def __repr__(self):
        return f"{type(self).__name__}({self._function_name})"


class Lambda(_Function, Block):
    """A function as a layer.

    Parameters
    ----------
    function : callable or str
        Called with the inputs; a name means the function of `nd`.

    Examples
    --------
    >>> nn.Lambda(lambda x: x + 1)(nd.zeros(2))
    <BLANKLINE>
    [1. 1.]
    <NDArray 2 @cpu(0)>
    """

    def forward(self, *args):
        """What the function gives."""
        return (getattr(nd, self._function) if isinstance(self._function, str) else self._function)(*args)


class HybridLambda(_Function, HybridBlock):
    """A function as a layer; the function gets `F` first.

    Parameters
    ----------
    function : callable or str
        Called with `F` and the inputs; a name means the function of `F`.

    Examples
    --------
    >>> nn.HybridLambda(lambda F, x: F.relu(x))(nd.array([-1, 1]))
    <BLANKLINE>
    [0. 1.]
    <NDArray 2 @cpu(0)>
    """

    def hybrid_forward(self, F, x, *args):
        """What the function gives."""
        if isinstance(self._function, str):
            return getattr(F, self._function)(x, *args)
        return self._function(F, x, *args)
