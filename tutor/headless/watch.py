"""`d2l-tutor watch`: each time that a lesson's file is saved, its report."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tutor.headless.check import UNUSABLE, check_lesson
from tutor.headless.report import line, summary
from tutor.headless.trials import languages_of
from tutor.lesson import LessonError, UnknownLesson, locate

PAUSE: Final = 0.3
"""Seconds between two looks at the files."""

State = dict[Path, tuple[int, int]]
"""Time and size of each file that is watched."""


def watch_command(target: str, language: str | None) -> int:
    """Check what `target` names, a lesson or a folder, and what is saved of it, until Ctrl+C."""
    try:
        course, lesson = locate(target)
    except LessonError as error:  # what is wrong may be put right while we look
        if not Path(target).is_file():
            print(error, file=sys.stderr)
            return UNUSABLE
        folder, lesson = Path(target).resolve().parent, Path(target).stem
    except UnknownLesson as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    else:
        folder = course.folder
    languages = [language] if language else languages_of(folder)
    print(f"{folder}: save a lesson to see its report; Ctrl+C ends", flush=True)
    before = _state(folder)  # before the first report: what is saved while that runs counts, too
    if lesson is not None:
        _report(folder / f"{lesson}.yaml", languages)
    for name in _saved(folder, lesson, before):
        _report(folder / name, languages)
    return 0


def _report(path: Path, languages: list[str]) -> None:
    if not path.exists():
        return
    reports = []
    print(f"\n{path.stem}  {time.strftime('%H:%M:%S')}")
    for report in check_lesson(path, languages):
        reports.append(report)
        print(line(report), flush=True)
    print(summary(reports), flush=True)


def _saved(folder: Path, lesson: str | None, before: State) -> Iterator[str]:
    """The names of lessons' files, each time that one or its translation has changed. Does not end."""
    while True:
        time.sleep(PAUSE)
        now = _state(folder)
        changed = {path.name for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
        before = now
        yield from sorted(name for name in changed if lesson is None or Path(name).stem == lesson)


def _state(folder: Path) -> State:
    """The lessons' files and their translations, as they are now."""
    state: State = {}
    for path in (*folder.glob("*.yaml"), *folder.glob("*/*.yaml")):
        try:
            status = path.stat()
        except FileNotFoundError:  # an editor is just putting another in its place
            continue
        state[path] = (status.st_mtime_ns, status.st_size)
    return state
