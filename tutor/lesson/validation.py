"""What pydantic says of a file's data: the validated model, or problems in this project's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from tutor.lesson.model import Model
from tutor.lesson.problems import Place, Problem
from tutor.lesson.rules import nearest
from tutor.lesson.source import Source

M = TypeVar("M", bound=Model)


@cache
def _adapter(model: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def json_schema(model: type[Any]) -> dict[str, Any]:
    """The JSON Schema of a model's files."""
    return _adapter(cast(Any, model)).json_schema()


def validated(model: type[M], data: Mapping[str, Any]) -> tuple[M | None, list[ErrorDetails]]:
    """The data as `model`, or None and what pydantic found."""
    try:
        adapter: TypeAdapter[M] = _adapter(cast(Any, model))
        return adapter.validate_python(data), []
    except ValidationError as error:
        return None, error.errors()


def problems(source: Source, model: type[Model], errors: Iterable[ErrorDetails]) -> Iterator[Problem]:
    """Each error with its line and column."""
    return (_problem(source, model, error) for error in errors)


def _problem(source: Source, model: type[Model], error: ErrorDetails) -> Problem:
    place: Place = error["loc"]
    context = error.get("ctx", {})
    name = str(place[-1])
    given = error["input"]
    match error["type"]:
        case "missing":
            return source.problem(place[:-1], f"`{name}` is missing: {_about(model, place)}")
        case "unexpected_keyword_argument":
            names = [field.name for field in fields(_model_at(model, place[:-1]))]
            close = nearest(name, names) or f"; the fields here are {', '.join(names)}"
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
        case "dataclass_type" | "dict_type":
            return source.problem(place, f"each part of `{_field(place)}` must have fields: `name: …`")
        case "float_parsing":
            return source.problem(place, f"`{name}` must be a number, not `{given}`")
        case "greater_than":
            return source.problem(place, f"`{name}` must be more than {context['gt']:g}")
    return source.problem(place, f"`{_field(place)}`: {error['msg']}")


def _field(place: Place) -> str:
    """The nearest field's name: list items are spoken of by their list."""
    return next((part for part in reversed(place) if isinstance(part, str)), "file")


def _about(model: type[Model], place: Place) -> str:
    described = json_schema(_model_at(model, place[:-1]))["properties"].get(str(place[-1]), {})
    return str(described.get("description", "write it here"))


def _model_at(model: type[Model], place: Place) -> type[Model]:
    """The model of the part at `place`, walking fields and skipping indices."""
    for part in place:
        annotation = get_type_hints(model).get(str(part))
        model = _inner_model(annotation) or model
    return model


def _inner_model(annotation: Any) -> type[Model] | None:
    if isinstance(annotation, type) and is_dataclass(annotation) and issubclass(annotation, Model):
        return annotation
    arguments: Iterable[Any] = get_args(annotation)
    if isinstance(annotation, UnionType):
        arguments = annotation.__args__
    return next((inner for each in arguments if (inner := _inner_model(each))), None)
