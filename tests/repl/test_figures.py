"""Figures in the plain session: in a pseudo-terminal that answers as real ones do, and from a pipe."""

import os
import re
import subprocess
import sys

import pexpect
import pytest

COMMAND = ["-P", "-m", "tutor.cli", "repl"]
KITTY = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;c"
XTERM = "\x1b[6;20;10t\x1b[?64;1;2;4;6c"
PLAIN = "\x1b[?1;2c"
PLOT = "from matplotlib import pyplot as plt; plt.plot([1, 3, 2]); plt.title('Loss');"


@pytest.fixture
def environment(tmp_path):
    hidden = ("TMUX", "STY", "SSH_CONNECTION", "NO_COLOR", "TERM_PROGRAM", "COLUMNS", "LINES")
    outside = {name: value for name, value in os.environ.items() if name not in hidden}
    settings = {"D2L_TUTOR_HOME": str(tmp_path), "D2L_TUTOR_LANG": "en"}
    return outside | settings | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


@pytest.fixture
def terminal(environment):
    """The plain session where a figure has just been asked for."""
    children = []

    def start(answer, **more):
        child = pexpect.spawn(
            sys.executable, COMMAND, env=environment | more, encoding="utf-8", codec_errors="replace",
            timeout=60, dimensions=(40, 120),
        )  # fmt: skip
        children.append(child)
        if answer is not None:
            child.expect_exact("\x1b[c")
            child.send(answer)
        child.expect(":quit")
        child.expect("❱")
        child.send(f"{PLOT}\r")
        return child

    yield start
    for child in children:
        child.close(force=True)


def test_kitty_draws_it_above_the_next_prompt(terminal):
    child = terminal(KITTY)
    child.expect(r"(\n+|(?:\r\n)+)\x1b7\x1b\[(\d+)A\x1b\[6C\x1b_Ga=T,f=100,q=2,C=1,c=(\d+),r=(\d+),m=[01];iV")
    assert child.match[1].count("\n") == int(child.match[2]) == int(child.match[4]) <= 20
    child.expect_exact("\x1b\\\x1b8")
    child.expect("❱")


def test_sixel_is_painted_above_the_next_prompt(terminal):
    child = terminal(XTERM)
    child.expect(r'\x1b7\x1b\[(\d+)A\x1b\[6C\x1bP0;1;0q"1;1;(\d+);(\d+)#')
    assert int(child.match[3]) == 20 * int(child.match[1])
    child.expect_exact("\x1b\\\x1b8")
    child.expect("❱")


def test_other_terminals_get_half_blocks(terminal):
    child = terminal(PLAIN)
    child.expect(r"\x1b\[38;2;255;255;255;48;2;255;255;255m▀+")
    child.expect("❱")
    child.send(":save\r")
    child.expect("Saved as")


def test_where_colours_are_not_wanted_there_is_a_file(terminal, tmp_path):
    child = terminal(None, NO_COLOR="1")
    child.expect("A figure of ")
    child.expect_exact(str(tmp_path / "figures" / "figure-1.png"))
    child.expect("Loss; x axis: 0.00 … 2.00")


def test_a_figure_is_there_again_at_the_next_start(terminal, environment):
    child = terminal(PLAIN)
    child.expect("▀")
    child.sendeof()
    child.expect(pexpect.EOF)
    done = subprocess.run(
        [sys.executable, *COMMAND], input="", env=environment, capture_output=True, text=True, timeout=60
    )
    earlier, code, figure = (done.stdout.index(text) for text in ("Earlier", "plt.plot", "A figure of"))
    assert earlier < code < figure


def test_through_a_pipe_there_is_a_file_and_save_makes_another(environment, tmp_path):
    own = tmp_path / "own.png"
    script = f"{PLOT}\n:save {own}\n:save {own}\n:save {tmp_path}\n"
    done = subprocess.run(
        [sys.executable, *COMMAND], input=script, env=environment, capture_output=True, text=True, timeout=60
    )
    told = re.search(r"A figure of (\d+) × (\d+) pixels, saved as\n +(\S+)\n", done.stdout)
    assert told is not None, done.stdout
    picture = (tmp_path / "figures" / "figure-1.png").read_bytes()
    assert told[3] == str(tmp_path / "figures" / "figure-1.png")
    assert int.from_bytes(picture[16:20], "big") == int(told[1])
    assert own.read_bytes() == picture == (tmp_path / "figure-1.png").read_bytes()
    assert "there already. Choose another name." in done.stdout
    assert "\x1b" not in done.stdout
