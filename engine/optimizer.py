"""Optimisers: how a gradient changes a parameter. `gluon.Trainer` makes one by its name.

All of them multiply the gradient by `rescale_grad` first (the trainer sets it to 1 / batch size), then
clip it, if asked to. `wd`, the weight decay, draws weights towards 0 by that share of the learning rate.
"""

import math

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
    """The base of optimisers: a subclass makes its state and writes `_step` on raw arrays.

    Parameters
    ----------
    learning_rate : float
        The size of the steps.
    wd : float
        The weight decay.
    rescale_grad : float
        A factor on the gradients.
    clip_gradient : float
        Cuts every element of the gradient to ± this; None leaves it.
    lr_scheduler : callable
        Gives the learning rate from the number of updates so far.
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

    def __init__(
        self,
        learning_rate=0.01,
        wd=0.0,
        rescale_grad=1.0,
        clip_gradient=None,
        lr_scheduler=None,
        param_dict=None,
    ):
        self.lr = learning_rate
        self.wd = wd
        self.rescale_grad = rescale_grad
        self.clip_gradient = clip_gradient
        self.lr_scheduler = lr_scheduler
        self.param_dict = param_dict or {}
        self.num_update = 0
        self._counts = {}
        if lr_scheduler is not None:
            lr_scheduler.base_lr = learning_rate

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

    def create_state(self, index, weight):
        """What the optimiser remembers of a parameter between steps; None if nothing."""
        return None

    def update(self, index, weight, grad, state):
        """Changes the NDArray `weight`, in place, by its gradient."""
        key = weight.context, index
        count = self._counts[key] = self._counts.get(key, 0) + 1
        self.num_update = max(self.num_update, count)
        parameter = self.param_dict.get(index)
        lr, wd = self.learning_rate, self.wd
        if parameter is not None:
            lr, wd = lr * parameter.lr_mult, wd * parameter.wd_mult
        self._step(weight.context.xp, weight._raw, grad._raw, state, lr, wd, count)

    def update_all(self, indices, weights, grads, states):
        """Changes all parameters on one device."""
        for index, weight, grad, state in zip(indices, weights, grads, states, strict=True):
            self.update(index, weight, grad, state)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        """Changes the raw array `weight` in place; `count` says the how manieth step it is."""
        raise NotImplementedError("an optimiser writes _step or update")

    def _prepared(self, xp, gradient):
        """The gradient, scaled and clipped: a new array."""
        gradient = gradient * self.rescale_grad
        if self.clip_gradient is not None:
            xp.clip(gradient, -self.clip_gradient, self.clip_gradient, out=gradient)
        return gradient


class SGD(Optimizer):
    """Stochastic gradient descent: a step against the gradient, with momentum if asked for.

    Parameters
    ----------
    learning_rate : float
        The size of the steps.
    momentum : float
        The share of the last step that this one keeps.
    """

    def __init__(self, learning_rate=0.01, momentum=0.0, lazy_update=False, **options):
        super().__init__(learning_rate=learning_rate, **options)
        self.momentum = momentum

    def create_state(self, index, weight):
        """The last step, if there is momentum."""
        return _zeros(weight) if self.momentum else None

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        if self.clip_gradient is None:
            step = gradient * (lr * self.rescale_grad)
        else:
            step = self._prepared(xp, gradient)
            step *= lr
        if wd:
            step += lr * wd * weight
        if state is not None:
            state *= self.momentum
            state -= step
            weight += state
        else:
            weight -= step


class NAG(SGD):
    """Nesterov's momentum: the step counts as made before the gradient's share is added."""

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient)
        step = lr * (gradient + wd * weight)
        if state is None:
            weight -= step
        else:
            state *= self.momentum
            weight += self.momentum * (state - step) - step
            state -= lr * (gradient + wd * weight)  # the decay of the new weight, as MXNet has it


class AdaGrad(Optimizer):
    """Every weight has a learning rate of its own, which falls with the squares of its gradients.

    Parameters
    ----------
    eps : float
        Keeps the division from 0.
    """

    def __init__(self, eps=1e-7, **options):
        super().__init__(**options)
        self.eps = eps

    def create_state(self, index, weight):
        """The sum of the squares."""
        return _zeros(weight)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient)
        state += gradient * gradient
        weight -= lr * (gradient / xp.sqrt(state + self.eps) + wd * weight)


class RMSProp(Optimizer):
    """AdaGrad with a memory that fades: a moving average of the squares.

    Parameters
    ----------
    learning_rate : float
        The size of the steps.
    gamma1 : float
        The share of the averages that is kept each step.
    gamma2 : float
        The momentum, in the centred form.
    epsilon : float
        Keeps the division from 0.
    centered : bool
        Divide by the spread around the mean gradient, with momentum.
    clip_weights : float
        Cuts the weights to ± this; None leaves them.
    """

    def __init__(
        self,
        learning_rate=0.001,
        gamma1=0.9,
        gamma2=0.9,
        epsilon=1e-8,
        centered=False,
        clip_weights=None,
        **options,
    ):
        super().__init__(learning_rate=learning_rate, **options)
        self.gamma1 = gamma1
        self.gamma2 = gamma2
        self.epsilon = epsilon
        self.centered = centered
        self.clip_weights = clip_weights

    def create_state(self, index, weight):
        """The average of the squares; also of the gradients, and the last step, in the centred form."""
        return [_zeros(weight) for _ in range(3 if self.centered else 1)]

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient)
        gradient += wd * weight
        _move(state[0], gradient * gradient, self.gamma1)
        if self.centered:
            squares, mean, step = state
            _move(mean, gradient, self.gamma1)
            step *= self.gamma2
            step -= lr * gradient / xp.sqrt(squares - mean * mean + self.epsilon)
            weight += step
        else:
            weight -= lr * gradient / xp.sqrt(state[0] + self.epsilon)
        if self.clip_weights:
            xp.clip(weight, -self.clip_weights, self.clip_weights, out=weight)


class AdaDelta(Optimizer):
    """RMSProp without a learning rate: the size of past steps takes its place.

    Parameters
    ----------
    rho : float
        The share of the averages that is kept each step.
    epsilon : float
        Keeps the first steps from 0.
    """

    def __init__(self, rho=0.9, epsilon=1e-5, **options):
        super().__init__(**options)
        self.rho = rho
        self.epsilon = epsilon

    def create_state(self, index, weight):
        """The averages of the squares of gradients and of steps."""
        return [_zeros(weight), _zeros(weight)]

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient)
        squares, steps = state
        _move(squares, gradient * gradient, self.rho)
        step = xp.sqrt(steps + self.epsilon) / xp.sqrt(squares + self.epsilon) * gradient
        _move(steps, step * step, self.rho)
        weight -= step + wd * weight


class Adam(Optimizer):
    """Momentum and RMSProp together, corrected for their start from 0.

    Parameters
    ----------
    learning_rate : float
        The size of the steps.
    beta1, beta2 : float
        The shares of the averages, of gradients and of their squares, that are kept each step.
    epsilon : float
        Keeps the division from 0.
    """

    def __init__(
        self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, lazy_update=False, **options
    ):
        super().__init__(learning_rate=learning_rate, **options)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon

    def create_state(self, index, weight):
        """The averages of gradients and of their squares."""
        return [_zeros(weight), _zeros(weight)]

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = gradient * self.rescale_grad
        gradient += wd * weight
        if self.clip_gradient is not None:
            xp.clip(gradient, -self.clip_gradient, self.clip_gradient, out=gradient)
        mean, squares = state
        _move(mean, gradient, self.beta1)
        _move(squares, gradient * gradient, self.beta2)
        lr *= math.sqrt(1 - self.beta2**count) / (1 - self.beta1**count)
        weight -= lr * mean / (xp.sqrt(squares) + self.epsilon)


def _zeros(weight):
    return weight.context.xp.zeros_like(weight._raw)


def _move(average, value, kept):
    """Moves an average towards a value, keeping a share of what it was."""
    average *= kept
    average += (1 - kept) * value
