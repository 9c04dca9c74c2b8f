"""What was parsed is kept, and never taken for what a file holds now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tutor.lesson import LessonError, load_lesson
from tutor.lesson import cache as lesson_cache
from tutor.lesson.source import read_yaml


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def kept(home: Path) -> list[Path]:
    return list((home / "cache").iterdir())


def test_a_file_is_parsed_once(home, write, monkeypatch):
    path = write("a: 1")
    assert read_yaml(path).data == {"a": "1"}
    monkeypatch.setattr("tutor.lesson.parse.parse", None)
    assert read_yaml(path).data == {"a": "1"}


def test_a_change_is_seen_and_takes_the_place_of_what_was_kept(home, write):
    read_yaml(write("a: 1"))
    assert read_yaml(write("a: 2")).data == {"a": "2"}
    assert len(kept(home)) == 1


def test_problems_of_a_known_file_still_have_their_places(home, write, good):
    path = write(good.replace("array: x", "array: x ="))
    for _ in range(2):
        with pytest.raises(LessonError, match=r"shapes.yaml:10:18: no Python expression"):
            load_lesson(path)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"digest": 3}', "null"])
def test_a_damaged_cache_is_no_obstacle(home, write, damage):
    path = write("a: 1")
    read_yaml(path)
    kept(home)[0].write_text(damage)
    assert read_yaml(path).data == {"a": "1"}
    assert json.loads(kept(home)[0].read_text())["data"] == {"a": "1"}


def test_a_place_that_cannot_be_written_is_no_obstacle(home, write):
    home.write_text("a file where the folder should be")
    assert read_yaml(write("a: 1")).data == {"a": "1"}
    assert home.read_text() == "a file where the folder should be"


def test_another_version_parses_anew(home, write, monkeypatch):
    path = write("a: 1")
    read_yaml(path)
    monkeypatch.setattr(lesson_cache, "VERSION", lesson_cache.VERSION + 1)
    assert lesson_cache.find(path, b"a: 1") is None
