"""Parameters: the arrays of a network that training changes, and constants that it leaves alone."""

import warnings

import numpy

from engine import autograd, nd
from engine import init as initializer
from engine.base import MXNetError
from engine.context import Context, current_context

GRAD_REQS = ("write", "add", "null")


class DeferredInitializationError(MXNetError):
    """A parameter was asked for its values before its shape is known: run the network on a batch first."""


class Parameter:
    """An array of a network that training changes, with its gradient, on one device or several.

    Its shape may have sizes that are not known yet, written 0: then `initialize` only notes what to do,
    and the first batch that goes through the network settles the sizes and fills the array.

    Parameters
    ----------
    name : str
        Its full name, such as 'dense0_weight'.
    grad_req : str
        'write': `backward` replaces the gradient; 'add': adds to it; 'null': there is none.
    shape : int or tuple of int
        The shape; 0 for a size that is not known yet.
    dtype : str or type
        The type of the elements.
    lr_mult, wd_mult : float
        Factors on the learning rate and the weight decay, for this parameter alone.
    init : Initializer or str
        How its values are drawn; the network's initialiser if not given.
    allow_deferred_init : bool
        Whether `initialize` may wait for the shape.
    differentiable : bool
        False for values that no gradient changes, such as running statistics.

    Examples
    --------
    >>> w = gluon.Parameter("w", shape=(2, 3))
    >>> w.initialize(init="ones")
    >>> w.data()
    <BLANKLINE>
    [[1. 1. 1.]
     [1. 1. 1.]]
    <NDArray 2x3 @cpu(0)>
    >>> w.grad().shape
    (2, 3)
    """

    def __init__(
        self,
        name,
        grad_req="write",
        shape=None,
        dtype=numpy.float32,
        lr_mult=1.0,
        wd_mult=1.0,
        init=None,
        allow_deferred_init=False,
        differentiable=True,
    ):
        self.name = name
        self.dtype = dtype
        self.lr_mult = lr_mult
        self.wd_mult = wd_mult
        self.init = init
        self._allow_deferred_init = allow_deferred_init
        self._differentiable = differentiable
        self._shape = (shape,) if isinstance(shape, int) else None if shape is None else tuple(shape)
        self._arrays = {}
        self._deferred = None
        self._grad_req = None
        self.grad_req = grad_req

    def __repr__(self):
        return f"{type(self).__name__} {self.name} (shape={self.shape}, dtype={self.dtype})"

    # What it is

    @property
    def shape(self):
        """The shape, with 0 for sizes that are not known yet."""
        return self._shape

    @shape.setter
    def shape(self, shape):
        shape = tuple(shape)
        if self._shape is not None and not _completes(self._shape, shape):
            raise AssertionError(
                f"Parameter '{self.name}' has shape {self._shape}, which {shape} does not fit"
            )
        self._shape = shape

    @property
    def grad_req(self):
        """What `backward` does with the gradient: 'write', 'add' or 'null'."""
        return self._grad_req

    @grad_req.setter
    def grad_req(self, grad_req):
        if grad_req not in GRAD_REQS:
            raise AssertionError(f"grad_req must be one of 'write', 'add' or 'null', not {grad_req!r}")
        grad_req = grad_req if self._differentiable else "null"
        if grad_req != self._grad_req:
            self._grad_req = grad_req
            for array in self._arrays.values():
                self._attach(array)

    @property
    def _data(self):
        """The array on the first device, or None before there is one."""
        return next(iter(self._arrays.values()), None)

    # Making and filling it

    def initialize(self, init=None, ctx=None, default_init="uniform", force_reinit=False):
        """Makes the arrays and draws their values; or notes what to do, where the shape is not known yet.

        Parameters
        ----------
        init : Initializer or str
            How to draw the values; the parameter's own initialiser if not given, else `default_init`.
        ctx : Context or list of Context
            The device, or the devices that each hold a copy.
        default_init : Initializer or str
            For parameters without an initialiser of their own.
        force_reinit : bool
            Draw again where there are values already; without it they stay, with a warning.

        Raises ValueError if the shape is not known and may not wait.
        """
        if self._arrays and not force_reinit:
            warnings.warn(
                f"Parameter '{self.name}' is initialized already and stays so; force_reinit=True draws again",
                stacklevel=2,
            )
            return
        self._arrays = {}
        init = initializer.create(init or self.init or default_init)
        contexts = _contexts(ctx)
        if not _known(self._shape):
            if not self._allow_deferred_init:
                raise ValueError(
                    f"Cannot initialize Parameter '{self.name}' because its shape is {self._shape}"
                )
            self._deferred = init, contexts
        else:
            self._fill(init, contexts)

    def settle(self, shape):
        """Fixes the sizes that were not known, and does what `initialize` had noted."""
        self.shape = shape
        if self._deferred is not None:
            self._fill(*self._deferred)

    def _fill(self, init, contexts, values=None):
        with autograd.pause():
            if values is None:
                values = nd.zeros(self._shape, contexts[0], self.dtype)
                init(initializer.InitDesc(self.name, {"__init__": True}), values)
            self._arrays = {
                context: values if context is values.context else values.copyto(context)
                for context in contexts
            }
        for array in self._arrays.values():
            self._attach(array)
        self._deferred = None

    def _attach(self, array):
        if self._grad_req == "null":
            array._node = None
        else:
            array.attach_grad(self._grad_req)

    def reset_ctx(self, ctx):
        """Moves the values to another device, or devices."""
        contexts = _contexts(ctx)
        if self._arrays:
            values = self._data.detach()
            self._fill(
                None, contexts, values if contexts[0] is values.context else values.copyto(contexts[0])
            )
        elif self._deferred is not None:
            self._deferred = self._deferred[0], contexts
        else:
            raise ValueError(
                f"Cannot reset context for Parameter '{self.name}' because it has not been initialized."
            )

    def cast(self, dtype):
        """Changes the type of the elements."""
        self.dtype = dtype
        for context, array in self._arrays.items():
            self._arrays[context] = array.detach().astype(dtype)
            self._attach(self._arrays[context])

    # Reading and writing

    def data(self, ctx=None):
        """The array, on the given device or the one that there is.

        Raises RuntimeError before `initialize`, DeferredInitializationError while the shape is not known.
        """
        return self._on(ctx)

    def list_data(self):
        """The arrays on all devices."""
        if not self._arrays:
            raise self._why_missing(None)
        return list(self._arrays.values())

    def grad(self, ctx=None):
        """The gradient, on the given device or the one that there is.

        Raises RuntimeError if grad_req is 'null'.
        """
        array = self._on(ctx)
        if self._grad_req == "null":
            raise RuntimeError(
                f"Cannot get gradient array for Parameter '{self.name}' because grad_req='null'"
            )
        return array.grad

    def list_grad(self):
        """The gradients on all devices."""
        return [self.grad(context) for context in self.list_ctx()]

    def list_ctx(self):
        """The devices that hold, or will hold, the values."""
        if self._arrays:
            return list(self._arrays)
        if self._deferred is not None:
            return list(self._deferred[1])
        raise RuntimeError(f"Parameter '{self.name}' has not been initialized")

    def set_data(self, data):
        """Writes values, on every device.

        Raises AssertionError if the shape does not fit.
        """
        self.shape = data.shape
        if self._arrays:
            for array in self._arrays.values():
                data.astype(array.dtype, copy=False).copyto(array)
        elif self._deferred is not None:
            contexts = self._deferred[1]
            self._fill(None, contexts, data.astype(self.dtype).as_in_context(contexts[0]))
        else:
            raise AssertionError(f"Parameter '{self.name}' has not been initialized")

    def take(self, values, ctx=None):
        """Takes values as they come from a file, whether or not there were any before.

        Raises AssertionError if shape or dtype does not fit.
        """
        self.shape = values.shape
        own, given = numpy.dtype(self.dtype), numpy.dtype(values.dtype)
        if own != given:
            raise AssertionError(
                f"Parameter '{self.name}' has dtype {own}, not {given}; cast_dtype=True converts"
            )
        known = self._arrays or self._deferred
        contexts = self.list_ctx() if ctx is None and known else _contexts(ctx)
        self._fill(None, contexts, values.as_in_context(contexts[0]))

    def zero_grad(self):
        """Sets the gradient to 0, on every device."""
        if self._grad_req != "null":
            for array in self._arrays.values():
                array.grad[:] = 0

    def _on(self, ctx):
        arrays = self._arrays
        if ctx is None:
            if len(arrays) > 1:
                ctx = current_context()
            else:
                for array in arrays.values():
                    return array
        array = arrays.get(ctx)
        if array is None:
            raise self._why_missing(ctx)
        return array

    def _why_missing(self, ctx):
        if self._arrays:
            return RuntimeError(
                f"Parameter '{self.name}' was not initialized on context {ctx}. It was only initialized on "
                f"{list(self._arrays)}."
            )
        if self._deferred is not None:
            return DeferredInitializationError(
                f"Parameter '{self.name}' has not been initialized yet because its shape {self._shape} is "
                "not known: pass one batch through the network first, or name the sizes (in_units, …)"
            )
        return RuntimeError(
            f"Parameter '{self.name}' has not been initialized: call initialize() on the network, and make "
            "the Trainer with Block.collect_params(), which holds the parameters of all its blocks"
        )


