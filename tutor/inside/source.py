"""Where in the learner's own cell something happened: the frame, the columns, the expression's source.

Python ≥ 3.11 knows for each instruction which columns of the source it came from.
"""

from __future__ import annotations

import ast
import itertools
import linecache
import textwrap
import types

from tutor.record import record


@record
class Place:
    """A stretch of a cell's source: 0-based lines and columns (in characters), and the text there."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def is_cell(code: types.CodeType) -> bool:
    """Whether a code object was compiled from a cell, not from a file."""
    return code.co_filename.startswith("<cell")


def place(code: types.CodeType, instruction: int) -> Place | None:
    """The source of one instruction, given as `tb_lasti` or `f_lasti`."""
    position = next(itertools.islice(code.co_positions(), instruction // 2, None), None)
    if position is None or None in position:
        return None
    first, last, start, end = position  # lines from 1, columns in bytes
    lines = linecache.getlines(code.co_filename)
    if first is None or last is None or start is None or end is None or last > len(lines):
        return None
    column, end_column = _characters(lines[first - 1], start), _characters(lines[last - 1], end)
    kept = lines[first - 1 : last]
    kept[-1] = kept[-1][:end_column]
    kept[0] = kept[0][column:]
    return Place(first - 1, column, last - 1, end_column, "".join(kept))


def _characters(line: str, columns: int) -> int:
    return len(line.encode()[:columns].decode(errors="ignore"))


def operand_texts(expression: str) -> list[str]:
    """The source of the operands: the values in `a + b`, `a += b`, `f(a, b)`, `a.f(b)`, `a[i]` or `a[i] = b`.

    A function's name is no operand; a method's object is the first.

    >>> operand_texts("nd.dot(A, B.T)"), operand_texts("x.reshape((3, 4))"), operand_texts("A + 2 * B")
    (['A', 'B.T'], ['x', '(3, 4)'], ['A', '2 * B'])
    >>> operand_texts("A += v"), operand_texts("X[1:3] = v")
    (['A', 'v'], ['X[1:3]', 'v'])
    """
    try:
        statement = ast.parse(textwrap.dedent(expression)).body[0]
    except (SyntaxError, IndexError):
        return []
    node = statement.value if isinstance(statement, ast.Expr) else statement
    parts: list[ast.expr]
    match node:
        case ast.AugAssign(target=target, value=value):
            parts = [target, value]
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            parts = [target, value]
        case ast.BinOp(left=left, right=right):
            parts = [left, right]
        case ast.Compare(left=left, comparators=[right]):
            parts = [left, right]
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module)), args=args) if module in _MODULES:
            parts = args
        case ast.Call(func=ast.Attribute(value=value), args=args):
            parts = [value, *args]
        case ast.Call(args=args):
            parts = args
        case ast.Subscript(value=value, slice=index):
            parts = [value, index]
        case _:
            parts = []
    return [ast.unparse(part) for part in parts]


_MODULES = ("nd", "mx", "np", "d2l", "autograd", "F")
