"""Translations: an overlay holds a lesson's texts in another language, under the same ids.

A learner meets English wherever a translation is missing; `d2l-tutor check` reports each such place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated

from tutor.lesson.loader import load, problem_of, validate
from tutor.lesson.markup import markup_fault
from tutor.lesson.model import Bound, Lesson, Model, Name, Step, Text
from tutor.lesson.problems import LessonError, Place, Problem, shown
from tutor.lesson.rules import Finding, nearest
from tutor.lesson.source import Source, read_yaml

LISTS = ("mistakes", "hints", "options", "says")


class StepOverlay(Model):
    """The texts of one step; lists in the original's order."""

    title: Text | None = None
    text: Text | None = None
    why: Text | None = None
    mistakes: tuple[Text, ...] = ()
    """the `say` of each mistake"""
    hints: tuple[Text, ...] = ()
    options: tuple[Text, ...] = ()
    says: tuple[Text, ...] = ()
    """the `say` of each check that has one"""


class Overlay(Model):
    """A lesson's texts in one language."""

    lesson: Name
    """the lesson's id"""
    language: Annotated[str, Bound("pattern", r"^[a-z]{2,3}(-[A-Za-z]+)?$")]
    """the folder's name"""
    title: Text | None = None
    steps: dict[str, StepOverlay] = field(default_factory=dict)


def overlay_path(lesson: Lesson, language: str) -> Path:
    """Where the lesson's overlay stands: a folder named like the language, beside the lesson."""
    return lesson.path.parent / language / lesson.path.name


def translated(lesson: Lesson, language: str) -> Lesson:
    """The lesson in `language`; in English what its overlay lacks, all of it where there is no overlay."""
    path = overlay_path(lesson, language)
    if language == "en" or not path.exists():
        result = replace(lesson)
    else:
        overlay = load(path, Overlay)
        steps = tuple(_step(step, overlay.steps.get(step.id, StepOverlay())) for step in lesson.steps)
        result = replace(lesson, title=overlay.title or lesson.title, steps=steps)
    return result.placed(lesson.path, language)


def overlay_problems(lesson: Lesson, language: str) -> list[Problem]:
    """All that is missing, left over, of another length or wrong in the lesson's overlay."""
    path = overlay_path(lesson, language)
    if not path.exists():
        return [Problem(shown(path), 1, 1, f"there is no translation of `{lesson.id}`; write this file")]
    try:
        source = read_yaml(path)
        overlay = validate(source, Overlay)
    except LessonError as error:
        return list(error.problems)
    return sorted(problem_of(source, finding) for finding in _findings(lesson, language, overlay, source))


def _step(step: Step, overlay: StepOverlay) -> Step:
    says = iter(_fitting(overlay.says, _says(step)))
    sayings = _fitting(overlay.mistakes, tuple(mistake.say for mistake in step.mistakes))
    return replace(
        step,
        title=overlay.title or step.title,
        text=overlay.text or step.text,
        why=overlay.why or step.why,
        hints=_fitting(overlay.hints, step.hints),
        options=_fitting(overlay.options, step.options),
        mistakes=tuple(
            replace(mistake, say=say) for mistake, say in zip(step.mistakes, sayings, strict=True)
        ),
        check=tuple(check if check.say is None else replace(check, say=next(says)) for check in step.check),
    )


def _says(step: Step) -> tuple[str, ...]:
    return tuple(check.say for check in step.check if check.say is not None)


def _fitting(translation: tuple[str, ...], original: tuple[str, ...]) -> tuple[str, ...]:
    """A list of another length cannot be matched with the original's, which then stays."""
    return translation if len(translation) == len(original) else original


def _findings(lesson: Lesson, language: str, overlay: Overlay, source: Source) -> Iterator[Finding]:
    if overlay.lesson != lesson.id:
        yield Finding(("lesson",), f"the file is `{lesson.path.name}`, so the id must be `{lesson.id}`")
    if overlay.language != language:
        yield Finding(("language",), f"the folder is `{language}`, so the language must be `{language}`")
    if overlay.title is None:
        yield Finding((), "`title` is missing: the lesson's title")
    ids = [step.id for step in lesson.steps]
    for id in overlay.steps:
        if id not in ids:
            yield Finding(("steps", id), f"`{lesson.id}` has no step `{id}`{nearest(id, ids)}")
    for step in lesson.steps:
        place: Place = ("steps", step.id)
        if step.id not in overlay.steps:
            yield Finding(("steps",), f"step `{step.id}` is missing")
        else:
            yield from _step_findings(step, overlay.steps[step.id], place)
    for place, text in _texts(source.data, ()):
        if fault := markup_fault(text):
            yield Finding(place, fault.text, fault.line, fault.column)


def _step_findings(step: Step, overlay: StepOverlay, place: Place) -> Iterator[Finding]:
    for name in ("title", "text", "why"):
        if getattr(overlay, name) is None:
            yield Finding(place, f"`{name}` is missing")
    originals = (len(step.mistakes), len(step.hints), len(step.options), len(_says(step)))
    for name, expected in zip(LISTS, originals, strict=True):
        count = len(getattr(overlay, name))
        if count != expected:
            at = (*place, name) if count else place
            yield Finding(at, f"`{name}` has {count} texts, the lesson has {expected}")


def _texts(data: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*place, index))
    elif isinstance(data, str):
        yield place, data
