"""What a cell's source says: the names it assigns and mentions, its last expression, a literal answer."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_LARGEST_POWER = 1000
"""Base and exponent of a power in an answer are no larger."""


def parse_cell(code: str) -> ast.Module:
    """The cell's syntax tree, after `%magics` and `name?` are turned into Python; may raise `SyntaxError`."""
    return ast.parse(TransformerManager().transform_cell(code))


def statements_of(code: str) -> list[str]:
    """The cell's top-level statements, as Python writes them; none where it does not parse.

    >>> statements_of("x.attach_grad( ); y = f(x)  # here")
    ['x.attach_grad()', 'y = f(x)']
    """
    try:
        return [ast.unparse(statement) for statement in parse_cell(code).body]
    except (SyntaxError, ValueError):
        return []


@lru_cache(maxsize=256)  # a step's mistakes are asked about after each cell
def assigned_names(code: str) -> frozenset[str]:
    """The top-level names that a cell binds, deletes or writes into.

    A cell that does not parse is read by its lines, so that a forgotten bracket is still an attempt.

    >>> sorted(assigned_names("X[1, 2] = 9\\nfor i in x: y += i\\ndef f(): z = 1"))
    ['X', 'f', 'i', 'y']
    >>> sorted(assigned_names("X = x.reshape((3, 4)"))
    ['X']
    """
    try:
        tree = parse_cell(code)
    except (SyntaxError, ValueError):
        return frozenset(re.findall(r"^\s*(\w+)[^=\n(]*=(?!=)", code, re.MULTILINE))
    found: set[str] = set()
    for statement in tree.body:
        _collect(statement, found)
    return frozenset(found)


def mentioned_names(code: str) -> frozenset[str]:
    """Every name that a cell reads or writes; those it assigns where it does not parse."""
    try:
        tree = parse_cell(code)
    except (SyntaxError, ValueError):
        return assigned_names(code)
    return assigned_names(code) | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def compares(code: str) -> bool:
    """Whether a cell ends with a comparison, such as `X == Y`."""
    try:
        tree = parse_cell(code)
    except (SyntaxError, ValueError):
        return False
    last = tree.body[-1] if tree.body else None
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Compare)


def split_last(code: str, filename: str) -> tuple[Any, Any]:
    """Compiled statements, and the compiled last expression or None where the cell shows no value."""
    tree = parse_cell(code)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not code.rstrip().endswith(";"):
        last = compile(ast.Expression(tree.body.pop().value), filename, "eval")  # type: ignore[attr-defined]
    return compile(tree, filename, "exec"), last


def literal_of(code: str) -> tuple[bool, Any]:
    """Whether a cell is one literal, and which.

    >>> literal_of(" (3, 4) ")
    (True, (3, 4))
    >>> literal_of("x.shape")
    (False, None)
    """
    try:
        return True, ast.literal_eval(code.strip())
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False, None


def worked_out(code: str) -> float | None:
    """The number that a cell of numbers and `+ - * / // % **` alone comes to; None for any other cell.

    >>> worked_out("2 * 7"), worked_out("-(1 + 2)"), worked_out("2 * x"), worked_out("1 / 0")
    (14, -3, None, None)
    """
    try:
        return _arithmetic(ast.parse(code.strip(), mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, MemoryError, RecursionError):
        return None


def _arithmetic(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_arithmetic(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            a, b = _arithmetic(left), _arithmetic(right)
            if isinstance(op, ast.Pow) and (a < 0 or max(a, abs(b)) > _LARGEST_POWER):
                raise ValueError("a power that is complex or too large to be an answer")
            return _OPERATIONS[type(op)](a, b)
    raise ValueError("not arithmetic with numbers")


def _collect(node: ast.AST, found: set[str]) -> None:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            found.add(name)
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            found.update(alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case ast.ExceptHandler(name=str(name)):
            found.add(name)
            for child in ast.iter_child_nodes(node):
                _collect(child, found)
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            found.add(name)
        case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store() | ast.Del()):
            found.update(_written(node))
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            found.update(n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr))
        case _:
            for child in ast.iter_child_nodes(node):
                _collect(child, found)


def _written(target: ast.AST) -> set[str]:
    """The name at the root of `name[…].attribute[…]`."""
    while isinstance(target, ast.Subscript | ast.Attribute):
        target = target.value
    return {target.id} if isinstance(target, ast.Name) else set()
