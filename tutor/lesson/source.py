"""YAML files as plain text data with positions.

Every scalar is read as text, so that an answer `y`, `no` or `3` needs no quotes. Beside the data stands
a map from each path (`("steps", 0, "title")`) to where it was written, so that whatever is found wrong
later can be told as `file:line:column`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

Place = tuple[str | int, ...]
"""Where in the data: keys and indices from the top."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing that is wrong in a file of the course; lines and columns count from 1.

    >>> print(Problem("shapes.yaml", 3, 5, "`title` is missing"))
    shapes.yaml:3:5: `title` is missing
    """

    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.text}"


class LessonError(ValueError):
    """A file of the course cannot be used. `problems` says where and why, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands (0-based), and, for text, how its own lines map onto the file's."""

    line: int
    column: int
    inner_line: int = 0
    inner_column: int = 0
    spans_lines: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A file's data (nested dicts, lists and texts) and the place of each part of it."""

    path: Path
    data: Any
    values: dict[Place, Mark] = field(repr=False)
    keys: dict[Place, Mark] = field(repr=False)

    def problem(self, place: Place, text: str, *, key: bool = False) -> Problem:
        """A problem at `place`, or at the nearest part around it that was written."""
        marks = self.keys if key else self.values
        while place and place not in marks:
            place, marks = place[:-1], self.values
        mark = marks.get(place, Mark(0, 0))
        return Problem(shown(self.path), mark.line + 1, mark.column + 1, text)

    def problem_inside(self, place: Place, line: int, column: int, text: str) -> Problem:
        """A problem inside the text at `place`, at the text's own `line` and `column`, both from 1."""
        mark = self.values.get(place)
        if mark is None or (line > 1 and not mark.spans_lines):
            return self.problem(place, text)
        return Problem(shown(self.path), mark.inner_line + line, mark.inner_column + column, text)


def shown(path: Path) -> str:
    """A path as the reader would type it: relative to the working directory where that is shorter."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)


def read_yaml(path: Path) -> Source:
    """Read `path`; raises `LessonError` where it is missing, not UTF-8 or not YAML."""
    name = shown(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LessonError([Problem(name, 1, 1, f"cannot be read: {error.strerror}")]) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start)
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1)
        problem = Problem(name, line + 1, column + 1, "this byte is not UTF-8; save the file as UTF-8")
        raise LessonError([problem]) from None
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise LessonError([Problem(name, line, column, _in_words(error, text, line, column))]) from None
    except ReaderError as error:
        before = text[: error.position]
        column = len(before) - (before.rfind("\n") + 1) + 1
        message = f"the character U+{ord(text[error.position]):04X} cannot stand in YAML; take it out"
        raise LessonError([Problem(name, before.count("\n") + 1, column, message)]) from None
    except RecursionError:
        raise LessonError([Problem(name, 1, 1, "nested too deeply")]) from None
    if node is None:
        raise LessonError([Problem(name, 1, 1, "the file is empty")])
    return _Reading(path, text.splitlines()).source(node)


def _in_words(error: MarkedYAMLError, text: str, line: int, column: int) -> str:
    """What is wrong with the YAML, with the usual causes in plain words."""
    here = "".join(text.splitlines()[line - 1 : line])[column - 1 :]
    if here.startswith("\t"):
        return "a tab; YAML is indented with spaces"
    if here.startswith(("`", "@", "%")):
        return f"a text that begins with {here[0]} needs `|` and a new line, or quotes"
    if "mapping values are not allowed" in str(error.problem):
        return "a text with `: ` in it needs quotes, or `|` and a new line"
    return f"not YAML here: {error.problem or error.context}"


class _Reading:
    """Turns composed nodes into data and marks, collecting what the lesson language does not allow."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.path = path
        self.lines = lines
        self.values: dict[Place, Mark] = {}
        self.keys: dict[Place, Mark] = {}
        self.problems: list[Problem] = []

    def source(self, node: Node) -> Source:
        data = self.convert(node, ())
        if self.problems:
            raise LessonError(self.problems)
        return Source(self.path, data, self.values, self.keys)

    def report(self, node: Node, text: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(shown(self.path), mark.line + 1, mark.column + 1, text))

    def convert(self, node: Node, place: Place) -> Any:
        if node.anchor is not None:
            # Aliases would let a small file expand without bound, and hide text from translators.
            self.report(node, "anchors (`&name`) are no part of the lesson language; write the text out")
            return ""
        start = node.start_mark
        self.values[place] = Mark(start.line, start.column)
        if isinstance(node, MappingNode):
            return self.mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self.convert(item, (*place, index)) for index, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            self.values[place] = self.text_mark(node)
        return node.value

    def mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.report(key, "a field's name must be a plain word")
                continue
            name = str(key.value)
            if name in result:
                self.report(key, f"`{name}` stands here twice; keep one")
                continue
            self.keys[(*place, name)] = Mark(key.start_mark.line, key.start_mark.column)
            result[name] = self.convert(value, (*place, name))
        return result

    def text_mark(self, node: ScalarNode) -> Mark:
        """Where a text's own first line begins: after a quote, or below a `|`, past its indentation."""
        line, column = node.start_mark.line, node.start_mark.column
        if node.style in ("|", ">"):
            below = self.lines[line + 1 :]
            indent = next((len(row) - len(row.lstrip(" ")) for row in below if row.strip()), 0)
            return Mark(line, column, line + 1, indent, node.style == "|")
        return Mark(line, column, line, column + (1 if node.style else 0), False)
