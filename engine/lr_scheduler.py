"""Schedules, for an optimiser's `lr_scheduler`: how the learning rate changes with the number of updates."""

import math


class LRScheduler:
    """The base of schedules: a subclass gives the rate of an update in `_rate(num_update)`, or in `__call__`.

    Parameters
    ----------
    base_lr : float
        The rate to begin with.
    warmup_steps : int
        For so many updates the rate is still on its way to `base_lr`.
    warmup_begin_lr : float
        The rate of the first update.
    warmup_mode : str
        'linear': the rate grows in equal steps; 'constant': it waits.

    Raises ValueError for a warm-up that falls, or of another mode.

    >>> schedule = mx.lr_scheduler.FactorScheduler(step=9, base_lr=1.0, warmup_steps=4, warmup_begin_lr=0.2)
    >>> schedule(0), round(schedule(2), 6), schedule(4)
    (0.2, 0.6, 1.0)
    """

    def __init__(self, base_lr=0.01, warmup_steps=0, warmup_begin_lr=0, warmup_mode="linear"):
        assert isinstance(warmup_steps, int), f"warmup_steps is a whole number, not {warmup_steps!r}"
        if warmup_begin_lr > base_lr:
            raise ValueError(f"warmup_begin_lr, {warmup_begin_lr}, is above base_lr, {base_lr}")
        if warmup_steps < 0:
            raise ValueError(f"warmup_steps is 0 or more, not {warmup_steps}")
        if warmup_mode not in ("linear", "constant"):
            raise ValueError(f"warmup_mode is 'linear' or 'constant', not {warmup_mode!r}")
        self.base_lr = self.warmup_final_lr = base_lr
        self.warmup_steps = warmup_steps
        self.warmup_begin_lr = warmup_begin_lr
        self.warmup_mode = warmup_mode

    def __call__(self, num_update):
        """The learning rate after so many updates."""
        return self.get_warmup_lr(num_update) if num_update < self.warmup_steps else self._rate(num_update)

    def get_warmup_lr(self, num_update):
        """The learning rate of an update within the warm-up."""
        assert num_update < self.warmup_steps, f"the warm-up has {self.warmup_steps} updates"
        if self.warmup_mode == "constant":
            return self.warmup_begin_lr
        share = num_update / self.warmup_steps
        return self.warmup_begin_lr + (self.warmup_final_lr - self.warmup_begin_lr) * share

    def _rate(self, num_update):
        raise NotImplementedError("a schedule writes __call__(self, num_update)")


class FactorScheduler(LRScheduler):
    """Multiplies the rate by `factor` every `step` updates, down to `stop_factor_lr`.

    The rate only goes down: one asked for earlier updates is that of the latest.

    >>> schedule = mx.lr_scheduler.FactorScheduler(step=10, factor=0.5, base_lr=1.0)
    >>> schedule(10), schedule(11), schedule(21)
    (1.0, 0.5, 0.25)
    """

    def __init__(self, step, factor=1, stop_factor_lr=1e-8, base_lr=0.01, **warmup):
        super().__init__(base_lr, **warmup)
        _check(step, factor)
        self.step = step
        self.factor = factor
        self.stop_factor_lr = stop_factor_lr
        self.count = 0

    def _rate(self, num_update):
        while num_update > self.count + self.step:
            self.count += self.step
            self.base_lr = max(self.base_lr * self.factor, self.stop_factor_lr)
        return self.base_lr


class MultiFactorScheduler(LRScheduler):
    """Multiplies the rate by `factor` after each number of updates in the list `step`.

    The rate only goes down: one asked for earlier updates is that of the latest.

    >>> schedule = mx.lr_scheduler.MultiFactorScheduler(step=[5, 8], factor=0.1, base_lr=1.0)
    >>> schedule(5), schedule(6), round(schedule(9), 3)
    (1.0, 0.1, 0.01)
    """

    def __init__(self, step, factor=1, base_lr=0.01, **warmup):
        super().__init__(base_lr, **warmup)
        assert isinstance(step, list) and step, f"step is a list of numbers of updates, not {step!r}"
        for number in step:
            _check(number, factor)
        if sorted(set(step)) != step:
            raise ValueError(f"step is a list of growing numbers, not {step}")
        self.step = step
        self.factor = factor
        self.cur_step_ind = 0

    def _rate(self, num_update):
        while self.cur_step_ind < len(self.step) and num_update > self.step[self.cur_step_ind]:
            self.cur_step_ind += 1
            self.base_lr *= self.factor
        return self.base_lr


class PolyScheduler(LRScheduler):
    """Lowers the rate to `final_lr` along a power of the share of `max_update` that is left.

    >>> schedule = mx.lr_scheduler.PolyScheduler(max_update=10, base_lr=1.0, pwr=1)
    >>> schedule(5), schedule(10)
    (0.5, 0.0)
    """

    def __init__(self, max_update, base_lr=0.01, pwr=2, final_lr=0, **warmup):
        super().__init__(base_lr, **warmup)
        assert isinstance(max_update, int), f"max_update is a whole number, not {max_update!r}"
        if max_update < 1:
            raise ValueError(f"max_update is 1 or more, not {max_update}")
        self.power = pwr
        self.base_lr_orig = base_lr
        self.max_update = max_update
        self.max_steps = max_update - self.warmup_steps
        self.final_lr = final_lr

    def _rate(self, num_update):
        if num_update <= self.max_update:
            share = self._share((num_update - self.warmup_steps) / self.max_steps)
            self.base_lr = self.final_lr + (self.base_lr_orig - self.final_lr) * share
        return self.base_lr

    def _share(self, done):
        """Where the rate stands between its end, 0, and its beginning, 1."""
        return (1 - done) ** self.power


class CosineScheduler(PolyScheduler):
    """Lowers the rate to `final_lr` along half a cosine.

    >>> schedule = mx.lr_scheduler.CosineScheduler(max_update=10, base_lr=1.0)
    >>> round(schedule(5), 6), schedule(10)
    (0.5, 0.0)
    """

    def __init__(self, max_update, base_lr=0.01, final_lr=0, **warmup):
        super().__init__(max_update, base_lr, 1, final_lr, **warmup)

    def _share(self, done):
        return (1 + math.cos(math.pi * done)) / 2


def _check(step, factor):
    if step < 1:
        raise ValueError(f"a rate changes after 1 update or more, not {step}")
    if factor > 1:
        raise ValueError(f"factor is 1 or less, so that the rate falls; not {factor}")
