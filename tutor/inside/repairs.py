"""What would fit where shapes did not: the learner's own code, mended as the engine suggests, and tried.

The engine says what would fit in the names of an operation's parameters: a whole call `dot(lhs, rhs.T)`, one
operand in another form `rhs.T`, one argument `dim=0`. That is written into the code that failed. Before it is
offered it is run on zeros of the operands' shapes; nothing of the learner's is called.
"""

from __future__ import annotations

import ast
import copy
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine import autograd, nd
from engine.ndarray import NDArray
from engine.ops.dispatch import functions
from engine.ops.op import registry
from tutor.inside.quiet import Outcome, silence

MAX_TRIED: Final = 2_000_000
"""Operands of more elements are not tried, and nothing is offered."""

_SIGNS: Final[Mapping[type[ast.AST], str]] = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.Mod: "modulo",
    ast.Pow: "power", ast.Eq: "equal", ast.NotEq: "not_equal", ast.Gt: "greater", ast.GtE: "greater_equal",
    ast.Lt: "lesser", ast.LtE: "lesser_equal",
}  # fmt: skip

Code = ast.expr | ast.AugAssign


def repairs(error: Any, source: str, names: Mapping[str, Any]) -> list[tuple[str, list[int]]]:
    """Code that works in place of `source`, which raised the error; each with the shape of what it gives.

    `names` are those that the source can see. Empty where the source did not call the operation itself.
    """
    code = _parsed(source)
    if code is None or not _calls(code, error.op) or not _can_be_tried(error.shapes):
        return []
    template, operands = _template(code, names, len(error.shapes))
    if not operands:
        return []
    found: dict[str, list[int]] = {}
    zeros = [_zeros(shape, node, names) for shape, node in zip(error.shapes, operands, strict=True)]
    for fit in error.fits:
        mended = _mended(fit, template, error.op)
        if mended is None or not _harmless(mended, names):
            continue
        if (shape := _tried(mended, zeros, names)) is not None:
            written = _Filled(operands).visit(copy.deepcopy(mended))
            found.setdefault(ast.unparse(written), shape)
    return list(found.items())


def _can_be_tried(shapes: Sequence[Sequence[int]]) -> bool:
    """Whether there can be arrays of these shapes, and small ones: it may be the shape that was refused."""
    possible = all(size > 0 for shape in shapes for size in shape)
    return possible and sum(map(math.prod, shapes)) <= MAX_TRIED


