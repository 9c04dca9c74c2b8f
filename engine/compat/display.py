"""`IPython.display.set_matplotlib_formats`, which the book calls and IPython 9 no longer has.

It is put back when `IPython.display` is imported, or at once if it is; IPython itself is not loaded for it.
"""

import importlib.util
import sys

_NAME = "IPython.display"


def set_matplotlib_formats(*formats, **options):
    """Sets the formats of matplotlib's figures in a notebook, such as 'svg'; outside IPython nothing.

    Needs matplotlib, as all that it changes is matplotlib's.
    """
    shell = sys.modules.get("IPython.core.interactiveshell")
    if shell is not None and shell.InteractiveShell.initialized():
        from matplotlib_inline.backend_inline import set_matplotlib_formats as current

        current(*formats, **options)


def install():
    """Puts the function into `IPython.display`, now or when it is imported."""
    if _NAME in sys.modules:
        _put(sys.modules[_NAME])
    elif not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _put(module):
    if not hasattr(module, "set_matplotlib_formats"):
        module.set_matplotlib_formats = set_matplotlib_formats


class _Finder:
    """Waits for the import of `IPython.display`, and then goes."""

    def find_spec(self, name, path=None, target=None):
        """The module's own spec, with a loader that puts the function in."""
        if name != _NAME:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def load_and_put(module):
            load(module)
            _put(module)

        spec.loader.exec_module = load_and_put
        return spec
