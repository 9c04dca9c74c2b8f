"""Python's own errors in plain words: the commonest, by what their messages say."""

from __future__ import annotations

import re

from tutor.events import Error
from tutor.render.page import Texts

_KNOWN = {
    "NameError": re.compile(r"name '(?P<name>.+?)' is not defined"),
    "UnboundLocalError": re.compile(r"variable '(?P<name>.+?)'"),
    "AttributeError": re.compile(r"'(?P<kind>.+?)' object has no attribute '(?P<name>.+?)'"),
    "ModuleNotFoundError": re.compile(r"No module named '(?P<name>.+?)'"),
    "ImportError": re.compile(r"cannot import name '(?P<name>.+?)' from '(?P<kind>.+?)'"),
    "ZeroDivisionError": re.compile(r""),
    "IndentationError": re.compile(r""),
    "SyntaxError": re.compile(r""),
    "RecursionError": re.compile(r""),
    "KeyError": re.compile(r"(?P<name>.*)", re.DOTALL),
    "KeyboardInterrupt": re.compile(r""),
    "MemoryError": re.compile(r""),
}


def in_plain_words(event: Error, texts: Texts) -> str | None:
    """The error as a sentence of markup, or None where the message has to speak for itself."""
    pattern = _KNOWN.get(event.name)
    found = pattern.search(event.message) if pattern is not None else None
    if found is None:
        return None
    facts = {key: value.replace("`", "'").strip() for key, value in found.groupdict().items()}
    return texts(f"render.error.{event.name}", **facts)
