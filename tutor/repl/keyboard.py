"""The terminal's own modes: keys that are typed ahead wait as they are; a password is not shown."""

from __future__ import annotations

import contextlib
import sys
import termios
from collections.abc import Iterator
from typing import Any, Final

_INPUT, _LOCAL = 0, 3  # places of the input and the local flags in what tcgetattr returns
_CONTROL: Final = 6


@contextlib.contextmanager
def hidden() -> Iterator[None]:
    """What is typed is not shown, as a password is not."""
    before = termios.tcgetattr(sys.stdin)
    quiet = [*before]
    quiet[_LOCAL] &= ~termios.ECHO
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


class Keyboard:
    """From `hold` to `release` nothing that is typed is shown or changed; Ctrl+C is still a signal.

    Otherwise Enter would arrive as Ctrl+J, which begins a new line, and all would be seen twice.
    """

    def __init__(self) -> None:
        self._before: list[Any] | None = None

    def hold(self) -> None:
        """Does nothing where the input is no terminal."""
        with contextlib.suppress(termios.error, OSError, ValueError):
            before = termios.tcgetattr(sys.stdin)
            held = [*before[:_CONTROL], list(before[_CONTROL])]
            held[_INPUT] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR)
            held[_LOCAL] &= ~(termios.ECHO | termios.ICANON)
            held[_CONTROL][termios.VMIN], held[_CONTROL][termios.VTIME] = 1, 0
            termios.tcsetattr(sys.stdin, termios.TCSANOW, held)
            self._before = before

    def release(self) -> None:
        """Puts back how the terminal was."""
        if self._before is not None:
            with contextlib.suppress(termios.error, OSError, ValueError):
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)
            self._before = None
