"""Methods that give a view where they are asked to: `inplace=True`."""

import functools
import inspect

from engine.ndarray import NDArray
from engine.ops.dispatch import functions

_WORDS = """inplace : bool
    Share memory with this array, so that a write reaches both; else the result is a copy.
"""


def _viewing(name):
    """The method of a function that only changes the shape, with `inplace`."""
    function = functions[name]

    @functools.wraps(function)
    def method(self, *args, inplace=False, **options):
        result = function(self, *args, **options)
        return self.reshape(result.shape) if inplace else result

    signature = inspect.signature(function)
    extra = inspect.Parameter("inplace", inspect.Parameter.KEYWORD_ONLY, default=False)
    method.__signature__ = signature.replace(parameters=[*signature.parameters.values(), extra])
    method.__doc__ = function.__doc__.replace("\nReturns\n", f"{_WORDS}\nReturns\n", 1)
    return method


for _name in ("expand_dims", "flatten", "squeeze"):
    setattr(NDArray, _name, _viewing(_name))
