"""What a kernel answers while a cell runs."""

from __future__ import annotations

from typing import Any

from tutor.events import COMPLETION_KEY, HELP_MIME, Help
from tutor.record import record


@record
class Completion:
    """One way to go on: the text that takes the place of what stands there, and what it names.

    `kind` is "function", "method", "class", "module", "property", "keyword", "argument", "magic" or the
    name of the value's class; `help` the first line of the documentation; `shape` and `dtype` an array's.
    """

    text: str
    kind: str = ""
    signature: str = ""
    help: str = ""
    shape: tuple[int, ...] | None = None
    dtype: str = ""


@record
class Call:
    """The call in whose brackets the cursor stands; `current` is the parameter at hand, -1 for none."""

    name: str
    parameters: tuple[str, ...] = ()
    current: int = -1
    help: str = ""


@record
class Completions:
    """Ways to go on; each replaces the characters from `start` up to `end`."""

    start: int = 0
    end: int = 0
    items: tuple[Completion, ...] = ()
    call: Call | None = None


def completions(content: dict[str, Any]) -> Completions:
    """A `complete_reply`.

    >>> completions({"matches": ["arange"], "cursor_start": 3, "cursor_end": 5}).items[0].text
    'arange'
    """
    start, end = content.get("cursor_start", 0), content.get("cursor_end", 0)
    found = content.get("metadata", {}).get(COMPLETION_KEY)
    if not found:
        return Completions(start, end, tuple(Completion(match) for match in content.get("matches", ())))
    return Completions(start, end, tuple(map(_completion, found["items"])), _call(found["call"]))


def _completion(item: dict[str, Any]) -> Completion:
    shape = item.get("shape")
    return Completion(**{**item, "shape": None if shape is None else tuple(shape)})


def _call(call: dict[str, Any] | None) -> Call | None:
    if call is None:
        return None
    return Call(call["name"], tuple(call["parameters"]), call["current"], call["help"])


def help_of(content: dict[str, Any]) -> Help | None:
    """An `inspect_reply`; None where it holds no answer."""
    from tutor.kernel.decode import validated

    data = content.get("data", {})
    if not content.get("found") or HELP_MIME not in data:
        return None
    help = validated("Help", data[HELP_MIME])
    return help if isinstance(help, Help) else None


def completeness(content: dict[str, Any]) -> tuple[str, str]:
    """An `is_complete_reply`: "complete", "incomplete", "invalid" or "unknown", and the next indent."""
    return content.get("status", "unknown"), content.get("indent", "")
