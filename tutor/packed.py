"""Numbers as they cross the process boundary: many of them as text of their bytes, few of them as they are.

To write a number as decimals and to read it again takes ten times as long as to copy it, and a message of a
training loop, which waits for it, has thousands. Both sides import this module; it needs the standard
library alone. A number that is not finite crosses as what it is.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from itertools import chain
from struct import error, pack, unpack
from typing import Annotated, Any, Final, TypeAlias

FEWEST: Final = 8
"""Of so many numbers or fewer the decimals are as short."""

_FLOATS: Final = frozenset[type]((float,))
_NUMBERS: Final = _FLOATS | {int}


class _Packed:
    """Lets pydantic take the packed form where the plain one is expected."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        plain = {"type": "no-info", "function": unpacked}
        return {"type": "function-before", "function": plain, "schema": handler(source)}


Numbers: TypeAlias = Annotated[tuple[float, ...], _Packed()]
Points: TypeAlias = Annotated[tuple[tuple[int, float], ...], _Packed()]
Rows: TypeAlias = Annotated[tuple[tuple[float, ...], ...], _Packed()]


def packed(value: tuple[Any, ...]) -> str | None:
    """A tuple of floats, or of equally many numbers each, in short; None of any other, and of few numbers.

    >>> packed((0.5, 1.5)), packed((1, 2, 3) * 9), packed(("a", 0.5) * 9)
    (None, None, None)
    >>> unpacked(packed((0.5,) * 9)), unpacked(packed(((1, 0.5),) * 5))[:2]
    ((0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5), ((1.0, 0.5), (1.0, 0.5)))
    """
    width, numbers, kinds = 0, value, _FLOATS
    if value and type(value[0]) is tuple:
        width, numbers, kinds = len(value[0]), tuple(chain.from_iterable(value)), _NUMBERS
        if any(len(row) != width for row in value):
            return None
    if len(numbers) <= FEWEST or not kinds.issuperset(map(type, numbers)):
        return None
    return f"{width};{b2a_base64(pack(f'<{len(numbers)}d', *numbers), newline=False).decode()}"


def unpacked(value: Any) -> Any:
    """What was packed; anything else, and what only looks like it, as it is."""
    if not isinstance(value, str):
        return value
    width, _, text = value.partition(";")
    try:
        data = a2b_base64(text, strict_mode=True)
        numbers = unpack(f"<{len(data) // 8}d", data)
        return tuple(zip(*[iter(numbers)] * int(width), strict=True)) if int(width) else numbers
    except (ValueError, error):
        return value
