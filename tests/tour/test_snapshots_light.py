"""Screens on a light background, as `test_snapshots.py` has all of them on a dark one."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["step", "error", "shapes", "graph", "training", "completion"])
def test_a_light_screen_looks_as_before(name, language, taken):
    seen, expected = taken(name, language, "120x40", "light")
    assert seen == expected
