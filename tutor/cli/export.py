"""`export` and `progress`: what was typed as a file of its own, and progress to another machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.cli.command import FAILED, UNUSABLE, Command, language_option
from tutor.cli.language import texts_for
from tutor.cli.session import unknown

if TYPE_CHECKING:
    from tutor.lesson import Course


def _export(arguments: argparse.Namespace) -> int:
    from tutor.export import export_command, written
    from tutor.lesson import LessonError, UnknownLesson
    from tutor.lesson.texts import Refusal
    from tutor.progress import Progress, default_path

    with Progress.open(default_path()) as progress:
        texts = texts_for(arguments.lang)
        if trouble := progress.take_trouble():
            code, facts = trouble
            print(texts(code, **facts), file=sys.stderr)
            return FAILED
        try:
            course, lessons = _located(arguments.targets)
            wanted = arguments.format or _format_of(arguments.output)
            text = export_command(course, progress, texts, lessons, wanted)
            name = lessons[0] if len(lessons) == 1 else "d2l-tutor"
            path = Path(arguments.output or f"{name}.{wanted}")
            if str(path) == "-":
                sys.stdout.write(text)
                return 0
            written(text, path, replace=arguments.replace)
        except LessonError as error:
            print(error, file=sys.stderr)
            return UNUSABLE
        except UnknownLesson as error:
            print(unknown(error.name, texts), file=sys.stderr)
            return UNUSABLE
        except Refusal as refusal:
            print(refusal.said(texts), file=sys.stderr)
            return FAILED
        print(texts("export.written", path=path))
    return 0


def _located(targets: list[str]) -> tuple[Course, list[str]]:
    """The course and the lessons that the targets name; they must be of one course."""
    from tutor.lesson import locate
    from tutor.lesson.texts import Refusal

    course, lesson = locate(targets[0] if targets else None)
    lessons = [lesson] if lesson is not None else []
    for target in targets[1:]:
        other, lesson = locate(target)
        if other.folder != course.folder or lesson is None or not lessons:
            raise Refusal("export.several_courses")
        lessons.append(lesson)
    return course, lessons


def _format_of(output: str | None) -> str:
    return "py" if output is not None and output.endswith(".py") else "ipynb"


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", metavar="LESSON")
    parser.add_argument("-o", "--output", metavar="FILE")
    parser.add_argument("--format", choices=("ipynb", "py"))
    parser.add_argument("--replace", action="store_true")
    language_option(parser)


def _progress(arguments: argparse.Namespace) -> int:
    from tutor.lesson.texts import Refusal
    from tutor.progress import default_path
    from tutor.progress.moving import export_progress, import_progress

    texts = texts_for(arguments.lang)
    try:
        if arguments.action == "export":
            export_progress(default_path(), arguments.file)
            print(texts("progress.exported", path=arguments.file))
            return 0
        aside = import_progress(arguments.file, default_path(), replace=arguments.replace)
    except Refusal as refusal:
        print(refusal.said(texts), file=sys.stderr)
        return FAILED
    print(texts("progress.imported"))
    if aside is not None:
        print(texts("progress.kept_aside", path=aside))
    return 0


def _progress_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions", required=True)
    leaving = actions.add_parser("export", help="")
    coming = actions.add_parser("import", help="")
    for action in (leaving, coming):
        action.add_argument("file", metavar="FILE", type=Path)
        language_option(action)
    coming.add_argument("--replace", action="store_true")
    language_option(parser)


COMMANDS = (
    Command(
        "export",
        _export,
        (
            "export",
            "export ndarray-reshape --lang zh",
            "export -o mine.py",
            "export --format py -o - | less",
        ),
        _export_arguments,
    ),
    Command(
        "progress",
        _progress,
        (
            "progress export progress.json",
            "progress import progress.json",
            "progress import progress.json --replace",
        ),
        _progress_arguments,
    ),
)
