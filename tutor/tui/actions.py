"""What each action of the registry does, by its id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.command import CommandPalette
from textual.containers import VerticalScroll

from tutor.lesson.texts import LANGUAGES
from tutor.render import graph, help
from tutor.render.palette import DARK, LIGHT
from tutor.tui.board import TABS
from tutor.tui.commands import Actions, History
from tutor.tui.dialogs import Ask, Confirm
from tutor.tui.images import ImagesView
from tutor.tui.manual import Manual
from tutor.tui.outline import OutlineView
from tutor.tui.side import Panel

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

_OVER: Final = ("-outline", "-manual", "-images")


# ── the prompt ──


def _next(app: Tutor) -> None:
    app.prompt.take()
    app.command(app.session.next())


def _stop_or_clear(app: Tutor) -> None:
    selected = app.prompt.selected_text or app.screen.get_selected_text()
    if app.at_work:
        app.run_worker(app.session.interrupt())
    elif selected:
        app.copy_to_clipboard(selected)
    elif app.prompt.has_focus:
        app.prompt.take()


def _leave_twice(app: Tutor) -> None:
    if app.leaving:
        _quit(app)
    app.leaving = True


def _quit(app: Tutor) -> None:
    app.exit(0)


def _pick(app: Tutor) -> None:
    if (taken := app.completions.take()) is not None:
        app.prompt.complete_with(*taken)


# ── the step ──


def _skip(app: Tutor) -> None:
    app.transcript.begin_solution(app.session.step.solution)
    app.command(app.session.skip())


def _traceback(app: Tutor) -> None:
    last = app.transcript.last
    if last is not None:
        last.full = not last.full
        last.redraw()


def _reset(scope: str, app: Tutor) -> None:
    def answer(yes: bool | None) -> None:
        if yes:
            app.command(app.session.reset(scope))

    app.push_screen(Confirm(f"tui.confirm.reset_{scope}"), answer)


def _language(app: Tutor) -> None:
    place = LANGUAGES.index(app.session.language) if app.session.language in LANGUAGES else -1
    app.session.set_language(LANGUAGES[(place + 1) % len(LANGUAGES)])


def _theme(app: Tutor) -> None:
    app.theme = LIGHT.name if app.theme == DARK.name else DARK.name
    app.session.progress.set_setting("theme", app.theme)
    app.redraw()


# ── what lies over the work ──


def show_over(app: Tutor, name: str = "") -> None:
    """Lays one page over the work column or the whole screen; without a name, none."""
    main = app.main
    for each in _OVER:
        main.set_class(each == f"-{name}", each)
    if not name:
        app.prompt.focus()


def _outline(app: Tutor) -> None:
    view = app.main.query_one(OutlineView)
    if app.main.has_class("-outline"):
        show_over(app)
    else:
        show_over(app, "outline")
        view.open()


def _manual(app: Tutor) -> None:
    shown = app.main.has_class("-manual")
    show_over(app, "" if shown else "manual")
    if not shown:
        app.main.query_one(Manual).focus()


def _images(app: Tutor) -> None:
    view = app.main.query_one(ImagesView)
    show_over(app, "images")
    view.begin()
    view.focus()


def _go(app: Tutor) -> None:
    view = _view(app)
    if (place := view.place()) is not None:
        show_over(app)
        app.command(app.session.goto(*place))


def _leave(app: Tutor) -> None:
    if not _view(app).stop_filtering():
        show_over(app)


def _view(app: Tutor) -> OutlineView:
    return app.main.query_one(OutlineView)


def _pages(app: Tutor) -> ImagesView:
    return app.main.query_one(ImagesView)


# ── the side ──


def _panel(app: Tutor) -> None:
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


def close_panel(app: Tutor) -> None:
    """Back to the cells, where the panel took their place."""
    app.panel_over_cells = False
    app.board.visible = app.wide
    app.main.remove_class("-panel")


def _back(app: Tutor) -> None:
    show_over(app)
    close_panel(app)
    app.show_board()


def _pin(app: Tutor) -> None:
    app.board.pinned = not app.board.pinned
    app.show_board()


def _walk(step: int, app: Tutor) -> None:
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


def _show(app: Tutor) -> None:
    app.board.numbers = not app.board.numbers
    app.show_board()


def _copy(app: Tutor) -> None:
    """The chosen example goes into the prompt; a module's member opens."""
    board = app.board
    choices = _choices(app)
    if board.help is None or not choices:
        return
    choice = choices[min(board.chosen_help, len(choices) - 1)]
    if board.help.members:
        _look_up(app, f"{board.help.name}.{choice}")
    else:
        app.prompt.put(choice)
        _back(app)


