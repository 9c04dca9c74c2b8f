"""What a terminal answers, in a pseudo-terminal that answers as real ones do."""

import os
import re
import sys

import pexpect
import pytest

from tutor.terminal import Graphics, understood

ASK = """
import sys, termios
from tutor.terminal import Question
before = termios.tcgetattr(sys.stdin)
graphics = Question().answer()
print("ANSWER", graphics, termios.tcgetattr(sys.stdin) == before)
"""

KITTY = "\x1b_Gi=31;OK\x1b\\\x1b[6;22;11t\x1b[?62;c"
XTERM = "\x1b[6;16;8t\x1b[?64;1;2;4;6;9;15;16;17;18;21;22;28c"
KONSOLE = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;1;4c"
PLAIN = "\x1b[?1;2c"


@pytest.fixture
def ask():
    """Starts a process that asks; a terminal that gives this answer; what the process made of it."""

    def ask(answer, **environment):
        outside = {
            name: value
            for name, value in os.environ.items()
            if name not in ("TMUX", "STY", "SSH_CONNECTION", "NO_COLOR", "TERM_PROGRAM", "D2L_TUTOR_IMAGES")
        }
        child = pexpect.spawn(
            sys.executable, ["-P", "-c", ASK], env=outside | {"TERM": "xterm-256color"} | environment,
            encoding="utf-8", timeout=30, dimensions=(40, 120),
        )  # fmt: skip
        try:
            if answer is not None:
                child.expect_exact("\x1b[c")
                child.send(answer)
            child.expect(r"ANSWER (.*)\r\n")
            return child.match[1]
        finally:
            child.close(force=True)

    return ask


@pytest.mark.parametrize(
    ("answer", "graphics"),
    [
        (KITTY, Graphics("kitty", (11, 22))),
        (XTERM, Graphics("sixel", (8, 16))),
        (KONSOLE, Graphics("sixel", (10, 20))),
        (PLAIN, Graphics("blocks")),
        ("x = 1\r" + PLAIN, Graphics("blocks", typed="x = 1\r")),
    ],
    ids=["Kitty", "xterm", "Konsole", "plain", "typed meanwhile"],
)
def test_a_terminals_answer_is_understood_and_its_modes_put_back(ask, answer, graphics):
    assert ask(answer) == f"{graphics} True"


@pytest.mark.parametrize(
    ("environment", "protocol"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-kitty", "SSH_CONNECTION": "1 2 3 4"}, "kitty"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, "blocks"),
        ({"SSH_CONNECTION": "1 2 3 4"}, "blocks"),
        ({"TERM": "linux"}, "blocks"),
        ({"TERM": "dumb"}, "none"),
        ({"NO_COLOR": "1"}, "none"),
        ({"TMUX": "/tmp/tmux", "D2L_TUTOR_IMAGES": "kitty"}, "kitty"),
        ({"D2L_TUTOR_IMAGES": "none"}, "none"),
        ({"D2L_TUTOR_IMAGES": "sixel"}, "blocks"),  # it does not say how large a cell is
    ],
)
def test_some_are_not_asked(ask, environment, protocol):
    said = ask(None, **environment)
    assert re.match(r"Graphics\(protocol='(\w+)'", said)[1] == protocol


def test_who_does_not_answer_gets_half_blocks():
    assert understood("") == Graphics("blocks")
    assert understood("\x1b[?62;4c").protocol == "blocks", "Sixel needs the size of a cell"


def test_what_the_system_knows_of_a_cell_counts_more_than_the_answer():
    assert understood(XTERM, (9, 18)).cell == (9, 18)
