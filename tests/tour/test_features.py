"""Every feature is shown by a station of the tour, and `docs/tour.md` says by which."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tour_features import ELSEWHERE, FEATURES, PLAIN, SHOWN, page

from tutor.repl.commands import ALIASES, TABLE

ROOT = Path(__file__).parents[2]
TRANSCRIPTS = ROOT / "tests" / "repl" / "transcripts"
APART = {"export", "save", "lessons"}
"""Commands whose answers name a place on the machine, or change with every lesson that is added."""


@pytest.fixture(params=["en", "zh"])
def typed(request) -> list[str]:
    """What is typed in the recorded tour of the plain session."""
    lines = (TRANSCRIPTS / f"tour.{request.param}.txt").read_text("utf-8").splitlines()
    return [line.removeprefix("❱ ") for line in lines if line.startswith("❱ ")]


def test_every_feature_is_shown_somewhere(tour):
    missing = [name for name in FEATURES if not SHOWN[name] and name not in ELSEWHERE]
    assert len(tour) >= 4
    assert missing == []
    assert PLAIN.keys() | ELSEWHERE.keys() <= FEATURES.keys()


def test_the_recorded_tour_shows_what_is_said_of_it(typed):
    assert [line for line in PLAIN.values() if line not in typed] == []
    commands = {found[1] for line in typed if (found := re.match(r":(\w+)", line))}
    assert TABLE.keys() - {ALIASES.get(name, name) for name in commands} == APART


@pytest.mark.parametrize("place", ELSEWHERE.values())
def test_what_other_tests_show_is_there(place):
    path, _, name = place.partition("::")
    assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8")


def test_the_page_of_the_tour_is_true(tour):
    path = ROOT / "docs" / "tour.md"
    if "RECORD" in os.environ:
        path.write_text(page(), "utf-8")
    assert path.read_text("utf-8") == page()
