"""`check`, `lint`, `watch`, `coverage` and `schema`: what an author of lessons asks for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tutor.cli.command import FAILED, UNUSABLE, Command, language_option


def _check(arguments: argparse.Namespace) -> int:
    from tutor.headless.check import check_command

    return check_command(arguments.targets, arguments.lang, arguments.junit, json=arguments.json)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", metavar="PATH", help="lessons or folders; default: all shipped")
    language_option(parser, "check this language's texts alone")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the report as JUnit XML, too")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def _lint(arguments: argparse.Namespace) -> int:
    from tutor.headless.lint import lint_command

    return lint_command(arguments.targets, arguments.lang)


def _lint_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", metavar="PATH", help="lessons or folders; default: all shipped")
    language_option(parser, "look at translations into this language alone")


def _watch(arguments: argparse.Namespace) -> int:
    from tutor.headless.watch import watch_command

    return watch_command(arguments.target, arguments.lang)


def _watch_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="PATH", help="a lesson or a folder")
    language_option(parser, "check this language's texts alone")


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


def _coverage_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", metavar="FOLDER", help="a folder of lessons")
    language_option(parser)


def _schema(arguments: argparse.Namespace) -> int:
    import json

    from tutor.lesson import Lesson
    from tutor.lesson.validation import json_schema

    print(json.dumps(json_schema(Lesson), indent=2, ensure_ascii=False))
    return 0


COMMANDS = (
    Command(
        "check",
        _check,
        "check that every step of lessons works, in a real kernel",
        (
            ("check", "all lessons that are shipped"),
            ("check my-lessons/", "a folder of your own"),
            ("check ndarray-reshape --lang zh", "one lesson, its Chinese texts alone"),
            ("check my-lessons/ --junit report.xml", "for a build server"),
        ),
        _check_arguments,
    ),
    Command(
        "lint",
        _lint,
        "say what is wrong in lessons' files, as file:line:column, without running them",
        (
            ("lint", "all lessons that are shipped, with their translations"),
            ("lint my-lessons/", "a folder of your own"),
            ("lint my-lessons/shapes.yaml --lang zh", "one lesson and its Chinese texts"),
        ),
        _lint_arguments,
    ),
    Command(
        "watch",
        _watch,
        "check a lesson each time that it is saved",
        (
            ("watch my-lessons/shapes.yaml", "beside your editor"),
            ("watch my-lessons/", "whichever lesson of the folder is saved"),
        ),
        _watch_arguments,
    ),
    Command(
        "coverage",
        _coverage,
        "list the rows of the note and the steps that cover each",
        (("coverage", "of the lessons that are shipped"), ("coverage my-lessons/", "of your own")),
        _coverage_arguments,
    ),
    Command(
        "schema",
        _schema,
        "print the JSON Schema of lessons, for editors",
        (("schema > lesson.schema.json", "into a file that an editor reads"),),
    ),
)
