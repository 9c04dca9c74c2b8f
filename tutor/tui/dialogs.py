"""The two small windows: a question before something is forgotten, and a line that asks for a name; and the
key line of windows that are chosen from."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tutor.render import strips
from tutor.render.markup import body
from tutor.render.page import Lines, Page
from tutor.tui.clicks import clickable_keys
from tutor.tui.drawing import Drawing
from tutor.tui.keys import name_of
from tutor.tui.lines import FRAME

_WINDOW = """
    align: center middle; background: $bg 60%;
    Vertical { width: 60; max-width: 90%; height: auto; padding: 1 3; background: $raised; }
"""


class Question(Drawing):
    """A sentence, and the keys that answer it."""

    def __init__(self, key: str, actions: tuple[str, ...] = (), **facts: object) -> None:
        super().__init__()
        self._key = key
        self._facts = facts
        self._actions = actions

    def draw(self, page: Page) -> Lines:
        lines = body(page.texts(self._key, **self._facts), page)
        if not self._actions:
            return lines
        pairs = [(self.tutor.key(id), page.texts(f"tui.keys.{id}")) for id in self._actions]
        return [*lines, Text(), clickable_keys(strips.keys(pairs, page), self._actions, pairs)]


class WindowKeys(Drawing):
    """The key line while something is typed or chosen in a window: its own keys, which nothing remaps."""

    DEFAULT_CSS = f"WindowKeys {{ dock: bottom; width: 100%; {FRAME} }}"

    def __init__(self, *, rows: bool = True) -> None:
        super().__init__()
        self._rows = rows

    def draw(self, page: Page) -> Lines:
        keys = [(name_of("enter"), "pick"), ("↑ ↓", "pick_up"), (name_of("escape"), "pick_close")]
        shown = [(key, page.texts(f"tui.keys.{id}")) for key, id in keys if self._rows or id != "pick_up"]
        return [strips.keys(shown, page)]


class Confirm(ModalScreen[bool]):
    """Asks before progress is forgotten; `facts` say what of it."""

    DEFAULT_CSS = f"Confirm {{ {_WINDOW} }}"

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__()
        self._key = key
        self._facts = facts

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Question(self._key, ("confirm", "refuse"), **self._facts)


class Ask(ModalScreen[str | None]):
    """Asks for one line, a name. Each change of it is told to `narrow`."""

    DEFAULT_CSS = f"""
    Ask {{ {_WINDOW}
        align: center bottom;
        Vertical {{ margin-bottom: 2; }}
        Input {{ border: none; height: 1; padding: 0; margin-top: 1; background: $bg; color: $fg; }}
    }}
    """
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar = [("escape", "dismiss(None)")]

    def __init__(self, key: str, narrow: Callable[[str], None], **facts: object) -> None:
        super().__init__()
        self._key = key
        self._narrow = narrow
        self._facts = facts

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Question(self._key, (), **self._facts)
            yield Input(compact=True, select_on_focus=False)
        yield WindowKeys(rows=False)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value.strip())

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
