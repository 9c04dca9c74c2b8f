"""`check`, `lint`, `watch`, `coverage` and `schema`: what an author of lessons asks for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tutor.cli.command import FAILED, UNUSABLE, Command, language_option
from tutor.cli.language import texts_for


def _check(arguments: argparse.Namespace) -> int:
    from tutor.headless.check import check_command

    return check_command(arguments.targets, arguments.lang, arguments.junit, json=arguments.json)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", metavar="PATH")
    language_option(parser)
    parser.add_argument("--junit", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")


def _lint(arguments: argparse.Namespace) -> int:
    from tutor.headless.lint import lint_command

    return lint_command(arguments.targets, arguments.lang)


def _lint_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", metavar="PATH")
    language_option(parser)


def _watch(arguments: argparse.Namespace) -> int:
    from tutor.headless.watch import watch_command

    return watch_command(arguments.target, arguments.lang)


def _watch_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="PATH")
    language_option(parser)


def _coverage(arguments: argparse.Namespace) -> int:
    from tutor.lesson import LessonError, UnknownLesson, locate
    from tutor.lesson.note import coverage, load_note

    try:
        course, _ = locate(arguments.target)
        note = load_note(course.folder, texts_for(arguments.lang).language)
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
    parser.add_argument("target", nargs="?", metavar="FOLDER")
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
        (
            "check",
            "check my-lessons/",
            "check ndarray-reshape --lang zh",
            "check my-lessons/ --junit report.xml",
        ),
        _check_arguments,
    ),
    Command(
        "lint",
        _lint,
        (
            "lint",
            "lint my-lessons/",
            "lint my-lessons/shapes.yaml --lang zh",
        ),
        _lint_arguments,
    ),
    Command(
        "watch",
        _watch,
        (
            "watch my-lessons/shapes.yaml",
            "watch my-lessons/",
        ),
        _watch_arguments,
    ),
    Command(
        "coverage",
        _coverage,
        ("coverage", "coverage my-lessons/"),
        _coverage_arguments,
    ),
    Command(
        "schema",
        _schema,
        ("schema > lesson.schema.json",),
    ),
)
