"""A pipe is a script: what it reads, what it prints, and what its status tells."""

import signal
import subprocess
import sys

import pytest

ARANGE = "x = nd.arange(12)\n"


@pytest.mark.parametrize(
    ("script", "status"),
    [
        (ARANGE, 0),
        ("x = nd.arange(11)\n", 1),
        ("x = nd.arange(11)\n" + ARANGE, 0),
        ("x.shape\n:hint\n:skip\n", 0),
        (ARANGE + ":next\n:goto matrix-of-ones\nones = nd.ones((4, 3))\nx = 3\n", 0),
        ("import os; os._exit(3)\n", 1),
    ],
    ids=["right", "wrong", "wrong, then right", "skipped", "explored", "the kernel ended"],
)
def test_the_status_tells_whether_every_step_that_was_tried_was_passed(script, status, own_environment, pipe):
    assert pipe(script, own_environment).returncode == status


def test_errors_and_unknown_commands_do_not_stop_a_script(own_environment, pipe):
    done = pipe(f":nonsense\n1 / 0\n:goto nowhere\n{ARANGE}", own_environment)
    assert done.returncode == 0 and "✓" in done.stdout


def test_a_block_ends_with_the_line_that_is_less_indented_and_not_with_a_blank_one(own_environment, pipe):
    script = (
        "for i in range(2):\n    print('row', i)\n\n    print('.')\nelse:\n    print('end')\nprint('after')\n"
    )
    done = pipe(script, own_environment)
    assert "\nrow 0\n.\nrow 1\n.\nend\n❱ print('after')\nafter\n" in done.stdout


def test_what_a_cell_asks_is_answered_by_the_next_line(own_environment, pipe):
    done = pipe("name = input('who? ')\nada\nname.upper()\n", own_environment)
    assert "'ADA'" in done.stdout


def test_comments_and_blank_lines_are_no_cells(own_environment, pipe):
    done = pipe(f"# the first lesson\n\n\n{ARANGE}\n\n:undo\n:undo\n", own_environment)
    assert "nothing to undo" in done.stdout


def test_a_reset_is_not_asked_for_twice(own_environment, pipe):
    done = pipe(f"{ARANGE}:reset lesson\n:steps\n", own_environment)
    assert "(y/n)" not in done.stdout and "✓ done" not in done.stdout.partition(":steps")[2]


def test_an_interrupt_ends_a_script(own_environment):
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "tutor.cli", "repl"],
        env=own_environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    child.stdin.write("exec('print(6 * 111, flush=True)\\nwhile True: pass')\nprint('after')\n")
    child.stdin.flush()
    while "666" not in child.stdout.readline():
        pass
    child.send_signal(signal.SIGINT)
    rest, _ = child.communicate(timeout=60)
    assert child.returncode == 130 and "after" not in rest


def test_a_reader_that_has_enough_ends_the_printing_and_nothing_else(own_environment):
    done = subprocess.run(
        f"{sys.executable} -P -m tutor.cli repl | head -1",
        shell=True,
        input=f"print('a' * 50000)\n{ARANGE}",
        env=own_environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr


def test_without_utf8_signs_are_replaced_and_nothing_stops(own_environment, pipe):
    environment = {**own_environment, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = pipe(f"{ARANGE}print(x.size)\n", environment)
    assert done.returncode == 0 and "\n12" in done.stdout
