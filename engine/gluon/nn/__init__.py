"""Layers, and containers that chain them.

Examples
--------
>>> net = nn.Sequential()
>>> net.add(nn.Dense(256, activation="relu"), nn.Dense(10))
>>> net.initialize(init.Normal(sigma=0.01))
>>> net(nd.ones((2, 784))).shape
(2, 10)
"""

from engine.gluon.block import Block, HybridBlock
from engine.gluon.nn.containers import HybridSequential, Sequential
from engine.gluon.nn.layers import Activation, Dense, Dropout, Embedding, Flatten, HybridLambda, Lambda

__all__ = [
    "Activation",
    "Block",
    "Dense",
    "Dropout",
    "Embedding",
    "Flatten",
    "HybridBlock",
    "HybridLambda",
    "HybridSequential",
    "Lambda",
    "Sequential",
]
