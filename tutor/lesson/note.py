"""The learner's note: its rows, one short sentence each, that the lessons' steps name in `covers`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tutor.lesson.loader import load
from tutor.lesson.model import Lesson, Model, Text


class Note(Model):
    """`note.yaml`: the rows by their ids."""

    rows: dict[str, Text]
    """a sentence for each row's id"""


def load_note(folder: Path, language: str = "en") -> Note:
    """The note of a course's folder, in English what `language` lacks; without rows if it has none."""
    path = folder / "note.yaml"
    if not path.exists():
        return Note(rows={})
    rows = dict(load(path, Note).rows)
    overlay = folder / language / "note.yaml"
    if language != "en" and overlay.exists():
        rows |= load(overlay, Note).rows
    return Note(rows=rows)


def coverage(note: Note, lessons: Iterable[Lesson]) -> dict[str, list[tuple[str, str]]]:
    """For each row, the steps that cover it, as pairs of lesson and step ids."""
    covered: dict[str, list[tuple[str, str]]] = {row: [] for row in note.rows}
    for lesson in lessons:
        for step in lesson.steps:
            for row in step.covers:
                covered.setdefault(row, []).append((lesson.id, step.id))
    return covered
