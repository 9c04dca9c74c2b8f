"""Adam and its relatives: averages of gradients and of their squares."""

import math

import numpy

from engine.optimizer.base import Optimizer, move, zeros


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
        self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, lazy_update=True, **options
    ):
        super().__init__(learning_rate=learning_rate, **options)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon

    def create_state(self, index, weight):
        """The averages of gradients and of their squares."""
        return zeros(weight), zeros(weight)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient, wd * weight if wd else None)
        mean, squares = state
        move(mean, gradient, single(self.beta1))
        move(squares, gradient * gradient, single(self.beta2))
        lr *= math.sqrt(1 - self.beta2**count) / (1 - self.beta1**count)
        weight -= lr * mean / (xp.sqrt(squares) + self.epsilon)


class Adamax(Optimizer):
    """Adam with the largest gradient so far, which fades, in place of the average of squares.

    Parameters
    ----------
    learning_rate : float
        The size of the steps.
    beta1, beta2 : float
        The shares of the average and of the largest that are kept each step.
    """

    def __init__(self, learning_rate=0.002, beta1=0.9, beta2=0.999, **options):
        super().__init__(learning_rate=learning_rate, **options)
        self.beta1 = beta1
        self.beta2 = beta2

    def create_state(self, index, weight):
        """The average of gradients, and the largest."""
        return zeros(weight), zeros(weight)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient, wd * weight)
        mean, largest = state
        move(mean, gradient, self.beta1)
        largest *= self.beta2
        xp.maximum(largest, xp.abs(gradient), out=largest)
        weight -= lr / (1 - self.beta1**count) * mean / largest


class Nadam(Optimizer):
    """Adam with Nesterov's momentum, which grows during the first steps.

    Parameters
    ----------
    learning_rate : float
        The size of the steps.
    beta1, beta2 : float
        The shares of the averages, of gradients and of their squares, that are kept each step.
    epsilon : float
        Keeps the division from 0.
    schedule_decay : float
        How fast the momentum grows.
    """

    def __init__(
        self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, schedule_decay=0.004, **options
    ):
        super().__init__(learning_rate=learning_rate, **options)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.schedule_decay = schedule_decay
        self.m_schedule = 1.0

    def create_state(self, index, weight):
        """The averages of gradients and of their squares."""
        return zeros(weight), zeros(weight)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient, wd * weight)
        now, later = (self.beta1 * (1 - 0.5 * 0.96 ** (t * self.schedule_decay)) for t in (count, count + 1))
        self.m_schedule *= now  # one product over all parameters, as MXNet has it
        mean, squares = state
        move(mean, gradient, self.beta1)
        move(squares, gradient * gradient, self.beta2)
        ahead = (1 - now) / (1 - self.m_schedule) * gradient
        ahead += later / (1 - self.m_schedule * later) * mean
        weight -= lr * ahead / (xp.sqrt(squares / (1 - self.beta2**count)) + self.epsilon)


class LAMB(Optimizer):
    """Adam whose steps are in proportion to the length of each parameter: for large batches.

    Parameters
    ----------
    learning_rate : float
        The size of the steps, as a share of a parameter's length.
    beta1, beta2 : float
        The shares of the averages, of gradients and of their squares, that are kept each step.
    epsilon : float
        Keeps the division from 0.
    lower_bound, upper_bound : float
        Between these a parameter's length counts; None leaves it.
    bias_correction : bool
        Correct the averages for their start from 0.
    """

    def __init__(
        self,
        learning_rate=0.001,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-6,
        lower_bound=None,
        upper_bound=None,
        bias_correction=True,
        **options,
    ):
        super().__init__(learning_rate=learning_rate, **options)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.lower_bound = lower_bound
        self.upper_bound = upper_bound
        self.bias_correction = bias_correction

    def create_state(self, index, weight):
        """The averages of gradients and of their squares."""
        return zeros(weight), zeros(weight)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient)
        mean, squares = state
        beta1, beta2 = single(self.beta1), single(self.beta2)
        move(mean, gradient, beta1)
        move(squares, gradient * gradient, beta2)
        ahead, spread = mean, squares
        if self.bias_correction:
            ahead, spread = mean / (1 - beta1**count), squares / (1 - beta2**count)
        step = ahead / (xp.sqrt(spread) + self.epsilon) + wd * weight
        length, stride = xp.sqrt((weight * weight).sum()), xp.sqrt((step * step).sum())
        if self.lower_bound or self.upper_bound:
            length = xp.clip(length, self.lower_bound or None, self.upper_bound or None)
        # On the device, so that nothing is read back: where either is 0, the ratio is 1.
        ratio = xp.where((length > 0) & (stride > 0), length / xp.where(stride > 0, stride, 1), 1)
        weight -= lr * ratio.astype(weight.dtype) * step


class FTML(Optimizer):
    """Follows the moving leader: the newest gradients count most.

    Parameters
    ----------
    beta1, beta2 : float
        The shares of the averages, of what pulls and of squares, that are kept each step.
    epsilon : float
        Keeps the division from 0.
    """

    def __init__(self, beta1=0.6, beta2=0.999, epsilon=1e-8, **options):
        super().__init__(**options)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon

    def create_state(self, index, weight):
        """The weight of the past, the average of squares, the pull."""
        return zeros(weight), zeros(weight), zeros(weight)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient, wd * weight)
        past, squares, pull = state
        beta1, beta2 = single(self.beta1), single(self.beta2)
        move(squares, gradient * gradient, beta2)
        now = xp.sqrt(squares / (1 - beta2**count)) + self.epsilon
        now *= (1 - beta1**count) / lr
        pull *= beta1
        pull += (1 - beta1) * gradient - (now - beta1 * past) * weight
        past[...] = now
        weight[...] = -pull / now


def single(number):
    """A number as float32 has it: MXNet's kernels take 1 - 0.999 from that, and get 0.00100005."""
    return float(numpy.float32(number))
