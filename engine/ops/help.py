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

_SECTION = re.compile(r"^[A-Z][A-Za-z ]*\n-{3,}$", re.MULTILINE)


def document(function, name, forward, doc=None, parameters=()):
    """Gives a public function its name, signature and docstring."""
    signature = inspect.signature(forward)
    shown = [p for p in signature.parameters.values() if p.name != "xp"]
    shown.append(inspect.Parameter("out", inspect.Parameter.KEYWORD_ONLY, default=None))
    function.__signature__ = signature.replace(parameters=shown)
    function.__name__ = function.__qualname__ = name
    function.__module__ = "engine.nd"
    function.__doc__ = complete(inspect.cleandoc(doc or forward.__doc__ or ""), shown)


def complete(doc, parameters):
    """A docstring with the parameters that it does not describe itself put before its other sections."""
    if "\nParameters\n---" in doc:
        return doc
    lines = ["Parameters", "----------"]
    for parameter in parameters:
        if parameter.name in PARAMETERS:
            kind, text = PARAMETERS[parameter.name]
            lines += [f"{parameter.name} : {kind}", f"    {text}"]
    section = "\n".join(lines)
    found = _SECTION.search(doc)
    if found is None:
        return f"{doc}\n\n{section}\n"
    return f"{doc[: found.start()]}{section}\n\n{doc[found.start() :]}\n"


def in_short(summary, shapes, example, gives, differs=""):
    """The docstring of a row that stands in a table: `gives` is what the 1-D result of `example` prints."""
    count = len(gives.strip("[]").split())
    doc = f"{summary}\n\nShapes\n------\n{shapes}\n\nExamples\n--------\n"
    doc += f">>> {example}\n<BLANKLINE>\n{gives}\n<NDArray {count} @cpu(0)>"
    return doc + (f"\n\nDiffers from NumPy\n------------------\n{differs}" if differs else "")
