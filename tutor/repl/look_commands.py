"""Commands that show what the kernel holds, and what is known about a name."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from tutor.render.code import highlight
from tutor.repl.desk import Command, Desk
from tutor.session.figures import save

SCALES: Final = ("log", "linear")
WRONG: Final = "wrong"
_RECENT: Final = 20


async def _vars(desk: Desk, name: str) -> None:
    page = desk.printer.page
    if not name:
        desk.printer.or_nothing(desk.board.variables(page))
    elif lines := desk.board.variable(name, page):
        desk.printer.lines(lines)
    else:
        desk.printer.say("repl.no_variable", name=name)


async def _shapes(desk: Desk, _: str) -> None:
    desk.printer.or_nothing(desk.board.shapes(desk.printer.page))


async def _graph(desk: Desk, node: str) -> None:
    page = desk.printer.page
    tree = desk.board.tree(page)
    if not tree or not node:
        desk.printer.or_nothing(tree)
        if tree:
            desk.printer.say("repl.graph_walk")
    elif lines := desk.board.node(node, page):
        desk.printer.lines(lines)
    else:
        desk.printer.say("repl.no_node", name=node)


async def _plot(desk: Desk, scale: str) -> None:
    if scale and scale not in SCALES:
        desk.printer.say("repl.scale_what", scale=scale)
        return
    if scale:
        desk.board.log_scale = scale == "log"
    desk.printer.or_nothing(desk.board.plot(desk.printer.page, desk.session.step.goal))


async def _images(desk: Desk, which: str) -> None:
    if which not in ("", WRONG):
        desk.printer.say("repl.images_what", which=which)
        return
    desk.printer.or_nothing(desk.board.pictures(desk.printer.page, only_wrong=which == WRONG))


async def _doc(desk: Desk, name: str) -> None:
    await _look_up(desk, name, detail=0)


async def _source(desk: Desk, name: str) -> None:
    await _look_up(desk, name, detail=1)


async def _look_up(desk: Desk, name: str, detail: int) -> None:
    name = name.strip("?")
    if not name:
        desk.printer.say("repl.look_up_what")
        return
    found = await desk.session.lookup(name, detail)
    if found is None:
        desk.printer.say("repl.nothing_known", name=name)
    else:
        desk.printer.lines(desk.printer.drawing.entry(found))


async def _dir(desk: Desk, name: str) -> None:
    """What a module or an object has; as a cell of the learner's own, since steps ask for it."""
    await desk.session.submit(f"dir({name})")


async def _history(desk: Desk, text: str) -> None:
    """What was typed, newest last, each once; with a text only what contains it."""
    page = desk.printer.page
    typed = list(dict.fromkeys(reversed(desk.session.progress.history())))
    found = [code for code in typed if text.lower() in code.lower()]
    lines: list[Text] = []
    for code in reversed(found[:_RECENT]):
        lines += highlight(code, page.palette).split("\n", allow_blank=True)
    desk.printer.or_nothing(lines)
    if len(found) > _RECENT:
        desk.printer.say("repl.more_history", count=len(found) - _RECENT)


async def _traceback(desk: Desk, _: str) -> None:
    desk.printer.or_nothing(desk.printer.drawing.traceback())


async def _save(desk: Desk, target: str) -> None:
    figure = desk.printer.figures.last
    if figure is None:
        desk.printer.say("repl.nothing_yet")
        return
    try:
        path = save(figure, target)
        desk.printer.say("repl.saved")
        desk.printer.lines([Text(str(path))])
    except FileExistsError:
        desk.printer.say("repl.file_exists", path=target)
    except (OSError, ValueError) as error:
        desk.printer.say("repl.cannot", error=error)


COMMANDS: Final = (
    Command("vars", _vars, "variable"),
    Command("shapes", _shapes),
    Command("graph", _graph, "node"),
    Command("plot", _plot, "scale"),
    Command("images", _images, "images"),
    Command("save", _save, "file"),
    Command("doc", _doc, "name"),
    Command("source", _source, "name"),
    Command("dir", _dir, "name"),
    Command("history", _history, "text"),
    Command("traceback", _traceback),
)
