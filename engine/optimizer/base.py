"""What all optimisers share: learning rates, counts of updates, states, and finding one by its name."""

import warnings

import numpy

from engine.nd import NDArray

_registry = {}


def register(kind):
    """Makes an optimiser known by its name in lower case; decorates its class."""
    _registry[kind.__name__.lower()] = kind
    return kind


def create(name, **options):
    """An optimiser by its name, such as 'sgd' or 'adam'.

    Raises ValueError for a name that is not known.

    >>> mx.optimizer.create("sgd", learning_rate=0.1).learning_rate
    0.1
    """
    kind = _registry.get(name.lower()) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(f"Cannot find optimizer {name!r}; there are {', '.join(sorted(_registry))}")
    return kind(**options)


class Optimizer:
    """The base of optimisers: a subclass makes its state and writes `_step` on raw arrays, or `update`.

    Parameters
    ----------
    rescale_grad : float
        A factor on the gradients.
    param_idx2name : dict
        The parameters' names by index, for multipliers by name.
    wd : float
        The weight decay.
    clip_gradient : float
        Cuts every element of the gradient to ± this; None leaves it.
    learning_rate : float
        The size of the steps; 0.01 if neither this nor a schedule is given.
    lr_scheduler : callable
        Gives the learning rate from the number of updates so far.
    begin_num_update : int
        The number that counting begins from.
    multi_precision : bool
        Keep a float32 copy of float16 weights, and step on that.
    param_dict : dict
        Parameters by index; their `lr_mult` and `wd_mult` count.

    >>> class Signs(mx.optimizer.Optimizer):
    ...     def _step(self, xp, weight, gradient, state, lr, wd, count):
    ...         weight -= lr * xp.sign(gradient)
    >>> weight, gradient = nd.array([1, 1]), nd.array([5, -5])
    >>> Signs(learning_rate=0.5).update(0, weight, gradient, None)
    >>> weight
    <BLANKLINE>
    [0.5 1.5]
    <NDArray 2 @cpu(0)>
    """

    #: Whether the float32 weights come before the state that is theirs.
    _copy_first = True

    def __init__(
        self,
        rescale_grad=1.0,
        param_idx2name=None,
        wd=0.0,
        clip_gradient=None,
        learning_rate=None,
        lr_scheduler=None,
        begin_num_update=0,
        multi_precision=False,
        param_dict=None,
    ):
        if lr_scheduler is not None and learning_rate not in (None, lr_scheduler.base_lr):
            warnings.warn(
                f"the schedule begins from learning_rate={learning_rate}, and not from its own base_lr",
                stacklevel=3,
            )
            lr_scheduler.base_lr = learning_rate
        self.lr = 0.01 if learning_rate is None and lr_scheduler is None else learning_rate
        self.lr_scheduler = lr_scheduler
        self.wd = wd
        self.rescale_grad = rescale_grad
        self.clip_gradient = clip_gradient
        self.multi_precision = multi_precision
        self.param_dict = param_dict or {}
        self.idx2name = dict(param_idx2name or {})
        self.begin_num_update = self.num_update = begin_num_update
        self._all_counts, self._index_update_count = {}, {}
        self.set_lr_mult({})
        self.set_wd_mult({})

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        register(cls)

    @property
    def learning_rate(self):
        """The learning rate now."""
        return self.lr if self.lr_scheduler is None else self.lr_scheduler(self.num_update)

    def set_learning_rate(self, lr):
        """Changes the learning rate; raises UserWarning if a schedule sets it."""
        if self.lr_scheduler is not None:
            raise UserWarning("the learning rate comes from lr_scheduler, and cannot be set")
        self.lr = lr

    def set_lr_mult(self, args_lr_mult):
        """Factors on the learning rate, by the parameters' indices or names; others keep 1."""
        self.lr_mult = dict(args_lr_mult)

    def set_wd_mult(self, args_wd_mult):
        """Factors on the weight decay, by the parameters' indices or names.

        Others keep 1, but those known by names that end neither in _weight nor in _gamma: 0.
        """
        bare = [name for name in self.idx2name.values() if not name.endswith(("_weight", "_gamma"))]
        self.wd_mult = {**dict.fromkeys(bare, 0.0), **args_wd_mult}

    def create_state(self, index, weight):
        """What the optimiser remembers of a parameter between steps: NDArrays, or None."""
        return None

    def create_state_multi_precision(self, index, weight):
        """What `create_state` gives; with `multi_precision`, float32 weights and the state that is theirs."""
        if weight.dtype != numpy.float16:
            return self.create_state(index, weight)
        if not self.multi_precision:
            warnings.warn(
                "sums in float16 lose digits; multi_precision=True keeps float32 copies", stacklevel=2
            )
            return self.create_state(index, weight)
        copy = weight.astype("float32")
        pair = copy, self.create_state(index, copy)
        return pair if self._copy_first else pair[::-1]

    def update(self, index, weight, grad, state):
        """Changes the NDArray `weight`, in place, by its gradient."""
        count = self._update_count(index, weight.context)
        lr, wd = self._get_lr(index), self._get_wd(index)
        self._step(weight.context.xp, weight._raw, grad._raw, _raw(state), lr, wd, count)

    def update_multi_precision(self, index, weight, grad, state):
        """Changes the NDArray `weight`; float16 by way of its float32 copy, if there is one."""
        if not self.multi_precision or weight.dtype != numpy.float16:
            self.update(index, weight, grad, state)
            return
        copy, own = state if self._copy_first else state[::-1]
        self.update(index, copy, grad.astype("float32"), own)
        weight[:] = copy.astype("float16")

    def update_all(self, indices, weights, grads, states):
        """Changes all parameters on one device."""
        update = self.update_multi_precision if self.multi_precision else self.update
        for index, weight, grad, state in zip(indices, weights, grads, states, strict=True):
            update(index, weight, grad, state)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        """Changes the raw array `weight` in place; `count` says the how manieth step it is."""
        raise NotImplementedError("an optimiser writes _step or update")

    def _update_count(self, index, context=None):
        """Counts an update of a parameter on a device, or where the last was, and gives their number."""
        if context is not None:
            self._index_update_count = self._all_counts.setdefault(context, {})
        counts = self._index_update_count
        count = counts[index] = counts.get(index, self.begin_num_update) + 1
        self.num_update = max(self.num_update, count)
        return count

    def _get_lr(self, index):
        """The learning rate of a parameter."""
        return self.learning_rate * self._multiplier(index, "lr_mult")

    def _get_wd(self, index):
        """The weight decay of a parameter."""
        return self.wd * self._multiplier(index, "wd_mult")

    def _multiplier(self, index, kind):
        parameter = self.param_dict.get(index)
        if parameter is not None:
            return getattr(parameter, kind)
        known = getattr(self, kind)
        return known.get(index, known.get(self.idx2name.get(index), 1.0)) if known else 1.0

    def _prepared(self, xp, gradient, decay=None):
        """The gradient scaled, with a share of weights added if given, and then clipped: a new array."""
        gradient = gradient * self.rescale_grad
        if decay is not None:
            gradient += decay
        if self.clip_gradient is not None:
            xp.clip(gradient, -self.clip_gradient, self.clip_gradient, out=gradient)
        return gradient


