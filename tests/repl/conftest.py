"""A pseudo-terminal and a pipe with the plain session in them, each on a real kernel."""

import os
import re
import subprocess
import sys

import pexpect
import pytest

COMMAND = ["-P", "-m", "tutor.cli", "repl"]
LONGEST = 60
STYLE = r"(?:\x1b\[[0-9;?]*[a-zA-Z])*"
OUTSIDE = (
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "EDITOR",
    "VISUAL",
)  # a test runner's say nothing about this terminal


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """An environment with a progress file of its own; `FRESH`-ly made for each module."""
    return _environment(tmp_path_factory.mktemp("home"))


@pytest.fixture
def own_environment(tmp_path):
    """The same for one test alone."""
    return _environment(tmp_path)


def _environment(home):
    outside = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    return {
        **outside,
        "D2L_TUTOR_HOME": str(home),
        "D2L_TUTOR_LANG": "en",
        "TERM": "xterm-256color",
        "PROMPT_TOOLKIT_NO_CPR": "1",  # nobody here answers where the cursor is
    }


class Terminal:
    """A pseudo-terminal with the plain session in it; what is looked for may be styled in between."""

    def __init__(self, environment, *arguments, prompt="❱"):
        self.prompt = prompt
        self.child = pexpect.spawn(
            sys.executable,
            [*COMMAND, *arguments],
            env=environment,
            encoding="utf-8",
            dimensions=(40, 120),
            timeout=LONGEST,
        )
        self.written = ""
        self.see(":quit")

    def see(self, *texts):
        """Waits for each of the texts in turn."""
        for text in texts:
            self.child.expect(STYLE.join(map(re.escape, text)))
            self.written += self.child.before + self.child.after

    @property
    def shown(self):
        """All that was seen, without its styles."""
        return re.sub(STYLE, "", self.written)

    def keys(self, keys):
        """Sends keys as they are."""
        self.child.send(keys)

    def type(self, line):
        """Waits for a prompt, then types a line and Enter."""
        self.see(self.prompt)
        self.keys(line + "\r")

    def fresh(self):
        """Whatever the test before has left: an empty prompt, and the editing keys of emacs."""
        self.keys("\x03")
        self.type(":editing emacs")
        self.see("emacs.")

    def close(self):
        """Leaves, and waits until the process has ended."""
        self.type(":quit")
        self.child.expect(pexpect.EOF)
        self.written += self.child.before
        self.child.close()


@pytest.fixture(scope="module")
def shared_terminal(environment):
    terminal = Terminal(environment)
    yield terminal
    terminal.child.close(force=True)


@pytest.fixture
def terminal(shared_terminal):
    """The module's session, at an empty prompt."""
    shared_terminal.fresh()
    return shared_terminal


@pytest.fixture
def open_terminal():
    """Opens sessions in terminals of their own, and ends those that a test left open."""
    opened = []

    def open_one(environment, *arguments, **options):
        opened.append(Terminal(environment, *arguments, **options))
        return opened[-1]

    yield open_one
    for terminal in opened:
        terminal.child.close(force=True)


@pytest.fixture(scope="session")
def pipe():
    """Runs a script through the session; returns the finished process."""

    def run(text, environment, *arguments):
        return subprocess.run(
            [sys.executable, *COMMAND, *arguments],
            input=text,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )

    return run
