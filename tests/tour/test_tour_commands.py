"""The tour of what is around a session: a pipe, export, doctor, data, the server, completion."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys

import pytest
from tour_features import shows

COMMAND = [sys.executable, "-P", "-m", "tutor.cli"]
LONGEST = 120
ANSWERS = """\
x = nd.arange(12)
:next
1 / 0
import matplotlib.pyplot as plt
plt.plot([1, 3, 2]);
x
"""


@pytest.fixture
def command(home):
    """Runs `d2l-tutor` with these words; returns the finished process."""

    def command(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"D2L_TUTOR_LANG": "en", "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [*COMMAND, *words],
            input=typed,
            env=environment,
            cwd=home,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return command


@shows("plain session", "pipe", "figure file", "export", "run")
def test_a_script_of_answers_and_what_remains_of_it(command, home):
    done = command("repl", "ndarray-create", typed=ANSWERS)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"figure-1\.png", done.stdout)
    assert "✓ right" in done.stdout and "ZeroDivisionError" in done.stdout
    assert command("repl", "ndarray-reshape", typed="x.size\n").returncode == 1, "not solved"

    assert command("export", "ndarray-create", "-o", "session.ipynb").returncode == 0
    notebook = json.loads((home / "session.ipynb").read_text("utf-8"))
    assert any("x = nd.arange(12)" in "".join(cell["source"]) for cell in notebook["cells"])
    assert command("export", "ndarray-create", "-o", "session.py").returncode == 0
    assert "x = nd.arange(12)" in (home / "session.py").read_text("utf-8")
    assert command("run", "session.py").returncode == 0


@shows("doctor", "data", "shell completion", "--help")
def test_what_is_there(command):
    doctor = json.loads(command("doctor", "--json").stdout)
    assert "numpy" in json.dumps(doctor).lower()
    assert "fashion-mnist" in command("data").stdout
    for shell in ("bash", "zsh", "fish"):
        assert "d2l-tutor" in command("completion", shell).stdout
    assert "examples:" in command("export", "--help").stdout


@shows("serve")
def test_a_server_says_its_address_and_stops(home):
    pytest.importorskip("textual_serve")
    server = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert any(re.search(r"http://127\.0\.0\.1:\d+/\S+", line) for line in server.stdout)
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=60)
