"""Runs coroutines from plain code: one event loop, in a thread of its own.

A thread, so that it also works where the caller's thread has a running loop (a notebook, an
asynchronous test), and so that the kernel's messages are heard between calls.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Loop:
    """An event loop in a thread, until `close`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="d2l-tutor", daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """The coroutine's result; raises `TimeoutError` after `timeout` seconds and cancels it."""
        return asyncio.run_coroutine_threadsafe(_limited(coroutine, timeout), self._loop).result()

    def close(self) -> None:
        """Ends what still runs, then the thread."""
        self.run(_end_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _end_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _limited(coroutine: Coroutine[Any, Any, T], timeout: float | None) -> T:
    async with asyncio.timeout(timeout):
        return await coroutine
