"""ParameterDict: the parameters of a block, by name."""

import numpy

from engine import nd
from engine.gluon.parameter import Constant, Parameter


class ParameterDict:
    """Parameters by their full names, in the order of the layers.

    Parameters
    ----------
    prefix : str
        Stands in front of the name of every parameter that `get` makes.
    shared : ParameterDict
        Where `get` looks first, so that two layers can share parameters.

    Examples
    --------
    >>> params = gluon.ParameterDict(prefix="my_")
    >>> params.get("weight", shape=(2, 3))
    Parameter my_weight (shape=(2, 3), dtype=<class 'numpy.float32'>)
    >>> list(params)
    ['my_weight']
    """

    def __init__(self, prefix="", shared=None):
        self._prefix = prefix
        self._params = {}
        self._shared = shared

    @property
    def prefix(self):
        """What stands in front of the names."""
        return self._prefix

    def __repr__(self):
        lines = "\n".join(f"  {parameter}" for parameter in self.values())
        return f"{self._prefix}{' ' if self._prefix else ''}(\n{lines}\n)"

    def __getitem__(self, name):
        return self._params[name]

    def __iter__(self):
        return iter(self._params)

    def __contains__(self, name):
        return name in self._params

    def __len__(self):
        return len(self._params)

    def keys(self):
        """The full names."""
        return self._params.keys()

    def values(self):
        """The parameters."""
        return self._params.values()

    def items(self):
        """Pairs of full name and parameter."""
        return self._params.items()

    def get(self, name, **facts):
        """The parameter `prefix + name`: the one that is there, or a new one.

        `facts` are `Parameter`'s arguments. Raises AssertionError if one is there that they do not describe.
        """
        name = self._prefix + name
        found = self._find(name)
        if found is None:
            found = self._params[name] = Parameter(name, **facts)
            return found
        for fact, wanted in facts.items():
            self._reconcile(found, fact, wanted)
        return found

    def get_constant(self, name, value=None):
        """The constant `prefix + name`: the one that is there, or a new one with this value."""
        name = self._prefix + name
        found = self._find(name)
        if found is None:
            if value is None:
                raise KeyError(f"there is no constant named '{name}'; give its value to make it")
            found = self._params[name] = Constant(name, value)
        elif value is not None and not numpy.array_equal(
            Constant(name, value).value.asnumpy(), found.value.asnumpy()
        ):
            raise AssertionError(f"Constant '{name}' is there with another value")
        return found

    def _find(self, name):
        if name not in self._params and self._shared is not None and name in self._shared:
            self._params[name] = self._shared[name]
        return self._params.get(name)

    @staticmethod
    def _reconcile(parameter, fact, wanted):
        known = getattr(parameter, fact, None)
        if fact == "shape" and known is not None and wanted is not None:
            wanted = (wanted,) if isinstance(wanted, int) else tuple(wanted)
            if len(known) == len(wanted) and all(
                a == b or not a or not b for a, b in zip(known, wanted, strict=True)
            ):
                parameter._shape = tuple(max(pair) for pair in zip(known, wanted, strict=True))
                return
        if known is None:
            if hasattr(parameter, fact):
                setattr(parameter, fact, wanted)
        elif wanted is not None and known != wanted:
            raise AssertionError(
                f"Parameter '{parameter.name}' is there already, with {fact} {known!r} and not {wanted!r}"
            )

    def update(self, other):
        """Takes in all parameters of another dictionary.

        Raises AssertionError if another parameter of the same name is there.
        """
        for name, parameter in other.items():
            if self._params.setdefault(name, parameter) is not parameter:
                raise AssertionError(f"two different parameters have the name '{name}'")

    def initialize(self, init="uniform", ctx=None, verbose=False, force_reinit=False):
        """Initialises every parameter; see `Parameter.initialize`."""
        for parameter in self.values():
            parameter.initialize(None, ctx, init or "uniform", force_reinit)
            if verbose:
                print(f"{parameter.name}: {parameter.init or init}")

    def save(self, filename, strip_prefix=""):
        """Writes all values to a file, under their full names without `strip_prefix`.

        Raises ValueError if a name does not begin with it.
        """
        for name in self:
            if not name.startswith(strip_prefix):
                raise ValueError(f"the name '{name}' does not begin with '{strip_prefix}'")
        nd.save(filename, {name[len(strip_prefix) :]: p.list_data()[0] for name, p in self.items()})

    def load(
        self, filename, ctx=None, allow_missing=False, ignore_extra=False, restore_prefix="", cast_dtype=False
    ):
        """Reads the values from a file that `save` has written; see `Block.load_parameters`."""
        loaded = {restore_prefix + name: array for name, array in named_arrays(filename).items()}
        read_into(self, loaded, filename, ctx, allow_missing, ignore_extra, cast_dtype)

    def zero_grad(self):
        """Sets all gradients to 0."""
        for parameter in self.values():
            parameter.zero_grad()

    def reset_ctx(self, ctx):
        """Moves all parameters to another device, or devices."""
        for parameter in self.values():
            parameter.reset_ctx(ctx)

    def setattr(self, name, value):
        """Sets an attribute of every parameter, such as 'grad_req' or 'lr_mult'."""
        for parameter in self.values():
            setattr(parameter, name, value)


def named_arrays(filename):
    """The arrays of a file of parameters, by their names."""
    loaded = nd.load(filename)
    if not isinstance(loaded, dict):
        raise ValueError(f"{filename} holds arrays without names, so no parameters")
    return {name.removeprefix("arg:").removeprefix("aux:"): array for name, array in loaded.items()}


def read_into(parameters, loaded, filename, ctx, allow_missing, ignore_extra, cast_dtype):
    """Gives each parameter its array, both by the same names."""
    known = {id(parameters[name]) for name in loaded if name in parameters}
    missing = [name for name, parameter in parameters.items() if id(parameter) not in known]
    extra = [name for name in loaded if name not in parameters]
    if missing and not allow_missing:
        raise AssertionError(
            f"{filename} has no values for {', '.join(missing)}, only for {', '.join(loaded) or 'nothing'}; "
            "allow_missing=True leaves them as they are"
        )
    if extra and not ignore_extra:
        raise ValueError(
            f"{filename} has values for {', '.join(extra)}, which the network does not have; "
            "ignore_extra=True passes over them"
        )
    for name, values in loaded.items():
        if name in parameters:
            parameter = parameters[name]
            parameter.take(values.astype(parameter.dtype) if cast_dtype else values, ctx)
