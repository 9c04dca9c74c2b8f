"""Reads lessons: YAML into models, and everything that is wrong into `file:line:column` problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tutor.lesson.model import Lesson
from tutor.lesson.problems import LessonError, Place, Problem
from tutor.lesson.rules import Finding, findings, nearest
from tutor.lesson.source import Source, read_yaml

M = TypeVar("M", bound=BaseModel)


def load_lesson(path: Path) -> Lesson:
    """The lesson in the file `path`, in English; raises `LessonError` with all that is wrong in it."""
    source = read_yaml(path)
    lesson = validate(source, Lesson)
    found = list(findings(lesson))
    if lesson.lesson != path.stem:
        found.insert(0, Finding(("lesson",), f"the file is `{path.name}`, so the id must be `{path.stem}`"))
    if problems := [problem_of(source, finding) for finding in found]:
        raise LessonError(problems)
    lesson._path = path
    return lesson


def validate(source: Source, model: type[M]) -> M:
    """The file's data as `model`; raises `LessonError` with one problem for each field that is wrong."""
    if not isinstance(source.data, Mapping):
        first = next(iter(model.model_fields))
        raise LessonError([source.problem((), f"the file must hold fields, such as `{first}: …`")])
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise LessonError(_problem(source, model, one) for one in error.errors()) from None


def problem_of(source: Source, finding: Finding) -> Problem:
    """The finding with its line and column in the file."""
    if finding.line:
        return source.problem_inside(finding.place, finding.line, finding.column, finding.text)
    return source.problem(finding.place, finding.text)


def _problem(source: Source, model: type[BaseModel], error: ErrorDetails) -> Problem:
    place: Place = error["loc"]
    context = error.get("ctx", {})
    name = str(place[-1])
    given = error["input"]
    match error["type"]:
        case "missing":
            return source.problem(place[:-1], f"`{name}` is missing: {_about(model, place)}")
        case "extra_forbidden":
            fields = list(_model_at(model, place[:-1]).model_fields)
            close = nearest(name, fields) or f"; the fields here are {', '.join(fields)}"
            return source.problem(place, f"unknown field `{name}`{close}", key=True)
        case "literal_error":
            allowed = str(context["expected"]).replace("'", "`").replace(" or ", ", ")
            return source.problem(place, f"unknown {name} `{given}`; it is one of {allowed}")
        case "string_type":
            return source.problem(place, f"`{_field(place)}` must be text")
        case "string_too_short" | "too_short":
            return source.problem(place, f"`{_field(place)}` is empty: {_about(model, place)}", key=True)
        case "string_pattern_mismatch":
            like = "`zh`" if name == "language" else "`row-to-matrix`"
            return source.problem(place, f"`{given}` is no {name}; write it like {like}")
        case "tuple_type":
            return source.problem(place, f"`{_field(place)}` must be a list: lines that begin with `- `")
        case "model_type" | "model_attributes_type" | "dict_type":
            return source.problem(place, f"each part of `{_field(place)}` must have fields: `name: …`")
        case "float_parsing":
            return source.problem(place, f"`{name}` must be a number, not `{given}`")
        case "greater_than":
            return source.problem(place, f"`{name}` must be more than {context['gt']:g}")
    return source.problem(place, f"`{_field(place)}`: {error['msg']}")


def _field(place: Place) -> str:
    """The nearest field's name: list items are spoken of by their list."""
    return next((part for part in reversed(place) if isinstance(part, str)), "file")


def _about(model: type[BaseModel], place: Place) -> str:
    owner = _model_at(model, place[:-1])
    field = owner.model_fields.get(str(place[-1]))
    return (field.description if field else None) or "write it here"


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    """The model of the part at `place`, walking fields and skipping indices."""
    for part in place:
        if isinstance(part, str) and part in model.model_fields:
            model = _inner_model(model.model_fields[part].annotation) or model
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments: Iterable[Any] = get_args(annotation)
    if isinstance(annotation, UnionType):
        arguments = annotation.__args__
    return next((inner for each in arguments if (inner := _inner_model(each))), None)
