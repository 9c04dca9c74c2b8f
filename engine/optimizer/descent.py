"""Optimisers that go against the gradient, or against its signs."""

import math

from engine.nd import random
from engine.optimizer.base import Optimizer, zeros


class SGD(Optimizer):
    """Stochastic gradient descent: a step against the gradient, with momentum if asked for.

    Parameters
    ----------
    learning_rate : float
        The size of the steps.
    momentum : float
        The share of the last step that this one keeps.
    """

    _copy_first = False

    def __init__(self, momentum=0.0, lazy_update=True, **options):
        super().__init__(**options)
        self.momentum = momentum

    def create_state(self, index, weight):
        """The last step, if there is momentum."""
        return zeros(weight) if self.momentum else None

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


class Signum(Optimizer):
    """Steps of one size, against the signs of the gradient's moving average.

    Parameters
    ----------
    learning_rate : float
        The size of the steps.
    momentum : float
        The share of the average that is kept; 0 takes the signs of the gradient itself.
    wd_lh : float
        A weight decay beside the signs; `wd` goes into the average.
    """

    def __init__(self, learning_rate=0.01, momentum=0.9, wd_lh=0.0, **options):
        super().__init__(learning_rate=learning_rate, **options)
        self.momentum = momentum
        self.wd_lh = wd_lh

    def create_state(self, index, weight):
        """The average, if there is momentum."""
        return zeros(weight) if self.momentum else None

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        if state is None:
            step = -xp.sign(gradient * self.rescale_grad)
            decay = wd
        else:
            state *= self.momentum
            state -= (1 - self.momentum) * (self._prepared(xp, gradient) + wd * weight)
            step = xp.sign(state)
            decay = self.wd_lh
        weight *= 1 - lr * decay
        weight += lr * step


class SGLD(Optimizer):
    """Half a step against the gradient, and noise of spread √learning_rate: weights drawn by chance."""

    def update(self, index, weight, grad, state):
        """Changes the NDArray `weight`, in place, by its gradient and by chance."""
        super().update(index, weight, grad, state)
        spread = math.sqrt(self._get_lr(index))
        weight += random.normal(0, spread, shape=weight.shape, dtype=weight.dtype, ctx=weight.context)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        weight -= lr / 2 * (self._prepared(xp, gradient) + wd * weight)
