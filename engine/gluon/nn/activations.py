"""Activations as layers: functions of each element, without parameters but for PReLU's slopes."""

from engine import init
from engine.gluon.block import HybridBlock


class Activation(HybridBlock):
    """An activation function as a layer.

    Parameters
    ----------
    activation : str
        'relu', 'sigmoid', 'tanh', 'softrelu' or 'softsign'.

    Examples
    --------
    >>> nn.Activation("relu")(nd.array([-1, 2]))
    <BLANKLINE>
    [0. 2.]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, activation, **kwargs):
        self._act_type = activation
        super().__init__(**kwargs)

    def _alias(self):
        return self._act_type

    def hybrid_forward(self, F, x):
        """The function of each element."""
        return F.Activation(x, act_type=self._act_type)

    def __repr__(self):
        return f"Activation({self._act_type})"


class LeakyReLU(HybridBlock):
    """A rectifier that lets a share of negative inputs through.

    Parameters
    ----------
    alpha : float
        The share, 0 or more.

    Examples
    --------
    >>> nn.LeakyReLU(0.25)(nd.array([-4, 2]))
    <BLANKLINE>
    [-1.  2.]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, alpha, **kwargs):
        assert alpha >= 0, f"the slope of a LeakyReLU is 0 or more, not {alpha}"
        super().__init__(**kwargs)
        self._alpha = alpha

    def hybrid_forward(self, F, x):
        """The function of each element."""
        return F.LeakyReLU(x, act_type="leaky", slope=self._alpha)

    def __repr__(self):
        return f"LeakyReLU({self._alpha})"


class PReLU(HybridBlock):
    """A rectifier that learns what share of negative inputs to let through.

    Parameters
    ----------
    alpha_initializer : Initializer
        How the shares begin; 0.25 if not given.
    in_channels : int
        1 for one share, or the number of channels (axis 1) for one each.

    Examples
    --------
    >>> layer = nn.PReLU()
    >>> layer.initialize()
    >>> layer(nd.array([[-4, 2]]))
    <BLANKLINE>
    [[-1.  2.]]
    <NDArray 1x2 @cpu(0)>
    """

    def __init__(self, alpha_initializer=None, in_channels=1, **kwargs):
        super().__init__(**kwargs)
        start = init.Constant(0.25) if alpha_initializer is None else alpha_initializer
        with self.name_scope():
            self.alpha = self.params.get("alpha", shape=(in_channels,), init=start)

    def hybrid_forward(self, F, x, alpha):
        """The function of each element."""
        return F.LeakyReLU(x, alpha, act_type="prelu")


class ELU(HybridBlock):
    """A rectifier that bends towards -alpha below 0: alpha × (eᵃ - 1).

    Parameters
    ----------
    alpha : float
        How far down it goes.

    Examples
    --------
    >>> nn.ELU()(nd.array([-1, 2]))
    <BLANKLINE>
    [-0.63212055  2.        ]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, alpha=1.0, **kwargs):
        super().__init__(**kwargs)
        self._alpha = alpha

    def hybrid_forward(self, F, x):
        """The function of each element."""
        return F.LeakyReLU(x, act_type="elu", slope=self._alpha)


class SELU(HybridBlock):
    """An ELU with the two numbers that keep mean 0 and variance 1 from layer to layer.

    Examples
    --------
    >>> nn.SELU()(nd.array([-1, 2]))
    <BLANKLINE>
    [-1.1113307  2.101402 ]
    <NDArray 2 @cpu(0)>
    """

    def hybrid_forward(self, F, x):
        """The function of each element."""
        return F.LeakyReLU(x, act_type="selu")


class GELU(HybridBlock):
    """Each input times the probability that a normal number is smaller.

    Examples
    --------
    >>> nn.GELU()(nd.array([-1, 2]))
    <BLANKLINE>
    [-0.15865526  1.9544997 ]
    <NDArray 2 @cpu(0)>
    """

    def hybrid_forward(self, F, x):
        """The function of each element."""
        return F.LeakyReLU(x, act_type="gelu")


class Swish(HybridBlock):
    """Each input times its sigmoid.

    Parameters
    ----------
    beta : float
        Multiplies the input of the sigmoid.

    Examples
    --------
    >>> nn.Swish()(nd.array([-1, 2]))
    <BLANKLINE>
    [-0.26894143  1.7615942 ]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, beta=1.0, **kwargs):
        super().__init__(**kwargs)
        self._beta = beta

    def hybrid_forward(self, F, x):
        """The function of each element."""
        return x * F.sigmoid(self._beta * x)
