"""The plain session in a real pseudo-terminal and from a pipe, on a real kernel."""

import os
import subprocess
import sys

import pexpect
import pytest

COMMAND = ["-P", "-m", "tutor.cli", "repl"]


@pytest.fixture
def environment(tmp_path):
    return {
        **os.environ,
        "D2L_TUTOR_HOME": str(tmp_path),
        "D2L_TUTOR_LANG": "en",
        "TERM": "xterm-256color",
        "NO_COLOR": "1",
    }


@pytest.fixture
def terminal(environment):
    child = pexpect.spawn(
        sys.executable, COMMAND, env=environment, encoding="utf-8", dimensions=(40, 120), timeout=30
    )
    child.expect("quit. leaves")
    yield child
    child.close(force=True)


def type_line(child, text):
    child.expect("❱ ")
    child.send(text + "\r")


def test_a_wrong_answer_a_question_and_the_right_answer(terminal):
    type_line(terminal, "x = nd.arange(11)")
    terminal.expect(r"\(11,\).*\(12,\)")
    type_line(terminal, "x.shape")
    terminal.expect(r"\(11,\)")
    type_line(terminal, "x = nd.arange(12)")
    terminal.expect("✓")
    terminal.expect("empty line to go on")
    type_line(terminal, "")
    terminal.expect("step 2 of")


def test_enter_continues_what_is_not_complete(terminal):
    type_line(terminal, "for i in range(2):")
    terminal.expect("┊")
    terminal.send("print('number', i)\r\r")
    terminal.expect("number 0\r\n")
    terminal.expect("number 1\r\n")


def test_control_c_stops_a_loop_and_does_not_quit(terminal):
    type_line(terminal, "while True: pass")
    terminal.expect("\n")
    terminal.sendintr()
    type_line(terminal, "6 * 7")
    terminal.expect("42")


def test_input_is_answered_on_a_line_of_its_own(terminal):
    type_line(terminal, "name = input('who? ')")
    terminal.expect(r"who\? ")
    terminal.send("ada\r")
    type_line(terminal, "name.upper()")
    terminal.expect("ADA")


def test_commands_begin_with_a_colon(terminal):
    type_line(terminal, ":hint")
    terminal.expect("hint 1 of")
    type_line(terminal, ":skip")
    terminal.expect("nd.arange")
    type_line(terminal, ":vars")
    terminal.expect(r"x .*\(12,\)")
    type_line(terminal, ":nonsense")
    terminal.expect("no command")
    type_line(terminal, ":quit")
    terminal.expect(pexpect.EOF)


def test_the_next_start_goes_on_where_this_one_left(environment):
    for typed, expected in (("x = nd.arange(12)", "✓"), ("x.size", "12")):
        child = pexpect.spawn(
            sys.executable, COMMAND, env=environment, encoding="utf-8", dimensions=(40, 120), timeout=30
        )
        type_line(child, typed)
        child.expect(expected)
        type_line(child, ":quit")
        child.expect(pexpect.EOF)


def pipe(text, environment, *arguments):
    return subprocess.run(
        [sys.executable, *COMMAND, *arguments],
        input=text,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_pipe_is_a_script_and_its_status_tells_whether_all_was_passed(environment):
    right = pipe("x = nd.arange(12)\n", environment)
    assert right.returncode == 0 and "✓" in right.stdout
    wrong = pipe(":reset all\nx = nd.arange(11)\n", environment)
    assert wrong.returncode == 1 and "(11,)" in wrong.stdout


def test_a_block_in_a_pipe_ends_with_the_line_that_is_less_indented(environment):
    done = pipe(
        "for i in range(2):\n    print('row', i)\nelse:\n    print('end')\nprint('after')\n", environment
    )
    assert done.stdout.index("row 1") < done.stdout.index("end") < done.stdout.index("after")


def test_without_utf8_signs_are_replaced_and_nothing_stops(environment):
    environment = {**environment, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = pipe("x = nd.arange(12)\nprint(x.size)\n", environment)
    assert done.returncode == 0 and "\n12" in done.stdout


def test_it_speaks_chinese(environment):
    done = pipe("x = nd.arange(12)\n", environment, "--lang", "zh")
    assert "步" in done.stdout
