"""What was typed before the screen stood: it came in with the terminal's answer, and is typed again."""

from __future__ import annotations

from textual._xterm_parser import XTermParser
from textual.app import App


def type_again(app: App[int], text: str) -> None:
    """Sends keys to the app as the terminal would have."""
    for message in XTermParser().feed(text) if text else ():
        app.post_message(message)
