"""What a row is: one operation on raw arrays, with its vjp beside it.

`forward(xp, *inputs, **arguments)` computes with the array library `xp`. A vjp is written for each
input: `vjp(F, g, y, *inputs, **arguments)` gives the gradient of that input from the gradient `g` of
the output `y`, with `F.name` for every operation by its row's name. The same line serves twice: with
raw arrays, and, for `create_graph`, with NDArrays whose every step is recorded. A gradient of a
broadcast input may keep the output's shape: the tape sums it down. An input without a vjp gets zeros:
the operation is flat in it wherever it can be differentiated.
"""

from functools import partial
from typing import ClassVar

#: Every row by its name.
registry = {}


class Op:
    """A row.

    name, forward, vjps
        As above.
    rules
        The vjps in words, for whoever draws the graph.
    inputs
        The number of array inputs, None for any number.
    explain
        `explain(name, shapes, arguments)` gives the error for inputs that the forward refuses.
    mixed
        The inputs may be of different dtypes.
    dtype_of_input
        The result has the first input's dtype, whatever NumPy makes of it.
    views
        The forward may return memory of its input; the public function copies it then.
    factors
        `factors(index, g, *inputs, **arguments)` gives matrices a and b if that input's gradient is aᵀ · b.

    `each` has a vjp, or None, for every input; it is None itself where there may be any number.
    """

    __slots__ = (
        "defaults",
        "dtype_of_input",
        "each",
        "explain",
        "factors",
        "forward",
        "function",
        "inputs",
        "may_lack",
        "mixed",
        "name",
        "names",
        "rules",
        "takes_arguments",
        "views",
        "vjps",
    )

    def __init__(
        self,
        name,
        forward,
        inputs,
        vjps,
        rules,
        explain=None,
        mixed=False,
        dtype_of_input=True,
        views=False,
        factors=None,
    ):
        self.name = name
        self.forward = forward
        self.inputs = inputs
        self.vjps = vjps
        self.rules = rules
        self.explain = explain
        self.mixed = mixed
        self.dtype_of_input = dtype_of_input
        self.views = views
        self.factors = factors
        self.function = None  # the public function, which `dispatch` makes
        self.names, self.defaults = parameters(forward)
        self.may_lack = set()
        for array in self.names[: inputs or 0] if self.defaults else ():
            if self.defaults.pop(array, 0) is None:
                self.may_lack.add(array)
        self.takes_arguments = inputs is None or len(self.names) > inputs
        self.each = None if inputs is None else (*vjps, *[None] * (inputs - len(vjps)))
        registry[name] = self

    def optional(self, index):
        """Whether an array input may be left out: its parameter defaults to None."""
        return self.inputs is not None and self.names[index] in self.may_lack

    def all_arguments(self, given):
        """All arguments that the vjps take, from those that a call gave."""
        return {**self.defaults, **given} if given else self.defaults

    def each_of(self, count):
        """The vjps of so many inputs, for a row of any number: its one vjp, which is told the index."""
        return [partial(self.vjps[0], index) if self.vjps else None for index in range(count)]


def parameters(forward):
    """The names of a forward's parameters behind `xp`, and the defaults by name.

    They are read off its code: `inspect.signature` for every row would take a third of the time of the start.
    """
    code = forward.__code__
    names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    values = forward.__defaults__
    if not (values or forward.__kwdefaults__):
        return names, {}
    values = values or ()
    with_default = code.co_varnames[code.co_argcount - len(values) : code.co_argcount]
    return names, {**dict(zip(with_default, values, strict=True)), **(forward.__kwdefaults__ or {})}


class RawOps:
    """`F` for a plain pass back: the rows' forwards, on raw arrays of one array library."""

    _known: ClassVar = {}

    def __init__(self, xp):
        self._xp = xp

    @classmethod
    def of(cls, xp):
        """The one for an array library."""
        if xp not in cls._known:
            cls._known[xp] = cls(xp)
        return cls._known[xp]

    def __getattr__(self, name):
        forward = partial(registry[name].forward, self._xp)
        setattr(self, name, forward)
        return forward


class RecordedOps:
    """`F` for `create_graph`: the public functions, on NDArrays."""

    def __getattr__(self, name):
        return registry[name].function
