"""Rows of neural networks: activations, fully connected layers, dropout, losses."""

import math

from engine import modes, random
from engine.base import MXNetError, error
from engine.ops import along
from engine.ops.dispatch import functions, op
from engine.ops.gathered import factors


def _softmax_vjp(F, g, y, data, axis, temperature, dtype):
    return _passed(F, y * (g - F.sum(g * y, axis=axis, keepdims=True)), data, temperature, dtype)


def _passed(F, gradient, data, temperature, dtype):
    """The gradient of the logits, from that of what the temperature and the dtype made of them."""
    if temperature not in (None, 1):
        gradient = gradient / temperature
    return gradient if dtype is None else F.cast(gradient, dtype=data.dtype)


def _shifted(xp, data, axis, temperature, dtype):
    if data.dtype.kind != "f":
        raise MXNetError(
            f"softmax: the logits must be floating-point numbers, not {data.dtype}", op="softmax"
        )
    if dtype is not None:
        data = data.astype(dtype)
    if temperature not in (None, 1):
        data = data / temperature
    return data - along.largest(xp, data, axis, keepdims=True)


def _shares(xp, logits, axis):
    """The softmax of logits of which none is large, in their own memory."""
    xp.exp(logits, out=logits)
    logits /= along.total(xp, logits, axis, keepdims=True)
    return logits


@op(_softmax_vjp, rules=("y × (g - Σ g × y)",), method=True, dtype_of_input=False)
def softmax(xp, data, axis=-1, temperature=None, dtype=None):
    """Positive numbers that sum to 1 along an axis: eᵃ over the sum of all eᵃ.

    Parameters
    ----------
    data : NDArray
        The input: logits, of any size.
    axis : int
        The axis along which the result sums to 1.
    temperature : float
        Divides the logits first; larger ones even out the result.
    dtype : str or type
        The type in which to compute; that of the input if not given.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.softmax(nd.array([1, 2, 3]))
    <BLANKLINE>
    [0.09003057 0.24472848 0.6652409 ]
    <NDArray 3 @cpu(0)>
    """
    return _shares(xp, _shifted(xp, data, axis, temperature, dtype), axis)


def _log_softmax_vjp(F, g, y, data, axis, temperature, dtype):
    passed = g - F.exp(y) * F.sum(g, axis=axis, keepdims=True)
    return _passed(F, passed, data, temperature, dtype)


@op(_log_softmax_vjp, rules=("g - eʸ × Σ g",), method=True, dtype_of_input=False)
def log_softmax(xp, data, axis=-1, temperature=None, dtype=None):
    """The logarithm of softmax, computed so that it is exact for large logits too.

    Parameters
    ----------
    data : NDArray
        The input: logits.
    axis : int
        The axis along which softmax sums to 1.
    temperature : float
        Divides the logits first.
    dtype : str or type
        The type in which to compute; that of the input if not given.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.log_softmax(nd.array([0, 0]))
    <BLANKLINE>
    [-0.6931472 -0.6931472]
    <NDArray 2 @cpu(0)>
    """
    logs = _shifted(xp, data, axis, temperature, dtype)
    logs -= xp.log(along.total(xp, xp.exp(logs), axis, keepdims=True))
    return logs


@op(
    lambda F, g, y, data, **options: -_softmax_vjp(F, g, y, data, **options),
    rules=("-y × (g - Σ g × y)",),
    method=True,
    dtype_of_input=False,
)
def softmin(xp, data, axis=-1, temperature=None, dtype=None):
    """Softmax of the negative: the smallest input gets the largest share.

    Parameters
    ----------
    temperature : float
        Divides the logits first.
    dtype : str or type
        The type in which to compute; that of the input if not given.

    Examples
    --------
    >>> nd.softmin(nd.array([1, 2, 3]))
    <BLANKLINE>
    [0.6652409  0.24472848 0.09003057]
    <NDArray 3 @cpu(0)>
    """
    return _shares(xp, _shifted(xp, -data, axis, temperature, dtype), axis)


