"""The Textual app: composes the screen, hands events to what draws them, sends commands.

What a key does stands in `actions.py`; which keys there are, in `keys.py`; what the side holds, in
`board.py`; where the parts of the screen are, in `layout.py`.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine, Sequence
from contextvars import copy_context
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Final

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingsMap
from textual.containers import VerticalScroll
from textual.events import DescendantFocus, Resize
from textual.screen import Screen
from textual.widgets import TextArea

from tutor.events import (
    CellEnded,
    Event,
    Figure,
    Images,
    InputRequested,
    KernelState,
    LanguageChanged,
    Notice,
    Output,
    StepOpened,
    Training,
)
from tutor.render.page import Page
from tutor.render.palette import Palette
from tutor.settings import File
from tutor.terminal import Graphics
from tutor.tui import actions, layout, pasting
from tutor.tui.asking import ask, over
from tutor.tui.board import Board
from tutor.tui.completion import CallLine
from tutor.tui.drawing import Drawing
from tutor.tui.figure import Gallery
from tutor.tui.ghost import ghost
from tutor.tui.greeting import greet
from tutor.tui.history import Recall
from tutor.tui.inbox import Inbox
from tutor.tui.keymap import keymap
from tutor.tui.keys import ACTIONS, BY_ID, Action, Situation, bindings, name_of
from tutor.tui.lines import KeyLine, Title
from tutor.tui.panel_actions import close_panel, look_into, turn
from tutor.tui.popup import CompletionList
from tutor.tui.prompt import Gutter, Prompt
from tutor.tui.side import Side
from tutor.tui.situation import situation
from tutor.tui.task import Strip, Task
from tutor.tui.theme import begin, first_theme, palette
from tutor.tui.transcript import Cells, Transcript
from tutor.tui.turns import Turns
from tutor.tui.typed import type_again

if TYPE_CHECKING:
    from tutor.session import Session

_AT_ONCE: Final = ("stop", "quit")
"""Actions that wait for no other key."""


class Tutor(App[int]):
    """One session on one screen."""

    ENABLE_COMMAND_PALETTE = False  # it is opened by an action of the registry, as everything else
    AUTO_FOCUS = "#prompt"
    TITLE = "d2l-tutor"
    CSS = layout.CSS
    BINDINGS = bindings()

    def __init__(
        self,
        session: Session,
        lesson: str | None = None,
        settings: File | None = None,
        graphics: Graphics | None = None,
    ) -> None:
        # NO_COLOR is looked at here as well, because Textual chooses its filter before there is a theme.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        settings = settings or File()
        kept = session.progress.setting("theme")
        begin(self, first_theme(settings.settings.theme, kept, colours=not self.no_color))
        self.keymap, self.troubles = keymap(settings)
        # Textual's own keymap takes a key from every action that shares it with one that moves.
        self._bindings = BindingsMap(bindings(self.keymap))
        self.session: Session = session
        session.arrive(lesson)
        self.board = Board()
        self._typed_before = graphics.typed if graphics else ""
        self.gallery: Gallery = Gallery(self, graphics or Graphics())
        self.kernel_state = KernelState()
        self.asked: InputRequested | None = None
        self.recall = Recall()
        self.panel_over_cells = False
        self.leaving = False
        self.at_work = 0
        self.turns = Turns(self)
        self._begun = asyncio.Event()
        self._inbox = Inbox(self._deliver)
        session.subscribe(self._inbox.put)

    def compose(self) -> ComposeResult:
        yield from layout.compose()

    def on_mount(self) -> None:
        self._inbox.context = copy_context()
        # a browser tells first that it has no focus, and then Textual gives none to what is typed ahead
        self.screen.set_focus(self.prompt)
        self.call_after_refresh(self._open)

    def _open(self) -> None:
        """Behind the first paint, because the kernel room's imports take longer than all before them."""
        self.run_worker(self._guard(self.session.open()), name="open")
        type_again(self, self._typed_before)

    # ── what widgets ask for ──

    @property
    def palette(self) -> Palette:
        return palette(self.theme)

    def page(self, width: int) -> Page:
        """A page of that width in the colours and the language of the moment."""
        return Page(width, self.palette, self.session.texts)

    @property
    def up(self) -> bool:
        """Whether Python is there, at rest or at work."""
        return self.kernel_state.state in ("ready", "busy", "idle", "stuck")

    @property
    def wide(self) -> bool:
        return self.size.width >= layout.WIDE

    @property
    def roomy(self) -> bool:
        return self.size.height >= layout.ROOMY

    @property
    def tight(self) -> bool:
        return self.size.height < layout.TIGHT

    @property
    def tall(self) -> bool:
        return self.wide and self.size.height >= layout.TALL

    @property
    def prompt(self) -> Prompt:
        return self.main.query_one(Prompt)

    @property
    def transcript(self) -> Transcript:
        return self.main.query_one(Transcript)

    @property
    def completions(self) -> CompletionList:
        return self.main.query_one(CompletionList)

    @property
    def main(self) -> Screen[object]:
        """The screen under whatever window is open."""
        return self.screen_stack[0]

    def keys_of(self, action: Action) -> list[str]:
        """The keys that are bound to an action now."""
        return [key for key in self.keymap.get(action.id, action.keys).split(",") if key]

    def key(self, id: str) -> str:
        """An action's first key, as a learner reads it; "" where it has none."""
        action = BY_ID[id]
        if action.shown and id not in self.keymap:
            return action.shown
        keys = self.keys_of(action)
        return name_of(keys[0]) if keys else ""

    # ── keys ──

    @property
    def situation(self) -> Situation:
        """What the keys depend on, as things stand."""
        return situation(self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a binding's action does something now. With the focus in the prompt only what must not
        wait is done from here: characters on their way to the prompt may change what a key means."""
        if action != "do":
            return True
        id = str(parameters[0])
        if isinstance(self.focused, Prompt) and id not in _AT_ONCE:
            return False
        return BY_ID[id].when(self.situation)

    async def press(self, key: str) -> bool:
        """Does what the registry says of a key, as things stand; whether it says anything."""
        self.completions.narrow(self.prompt.text, self.prompt.cursor_index)
        now = self.situation
        for action in ACTIONS:
            if key in self.keys_of(action) and action.when(now):
                await self.action_do(action.id)
                return True
        return False

    def action_click(self, id: str) -> None:
        """A click on the words that stand for an action does what its key would do."""
        if BY_ID[id].when(self.situation):
            self.call_later(self.action_do, id)  # a window that closes waits for what was clicked in it

    def action_look_into(self, name: str) -> None:
        """A click on a variable's row opens it."""
        look_into(self, name)

    def action_turn(self, tab: str) -> None:
        """A click on a tab's name turns to it."""
        turn(self, tab)

    async def action_do(self, id: str) -> None:
        """Does what the registry's action `id` says."""
        if id != "leave_twice":
            self.leaving = False
        done = actions.DO[id](self)
        if isawaitable(done):
            await done
        self.settle()

    # ── commands ──

    def command(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs a command of the session; the prompt rests until it is done."""
        self.at_work += 1
        self.main.query_one(Cells).follow()

        async def run() -> None:
            try:
                await self._begun.wait()  # what was typed before the session opened comes behind that
                await self._guard(work)
            finally:
                self.at_work -= 1
                self._inbox.flush()
                if self._drawn:
                    self.transcript.end_solution()
                self.settle()

        self.run_worker(run(), group="commands")
        self.settle()

    async def _guard(self, work: Coroutine[Any, Any, Any]) -> None:
        """What goes wrong in a command is said; the screen stays alive."""
        try:
            await work
        except Exception as error:
            self.log.error(error)
            self.tell("tui.trouble", error=f"{type(error).__name__}: {error}")
        self.settle()

    def tell(self, code: str, **facts: object) -> None:
        """Says one of the interface's texts under the last cell."""
        if self._drawn:
            self.transcript.hear(Notice(code=code, facts=facts))

    @on(Prompt.Entered)
    def _submit(self, event: Prompt.Entered) -> None:
        code = event.text.strip("\n").rstrip()
        if code:
            self.transcript.begin(code)
            self.command(self.session.submit(code))

    # ── events ──

    def on_answered(self, event: pasting.Answered) -> None:
        """The terminal's answer comes behind the first paint."""
        self.gallery.graphics = self.gallery.graphics.corrected(event.text)
        if self._drawn:
            self.redraw()

    @property
    def _drawn(self) -> bool:
        """Whether the widgets are there: not before the first paint, and not while the screen closes."""
        shown = self.is_running and bool(self.screen_stack)
        return shown and self.main.query_one_optional(Transcript) is not None

    def _deliver(self, events: Sequence[Event]) -> None:
        if not self._drawn:
            return
        touched: set[str] = set()
        tab = self.board.tab
        for event in events:
            touched |= self.board.hear(event)
            self.transcript.hear(event)
            match event:
                case StepOpened() if not event.again:
                    if not self._begun.is_set():
                        greet(self)
                    self._begun.set()
                    self.main.query_one("#head", VerticalScroll).scroll_home(animate=False)
                case KernelState():
                    self.kernel_state = event
                case InputRequested():
                    ask(self, event)
                case CellEnded():
                    over(self)
                case Figure():
                    self.gallery.chosen = event
                case Images():
                    actions.DO["images"](self)
                case LanguageChanged():
                    self.redraw()
        if self.board.tab == tab and all(isinstance(event, Output | Training) for event in events):
            if touched:
                self.turns.draw()
            return  # what comes all the time while a loop runs changes neither the title nor the keys
        if touched:
            self.show_board(self.board.tab in touched)
        self.settle()

    # ── drawing ──

    def show_board(self, panel: bool = True) -> None:
        """Draws the side again, its panel only where that looks different."""
        self.main.query_one(Strip).redraw()
        self.main.query_one(Side).redraw(panel=panel)

    def redraw(self) -> None:
        """Draws everything again: another language, other colours, another size."""
        self.transcript.redraw()
        for drawing in self.main.query(Drawing):
            drawing.redraw()
        self.settle()

    def settle(self) -> None:
        """Brings what depends on the situation in line with it: title, keys, prompt."""
        if not self._drawn:
            return
        self.main.query_one(Title).redraw()
        self.main.query_one(Task).redraw()
        self.main.query_one(KeyLine).redraw()
        busy = self.at_work > 0 and self.asked is None
        gutter = self.main.query_one(Gutter)
        gutter.number, gutter.quiet = (0 if self.asked else self.transcript.numbers + 1), busy
        gutter.redraw()
        self.prompt.haunt(ghost(self))

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self.turns.typed()
        self.leaving = False
        if self._drawn:
            self.completions.narrow(self.prompt.text, self.prompt.cursor_index)
            self._moved()

    @on(TextArea.SelectionChanged)
    @on(DescendantFocus)
    def _moved(self) -> None:
        if self._drawn:
            self.main.query_one(KeyLine).redraw()
            self.main.query_one(CallLine).follow()
            self.prompt.haunt(ghost(self))

    def on_resize(self, event: Resize) -> None:
        layout.fold(self.main, event.size)  # the app's own size still is the one before
        wide = event.size.width >= layout.WIDE
        if wide or not self.panel_over_cells:
            close_panel(self)
            self.board.visible = wide
        self.call_after_refresh(self.redraw)
        self.call_after_refresh(layout.focus_again, self)


def run(
    session: Session,
    lesson: str | None = None,
    settings: File | None = None,
    graphics: Graphics | None = None,
) -> int:
    """Opens the screen until the learner leaves; returns the exit status."""

    async def sit() -> int:
        try:
            return await Tutor(session, lesson, settings, graphics).run_async() or 0
        finally:
            await session.close()  # behind the screen: the kernel may take a moment to end

    pasting.watch()
    return asyncio.run(sit())
