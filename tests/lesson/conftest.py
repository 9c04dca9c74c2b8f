"""A good lesson as text, and a way to load variations of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOOD = """\
lesson: shapes
title: Shapes
steps:
  - id: row
    title: A row
    text: Make `x`, a row of {0:3}.
    given: from mxnet import nd
    solution: x = nd.arange(3)
    check:
      - array: x
        equals: nd.arange(3)
    mistakes:
      - code: x = nd.arange(4)
        say: One too many.
    hints:
      - Think of `arange`.
    why: It counts from 0.
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes a file into an empty working directory, so that problems are named by short paths."""
    monkeypatch.chdir(tmp_path)

    def write(text: str | bytes = GOOD, name: str = "shapes.yaml") -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def good() -> str:
    return GOOD
