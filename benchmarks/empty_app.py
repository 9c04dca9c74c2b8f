"""A Textual app that does nothing, with the widgets of the first screen: what a start costs anyway.

One stock widget for each of the tutor's (`tutor/tui/layout.py`), shown or hidden as they are.
"""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static, TextArea

READY = "Twelve"


class Empty(App[None]):
    """Two columns and two lines, hidden pages over them, a prompt."""

    AUTO_FOCUS = "TextArea"
    CSS = """
    #body { height: 1fr; } #work { width: 1fr; height: 100%; } #head { height: auto; }
    #cells { height: 1fr; } #transcript, #row { height: auto; } #gutter { width: 6; }
    TextArea { height: auto; border: none; }
    #side { width: 48; height: 100%; border-left: solid gray; padding: 1 2; } #names { height: auto; }
    .over, OptionList { display: none; }
    """

    def compose(self) -> ComposeResult:
        yield Static("title")
        yield Static("keys")
        with Horizontal(id="body"):
            with Vertical(id="work"):
                with Vertical():
                    with VerticalScroll(id="head"):
                        yield Static(READY)
                    yield Static("strip", classes="over")
                    with VerticalScroll(id="cells"):
                        yield Vertical(id="transcript")
                        with Horizontal(id="row"):
                            yield Static("1 ❱", id="gutter")
                            yield TextArea()
                        yield Static("call")
                with Vertical(classes="over"):
                    yield Static("outline")
                    with Horizontal():
                        yield Static("/")
                        yield Input()
                    yield VerticalScroll(Static("rows"))
                yield VerticalScroll(Static("manual"), classes="over")
            with Vertical(id="side"):
                yield Static("tabs")
                yield VerticalScroll(Static("panel"))
                yield VerticalScroll(Static("names"), id="names")
                yield Static("axes")
        yield Widget(classes="over")  # images
        yield Widget(classes="over")  # a figure
        yield Static("too small", classes="over")
        yield OptionList()  # completions


if __name__ == "__main__":
    Empty().run()
