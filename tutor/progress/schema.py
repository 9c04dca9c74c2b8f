"""The progress file's tables, their version, and how a file of an earlier version becomes one of this.

A new version adds its statements to `MIGRATIONS`; `SCHEMA` is what a new file begins with, and a test
holds that both ways lead to the same tables.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

VERSION = 2

SCHEMA = """
CREATE TABLE place (course TEXT PRIMARY KEY, lesson TEXT NOT NULL, step TEXT NOT NULL);
CREATE TABLE step (
    course TEXT NOT NULL, lesson TEXT NOT NULL, step TEXT NOT NULL,
    status TEXT NOT NULL, attempts INTEGER NOT NULL, hints INTEGER NOT NULL, changed REAL NOT NULL,
    PRIMARY KEY (course, lesson, step)
);
CREATE TABLE cell (
    id INTEGER PRIMARY KEY, course TEXT NOT NULL, lesson TEXT NOT NULL, step TEXT NOT NULL,
    code TEXT NOT NULL, accepted INTEGER NOT NULL, ran REAL NOT NULL,
    failed INTEGER NOT NULL DEFAULT 0, fresh INTEGER NOT NULL DEFAULT 0, events TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX cell_place ON cell (course, lesson, step);
CREATE TABLE review (
    course TEXT NOT NULL, lesson TEXT NOT NULL, step TEXT NOT NULL,
    stage INTEGER NOT NULL, due REAL NOT NULL,
    PRIMARY KEY (course, lesson, step)
);
CREATE TABLE history (id INTEGER PRIMARY KEY, code TEXT NOT NULL);
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

MIGRATIONS = {
    1: (
        "ALTER TABLE cell ADD COLUMN failed INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE cell ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE cell ADD COLUMN events TEXT NOT NULL DEFAULT '[]'",
        "CREATE TABLE review (course TEXT NOT NULL, lesson TEXT NOT NULL, step TEXT NOT NULL,"
        " stage INTEGER NOT NULL, due REAL NOT NULL, PRIMARY KEY (course, lesson, step))",
    ),
}
"""By a version, what makes the next one of it."""


class NewerVersion(Exception):
    """The file was written by a later version of this program; its version is the argument."""


def create(target: str | Path) -> sqlite3.Connection:
    """A new file with empty tables; ":memory:" for one that is never written."""
    connection = connect(target)
    connection.execute("BEGIN IMMEDIATE")
    _fill(connection)
    connection.commit()
    return connection


def open_or_create(path: Path) -> sqlite3.Connection:
    """The file at `path`, brought to this version. Raises `NewerVersion`, `sqlite3.DatabaseError`.

    Two sittings may begin at once: who comes second waits, and finds the tables of the first.
    """
    connection = connect(path)
    try:
        if (version := _version(connection)) > VERSION:
            raise NewerVersion(version)
        connection.execute("BEGIN IMMEDIATE")  # a file that cannot be written fails here, not later
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.execute("SELECT count(*) FROM step")  # and one that is another program's here
            _migrate(connection, _version(connection))
        else:
            _fill(connection)
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def connect(target: str | Path) -> sqlite3.Connection:
    # a harness opens it in one thread and has its session in another, never both at a time
    return sqlite3.connect(target, timeout=5, check_same_thread=False)


def copy_to_memory(broken: sqlite3.Connection) -> sqlite3.Connection:
    """The sitting goes on in memory with what can still be read."""
    memory = connect(":memory:")
    try:
        # not backup(), which waits for ever on a locked file
        memory.executescript("\n".join(broken.iterdump()))
    except sqlite3.Error:
        memory = create(":memory:")
    return memory


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _fill(connection: sqlite3.Connection) -> None:
    """The empty tables, within the transaction that is open, because each waits for the disk."""
    for statement in SCHEMA.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    """Within the transaction that is open, so that a file is of the old version or of the new one."""
    for earlier in range(max(version, 1), VERSION):
        for statement in MIGRATIONS[earlier]:
            connection.execute(statement)
    if version != VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")
