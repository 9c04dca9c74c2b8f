"""Reads lessons: YAML into models, and everything that is wrong into `file:line:column` problems.

A file that was read and found right before is not validated again: its model is in the cache, under the
text of the file and of the modules that judge it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from tutor.lesson import cache as kept
from tutor.lesson.model import Lesson, Model
from tutor.lesson.problems import LessonError, Problem
from tutor.lesson.rules import Finding, findings
from tutor.lesson.source import Source, read_yaml

M = TypeVar("M", bound=Model)

JUDGES = ("model", "validation", "loader", "rules", "markup", "course", "overlay")
"""The modules that say what a right file is."""


def load_lesson(path: Path) -> Lesson:
    """The lesson in the file `path`, in English; raises `LessonError` with all that is wrong in it."""
    return remembered(path, Lesson, _right_lesson).placed(path)


def _right_lesson(path: Path) -> Lesson:
    source = read_yaml(path)
    lesson = validate(source, Lesson)
    found = list(findings(lesson))
    if lesson.lesson != path.stem:
        found.insert(0, Finding(("lesson",), f"the file is `{path.name}`, so the id must be `{path.stem}`"))
    if problems := [problem_of(source, finding) for finding in found]:
        raise LessonError(problems)
    return lesson


def load(path: Path, model: type[M]) -> M:
    """The file as `model`; raises `LessonError` with one problem for each field that is wrong."""
    return remembered(path, model, lambda path: validate(read_yaml(path), model))


def remembered(path: Path, model: type[M], read: Callable[[Path], M]) -> M:
    """`read(path)`, or what that gave before for the same text."""
    try:
        raw = path.read_bytes()
    except OSError:
        return read(path)  # which says so
    key = _judges() + raw
    try:
        value: M = _build(model, kept.find(path, key, model.__name__))
    except (KeyError, TypeError, ValueError):  # not known, or damaged
        value = read(path)
        kept.keep(path, key, asdict(value), model.__name__)
    return value


def validate(source: Source, model: type[M]) -> M:
    """The file's data as `model`; raises `LessonError` with one problem for each field that is wrong."""
    from tutor.lesson.validation import problems, validated

    if not isinstance(source.data, Mapping):
        first = fields(model)[0].name
        raise LessonError([source.problem((), f"the file must hold fields, such as `{first}: …`")])
    value, errors = validated(model, source.data)
    if value is None:
        raise LessonError(problems(source, model, errors))
    return value


def problem_of(source: Source, finding: Finding) -> Problem:
    """The finding with its line and column in the file."""
    if finding.line:
        return source.problem_inside(finding.place, finding.line, finding.column, finding.text)
    return source.problem(finding.place, finding.text)


@cache
def _judges() -> bytes:
    texts = (Path(__file__).with_name(f"{name}.py").read_bytes() for name in JUDGES)
    return hashlib.sha256(b"".join(texts)).digest()


@cache
def _hints(model: Any) -> dict[str, Any]:
    return get_type_hints(model)


def _build(kind: Any, data: Any) -> Any:
    """The value of a model's field again, from what `asdict` and JSON made of it."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{field.name: _build(hints[field.name], data[field.name]) for field in fields(kind)})
    inner = [each for each in get_args(kind) if each is not NoneType]
    origin = get_origin(kind)
    if data is None or not inner:
        return data
    if origin is tuple:
        return tuple(_build(inner[0], each) for each in data)
    if origin is dict:
        return {key: _build(inner[1], each) for key, each in data.items()}
    return _build(inner[0], data) if is_dataclass(inner[0]) or get_origin(inner[0]) else data
