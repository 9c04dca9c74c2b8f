"""The progress file, open: one SQLite file, written in transactions, keyed by course, lesson and step ids.

A file that cannot be read is kept aside and a new one begun; a file of a newer version, or a place that
cannot be written, is left as it is and this sitting's progress is kept in memory. In each of these
cases `trouble` says so, once, by the code of a text and its facts.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tutor.progress.records import Cell, Review, StepState, Wire
from tutor.progress.schema import NewerVersion, copy_to_memory, create, open_or_create

# errors after which the file itself may be sound: it is busy, locked, read-only, or the disk refuses
_SOUND = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)

TABLES = ("place", "step", "cell", "review", "history", "setting")

Tables = dict[str, list[dict[str, Any]]]
Trouble = tuple[str, dict[str, Any]]


def default_path() -> Path:
    """The progress file of this user: `D2L_TUTOR_HOME` if set, else the platform's data folder."""
    home = os.environ.get("D2L_TUTOR_HOME")
    if home:
        return Path(home) / "progress.db"
    from platformdirs import user_data_path

    return user_data_path("d2l-tutor") / "progress.db"


def peek(path: Path, setting: str) -> str | None:
    """A setting that a file holds, read without making it, changing it or waiting; None where it has none."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0)
    except (OSError, sqlite3.Error):
        return None
    try:
        with Progress(connection) as progress:
            return progress.setting(setting)
    except sqlite3.Error:
        return None


class Progress:
    """The progress file, open. Use as a context manager, or call `close`.

    >>> with Progress.open(None) as progress:
    ...     progress.set_step("d2l", "ndarray-create", "row", StepState("done", attempts=2))
    ...     progress.step("d2l", "ndarray-create", "row")
    StepState(status='done', attempts=2, hints=0)
    """

    def __init__(self, connection: sqlite3.Connection, trouble: Trouble | None = None) -> None:
        self._connection = connection
        self.trouble = trouble

    @classmethod
    def open(cls, path: Path | None) -> Progress:
        """Opens or creates the file at `path`; `None` keeps everything in memory."""
        if path is None:
            return cls(create(":memory:"))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return cls(open_or_create(path))
        except NewerVersion as newer:
            return cls(
                create(":memory:"), ("notice.progress_newer", {"path": str(path), "version": newer.args[0]})
            )
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode in _SOUND:
                return cls(create(":memory:"), _unwritable(path, error))
            return _keep_aside(path, error)
        except OSError as error:
            return cls(create(":memory:"), _unwritable(path, error))

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def take_trouble(self) -> Trouble | None:
        """What went wrong since the last call, if anything."""
        trouble, self.trouble = self.trouble, None
        return trouble

    # ── where the learner stands ──

    def place(self, course: str) -> tuple[str, str] | None:
        """(lesson, step) where the learner left this course."""
        row = self._row("SELECT lesson, step FROM place WHERE course = ?", course)
        return (row[0], row[1]) if row else None

    def set_place(self, course: str, lesson: str, step: str) -> None:
        if self.place(course) != (lesson, step):  # a write waits for the disk, and a start only reads
            self._write("INSERT OR REPLACE INTO place VALUES (?, ?, ?)", course, lesson, step)

    def step(self, course: str, lesson: str, step: str) -> StepState:
        row = self._row(
            "SELECT status, attempts, hints FROM step WHERE course = ? AND lesson = ? AND step = ?",
            course,
            lesson,
            step,
        )
        return StepState(*row) if row else StepState()

    def steps(self, course: str) -> dict[tuple[str, str], StepState]:
        """The state of every step touched so far, by (lesson, step)."""
        rows = self._rows("SELECT lesson, step, status, attempts, hints FROM step WHERE course = ?", course)
        return {(lesson, step): StepState(*rest) for lesson, step, *rest in rows}

    def set_step(self, course: str, lesson: str, step: str, state: StepState) -> None:
        self._write(
            "INSERT OR REPLACE INTO step VALUES (?, ?, ?, ?, ?, ?, ?)",
            course, lesson, step, state.status, state.attempts, state.hints, time.time(),
        )  # fmt: skip

    # ── cells to replay, and what was typed ──

    def cells(self, course: str, lesson: str, step: str) -> list[Cell]:
        """The log of one step, oldest first, also of cells that failed; `effective` tells which count."""
        rows = self._rows(
            "SELECT code, accepted, failed, fresh, events FROM cell"
            " WHERE course = ? AND lesson = ? AND step = ? ORDER BY id",
            course,
            lesson,
            step,
        )
        return [
            Cell(code, bool(accepted), bool(failed), bool(fresh), _events(events))
            for code, accepted, failed, fresh, events in rows
        ]

    def add_cell(self, course: str, lesson: str, step: str, cell: Cell) -> None:
        """Adds to the log of one step."""
        self._transact(lambda connection: _insert_cells(connection, (course, lesson, step), [cell]))

    def set_cells(self, course: str, lesson: str, step: str, cells: Sequence[Cell]) -> None:
        """Replaces the log of one step, in one transaction."""
        place = (course, lesson, step)

        def replace(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM cell WHERE course = ? AND lesson = ? AND step = ?", place)
            _insert_cells(connection, place, cells)

        self._transact(replace)

    def remember(self, code: str) -> None:
        """Adds to the history of what was typed, over all lessons."""
        self._write("INSERT INTO history (code) VALUES (?)", code)

    def history(self, most: int = 1000) -> list[str]:
        """What was typed, oldest first, repetitions in a row left out."""
        codes: list[str] = []
        for (code,) in self._rows(
            "SELECT code FROM (SELECT * FROM history ORDER BY id DESC LIMIT ?) ORDER BY id", most
        ):
            if not codes or codes[-1] != code:
                codes.append(code)
        return codes

    # ── what comes back ──

    def reviews(self, course: str) -> dict[tuple[str, str], Review]:
        """The steps that come back, by (lesson, step), the soonest first."""
        rows = self._rows("SELECT lesson, step, stage, due FROM review WHERE course = ? ORDER BY due", course)
        return {(lesson, step): Review(stage, due) for lesson, step, stage, due in rows}

    def set_review(self, course: str, lesson: str, step: str, review: Review | None) -> None:
        """When the step comes back; None for never."""
        if review is None:
            self._write(
                "DELETE FROM review WHERE course = ? AND lesson = ? AND step = ?", course, lesson, step
            )
        else:
            self._write(
                "INSERT OR REPLACE INTO review VALUES (?, ?, ?, ?, ?)",
                course, lesson, step, review.stage, review.due,
            )  # fmt: skip

    # ── settings and starting over ──

    def setting(self, name: str) -> str | None:
        row = self._row("SELECT value FROM setting WHERE name = ?", name)
        return row[0] if row else None

    def set_setting(self, name: str, value: str) -> None:
        self._write("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def forget(self, course: str, lesson: str | None = None) -> None:
        """Forgets the steps, cells and reviews of a lesson, or of the whole course with its place."""

        def delete(connection: sqlite3.Connection) -> None:
            for table in ("step", "cell", "review"):
                if lesson is None:
                    connection.execute(f"DELETE FROM {table} WHERE course = ?", (course,))
                else:
                    connection.execute(
                        f"DELETE FROM {table} WHERE course = ? AND lesson = ?", (course, lesson)
                    )
            if lesson is None:
                connection.execute("DELETE FROM place WHERE course = ?", (course,))

        self._transact(delete)

    # ── all of it ──

    def dump(self) -> Tables:
        """Every table's rows as they stand, each a dict by the names of its columns."""
        return {table: self._dicts(table) for table in TABLES}

    def load(self, tables: Tables) -> None:
        """Puts the rows of another file in the place of all that is here, in one transaction."""

        def replace(connection: sqlite3.Connection) -> None:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")
                for row in tables.get(table, ()):
                    marks = ", ".join("?" * len(row))
                    connection.execute(
                        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
                    )

        with self._connection:
            replace(self._connection)

    def columns(self, table: str) -> dict[str, str]:
        """The kinds of a table's columns ("TEXT", "INTEGER", "REAL") by their names."""
        return {name: kind for _, name, kind, *_ in self._rows(f"PRAGMA table_info({table})")}

    def _dicts(self, table: str) -> list[dict[str, Any]]:
        names = self.columns(table)
        rows = self._rows(f"SELECT * FROM {table} ORDER BY rowid")
        return [dict(zip(names, row, strict=True)) for row in rows]

    # ── one way to read, one way to write ──

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def _row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._rows(query, *values)
        return rows[0] if rows else None

    def _write(self, statement: str, *values: object) -> None:
        self._transact(lambda connection: connection.execute(statement, values))

    def _transact(self, action: Callable[[sqlite3.Connection], object]) -> None:
        try:
            with self._connection:
                action(self._connection)
        except sqlite3.Error as error:
            self._connection = copy_to_memory(self._connection)
            self.trouble = ("notice.progress_unwritable", {"path": "", "error": str(error)})
            with self._connection:
                action(self._connection)


