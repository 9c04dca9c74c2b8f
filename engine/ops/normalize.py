"""Rows that normalise: mean 0 and variance 1 over some axes, then a scale and a shift along others."""

from engine import modes
from engine.base import MXNetError, error
from engine.ndarray import NDArray
from engine.ops import along
from engine.ops.dispatch import functions, op
from engine.ops.op import RawOps


def _standardised(F, data, over, eps):
    """The data with mean 0 and variance 1 over some axes, and what its deviations were multiplied by."""
    deviation = data - F.mean(data, axis=over, keepdims=True)
    factor = F.rsqrt(F.mean(deviation * deviation, axis=over, keepdims=True) + eps)
    return deviation * factor, factor


def _along(F, vector, axis, axes):
    """A vector shaped so that it broadcasts along one axis."""
    return F.reshape(vector, shape=tuple([-1 if each == axis else 1 for each in range(axes)]))


def _others(axis, axes):
    return tuple([each for each in range(axes) if each != axis])


def _data_vjp(F, g, data, gamma, over, axis, eps, known=None):
    standardised, factor = known or _standardised(F, data, over, eps)
    g = g * _along(F, gamma, axis, len(data.shape))
    shared = F.mean(g, axis=over, keepdims=True)
    slope = F.mean(g * standardised, axis=over, keepdims=True)
    return (g - shared - standardised * slope) * factor


def _gamma_vjp(F, g, data, over, axis, eps, known=None):
    standardised, _ = known or _standardised(F, data, over, eps)
    return F.sum(g * standardised, axis=_others(axis, len(data.shape)))


def _beta_vjp(F, g, axis):
    return F.sum(g, axis=_others(axis, len(g.shape)))


_RULES = (
    "(γ × g - its mean - â × mean(γ × g × â)) / σ",
    "g × normal a, summed over all axes but one",
    "g, summed over all axes but one",
)


class Running:
    """Running statistics, and those of the batch that the pass back will mix into them.

    `mean` and `factor` standardise the batch: the pass back need not find them again.
    """

    __slots__ = ("batch", "factor", "kept", "mean", "momentum")

    def __init__(self, kept, momentum):
        self.kept, self.momentum, self.batch = kept, momentum, None

    def standardised(self, data):
        """The batch with mean 0 and variance 1, and what its deviations were multiplied by."""
        result = data - self.mean
        result *= self.factor
        return result, self.factor

    def settle(self):
        """Mixes the batch's statistics in, once."""
        if self.batch is not None:
            for kept, new in zip(self.kept, self.batch, strict=True):
                kept *= self.momentum
                kept += (1 - self.momentum) * new
            self.batch = None


def _settling(vjp):
    """A gradient of batch normalisation: as on MXNet, it is the pass back that changes the statistics."""

    def settled(F, g, y, data, gamma, beta, axis, eps, running):
        running.settle()
        return vjp(F, g, data, gamma, axis, eps, running)

    return settled


def _with_what_is_known(vjp):
    """A gradient over the batch; only a pass that is recorded itself standardises the data anew."""

    def known(F, g, data, gamma, axis, eps, running):
        known = running.standardised(data) if type(F) is RawOps else None
        return vjp(F, g, data, gamma, _others(axis, len(data.shape)), axis, eps, known)

    return known


@op(
    _settling(_with_what_is_known(_data_vjp)),
    _settling(
        _with_what_is_known(
            lambda F, g, data, gamma, over, axis, eps, known: _gamma_vjp(F, g, data, over, axis, eps, known)
        )
    ),
    _settling(lambda F, g, data, gamma, axis, eps, running: _beta_vjp(F, g, axis)),
    rules=_RULES,
    inputs=3,
    public=False,
    name="batch_norm",
)
def _batch_norm(xp, data, gamma, beta, axis, eps, running):
    """The data, standardised over all axes but one, scaled and shifted along that one."""
    over, F = _others(axis, data.ndim), RawOps.of(xp)
    mean = along.average(xp, data, over, keepdims=True)
    result = data - mean
    variance = along.average(xp, result * result, over, keepdims=True)
    running.batch = mean.reshape(-1), variance.reshape(-1)
    running.mean, running.factor = mean, 1 / xp.sqrt(variance + eps)
    result *= _along(F, gamma, axis, data.ndim) * running.factor
    result += _along(F, beta, axis, data.ndim)
    return result


