"""Between the session and the screen: events are gathered and handed over at most 20 times a second.

The first event after a pause goes on at once. In a flood the text of one cell becomes one event, and only
the newest of what replaces itself (the namespace, the kernel's state) is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import replace
from typing import Final

from tutor.events import Event, KernelState, Output, Variables

PAUSE: Final = 0.05
"""Seconds between two handovers."""

Deliver = Callable[[Sequence[Event]], None]


class Inbox:
    """Hands events to `deliver` in order, from the running event loop, never from inside `put`.

    `context`: the one of the app, by which widgets know their app; a kernel may be older than the app.
    """

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._waiting: list[Event] = []
        self._texts: list[str] = []  # the parts of the text of the last event, where that is Output
        self._handle: asyncio.TimerHandle | None = None
        self.context: Context | None = None
        self._last = float("-inf")

    def put(self, event: Event) -> None:
        """Takes an event; never blocks."""
        last = self._waiting[-1] if self._waiting else None
        if isinstance(event, Output) and isinstance(last, Output) and _same_stream(event, last):
            self._texts.append(event.text)
        else:
            self._close_text()
            if isinstance(event, Variables | KernelState) and type(event) is type(last):
                self._waiting.pop()
            self._waiting.append(event)
            self._texts = [event.text] if isinstance(event, Output) else []
        if self._handle is None:
            loop = asyncio.get_running_loop()
            self._handle = loop.call_later(
                max(0.0, self._last + PAUSE - loop.time()), self.flush, context=self.context
            )

    def flush(self) -> None:
        """Hands over what has come so far."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        self._close_text()
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._last = asyncio.get_running_loop().time()
            self._deliver(waiting)

    def _close_text(self) -> None:
        if len(self._texts) > 1:
            last = self._waiting[-1]
            assert isinstance(last, Output)
            self._waiting[-1] = replace(last, text="".join(self._texts))
        self._texts = []


def _same_stream(one: Output, other: Output) -> bool:
    return (one.cell, one.stream) == (other.cell, other.stream)
