"""What survives a sitting, and what happens to a progress file that is broken, newer or out of reach."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tutor.progress import VERSION, Cell, Progress, Review, StepState, default_path

COURSE, LESSON, STEP = "d2l", "ndarray-create", "row"
SEEN = {"version": 1, "type": "Output", "data": {"text": "1\n"}}

VERSION_1 = """
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
INSERT INTO place VALUES ('d2l', 'ndarray-create', 'row');
INSERT INTO step VALUES ('d2l', 'ndarray-create', 'row', 'done', 2, 1, 0);
INSERT INTO cell VALUES (1, 'd2l', 'ndarray-create', 'row', 'x = nd.arange(12)', 1, 0);
PRAGMA user_version = 1;
"""


def test_a_sitting_that_changes_nothing_writes_nothing(tmp_path):
    path = tmp_path / "progress.db"
    with Progress.open(path) as progress:
        progress.set_place(COURSE, LESSON, STEP)
    before = path.stat().st_mtime_ns, path.read_bytes()
    with Progress.open(path) as progress:
        progress.set_place(COURSE, LESSON, STEP)
        assert progress.place(COURSE) == (LESSON, STEP)
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


def test_place_steps_cells_and_settings_are_there_again(tmp_path):
    path = tmp_path / "new" / "progress.db"
    with Progress.open(path) as progress:
        progress.set_place(COURSE, LESSON, STEP)
        progress.set_step(COURSE, LESSON, STEP, StepState("done", 3, 1))
        progress.set_cells(COURSE, LESSON, STEP, [Cell("x = 1", events=(SEEN,))])
        progress.add_cell(COURSE, LESSON, STEP, Cell("y = 2", accepted=True, fresh=True))
        progress.set_review(COURSE, LESSON, STEP, Review(stage=1, due=86400.0))
        progress.set_setting("language", "zh")
        progress.remember("x = 1")
        assert progress.trouble is None
    with Progress.open(path) as progress:
        assert progress.place(COURSE) == (LESSON, STEP)
        assert progress.steps(COURSE) == {(LESSON, STEP): StepState("done", 3, 1)}
        assert progress.cells(COURSE, LESSON, STEP) == [
            Cell("x = 1", events=(SEEN,)),
            Cell("y = 2", accepted=True, fresh=True),
        ]
        assert progress.reviews(COURSE) == {(LESSON, STEP): Review(stage=1, due=86400.0)}
        assert progress.setting("language") == "zh"
        assert progress.history() == ["x = 1"]


def columns(path):
    """Every table of a file with its columns."""
    with sqlite3.connect(path) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master ORDER BY name")]
        found = {table: sorted(file.execute(f"PRAGMA table_info({table})")) for table in tables}
    file.close()
    return {table: [row[1:] for row in rows] for table, rows in found.items()}


def test_a_file_of_the_first_version_keeps_all_it_has_and_becomes_one_of_this_version(tmp_path):
    path, new = tmp_path / "progress.db", tmp_path / "new.db"
    with sqlite3.connect(path) as old:
        old.executescript(VERSION_1)
    old.close()
    for _ in ("once", "and again"):
        with Progress.open(path) as progress:
            assert progress.trouble is None
            assert progress.place(COURSE) == (LESSON, STEP)
            assert progress.step(COURSE, LESSON, STEP) == StepState("done", 2, 1)
            assert progress.cells(COURSE, LESSON, STEP) == [Cell("x = nd.arange(12)", accepted=True)]
            assert progress.reviews(COURSE) == {}
    Progress.open(new).close()
    before, after = columns(path), columns(new)
    assert {table: sorted(row[:2] for row in rows) for table, rows in before.items()} == {
        table: sorted(row[:2] for row in rows) for table, rows in after.items()
    }


@pytest.mark.parametrize("record", ["", "{", "17", "null", '[1, "two", null]'])
def test_a_broken_record_of_what_was_seen_costs_no_more_than_itself(tmp_path, record):
    path = tmp_path / "progress.db"
    with Progress.open(path) as progress:
        progress.add_cell(COURSE, LESSON, STEP, Cell("x = 1", events=(SEEN,)))
        progress._connection.execute("UPDATE cell SET events = ?", (record,))
        assert progress.cells(COURSE, LESSON, STEP) == [Cell("x = 1")]


def test_history_is_oldest_first_without_repetitions():
    with Progress.open(None) as progress:
        for code in ["a", "b", "b", "a"]:
            progress.remember(code)
        assert progress.history() == ["a", "b", "a"]
        assert progress.history(most=2) == ["b", "a"]


def test_forgetting_a_lesson_leaves_the_others():
    with Progress.open(None) as progress:
        for lesson in ("one", "two"):
            progress.set_step(COURSE, lesson, STEP, StepState("done"))
            progress.set_cells(COURSE, lesson, STEP, [Cell("x = 1")])
        progress.set_place(COURSE, "one", STEP)
        progress.forget(COURSE, "one")
        assert list(progress.steps(COURSE)) == [("two", STEP)]
        assert progress.cells(COURSE, "two", STEP) and not progress.cells(COURSE, "one", STEP)
        progress.forget(COURSE)
        assert progress.steps(COURSE) == {} and progress.place(COURSE) is None


@pytest.mark.parametrize(
    "content", [b"this is no database, but a long enough text to be mistaken for one" * 20, b"xx"]
)
def test_an_unreadable_file_is_kept_aside_and_said(tmp_path, content):
    path = tmp_path / "progress.db"
    path.write_bytes(content)
    with Progress.open(path) as progress:
        code, facts = progress.take_trouble()
        progress.set_step(COURSE, LESSON, STEP, StepState("done"))
    assert code == "notice.progress_kept_aside"
    (aside,) = tmp_path.glob("progress.db.unreadable-*")
    assert aside.read_bytes() == content and facts["path"] == str(aside)
    with Progress.open(path) as progress:
        assert progress.step(COURSE, LESSON, STEP).finished


def test_a_database_of_something_else_is_kept_aside(tmp_path):
    path = tmp_path / "progress.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with Progress.open(path) as progress:
        assert progress.trouble[0] == "notice.progress_kept_aside"
    (aside,) = tmp_path.glob("progress.db.unreadable-*")
    with sqlite3.connect(aside) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    other.close()


def test_a_newer_version_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "progress.db"
    Progress.open(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    before = path.read_bytes()
    with Progress.open(path) as progress:
        assert progress.trouble[0] == "notice.progress_newer"
        progress.set_step(COURSE, LESSON, STEP, StepState("done"))
        assert progress.step(COURSE, LESSON, STEP).finished
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_means_memory_and_a_word(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with Progress.open(tmp_path / "file" / "progress.db") as progress:
        assert progress.trouble[0] == "notice.progress_unwritable"
        progress.set_place(COURSE, LESSON, STEP)
        assert progress.place(COURSE) == (LESSON, STEP)


def test_a_file_that_cannot_be_written_any_more_loses_nothing_of_this_sitting(tmp_path):
    path = tmp_path / "progress.db"
    with Progress.open(path) as progress:
        progress.set_step(COURSE, LESSON, "before", StepState("done"))
        progress._connection.execute("PRAGMA query_only = ON")  # as a disk that has become read-only
        progress.set_step(COURSE, LESSON, STEP, StepState("done"))
        assert progress.trouble[0] == "notice.progress_unwritable"
        assert progress.step(COURSE, LESSON, STEP).finished
        assert progress.step(COURSE, LESSON, "before").finished


def test_a_file_that_another_program_locks_does_not_stop_the_sitting(tmp_path):
    path = tmp_path / "progress.db"
    with Progress.open(path) as progress:
        progress._connection.execute("PRAGMA busy_timeout = 50")
        blocker = sqlite3.connect(path, isolation_level=None)
        blocker.execute("BEGIN EXCLUSIVE")
        progress.set_step(COURSE, LESSON, STEP, StepState("done"))
        blocker.close()
        assert progress.trouble[0] == "notice.progress_unwritable"
        assert progress.step(COURSE, LESSON, STEP).finished


def test_the_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path))
    assert default_path() == tmp_path / "progress.db"


def test_sittings_that_begin_at_once_share_one_new_file(tmp_path):
    path, start = tmp_path / "progress.db", Barrier(4)

    def sit(lesson: str) -> object:
        start.wait()
        with Progress.open(path) as progress:
            progress.set_step(COURSE, lesson, STEP, StepState("done"))
            return progress.trouble

    with ThreadPoolExecutor(4) as sittings:
        assert list(sittings.map(sit, "abcd")) == [None] * 4
    with Progress.open(path) as progress:
        assert {lesson for lesson, _ in progress.steps(COURSE)} == set("abcd")
    assert list(tmp_path.glob("*unreadable*")) == []
