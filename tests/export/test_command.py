"""`d2l-tutor export` and `d2l-tutor progress`, from the command line to the file and back."""

import json
import sqlite3

import pytest

from tutor.cli import main
from tutor.lesson import SHIPPED, Course
from tutor.progress import VERSION, Cell, Progress, default_path

LESSON = "ndarray-create"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder to write in, and a learner who has typed the first answer."""
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("D2L_TUTOR_LANG", "en")
    monkeypatch.chdir(tmp_path)
    course = Course(SHIPPED)
    with Progress.open(default_path()) as progress:
        step = course.lesson(LESSON).steps[0]
        progress.add_cell(course.id, LESSON, step.id, Cell(step.solution, accepted=True))
    return tmp_path


def test_a_notebook_is_written_and_never_over_another_file_unasked(home, capsys):
    assert main(["export"]) == 0
    book = home / "d2l-tutor.ipynb"
    assert json.loads(book.read_text())["nbformat"] == 4
    book.write_text("mine by now")
    assert main(["export"]) == 1
    assert book.read_text() == "mine by now" and "--replace" in capsys.readouterr().err
    assert main(["export", "--replace"]) == 0
    assert json.loads(book.read_text())["nbformat"] == 4


def test_the_files_name_tells_the_format_and_a_lesson_gives_it_a_name(home, capsys):
    assert main(["export", "-o", "mine.py"]) == 0
    assert "x = nd.arange(12)" in (home / "mine.py").read_text()
    assert main(["export", LESSON, "--format", "py"]) == 0
    assert (home / f"{LESSON}.py").exists()
    capsys.readouterr()
    assert main(["export", "--format", "py", "-o", "-", "--lang", "zh"]) == 0
    assert "# 创建数组\n# ========" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("targets", "status", "said"),
    [
        (["softmax-gluon"], 1, "nothing to export"),
        (["no-such-lesson"], 2, "no-such-lesson"),
        ([str(SHIPPED), LESSON], 1, "one course"),
    ],
)
def test_what_cannot_be_exported_is_said(home, capsys, targets, status, said):
    assert main(["export", *targets]) == status
    assert said in capsys.readouterr().err


def test_progress_that_cannot_be_read_is_said_and_nothing_is_written(home, capsys):
    with sqlite3.connect(default_path()) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    assert main(["export"]) == 1
    assert "newer version" in capsys.readouterr().err and not list(home.glob("*.ipynb"))


def test_progress_goes_to_another_machine(home, monkeypatch, capsys):
    assert main(["progress", "export", "moving.json"]) == 0
    monkeypatch.setenv("D2L_TUTOR_HOME", str(home / "there"))
    assert main(["progress", "import", "moving.json"]) == 0
    step = Course(SHIPPED).lesson(LESSON).steps[0]
    with Progress.open(default_path()) as progress:
        assert [cell.code for cell in progress.cells("d2l", LESSON, step.id)] == [step.solution]
    assert main(["progress", "import", "moving.json"]) == 1
    assert "--replace" in capsys.readouterr().err
    assert main(["progress", "import", "moving.json", "--replace", "--lang", "zh"]) == 0
    assert "before-import" in capsys.readouterr().out
    assert list((home / "there").glob("progress.db.before-import-*"))
