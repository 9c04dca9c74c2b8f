"""Every screen in Chinese, as `test_snapshots.py` has it in English: two files, for two workers."""

from __future__ import annotations

import pytest
import screenshots


@pytest.mark.parametrize("size", screenshots.SIZES)
@pytest.mark.parametrize("name", screenshots.SCREENS)
def test_a_screen_looks_as_before(name, size, taken):
    seen, expected = taken(name, "zh", size)
    assert seen == expected
