"""What `help()` prints for an operation, from its row: the row's words and the parameters it shares."""

import inspect
import re

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

_SECTION = re.compile(r"^([A-Z][A-Za-z ]*)\n-{3,}$", re.MULTILINE)
_ORDER = ["Parameters", "Returns", "Raises", "Shapes", "Examples", "Differs from NumPy", "See also"]


def document(function, name, forward, doc=None):
    """Gives a public function its name, signature and docstring."""
    shown = [
        *_parameters(forward)[1:],
        inspect.Parameter("out", inspect.Parameter.KEYWORD_ONLY, default=None),
    ]
    function.__signature__ = inspect.Signature(shown)
    function.__name__ = function.__qualname__ = name
    function.__module__ = "engine.nd"
    function.__doc__ = complete(doc or _clean(forward.__doc__ or ""), [p.name for p in shown])


def _parameters(function):
    """The parameters of a function: what `inspect.signature` finds, in a tenth of the time for most."""
    code = function.__code__
    if code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS) or code.co_kwonlyargcount:
        return list(inspect.signature(function).parameters.values())
    names, given = code.co_varnames[: code.co_argcount], function.__defaults__ or ()
    defaults = [inspect.Parameter.empty] * (len(names) - len(given)) + list(given)
    return [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)
        for name, default in zip(names, defaults, strict=True)
    ]


def _clean(doc):
    """A docstring of a function at a module's top without its indentation."""
    return doc.replace("\n    ", "\n").strip()


def complete(doc, names):
    """A docstring in which the shared words stand for every parameter that it does not describe itself."""
    head, *sections = [part.strip() for part in _SECTION.split(doc)]
    sections = dict(zip(sections[::2], sections[1::2], strict=True))
    own = {}
    if "Parameters" in sections:
        for entry in re.split(r"\n(?=\S)", sections["Parameters"]):
            own.update({name.strip(): entry for name in entry.partition(" : ")[0].split(",") if name})
    entries = [own.get(name) or _shared(name) for name in names]
    sections["Parameters"] = "\n".join(dict.fromkeys(filter(None, entries)))
    sections.setdefault("Returns", "NDArray")
    blocks = [f"{title}\n{'-' * len(title)}\n{text}" for title in _ORDER if (text := sections.get(title))]
    return "\n\n".join([head, *blocks]) + "\n"


def _shared(name):
    if name not in PARAMETERS:
        return None
    kind, text = PARAMETERS[name]
    return f"{name} : {kind}\n    {text}"


def document_module(names, module):
    """Completes the docstrings of the public functions of a module, and says where they live."""
    for name in names["__all__"]:
        function = names[name]
        function.__module__ = module
        function.__doc__ = complete(_clean(function.__doc__), [p.name for p in _parameters(function)])


def in_short(summary, shapes, example, gives, differs=""):
    """The docstring of a row that stands in a table: `gives` is what the 1-D result of `example` prints."""
    count = len(gives.strip("[]").split())
    doc = f"{summary}\n\nShapes\n------\n{shapes}\n\nExamples\n--------\n"
    doc += f">>> {example}\n<BLANKLINE>\n{gives}\n<NDArray {count} @cpu(0)>"
    return doc + (f"\n\nDiffers from NumPy\n------------------\n{differs}" if differs else "")
