"""Errors in plain words, in the learner's language: the commonest, by what their messages say."""

from __future__ import annotations

import re
from unicodedata import normalize

from tutor.events import Error
from tutor.render.page import Texts

_CALL = r"^(?P<name>[\w.<>]+?)(?:\.__init__|\.(?:hybrid_)?forward)?\(\) "
_OWNER = r"^(?:module |type object )?'?(?P<kind>[\w.]+)'?(?: object)? "
_PYTHON = {
    "NameError": r"name '(?P<name>.+?)' is not defined",
    "UnboundLocalError": r"variable '(?P<name>.+?)'",
    "AttributeError": _OWNER + r"has no (?:attribute )?'(?P<name>.+?)'",
    "ModuleNotFoundError.book": r"No module named '(?P<name>matplotlib|pandas)\b",
    "ModuleNotFoundError.other": r"No module named '(?P<name>.+?)'",
    "ImportError": r"cannot import name '(?P<name>.+?)' from '(?P<kind>.+?)'",
    "ZeroDivisionError": r"",
    "IndentationError": r"",
    "SyntaxError.wide": r"^invalid character '(?P<wide>[\uff01-\uff5e“”‘’。、【】])'",
    "SyntaxError.unclosed": r"^'(?P<found>.)' was never closed",
    "SyntaxError.unmatched": r"^unmatched '(?P<found>.)'",
    "SyntaxError.mismatch": r"'(?P<found>.)' does not match opening parenthesis '(?P<opened>.)'",
    "SyntaxError.quote": r"^unterminated .*string literal",
    "SyntaxError.colon": r"^expected ':'",
    "SyntaxError.comma": r"Perhaps you forgot a comma",
    "SyntaxError.equals": r"Maybe you meant '=='",
    "SyntaxError.digits": r"^invalid decimal literal",
    "SyntaxError.incomplete": r"^(?:incomplete input|unexpected EOF)",
    "SyntaxError.loop": r"^'(?P<name>break|continue)' (?:outside|not properly in) ",
    "SyntaxError.function": r"^'(?P<name>\w+(?: from)?)' outside (?:async )?function",
    "SyntaxError.constant": r"^cannot assign to (?P<name>True|False|None)\b",
    "SyntaxError.other": r"",
    "RecursionError": r"",
    "KeyError": r"(?P<name>.*)",
    "KeyboardInterrupt": r"",
    "MemoryError": r"",
    "IndexError": r"^(?:list|tuple|string) index out of range",
    "ValueError.too_many": r"^too many values to unpack \(expected (?P<count>\d+)",
    "ValueError.too_few": r"^not enough values to unpack \(expected (?P<count>\d+), got (?P<found>\d+)",
    "FileNotFoundError": r"No such file or directory: (?P<name>.+)",
    "AssertionError": r"^$",
    "SystemExit": r"",
    "UsageError": r"magic function `?(?P<name>%+\w+)`? not found",
    "ValueError.whole": r"^invalid literal for int\(\) with base \d+: (?P<found>.+)",
    "ValueError.number": r"^could not convert string to float: (?P<found>.+)",
    "ValueError.numpy": r"^setting an array element with a sequence\. .*maximum number of dimension",
    "TypeError.numpy": r"^operand 'NDArray' does not support ufuncs",
    "TypeError.context": r"^as_in_context takes a context such as .+, not a (?P<kind>\w+)",
    "TypeError.dtype_number": r"^Cannot interpret '(?P<found>[\d.]+)' as a data type",
    "TypeError.dtype": r"^(?:Cannot interpret|data type) '(?P<found>.+?)' (?:as a data type|not understood)",
    "TypeError.lacks": _CALL + r"missing \d+ required .*?arguments?: (?P<arguments>.+)",
    "TypeError.surplus": _CALL + r"takes (?P<count>\d+) positional arguments? but (?P<found>\d+)",
    "TypeError.beyond": _CALL + r"takes from \d+ to (?P<count>\d+) positional arguments but (?P<found>\d+)",
    "TypeError.unknown": _CALL + r"got an unexpected keyword argument '(?P<argument>\w+)'",
    "TypeError.power": r"^unsupported .* for \^=?: ",
    "TypeError.dot": r"^unsupported .* for @=?: 'NDArray' and 'NDArray'",
    "TypeError.operands": r"^unsupported .* for (?P<sign>.+?): '(?P<first>.+)' and '(?P<second>.+)'",
    "TypeError.text": r'^can only concatenate (?P<first>\w+) \(not "(?P<second>\w+)"\)',
    "TypeError.no_length": r"^object of type '(?P<kind>\w+)' has no len",
    "TypeError.no_item": r"^'(?P<kind>\w+)' object does not support item assignment",
    "TypeError.no_key": r"^unhashable type: '(?P<kind>\w+)'",
    "TypeError.whole": r"^'(?P<kind>\w+)' object cannot be interpreted as an integer",
    "TypeError.no_function": r"^'(?P<kind>.+?)' object is not callable",
    "TypeError.no_index": r"^'(?P<kind>.+?)' object is not subscriptable",
    "TypeError.no_context": r"^'(?P<kind>.+?)' object does not support the context manager protocol",
    "TypeError.no_next": r"^'(?P<kind>\w+)' object is not an iterator",
    "TypeError.no_loop": r"(?:'|non-iterable )(?P<kind>\w+)(?:' object is not iterable| object$)",
}
"""By the error's class, and where a class says several things, by which of them."""