def _insert_cells(connection: sqlite3.Connection, place: tuple[str, str, str], cells: Sequence[Cell]) -> None:
    now = time.time()
    connection.executemany(
        "INSERT INTO cell (course, lesson, step, code, accepted, failed, fresh, events, ran)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (*place, cell.code, cell.accepted, cell.failed, cell.fresh, json.dumps(cell.events), now)
            for cell in cells
        ],
    )


def _events(text: str) -> tuple[Wire, ...]:
    """What was seen of a cell; nothing where the record is broken, for it is shown and never replayed."""
    try:
        events = json.loads(text)
    except ValueError:
        return ()
    return tuple(event for event in events if isinstance(event, dict)) if isinstance(events, list) else ()


def _keep_aside(path: Path, error: Exception) -> Progress:
    aside = path.with_name(f"{path.name}.unreadable-{time.strftime('%Y%m%d-%H%M%S')}")
    try:
        path.rename(aside)
        return Progress(
            create(path), ("notice.progress_kept_aside", {"path": str(aside), "error": str(error)})
        )
    except (OSError, sqlite3.Error):
        return Progress(create(":memory:"), _unwritable(path, error))


def _unwritable(path: Path, error: Exception) -> Trouble:
    return ("notice.progress_unwritable", {"path": str(path), "error": str(error)})
