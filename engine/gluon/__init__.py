"""Gluon: layers, losses, data and the trainer, from which networks are put together.

Examples
--------
>>> net = nn.Dense(1)
>>> net.initialize()
>>> trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
>>> loss = gluon.loss.L2Loss()
>>> with autograd.record():
...     l = loss(net(nd.ones((4, 2))), nd.ones(4))
>>> l.backward()
>>> trainer.step(batch_size=4)
"""

from importlib import import_module as _import_module

from engine import nd as _nd
from engine.gluon import data, loss, nn, rnn, utils
from engine.gluon.block import Block, HybridBlock
from engine.gluon.parameter import Constant, DeferredInitializationError, Parameter
from engine.gluon.parameter_dict import ParameterDict
from engine.gluon.trainer import Trainer

__all__ = [
    "Block",
    "Constant",
    "DeferredInitializationError",
    "HybridBlock",
    "Parameter",
    "ParameterDict",
    "Trainer",
    "contrib",
    "data",
    "loss",
    "model_zoo",
    "nn",
    "rnn",
    "utils",
]

dir(_nd)  # layers need its functions that are loaded when first asked for


def __getattr__(name):
    if name in ("contrib", "model_zoo"):  # loaded when first asked for
        return _import_module(f"engine.gluon.{name}")
    raise AttributeError(f"module 'engine.gluon' has no attribute {name!r}")
