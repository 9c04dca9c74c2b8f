"""F1: what the keys do and what the signs mean, over the work column."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from tutor.render import edge, signs
from tutor.render.markup import body, inline
from tutor.render.page import Lines, Page
from tutor.render.width import indent, pad, wrap
from tutor.tui.drawing import Drawing
from tutor.tui.keys import BY_ID, name_of

_KEYS: Final = (
    "enter", "run", "newline", "next", "stop", "history",
    "look_up_here", "hint", "skip", "undo", "traceback", "figure", "panel", "walk_from", "pin", "scale",
    "outline", "review", "scroll_up", "palette", "language", "quit",
)  # fmt: skip
_SIGNS: Final = (
    (signs.RIGHT, "right"),
    (signs.WRONG, "wrong"),
    (signs.ERROR, "error"),
    (signs.HINT, "hint"),
    (signs.GRADIENT, "gradient"),
    (signs.CHANGED, "changed"),
    (signs.BEGUN, "begun"),
    (signs.SKIPPED, "skipped"),
    (signs.DUE, "due"),
)
_KEY_WIDTH: Final = 20


class ManualText(Drawing):
    """The list itself, from the registry of keys."""

    def draw(self, page: Page) -> Lines:
        room, texts, palette = edge.inside(edge.readable(page)), page.texts, page.palette
        lines = [Text(texts("tui.manual.title"), palette.strong), Text()]
        lines += body(texts("tui.manual.intro"), room)
        lines.append(Text())
        for id in _KEYS:
            lines += self._row(id, room)
        lines += [Text(), *body(texts("tui.manual.mouse", stop=self.tutor.key("stop")), room)]
        lines += [Text(), Text(texts("tui.manual.signs"), palette.dim), Text()]
        for sign, name in _SIGNS:
            line = pad(Text(sign, palette.strong), 4)
            lines.append(line.append_text(inline(texts(f"tui.manual.sign.{name}"), palette)))
        return edge.at_edge(lines)

    def _row(self, id: str, page: Page) -> Lines:
        palette, texts = page.palette, page.texts
        keys = [name_of(key) for key in self.tutor.keys_of(BY_ID[id])[:2]]
        key = pad(Text(", ".join(keys), palette.strong), _KEY_WIDTH)
        others = {"back": self.tutor.key("back"), "save": self.tutor.key("save_figure")}
        words = inline(texts(f"tui.manual.key.{id}", **others), palette)
        said = wrap(words, max(10, page.width - _KEY_WIDTH))
        return [key.append_text(said[0]), *indent(said[1:], _KEY_WIDTH)]


class Manual(VerticalScroll):
    """The page of keys, with a scroll bar where it is longer than the screen."""

    DEFAULT_CSS = """
    Manual { display: none; padding: 1 1 1 0; scrollbar-size: 0 1; scrollbar-gutter: stable; }
    Manual > * { padding-right: 1; }
    """

    can_focus = True

    def compose(self) -> ComposeResult:
        yield ManualText()
