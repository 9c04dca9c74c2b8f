"""Optimisers: how a gradient changes a parameter. `gluon.Trainer` makes one by its name.

All of them multiply the gradient by `rescale_grad` first (the trainer sets it to 1 / batch size), then
clip it, if asked to. `wd`, the weight decay, draws weights towards 0 by that share of the learning rate.
"""

from engine.optimizer.adam import FTML, LAMB, Adam, Adamax, Nadam
from engine.optimizer.adaptive import AdaDelta, AdaGrad, Ftrl, RMSProp
from engine.optimizer.base import Optimizer, Updater, create, get_updater, register
from engine.optimizer.descent import NAG, SGD, SGLD, Signum

__all__ = [
    "FTML",
    "LAMB",
    "NAG",
    "SGD",
    "SGLD",
    "AdaDelta",
    "AdaGrad",
    "Adam",
    "Adamax",
    "Ftrl",
    "Nadam",
    "Optimizer",
    "RMSProp",
    "Signum",
    "Updater",
    "create",
    "get_updater",
    "register",
]


def __dir__():
    return __all__
