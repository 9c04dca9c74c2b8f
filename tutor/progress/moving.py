"""Progress on its way to another machine: all of it as one JSON file, versioned, and back again.

Coming in, everything is checked before anything is written, and what was there is kept aside.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tutor.lesson.texts import Refusal
from tutor.progress.schema import VERSION
from tutor.progress.store import TABLES, Progress, Tables

FORMAT = "d2l-tutor progress"

_KINDS: Mapping[str, type | tuple[type, ...]] = {"TEXT": str, "INTEGER": int, "REAL": (int, float)}


def export_progress(source: Path, target: Path) -> None:
    """Writes the progress file `source` as JSON to `target`, whole or not at all."""
    if not source.exists():
        raise Refusal("progress.none", path=str(source))
    with _opened(source) as progress:
        data = {"format": FORMAT, "version": VERSION, "tables": progress.dump()}
    part = target.with_name(f"{target.name}.part")
    try:
        part.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refusal("progress.unwritable", path=str(target), error=error) from error


def import_progress(source: Path, target: Path, *, replace: bool = False) -> Path | None:
    """Makes the JSON file `source` the progress in `target`; returns where what was there is kept.

    Where `target` holds progress, `replace` has to be given. Raises `Refusal`; then nothing has changed.
    """
    with _opened(target) as progress:
        tables = _read(source, progress)
        aside = None
        if any(progress.dump()[table] for table in ("step", "cell", "review")):
            if not replace:
                raise Refusal("progress.there", path=str(target))
            aside = target.with_name(f"{target.name}.before-import-{time.strftime('%Y%m%d-%H%M%S')}")
            shutil.copy2(target, aside)
        try:
            progress.load(tables)
        except sqlite3.Error as error:
            raise Refusal("progress.unreadable", path=str(source), error=error) from error
    return aside


def _opened(path: Path) -> Progress:
    """The progress file itself: where it is unreadable or newer, nothing is moved from or to a stand-in."""
    progress = Progress.open(path)
    if trouble := progress.take_trouble():
        progress.close()
        code, facts = trouble
        raise Refusal(code, **facts)
    return progress


def _read(source: Path, progress: Progress) -> Tables:
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal("progress.unreadable", path=str(source), error=error) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("version"), int):
        raise Refusal("progress.no_progress", path=str(source))
    if data["version"] > VERSION:
        raise Refusal("progress.newer", path=str(source), version=data["version"])
    tables = data.get("tables")
    if not isinstance(tables, dict) or not all(_fits(tables.get(table), table, progress) for table in TABLES):
        raise Refusal("progress.no_progress", path=str(source))
    return tables


def _fits(rows: Any, table: str, progress: Progress) -> bool:
    """Whether these are rows of the table: its columns and no others, with values of their kinds."""
    kinds = {name: _KINDS[kind] for name, kind in progress.columns(table).items()}
    return isinstance(rows, list) and all(
        isinstance(row, dict)
        and row.keys() == kinds.keys()
        and all(isinstance(value, kinds[name]) for name, value in row.items())
        for row in rows
    )
