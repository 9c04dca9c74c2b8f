"""Which names a piece of a lesson's code binds or writes into, found in its syntax tree.

The kernel is told them when a step begins, so that play after an acceptance can be put back.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable


def bound_names(sources: Iterable[str]) -> list[str]:
    """Top-level names that the sources assign, import, define or write into, in order of appearance.

    >>> bound_names(["from mxnet import nd", "X = nd.ones((3, 4))\\nX[1, 2] = 9\\nfor i in range(3): y = i"])
    ['nd', 'X', 'i', 'y']
    """
    names: dict[str, None] = {}
    for source in sources:
        for statement in _statements(source):
            names.update(dict.fromkeys(_bound(statement)))
    return list(names)


def _statements(source: str) -> list[ast.stmt]:
    """The source's statements; none of a look-up such as `nd.ones?`, which is no Python and binds nothing."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return []


def _bound(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name  # and not what it binds inside
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            for alias in aliases:
                yield alias.asname or alias.name.partition(".")[0]
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()):
            yield name
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return  # names in there have a scope of their own
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _bound(child)
