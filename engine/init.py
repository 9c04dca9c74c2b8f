"""Initialisers: how the values of a network's parameters are drawn before training.

Examples
--------
>>> net = nn.Dense(2, in_units=3)
>>> net.initialize(init.Constant(0.5))
>>> net.weight.data()
<BLANKLINE>
[[0.5 0.5 0.5]
 [0.5 0.5 0.5]]
<NDArray 2x3 @cpu(0)>
"""

import math

import numpy

from engine.nd import NDArray, array, random

__all__ = [
    "Bilinear",
    "Constant",
    "InitDesc",
    "Initializer",
    "LSTMBias",
    "MSRAPrelu",
    "Normal",
    "One",
    "Orthogonal",
    "Uniform",
    "Xavier",
    "Zero",
    "create",
    "register",
]

_registry = {}


def register(kind):
    """Makes an initialiser known by its name in lower case; decorates its class."""
    _registry[kind.__name__.lower()] = kind
    return kind


def create(init, **options):
    """An initialiser: the one given, or a new one by name, such as 'normal' or 'xavier'.

    Raises AssertionError for a name that is not known.

    >>> init.create("normal", sigma=0.1)
    Normal(sigma=0.1)
    """
    if isinstance(init, Initializer):
        return init
    kind = _registry.get(init.lower()) if isinstance(init, str) else None
    if isinstance(init, type) and issubclass(init, Initializer):
        raise AssertionError(
            f"{init.__name__} is a class of initialisers; make one with brackets, {init.__name__}()"
        )
    if kind is None:
        raise AssertionError(f"there is no initialiser {init!r}; there are {', '.join(sorted(_registry))}")
    return kind(**options)


class InitDesc(str):
    """A parameter's name, with attributes that say more about it."""

    def __new__(cls, name, attrs=None, global_init=None):
        described = super().__new__(cls, name)
        described.attrs = attrs or {}
        described.global_init = global_init
        return described


class Initializer:
    """The base of initialisers: a subclass writes its values in `_init_weight(self, name, data)`.

    Called with a bare name, it goes by the name's end: biases, betas and running means become 0, gammas
    and running variances 1, weights what the subclass makes them.

    Examples
    --------
    >>> class Halves(init.Initializer):
    ...     def _init_weight(self, name, data):
    ...         data[:] = 0.5
    >>> net = nn.Dense(1, in_units=2)
    >>> net.initialize(Halves())
    >>> net.weight.data()
    <BLANKLINE>
    [[0.5 0.5]]
    <NDArray 1x2 @cpu(0)>
    """

    def __init__(self, **options):
        self._kwargs = options

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        register(cls)

    def __call__(self, desc, arr):
        """Fills the array `arr` of the parameter that `desc` names."""
        if getattr(desc, "attrs", {}).get("__init__"):
            self._init_weight(desc, arr)
            return
        for end, fill in _BY_END.items():
            if desc.endswith(end):
                getattr(self, fill)(desc, arr)
                return
        self._init_default(desc, arr)

    def __repr__(self):
        return (
            f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in self._kwargs.items())})"
        )

    def __eq__(self, other):
        return type(self) is type(other) and self.dumps() == other.dumps()

    __hash__ = object.__hash__

    def dumps(self):
        """The name and the options, as JSON."""
        import json  # loaded by who asks

        return json.dumps(
            [type(self).__name__.lower(), self._kwargs], default=lambda value: value.asnumpy().tolist()
        )

    def _init_weight(self, name, data):
        raise NotImplementedError("an initialiser writes its values in _init_weight(self, name, data)")

    def _init_zero(self, name, data):
        data[:] = 0

    def _init_one(self, name, data):
        data[:] = 1

    _init_bias = _init_beta = _init_zero
    _init_gamma = _init_one

    def _init_default(self, name, data):
        raise ValueError(
            f"the name {name!r} does not tell how to initialise it: names end in weight, bias, gamma, beta, "
            "running_mean, running_var"
        )


_BY_END = {
    "weight": "_init_weight",
    "bias": "_init_bias",
    "gamma": "_init_gamma",
    "beta": "_init_beta",
    "running_mean": "_init_zero",
    "running_var": "_init_one",
    "moving_mean": "_init_zero",
    "moving_var": "_init_one",
    "min": "_init_zero",
    "max": "_init_one",
}


class Uniform(Initializer):
    """Numbers drawn uniformly from -scale up to scale. This is what `initialize()` uses by itself.

    Parameters
    ----------
    scale : float
        The bound.
    """

    def __init__(self, scale=0.07):
        super().__init__(scale=scale)
        self.scale = scale

    def _init_weight(self, name, data):
        random.uniform(-self.scale, self.scale, out=data)


class Normal(Initializer):
    """Numbers drawn from a normal distribution around 0.

    Parameters
    ----------
    sigma : float
        The standard deviation.
    """

    def __init__(self, sigma=0.01):
        super().__init__(sigma=sigma)
        self.sigma = sigma

    def _init_weight(self, name, data):
        random.normal(0, self.sigma, out=data)


class Constant(Initializer):
    """One value everywhere, or the values of an array of the parameter's shape.

    Parameters
    ----------
    value : float, NDArray or list
        The value or values.
    """

    def __init__(self, value):
        super().__init__(value=value)
        self.value = value

    def dumps(self):
        """The name and the value as JSON; an array as lists."""
        value = self.value
        value = value.asnumpy() if hasattr(value, "asnumpy") else value
        self._kwargs = {"value": value.tolist() if hasattr(value, "tolist") else value}
        return super().dumps()

    def _init_weight(self, name, data):
        value = self.value
        data[:] = array(value, dtype=data.dtype) if isinstance(value, (list, tuple)) else value


