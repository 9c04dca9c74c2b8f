"""One visitor: the process that draws its screen, from the first byte to its end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

PATIENCE: Final = (5.0, 3.0)
"""Seconds after which a process that was asked to end is told to (SIGTERM), and then made to (SIGKILL)."""

LARGEST: Final = (500, 200)
"""Columns and rows that a visitor may ask for: a screen costs memory."""

_OF_THE_SERVERS_TERMINAL: Final = (
    "KITTY_WINDOW_ID", "ITERM_SESSION_ID", "WEZTERM_PANE", "KONSOLE_VERSION", "VTE_VERSION", "WT_SESSION",
    "TMUX", "STY", "LC_ALL", "LC_MESSAGES", "LINES",
)  # fmt: skip


class Visitor(AppService):
    """A visitor's process. `home` holds its progress; None: this user's own.

    The process leads a group of its own, so that Ctrl+C in the server's terminal does not reach it.
    """

    def __init__(
        self,
        arguments: list[str],
        home: Path | None,
        language: str,
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[object]],
    ) -> None:
        async def end() -> None:
            await close()

        super().__init__(
            "d2l-tutor",
            write_bytes=write_bytes,
            write_str=write_str,
            close=end,
            download_manager=DownloadManager(),
        )
        self._arguments, self._home, self._language = arguments, home, language

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        for name in _OF_THE_SERVERS_TERMINAL:
            environment.pop(name, None)
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONUTF8": "1"}
        environment["LANG"] = {"zh": "zh_CN.UTF-8"}.get(self._language, "en_US.UTF-8")
        if self._home is not None:
            environment["D2L_TUTOR_HOME"] = str(self._home)
        return environment

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        command = [sys.executable, "-P", "-m", "tutor.serve.child", str(os.getpid()), *self._arguments]
        size = _within(width, height)
        self._process = process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(*size),
            start_new_session=True,
        )
        self._stdin = process.stdin
        return process

    async def set_terminal_size(self, width: int, height: int) -> None:
        await super().set_terminal_size(*_within(width, height))

    async def stop(self) -> None:
        """Ask the process to end, and see that it does; its kernel ends with it."""
        task, process = self._task, self._process
        self._task = None
        if task is None or process is None:
            return
        await self.send_meta({"type": "quit"})
        for patience, signal_number in zip(PATIENCE, (signal.SIGTERM, signal.SIGKILL), strict=True):
            try:
                await asyncio.wait_for(process.wait(), patience)
                break
            except TimeoutError:
                _signal_group(process, signal_number)
        await process.wait()
        await task


def _within(width: int, height: int) -> tuple[int, int]:
    return min(max(int(width), 1), LARGEST[0]), min(max(int(height), 1), LARGEST[1])


def _signal_group(process: Process, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