def BatchNorm(
    data, gamma, beta, moving_mean, moving_var, eps=1e-3, momentum=0.9, fix_gamma=True,
    use_global_stats=False, output_mean_var=False, axis=1, cudnn_off=False, out=None,
):  # fmt: skip
    """Each channel with mean 0 and variance 1 over the batch, then scaled and shifted.

    While training, the batch's own statistics serve, and `backward` mixes them into the running ones; in
    prediction the running ones serve.

    Parameters
    ----------
    data : NDArray
        (batch, channels, …).
    gamma, beta : NDArray
        (channels,): scale and shift.
    moving_mean, moving_var : NDArray
        (channels,): the running statistics, which are changed in place.
    eps : float
        Added to the variance, against a division by 0.
    momentum : float
        The share of the running statistics that stays.
    fix_gamma : bool
        Take 1 for gamma.
    use_global_stats : bool
        Take the running statistics while training, too.
    output_mean_var : bool
        Give a list: the result, the means, and 1 over the standard deviations.
    axis : int
        The axis of the channels.
    cudnn_off : bool
        Accepted.
    out : NDArray
        Where to put the result, instead of a new array.

    Shapes
    ------
    As the data.

    Examples
    --------
    >>> x = nd.array([[1, 10], [3, 30]])
    >>> mean, variance = nd.zeros(2), nd.ones(2)
    >>> with autograd.train_mode():
    ...     nd.BatchNorm(x, nd.ones(2), nd.zeros(2), mean, variance, eps=0)
    <BLANKLINE>
    [[-1. -1.]
     [ 1.  1.]]
    <NDArray 2x2 @cpu(0)>
    """
    axis = axis % len(data.shape)
    channels = data.shape[axis]
    for array in (gamma, beta, moving_mean, moving_var):
        if array.shape != (channels,):
            reason = f"there are {channels} channels on axis {axis}, so each vector has that size"
            raise error("BatchNorm", (data.shape, array.shape), reason, ((0, axis), (1, 0)))
    if fix_gamma:
        gamma = functions["ones_like"](gamma)
    if modes.is_training() and not use_global_stats:
        running = Running((moving_mean._raw, moving_var._raw), momentum)
        result = _batch_norm(data, gamma, beta, axis=axis, eps=eps, running=running, out=out)
        mean, variance = running.batch
        return _with_statistics(result, mean, variance, eps) if output_mean_var else result
    shape = tuple([-1 if each == axis else 1 for each in range(len(data.shape))])
    scale = gamma / functions["sqrt"](moving_var + eps)
    shift = beta - moving_mean * scale
    result = data * scale.reshape(shape) + shift.reshape(shape)
    if out is not None:
        result = functions["identity"](result, out=out)
    if output_mean_var:
        return _with_statistics(result, moving_mean._raw, moving_var._raw, eps)
    return result


def _with_statistics(result, mean, variance, eps):
    """The result, and copies of the statistics that made it."""
    context = result._context
    factor = 1 / context.xp.sqrt(variance + eps)
    return [result, NDArray(mean.copy(), context), NDArray(factor, context)]


def _layer_axis(data, axis):
    axis = axis % len(data.shape)
    return (axis,), axis


def _instance_axes(data):
    return tuple(range(2, len(data.shape))), 1


