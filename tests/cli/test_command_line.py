"""The command line: what it understands, what it answers to mistakes, and what it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tutor import cli
from tutor.cli import session
from tutor.progress import Progress

ROOT = Path(__file__).parents[2]


@pytest.fixture
def started(monkeypatch):
    """Records how the session would be opened, in place of opening it."""
    calls = []

    def start(arguments, *, plain, notice=""):
        calls.append((arguments.target, arguments.lang, plain, notice))
        return 0

    monkeypatch.setattr(session, "start", start)
    monkeypatch.setattr(session, "why_plain", lambda: "")
    return calls


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (None, None, False, "")),
        (["ndarray-reshape"], ("ndarray-reshape", None, False, "")),
        (["--lang", "zh"], (None, "zh", False, "")),
        (["--lang", "zh", "ndarray-reshape"], ("ndarray-reshape", "zh", False, "")),
        (["ndarray-reshape", "--lang", "zh"], ("ndarray-reshape", "zh", False, "")),
        (["open", "check"], ("check", None, False, "")),
        (["repl"], (None, None, True, "")),
        (["--lang", "zh", "repl", "lessons"], ("lessons", "zh", True, "")),
    ],
)
def test_what_is_no_command_is_opened(started, arguments, expected):
    assert cli.main(arguments) == 0
    assert started == [expected]


@pytest.mark.parametrize(
    ("term", "tty", "encoding", "expected"),
    [
        ("xterm-256color", True, "utf-8", ""),
        ("dumb", True, "utf-8", "cli.dumb_terminal"),
        ("", True, "utf-8", "cli.dumb_terminal"),
        ("xterm", False, "utf-8", "cli.no_terminal"),
        ("xterm", True, "latin-1", "cli.no_utf8"),
    ],
)
def test_where_the_screen_cannot_be_drawn_the_plain_session_opens(monkeypatch, term, tty, encoding, expected):
    class Stream:
        def __init__(self):
            self.encoding = encoding

        def isatty(self):
            return tty

    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr("sys.stdin", Stream())
    monkeypatch.setattr("sys.stdout", Stream())
    assert session.why_plain() == expected


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lookupp"], "No lesson, file or command is called `lookupp`. Did you mean `lookup`?"),
        (
            ["ndarray-reshap"],
            "No lesson, file or command is called `ndarray-reshap`. Did you mean `ndarray-reshape`?",
        ),
        (["chek"], "No lesson, file or command is called `chek`. Did you mean `check`?"),
        (["chek", "my-lessons/", "--junit", "a.xml"], "No command is called `chek`. Did you mean `check`?"),
        (["qqq"], "No lesson, file or command is called `qqq`."),
        (["chek", "--lang", "zh"], "没有叫 `chek` 的课程、文件或命令。你是不是想输入 `check`？"),
    ],
)
def test_what_is_mistyped_is_answered_with_the_nearest(capsys, monkeypatch, arguments, said):
    monkeypatch.setenv("D2L_TUTOR_LANG", "en")
    assert cli.main(arguments) == 2
    assert capsys.readouterr().err == f"{said}\n"


def test_a_lesson_with_a_mistake_is_not_opened(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text("lesson: a\ntitle: [\n")
    assert cli.main(["a.yaml"]) == 2
    assert capsys.readouterr().err.startswith("a.yaml:3:1: not YAML here")


def test_native_windows_is_told_what_works_there(monkeypatch, capsys):
    monkeypatch.setattr("sys.platform", "win32")
    assert cli.main(["repl", "--lang", "en"]) == 2
    assert "WSL" in capsys.readouterr().err


def test_the_schema_describes_a_lesson(capsys):
    assert cli.main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["required"] == ["lesson", "title", "steps"]
    assert schema["$defs"]["Step"]["properties"]["hints"]["description"] == "hints, one shown at a time"


def test_coverage_counts_rows_and_fails_while_one_is_open(capsys, tmp_path):
    lesson = (
        "lesson: a\ntitle: A\nsteps:\n  - {id: b, title: B, kind: predict, text: T, solution: 1, why: W}\n"
    )
    (tmp_path / "a.yaml").write_text(lesson)
    (tmp_path / "note.yaml").write_text("rows: {D01: One., D02: Two.}\n")
    assert cli.main(["coverage", str(tmp_path)]) == 1
    (tmp_path / "a.yaml").write_text(lesson.replace("text: T", "text: T, covers: [D01, D02]"))
    assert cli.main(["coverage", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-5:] == [
        "✓ D01  One.",
        "       a/b",
        "✓ D02  Two.",
        "       a/b",
        "2/2",
    ]


def test_coverage_of_a_folder_without_a_note_cannot_be_told(capsys, tmp_path):
    (tmp_path / "l.yaml").write_text("lesson: l\n")
    assert cli.main(["coverage", str(tmp_path)]) == 2
    assert "no note.yaml" in capsys.readouterr().err


def test_help_loads_nothing_that_it_does_not_need():
    code = (
        "import sys\nfrom tutor.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'pydantic', 'textual', 'jupyter_client', 'ruamel', 'IPython'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == "[]\n"
    assert "d2l-tutor run notes.ipynb" in done.stdout


def test_a_reader_that_has_enough_ends_the_command_quietly():
    command = [sys.executable, "-m", "tutor.cli", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        child.stdout.read(1)
        child.stdout.close()
        assert child.stderr.read() == ""
    assert child.returncode in (0, 1)


def test_where_the_terminal_lacks_the_letters_the_plain_session_speaks_english(tmp_path):
    environment = os.environ | {"D2L_TUTOR_HOME": str(tmp_path), "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "tutor.cli", "--lang", "zh"]
    ended = subprocess.run(
        command, env=environment, input=b":quit\n", capture_output=True, cwd=ROOT, timeout=120
    )
    shown = (ended.stdout + ended.stderr).decode("latin-1")
    assert "NDArray" in shown
    assert "????" not in shown


def test_the_help_of_a_command_shows_how_it_is_used(capsys):
    with pytest.raises(SystemExit):
        cli.main(["check", "--help"])
    assert capsys.readouterr().out.startswith("usage: d2l-tutor check [-h]")


@pytest.fixture
def remembered(monkeypatch, tmp_path):
    """A home where the language that was chosen last, in a session, is Chinese."""
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path))
    for variable in ("D2L_TUTOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    with Progress.open(tmp_path / "progress.db") as progress:
        progress.set_setting("language", "zh")


def test_help_speaks_the_language_that_was_chosen_last(remembered, capsys):
    with pytest.raises(SystemExit):
        cli.main(["data", "--help"])
    assert "用法：" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        cli.main(["data", "--help", "--lang", "en"])
    assert "usage:" in capsys.readouterr().out


def test_help_makes_no_progress_file(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path / "home"))
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["data", "fetch"], "d2l-tutor data fetch：错误：还缺少参数：NAME"),
        (["serve", "--port", "x"], "--port 的值 'x' 不是整数"),
        (["serve", "--visitors", "0"], "--visitors 至少为 1"),
        (["serve", "--port"], "--port 后面要有一个值"),
        (["export", "--format", "zip"], "--format 不能是 'zip'"),
        (["doctor", "--jason"], "不认识的参数：--jason"),
        (["repl", "--plain=3"], "--plain 不带值"),
    ],
)
def test_a_command_line_that_is_misused_is_told_in_the_learners_language(line, said, remembered, capsys):
    assert cli.main(line) == 2
    told = capsys.readouterr().err
    assert told.startswith("用法：") and said in told
    assert cli.main([*line[:1], "--lang", "en", *line[1:]]) == 2
    assert "error: " in capsys.readouterr().err
