"""Writes the table of the engine's files in engine.md: their paths, what their first line says, their sizes.

    python docs/engine_files.py

`tests/house/test_engine_files.py` says when that is due.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "engine.md"

#: A row of the table: path, words, lines.
ROW = re.compile(r"^\| `(engine/\S+)` \| (.*) \| (\d+) \|$", re.MULTILINE)

_TABLE = re.compile(r"(?<=\| what lives there \| lines \|\n\|---\|---\|--:\|\n).*?(?=\n\n)", re.DOTALL)


def files() -> dict[str, tuple[str, int]]:
    """What each of the engine's files says of itself, and its lines, by its path."""
    found = {}
    for path in sorted((ROOT / "engine").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        words = (ast.get_docstring(ast.parse(source)) or "").split("\n\n")[0]
        found[path.relative_to(ROOT).as_posix()] = " ".join(words.split()), source.count("\n")
    return found


def written() -> dict[str, tuple[str, int]]:
    """The same, as the page has it."""
    return {path: (words, int(lines)) for path, words, lines in ROW.findall(PAGE.read_text(encoding="utf-8"))}


def main() -> None:
    """Writes the table anew."""
    found = files()
    rows = [f"| `{path}` | {words} | {lines} |" for path, (words, lines) in found.items()]
    rows.append(f"| in all, {len(found)} files | | {sum(lines for _, lines in found.values())} |")
    page = PAGE.read_text(encoding="utf-8")
    table = "\n".join(rows)
    PAGE.write_text(_TABLE.sub(lambda _: table, page, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
