"""YAML text into plain data and the place of each part of it, by ruamel.yaml.

Every scalar is read as text, so that an answer `y`, `no` or `3` needs no quotes.
"""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from tutor.lesson.problems import LessonError, Place, Problem, shown
from tutor.record import record


@record
class Mark:
    """Where a value stands (0-based), and, for text, how its own lines map onto the file's."""

    line: int
    column: int
    inner_line: int = 0
    inner_column: int = 0
    spans_lines: bool = True


@record
class Parsed:
    """Data (nested dicts, lists and texts), and the marks of its values and of its fields' names."""

    data: Any
    values: dict[Place, Mark] = field(repr=False)
    keys: dict[Place, Mark] = field(repr=False)


def parse(path: Path, text: str) -> Parsed:
    """The text of the file `path`; raises `LessonError` where it is not YAML.

    >>> parse(Path("a.yaml"), "answer: no\\nrows: [1, 2]").data
    {'answer': 'no', 'rows': ['1', '2']}
    """
    name = shown(path)
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
    return _Reading(path, text.splitlines()).parsed(node)


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

    def parsed(self, node: Node) -> Parsed:
        data = self.convert(node, ())
        if self.problems:
            raise LessonError(self.problems)
        return Parsed(data, self.values, self.keys)

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
