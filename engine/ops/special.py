"""Rows of activations and special functions beyond the common ones."""

import math

from engine import backend
from engine.base import MXNetError, error
from engine.ops.dispatch import op, unary

unary(
    "erf",
    lambda xp, data: backend.special(xp).erf(data).astype(data.dtype),
    lambda F, g, y, data: g * F.exp(-data * data) * (2 / math.sqrt(math.pi)),
    "g × 2 e⁻ᵃ² / √π",
    "The error function: twice the area under e⁻ˣ² from 0 to each element, over √π.",
    "nd.erf(nd.array([0, 1]))",
    "[0.        0.8427008]",
    method=False,
)
unary(
    "erfinv",
    lambda xp, data: backend.special(xp).erfinv(data).astype(data.dtype),
    lambda F, g, y, data: g * F.exp(y * y) * (math.sqrt(math.pi) / 2),
    "g × √π eʸ² / 2",
    "The inverse of the error function, for elements between -1 and 1.",
    "nd.erfinv(nd.array([0, 0.5]))",
    "[0.        0.4769363]",
    method=False,
)
unary(
    "gamma",
    lambda xp, data: backend.special(xp).gamma(data).astype(data.dtype),
    lambda F, g, y, data: g * F.gamma(data) * F._polygamma(data, order=0),
    "g × y × ψ(a)",
    "The gamma function: (a - 1)! for whole numbers.",
    "nd.gamma(nd.array([4, 0.5]))",
    "[6.        1.7724539]",
    method=False,
)
unary(
    "gammaln",
    lambda xp, data: backend.special(xp).gammaln(data).astype(data.dtype),
    lambda F, g, y, data: g * F._polygamma(data, order=0),
    "g × ψ(a)",
    "The logarithm of the absolute value of the gamma function.",
    "nd.gammaln(nd.array([4, 0.5]))",
    "[1.7917595 0.5723649]",
    method=False,
)
unary(
    "rcbrt",
    lambda xp, data: 1 / xp.cbrt(data),
    lambda F, g, y, data: g * F.rcbrt(data) / (data * -3),
    "-g × y / 3a",
    "1 over the cube root of each element.",
    "nd.rcbrt(nd.array([8, -1]))",
    "[ 0.5 -1. ]",
)


@op(
    lambda F, g, y, data, order: g * F._polygamma(data, order=order + 1),
    rules=("g × the next derivative",),
    public=False,
)
def _polygamma(xp, data, order):
    """The derivatives of the logarithm of the gamma function: ψ for order 0."""
    return backend.polygamma(xp, order, data)


@op(
    lambda F, g, y, data, alpha, beta: g * ((y > 0) * (y < 1)) * alpha,
    rules=("g × α where 0 < y < 1, else 0",),
)
def hard_sigmoid(xp, data, alpha=0.2, beta=0.5):
    """A sigmoid of straight lines: α × a + β, cut off at 0 and 1.

    Parameters
    ----------
    data : NDArray
        The input.
    alpha, beta : float
        The line's slope, and its height at 0.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.hard_sigmoid(nd.array([-5, 0, 1]))
    <BLANKLINE>
    [0.  0.5 0.7]
    <NDArray 3 @cpu(0)>
    """
    if data.dtype.kind != "f":
        raise error("hard_sigmoid", (data.shape,), f"takes floats, not {data.dtype}")
    return xp.clip(alpha * data + beta, 0, 1)


#: The two numbers with which selu keeps mean 0 and variance 1 from layer to layer.
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def _per_channel(gamma, data):
    """One slope for each channel, axis 1 (of a vector: for each element), so that it broadcasts."""
    if gamma.shape == (1,) or len(data.shape) == 1:
        return gamma
    return gamma.reshape((-1,) + (1,) * (len(data.shape) - 2))


def _leaky_data(F, g, y, data, gamma, act_type, slope):
    if act_type == "gelu":
        density = F.exp(data * data * -0.5) * (1 / math.sqrt(2 * math.pi))
        return g * ((F.erf(data * math.sqrt(0.5)) + 1) * 0.5 + data * density)
    if act_type == "elu":
        return F.where(data > 0, g, g * slope * F.exp(data))
    if act_type == "selu":
        return F.where(data > 0, g * _SELU_SCALE, g * (y + _SELU_SCALE * _SELU_ALPHA))
    return F.where(data > 0, g, g * (slope if gamma is None else _per_channel(gamma, data)))


def _leaky_gamma(F, g, y, data, gamma, act_type, slope):
    passed = F.where(data > 0, F.zeros_like(g), g * data)
    if gamma.shape == (1,):
        return F.sum(passed)
    if len(data.shape) == 1:
        return passed
    return F.sum(passed, axis=tuple(axis for axis in range(len(data.shape)) if axis != 1))


def _explain_leaky(name, shapes, arguments):
    if len(shapes) < 2:
        return None
    channels = shapes[0][min(1, len(shapes[0]) - 1)]
    reason = f"there must be one slope, or one for each of the {channels} channels"
    return error(name, shapes, reason, fits=(f"a gamma of shape ({channels},)",))


@op(
    _leaky_data,
    _leaky_gamma,
    rules=("g × the slope at a", "g × a where a < 0, summed over all axes but the channels"),
    inputs=2,
    explain=_explain_leaky,
)
def LeakyReLU(xp, data, gamma=None, act_type="leaky", slope=0.25):
    """Rectifiers that let something through below 0.

    Parameters
    ----------
    data : NDArray
        The input.
    gamma : NDArray
        For 'prelu': the slopes below 0, one or one for each channel (axis 1), which are learnt.
    act_type : str
        'leaky' and 'prelu': slope × a below 0; 'elu': slope × (eᵃ - 1) there; 'selu': elu with numbers that
        keep mean 0 and variance 1; 'gelu': a × the probability that a normal number is smaller.
    slope : float
        See above.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.LeakyReLU(nd.array([-4, 2]), act_type="leaky", slope=0.25)
    <BLANKLINE>
    [-1.  2.]
    <NDArray 2 @cpu(0)>
    >>> nd.LeakyReLU(nd.array([[-4, 2], [1, -1]]), nd.array([0.5, 0.1]), act_type="prelu")
    <BLANKLINE>
    [[-2.   2. ]
     [ 1.  -0.1]]
    <NDArray 2x2 @cpu(0)>
    """
    if act_type == "gelu":
        return data * (backend.special(xp).erf(data * math.sqrt(0.5)) + 1) / 2
    if act_type == "elu":
        return xp.where(data > 0, data, slope * xp.expm1(data))
    if act_type == "selu":
        return _SELU_SCALE * xp.where(data > 0, data, _SELU_ALPHA * xp.expm1(data))
    if act_type == "leaky":
        return xp.where(data > 0, data, slope * data)
    if act_type != "prelu":
        raise MXNetError(
            f"LeakyReLU: act_type is 'leaky', 'prelu', 'elu', 'selu' or 'gelu', not {act_type!r}",
            op="LeakyReLU",
        )
    if gamma is None:
        raise error("LeakyReLU", (data.shape,), "gamma is missing: the slopes of 'prelu'")
    return xp.where(data > 0, data, data * _per_channel(gamma, data))
