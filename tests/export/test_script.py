"""The session as a script: it runs alone, and what cannot run in it is a comment that says why."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from tutor.export import contents, export_command
from tutor.export.plain import commented, is_python, plain_python
from tutor.lesson import SHIPPED, Course, Texts
from tutor.lesson.texts import Refusal
from tutor.progress import Cell, Progress


def ran(source, tmp_path, *more):
    """What the script prints, run by a Python of its own far from the checkout."""
    path = tmp_path / "exported.py"
    path.write_text("\n".join([source, *more]), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(engine.__file__).parent.parent), "MPLBACKEND": "Agg"}
    done = subprocess.run(
        [sys.executable, str(path)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_runs_alone_and_leaves_what_the_session_had(sitting, tmp_path):
    source = export_command(sitting.course, sitting.progress, Texts("en"), format="py")
    printed = ran(source, tmp_path, "print(x.shape, y.sum().asscalar(), text, n)")
    assert printed == "to be seen\n(12,) 132.0 some words 1\n"


def test_the_whole_courses_solutions_run_alone_as_one_script(tmp_path, monkeypatch):
    monkeypatch.setenv("D2L_FASHION_MNIST", "bundled")
    course = Course(SHIPPED)
    with Progress.open(None) as progress:
        for lesson in course.lessons():
            for step in lesson.steps:
                raises = any(check.raises for check in step.check)
                cell = Cell(step.solution, accepted=True, failed=raises)
                progress.add_cell(course.id, lesson.id, step.id, cell)
        source = export_command(course, progress, Texts("zh"), format="py")
    assert ran(source, tmp_path, "print('the end')").endswith("the end\n")


def test_what_cannot_run_in_it_is_left_out_or_a_comment_with_a_reason(sitting):
    source = export_command(sitting.course, sitting.progress, Texts("en"), format="py")
    assert "no_such_name" not in source
    assert "# IPython alone understands this: %matplotlib inline" in source
    assert "as it was:\n# x = 'played'" in source
    assert "# Bind `x` to a vector of 12 elements." in source
    assert "# The solution, which you have not typed\ntext = " in source


def test_a_comment_stands_in_the_language_asked_for(sitting):
    source = export_command(sitting.course, sitting.progress, Texts("zh"), ["one"], "py")
    assert "# 把 `x` 绑定到一个有 12 个元素的向量。" in source and "# 数组\n# ====" in source


def test_untyped_solutions_stand_in_only_where_later_cells_need_them():
    course = Course(SHIPPED)
    lesson = course.lesson("ndarray-reshape")
    with Progress.open(None) as progress:
        progress.add_cell(course.id, lesson.id, lesson.steps[3].id, Cell("z = 1"))
        (found,) = contents(course, progress)
    assert [[cell.by_tutor for cell in step.cells] for step in found.steps[-2:]] == [[True], [False]]
    assert len(found.steps) == 4


def test_cells_before_a_second_try_from_the_checkpoint_do_not_run_again():
    course = Course(SHIPPED)
    lesson = course.lesson("ndarray-reshape")
    with Progress.open(None) as progress:
        place = (course.id, lesson.id, lesson.steps[0].id)
        wrong, raised = Cell("x = 5"), Cell("1 / 0", failed=True)
        progress.set_cells(*place, [wrong, raised, Cell("x.shape", accepted=True, fresh=True)])
        (found,) = contents(course, progress)
    assert [(cell.failed, cell.why_not) for cell in found.steps[0].cells] == [
        (False, "put_back"),
        (True, ""),
        (False, ""),
    ]


def test_nothing_typed_is_nothing_to_export():
    with Progress.open(None) as progress, pytest.raises(Refusal) as refused:
        export_command(Course(SHIPPED), progress, Texts("en"))
    assert refused.value.key == "export.nothing"


@pytest.mark.parametrize(
    "code",
    ["nd.ones?", "?nd", "x = %time 1", "files = !ls", "if x:\n    %time y", "%%bash\necho 'x", "for i in"],
)
def test_what_is_no_python_becomes_python(code):
    plain = plain_python(code, "only in IPython")
    assert is_python(plain)
    assert all(line.strip() in plain for line in code.split("\n"))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.text(alphabet="abc "))
def test_a_commented_cell_never_runs(code, reason):
    assert ast.parse(commented(code, reason)).body == []
