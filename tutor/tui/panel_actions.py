"""What the keys of a focused panel do: tabs, rows, folds, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.render import graph, help
from tutor.tui.board import TABS
from tutor.tui.dialogs import Ask
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
    board, moved = app.board, False
    if board.tab == "graph" and board.graph is not None:
        moved = 0 <= board.chosen_node + step < len(graph.rows(board.graph, board.folded))
        board.chosen_node += step * moved
    elif board.tab == "help":
        moved = 0 <= board.chosen_help + step < len(_choices(app))
        board.chosen_help += step * moved
    if moved:
        app.show_board()
        app.call_after_refresh(app.main.query_one(Panel).show_chosen)
    else:
        app.main.query_one("#panel-scroll").scroll_relative(y=step, animate=False)


def _choices(app: Tutor) -> list[str]:
    """What Enter can take in the help tab: a module's members, an entry's examples."""
    entry = app.board.help
    if entry is None:
        return []
    return [name for name, _ in help.listed(entry)] if entry.members else help.examples(entry)


def show(app: Tutor) -> None:
    app.board.numbers = not app.board.numbers
    app.show_board()


def copy(app: Tutor) -> None:
    """The chosen example goes into the prompt; a module's member opens."""
    board = app.board
    choices = _choices(app)
    if board.help is None or not choices:
        return
    choice = choices[min(board.chosen_help, len(choices) - 1)]
    if board.help.members:
        look_up(app, f"{board.help.name}.{choice}")
    else:
        app.prompt.put(choice)
        back(app)


def fold(closed: bool, app: Tutor) -> None:
    board = app.board
    if board.graph is not None:
        node = graph.rows(board.graph, board.folded)[board.chosen_node].node
        (board.folded.add if closed and node.inputs else board.folded.discard)(node.id)
        app.show_board()


def previous(app: Tutor) -> None:
    if len(app.board.trail) > 1:
        app.board.trail.pop()
        app.board.chosen_help = 0
        app.show_board()


def ask_name(app: Tutor) -> None:
    def answer(name: str | None) -> None:
        if name:
            look_up(app, name)

    app.push_screen(Ask("tui.ask.lookup"), answer)


def look_up(app: Tutor, name: str) -> None:
    async def look() -> None:
        entry = await app.session.lookup(name)
        if entry is None:
            app.tell("tui.help.unknown", name=name)
        else:
            app.board.open_help(entry)
            app.show_board()

    app.run_worker(look(), group="lookup", exclusive=True)


def scale(app: Tutor) -> None:
    app.board.log_scale = not app.board.log_scale
    app.show_board()
