"""What the keys of a focused panel do: tabs, rows, folds, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.tui.board import TABS
from tutor.tui.dialogs import Ask
from tutor.tui.editing import name_at
from tutor.tui.layout import show_over
from tutor.tui.side import Panel

if TYPE_CHECKING:
    from tutor.tui.app import Tutor


def panel(app: Tutor) -> None:
    """From the prompt to the panel, then from tab to tab; in a small terminal, back after the last."""
    board, focused = app.board, isinstance(app.focused, Panel)
    if not focused:
        app.panel_over_cells = not app.wide
        board.visible = True
        board.look(board.tab)
        app.main.set_class(app.panel_over_cells, "-panel")
        app.main.query_one(Panel).focus()
    elif not app.wide and board.tab == TABS[-1]:
        board.look(TABS[0])
        close_panel(app)
    else:
        board.look(TABS[(TABS.index(board.tab) + 1) % len(TABS)])
    app.show_board()


def turn(app: Tutor, tab: str) -> None:
    """To that tab; in a small terminal the panel opens, and closes at the cells' name."""
    if tab not in TABS:
        back(app)
        return
    if not app.wide:
        app.panel_over_cells = app.board.visible = True
        app.main.add_class("-panel")
        app.main.query_one(Panel).focus()
    app.board.look(tab)
    app.show_board()


def close_panel(app: Tutor) -> None:
    """Back to the cells, where the panel took their place."""
    app.panel_over_cells = False
    app.board.visible = app.wide
    app.main.remove_class("-panel")


def back(app: Tutor) -> None:
    show_over(app)
    close_panel(app)
    app.show_board()


def pin(app: Tutor) -> None:
    app.board.pinned = not app.board.pinned
    app.show_board()


def walk(step: int, app: Tutor) -> None:
    """From row to row where there are rows to choose, else line by line."""
    if app.board.choose(step):
        app.show_board()
        app.call_after_refresh(app.main.query_one(Panel).show_chosen)
    else:
        app.main.query_one("#panel-scroll").scroll_relative(y=step, animate=False)


def show(app: Tutor) -> None:
    app.board.numbers = not app.board.numbers
    app.show_board()


def copy(app: Tutor) -> None:
    """The chosen example goes into the prompt; a name that is listed opens."""
    stop = app.board.trail.here
    if stop is None or not stop.choices:
        return
    choice = stop.choices[stop.chosen]
    if stop.entry.members:
        look_up(app, choice)
    else:
        app.prompt.put(choice)
        back(app)


def fold(closed: bool, app: Tutor) -> None:
    board = app.board
    if (row := board.row) is not None:
        (board.folded.add if closed and not row.leaf else board.folded.discard)(row.node.id)
        app.show_board()


def walk_from(app: Tutor) -> None:
    """From the chosen row through the graph, and from there back to the whole of it."""
    board = app.board
    board.walk_from(None if board.tab == "graph" and board.start is not None else board.node)
    turn(app, "graph")


def ask_where_from(app: Tutor) -> None:
    """Asks for the variable from which the graph is to be walked."""

    def answer(name: str | None) -> None:
        if not name:
            return
        if (node := app.board.node_of(name)) is None:
            app.tell("tui.graph.not_in", name=name)
        else:
            app.board.walk_from(node)
            turn(app, "graph")
            app.main.query_one(Panel).focus()

    names = ", ".join(f"`{name}`" for name in app.board.recorded_names)
    app.push_screen(Ask("tui.ask.walk_from", lambda _: None, names=names), answer)


def look_into(app: Tutor, name: str) -> None:
    """What a click on a variable does: through the graph from there, or its numbers where it is in none."""
    app.board.chosen_name = name
    node = app.board.node_of(name)
    if node is None:
        app.board.numbers = True
    else:
        app.board.walk_from(node)
    turn(app, "variables" if node is None else "graph")
    app.main.query_one(Panel).focus()


def travel(step: int, app: Tutor) -> None:
    """Along what was looked up."""
    if app.board.trail.go(step):
        app.show_board()
        app.main.query_one("#panel-scroll").scroll_home(animate=False)


def ask_name(app: Tutor) -> None:
    """Asks for a name; while it is typed, the members that are listed are narrowed to it."""
    trail = app.board.trail

    def narrow(text: str) -> None:
        trail.narrow(text)
        app.show_board()

    def answer(name: str | None) -> None:
        found = trail.here.choices if trail.here is not None and trail.here.filter else []
        narrow("")
        if name:
            look_up(app, found[0] if found else name)

    app.push_screen(Ask("tui.ask.lookup", narrow), answer)


def look_up_here(app: Tutor) -> None:
    """Looks up what the cursor stands on, or is called around it; where there is no name, asks."""
    name = name_at(app.prompt.text, app.prompt.cursor_index)
    look_up(app, name) if name else ask_name(app)


def look_up(app: Tutor, name: str) -> None:
    """Opens what is known about a name, once the kernel has said it."""

    async def look() -> None:
        entry = await app.session.lookup(name)
        if entry is None:
            app.tell("tui.help.silent", name=name)
        else:
            app.board.open_help(entry)
            turn(app, "help")
            app.main.query_one("#panel-scroll").scroll_home(animate=False)

    app.run_worker(look(), group="lookup", exclusive=True)


def scale(app: Tutor) -> None:
    app.board.log_scale = not app.board.log_scale
    app.show_board()
