"""What MXNet keeps under `gluon.contrib`: layers side by side, a cell with a projection."""

from engine.gluon.contrib import nn, rnn

__all__ = ["nn", "rnn"]
