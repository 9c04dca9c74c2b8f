"""`open` and `repl`: the tutor itself, on the screen or as plain text."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING

from tutor.cli.command import UNUSABLE, Command, can_show, language_option
from tutor.cli.language import texts_for
from tutor.terminal import Question

if TYPE_CHECKING:
    from tutor.lesson import Texts


def _open(arguments: argparse.Namespace) -> int:
    if why := why_plain():
        return start(arguments, plain=True, notice=why)
    return start(arguments, plain=False)


def _repl(arguments: argparse.Namespace) -> int:
    return start(arguments, plain=True)


def why_plain() -> str:
    """Why the screen cannot be drawn here: the key of a text, "" if it can."""
    if os.environ.get("TEXTUAL_DRIVER"):  # in a browser, which has no terminal to ask
        return ""
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "cli.dumb_terminal"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "cli.no_terminal"
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        return "cli.no_utf8"
    return ""


def start(arguments: argparse.Namespace, *, plain: bool, notice: str = "") -> int:
    """Open the session that the command line names; returns the exit status."""
    gc.disable()  # what is loaded here stays: to look through it again and again takes a tenth of the start
    from tutor.lesson import LessonError, Texts, UnknownLesson, choose_language, locate
    from tutor.progress import Progress, default_path
    from tutor.settings import load

    if sys.platform == "win32":
        print(texts_for(arguments.lang)("cli.windows"), file=sys.stderr)
        return UNUSABLE
    try:
        course, lesson = locate(arguments.target)
        course.lesson(lesson or course.ids[0])
    except LessonError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except UnknownLesson:
        print(unknown(arguments.target, texts_for(arguments.lang)), file=sys.stderr)
        return UNUSABLE
    progress = Progress.open(default_path())
    settings = load()
    remembered = settings.settings.wanted_language or progress.setting("language")
    language = choose_language(arguments.lang, remembered=remembered)
    if plain and not can_show(Texts(language)("cli.no_utf8")):
        language = "en"  # question marks would be all there is to read
    if notice:
        print(Texts(language)(notice), file=sys.stderr)
    with Question() as question:  # the terminal answers while all this is loaded
        from tutor.kernel import Kernel
        from tutor.session import Session

        if plain:
            import tutor.repl.app
        else:
            import tutor.tui.app
        gc.freeze()
        gc.enable()
        session = Session(course, Kernel(), progress, language, rereads=True)
        if plain:
            in_words = getattr(arguments, "plain", False)
            return tutor.repl.app.run(session, lesson, settings, question.answer(), plain=in_words)
        return tutor.tui.app.run(session, lesson, settings, question.answer(patience=0))


def unknown(name: str, texts: Texts) -> str:
    """That nothing is called so, with the lesson or the command whose name is most like it."""
    from tutor.cli.table import COMMANDS
    from tutor.lesson import SHIPPED, Course
    from tutor.lesson.rules import close_names

    near = close_names(name, (*Course(SHIPPED).ids, *COMMANDS))
    return texts("cli.unknown_near", name=name, near=near[0]) if near else texts("cli.unknown", name=name)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", metavar="LESSON")
    language_option(parser)


def _repl_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.add_argument("--plain", action="store_true")


COMMANDS = (
    Command(
        "open",
        _open,
        (
            "",
            "ndarray-reshape",
            "my-lessons/",
            "--lang zh",
            "open check",
        ),
        _arguments,
    ),
    Command(
        "repl",
        _repl,
        (
            "repl",
            "repl autograd-record",
            "repl --plain",
            "repl < answers.txt",
        ),
        _repl_arguments,
    ),
)
