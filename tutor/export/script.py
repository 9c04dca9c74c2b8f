"""The session as a Python script that runs alone: texts as comments, and what ran without an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutor.export.contents import LessonCells, StepCells, TypedCell
from tutor.export.plain import commented, plain_python
from tutor.export.preface import SEEDED, preface
from tutor.export.prose import comment, heading, plain
from tutor.lesson import Course, Texts


def script(course: Course, lessons: Sequence[LessonCells], texts: Texts) -> str:
    """The lessons, as `contents` collected them, as the source of one module."""
    code = "\n".join(lesson.code for lesson in lessons)
    blocks = [comment(texts("export.head")), preface(course, code)]
    for lesson in lessons:
        blocks += [heading(lesson.lesson.title), SEEDED]
        for step in lesson.steps:
            blocks += _step(step, texts)
    return "\n\n".join(blocks) + "\n"


def _step(content: StepCells, texts: Texts) -> Iterator[str]:
    step = content.step
    options = (f"{number}. {plain(option)}" for number, option in enumerate(step.options, 1))
    yield comment("\n".join((f"{step.title}\n\n{plain(step.text)}", *options)))
    if step.given.strip():
        yield plain_python(step.given.strip(), texts("export.ipython"))
    for cell in content.cells:
        if not cell.failed:
            yield _cell(cell, step.kind == "lookup", texts)


def _cell(cell: TypedCell, looks_up: bool, texts: Texts) -> str:
    if cell.why_not:
        return commented(cell.code, texts(f"export.{cell.why_not}"))
    if looks_up:  # in a terminal `help` would stop the script to page
        return commented(cell.code, texts("export.looked_up"))
    code = plain_python(cell.code.strip("\n"), texts("export.ipython"))
    return f"{comment(texts('export.solution'))}\n{code}" if cell.by_tutor else code
