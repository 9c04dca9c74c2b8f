"""The house rules that tools can check: lint, format, types, import contracts, file sizes."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [("check",), ("format", "--check")], ids=["lint", "format"])
def test_ruff_finds_nothing(arguments):
    run(str(BIN / "ruff"), *arguments, "engine", "tutor", "tests", "docs", "benchmarks")


def test_the_tutor_is_typed():
    run(sys.executable, "-m", "mypy")


def test_rooms_import_only_what_they_may():
    run(str(BIN / "lint-imports"), "--no-cache")


def test_no_file_is_a_hall():
    lengths = {
        path: len(path.read_text().splitlines())
        for room in ("engine", "tutor")
        for path in (ROOT / room).rglob("*.py")
    }
    assert not {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > 400}


def test_every_file_says_what_lives_there():
    silent = [
        path.relative_to(ROOT)
        for room in ("engine", "tutor", "tests")
        for path in (ROOT / room).rglob("*.py")
        if path.stat().st_size and not path.read_text().startswith('"""')
    ]
    assert not silent
