"""`d2l-tutor lint` and `watch`: what an author sees without running anything, and at each save."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tutor import cli

ROOT = Path(__file__).parents[2]

LESSON = """\
lesson: a
title: A
steps:
  - id: b
    title: B
    kind: predict
    text: How much is it?
    solution: 1
    why: W
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(LESSON)
    return tmp_path


def test_lessons_in_order_are_passed_over_in_silence(folder, capsys):
    assert cli.main(["lint", "."]) == 0
    assert capsys.readouterr().out == ""


def test_the_shipped_lessons_and_their_translations_are_in_order(capsys):
    assert cli.main(["lint"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (LESSON.replace("why:", "wy:"), "a.yaml:9:5: unknown field `wy`"),
        (LESSON + "    see: [nd.ones, nd.reshap]\n", "a.yaml:10:20: the engine has no `nd.reshap`"),
        (LESSON.replace("solution: 1", "solution: 1 +"), "a.yaml:8:15: "),
    ],
)
def test_what_is_wrong_is_told_by_its_place(folder, capsys, changed, said):
    (folder / "a.yaml").write_text(changed)
    assert cli.main(["lint", "."]) == 1
    assert said in capsys.readouterr().out


def test_a_translation_that_is_missing_or_stale_is_told(folder, capsys):
    assert cli.main(["lint", ".", "--lang", "zh"]) == 1
    assert "zh/a.yaml:1:1: there is no translation of `a`" in capsys.readouterr().out
    (folder / "zh").mkdir()
    (folder / "zh" / "a.yaml").write_text(
        "lesson: a\nlanguage: zh\ntitle: 甲\nsteps:\n  c: {title: 丙, text: 文, why: 因}\n"
    )
    assert cli.main(["lint", "."]) == 1
    said = capsys.readouterr().out
    assert "`a` has no step `c`" in said and "step `b` is missing" in said


def test_a_row_that_the_note_lacks_is_told(folder, capsys):
    (folder / "note.yaml").write_text("rows: {D01: One.}\n")
    (folder / "a.yaml").write_text(LESSON + "    covers: [D02]\n")
    assert cli.main(["lint", "."]) == 1
    assert "the note has no row `D02`" in capsys.readouterr().out


def test_watch_shows_the_report_of_each_save_until_ctrl_c(folder):
    command = [sys.executable, "-u", "-P", "-m", "tutor.cli", "watch", "a.yaml"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:

        def wait_for(words):
            for line in child.stdout:
                if words in line:
                    return
            raise AssertionError(f"{words} did not come")

        wait_for("Ctrl+C ends")
        wait_for("2 of 2 hold")
        (folder / "a.yaml").write_text(LESSON.replace("title: B", "titel: B"))
        wait_for("did you mean `title`?")
        (folder / "a.yaml").write_text(LESSON)
        wait_for("2 of 2 hold")
        child.send_signal(signal.SIGINT)
        assert child.wait(60) == 130


def test_what_cannot_be_watched_is_said(folder, capsys):
    assert cli.main(["watch", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err
