"""Finds the engine's modules under the names of MXNet's, each when it is first imported."""

import importlib
from importlib.machinery import ModuleSpec

from engine.compat import nearest


class Finder:
    """A finder and loader, for `sys.meta_path`, of modules by the names of those that stand behind them."""

    def __init__(self, modules):
        self._modules = modules

    def find_spec(self, name, path=None, target=None):
        """What Python asks for at an import; None for other modules."""
        if name in self._modules:
            return ModuleSpec(
                name, self, is_package=any(other.startswith(f"{name}.") for other in self._modules)
            )
        return None

    def create_module(self, spec):
        """The engine's module; its own spec is kept, for Python puts the one of the name in its place."""
        module = importlib.import_module(self._modules[spec.name])
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module):
        """Puts the module's own spec back; it has been executed under its own name."""
        module.__spec__ = module.__spec__.loader_state
        nearest.answer(self._modules)
