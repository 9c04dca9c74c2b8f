"""The Python cells of a script, a notebook or a Markdown page, as `d2l-tutor run` takes them."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

SUFFIXES = (".py", ".ipynb", ".md", ".markdown")

# An opening fence whose language is Python: ```python, ~~~ py, ```{.python .input n=1}.
_OPENING = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
_PYTHON = re.compile(r"^(?:python3?|py)\b|^\{[^}]*\.(?:python3?|py)\b[^}]*\}", re.IGNORECASE)


class Unreadable(ValueError):
    """The file holds no cells that can be read; the message says why."""


def read_cells(path: Path) -> list[str]:
    """The code cells of the notebook or Markdown page at `path`, in order; raises `Unreadable`."""
    text = read_text(path)
    if path.suffix == ".ipynb":
        return notebook_cells(text)
    if cells := markdown_cells(text):
        return cells
    raise Unreadable("no Python cells; one begins with ```python")


def read_text(path: Path) -> str:
    """The file's text; raises `Unreadable` where it is missing, of another kind or not UTF-8."""
    if path.suffix not in SUFFIXES:
        raise Unreadable(f"not a file of {', '.join(SUFFIXES)}")
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None


def notebook_cells(text: str) -> list[str]:
    r"""The sources of a notebook's code cells; raises `Unreadable` for what is no notebook.

    >>> notebook_cells('{"cells": [{"cell_type": "code", "source": ["x = 1\\n", "x"]}]}')
    ['x = 1\nx']
    """
    try:
        cells = json.loads(text)["cells"]
        sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        return [source if isinstance(source, str) else "".join(source) for source in sources]
    except (ValueError, KeyError, TypeError):
        raise Unreadable("not a notebook of format 4") from None


def markdown_cells(text: str) -> list[str]:
    r"""The fenced blocks of a Markdown page whose language is Python.

    >>> markdown_cells("Text\n```python\nx = 1\n```\n```{.python .input  n=2}\nx\n```\n```sh\nls\n```")
    ['x = 1', 'x']
    """
    cells: list[str] = []
    block: list[str] = []
    fence, wanted = "", False
    for line in text.splitlines():
        if not fence:
            if opening := _OPENING.match(line):
                fence, block = opening["fence"], []
                wanted = bool(_PYTHON.match(opening["info"].strip()))
        elif re.fullmatch(rf"\s*{re.escape(fence[0])}{{{len(fence)},}}\s*", line):
            if wanted:
                cells.append(textwrap.dedent("\n".join(block)))
            fence = ""
        else:
            block.append(line)
    if fence and wanted:
        cells.append(textwrap.dedent("\n".join(block)))
    return cells
