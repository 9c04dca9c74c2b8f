"""The session as a Jupyter notebook: texts, code, and what was seen of it."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

from tutor.events import Error, Event, Figure, Help, Images, Output, Value
from tutor.export.contents import LessonCells, StepCells, TypedCell
from tutor.export.plain import commented
from tutor.export.preface import SEEDED, preface
from tutor.export.prose import markdown, task
from tutor.lesson import Course, Texts

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook(course: Course, lessons: Sequence[LessonCells], texts: Texts) -> dict[str, Any]:
    """The lessons, as `contents` collected them, as a valid notebook of format 4.

    Raises `ModuleNotFoundError` where nbformat is not installed.
    """
    from nbformat import v4, validate

    code = "\n".join(lesson.code for lesson in lessons)
    cells = [
        v4.new_markdown_cell(texts("export.head")),
        v4.new_code_cell(preface(course, code)),
    ]
    for lesson in lessons:
        cells += [v4.new_markdown_cell(f"# {lesson.lesson.title}"), v4.new_code_cell(SEEDED)]
        for step in lesson.steps:
            cells += _step(step, texts)
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # in place of a random one: the same session is the same file
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    book: dict[str, Any] = v4.new_notebook(cells=cells, metadata=metadata)
    for number, cell in enumerate((cell for cell in cells if cell["cell_type"] == "code"), 1):
        cell["execution_count"] = number
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = number
    validate(book)
    return book


def _step(content: StepCells, texts: Texts) -> Iterator[dict[str, Any]]:
    from nbformat import v4

    yield v4.new_markdown_cell(task(content.step))
    if content.step.given.strip():
        yield v4.new_code_cell(content.step.given.strip())
    for cell in content.cells:
        if cell.by_tutor:
            yield v4.new_markdown_cell(f"*{texts('export.solution')}*")
        yield _cell(cell, texts)
    if content.finished:
        yield v4.new_markdown_cell(f"✓ {markdown(content.step.why)}")


def _cell(cell: TypedCell, texts: Texts) -> dict[str, Any]:
    from nbformat import v4

    code = commented(cell.code, texts(f"export.{cell.why_not}")) if cell.why_not else cell.code.strip("\n")
    outputs = [output for event in cell.events for output in _outputs(event)]
    # without the tag, a cell that raised would stop whoever runs them all
    metadata = {"tags": ["raises-exception"]} if cell.failed else {}
    made: dict[str, Any] = v4.new_code_cell(code, outputs=outputs, metadata=metadata)
    return made


def _outputs(event: Event) -> Iterator[dict[str, Any]]:
    """What a notebook shows of an event; nothing of most."""
    from nbformat import v4

    match event:
        case Output():
            yield v4.new_output("stream", name=event.stream, text=event.text)
        case Value():
            yield v4.new_output("execute_result", data={"text/plain": event.text})
        case Figure():
            data = event.data
            if event.mime == "image/svg+xml":
                data = base64.b64decode(data).decode()
            yield v4.new_output("display_data", data={event.mime: data, "text/plain": event.text})
        case Images():
            labels = (f"{p.label} → {p.prediction}" if p.prediction else p.label for p in event.pictures)
            yield v4.new_output("display_data", data={"text/plain": " · ".join(labels)})
        case Help():
            text = "\n\n".join(filter(None, (event.signature or event.name, event.text)))
            members = "\n".join(f"{name}  {line}" for name, line in event.members)
            yield v4.new_output("display_data", data={"text/plain": members or text})
        case Error():
            lines = event.traceback.splitlines()
            yield v4.new_output("error", ename=event.name, evalue=event.message, traceback=lines)
