"""What small arrays held before they were written into, so that a picture shows the old beside the new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine import hooks
from tutor.inside.summary import raw

MAX_KEPT = 4096
"""Arrays of more elements are not copied before they are written into."""


@dataclass(slots=True)
class _Kept:
    """The array that was written into last, and a copy of what it held before."""

    array: Any = None
    before: Any = None


_kept = _Kept()


def begin() -> None:
    """Watches writes from now on."""
    global _kept
    _kept = _Kept()
    hooks.on_write = _on_write


def leave() -> None:
    """Watches no more, and keeps nothing."""
    global _kept
    hooks.on_write = None
    _kept = _Kept()


def before(array: Any) -> Any:
    """The raw array as it was before the last write, if that was into this one; else None."""
    return _kept.before if array is _kept.array else None


def _on_write(array: Any, place: Any, value: Any) -> None:
    global _kept
    try:
        _kept = _Kept(array, _copy(array, place, value))
    except Exception:  # watching never disturbs what is watched
        leave()


def _copy(array: Any, place: Any, value: Any) -> Any:
    whole = raw(array)
    if whole.size > MAX_KEPT:
        return None
    copy = whole.copy()
    if _is_view_just_written(value, whole, place):
        part = _part(copy, place)
        part[...] = _kept.before.reshape(part.shape)
    return copy


def _is_view_just_written(value: Any, whole: Any, place: Any) -> bool:
    """Whether `x[place] += y` has changed the elements by now, and only writes them into themselves."""
    if value is None or value is not _kept.array or _kept.before is None:
        return False
    return bool(np.may_share_memory(raw(value), _part(whole, place)))


def _part(whole: Any, place: Any) -> Any:
    """The elements at a place, as an array even where it is a single one."""
    places = place if isinstance(place, tuple) else (place,)
    return whole[places if any(each is Ellipsis for each in places) else (*places, ...)]