_ENGINE = {
    "room": r"(?P<size>\d+) elements do not fill the shape (?P<shape>\(.*?\)), .* room for (?P<room>\d+)",
    "division": r"(?P<size>\d+) elements do not divide into (?P<shape>\(.*?\)):.* multiple of (?P<known>\d+)",
    "no_axis": r"there is no axis (?P<axis>-?\d+): the axes are 0 to (?P<last>\d+)",
    "bounds": r"index (?P<index>-?\d+) is out of bounds for axis (?P<axis>[0-3]) with size (?P<size>\d+)",
    "indices": r"(?P<count>\d+) indices for (?P<axes>\d+) axes",
    "no_array": r"must be an NDArray, not an? (?P<kind>\w+)",
    "kinds": r"an NDArray and a (?P<kind>\w+) do not mix",
    "dtypes": r"the dtypes (?P<first>\w+) and (?P<second>\w+) do not mix",
    "scalar": r"is not a scalar: it has shape (?P<shape>\(.*?\)), (?P<size>\d+) elements",
    "truth": r"of shape (?P<shape>\(.*?\)) has (?P<size>\d+) elements: is it true",
    "argument": r"no argument '(?P<name>\w+)'",
    "same_shape": r"both must have the same shape",
    "backwards": r"the slice (?P<slice>\S+) ends before it begins",
    "inplace": r"^(?:Assigning to NDArrays|Inplace operations)",
    "no_graph": r"is not in a computational graph",
    "part_cleared": r"has cleared a part of its graph",
    "values": r"there is no device (?P<device>.+): the values are one list",
    "device": r"there is no device (?P<device>.+):",
    "axis": r"axis is a whole number .* not of type (?P<kind>\w+)",
    "no_element": r"every axis needs at least one element",
    "shape": r"a shape is a whole number or a tuple of them, not (?P<found>.+)",
    "missing": r"(?P<name>\w+) is missing, an NDArray",
    "no_numbers": r"^no array can be made of this: (?P<kind>\w+) holds no numbers",
    "ragged": r"^no array can be made of this: setting an array element with a sequence",
    "no_gpu": r"(?P<device>gpu\(\d+\)): CuPy, which computes on a GPU, is not installed",
    "no_file": r"(?P<name>\S+) cannot be read: No such file or directory",
    "gluon.no_values": r"Parameter '(?P<name>\w+)' has not been initialized",
    "gluon.layers": r"layers are added by add\(\)",
    "gluon.parameters": r"a Trainer takes parameters, .* not a (?P<kind>\w+)",
    "gluon.settings": r"the third argument of a Trainer is a dictionary",
    "gluon.batch_size": r"batch_size is a whole number from 1 on, not (?P<found>.+)",
    "gluon.initialiser": r"there is no initialiser (?P<name>.+?); there are (?P<known>.+)",
    "gluon.optimizer": r"Cannot find optimizer '(?P<name>.*?)'; there are (?P<known>.+)",
    "gluon.stale": r"Gradient of Parameter `(?P<name>\w+)`.*has not been updated by backward",
    "gluon.takes": r"^(?P<block>\w+) takes an NDArray and got (?P<kind>\w+)",
    "gluon.inputs": r"each example has (?P<found>\d+) inputs, the weight wants (?P<wanted>\d+)",
    "gluon.labels": r"(?P<labels>\d+) labels for (?P<predictions>\d+) predictions",
    "gluon.lengths": r"all arrays must have the same length; these have \[(?P<lengths>.+)\]",
}
"""By what the engine's reason says."""

_NARROW = str.maketrans("“”‘’。、【】", "\"\"''.,[]")
"""Chinese signs that Unicode does not call wide forms of Python's."""


def python_words(event: Error, texts: Texts) -> str | None:
    """An error of Python's own as a sentence of markup; None where its message has to speak for itself."""
    for code, pattern in _PYTHON.items():
        if code.partition(".")[0] == event.name and (found := re.search(pattern, event.message, re.DOTALL)):
            sentence = texts(f"render.error.{code}", **_facts(found))
            if brought := event.facts.get("brought_by"):
                return texts("render.error.brought", sentence=sentence, code=brought)
            near = event.facts.get("near")
            return texts("render.error.near", sentence=sentence, name=near) if near else sentence
    return None


def engine_words(event: Error, texts: Texts) -> str | None:
    """An error of the engine as a sentence of markup, without what would fit; None as above."""
    reason = str(event.facts.get("reason") or event.message)
    op = str(event.facts.get("op") or "")
    for code, pattern in _ENGINE.items():
        if found := re.search(pattern, reason):
            sentence = texts(f"render.error.{code}", **_facts(found))
            return texts("render.error.named", op=op, reason=sentence) if op else sentence
    return None


def _facts(found: re.Match[str]) -> dict[str, str]:
    facts = {key: value.replace("`", "'").strip() for key, value in found.groupdict().items()}
    if wide := facts.get("wide"):
        facts["narrow"] = normalize("NFKC", wide.translate(_NARROW))
    return facts