class Zero(Initializer):
    """Zeros."""

    def _init_weight(self, name, data):
        data[:] = 0


class One(Initializer):
    """Ones."""

    def _init_weight(self, name, data):
        data[:] = 1


class Orthogonal(Initializer):
    """Rows that stand at right angles to each other, times a scale.

    Parameters
    ----------
    scale : float
        The length of the rows.
    rand_type : str
        'uniform' or 'normal': the numbers that the rows are made of.
    """

    def __init__(self, scale=1.414, rand_type="uniform"):
        super().__init__(scale=scale, rand_type=rand_type)
        self.scale = scale
        self.rand_type = rand_type

    def _init_weight(self, name, data):
        rows, columns = data.shape[0], math.prod(data.shape[1:])
        draw = random.uniform if self.rand_type == "uniform" else random.normal
        numbers = draw(*((-1, 1) if draw is random.uniform else (0, 1)), (rows, columns), ctx=data.context)
        left, _, right = data.context.xp.linalg.svd(numbers._raw, full_matrices=False)
        basis = left if left.shape == (rows, columns) else right
        data[:] = NDArray((self.scale * basis).reshape(data.shape), data.context)


class Bilinear(Initializer):
    """Weights of a transposed convolution that enlarge images, interpolating between pixels.

    Examples
    --------
    >>> weight = gluon.Parameter("w", shape=(1, 1, 1, 4))
    >>> weight.initialize(init.Bilinear())
    >>> weight.data()
    <BLANKLINE>
    [[[[0.0625 0.1875 0.1875 0.0625]]]]
    <NDArray 1x1x1x4 @cpu(0)>
    """

    def _init_weight(self, name, data):
        height, width = data.shape[2:]
        middle = math.ceil(width / 2)
        off = (2 * middle - 1 - middle % 2) / (2 * middle)
        rows, columns = (1 - numpy.abs(numpy.arange(size) / middle - off) for size in (height, width))
        data[:] = array(numpy.broadcast_to(numpy.outer(rows, columns), data.shape), dtype=data.dtype)


class LSTMBias(Initializer):
    """The biases of an LSTM: zeros, and one number for the gate by which it forgets, so that it keeps more.

    Parameters
    ----------
    forget_bias : float
        The bias of that gate.

    Examples
    --------
    >>> cell = gluon.rnn.LSTMCell(1, i2h_bias_initializer=init.LSTMBias(2.0))
    >>> cell.initialize()
    >>> cell.i2h_bias.data()
    <BLANKLINE>
    [0. 2. 0. 0.]
    <NDArray 4 @cpu(0)>
    """

    def __init__(self, forget_bias=1.0):
        super().__init__(forget_bias=forget_bias)
        self.forget_bias = forget_bias

    def _init_weight(self, name, data):
        size = data.shape[0] // 4
        data[:] = 0
        data[size : 2 * size] = self.forget_bias


class Xavier(Initializer):
    """Numbers whose spread fits the layer: signals keep their size on the way forward and back.

    Parameters
    ----------
    rnd_type : str
        'uniform' or 'gaussian'.
    factor_type : str
        The size that counts: 'in', 'out' or 'avg', the mean of both.
    magnitude : float
        The spread is √(magnitude / size).

    Raises ValueError for a vector, which has no inputs and outputs.
    """

    def __init__(self, rnd_type="uniform", factor_type="avg", magnitude=3):
        super().__init__(rnd_type=rnd_type, factor_type=factor_type, magnitude=magnitude)
        self.rnd_type = rnd_type
        self.factor_type = factor_type
        self.magnitude = float(magnitude)

    def _init_weight(self, name, data):
        shape = data.shape
        if len(shape) < 2:
            raise ValueError(
                f"{type(self).__name__} cannot fill the vector {name}: it needs at least two axes"
            )
        receptive = math.prod(shape[2:])
        fan_in, fan_out = shape[1] * receptive, shape[0] * receptive
        sizes = {"avg": (fan_in + fan_out) / 2, "in": fan_in, "out": fan_out}
        if self.factor_type not in sizes:
            raise ValueError(f"factor_type is 'avg', 'in' or 'out', not {self.factor_type!r}")
        scale = math.sqrt(self.magnitude / sizes[self.factor_type])
        if self.rnd_type == "uniform":
            random.uniform(-scale, scale, out=data)
        elif self.rnd_type == "gaussian":
            random.normal(0, scale, out=data)
        else:
            raise ValueError(f"rnd_type is 'uniform' or 'gaussian', not {self.rnd_type!r}")


class MSRAPrelu(Xavier):
    """Xavier's initialiser for layers with rectifiers, which halve the signal.

    Parameters
    ----------
    factor_type : str
        As in Xavier.
    slope : float
        The rectifier's slope below 0.
    """

    def __init__(self, factor_type="avg", slope=0.25):
        super().__init__("gaussian", factor_type, 2 / (1 + slope**2))
        self._kwargs = {"factor_type": factor_type, "slope": slope}


_registry.update(zeros=Zero, ones=One, gaussian=Normal)
