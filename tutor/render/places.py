"""Which elements an index such as `1:3` or `(slice(1, 2, None), 0)` names, read from its text.

Keys reach a front end as text: either as a learner writes them or as Python prints them.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tutor.render.arrays import Index, Lit


def lit_by(key: str, shape: Sequence[int]) -> Lit | None:
    """Lights what `key` takes from an array of `shape`, each element in the tint of the first axis that
    the key narrows; None where the key is not of whole numbers and slices.

    >>> lit = lit_by("1:3", (3, 4))
    >>> lit((0, 0)), lit((1, 0)), lit((2, 3))
    (None, 0, 0)
    >>> lit_by("(slice(None, None, None), -1)", (3, 4))((2, 3))
    1
    >>> [lit_by("array([0, 2])", (3, 4))((row, 1)) for row in range(3)]
    [0, None, 0]
    """
    items = _read(key, len(shape))
    if items is None:
        return None
    taken = [
        range(size)[item] if isinstance(item, slice) else {place % size for place in item if size}
        for item, size in zip(items, shape, strict=True)
    ]
    narrowed = [axis for axis, (held, size) in enumerate(zip(taken, shape, strict=True)) if len(held) < size]
    tint = narrowed[0] if narrowed else 0

    def lit(index: Index) -> int | None:
        inside = all(place in held for place, held in zip(index, taken, strict=True))
        return tint if inside else None

    return lit


def _read(key: str, axes: int) -> list[slice | list[int]] | None:
    """The key as one slice or list of places an axis, or None."""
    try:
        tree = ast.parse(f"_[{key}]", mode="eval").body
        inner = tree.slice if isinstance(tree, ast.Subscript) else tree
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        items = [_slice(part) for part in parts]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if None in items:
        at = items.index(None)
        items[at : at + 1] = [slice(None)] * max(0, axes - len(items) + 1)
    known = [item for item in items if item is not None]
    listed = sum(isinstance(item, list) for item in known)
    if (
        listed > 1 or len(known) < len(items) or len(known) > axes
    ):  # two lists name pairs, not rows and columns
        return None
    return known + [slice(None)] * (axes - len(known))


def _slice(part: ast.expr) -> slice | list[int] | None:
    """One item of a key as a slice or a list of places, None for `...`; ValueError for anything else."""
    if isinstance(part, ast.Slice):
        return slice(*(None if end is None else _number(end) for end in (part.lower, part.upper, part.step)))
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "slice":
        return slice(*map(_number, part.args))
    if isinstance(part, ast.Name) and part.id == "Ellipsis":
        return None
    if (
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Name)
        and part.func.id == "array"
        and part.args
    ):
        part = part.args[0]
    value = ast.literal_eval(part)
    if value is Ellipsis:
        return None
    if isinstance(value, list) and all(isinstance(place, int) for place in value):
        return value
    if not isinstance(value, int):
        raise ValueError(part)
    return slice(value, value + 1 or None)


def _number(end: ast.expr) -> int | None:
    value = ast.literal_eval(end)
    if value is None or isinstance(value, int):
        return value
    raise ValueError(end)
