"""What MXNet keeps under `gluon.contrib`: layers side by side."""

from engine.gluon.contrib import nn

__all__ = ["nn"]
