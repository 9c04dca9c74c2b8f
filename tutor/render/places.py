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
    """
    items = _read(key, len(shape))
    if items is None:
        return None
    taken = [range(size)[item] for item, size in zip(items, shape, strict=True)]
    narrowed = [axis for axis, (held, size) in enumerate(zip(taken, shape, strict=True)) if len(held) < size]
    tint = narrowed[0] if narrowed else 0

    def lit(index: Index) -> int | None:
        inside = all(place in held for place, held in zip(index, taken, strict=True))
        return tint if inside else None

    return lit


def _read(key: str, axes: int) -> list[slice] | None:
    """The key as one slice an axis, or None."""
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
    slices = [item for item in items if item is not None]
    return slices + [slice(None)] * (axes - len(slices)) if len(slices) == len(items) <= axes else None


def _slice(part: ast.expr) -> slice | None:
    """One item of a key as a slice, None for `...`; raises ValueError for anything else."""
    if isinstance(part, ast.Slice):
        return slice(*(None if end is None else _number(end) for end in (part.lower, part.upper, part.step)))
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "slice":
        return slice(*map(_number, part.args))
    if isinstance(part, ast.Name) and part.id == "Ellipsis":
        return None
    value = ast.literal_eval(part)
    if value is Ellipsis:
        return None
    if not isinstance(value, int):
        raise ValueError(part)
    return slice(value, value + 1 or None)


def _number(end: ast.expr) -> int | None:
    value = ast.literal_eval(end)
    if value is None or isinstance(value, int):
        return value
    raise ValueError(end)
