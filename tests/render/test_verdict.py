"""The sign beside what is said of a cell: no meaning hangs on its colour alone."""

import pytest

from tutor.events import Verdict
from tutor.render.verdict import verdict


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("passed", "    ✓ So."),
        ("partly", "    ◐ Still to come: b."),
        ("wrong", "    ✗ Still to come: b."),
        ("broken", "    ! Still to come: b."),
        ("explored", ""),
    ],
)
def test_a_verdict_has_the_sign_of_its_status(page, plain, status, line):
    lines = verdict(Verdict(status=status), page(60), why="So.", reasons=["Still to come: `b`."])
    assert plain(lines) == line
