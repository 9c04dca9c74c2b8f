"""Files of the course as data whose every part can be pointed at.

Parsing YAML takes about a millisecond for five lines, which the interface's texts alone would add to
every start; so what was parsed is kept, and places are looked up only once there is a problem to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.lesson import cache
from tutor.lesson.problems import LessonError, Place, Problem, shown

if TYPE_CHECKING:
    from tutor.lesson.parse import Parsed


@dataclass(frozen=True)
class Source:
    """A file's data: nested dicts, lists and texts."""

    path: Path
    text: str
    data: Any

    @cached_property
    def _parsed(self) -> Parsed:
        from tutor.lesson.parse import parse

        return parse(self.path, self.text)

    def problem(self, place: Place, text: str, *, key: bool = False) -> Problem:
        """A problem at `place` (at the field's name with `key`), or at the nearest part around it."""
        values, marks = self._parsed.values, self._parsed.keys if key else self._parsed.values
        while place and place not in marks:
            place, marks = place[:-1], values
        mark = marks[place]
        return Problem(shown(self.path), mark.line + 1, mark.column + 1, text)

    def problem_inside(self, place: Place, line: int, column: int, text: str) -> Problem:
        """A problem inside the text at `place`, at the text's own `line` and `column`, both from 1."""
        mark = self._parsed.values.get(place)
        if mark is None or (line > 1 and not mark.spans_lines):
            return self.problem(place, text)
        return Problem(shown(self.path), mark.inner_line + line, mark.inner_column + column, text)


def read_yaml(path: Path) -> Source:
    """Read `path`; raises `LessonError` where it is missing, not UTF-8 or not YAML."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise LessonError([Problem(shown(path), 1, 1, f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start)
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1)
        wrong = "this byte is not UTF-8; save the file as UTF-8"
        raise LessonError([Problem(shown(path), line + 1, column + 1, wrong)]) from None
    known = cache.find(path, raw)
    if known is not None:
        return Source(path, text, known)
    from tutor.lesson.parse import parse  # a start that finds all it needs does without ruamel.yaml

    data = parse(path, text).data
    cache.keep(path, raw, data)
    return Source(path, text, data)
