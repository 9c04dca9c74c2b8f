"""How code could go on, and which call the cursor stands in: answered while a cell runs.

Names come from the learner's namespace as it is; of what an expression would give, only what can be
known without running it: a name's object, a member, the class of a call's result.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import keyword
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from IPython.core.completerlib import module_completion

from engine import nd
from tutor.events import COMPLETION_KEY
from tutor.inside import documentation
from tutor.inside.members import MISSING, AnyOf, kind_of, member, names_in
from tutor.inside.summary import is_array
from tutor.lexer import in_text, open_brackets, partner, tokens

MOST = 300

_WORD = re.compile(r"[^\W\d]\w*\Z")
_IMPORT = re.compile(r"[ \t]*(?:import|from)\s[^#;]*\Z")
_KEYWORD = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)")
_RETURNS_ARRAY = re.compile(r"^Returns\n-+\nNDArray\b", re.MULTILINE)
_SAME_KIND = ("T", "grad")

Item = dict[str, Any]


def answer(shell: Any, code: str, cursor: int) -> dict[str, Any]:
    """The content of a `complete_reply`: what may follow, and with it the call that is open there."""
    before, hidden = code[:cursor], shell.user_ns_hidden
    names = {name: value for name, value in list(shell.user_ns.items()) if hidden.get(name) is not value}
    items: list[Item] = []
    call: Item | None = None
    word = _WORD.search(before)
    start = word.start() if word else cursor
    if not in_text(before):
        line = before.rpartition("\n")[2]
        if _IMPORT.match(line):
            items = _importable(line)
        elif line.lstrip().startswith("%"):
            items = [
                {"text": name, "kind": "magic"} for name in sorted(shell.magics_manager.lsmagic()["line"])
            ]
        else:
            call = _call(before, names)
            items = list(_items(before[:start].rstrip(), before[start:], names, call))
    fitting = [item for item in items if _fits(item["text"], before[start:])][:MOST]
    return {
        "status": "ok",
        "matches": [item["text"] for item in fitting],
        "cursor_start": start,
        "cursor_end": cursor,
        "metadata": {COMPLETION_KEY: {"items": fitting, "call": call}},
    }


def resolve(expression: str, names: Mapping[str, Any]) -> Any:
    """The object an expression stands for, or `AnyOf` a class; `MISSING` where that cannot be known unrun.

    >>> resolve("nd.arange(3).T", {"nd": nd}).kind.__name__
    'NDArray'
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return MISSING
    return _value(tree.body, names)


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Name(id=name):
            return names.get(name, vars(builtins).get(name, MISSING))
        case ast.Constant(value=value):
            return value
        case ast.Attribute(value=owner, attr=name):
            return _attribute(_value(owner, names), name)
        case ast.Call(func=function):
            return _result(_value(function, names))
        case ast.Subscript(value=owner, slice=place):
            return _item(_value(owner, names), place)
        case ast.List() | ast.ListComp():
            return AnyOf(list)
        case ast.Dict() | ast.DictComp():
            return AnyOf(dict)
        case ast.Tuple():
            return AnyOf(tuple)
    return MISSING


def _attribute(owner: Any, name: str) -> Any:
    if owner is MISSING:
        return MISSING
    if name in _SAME_KIND and issubclass(kind_of(owner), nd.NDArray):
        return AnyOf(nd.NDArray)
    found = member(owner, name)
    return MISSING if isinstance(found, property) else found


def _result(function: Any) -> Any:
    """What a call gives, as far as it is a class, or the engine's documentation says so."""
    if isinstance(function, type):
        return AnyOf(function)
    ours = str(getattr(function, "__module__", "")).partition(".")[0] == "engine"
    if ours and inspect.isroutine(function) and _RETURNS_ARRAY.search(documentation.text(function)):
        return AnyOf(nd.NDArray)
    return MISSING


def _item(owner: Any, place: ast.expr) -> Any:
    if issubclass(kind_of(owner), nd.NDArray):
        return AnyOf(nd.NDArray)
    if type(owner) in (list, tuple, dict):
        try:
            return owner[ast.literal_eval(place)]
        except (ValueError, TypeError, LookupError):
            return MISSING
    return MISSING


def _primary(before: str) -> str:
    """The expression that ends here: names, dots, and brackets with what is in them.

    >>> [_primary(code) for code in ("x + nd.arange(3)[0]", "print(a.b", "f(", "x = 'a'")]
    ['nd.arange(3)[0]', 'a.b', '', "'a'"]
    """
    parts = list(tokens(before))
    at = len(parts)
    begin = end = len(before)
    while at and parts[at - 1].end() == end:
        token = parts[at - 1]
        if token.lastgroup in ("name", "string", "number"):
            begin = end = token.start()
            at -= 1
            if not (at and parts[at - 1][0] == "." and parts[at - 1].end() == end):
                break
            end = parts[at - 1].start()
            at -= 1
        elif token[0] in (")", "]") and (opening := partner(before, token.start())) is not None:
            begin = end = opening
            at = next(index for index, part in enumerate(parts) if part.start() == opening)
        else:
            break
    return before[begin:]