def _parsed(source: str) -> Code | None:
    """An expression, or an assignment such as `A += v`; None for other code."""
    try:
        (statement,) = ast.parse(source.strip()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if isinstance(statement, ast.Expr):
        return statement.value
    return statement if isinstance(statement, ast.AugAssign) else None


def _calls(code: Code, op: str) -> bool:
    """Whether the code itself is this operation, and no function or network that uses it further inside."""
    match code:
        case ast.AugAssign(op=sign) | ast.BinOp(op=sign) | ast.Compare(ops=[sign]):
            return _SIGNS.get(type(sign)) == op
        case ast.Call(func=ast.Attribute(attr=name)):
            return name == op or (op in registry and functions.get(name) is registry[op].function)
    return False


def _placeholder(place: int) -> str:
    """The name of an operand in a template, as the engine calls it."""
    return ("lhs", "rhs")[place] if place < 2 else f"operand{place}"


def _template(code: Code, names: Mapping[str, Any], count: int) -> tuple[Code, list[ast.expr]]:
    """The code with placeholders for its operands, and the operands; none where they cannot be told."""
    code = copy.deepcopy(code)
    operands: list[ast.expr] = []

    def taken(node: ast.expr, store: bool = False) -> ast.expr:
        if len(operands) == count:
            return node
        operands.append(node)
        return ast.Name(_placeholder(len(operands) - 1), ast.Store() if store else ast.Load())

    match code:
        case ast.AugAssign(target=target, value=value):
            code.target, code.value = taken(target, store=True), taken(value)  # type: ignore[assignment]
        case ast.BinOp(left=left, right=right):
            code.left, code.right = taken(left), taken(right)
        case ast.Compare(left=left, comparators=[right]):
            code.left, code.comparators = taken(left), [taken(right)]
        case ast.Call(func=ast.Attribute(value=value) as function, args=args):
            if not _is_module(value, names):
                function.value = taken(value)
            if len(args) == 1 and isinstance(args[0], ast.List):
                args[0].elts = [taken(each) for each in args[0].elts]
            else:
                code.args = [taken(each) for each in args]
    starred = any(isinstance(each, ast.Starred) for each in operands)
    return code, [] if starred or len(operands) < count else operands


def _is_module(node: ast.expr, names: Mapping[str, Any]) -> bool:
    """Whether this is `nd`, under whatever name, or `mx.nd`."""
    match node:
        case ast.Name(id=name):
            return names.get(name) is nd
        case ast.Attribute(value=ast.Name(id=name), attr="nd"):
            return getattr(names.get(name), "__name__", "") in ("mxnet", "engine")
    return False


# ── mending, in the placeholders' names ──


def _mended(fit: str, template: Code, op: str) -> Code | None:
    """The template with a suggestion written into it; None for a suggestion that is no code."""
    fit = fit.replace("data", "lhs")
    name, _, value = fit.partition("=")
    try:
        if name.isidentifier() and value:
            return _with_argument(template, name, ast.parse(value, mode="eval").body, op)
        suggested = ast.parse(fit, mode="eval").body
    except SyntaxError:
        return None
    spoken = {node.id for node in ast.walk(suggested) if isinstance(node, ast.Name)} & {"lhs", "rhs"}
    if isinstance(suggested, ast.Call) and isinstance(suggested.func, ast.Name):
        return _whole(template, suggested, called_on_first=not spoken)
    if len(spoken) == 1:
        return _Filled([suggested if _placeholder(place) in spoken else None for place in (0, 1)]).visit(
            copy.deepcopy(template)
        )
    return None


def _with_argument(template: Code, name: str, value: ast.expr, op: str) -> Code | None:
    """The call with one argument given another value, wherever that stood."""
    if not isinstance(template, ast.Call) or op not in registry:
        return None
    row, mended = registry[op], copy.deepcopy(template)
    given = [each for each in mended.keywords if each.arg == name]
    for each in given:
        each.value = value
    if not given:
        mended.keywords.append(ast.keyword(name, value))
    if row.inputs is not None and name in row.names:
        on_array = _names(template.func) & {"lhs"}
        mended.args = mended.args[: row.names.index(name) - len(on_array)]
    return mended


def _whole(template: Code, suggested: ast.Call, *, called_on_first: bool) -> Code | None:
    """A suggested call as the learner calls it: `nd.dot(lhs, rhs.T)` or `lhs.dot(rhs.T)`."""
    if not isinstance(template, ast.Call) or not isinstance(template.func, ast.Attribute):
        return None
    assert isinstance(suggested.func, ast.Name)
    arguments, on_array = list(suggested.args), bool(_names(template.func) & {"lhs"})
    value: ast.expr = template.func.value
    if called_on_first:
        value = ast.Name("lhs", ast.Load())
    elif on_array:
        value = arguments.pop(0)
    function = ast.Attribute(value, suggested.func.id, ast.Load())
    return ast.Call(function, arguments, list(suggested.keywords))


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


class _Filled(ast.NodeTransformer):
    """Puts operands in their placeholders' places; what is turned twice is as it was."""

    def __init__(self, operands: Sequence[ast.expr | None]) -> None:
        self._operands = {_placeholder(place): node for place, node in enumerate(operands) if node}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self._operands.get(node.id, node))

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Attribute(value=ast.Attribute(value=inner, attr="T"), attr="T"):
                return inner
        return node


# ── trying ──


def _harmless(mended: Code, names: Mapping[str, Any]) -> bool:
    """Whether nothing is called but operations, and nothing read but the operands and plain names."""
    placeholders = {"lhs", "rhs"}
    for node in ast.walk(mended):
        match node:
            case ast.Call(func=ast.Attribute()):
                continue
            case ast.Call() | ast.Subscript() | ast.NamedExpr() | ast.Await() | ast.comprehension():
                return False
            case ast.Attribute(value=ast.Name(id=name)) if name in placeholders:
                continue
            case ast.Attribute(value=value) if not _is_module(value, names) and not _is_module(node, names):
                return False
    return True


def _zeros(shape: Sequence[int], operand: ast.expr, names: Mapping[str, Any]) -> Any:
    """Zeros in an operand's stead, of its dtype where it is a plain name."""
    value = names.get(operand.id) if isinstance(operand, ast.Name) else None
    return nd.zeros(shape, dtype=value.dtype if isinstance(value, NDArray) else "float32")


def _tried(mended: Code, zeros: Sequence[Any], names: Mapping[str, Any]) -> list[int] | None:
    """The shape of what the code gives for zeros; None where it raises or gives no array."""
    known = {**names, **{_placeholder(place): array for place, array in enumerate(zeros)}}
    try:
        with silence(Outcome("")), autograd.pause():
            if isinstance(mended, ast.AugAssign):
                tree = ast.Module([mended], [])
                exec(compile(ast.fix_missing_locations(tree), "<repair>", "exec"), known)
                result = known["lhs"]
            else:
                whole = ast.Expression(mended)
                result = eval(compile(ast.fix_missing_locations(whole), "<repair>", "eval"), known)
    except Exception:  # what does not run is not offered
        return None
    if isinstance(result, list) and result:
        result = result[0]
    return list(result.shape) if isinstance(result, NDArray) else None
