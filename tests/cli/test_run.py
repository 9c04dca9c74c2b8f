"""`d2l-tutor run`: scripts, notebooks and Markdown pages against the engine, in a process of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Writes a file and runs it as the command line does; gives status, output, errors."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def run(content: str | bytes, name: str, input: str = "") -> tuple[int, str, str]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        command = [sys.executable, "-P", "-m", "tutor.cli", "run", name]
        done = subprocess.run(
            command, cwd=tmp_path, input=input, capture_output=True, text=True, timeout=120, check=False
        )
        return done.returncode, done.stdout, done.stderr

    return run


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "source": source.splitlines(keepends=True)} for source in sources]
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "# Title"}, *cells]})


def test_a_script_prints_what_it_prints(run):
    assert run("from mxnet import nd\nx = nd.arange(3)\nx\nprint(x.shape)\n", "a.py") == (0, "(3,)\n", "")


def test_a_script_that_raises_shows_its_own_traceback(run):
    status, output, errors = run("print(1)\n\n1 / 0\nprint(2)\n", "a.py")
    assert (status, output) == (1, "1\n")
    assert 'File "a.py", line 3, in <module>' in errors
    assert errors.endswith("ZeroDivisionError: division by zero\n")
    assert "runpy" not in errors


def test_a_script_ends_with_its_own_status(run):
    assert run("import sys\nsys.exit(7)\n", "a.py")[0] == 7


def test_a_script_finds_its_neighbours_but_none_stands_in_for_the_engine(run, tmp_path):
    (tmp_path / "engine.py").write_text("raise SystemExit('the wrong engine')")
    (tmp_path / "helper.py").write_text("three = 3")
    assert run("import sys, helper\nfrom mxnet import nd\nprint(helper.three, sys.argv)\n", "a.py") == (
        0,
        "3 ['a.py']\n",
        "",
    )


def test_a_notebook_shows_the_value_of_each_cells_last_expression(run):
    status, output, errors = run(notebook("x = 2\nx", "print('hello')", "x + 1;", "'two\\nlines'"), "a.ipynb")
    assert (status, output, errors) == (0, "2\nhello\n'two\\nlines'\n", "")


def test_numbers_print_as_the_book_shows_them(run):
    page = "```python\nfrom mxnet import nd\nnd.arange(12).norm().asscalar()\n```\n"
    assert run(page, "a.md") == (0, "22.494442\n", "")


def test_a_cell_that_raises_ends_the_run(run):
    status, output, errors = run(notebook("print(1)", "def f():\n    return y\nf()", "print(2)"), "a.ipynb")
    assert (status, output) == (1, "1\n")
    assert "NameError: name 'y' is not defined" in errors


def test_python_fences_of_a_page_are_cells(run):
    page = "Text\n\n```python\nx = 1\n```\n\n```{.python .input  n=2}\nx + 1\n```\n\n```bash\nexit 3\n```\n"
    assert run(page, "a.md") == (0, "2\n", "")


def test_cells_read_input(run):
    assert run(notebook("print(input() * 2)"), "a.ipynb", input="ab\n")[:2] == (0, "abab\n")


def test_an_interrupt_ends_the_run(tmp_path):
    (tmp_path / "a.py").write_text("print('begun', flush=True)\nwhile True:\n    pass\n")
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "tutor.cli", "run", "a.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stdout.readline() == "begun\n"
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to both processes
    assert child.wait(timeout=60) == 130
    child.stdout.close()


def test_a_file_that_kills_its_process_is_told_from_one_that_fails(run):
    assert run("import os\nos.kill(os.getpid(), 9)\n", "a.py")[0] == 137


def test_nothing_is_left_in_the_home_folder(run, tmp_path):
    (tmp_path / "home").mkdir()
    assert run(notebook("1"), "a.ipynb")[0] == 0
    assert list((tmp_path / "home").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", "x", "a.txt: not a file of .py, .ipynb, .md, .markdown\n"),
        ("a.ipynb", "{}", "a.ipynb: not a notebook of format 4\n"),
        ("a.md", b"\xff", "a.md: not UTF-8\n"),
        ("a.md", "# Only words\n", "a.md: no Python cells; one begins with ```python\n"),
        ("missing/a.py", None, "missing/a.py: No such file or directory\n"),
    ],
)
def test_what_cannot_be_read_is_said(run, tmp_path, name, content, why, monkeypatch):
    if content is None:
        command = [sys.executable, "-P", "-m", "tutor.cli", "run", name]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stderr) == (2, why)
    else:
        assert run(content, name) == (2, "", why)
