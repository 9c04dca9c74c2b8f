"""A module's answer to a name that it does not have: the nearest one that it has."""

import sys
from types import ModuleType


def answer(modules):
    """Lets those of the modules, by name and by the module's own name, that are loaded answer so."""
    for name, path in modules.items():
        if path in sys.modules:
            _suggest(sys.modules[path], name, modules)


def _suggest(module, name, modules):
    """Lets a module, known as `name`, answer for what it does not have.

    A module that finds names by itself keeps doing so first, and modules that it loads for it answer too.
    """
    own = vars(module).get("__getattr__")
    if getattr(own, "suggests", False):
        return

    def missing(attribute):
        if own is not None:
            try:
                found = own(attribute)
            except AttributeError:
                pass
            else:
                if isinstance(found, ModuleType):
                    answer(modules)
                return found
        raise AttributeError(_sentence(module, name, attribute), name=attribute, obj=module)

    missing.suggests = True
    module.__getattr__ = missing


def _sentence(module, name, attribute):
    sentence = f"{name} has no {attribute!r}"
    if attribute.startswith("_"):
        return sentence
    import difflib  # loaded at the first mistake

    public = getattr(module, "__all__", None) or [known for known in dir(module) if not known.startswith("_")]
    small = {known.lower(): known for known in public}
    near = difflib.get_close_matches(attribute.lower(), small, n=1, cutoff=0.7)
    return f"{sentence}; did you mean {small[near[0]]!r}?" if near else sentence
