"""What a cell prints: kept for the judge up to a limit, and no more of it sent than a screen can take.

A flood is cut off here, in the process that makes it, so that a stop is never queued behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from ipykernel.iostream import OutStream

from tutor.events import Notice
from tutor.inside import wire

_OURS: Final = re.compile(r"(?<![\w./])engine\.(?:compat\.(mxnet|d2lzh)\b)?")
_PLACE: Final = re.compile(r"(<module '(?:mxnet|d2lzh)[\w.]*') from '[^']*'>")

MAX_KEPT = 100_000
MAX_VALUE = 20_000


@dataclass(slots=True)
class Limits:
    """How much one cell may print, over both streams."""

    bytes: int = 256 * 1024
    lines: int = 5_000


limits = Limits()


@dataclass(slots=True)
class Printed:
    """What the running cell has printed so far; `steps` holds for each piece kept what `step` said then."""

    bytes: int = 0
    lines: int = 0
    kept: list[str] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    step: Callable[[], int] = int
    flooded: bool = False

    @property
    def text(self) -> str:
        """The beginning of what went to the standard output."""
        return "".join(self.kept)[:MAX_KEPT]


printed = Printed()


def begin() -> None:
    """A new cell has printed nothing yet."""
    global printed
    printed = Printed()


def admit(text: str, stream: str) -> str:
    """The part of `text` that may still go out: all, or less, and then the cell counts as flooded."""
    if stream == "stdout" and printed.bytes < MAX_KEPT:
        printed.kept.append(text)
        printed.steps.append(printed.step())
    size, lines = len(text.encode(errors="replace")), text.count("\n")
    room, spare = limits.bytes - printed.bytes, limits.lines - printed.lines
    printed.bytes += size
    printed.lines += lines
    if size <= room and lines <= spare and spare:
        return text
    printed.flooded = True
    return "".join(text[:room].splitlines(keepends=True)[:spare])


class CappedStream(OutStream):
    """The kernel's stdout or stderr with the limits of a cell; output of threads and of C code included."""

    _unsent = True

    def write(self, string: Any) -> int | None:
        self._unsent = True
        if not isinstance(string, str) or not self._is_master_process():
            return super().write(string)
        if printed.flooded:
            return len(string)
        admitted = admit(string, self.name)
        super().write(admitted)
        if admitted is not string:
            wire.publish(
                Notice(code="notice.output_capped", facts={"bytes": limits.bytes, "lines": limits.lines})
            )
        return len(string)

    def flush(self) -> None:
        """Every event flushes both streams first, which waits for a thread: not where nothing is unsent."""
        if self._unsent:
            self._unsent = False
            super().flush()


def cut(text: str) -> str:
    """A value's text, as much of it as anyone reads."""
    return text if len(text) <= MAX_VALUE else text[:MAX_VALUE] + "…"


def value_text(data: dict[str, Any], kind: str = "") -> str:
    """The plain text among the representations of a value of that kind."""
    text = str(data.get("text/plain", ""))
    return cut(text if kind == "str" else as_mxnet(text))


def as_mxnet(text: str) -> str:
    """The text of a value with the engine's modules under the names by which learners know them.

    >>> as_mxnet("<function engine.autograd.record(train_mode=True)>")
    '<function mxnet.autograd.record(train_mode=True)>'
    >>> as_mxnet("<module 'engine.compat.d2lzh' from '/a/engine/compat/d2lzh/__init__.py'>")
    "<module 'd2lzh'>"
    """
    named = _OURS.sub(lambda found: found[1] or "mxnet.", text)
    return _PLACE.sub(r"\1>", named)
