"""Networks that are known by name, made of Gluon's layers: residual networks, in `vision`."""

from engine.gluon.model_zoo import vision

__all__ = ["vision"]
