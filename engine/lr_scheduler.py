"""Schedules, for an optimiser's `lr_scheduler`: how the learning rate changes with the number of updates."""

import math


class LRScheduler:
    """The base of schedules: a subclass gives the rate of an update in `_rate(num_update)`.

    Parameters
    ----------
    base_lr : float
        The rate to begin with; the optimiser's `learning_rate` takes its place.
    warmup_steps : int
        For so many updates the rate grows to `base_lr` in equal steps.
    warmup_begin_lr : float
        The rate that it grows from.
    """

    def __init__(self, base_lr=0.01, warmup_steps=0, warmup_begin_lr=0.0):
        self.base_lr = base_lr
        self.warmup_steps = warmup_steps
        self.warmup_begin_lr = warmup_begin_lr

    def __call__(self, num_update):
        """The learning rate after so many updates."""
        if num_update < self.warmup_steps:
            share = num_update / self.warmup_steps
            return self.warmup_begin_lr + (self.base_lr - self.warmup_begin_lr) * share
        return self._rate(num_update)

    def _rate(self, num_update):
        raise NotImplementedError("a schedule writes _rate(self, num_update)")


class FactorScheduler(LRScheduler):
    """Multiplies the rate by `factor` every `step` updates, down to `stop_factor_lr`.

    >>> schedule = mx.lr_scheduler.FactorScheduler(step=10, factor=0.5, base_lr=1.0)
    >>> schedule(10), schedule(11), schedule(21)
    (1.0, 0.5, 0.25)
    """

    def __init__(self, step, factor=1.0, stop_factor_lr=1e-8, base_lr=0.01, **warmup):
        super().__init__(base_lr, **warmup)
        self.step = step
        self.factor = factor
        self.stop_factor_lr = stop_factor_lr

    def _rate(self, num_update):
        times = max(0, math.ceil(num_update / self.step) - 1)
        return max(self.base_lr * self.factor**times, self.stop_factor_lr)


class MultiFactorScheduler(LRScheduler):
    """Multiplies the rate by `factor` after each number of updates in the list `step`.

    >>> schedule = mx.lr_scheduler.MultiFactorScheduler(step=[5, 8], factor=0.1, base_lr=1.0)
    >>> schedule(5), schedule(6), round(schedule(9), 3)
    (1.0, 0.1, 0.01)
    """

    def __init__(self, step, factor=1.0, base_lr=0.01, **warmup):
        super().__init__(base_lr, **warmup)
        self.step = step
        self.factor = factor

    def _rate(self, num_update):
        return self.base_lr * self.factor ** sum(num_update > step for step in self.step)


class PolyScheduler(LRScheduler):
    """Lowers the rate to `final_lr` along a power of the share of `max_update` that is left.

    >>> schedule = mx.lr_scheduler.PolyScheduler(max_update=10, base_lr=1.0, pwr=1)
    >>> schedule(5), schedule(10)
    (0.5, 0.0)
    """

    def __init__(self, max_update, base_lr=0.01, pwr=2, final_lr=0, **warmup):
        super().__init__(base_lr, **warmup)
        self.max_update = max_update
        self.pwr = pwr
        self.final_lr = final_lr

    def _rate(self, num_update):
        return self.final_lr + (self.base_lr - self.final_lr) * self._left(num_update) ** self.pwr

    def _left(self, num_update):
        steps = self.max_update - self.warmup_steps
        return max(0.0, 1 - (num_update - self.warmup_steps) / steps)


class CosineScheduler(PolyScheduler):
    """Lowers the rate to `final_lr` along half a cosine.

    >>> schedule = mx.lr_scheduler.CosineScheduler(max_update=10, base_lr=1.0)
    >>> round(schedule(5), 6), schedule(10)
    (0.5, 0.0)
    """

    def __init__(self, max_update, base_lr=0.01, final_lr=0, **warmup):
        super().__init__(max_update, base_lr, 1, final_lr, **warmup)

    def _rate(self, num_update):
        share = (1 - math.cos(math.pi * self._left(num_update))) / 2
        return self.final_lr + (self.base_lr - self.final_lr) * share
