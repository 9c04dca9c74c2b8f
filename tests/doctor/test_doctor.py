"""`d2l-tutor doctor`: what it finds here, what it says of what is broken, and what it leaves alone."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tutor import cli
from tutor.doctor import checks, process

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path))
    return tmp_path


def by_name(findings):
    return {finding.name: finding for finding in findings}


def test_here_nothing_is_broken_and_the_report_reads_in_both_languages(home, capsys):
    reports = []
    for language in ("en", "zh"):
        assert cli.main(["doctor", "--json", "--lang", language]) == 0
        reports.append({each["name"]: each for each in json.loads(capsys.readouterr().out)})
    english, chinese = reports
    assert list(english) == list(chinese)
    assert english["kernel"]["note"].startswith("starts and runs a cell in")
    assert english["numpy"]["state"] == english["engine"]["state"] == "good"
    for name, finding in english.items():
        assert finding["state"] in ("good", "absent", "unknown")
        assert not finding["note"].startswith(("doctor.", "data.")) and "{" not in finding["note"]
        assert (finding["note"] == "") == (chinese[name]["note"] == "")


def test_the_front_end_process_stays_without_numpy_and_the_progress_file_unmade(home):
    code = (
        "import sys\nfrom tutor.cli import main\nmain(['doctor', '--lang', 'en'])\n"
        "print(sorted({'numpy', 'engine', 'matplotlib', 'IPython'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[-2:] == ["Everything that the tutor needs is there.", "[]"], done.stderr
    assert not (home / "progress.db").exists()


def test_a_progress_file_that_cannot_be_used_is_broken(home):
    path = home / "progress.db"
    path.write_text("no database")
    assert (by_name(checks.files())["progress"].state, path.read_text()) == ("broken", "no database")
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.executescript("CREATE TABLE step (id); PRAGMA user_version = 99")
    connection.close()
    finding = by_name(checks.files())["progress"]
    assert (finding.state, finding.note, finding.facts) == ("broken", "newer", {"version": 99})


def test_settings_that_are_not_understood_are_counted(home):
    (home / "settings.toml").write_text('theme = "purple"\n')
    finding = by_name(checks.files())["settings"]
    assert (finding.state, finding.note) == ("absent", "wrong_settings")


def test_what_is_missing_comes_with_the_line_that_installs_it(monkeypatch):
    monkeypatch.setattr(checks, "_version", lambda package: "")
    assert by_name(checks.extras())["pandas"].fix == "pip install 'd2l-tutor[book]'"
    assert by_name(checks.system())["ipykernel"].state == "broken"


@pytest.mark.parametrize(
    ("found", "name", "state", "fix"),
    [
        ({"gpu": {"driver": True}}, "gpu", "absent", process.CUPY),
        ({"gpu": {"driver": True, "cupy": "14.2", "devices": ["H100"]}}, "gpu", "good", ""),
        ({"gpu": {"driver": True, "cupy": "14.2", "error": "no"}}, "gpu", "absent", ""),
        ({"gpu": {"driver": False}}, "gpu", "absent", ""),
        ({"numpy": {"error": "ImportError: libopenblas"}}, "numpy", "broken", "pip install --upgrade numpy"),
        ({"engine": {"error": "ImportError: no"}}, "engine", "broken", ""),
        ({"error": "it died"}, "numpy", "broken", "pip install --upgrade numpy"),
    ],
)
def test_what_the_learners_process_finds_is_judged(monkeypatch, found, name, state, fix):
    numpy = {"version": "2.4", "blas": "openblas", "threads": "1", "cores": 2}
    whole = found if "error" in found else {"numpy": numpy, "engine": {"works": True}, "gpu": {}} | found
    monkeypatch.setattr(process, "_probe", lambda: whole)
    finding = by_name(process.engine())[name]
    assert (finding.state, finding.fix) == (state, fix)


def test_a_process_that_dies_is_told_by_its_last_line(monkeypatch):
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    assert process._probe() == {"error": "status 1"}


def test_a_kernel_that_does_not_start_is_broken(monkeypatch):
    monkeypatch.setattr("tutor.kernel.process.sys.executable", "/bin/false")
    (finding,) = process.kernel()
    assert (finding.state, finding.note) == ("broken", "ended")


def test_something_broken_ends_with_status_1(monkeypatch, capsys):
    from tutor import doctor

    broken = doctor.Finding("engine", "numpy", "broken", "ImportError: no", fix="pip install numpy")
    monkeypatch.setattr(doctor, "examine", lambda: iter([broken]))
    assert cli.main(["doctor", "--lang", "en"]) == 1
    assert capsys.readouterr().out == (
        "Engine\n  ✗ NumPy           ImportError: no\n      pip install numpy\n"
        "\nNot in order: 1. The lines with ✗ say what.\n"
    )
