"""What was typed before the screen stood: it came in with the terminal's answer, and is typed again."""

from __future__ import annotations

from textual._xterm_parser import XTermParser
from textual.app import App


def type_again(app: App[int], text: str) -> None:
    """Sends keys to the app as the terminal would have."""
    keys = text.replace("\n", "\r")  # a terminal not yet in raw mode makes one of the other
    for message in XTermParser().feed(keys) if keys else ():
        app.post_message(message)
