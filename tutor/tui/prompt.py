"""Where the learner types: a text area in the looks of the transcript, with its number and sign beside it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Location

from tutor.lexer import partner
from tutor.render import signs
from tutor.render.code import highlight
from tutor.render.edge import at_edge
from tutor.render.page import Lines, Page
from tutor.session.completeness import INDENT, complete_alone, next_indent
from tutor.tui import editing
from tutor.tui.drawing import Drawing

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

_ENTER_WAITS: Final = 0.5
"""Seconds that Enter waits for the kernel's word on whether code is complete."""


class Prompt(TextArea):
    """The editor. `ghost` is what stands in it while it is empty; `secret` hides what is typed."""

    DEFAULT_CSS = """
    Prompt {
        width: 1fr; height: auto; min-height: 1; max-height: 24; padding: 0; border: none;
        background: $bg; color: $fg; scrollbar-size: 0 1;
        &:focus { border: none; }
    }
    """

    @dataclass
    class Entered(Message):
        """The learner wants this to run; the prompt has let go of it."""

        text: str

    def __init__(self) -> None:
        super().__init__(
            id="prompt", soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False, compact=True
        )
        self.cursor_blink = False  # nothing moves that the learner did not cause
        self.ghost = Text()
        self.secret = False
        self._looks: tuple[tuple[str, str], Lines] | None = None

    @property
    def tutor(self) -> Tutor:
        return cast("Tutor", self.app)

    @property
    def at_end(self) -> bool:
        """Whether Enter is meant for the whole: the cursor stands behind the last character, where blank
        lines do not count, or anywhere in a single line."""
        row, column = self.cursor_location
        lines = self.text.split("\n")
        rest = lines[row][column:] + "".join(lines[row + 1 :])
        return self.selection.is_empty and (len(lines) == 1 or not rest.strip())

    @property
    def cursor_index(self) -> int:
        """Where the cursor stands, counted in characters from the beginning."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.text.split("\n")[:row]) + column

    # ── what it looks like ──

    def get_line(self, line_index: int) -> Text:
        if self.secret:
            return Text("•" * len(self.document.get_line(line_index)), end="", no_wrap=True)
        key = (self.text, self.app.theme)
        if self._looks is None or self._looks[0] != key:
            code = highlight(self.text, self.tutor.palette)
            self._looks = (key, list(code.split("\n", allow_blank=True)) or [Text()])
        line = self._looks[1][line_index].copy()
        line.end, line.no_wrap = "", True
        return line

    def render_line(self, y: int) -> Strip:
        if self.text or y or not self.ghost.plain:
            return super().render_line(y)
        cursor = Text(" ")
        if self._draw_cursor:
            cursor.stylize(self.get_component_rich_style("text-area--cursor"))
        line = Text.assemble(cursor, " ", self.ghost)
        line.truncate(self.size.width)
        segments: list[Segment] = list(line.render(self.app.console))
        return (
            Strip(segments).adjust_cell_length(self.size.width, self.rich_style).apply_style(self.rich_style)
        )

    def haunt(self, ghost: Text) -> None:
        """Changes what stands in the empty prompt."""
        if ghost != self.ghost:
            self.ghost = ghost
            self.refresh()

    # ── Enter ──

    async def enter(self) -> None:
        """Runs what is complete or invalid, goes on a line with what is not."""
        text = self.text
        if not text.strip():
            self.clear()
            return
        status, indent = await self._completeness(text)
        if self.text != text:
            return
        if status == "incomplete":
            self.move_cursor(self.document.end)
            self.new_line(indent)
        else:
            self.post_message(self.Entered(self.take()))

    async def _completeness(self, text: str) -> tuple[str, str]:
        status, indent = await self._word_of_kernel(text)
        alone = complete_alone(text)
        # the kernel waits for a second line of `for i in x: print(i)`, which says all in one
        if status == "unknown" or (alone == "complete" and "\n" not in text):
            return alone, ""
        return status, indent

    async def _word_of_kernel(self, text: str) -> tuple[str, str]:
        """Whether code is complete; "unknown" where the kernel does not say so in time."""
        if self.tutor.up:
            try:
                return await asyncio.wait_for(self.tutor.session.is_complete(text), _ENTER_WAITS)
            except TimeoutError:
                pass
        return "unknown", ""

    def new_line(self, indent: str = "") -> None:
        """A line break, with the next line's indentation."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        self.insert("\n" + (indent or next_indent(before)))

    def submit_now(self) -> None:
        """Runs what stands there, complete or not."""
        self.post_message(self.Entered(self.take()))

    def complete_with(self, start: int, completion: str) -> None:
        """Puts a completion in the place of the characters from `start` up to the cursor."""
        row, column = self.cursor_location
        begin = max(0, column - (self.cursor_index - start))
        self.replace(completion, (row, begin), (row, column))

    def put(self, text: str) -> None:
        """Puts text in place of what stands there, the cursor behind it; it can be undone."""
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)

    def take(self) -> str:
        """The text; the prompt is empty afterwards."""
        text = self.text
        self.load_text("")
        # A layout may have run while Enter waited for the kernel, and would stay as it was for several lines.
        self.call_after_refresh(self.refresh, layout=True)
        return text

    # ── keys ──

    async def _on_key(self, event: events.Key) -> None:
        """What a key of the registry means is settled here, behind the characters typed before it."""
        handled = (
            await self.tutor.press(event.key) or self._edit(event) or await self._move_or_delete(event.key)
        )
        if handled:
            event.stop()
            event.prevent_default()
        else:
            await super()._on_key(event)

    async def _move_or_delete(self, key: str) -> bool:
        """Does what the text area binds to a key; whether it binds anything. Textual would do so only when
        the key has bubbled up to the screen, behind characters that were typed after it."""
        found = self._bindings.key_to_bindings.get(key, [])
        for binding in found:
            await self.run_action(binding.action)
        return bool(found)

    def _edit(self, event: events.Key) -> bool:
        """What keys do here that they do not do in every text area; whether this is one of them."""
        row, text = self.cursor_location[0], self.text
        recalled = self.tutor.recall.walking(text) and self.cursor_location == self.document.end
        match event.key:
            case "enter":
                if text.strip():
                    self.new_line()
            case "backspace":
                return self._dedent()
            case "up" if row == 0 or recalled:
                self._recall(-1)
            case "down" if row == self.document.line_count - 1:
                self._recall(1)
            case "tab":
                self._complete_or_indent()
            case "shift+tab":
                self._shift(back=True)
            case _:
                return event.is_printable and self._type(event.character or "")
        return True

    def _type(self, character: str) -> bool:
        """Wraps what is selected, or steps over a closing sign that is there already."""
        if whole := editing.wrapped(self.selected_text, character):
            self.replace(whole, *sorted(self.selection), maintain_selection_offset=False)
        elif self.selection.is_empty and editing.steps_over(self.text, self.cursor_index, character):
            self.move_cursor_relative(columns=1)
        else:
            return False
        return True

    def _dedent(self) -> bool:
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        if not before or before.strip() or not self.selection.is_empty:
            return False
        self.delete((row, (column - 1) // len(INDENT) * len(INDENT)), (row, column))
        return True

    def _complete_or_indent(self) -> None:
        row, column = self.cursor_location
        if not self.selection.is_empty:
            self._shift(back=False)
        elif self.document.get_line(row)[:column].strip():
            self.tutor.completions.ask()
        else:
            self.insert(INDENT)

    def _shift(self, *, back: bool) -> None:
        """Moves the cursor's line, or all lines of the selection, a level in or out."""
        (first, _), (last, end) = sorted(self.selection)
        last -= last > first and end == 0  # a selection that ends at a line's start has nothing of it
        lines = [self.document.get_line(row) for row in range(first, last + 1)]
        moved = "\n".join(editing.indented(lines, back=back))
        self.replace(moved, (first, 0), (last, len(lines[-1])))

    def _recall(self, step: int) -> None:
        written = self.text[: self.cursor_index]
        found = self.tutor.recall.step(self.tutor.session.progress, self.text, written, step)
        if found is not None:
            self.put(found)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = editing.pasted(event.text, alone=not self.text.strip())
        self.replace(text, *sorted(self.selection), maintain_selection_offset=False)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """The partner of the bracket at the cursor, or right before it; brackets in strings have none."""
        text, found = self.text, None
        if (place := editing.bracket_at(text, self.cursor_index)) is not None:
            other = partner(text, place) or 0
            found = text.count("\n", 0, other), other - (text.rfind("\n", 0, other) + 1)
        if found != self._matching_bracket_location:
            self.refresh()  # Textual paints the cursor's row alone
        return found


class Gutter(Drawing):
    """The next cell's number and the sign beside the prompt; `┊` beside further lines."""

    DEFAULT_CSS = "Gutter { width: 6; height: 100%; }"

    number = 1
    quiet = False

    def draw(self, page: Page) -> Lines:
        palette = page.palette
        if self.quiet:
            return [Text()]
        rows = max(1, self.size.height)
        first = at_edge(
            [Text()],
            Text(signs.PROMPT, palette.next),
            Text(str(self.number) if self.number else "", palette.dim),
        )
        return first + [at_edge([Text()], Text(signs.BLOCK, palette.faint))[0] for _ in range(rows - 1)]

    def on_resize(self) -> None:
        self.redraw()


class PromptRow(Horizontal):
    """Gutter and editor side by side."""

    DEFAULT_CSS = "PromptRow { height: auto; }"

    def compose(self) -> ComposeResult:
        yield Gutter()
        yield Prompt()
