"""Optimisers that give every weight a learning rate of its own."""

from engine.optimizer.base import Optimizer, move, zeros


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
        return zeros(weight)

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
        return tuple(zeros(weight) for _ in range(3 if self.centered else 1))

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient, wd * weight if wd else None)
        move(state[0], gradient * gradient, self.gamma1)
        if self.centered:
            squares, mean, step = state
            move(mean, gradient, self.gamma1)
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
        return zeros(weight), zeros(weight)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient)
        squares, steps = state
        move(squares, gradient * gradient, self.rho)
        step = xp.sqrt(steps + self.epsilon) / xp.sqrt(squares + self.epsilon) * gradient
        move(steps, step * step, self.rho)
        weight -= step + wd * weight


class Ftrl(Optimizer):
    """Follows the regularised leader: weights whose gradients stay small are exactly 0.

    Parameters
    ----------
    lamda1 : float
        How much a weight must be pulled before it leaves 0.
    learning_rate : float
        The size of the steps.
    beta : float
        Keeps the first steps small.
    """

    def __init__(self, lamda1=0.01, learning_rate=0.1, beta=1, **options):
        super().__init__(**options)
        self.lamda1 = lamda1
        self.beta = beta
        self.lr = learning_rate

    def create_state(self, index, weight):
        """The pull on each weight, and the sum of the squares."""
        return zeros(weight), zeros(weight)

    def _step(self, xp, weight, gradient, state, lr, wd, count):
        gradient = self._prepared(xp, gradient)
        pull, squares = state
        before = xp.sqrt(squares)
        squares += gradient * gradient
        after = xp.sqrt(squares)
        pull += gradient - (after - before) * weight / lr
        stays = xp.abs(pull) <= self.lamda1
        moved = (xp.sign(pull) * self.lamda1 - pull) / ((self.beta + after) / lr + wd)
        weight[...] = xp.where(stays, 0, moved)  # `weight[stays] = 0` would make the host wait for a GPU