@op(
    lambda F, g, y, data, a_min, a_max: g * ((data >= a_min) * (data <= a_max)),
    rules=("g where a lies within, else 0",),
    method=True,
)
def clip(xp, data, a_min, a_max):
    """Each element, moved up to `a_min` or down to `a_max` where it lies beyond.

    Parameters
    ----------
    data : NDArray
        The input.
    a_min, a_max : number
        The bounds.

    Examples
    --------
    >>> nd.clip(nd.array([-1, 2, 5]), 0, 3)
    <BLANKLINE>
    [0. 2. 3.]
    <NDArray 3 @cpu(0)>
    """
    return xp.clip(data, a_min, a_max)


@op(
    lambda F, g, y, data, scalar: g * F.clip(data * (scalar * scalar), -1, 1),
    rules=("g × clip(s² × a, -1, 1)",),
)
def smooth_l1(xp, data, scalar=1.0):
    """Half the square of small elements, the absolute value (less a constant) of large ones.

    Parameters
    ----------
    data : NDArray
        The input.
    scalar : float
        Elements up to 1 / scalar² count as small.

    Examples
    --------
    >>> nd.smooth_l1(nd.array([0.5, 2]), scalar=1)
    <BLANKLINE>
    [0.125 1.5  ]
    <NDArray 2 @cpu(0)>
    """
    square, size = scalar * scalar, xp.abs(data)
    return xp.where(size * square < 1, data * data * (square / 2), size - 0.5 / square)


def _rows(data, flatten):
    return (data.shape[0], -1) if flatten else (-1, data.shape[-1])


def _dense_data(F, g, y, data, weight, bias, **options):
    g = F.reshape(g, shape=(-1, weight.shape[0])) if len(g.shape) != 2 else g
    passed = F.dot(g, weight)
    return passed if passed.shape == data.shape else F.reshape(passed, shape=data.shape)


def _dense_weight(F, g, y, data, weight, bias, num_hidden, no_bias, flatten):
    rows = F.reshape(data, shape=_rows(data, flatten)) if len(data.shape) != 2 else data
    g = F.reshape(g, shape=(-1, weight.shape[0])) if len(g.shape) != 2 else g
    return F.dot(g, rows, transpose_a=True)


def _dense_bias(F, g, y, data, weight, bias, **options):
    return F.sum(g, axis=tuple(range(len(g.shape) - 1)))


def _dense_factors(index, g, data, weight, *rest, **options):
    return factors(g, data, weight) if index == 1 else None


def _explain_dense(name, shapes, arguments):
    data, weight = shapes[:2]
    inner = math.prod(data[1:]) if arguments["flatten"] else data[-1]
    if inner == weight[1]:
        return None
    reason = f"each example has {inner} inputs, the weight wants {weight[1]}"
    # Where several axes are flattened, or none is there, no one axis clashes.
    clash = ((0, len(data) - 1), (1, 1)) if data[-1] == inner else ()
    return error(name, shapes, reason, clash, (f"a weight of shape {(weight[0], inner)}",))


@op(
    _dense_data,
    _dense_weight,
    _dense_bias,
    rules=("g · w", "gᵀ · a", "g, summed over the batch"),
    inputs=3,
    explain=_explain_dense,
    factors=_dense_factors,
)
def FullyConnected(xp, data, weight, bias=None, num_hidden=None, no_bias=False, flatten=True):
    """A fully connected layer: data · weightᵀ + bias.

    Parameters
    ----------
    data : NDArray
        (batch, …).
    weight : NDArray
        (units, inputs).
    bias : NDArray
        (units,), or None.
    num_hidden : int
        The number of units; the weight says it too.
    no_bias : bool
        Leave the bias out.
    flatten : bool
        Take all axes but the first as inputs; False takes the last axis only.

    Raises
    ------
    MXNetError if an example does not have as many inputs as the weight wants.

    Shapes
    ------
    (batch, inputs) gives (batch, units).

    Examples
    --------
    >>> nd.FullyConnected(nd.array([[1, 2]]), nd.array([[1, 10]]), nd.array([100]), num_hidden=1)
    <BLANKLINE>
    [[121.]]
    <NDArray 1x1 @cpu(0)>
    """
    rows = data if data.ndim == 2 else data.reshape(_rows(data, flatten))
    result = rows.dot(weight.T)
    if bias is not None and not no_bias:
        result += bias
    return result if flatten or data.ndim == 2 else result.reshape((*data.shape[:-1], -1))


