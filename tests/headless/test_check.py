"""`d2l-tutor check` and the pytest plugin: what does not hold is found, and told by its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tutor.headless.check import check, check_command

ROOT = Path(__file__).parents[2]

GOOD = """\
lesson: good
title: Good
steps:
  - id: row
    title: A row
    text: Make `x`, a row of {0:3}.
    given: from mxnet import nd
    solution: x = nd.arange(3)
    accept:
      - x = nd.array([0, 1, 2])
    check:
      - array: x
        equals: nd.arange(3)
    mistakes:
      - code: x = nd.arange(4)
        say: One too many.
    why: It counts from 0.
  - id: size
    title: Its size
    kind: predict
    text: How many elements?
    solution: 3
    mistakes:
      - code: 2
        say: The last index is 2.
    why: There are 3.
"""

FAULTS = {
    "passes-at-once": (
        "given: from mxnet import nd",
        "given: from mxnet import nd; x = nd.arange(3)",
        "good.yaml:4:5: the step passes before anything is done",
    ),
    "solution-fails": (
        "solution: x = nd.arange(3)",
        "solution: x = nd.arange(5)",
        "good.yaml:8:15: the solution does not pass",
    ),
    "alternative-fails": (
        "- x = nd.array([0, 1, 2])",
        "- x = nd.array([0, 1, 3])",
        "good.yaml:10:9: this answer does not pass",
    ),
    "mistake-passes": (
        "code: x = nd.arange(4)",
        "code: x = nd.arange(3.0)",
        "good.yaml:15:15: this mistake passes",
    ),
    "no-effect": ("code: x = nd.arange(4)", "code: pass", "good.yaml:15:15: this mistake has no effect"),
    "wrong-option": ("code: 2\n", "code: 3\n", "good.yaml:24:15: this mistake passes"),
    "two-alike": (
        "        say: One too many.\n",
        "        say: One too many.\n      - code: x = nd.arange(0, 4)\n        say: Still.\n",
        "good.yaml:17:15: this mistake has the same effect as mistake 1",
    ),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD)
    return tmp_path


def test_a_good_lesson_holds(folder, capsys):
    assert check_command(["good.yaml"], None, Path("report.xml"), json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "good"
    assert [line.split()[:2] for line in lines[1:4]] == [["✓", "texts"], ["✓", "row"], ["✓", "size"]]
    assert lines[4].startswith("3 of 3 hold")
    cases = ElementTree.parse("report.xml").findall(".//testcase")
    assert [case.get("name") for case in cases] == ["texts", "row", "size"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_at_its_place(folder, fault):
    old, new, expected = FAULTS[fault]
    assert old in GOOD
    (folder / "good.yaml").write_text(GOOD.replace(old, new, 1))
    problems = [str(problem) for report in check(["good.yaml"]) for problem in report.problems]
    assert any(problem.startswith(expected) for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("given: from mxnet import nd", "given: import absent", "7:12: `given` does not run"),
        (
            "solution: x = nd.arange(3)",
            "solution: import os; os._exit(3)",
            "8:15: the solution cannot be tried",
        ),
        (
            "        equals: nd.arange(3)\n",
            "        equals: absent(3)\n",
            "12:7: the check itself fails: NameError",
        ),
        (
            "      - array: x\n        equals: nd.arange(3)",
            "      - array: y",
            "12:7: the check itself fails",
        ),
    ],
)
def test_a_step_that_cannot_be_tried_says_so_once(folder, old, new, expected):
    assert old in GOOD
    (folder / "good.yaml").write_text(GOOD.replace(old, new, 1))
    problems = [str(problem) for report in check(["good.yaml"]) for problem in report.problems]
    assert len([problem for problem in problems if problem.startswith(f"good.yaml:{expected}")]) == 1, (
        problems
    )
    assert [problem for problem in problems if "good.yaml:4:" in problem] == []


@pytest.mark.parametrize("field", ["given: from mxnet import nd", "solution: x = nd.arange(3)"])
def test_code_that_does_not_end_ends_the_trial(folder, monkeypatch, field):
    monkeypatch.setattr("tutor.headless.trials.GRACE", 4.0)
    endless = '"from mxnet import nd\\nwhile True: pass"'
    changed = GOOD.replace(field, f"limit: 1\n    {field.partition(':')[0]}: {endless}", 1)
    changed = changed.replace("kind: predict", "kind: predict\n    limit: 1")
    (folder / "good.yaml").write_text(changed)
    reports = {report.step: report for report in check(["good.yaml"])}
    assert reports["texts"].good
    assert any(
        "too long" in problem.text or "takes longer" in problem.text for problem in reports["row"].problems
    )


def test_contents_without_a_file_and_a_translation_of_nothing_are_reported(folder):
    (folder / "course.yaml").write_text("parts:\n  - {id: a, title: A, lessons: [good, goood]}\n")
    (folder / "zh").mkdir()
    (folder / "zh" / "gone.yaml").write_text("lesson: gone\nlanguage: zh\ntitle: 好\nsteps: {}\n")
    problems = [str(problem) for report in check(["."]) for problem in report.problems]
    assert "course.yaml:2:39: there is no `goood.yaml` here; did you mean `good`?" in problems
    assert "zh/gone.yaml:1:1: there is no lesson `gone` that this would translate" in problems


def test_a_report_that_cannot_be_written_is_said_behind_the_results(folder, capsys):
    (folder / "good.yaml").write_text(GOOD.replace("title: Good", "titel: Good"))
    assert check_command(["good.yaml"], None, Path("none/report.xml"), json=False) == 2
    printed = capsys.readouterr()
    assert "0 of 1 hold" in printed.out
    assert printed.err == "cannot write none/report.xml: No such file or directory\n"


def test_the_report_as_json(folder, capsys):
    (folder / "good.yaml").write_text(GOOD.replace("title: Good", "titel: Good"))
    assert check_command(["."], None, None, json=True) == 1
    data = json.loads(capsys.readouterr().out)
    assert not data["good"]
    assert [problem["line"] for problem in data["reports"][0]["problems"]] == [1, 2]


def test_a_translation_is_checked_too(folder):
    (folder / "zh").mkdir()
    (folder / "zh" / "good.yaml").write_text("lesson: good\nlanguage: zh\ntitle: 好\nsteps: {}\n")
    texts = next(check(["."]))
    assert [str(problem) for problem in texts.problems] == [
        "zh/good.yaml:4:8: step `row` is missing",
        "zh/good.yaml:4:8: step `size` is missing",
    ]
    assert next(check(["."], "en")).good


def test_a_lesson_outside_the_contents_is_reported(folder):
    (folder / "course.yaml").write_text("parts:\n  - {id: a, title: A, lessons: [other]}\n")
    (folder / "other.yaml").write_text(GOOD.replace("lesson: good", "lesson: wrong"))
    problems = [str(problem) for report in check(["."]) for problem in report.problems]
    assert problems == [
        "other.yaml:1:9: the file is `other.yaml`, so the id must be `other`",
        "good.yaml:1:1: this lesson stands in no part of course.yaml",
    ]


def test_an_unknown_target_cannot_be_used(folder, capsys):
    assert check_command(["bad"], None, None, json=False) == 2
    assert "no lesson and no file is called `bad`" in capsys.readouterr().err


def test_pytest_runs_one_item_a_step(folder):
    (folder / "good.yaml").write_text(
        GOOD.replace("solution: x = nd.arange(3)", "solution: x = nd.arange(5)")
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-v",
        ".",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert "good.yaml::texts PASSED" in done.stdout
    assert "good.yaml::row FAILED" in done.stdout
    assert "good.yaml::size PASSED" in done.stdout
    assert "good.yaml:8:15: the solution does not pass" in done.stdout
    assert "Traceback" not in done.stdout
