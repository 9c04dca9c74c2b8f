"""Commands about the session itself: its language, its looks, its keys, its kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rich.text import Text

from tutor.lesson.texts import LANGUAGES, Refusal
from tutor.render.markup import body
from tutor.render.palette import PALETTES
from tutor.repl.desk import Command, Desk, Quit

EDITING: Final = ("emacs", "vi")
KEYS: Final = (
    "enter", "alt_enter", "f1", "f2", "f3", "f4", "f6", "f7", "f8",
    "tab", "up", "control_r", "control_c", "control_d", "control_x",
)  # fmt: skip


async def _lang(desk: Desk, language: str) -> None:
    session = desk.session
    wanted = language or ("en" if session.language == "zh" else "zh")
    if wanted in LANGUAGES:
        session.set_language(wanted)
    else:
        desk.printer.say("repl.language_what", name=wanted, known=", ".join(LANGUAGES))


async def _theme(desk: Desk, name: str) -> None:
    if name in PALETTES:
        desk.session.progress.set_setting("theme", name)
        desk.printer.use_theme(name)
        desk.reader.use_palette(desk.printer.palette)
    else:
        desk.printer.say("repl.choose", known=", ".join(PALETTES))


async def _editing(desk: Desk, mode: str) -> None:
    if mode in EDITING:
        desk.session.progress.set_setting("editing", mode)
        desk.reader.use_editing(mode)
        desk.printer.say("repl.editing_now", mode=mode)
    else:
        desk.printer.say("repl.choose", known=", ".join(EDITING))


async def _restart(desk: Desk, _: str) -> None:
    await desk.session.restart()


async def _export(desk: Desk, target: str) -> None:
    """The open lesson as a file: a notebook, or a script where the name ends so."""
    from tutor.export import export_command, written  # seldom asked for

    session = desk.session
    path = Path(target or f"{session.lesson.id}.ipynb").expanduser()
    format = "py" if path.suffix == ".py" else "ipynb"
    try:
        text = export_command(session.course, session.progress, session.texts, [session.lesson.id], format)
        written(text, path, replace=False)
    except Refusal as refusal:
        if refusal.key == "export.there":
            desk.printer.say("repl.file_exists", path=path)
        else:
            desk.printer.say(refusal.key, **refusal.facts)
    else:
        desk.printer.say("repl.exported")
        desk.printer.lines([Text(str(path))])


async def _keys(desk: Desk, _: str) -> None:
    for key in KEYS:
        desk.printer.lines(body(desk.session.texts(f"repl.key.{key}"), desk.printer.page))


async def _quit(desk: Desk, _: str) -> None:
    raise Quit


COMMANDS: Final = (
    Command("lang", _lang, "language"),
    Command("theme", _theme, "theme"),
    Command("editing", _editing, "editing"),
    Command("restart", _restart),
    Command("export", _export, "file"),
    Command("keys", _keys),
    Command("quit", _quit),
)