@op(
    lambda F, g, y, data, gamma, beta, axis, eps: _data_vjp(F, g, data, gamma, *_layer_axis(data, axis), eps),
    lambda F, g, y, data, gamma, beta, axis, eps: _gamma_vjp(F, g, data, *_layer_axis(data, axis), eps),
    lambda F, g, y, data, gamma, beta, axis, eps: _beta_vjp(F, g, axis % len(g.shape)),
    rules=_RULES,
    inputs=3,
)
def LayerNorm(xp, data, gamma, beta, axis=-1, eps=1e-5):
    """Each example with mean 0 and variance 1 along an axis, then scaled and shifted.

    Parameters
    ----------
    data : NDArray
        The input.
    gamma, beta : NDArray
        Scale and shift, a vector as long as the axis.
    axis : int
        The axis.
    eps : float
        Added to the variance, against a division by 0.

    Shapes
    ------
    As the data.

    Examples
    --------
    >>> nd.LayerNorm(nd.array([[1, 3], [10, 30]]), nd.ones(2), nd.zeros(2), eps=0)
    <BLANKLINE>
    [[-1.  1.]
     [-1.  1.]]
    <NDArray 2x2 @cpu(0)>
    """
    return _normalised(xp, "LayerNorm", data, gamma, beta, *_layer_axis(data, axis), eps)


@op(
    lambda F, g, y, data, gamma, beta, eps: _data_vjp(F, g, data, gamma, *_instance_axes(data), eps),
    lambda F, g, y, data, gamma, beta, eps: _gamma_vjp(F, g, data, *_instance_axes(data), eps),
    lambda F, g, y, data, gamma, beta, eps: _beta_vjp(F, g, 1),
    rules=_RULES,
    inputs=3,
)
def InstanceNorm(xp, data, gamma, beta, eps=1e-3):
    """Each channel of each example with mean 0 and variance 1, then scaled and shifted.

    Parameters
    ----------
    data : NDArray
        (batch, channels, …).
    gamma, beta : NDArray
        (channels,): scale and shift.
    eps : float
        Added to the variance, against a division by 0.

    Shapes
    ------
    As the data.

    Examples
    --------
    >>> nd.InstanceNorm(nd.array([[[1, 3]], [[10, 30]]]), nd.ones(1), nd.zeros(1), eps=0)
    <BLANKLINE>
    [[[-1.  1.]]
    <BLANKLINE>
     [[-1.  1.]]]
    <NDArray 2x1x2 @cpu(0)>
    """
    if data.ndim < 3:
        raise MXNetError("InstanceNorm: the data must be (batch, channels, …)", op="InstanceNorm")
    return _normalised(xp, "InstanceNorm", data, gamma, beta, *_instance_axes(data), eps)


def GroupNorm(data, gamma, beta, num_groups=1, eps=1e-5, out=None):
    """Each group of channels of each example with mean 0 and variance 1, then scaled and shifted.

    Parameters
    ----------
    data : NDArray
        (batch, channels, …).
    gamma, beta : NDArray
        (groups,): scale and shift.
    num_groups : int
        Into how many groups the channels are split.
    eps : float
        Added to the variance, against a division by 0.
    out : NDArray
        Where to put the result, instead of a new array.

    Shapes
    ------
    As the data.

    Examples
    --------
    >>> x = nd.array([[[1], [3], [10], [30]]])
    >>> nd.GroupNorm(x, nd.ones(2), nd.zeros(2), num_groups=2, eps=0).reshape(-1)
    <BLANKLINE>
    [-1.  1. -1.  1.]
    <NDArray 4 @cpu(0)>
    """
    if data.shape[1] % num_groups:
        raise error("GroupNorm", (data.shape,), f"{data.shape[1]} channels make no {num_groups} equal groups")
    grouped = data.reshape((data.shape[0], num_groups, -1))
    return functions["reshape_like"](InstanceNorm(grouped, gamma, beta, eps), data, out=out)


def _normalised(xp, name, data, gamma, beta, over, axis, eps):
    for vector in (gamma, beta):
        if vector.shape != (data.shape[axis],):
            reason = f"axis {axis} has {data.shape[axis]} elements, so scale and shift have that size"
            raise error(name, (data.shape, vector.shape), reason, ((0, axis), (1, 0)))
    F = RawOps.of(xp)
    standardised, _ = _standardised(F, data, over, eps)
    return standardised * _along(F, gamma, axis, data.ndim) + _along(F, beta, axis, data.ndim)


for _function in (BatchNorm, GroupNorm):
    _function.__module__ = "engine.nd"
    functions[_function.__name__] = _function
