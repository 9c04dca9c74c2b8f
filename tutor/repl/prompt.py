"""Reading a cell from a terminal, through prompt_toolkit.

Enter runs what is complete or invalid and continues what is not, as everywhere in the tutor.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app, run_in_terminal
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, get_common_complete_suffix
from prompt_toolkit.cursor_shapes import ModalCursorShapeConfig
from prompt_toolkit.enums import DEFAULT_BUFFER, EditingMode
from prompt_toolkit.filters import (
    Condition,
    completion_is_selected,
    emacs_insert_mode,
    has_focus,
    has_selection,
)
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input.typeahead import store_typeahead
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.layout.processors import HighlightMatchingBracketProcessor
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.shortcuts import CompleteStyle

from tutor.render.palette import MONO, Palette
from tutor.repl.board import Board
from tutor.repl.completer import TutorCompleter
from tutor.repl.keyboard import Keyboard
from tutor.repl.looks import CodeLexer, styles
from tutor.repl.manners import Manners
from tutor.repl.reading import runs
from tutor.session import Session
from tutor.session.completeness import INDENT, next_indent

_COMMAND_KEYS: Final = {
    "f1": ":help",
    "f2": ":vars",
    "f3": ":hint",
    "f4": ":skip",
    "f6": ":undo",
    "f7": ":traceback",
    "f8": ":lang",
}


class TerminalReader:
    """Multi-line editing, history over all sittings, completion by the kernel, the keys of the session.

    A key that stands for a command types it; what stood at the prompt is there again afterwards.
    """

    def __init__(self, session: Session, board: Board, manners: Manners, typed: str = "") -> None:
        self._session = session
        self._kept = ""
        self._asked_about = ""
        self._keyboard = Keyboard()
        self._keyboard.hold()
        self._completer = TutorCompleter(session, board)
        self._manners = manners
        self._prompt: PromptSession[str] = PromptSession(
            history=InMemoryHistory(session.progress.history()),
            multiline=True,
            key_bindings=self._bindings(),
            completer=self._completer,
            complete_style=CompleteStyle.COLUMN,
            complete_while_typing=False,
            enable_history_search=True,
            enable_open_in_editor=True,
            tempfile_suffix=".py",
            color_depth=None if manners.styled else ColorDepth.DEPTH_1_BIT,
            cursor=ModalCursorShapeConfig(),
            input_processors=[HighlightMatchingBracketProcessor()] if manners.styled else [],
            include_default_pygments_style=False,
        )
        self._prompt.app.before_render += lambda _: self._show_help()
        self.use_palette(MONO)
        self._type_again(typed)

    def _type_again(self, text: str) -> None:
        """What was typed before there was a prompt is typed at the first one."""
        keys: list[KeyPress] = []
        Vt100Parser(keys.append).feed(text)
        store_typeahead(self._prompt.app.input, keys)

    async def cell(self, prompt: str, continuation: str) -> str:
        kept, self._kept, self._asked_about = self._kept, "", ""
        return await self._prompt.prompt_async(
            prompt, prompt_continuation=continuation, default=kept, handle_sigint=False
        )

    async def line(self, prompt: str, *, password: bool = False) -> str:
        answer: PromptSession[str] = PromptSession(color_depth=self._prompt.color_depth)
        return await answer.prompt_async(prompt, is_password=password, handle_sigint=False)

    def interrupt(self) -> bool:
        """At the prompt Ctrl+C is a key like any other; it comes as no signal."""
        return False

    @contextlib.contextmanager
    def aside(self) -> Iterator[bool]:
        """What is printed inside stands above the prompt; whether there is one now."""
        app = self._prompt.app
        if not app.is_running:
            yield False
            return
        app.renderer.erase()
        try:
            yield True
        finally:
            sys.stdout.flush()
            app.renderer.reset()
            app.renderer.request_absolute_cursor_position()
            app.invalidate()

    def close(self) -> None:
        self._keyboard.release()

    def use_palette(self, palette: Palette) -> None:
        if self._manners.styled:
            self._prompt.style = styles(palette)
            self._prompt.lexer = CodeLexer(palette)

    def use_editing(self, mode: str) -> None:
        self._prompt.editing_mode = EditingMode.VI if mode == "vi" else EditingMode.EMACS

    def _show_help(self) -> None:
        """Under the menu, the first line of help of what is chosen; without a menu, the call at hand."""
        buffer = self._prompt.default_buffer
        state = buffer.complete_state
        chosen = state.current_completion if state is not None else None
        line = self._completer.help(chosen.text if chosen else None, buffer.document.text_before_cursor)
        self._prompt.bottom_toolbar = line if line and not self._manners.words else None

    async def _say_completions(self, buffer: Buffer) -> None:
        """Inserts as far as there is one way to go on; where there are several, prints them."""
        document, event = buffer.document, CompleteEvent(completion_requested=True)
        found = [item async for item in self._completer.get_completions_async(document, event)]
        if buffer.document != document or not found:
            return
        if len(found) == 1:
            buffer.delete_before_cursor(-found[0].start_position)
            buffer.insert_text(found[0].text)
        elif common := get_common_complete_suffix(document, found):
            buffer.insert_text(common)
        else:
            names = "  ".join(item.text for item in found)
            await run_in_terminal(lambda: print(names))

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        typing = has_focus(DEFAULT_BUFFER)  # and not in the field of a search
        free = typing & ~has_selection & ~completion_is_selected
        meant = Condition(_meant_for_the_whole)
        margin = typing & Condition(_at_the_margin)

        @bindings.add("enter", filter=free & meant)
        def _(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            if runs(buffer.text):
                buffer.validate_and_handle()
            else:
                buffer.cursor_position = len(buffer.text)
                _break_line(event)

        @bindings.add("enter", filter=free & ~meant)
        @bindings.add("c-j", filter=free)
        def _(event: KeyPressEvent) -> None:
            _break_line(event)

        @bindings.add("enter", filter=typing & completion_is_selected)
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.complete_state = None

        @bindings.add("f5", filter=typing)
        @bindings.add("escape", "enter", filter=typing)
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.validate_and_handle()

        @bindings.add("c-d", filter=typing & emacs_insert_mode & Condition(_at_the_end_of_something))
        def _(event: KeyPressEvent) -> None:
            self._leave_or_ask(event)

        @bindings.add("tab", filter=margin)
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text(INDENT)

        @bindings.add("tab", filter=typing & ~margin & Condition(lambda: self._manners.words))
        def _(event: KeyPressEvent) -> None:
            event.app.create_background_task(self._say_completions(event.current_buffer))

        @bindings.add("backspace", filter=margin)
        def _(event: KeyPressEvent) -> None:
            column = event.current_buffer.document.cursor_position_col
            event.current_buffer.delete_before_cursor((column - 1) % len(INDENT) + 1 if column else 1)

        for key, command in _COMMAND_KEYS.items():
            bindings.add(key, filter=typing)(lambda event, command=command: self._type(event, command))
        return bindings

    def _leave_or_ask(self, event: KeyPressEvent) -> None:
        """With a cell begun, the first time only says so; once more, with nothing else typed, leaves."""
        text = event.current_buffer.text
        if text == self._asked_about:
            event.app.exit(exception=EOFError())
            return
        self._asked_about = text
        run_in_terminal(lambda: print(self._session.texts("repl.cell_begun")))

    def _type(self, event: KeyPressEvent, command: str) -> None:
        buffer = event.current_buffer
        self._kept = buffer.text
        buffer.text = command
        buffer.validate_and_handle()


def _break_line(event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    buffer.insert_text("\n" + next_indent(buffer.document.current_line_before_cursor))


def _meant_for_the_whole() -> bool:
    """Whether Enter is meant for all of the text: at its end, or anywhere in a single line."""
    document = get_app().current_buffer.document
    return bool(document.is_cursor_at_the_end) or document.line_count == 1


def _at_the_end_of_something() -> bool:
    document = get_app().current_buffer.document
    return bool(document.text) and document.is_cursor_at_the_end


def _at_the_margin() -> bool:
    """Whether only blanks stand before the cursor, in a line that is part of a block."""
    document = get_app().current_buffer.document
    before = document.current_line_before_cursor
    return document.line_count > 1 and bool(re.fullmatch(r"\s*", before))