@op(
    lambda F, g, y, data, mask, p: g * mask,
    rules=("g × mask",),
    inputs=2,
    public=False,
    name="dropout",
)
def _masked(xp, data, mask, p):
    """The data under a mask of zeros and 1 / (1 - p)."""
    return data * mask


def Dropout(data, p=0.5, mode="training", axes=(), out=None, **options):
    """Some elements set to 0 at random while training, the others enlarged; nothing in prediction.

    Parameters
    ----------
    data : NDArray
        The input.
    p : float
        The share of elements to drop.
    mode : str
        'training' drops only where `autograd.is_training()`, 'always' always.
    axes : tuple of int
        Along these axes elements are dropped together.
    out : NDArray
        Where to put the result, instead of a new array.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.Dropout(nd.ones(3), p=0.5)
    <BLANKLINE>
    [1. 1. 1.]
    <NDArray 3 @cpu(0)>
    >>> with autograd.train_mode():
    ...     nd.Dropout(nd.ones(3), p=0)
    <BLANKLINE>
    [1. 1. 1.]
    <NDArray 3 @cpu(0)>
    """
    if not 0 <= p <= 1:
        raise MXNetError(f"Dropout: p is a share from 0 to 1, not {p}", op="Dropout")
    if not p or (mode != "always" and not modes.is_training()):
        return functions["identity"](data, out=out)
    shape = tuple(1 if axis in axes else size for axis, size in enumerate(data.shape))
    kept = random.generator(data.context).random(shape) >= p
    mask = type(data)(kept.astype(data.dtype) / data.dtype(1 - p if p < 1 else 1), data.context)
    return _masked(data, mask, p=p, out=out)


@op(
    None,
    lambda F, g, y, data, weight, **options: F._put(g, data, shape=weight.shape, axis=0, mode="clip"),
    rules=("0", "g, added at the rows taken"),
    inputs=2,
    mixed=True,
    dtype_of_input=False,
)
def Embedding(xp, data, weight, input_dim=None, output_dim=None, dtype="float32", sparse_grad=False):
    """The row of the weight that each index names.

    Parameters
    ----------
    data : NDArray
        Indices, of any shape.
    weight : NDArray
        (input_dim, output_dim): a vector for each index.
    input_dim, output_dim : int
        The weight's sizes; the weight says them too.

    Shapes
    ------
    The shape of the indices, and one more axis of size `output_dim`.

    Examples
    --------
    >>> nd.Embedding(nd.array([1, 0]), nd.array([[1, 2], [3, 4]]), input_dim=2, output_dim=2)
    <BLANKLINE>
    [[3. 4.]
     [1. 2.]]
    <NDArray 2x2 @cpu(0)>
    """
    return weight[xp.clip(data.astype("int64"), 0, weight.shape[0] - 1)]


def Activation(data, act_type, out=None):
    """An activation function by its name.

    Parameters
    ----------
    data : NDArray
        The input.
    act_type : str
        'relu', 'sigmoid', 'tanh', 'softrelu' or 'softsign'.
    out : NDArray
        Where to put the result, instead of a new array.

    Shapes
    ------
    As the input.

    Examples
    --------
    >>> nd.Activation(nd.array([-1, 2]), act_type="relu")
    <BLANKLINE>
    [0. 2.]
    <NDArray 2 @cpu(0)>
    """
    if act_type not in ("relu", "sigmoid", "tanh", "softrelu", "softsign"):
        raise MXNetError(
            f"Activation: there is no {act_type!r}; choose relu, sigmoid, tanh, softrelu or softsign",
            op="Activation",
        )
    return functions[act_type](data, out=out)


for _function in (Activation, Dropout):
    _function.__module__ = "engine.nd"
    functions[_function.__name__] = _function
