"""A Textual app that does nothing, with the widgets of the first screen: what a start costs anyway."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static, TextArea

READY = "Twelve"


class Empty(App[None]):
    """Two columns and two lines, hidden pages over them, a prompt."""

    CSS = """
    #body { height: 1fr; } #work { width: 1fr; height: 100%; } #head { height: auto; }
    #cells { height: 1fr; } TextArea { height: auto; border: none; }
    #side { width: 48; height: 100%; border-left: solid gray; padding: 1 2; }
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
                    yield Static("strip")
                    with VerticalScroll(id="cells"):
                        yield Vertical()
                        with Horizontal():
                            yield Static("1 ❱")
                            yield TextArea()
                yield VerticalScroll(Static(), classes="over")
                yield VerticalScroll(Static(), classes="over")
            with Vertical(id="side"):
                yield Static("tabs")
                yield VerticalScroll(Static("panel"))
                yield Static("axes")
        yield VerticalScroll(Static(), classes="over")
        yield Widget(classes="over")
        yield OptionList()


if __name__ == "__main__":
    Empty().run()
