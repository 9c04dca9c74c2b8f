"""The screen's parts and their places: two columns and two lines, folded where the terminal is small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Size
from textual.screen import Screen

from tutor.render.markup import body
from tutor.render.page import Lines, Page
from tutor.tui.completion import CallLine
from tutor.tui.drawing import Drawing
from tutor.tui.figure import FigureView
from tutor.tui.images import ImagesView
from tutor.tui.lines import KeyLine, Title
from tutor.tui.manual import Manual
from tutor.tui.outline import OutlineView
from tutor.tui.popup import CompletionList
from tutor.tui.prompt import PromptRow
from tutor.tui.side import Side
from tutor.tui.task import Strip, Task
from tutor.tui.transcript import Cells, Transcript

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

WIDE: Final = 100
"""Columns from which the side stands beside the work."""

ROOMY: Final = 30
"""Rows from which blank rows are spent."""

TIGHT: Final = 20
"""Rows under which no blank row is spent on the head."""

TALL: Final = 50
"""Rows from which the side has two panels."""

VAST: Final = 150
"""Columns from which the side grows with the terminal."""

SMALLEST: Final = (60, 16)
"""Columns and rows under which nothing is left to fold."""

OVER: Final = ("-outline", "-manual", "-images", "-figure")
"""The screen's classes for pages that lie over the work column or the whole screen."""

# A scroll bar stands inside its container's padding: what scrolls keeps a blank between its text and the bar.
# Of a list's styles Textual 8.2 keeps all but `reverse`: without colours the chosen row is underlined.
CSS: Final = """
Screen { background: $bg; color: $fg; overflow: hidden; }
#body { height: 1fr; }
#work { width: 1fr; height: 100%; }
#head { height: auto; max-height: 60vh; padding: 1 1 0 0; scrollbar-size: 0 1; scrollbar-gutter: stable; }
#cells { height: 1fr; padding: 0 1 0 0; scrollbar-size: 0 1; scrollbar-gutter: stable; }
#head > *, #cells > * { padding-right: 1; }
#too-small { display: none; padding: 1 2; }
Strip { display: none; padding: 0 2 0 0; }
.-vast #side { width: 36%; max-width: 76; }
.-narrow {
    #body { layout: vertical; }
    #head { padding: 1 0 0 0; }
    #cells { padding: 0; }
    #side { display: none; width: 100%; height: 1fr; border-left: none; padding: 0 0 0 6; }
    #side Tabs { display: none; }
    Strip { display: block; }
}
.-narrow.-panel {
    #head { max-height: 40vh; }
    #work { height: auto; }
    #cells { display: none; }
    #side { display: block; }
}
.-narrow.-low #head { max-height: 50vh; }
.-tight #head { padding-top: 0; }
.-narrow.-panel.-low {
    #head { height: 2; overflow: hidden; }
    Strip { margin: 1 0 0 0; }
}
.-outline #writing, .-manual #writing { display: none; }
.-outline OutlineView, .-manual Manual { display: block; }
.-narrow.-outline #work, .-narrow.-manual #work { height: 1fr; }
.-narrow.-outline #side, .-narrow.-manual #side { display: none; }
.-images #body, .-figure #body, .-tiny #body { display: none; }
.-images ImagesView, .-figure FigureView, .-tiny #too-small { display: block; }
.-tiny ImagesView, .-tiny FigureView { display: none; }
#writing { height: 100%; }
.-narrow.-panel #writing { height: auto; }
ModalScreen, CommandPalette { background: $bg 60%; }
Ask { background: $bg 0%; }
CommandPalette > Vertical { width: 76; max-width: 100%; background: $raised; }
CommandPalette WindowKeys { visibility: visible; }
CommandPalette #--input { border: none; padding: 1 0 0 1; }
CommandPalette SearchIcon { display: none; }
CommandList {
    background: $raised; border: none; padding: 0 0 1 0; scrollbar-size: 0 1;
    scrollbar-background: $raised; scrollbar-background-hover: $raised; scrollbar-background-active: $raised;
}
CommandList:focus { border: none; }
CommandList > .option-list--option { text-style: none; }
CommandList > .option-list--option-highlighted { background: $hairline; }
OptionList:nocolor > .option-list--option-highlighted { text-style: bold underline; }
"""


class Head(VerticalScroll):
    """The task, as high as it is. Textual 8.2 forgets the scroll bar's column when it asks how high."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return super().get_content_height(container, viewport, width - self.scrollbar_size_vertical)


class TooSmall(Drawing):
    """Says that nothing is left to fold, and what fits any terminal."""

    def draw(self, page: Page) -> Lines:
        columns, rows = SMALLEST
        words = page.texts("tui.too_small", columns=columns, rows=rows, quit=self.tutor.key("quit"))
        return body(words, page)


def compose() -> ComposeResult:
    """All widgets, once; which of them show is a matter of the screen's classes."""
    yield Title()
    yield KeyLine()
    with Horizontal(id="body"):
        with Vertical(id="work"):
            with Vertical(id="writing"):
                with Head(id="head", can_focus=False):
                    yield Task()
                yield Strip()
                with Cells(id="cells", can_focus=False):
                    yield Transcript()
                    yield PromptRow()
                    yield CallLine()
            yield OutlineView()
            yield Manual()
        yield Side(id="side")
    yield ImagesView()
    yield FigureView()
    yield TooSmall(id="too-small")
    yield CompletionList()


def fold(main: Screen[object], size: Size) -> None:
    """Sets the screen's classes by its size."""
    columns, rows = SMALLEST
    main.set_class(size.width < WIDE, "-narrow")
    main.set_class(size.width >= VAST, "-vast")
    main.set_class(size.height < ROOMY, "-low")
    main.set_class(size.height < TIGHT, "-tight")
    main.set_class(size.width < columns or size.height < rows, "-tiny")


def show_over(app: Tutor, name: str = "") -> None:
    """Lays one page over the work column or the whole screen; without a name, none."""
    main = app.main
    for each in OVER:
        main.set_class(each == f"-{name}", each)
    if not name:
        app.prompt.focus()


def focus_again(app: Tutor) -> None:
    """Gives the focus back that a terminal too small has taken."""
    if app.focused is not None:
        return
    main = app.main
    pages = (
        ("-outline", "#outline-scroll"),
        ("-manual", "Manual"),
        ("-images", "ImagesView"),
        ("-figure", "FigureView"),
    )
    main.query_one(next((page for over, page in pages if main.has_class(over)), "#prompt")).focus()
