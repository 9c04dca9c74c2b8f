"""What a terminal sends, as Textual hears it: also pastes that are not marked, and a late answer.

What arrives faster than anyone types is a paste.

Terminals that know bracketed paste mark what is pasted; others send it as keys, and each line break would
run a line, each indented line be indented again. One read of the terminal that holds a line break with
more text behind it was not typed. Neither is what follows in the next reads, without a pause between them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.events import Paste
from textual.message import Message

from tutor.terminal import parted

_LINES: Final = re.compile(r"[^\x1b]*[^\x1b\s][^\x1b]*[\r\n][^\x1b]*[^\x1b\s][^\x1b]*\Z")
_PAUSE: Final = 0.03
"""Seconds between two reads of one paste, at most: less than between two keys, even of a held one."""


_BEGIN, _END = "\x1b[200~", "\x1b[201~"


class Answered(Message):
    """The terminal has answered, or gone on answering, what it can draw."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class PasteParser(XTermParser):
    """Textual's parser of what a terminal sends, which sees pastes that are not marked, too."""

    _last = float("-inf")
    _marked = False  # within a paste that the terminal has marked

    def feed(self, data: str) -> Iterable[Message]:
        typed, answer = parted(data)
        if answer:
            return [Answered(answer), *(self.feed(typed) if typed else ())]
        now = time.monotonic()
        if not self._marked and (_LINES.match(data) or (now - self._last < _PAUSE and "\x1b" not in data)):
            self._last = now
            return [Paste(data)]
        if _BEGIN in data or _END in data:
            self._marked = data.rfind(_BEGIN) > data.rfind(_END)
        return super().feed(data)


def watch() -> None:
    """Lets Textual's driver read by this parser."""
    linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