class Constant(Parameter):
    """An array that belongs to a network and that training leaves alone.

    Parameters
    ----------
    name : str
        Its full name.
    value : NDArray or list
        The values.

    Examples
    --------
    >>> c = gluon.Constant("c", [[1, 2]])
    >>> c.initialize()
    >>> c.data()
    <BLANKLINE>
    [[1. 2.]]
    <NDArray 1x2 @cpu(0)>
    """

    def __init__(self, name, value):
        self.value = value if isinstance(value, nd.NDArray) else nd.array(value)
        super().__init__(
            name,
            grad_req="null",
            shape=self.value.shape,
            dtype=self.value.dtype,
            init=initializer.Constant(self.value),
            differentiable=False,
        )


def _contexts(ctx):
    if ctx is None:
        return [current_context()]
    return [ctx] if isinstance(ctx, Context) else list(ctx)


def _known(shape):
    return shape is not None and all(size > 0 for size in shape)


def _completes(shape, given):
    """Whether the given shape is the known one with its unknown sizes filled in."""
    return len(shape) == len(given) and all(a == b or a <= 0 for a, b in zip(shape, given, strict=True))


def __getattr__(name):
    if name == "ParameterDict":  # which is made of parameters, so its module cannot be loaded before this one
        from engine.gluon.parameter_dict import ParameterDict

        return ParameterDict
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