class Updater:
    """An optimiser with the states of the parameters that it has seen: a function that makes steps.

    Parameters
    ----------
    optimizer : Optimizer
        Makes the steps.

    >>> step = mx.optimizer.get_updater(mx.optimizer.create("sgd", learning_rate=0.5))
    >>> weight = nd.ones(2)
    >>> step(0, nd.array([1, -1]), weight)
    >>> weight
    <BLANKLINE>
    [0.5 1.5]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.states = {}

    def __call__(self, index, grad, weight):
        if isinstance(index, (list, tuple)):
            for one in zip(index, grad, weight, strict=True):
                self(*one)
            return
        if index not in self.states:
            self.states[index] = self.optimizer.create_state_multi_precision(index, weight)
        self.optimizer.update_multi_precision(index, weight, grad, self.states[index])


def get_updater(optimizer):
    """A function `step(index, grad, weight)` that updates weights, and keeps their states."""
    return Updater(optimizer)


def zeros(weight):
    """A state of a parameter's shape, that begins with zeros."""
    return NDArray(weight.context.xp.zeros_like(weight._raw), weight.context)


def move(average, value, kept):
    """Moves an average towards a value, keeping a share of what it was."""
    average *= kept
    average += (1 - kept) * value


def _raw(state):
    """The raw arrays of a state."""
    if isinstance(state, NDArray):
        return state._raw
    return state if state is None else tuple(_raw(part) for part in state)
