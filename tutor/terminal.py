"""What the terminal can draw: asked once, before the first screen, without waiting for it.

The question goes out before the front end's imports, and what was answered by then is read behind them.
The screen does not wait for the rest: it reads on, and hears a late answer among the keys. Whatever the
learner typed meanwhile is handed on.

Not asked, and half blocks, where an answer could come late or the picture would not arrive: over ssh
(unless TERM names a terminal that draws), in tmux and screen. `D2L_TUTOR_IMAGES` overrules all of this.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from dataclasses import replace
from select import select
from typing import Any, Final

from tutor.record import record

PROTOCOLS: Final = ("kitty", "sixel", "blocks", "none")

SETTING: Final = "D2L_TUTOR_IMAGES"

_QUERY: Final = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c"
"""Is Kitty's protocol known; how many pixels has a cell; what can you do. All terminals answer the last."""

_KITTY: Final = re.compile(r"\x1b_Gi=31;([^\x1b]*)\x1b\\")
_CELL: Final = re.compile(r"\x1b\[6;(\d+);(\d+)t")
_ABILITIES: Final = re.compile(r"\x1b\[\?([\d;]*)c")
_ANSWERS: Final = re.compile("|".join(f"(?:{each.pattern})" for each in (_KITTY, _CELL, _ABILITIES)))
_SIXEL: Final = "4"

_PATIENCE: Final = 0.1
"""Seconds that an answer may take after the imports, for who cannot hear it later."""


@record
class Graphics:
    """How figures are drawn: `protocol` is one of `PROTOCOLS`.

    `cell` is a cell's width and height in pixels, (0, 0) if unknown. `typed` came in with the answer.
    """

    protocol: str = "blocks"
    cell: tuple[int, int] = (0, 0)
    typed: str = ""

    def corrected(self, answer: str) -> Graphics:
        """What an answer that came later, or a part of it, makes of this.

        >>> Graphics("kitty").corrected("\\x1b[6;20;10t").corrected("\\x1b[?62;4c")
        Graphics(protocol='sixel', cell=(10, 20), typed='')
        """
        later = understood(answer, self.cell)
        return later if later.protocol != "blocks" else replace(self, cell=later.cell)


class Question:
    """Asks the terminal when it is made; its modes are put back by `answer`, or on leaving."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        self._known = _known()
        if not self._known:
            self._ask()

    def _ask(self) -> None:
        import termios
        import tty

        try:
            self._before = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin, termios.TCSANOW)
            os.write(sys.stdout.fileno(), _QUERY.encode())
        except (OSError, termios.error):
            self._known = "blocks"

    def __enter__(self) -> Question:
        return self

    def __exit__(self, *_: object) -> None:
        self._put_back()

    def _put_back(self) -> None:
        import termios

        if self._before is not None:
            termios.tcsetattr(sys.stdin, termios.TCSANOW, self._before)
            self._before = None

    def answer(self, patience: float = _PATIENCE) -> Graphics:
        """What the terminal said; half blocks if it said nothing within so many seconds.

        Without patience the modes stay as they are, so that a late answer is not echoed.
        """
        if self._known or self._before is None:
            protocol, cell = self._known or "blocks", cell_pixels()
            return Graphics(protocol if protocol != "sixel" or all(cell) else "blocks", cell)
        heard = self._read(patience)
        if patience:
            self._put_back()
        return understood(heard, cell_pixels())

    def _read(self, patience: float) -> str:
        heard = b""
        while not _ABILITIES.search(heard.decode(errors="replace")):
            ready, _, _ = select([sys.stdin], [], [], patience)
            piece = os.read(sys.stdin.fileno(), 4096) if ready else b""
            if not piece:
                break
            heard += piece
        return heard.decode(errors="replace")


def understood(heard: str, cell: tuple[int, int] = (0, 0)) -> Graphics:
    """What the terminal's answers say, and what else there is among them.

    Sixel first: some say that they know Kitty's protocol and lack its placeholders; Kitty has no Sixel.

    >>> understood("x\\x1b_Gi=31;OK\\x1b\\\\\\x1b[6;20;10t\\x1b[?62c")
    Graphics(protocol='kitty', cell=(10, 20), typed='x')
    >>> understood("\\x1b[?62;4;22c", (8, 16)).protocol
    'sixel'
    """
    kitty, size, abilities = (pattern.search(heard) for pattern in (_KITTY, _CELL, _ABILITIES))
    typed = _ANSWERS.sub("", heard).replace("\n", "\r")  # Enter, as the terminal's line discipline gives it
    if not all(cell) and size is not None:
        cell = int(size[2]), int(size[1])
    if abilities is not None and _SIXEL in abilities[1].split(";") and all(cell):
        return Graphics("sixel", cell, typed)
    return Graphics("kitty" if kitty is not None and kitty[1] == "OK" else "blocks", cell, typed)


def parted(heard: str) -> tuple[str, str]:
    """What was typed, and the terminal's answers that came in with it.

    >>> parted("x\\x1b[?62;4cy")
    ('xy', '\\x1b[?62;4c')
    """
    if "\x1b" not in heard:
        return heard, ""
    return _ANSWERS.sub("", heard), "".join(found[0] for found in _ANSWERS.finditer(heard))


def cell_pixels() -> tuple[int, int]:
    """A cell's width and height in pixels, as the system knows them; (0, 0) where it does not."""
    import fcntl
    import struct
    import termios

    try:
        size = fcntl.ioctl(sys.stdout.fileno(), termios.TIOCGWINSZ, bytes(8))
    except (OSError, ValueError):
        return 0, 0
    rows, columns, width, height = struct.unpack("HHHH", size)
    return (width // columns, height // rows) if rows and columns and width and height else (0, 0)


def _known() -> str:
    """The protocol where it need not be asked for, else ""."""
    if (chosen := os.environ.get(SETTING, "").lower()) in PROTOCOLS:
        return chosen
    if "NO_COLOR" in os.environ:
        return "none"
    terminal, program = os.environ.get("TERM", ""), os.environ.get("TERM_PROGRAM", "")
    if terminal in ("", "dumb"):
        return "none"
    inside = "TMUX" in os.environ or "STY" in os.environ or terminal.startswith(("tmux", "screen"))
    if inside or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "blocks"
    if terminal in ("xterm-kitty", "xterm-ghostty"):
        return "kitty"
    cannot = terminal == "linux" or program == "Apple_Terminal" or "SSH_CONNECTION" in os.environ
    return "blocks" if cannot or importlib.util.find_spec("PIL") is None else ""
