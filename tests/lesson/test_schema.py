"""The published JSON Schema accepts what the loader accepts, read as an editor reads YAML."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from tutor.lesson import SHIPPED, Course, Lesson
from tutor.lesson.validation import json_schema

jsonschema = pytest.importorskip("jsonschema")
SCHEMA = json_schema(Lesson)


def faults(text: str) -> list[str]:
    data = YAML(typ="safe", pure=True).load(text)
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(data)]


@pytest.mark.parametrize("id", Course(SHIPPED).ids)
def test_every_shipped_lesson_fits_the_schema(id):
    assert faults((SHIPPED / f"{id}.yaml").read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Shapes", "titel: Shapes"),
        ("    solution: x = nd.arange(3)\n", ""),
        ("    why:", "    kind: wrtie\n    why:"),
        ("id: row", "id: A row"),
    ],
)
def test_the_schema_finds_what_the_loader_finds(good, old, new):
    assert faults(good) == []
    assert faults(good.replace(old, new, 1)) != []
