"""What survives a sitting: where the learner stands, how each step went, and the cells to replay.

One SQLite file, written in transactions, keyed by course, lesson and the stable ids of steps. A file
that cannot be read is kept aside and a new one begun; a file of a newer version, or a place that
cannot be written, is left as it is and this sitting's progress is kept in memory. In each of these
cases `trouble` says so, once, by the code of a text and its facts.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = 1

SCHEMA = """
CREATE TABLE place (course TEXT PRIMARY KEY, lesson TEXT NOT NULL, step TEXT NOT NULL);
CREATE TABLE step (
    course TEXT NOT NULL, lesson TEXT NOT NULL, step TEXT NOT NULL,
    status TEXT NOT NULL, attempts INTEGER NOT NULL, hints INTEGER NOT NULL, changed REAL NOT NULL,
    PRIMARY KEY (course, lesson, step)
);
CREATE TABLE cell (
    id INTEGER PRIMARY KEY, course TEXT NOT NULL, lesson TEXT NOT NULL, step TEXT NOT NULL,
    code TEXT NOT NULL, accepted INTEGER NOT NULL, ran REAL NOT NULL
);
CREATE INDEX cell_place ON cell (course, lesson, step);
CREATE TABLE history (id INTEGER PRIMARY KEY, code TEXT NOT NULL);
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

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

Trouble = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class StepState:
    """How a step went. `status` is "" (untouched), "begun", "done" or "skipped"."""

    status: str = ""
    attempts: int = 0
    hints: int = 0

    @property
    def finished(self) -> bool:
        return self.status in ("done", "skipped")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell to replay: it ran without an error, and `accepted` if it finished its step."""

    code: str
    accepted: bool = False


def default_path() -> Path:
    """The progress file of this user: `D2L_TUTOR_HOME` if set, else the platform's data folder."""
    home = os.environ.get("D2L_TUTOR_HOME")
    if home:
        return Path(home) / "progress.db"
    from platformdirs import user_data_path

    return user_data_path("d2l-tutor") / "progress.db"


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
            return cls(_create(":memory:"))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return cls(_open(path))
        except _NewerVersion as newer:
            return cls(
                _create(":memory:"), ("notice.progress_newer", {"path": str(path), "version": newer.args[0]})
            )
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode in _SOUND:
                return cls(_create(":memory:"), _unwritable(path, error))
            return _keep_aside(path, error)
        except OSError as error:
            return cls(_create(":memory:"), _unwritable(path, error))

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
        rows = self._rows(
            "SELECT code, accepted FROM cell WHERE course = ? AND lesson = ? AND step = ? ORDER BY id",
            course,
            lesson,
            step,
        )
        return [Cell(code, bool(accepted)) for code, accepted in rows]

    def set_cells(self, course: str, lesson: str, step: str, cells: Sequence[Cell]) -> None:
        """Replaces the log of one step, in one transaction."""
        now = time.time()

        def replace(connection: sqlite3.Connection) -> None:
            connection.execute(
                "DELETE FROM cell WHERE course = ? AND lesson = ? AND step = ?", (course, lesson, step)
            )
            connection.executemany(
                "INSERT INTO cell (course, lesson, step, code, accepted, ran) VALUES (?, ?, ?, ?, ?, ?)",
                [(course, lesson, step, cell.code, cell.accepted, now) for cell in cells],
            )

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

    # ── settings and starting over ──

    def setting(self, name: str) -> str | None:
        row = self._row("SELECT value FROM setting WHERE name = ?", name)
        return row[0] if row else None

    def set_setting(self, name: str, value: str) -> None:
        self._write("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def forget(self, course: str, lesson: str | None = None) -> None:
        """Forgets the steps and cells of a lesson, or of the whole course with its place."""

        def delete(connection: sqlite3.Connection) -> None:
            for table in ("step", "cell"):
                if lesson is None:
                    connection.execute(f"DELETE FROM {table} WHERE course = ?", (course,))
                else:
                    connection.execute(
                        f"DELETE FROM {table} WHERE course = ? AND lesson = ?", (course, lesson)
                    )
            if lesson is None:
                connection.execute("DELETE FROM place WHERE course = ?", (course,))

        self._transact(delete)

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
            self._connection = _copy_to_memory(self._connection)
            self.trouble = ("notice.progress_unwritable", {"path": "", "error": str(error)})
            with self._connection:
                action(self._connection)


class _NewerVersion(Exception):
    """The file was written by a later version of this program."""


def _connect(target: str | Path) -> sqlite3.Connection:
    # a harness opens it in one thread and has its session in another, never both at a time
    return sqlite3.connect(target, timeout=5, check_same_thread=False)


def _create(target: str | Path) -> sqlite3.Connection:
    connection = _connect(target)
    with connection:
        connection.executescript(SCHEMA)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    return connection


def _open(path: Path) -> sqlite3.Connection:
    if not path.exists() or path.stat().st_size == 0:
        return _create(path)
    connection = _connect(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        connection.close()
        raise _NewerVersion(version)
    connection.execute("SELECT count(*) FROM step")  # a file that is no database fails here, not later
    connection.execute("BEGIN IMMEDIATE")  # and one that cannot be written fails here
    connection.rollback()
    return connection


def _keep_aside(path: Path, error: Exception) -> Progress:
    aside = path.with_name(f"{path.name}.unreadable-{time.strftime('%Y%m%d-%H%M%S')}")
    try:
        path.rename(aside)
        return Progress(
            _create(path), ("notice.progress_kept_aside", {"path": str(aside), "error": str(error)})
        )
    except (OSError, sqlite3.Error):
        return Progress(_create(":memory:"), _unwritable(path, error))


def _unwritable(path: Path, error: Exception) -> Trouble:
    return ("notice.progress_unwritable", {"path": str(path), "error": str(error)})


def _copy_to_memory(broken: sqlite3.Connection) -> sqlite3.Connection:
    """The sitting goes on in memory with what can still be read."""
    memory = _connect(":memory:")
    try:
        # not backup(), which waits for ever on a locked file
        memory.executescript("\n".join(broken.iterdump()))
    except sqlite3.Error:
        memory = _create(":memory:")
    return memory
