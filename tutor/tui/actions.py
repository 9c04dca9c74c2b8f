"""What each action of the registry does, by its id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.containers import VerticalScroll

from tutor.events import CellStarted
from tutor.lesson.texts import LANGUAGES
from tutor.render.palette import PALETTES
from tutor.tui import panel_actions
from tutor.tui.asking import answer
from tutor.tui.commands import Palette
from tutor.tui.dialogs import Confirm
from tutor.tui.figure import FigureView
from tutor.tui.history import HistorySearch
from tutor.tui.images import ImagesView
from tutor.tui.layout import show_over
from tutor.tui.manual import Manual
from tutor.tui.outline import OutlineView
from tutor.tui.side import Panel

if TYPE_CHECKING:
    from tutor.tui.app import Tutor


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
        app.prompt.put("")


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
    started = CellStarted(code=app.session.step.solution)
    app.board.hear(started)
    app.transcript.begin_solution(started)
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

    app.push_screen(Confirm(f"tui.confirm.reset_{scope}", **_at_stake(scope, app)), answer)


def _at_stake(scope: str, app: Tutor) -> dict[str, int]:
    """How many finished steps and how many cells a reset would forget."""
    session = app.session
    lessons = session.course.lessons() if scope == "all" else [session.lesson]
    here = [(lesson.id, step.id) for lesson in lessons for step in lesson.steps]
    if scope == "step":
        here = [(session.lesson.id, session.step.id)]
    states = session.progress.steps(session.course.id)
    return {
        "steps": sum(place in states and states[place].finished for place in here),
        "cells": sum(len(session.progress.cells(session.course.id, *place)) for place in here),
    }


def _language(app: Tutor) -> None:
    place = LANGUAGES.index(app.session.language) if app.session.language in LANGUAGES else -1
    app.session.set_language(LANGUAGES[(place + 1) % len(LANGUAGES)])


def _theme(app: Tutor) -> None:
    if app.no_color:
        return
    names = list(PALETTES)
    app.theme = names[(names.index(app.theme) + 1) % len(names)]
    app.session.progress.set_setting("theme", app.theme)
    app.redraw()


# ── what lies over the work ──


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


def _figure(app: Tutor) -> None:
    view = app.main.query_one(FigureView)
    show_over(app, "figure")
    view.begin()
    view.focus()


def _go(app: Tutor) -> None:
    view = _view(app)
    if (place := view.place()) is not None:
        show_over(app)
        app.command(app.session.goto(*place))


def _review(app: Tutor) -> None:
    show_over(app)
    app.command(app.session.review())


def _leave(app: Tutor) -> None:
    if not _view(app).stop_filtering():
        show_over(app)


def _view(app: Tutor) -> OutlineView:
    return app.main.query_one(OutlineView)


def _pages(app: Tutor) -> ImagesView:
    return app.main.query_one(ImagesView)


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
    app.push_screen(Palette(app.session.texts("tui.ask.command")))


def _history(app: Tutor) -> None:
    def answer(code: str | None) -> None:
        if code is not None:
            app.prompt.put(code)

    app.push_screen(HistorySearch(), answer)


DO: Final[Mapping[str, Callable[[Tutor], object]]] = {
    "pick": _pick,
    "pick_up": lambda app: app.completions.walk(-1),
    "pick_down": lambda app: app.completions.walk(1),
    "pick_close": lambda app: app.completions.close(),
    "answer": answer,
    "next": _next,
    "enter": lambda app: app.prompt.enter(),
    "run": lambda app: app.prompt.submit_now(),
    "newline": lambda app: app.prompt.new_line(),
    "stop": _stop_or_clear,
    "clear": _stop_or_clear,
    "restart": lambda app: app.command(app.session.restart()),
    "restart_kernel": lambda app: app.command(app.session.restart()),
    "copy": panel_actions.copy,
    "show": panel_actions.show,
    "back": panel_actions.back,
    "walk_up": partial(panel_actions.walk, -1),
    "walk_down": partial(panel_actions.walk, 1),
    "walk_from": panel_actions.walk_from,
    "ask_where_from": panel_actions.ask_where_from,
    "fold": partial(panel_actions.fold, True),
    "unfold": partial(panel_actions.fold, False),
    "previous": partial(panel_actions.travel, -1),
    "forward": partial(panel_actions.travel, 1),
    "look_up_here": panel_actions.look_up_here,
    "lookup": panel_actions.ask_name,
    "scale": panel_actions.scale,
    "pin": panel_actions.pin,
    "page_down": lambda app: _pages(app).turn(1),
    "page_up": lambda app: _pages(app).turn(-1),
    "only_wrong": lambda app: _pages(app).toggle_wrong(),
    "save_images": lambda app: _pages(app).save(),
    "go": _go,
    "choose_up": lambda app: _view(app).walk(-1),
    "choose_down": lambda app: _view(app).walk(1),
    "close_part": lambda app: _view(app).fold(True),
    "open_part": lambda app: _view(app).fold(False),
    "filter": lambda app: _view(app).filter(),
    "review": _review,
    "review_due": _review,
    "free_play": lambda app: app.command(app.session.play()),
    "leave": _leave,
    "confirm": lambda app: app.screen.dismiss(True),
    "refuse": lambda app: app.screen.dismiss(False),
    "hint": lambda app: app.session.hint(),
    "traceback": _traceback,
    "again": lambda app: app.transcript.remind(),
    "undo": lambda app: app.command(app.session.undo()),
    "check": lambda app: app.command(app.session.check()),
    "panel": panel_actions.panel,
    "outline": _outline,
    "palette": _palette,
    "manual": _manual,
    "skip": _skip,
    "images": _images,
    "figure": _figure,
    "save_figure": lambda app: app.gallery.save(),
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
