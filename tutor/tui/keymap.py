"""The keys of `settings.toml` over those of the registry: which hold, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from itertools import product
from string import punctuation
from typing import Any, Final

from textual.binding import Binding

from tutor.lesson.rules import close_names
from tutor.settings import File, Problem
from tutor.tui.board import TABS
from tutor.tui.keys import ACTIONS, BY_ID, Action, Situation

_PLACES: Final = ("prompt", "panel", "outline", "manual", "images", "figure", "completion", "confirm")
_VARIED: Final = ("running", "accepted", "empty", "asked", "hints", "cells")
_MODIFIERS: Final = ("ctrl", "alt", "shift")
_ALIASES: Final = {
    "esc": "escape", "return": "enter", "pgdn": "pagedown", "pgup": "pageup", "del": "delete",
    "ins": "insert",
}  # fmt: skip
_EDITING: Final = frozenset(
    ("enter", "tab", "space", "backspace", "delete", "up", "down", "left", "right", "home", "end")
)
_NAMED: Final = _EDITING | {"escape", "insert", "pageup", "pagedown", *(f"f{n}" for n in range(1, 25))}
_SIGNS: Final = frozenset(
    binding.key for binding in Binding.make_bindings(Binding(sign, "") for sign in punctuation if sign != ",")
)
_SAME: Final = {
    "ctrl+m": "enter", "ctrl+i": "tab", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape",
}  # fmt: skip
"""Keys for which terminals send the same byte as for another."""


def keymap(file: File) -> tuple[dict[str, str], list[Problem]]:
    """The keys of each action that has others than usual, by its id; and all that is wrong in the file.

    An entry that is wrong is left out as a whole, so that its action keeps its usual keys.
    """
    found: dict[str, str] = {}
    problems = list(file.problems)
    for id, written in file.settings.keys.items():
        keys = [_normal(key) for key in written.split(",") if key.strip()]
        if (problem := _wrong(file, id, written, keys)) is not None:
            problems.append(problem)
        else:
            found[id] = ",".join(keys)
    while (problem := _taken(file, found)) is not None:
        problems.append(problem)
    return found, problems


def clashes(keymap: Mapping[str, str]) -> Iterator[tuple[Action, Action, str]]:
    """Pairs of actions that one key would mean at once."""
    by_key: dict[str, list[Action]] = {}
    for action in ACTIONS:
        for key in filter(None, keymap.get(action.id, action.keys).split(",")):
            for other in by_key.setdefault(key, []):
                if any(action.when(now) and other.when(now) for now in _situations()):
                    yield action, other, key
            by_key[key].append(action)


@cache
def _situations() -> tuple[Situation, ...]:
    """Situations enough to tell whether two actions can ever be there at once."""
    flags = [field.name for field in fields(Situation) if isinstance(field.default, bool)]
    found = []
    for others, varied in product((False, True), product((False, True), repeat=len(_VARIED))):
        now: dict[str, Any] = dict.fromkeys(flags, others) | dict(zip(_VARIED, varied, strict=True))
        found += [Situation(place=place, tab=tab, **now) for place, tab in product(_PLACES, TABS)]
    return tuple(found)


def _normal(written: str) -> str:
    """A key as Textual writes it.

    >>> [_normal(key) for key in ("Ctrl+K", "F5", "Esc", "/", "shift+x")]
    ['ctrl+k', 'f5', 'escape', 'slash', 'X']
    """
    key = written.strip()
    key = key if len(key) == 1 else key.lower()
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    last = _ALIASES.get(last, last)
    if modifiers == ["shift"] and len(last) == 1:
        return last.upper()
    if len(last) == 1:
        (binding,) = Binding.make_bindings([Binding(last, "")])
        last = binding.key
    return "+".join([*modifiers, last])


def _known(key: str) -> bool:
    *modifiers, last = key.split("+")
    plain = last in _NAMED or last in _SIGNS or len(last) == 1
    return plain and all(modifier in _MODIFIERS for modifier in modifiers)


def _types(key: str) -> bool:
    """Whether the key edits the text at the prompt."""
    return key in _EDITING or ("+" not in key and key not in _NAMED)


def _wrong(file: File, id: str, written: str, keys: list[str]) -> Problem | None:
    """What is wrong with an entry by itself."""
    name = f"keys.{id}"
    if id not in BY_ID:
        for near in close_names(id, list(BY_ID)):
            return file.problem("settings.action_near", name, id=id, near=near)
        return file.problem("settings.action", name, id=id)
    action = BY_ID[id]
    prompt = [now for now in _situations() if now.place == "prompt"]
    for key in keys:
        if not _known(key):
            return file.problem("settings.key", name, key=key, id=id)
        if key in _SAME:
            return file.problem("settings.same_key", name, key=key, other=_SAME[key])
        if key not in action.keys.split(",") and _types(key) and any(action.when(now) for now in prompt):
            return file.problem("settings.types", name, key=key, id=id)
    return None


def _taken(file: File, found: dict[str, str]) -> Problem | None:
    """The first entry whose key means something else already; it is taken out."""
    for action, other, key in clashes(found) if found else ():
        loser, holder = (action, other) if action.id in found else (other, action)
        if action.id in found and other.id in found:
            first, second = sorted((action.id, other.id), key=list(found).index)
            loser, holder = BY_ID[second], BY_ID[first]
        del found[loser.id]
        return file.problem("settings.taken", f"keys.{loser.id}", key=key, id=loser.id, holder=holder.id)
    return None
