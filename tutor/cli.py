"""The command line: `d2l-tutor`, and its commands. Each loads what it needs when it runs.

Exit status: 0 when all went well; 1 when something that was checked or run failed; 2 when the command
line, a lesson or a file cannot be used; 130 after Ctrl+C. `run` ends with a script's own status.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.session import Session

FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130

EXAMPLES = """\
examples:
  d2l-tutor                          go on where you left
  d2l-tutor ndarray-reshape          a lesson by its name
  d2l-tutor my-lessons/              your own folder of lessons
  d2l-tutor --lang zh                in Chinese
  d2l-tutor repl                     the same session as plain text
  d2l-tutor run notes.ipynb          run a notebook, a script or a Markdown page
  d2l-tutor check my-lessons/        does every step of every lesson work?

exit status: 0 all went well, 1 a check or a cell failed, 2 a lesson or file cannot be used
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a sign that the terminal lacks must not end the command
    given = list(sys.argv[1:] if arguments is None else arguments)
    parsed = _parser().parse_args(_with_command(given))
    command: Callable[[argparse.Namespace], int] = parsed.command
    try:
        status = command(parsed)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads has enough, as in `d2l-tutor schema | head`
        # what is still in the buffer is written at exit, and must find somewhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="d2l-tutor",
        usage="d2l-tutor [--lang LANG] [LESSON | FOLDER | FILE]\n       d2l-tutor COMMAND …",
        description="Learn deep learning's first steps in a terminal.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"d2l-tutor {_version()}")
    parser.add_argument("--lang", metavar="LANG", help="language of lessons and interface: en or zh")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="d2l-tutor")

    def add(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help, description=help[:1].upper() + help[1:] + ".")
        command.set_defaults(command=run)
        return command

    for name, run, help in (
        ("open", _open, "open the tutor (what happens without a command)"),
        ("repl", _repl, "open the tutor as plain text, for any terminal and for screen readers"),
    ):
        command = add(name, run, help)
        command.add_argument("target", nargs="?", metavar="LESSON", help="a lesson's name, a folder, a file")
        command.add_argument("--lang", default=argparse.SUPPRESS, help="en or zh")

    command = add("check", _check, "check that every step of lessons works, in a real kernel")
    command.add_argument(
        "targets", nargs="*", metavar="PATH", help="lessons or folders; default: all shipped"
    )
    command.add_argument("--lang", default=argparse.SUPPRESS, help="check this language's texts alone")
    command.add_argument("--junit", type=Path, metavar="FILE", help="write the report as JUnit XML, too")
    command.add_argument("--json", action="store_true", help="print the report as JSON")

    command = add("coverage", _coverage, "list the rows of the note and the steps that cover each")
    command.add_argument("target", nargs="?", metavar="FOLDER", help="a folder of lessons")
    command.add_argument("--lang", default=argparse.SUPPRESS, help="en or zh")

    add("schema", _schema, "print the JSON Schema of lessons, for editors")

    command = add("run", _run, "run a .py, .ipynb or .md file against the engine, and print what it prints")
    command.add_argument("file", metavar="FILE")
    return parser


def _with_command(arguments: list[str]) -> list[str]:
    """The arguments with `open` put in where they name no command."""
    rest = iter(arguments)
    for argument in rest:
        if argument == "--lang":
            next(rest, None)
        elif argument in ("-h", "--help", "--version"):
            return arguments
        elif not argument.startswith("-"):
            return arguments if argument in COMMANDS else ["open", *arguments]
    return ["open", *arguments]


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("d2l-tutor")
    except PackageNotFoundError:  # a checkout that was not installed
        return "(not installed)"


# ── the session ──


def _open(arguments: argparse.Namespace) -> int:
    if why := _why_plain():
        return _start(arguments, plain=True, notice=why)
    return _start(arguments, plain=False)


def _repl(arguments: argparse.Namespace) -> int:
    return _start(arguments, plain=True)


def _why_plain() -> str:
    """Why the screen cannot be drawn here: the key of a text, "" if it can."""
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "cli.dumb_terminal"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "cli.no_terminal"
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        return "cli.no_utf8"
    return ""


def _can_show(text: str) -> bool:
    """Whether the terminal's encoding has the letters of a text; other signs may be replaced."""
    letters = "".join(filter(str.isalpha, text))
    try:
        letters.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _start(arguments: argparse.Namespace, *, plain: bool, notice: str = "") -> int:
    from tutor.lesson import LessonError, Texts, UnknownLesson, choose_language, locate
    from tutor.progress import Progress, default_path

    if sys.platform == "win32":
        print(Texts(choose_language(arguments.lang))("cli.windows"), file=sys.stderr)
        return UNUSABLE
    try:
        course, lesson = locate(arguments.target)
        course.lesson(lesson or course.ids[0])
    except (LessonError, UnknownLesson) as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    progress = Progress.open(default_path())
    language = choose_language(arguments.lang, remembered=progress.setting("language"))
    if plain and not _can_show(Texts(language)("cli.no_utf8")):
        language = "en"  # question marks would be all there is to read
    if notice:
        print(Texts(language)(notice), file=sys.stderr)
    from tutor.kernel import Kernel
    from tutor.session import Session

    session = Session(course, Kernel(), progress, language)
    return _front_end(plain)(session, lesson)


def _front_end(plain: bool) -> Callable[[Session, str | None], int]:
    if plain:
        from tutor.repl.app import run as run_repl

        return run_repl
    from tutor.tui.app import run as run_screen

    return run_screen


# ── lessons ──


def _check(arguments: argparse.Namespace) -> int:
    from tutor.headless.check import check_command

    return check_command(arguments.targets, arguments.lang, arguments.junit, json=arguments.json)


def _coverage(arguments: argparse.Namespace) -> int:
    from tutor.lesson import LessonError, UnknownLesson, choose_language, locate
    from tutor.lesson.note import coverage, load_note

    try:
        course, _ = locate(arguments.target)
        language = choose_language(arguments.lang)
        note = load_note(course.folder, language)
        if not note.rows:
            print(f"{course.folder}: no note.yaml, so there are no rows to cover", file=sys.stderr)
            return UNUSABLE
        covered = coverage(note, course.lessons())
    except (LessonError, UnknownLesson) as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    for row, sentence in note.rows.items():
        steps = ", ".join(f"{lesson}/{step}" for lesson, step in covered[row])
        print(f"{'✓' if steps else '✗'} {row}  {sentence}\n       {steps or '–'}")
    count = sum(bool(covered[row]) for row in note.rows)
    print(f"{count}/{len(note.rows)}")
    return 0 if count == len(note.rows) else FAILED


def _schema(arguments: argparse.Namespace) -> int:
    import json

    from tutor.lesson import Lesson

    print(json.dumps(Lesson.model_json_schema(), indent=2, ensure_ascii=False))
    return 0


# ── files ──


def _run(arguments: argparse.Namespace) -> int:
    # A process of its own: this one holds no NumPy, and the file's `exit()` ends only that one.
    # -P: a file named engine.py beside it must not stand in for the engine.
    command = [sys.executable, "-P", "-m", "tutor.inside.run", arguments.file]
    with subprocess.Popen(command) as child:
        while True:
            try:
                status = child.wait()
                break
            except KeyboardInterrupt:  # the child hears Ctrl+C, too, and ends by itself
                continue
    return 128 + signal.Signals(-status).value if status < 0 else status


COMMANDS = ("open", "repl", "check", "coverage", "schema", "run")

if __name__ == "__main__":
    sys.exit(main())