def _fold(closed: bool, app: Tutor) -> None:
    board = app.board
    if board.graph is not None:
        node = graph.rows(board.graph, board.folded)[board.chosen_node].node
        (board.folded.add if closed and node.inputs else board.folded.discard)(node.id)
        app.show_board()


def _previous(app: Tutor) -> None:
    if len(app.board.trail) > 1:
        app.board.trail.pop()
        app.board.chosen_help = 0
        app.show_board()


def _ask_name(app: Tutor) -> None:
    def answer(name: str | None) -> None:
        if name:
            _look_up(app, name)

    app.push_screen(Ask("tui.ask.lookup"), answer)


def _look_up(app: Tutor, name: str) -> None:
    async def look() -> None:
        entry = await app.session.lookup(name)
        if entry is None:
            app.tell("tui.help.unknown", name=name)
        else:
            app.board.open_help(entry)
            app.show_board()

    app.run_worker(look(), group="lookup", exclusive=True)


def _scale(app: Tutor) -> None:
    app.board.log_scale = not app.board.log_scale
    app.show_board()


def _scroll(pages: int, app: Tutor) -> None:
    """The head and the cells scroll as one: down the head goes first, up the cells."""
    main = app.main
    if isinstance(app.focused, Panel):
        main.query_one("#panel-scroll").scroll_relative(y=pages * 10, animate=False)
        return
    head, cells = (main.query_one(id, VerticalScroll) for id in ("#head", "#cells"))
    if pages > 0:
        target = head if head.scroll_offset.y < head.max_scroll_y else cells
    else:
        target = cells if cells.scroll_offset.y > 0 else head
    target.scroll_relative(y=pages * max(1, target.size.height - 2), animate=False)


def _palette(app: Tutor) -> None:
    app.push_screen(CommandPalette([Actions], placeholder=app.session.texts("tui.ask.command")))


def _history(app: Tutor) -> None:
    app.push_screen(CommandPalette([History], placeholder=app.session.texts("tui.ask.history")))


DO: Final[Mapping[str, Callable[[Tutor], object]]] = {
    "pick": _pick,
    "pick_up": lambda app: app.completions.action_cursor_up(),
    "pick_down": lambda app: app.completions.action_cursor_down(),
    "pick_close": lambda app: app.completions.close(),
    "answer": lambda app: app.session.answer_input(app.answered()),
    "next": _next,
    "enter": lambda app: app.prompt.enter(),
    "run": lambda app: app.prompt.submit_now(),
    "newline": lambda app: app.prompt.new_line(),
    "stop": _stop_or_clear,
    "clear": _stop_or_clear,
    "restart": lambda app: app.command(app.session.restart()),
    "restart_kernel": lambda app: app.command(app.session.restart()),
    "copy": _copy,
    "show": _show,
    "back": _back,
    "walk_up": partial(_walk, -1),
    "walk_down": partial(_walk, 1),
    "fold": partial(_fold, True),
    "unfold": partial(_fold, False),
    "previous": _previous,
    "lookup": _ask_name,
    "scale": _scale,
    "pin": _pin,
    "page_down": lambda app: _pages(app).turn(1),
    "page_up": lambda app: _pages(app).turn(-1),
    "only_wrong": lambda app: _pages(app).toggle_wrong(),
    "go": _go,
    "choose_up": lambda app: _view(app).walk(-1),
    "choose_down": lambda app: _view(app).walk(1),
    "close_part": lambda app: _view(app).fold(True),
    "open_part": lambda app: _view(app).fold(False),
    "filter": lambda app: _view(app).filter(),
    "leave": _leave,
    "confirm": lambda app: app.screen.dismiss(True),
    "refuse": lambda app: app.screen.dismiss(False),
    "hint": lambda app: app.session.hint(),
    "traceback": _traceback,
    "undo": lambda app: app.command(app.session.undo()),
    "check": lambda app: app.command(app.session.check()),
    "panel": _panel,
    "outline": _outline,
    "palette": _palette,
    "manual": _manual,
    "skip": _skip,
    "images": _images,
    "history": _history,
    "language": _language,
    "theme": _theme,
    "reset_step": partial(_reset, "step"),
    "reset_lesson": partial(_reset, "lesson"),
    "reset_all": partial(_reset, "all"),
    "scroll_up": partial(_scroll, -1),
    "scroll_down": partial(_scroll, 1),
    "leave_twice": _leave_twice,
    "quit": _quit,
}
