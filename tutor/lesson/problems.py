"""What is wrong in a file of the course, and where: `file:line:column: what`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

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


def shown(path: Path) -> str:
    """A path as the reader would type it: relative to the working directory where that is shorter."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)
