"""What a kernel answers while a cell runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tutor.events import HELP_MIME, Help


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: the text that takes the place of what stands there, and what it names."""

    text: str
    kind: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Completions:
    """Ways to go on; each replaces the characters from `start` up to `end`."""

    start: int = 0
    end: int = 0
    items: tuple[Completion, ...] = ()


def completions(content: dict[str, Any]) -> Completions:
    """A `complete_reply`.

    >>> reply = {"matches": ["arange"], "cursor_start": 3, "cursor_end": 5, "metadata": {}}
    >>> completions(reply)
    Completions(start=3, end=5, items=(Completion(text='arange', kind='', signature=''),))
    """
    start, end = content.get("cursor_start", 0), content.get("cursor_end", 0)
    typed = content.get("metadata", {}).get("_jupyter_types_experimental")
    if not typed:
        return Completions(start, end, tuple(Completion(match) for match in content.get("matches", ())))
    items = tuple(Completion(item["text"], item["type"] or "", item["signature"] or "") for item in typed)
    if items and all(item.text.startswith(".") for item in items):  # a member, with the dot before it
        return Completions(start + 1, end, tuple(replace(item, text=item.text[1:]) for item in items))
    return Completions(start, end, items)


def help_of(content: dict[str, Any]) -> Help | None:
    """An `inspect_reply`; None where the kernel knows no such name."""
    from tutor.kernel.decode import validated

    data = content.get("data", {})
    if not content.get("found") or HELP_MIME not in data:
        return None
    help = validated("Help", data[HELP_MIME])
    return help if isinstance(help, Help) else None


def completeness(content: dict[str, Any]) -> tuple[str, str]:
    """An `is_complete_reply`: "complete", "incomplete", "invalid" or "unknown", and the next indent."""
    return content.get("status", "unknown"), content.get("indent", "")