def _call(before: str, names: Mapping[str, Any]) -> Item | None:
    """The innermost call that is open here: its parameters, and which of them is at hand."""
    for opening in reversed(open_brackets(before)):
        function = _primary(before[:opening])
        if before[opening] != "(" or not function or keyword.iskeyword(function):
            continue
        leading = before[: opening - len(function)].rstrip()
        found = resolve(function, names)
        if found is MISSING or leading.endswith(("def", "class")):
            return None
        if (known := documentation.parameters(found)) is None:
            return None
        shown = list(known.parameters.values())
        arguments = before[opening + 1 :]
        return {
            "name": function.rpartition(".")[2],
            "parameters": [str(parameter) for parameter in shown],
            "names": {
                p.name: _about(p.name, documentation.text(found))
                for p in shown
                if p.kind not in _NOT_BY_NAME and not _given(p.name, arguments)
            },
            "current": _at_hand(arguments, shown),
            "direct": opening == open_brackets(before)[-1],
            "help": documentation.first_line(found),
        }
    return None


_NOT_BY_NAME = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.VAR_POSITIONAL,
    inspect.Parameter.VAR_KEYWORD,
)


def _given(name: str, arguments: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\s*=(?!=)", arguments) is not None


def _about(name: str, text: str) -> str:
    """What a documentation says of a parameter, in one line.

    >>> _about("stop", "Parameters\\n----------\\nstart, stop : number\\n    The bounds\\n    of it.\\n")
    'number: The bounds of it.'
    """
    entry = rf"^(?:\w+, )*{re.escape(name)}(?:, \w+)* : (.*)\n((?:[ ]+.*\n?)+)"
    found = re.search(entry, text, re.MULTILINE)
    return f"{found[1]}: {' '.join(found[2].split())}" if found else ""


def _at_hand(arguments: str, parameters: list[inspect.Parameter]) -> int:
    """The index of the parameter that the last of the arguments is for; -1 where there is none."""
    kinds = inspect.Parameter
    commas = [
        t.start() for t in tokens(arguments) if t[0] == "," and not open_brackets(arguments[: t.start()])
    ]
    last = arguments[commas[-1] + 1 :] if commas else arguments
    if named := _KEYWORD.match(last):
        wanted = [p.name == named[1] or p.kind is kinds.VAR_KEYWORD for p in parameters]
        return wanted.index(True) if True in wanted else -1
    for index, parameter in enumerate(parameters):
        if parameter.kind is kinds.VAR_POSITIONAL or (index == len(commas) and _by_place(parameter)):
            return index
    return -1


def _by_place(parameter: inspect.Parameter) -> bool:
    return parameter.kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def _items(before: str, prefix: str, names: Mapping[str, Any], call: Item | None) -> Iterator[Item]:
    if before.endswith("."):
        owner = resolve(_primary(before[:-1]), names)
        if owner is not MISSING:
            for name in names_in(owner):
                if _fits(name, prefix):
                    yield _describe(name, _quietly(owner, name))
        return
    if call is not None and call["direct"] and before.endswith(("(", ",")):
        for name, about in call["names"].items():
            yield {"text": f"{name}=", "kind": "argument", "help": about}
    own = {name: value for name, value in names.items() if _fits(name, prefix)}
    for name in sorted(own):
        yield _describe(name, own[name])
    if not prefix:
        return
    yield from ({"text": name, "kind": "keyword"} for name in sorted(keyword.kwlist))
    for name, value in sorted(vars(builtins).items()):
        if _fits(name, prefix) and name not in own:
            yield _describe(name, value)


def _quietly(owner: Any, name: str) -> Any:
    try:
        return member(owner, name)
    except Exception:  # a descriptor of a C library's that does not like to be asked
        return MISSING


def _describe(name: str, found: Any) -> Item:
    if found is MISSING:
        return {"text": name, "kind": ""}
    item = {"text": name, "kind": documentation.kind(found)}
    if is_array(found):
        return {**item, "shape": list(found.shape), "dtype": _name_of(found.dtype)}
    if isinstance(found, types.ModuleType):
        return {**item, "help": documentation.first_line(found)}
    return {
        **item,
        "signature": documentation.signature(found, name),
        "help": documentation.first_line(found),
    }


def _name_of(dtype: Any) -> str:
    return str(getattr(dtype, "__name__", dtype))


def _importable(line: str) -> list[Item]:
    found: Iterable[str] = module_completion(line) or ()
    return [{"text": name.strip(), "kind": "module"} for name in found if name.strip() != "import"]


def _fits(name: str, prefix: str) -> bool:
    """Names that begin so; those with an underscore only where one was typed."""
    return name.startswith(prefix) and (prefix.startswith("_") or not name.startswith("_"))
