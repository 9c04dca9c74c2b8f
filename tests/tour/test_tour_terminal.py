"""The tour in a pseudo-terminal: `d2l-tutor` as a learner starts it, twice, with the keyboard alone."""

from __future__ import annotations

import base64
import os
import re
import sys
from collections.abc import Iterator

import pexpect
import pytest
from tour_features import shows

LONGEST = 60
STYLE = r"(?:\x1b\[[0-9;?]*[a-zA-Z])*"
OUTSIDE = ("COLUMNS", "LINES", "NO_COLOR", "LC_ALL", "LC_MESSAGES", "LANGUAGE")
F1, F3, F8 = "\x1bOP", "\x1bOR", "\x1b[19~"
CTRL_K, CTRL_O, CTRL_Q, CTRL_R, CTRL_X = "\x0b", "\x0f", "\x11", "\x12", "\x18"
ESCAPE, ENTER, SHIFT_HOME = "\x1b", "\r", "\x1b[1;2H"


class Terminal:
    """120 columns and 40 rows with the session in them; what is looked for may be styled in between."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.child = pexpect.spawn(
            sys.executable, ["-P", "-m", "tutor.cli"], env=environment, encoding="utf-8",
            dimensions=(40, 120), timeout=LONGEST,
        )  # fmt: skip

    def see(self, *texts: str) -> None:
        """Waits for each of the texts in turn."""
        for text in texts:
            self.child.expect(STYLE.join(map(re.escape, text)))

    def keys(self, keys: str) -> None:
        self.child.send(keys)

    def click(self, tab: str) -> None:
        """A click on a tab of the side, which begins in column 75 of row 2, counted from 0."""
        column = 75 + "variables  shapes  graph  training  help".index(tab) + 1
        self.keys(f"\x1b[<0;{column + 1};3M\x1b[<0;{column + 1};3m")

    def leave(self) -> None:
        self.keys(CTRL_Q)
        self.child.expect(pexpect.EOF)
        self.child.close()
        assert self.child.exitstatus == 0


@pytest.fixture
def start(home) -> Iterator:
    """Starts the session with one home, in the language of the locale."""
    started = []

    def start(locale: str) -> Terminal:
        outside = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        started.append(Terminal(outside | {"TERM": "xterm-256color", "LANG": locale}))
        return started[-1]

    yield start
    for terminal in started:
        terminal.child.close(force=True)


@shows("first start", "resume", "hint", "language", "outline", "keys", "all sittings", "OSC 52", "mouse")
def test_a_first_sitting_and_the_next_one(start):
    first = start("en_US.UTF-8")
    first.see("Twelve numbers in a row", "Type your answer here, as Python. Enter runs it.")
    first.keys("x = nd.arange(11)" + ENTER)
    first.see("The step asks for (12,).")
    first.keys(F3)
    first.see("hint 1 of")
    first.keys("x = nd.arange(12)" + ENTER)
    first.see("next step: ")
    first.keys(ENTER)
    first.see("step 2 of 10")
    first.keys(F8)
    first.see("第 2 步")
    first.keys(F8)
    first.see("step 2 of 10")
    first.keys(CTRL_O)
    first.see("Change a shape")
    first.keys(ESCAPE)
    first.see("Ctrl+J")
    first.keys(F1)
    first.see("gives the next hint")
    first.keys(ESCAPE)
    first.see("Ctrl+J")
    first.leave()

    second = start("en_US.UTF-8")
    second.see("step 2 of 10")
    second.keys("x.sum()" + ENTER)
    second.see("66")
    second.keys(CTRL_R)
    second.see("Which line of yours")
    second.keys("arange(11" + ENTER)
    second.see("x = nd.arange(11)")
    second.keys(SHIFT_HOME + CTRL_X)
    second.see("\x1b]52;c;" + base64.b64encode(b"x = nd.arange(11)").decode())
    second.click("help")
    second.see("What you look up")
    second.leave()


@shows("locale")
def test_a_chinese_locale_gets_chinese_without_being_asked(start):
    terminal = start("zh_CN.UTF-8")
    terminal.see("第 1 步，共 10 步")
    terminal.leave()


@shows("own keys")
def test_a_key_of_the_learners_choice(start, home):
    (home / "settings.toml").write_text('[keys]\nhint = "ctrl+k"\n', "utf-8")
    terminal = start("en_US.UTF-8")
    terminal.see("Ctrl+K hint")
    terminal.keys(CTRL_K)
    terminal.see("hint 1 of")
    terminal.leave()
