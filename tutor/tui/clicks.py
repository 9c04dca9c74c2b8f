"""What a click does: words on the screen that stand for an action of the registry, or for a tab."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text


def clickable(line: Text, words: str, action: str, target: str = "click", start: int = 0) -> Text:
    """Lets a click on the first `words` behind `start` do an action; the line itself is changed.

    >>> line = clickable(Text("F3  hint 1 of 2"), "F3", "hint")
    >>> line.spans[0].style.meta
    {'@click': "app.click('hint')"}
    """
    place = line.plain.find(words, start)
    if words and place >= 0:
        line.stylize(Style.from_meta({"@click": f"app.{target}({action!r})"}), place, place + len(words))
    return line


def clickable_tabs(line: Text, tabs: Sequence[str], labels: Sequence[str]) -> Text:
    """Lets a click on each label turn to its tab."""
    start = 0
    for tab, label in zip(tabs, labels, strict=True):
        clickable(line, label, tab, "turn", start)
        start = line.plain.find(label, start) + len(label)
    return line


def clickable_keys(line: Text, actions: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Text:
    """Lets a click on each key and its label, as `strips.keys` writes them, do its action."""
    start = 0
    for action, pair in zip(actions, pairs, strict=True):
        words = " ".join(pair)
        clickable(line, words, action, start=start)
        start += len(words)
    return line
