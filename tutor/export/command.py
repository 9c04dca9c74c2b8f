"""`export` as the command line calls it: which lessons, which file, and what to say where it cannot be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tutor.export.contents import contents
from tutor.export.notebook import notebook
from tutor.export.script import script
from tutor.lesson import Course, Texts
from tutor.lesson.texts import Refusal
from tutor.progress import Progress

FORMATS = ("ipynb", "py")


def export_command(
    course: Course,
    progress: Progress,
    texts: Texts,
    lessons: Sequence[str] = (),
    format: str = "ipynb",
) -> str:
    """What was typed in the lessons, by default in all, as the text of a notebook or a script.

    Raises `Refusal` where nothing was typed there, or nbformat is not installed.
    """
    found = contents(course, progress, texts.language, lessons)
    if not found:
        raise Refusal("export.nothing")
    if format == "py":
        return script(course, found, texts)
    try:
        return json.dumps(notebook(course, found, texts), ensure_ascii=False, indent=1) + "\n"
    except ModuleNotFoundError as error:
        raise Refusal("export.no_nbformat", module=error.name) from error


def written(text: str, file: Path, *, replace: bool) -> None:
    """Writes the file; `Refusal` where there is one and `replace` is not given, or it cannot be."""
    try:
        with file.open("w" if replace else "x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise Refusal("export.there", path=str(file)) from error
    except OSError as error:
        raise Refusal("export.unwritable", path=str(file), error=error) from error
