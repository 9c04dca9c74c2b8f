"""Single steps of optimisers as functions of `nd`: `nd.sgd_update(weight, grad, lr=0.1, out=weight)`.

They are the optimisers' own steps, for those who write an optimiser or a loop themselves. States are changed
in place, and the weight where it is `out` too.
"""

from typing import NamedTuple

from engine.optimizer.adam import FTML, Adam
from engine.optimizer.adaptive import Ftrl, RMSProp
from engine.optimizer.base import Optimizer
from engine.optimizer.descent import NAG, SGD, Signum

#: A count of steps at which averages need no correction any more.
_LATE = 10**9


class Step(NamedTuple):
    """Whose step a function is, how many states it has, and the options that it sets."""

    optimizer: type[Optimizer]
    states: int
    options: dict = {}  # noqa: RUF012


_STEPS = {
    "sgd_update": Step(SGD, 0),
    "sgd_mom_update": Step(SGD, 1),
    "nag_mom_update": Step(NAG, 1),
    "signsgd_update": Step(Signum, 0, {"momentum": 0}),
    "signum_update": Step(Signum, 1, {"momentum": 0}),
    "adam_update": Step(Adam, 2),
    "rmsprop_update": Step(RMSProp, 1, {"gamma1": 0.95}),
    "rmspropalex_update": Step(RMSProp, 3, {"gamma1": 0.95, "centered": True}),
    "ftrl_update": Step(Ftrl, 2),
    "ftml_update": Step(FTML, 3),
}


def named(name):
    """The function of this name, or None.

    >>> weight = nd.ones(2)
    >>> nd.sgd_update(weight, nd.array([1, -1]), lr=0.5, out=weight)
    <BLANKLINE>
    [0.5 1.5]
    <NDArray 2 @cpu(0)>
    """
    step = _STEPS.get(name)
    if step is None:
        return None

    def update(
        weight, grad, *states, lr, wd=0.0, rescale_grad=1.0, clip_gradient=-1.0, t=_LATE, out=None, **options
    ):
        if len(states) != step.states:
            raise TypeError(f"{name} takes weight, grad and {step.states} states")
        clip = options.pop("clip_grad", clip_gradient)
        options = {**step.options, **options, "rescale_grad": rescale_grad}
        options["clip_gradient"] = None if clip < 0 else clip
        raw = tuple(state._raw for state in states)
        if step.optimizer in (SGD, NAG, Signum):  # which have one state or none
            raw = raw[0] if raw else None
        result = weight.copy() if out is not weight else weight
        step.optimizer(**options)._step(weight.context.xp, result._raw, grad._raw, raw, lr, wd, t)
        return result if out is None or out is weight else result.copyto(out)

    update.__name__ = update.__qualname__ = name
    update.__doc__ = f"One step of `{step.optimizer.__name__}`, whose options it takes by name."
    return update
