"""What `help()` prints for an operation, from its row: the row's words and the parameters it shares."""

import inspect
import sys

#: What a parameter means, by its name, where a row says nothing else.
PARAMETERS = {
    "data": ("NDArray", "The input."),
    "lhs": ("NDArray or number", "The first operand."),
    "rhs": ("NDArray or number", "The second operand."),
    "axis": ("int or tuple of int", "The axis, from 0; negative ones count from the end."),
    "keepdims": ("bool", "Keep the reduced axes, with size 1."),
    "exclude": ("bool", "Reduce over all axes but the ones given."),
    "out": ("NDArray", "Where to put the result, instead of a new array."),
    "shape": ("int or tuple of int", "The shape of the result."),
    "dtype": ("str or type", "The type of the elements, such as 'float32'."),
    "ctx": ("Context", "The device of the result; the current context if not given."),
}
_SHARED = {name: f"{name} : {kind}\n    {text}" for name, (kind, text) in PARAMETERS.items()}

#: How a line of a docstring begins in a function at a module's top; Python 3.13 takes the spaces off.
_INDENTED = "\n" if sys.version_info >= (3, 13) else "\n    "

_PARAMETERS, _RETURNS = "Parameters\n----------\n", "Returns\n-------\n"


def document(function, name, forward, doc=None):
    """Gives a public function its name, signature and docstring; `doc` is what `in_short` made."""
    function.__wrapped__ = _Signed(forward)
    function.__name__ = function.__qualname__ = name
    function.__module__ = "engine.nd"
    function.__doc__ = _composed(*(doc or _parsed(forward)), (*_names(forward)[1:], "out"))


class _Signed:
    """Stands between a public function and its forward, where `inspect.signature` asks for the signature.

    It is made then: 160 of them would take a tenth of the time of the start.
    """

    __slots__ = ("__wrapped__",)

    def __init__(self, forward):
        self.__wrapped__ = forward

    @property
    def __signature__(self):
        own = [*inspect.signature(self.__wrapped__).parameters.values()][1:]
        return inspect.Signature(
            [*own, inspect.Parameter("out", inspect.Parameter.KEYWORD_ONLY, default=None)]
        )


def _names(function):
    """The names of a function's parameters in the order of its signature, read off its code."""
    code = function.__code__
    names, given = code.co_varnames, code.co_argcount
    if not (code.co_kwonlyargcount or code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS)):
        return names[:given]
    return tuple(inspect.signature(function).parameters)


def _parsed(function):
    """The docstring of a function at a module's top in three: its head, its parameters' entries, the rest.

    Without regular expressions, which would take a sixth of the time of the start.
    """
    doc = (function.__doc__ or "").replace(_INDENTED, "\n").strip()
    head, found, rest = doc.partition(f"\n\n{_PARAMETERS}")
    if found:
        entries, _, rest = rest.partition("\n\n")
        return head, _by_name(entries), rest
    underline = doc.find("\n---")
    if underline == -1:
        return doc, {}, ""
    title = doc.rindex("\n\n", 0, underline)
    return doc[:title], {}, doc[title + 2 :]


def _by_name(entries):
    """The entries of a section of parameters; one that stands for several is there for each."""
    found = {}
    for entry in entries.replace("\n ", "\t").split("\n"):
        text = entry.replace("\t", "\n ")
        for name in text.partition(" : ")[0].split(", "):
            found[name] = text
    return found


def _composed(head, own, rest, names):
    """A docstring in which the shared words stand for every parameter that it does not describe itself."""
    entries = [entry for name in names if (entry := own.get(name) or _SHARED.get(name))]
    if not rest.startswith(_RETURNS):
        rest = f"{_RETURNS}NDArray\n\n{rest}".strip()
    if entries:
        shown = "\n".join(dict.fromkeys(entries))
        rest = f"{_PARAMETERS}{shown}\n\n{rest}"
    return f"{head}\n\n{rest}\n"


def document_module(names, module):
    """Completes the docstrings of the public functions of a module, and says where they live."""
    for name in names["__all__"]:
        document_function(names[name], module)


def document_function(function, module):
    """Completes the docstring of a function that has no row, and says where it lives."""
    function.__module__ = module
    function.__doc__ = _composed(*_parsed(function), _names(function))


def in_short(summary, shapes, example, gives, differs=""):
    """The help of a row that stands in a table: `gives` is what the 1-D result of `example` prints."""
    rest = f"Shapes\n------\n{shapes}\n\nExamples\n--------\n>>> {example}\n<BLANKLINE>\n{gives}\n"
    rest += f"<NDArray {len(gives[1:-1].split())} @cpu(0)>"
    return summary, {}, f"{rest}\n\nDiffers from NumPy\n------------------\n{differs}" if differs else rest
