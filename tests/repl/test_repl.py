"""The plain session in a real pseudo-terminal and from a pipe, on a real kernel."""

import os
import re
import subprocess
import sys

import pexpect
import pytest

COMMAND = ["-P", "-m", "tutor.cli", "repl"]


STYLE = r"(?:\x1b\[[0-9;?]*[a-zA-Z])*"


@pytest.fixture
def environment(tmp_path):
    # a test runner's COLUMNS says nothing about this terminal
    outside = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")
    }
    return {**outside, "D2L_TUTOR_HOME": str(tmp_path), "D2L_TUTOR_LANG": "en", "TERM": "xterm-256color"}


class Terminal:
    """A pseudo-terminal with the plain session in it; what is looked for may be styled in between."""

    def __init__(self, environment):
        self.child = pexpect.spawn(
            sys.executable, COMMAND, env=environment, encoding="utf-8", dimensions=(40, 120), timeout=30
        )
        self.see(":quit leaves")

    def see(self, *texts):
        for text in texts:
            self.child.expect(STYLE.join(map(re.escape, text)))

    def type(self, line):
        self.see("❱")
        self.child.send(line + "\r")


@pytest.fixture
def terminal(environment):
    terminal = Terminal(environment)
    yield terminal
    terminal.child.close(force=True)


def test_a_wrong_answer_a_question_and_the_right_answer(terminal):
    terminal.type("x = nd.arange(11)")
    terminal.see("(11,)", "(12,)")
    terminal.type("x.shape")
    terminal.see("(11,)")
    terminal.type("x = nd.arange(12)")
    terminal.see("✓", "empty line to go on")
    terminal.type("")
    terminal.see("step 2 of")


def test_enter_continues_what_is_not_complete(terminal):
    terminal.type("for i in range(2):")
    terminal.see("┊")
    terminal.child.send("print('number', i)\r\r")
    terminal.see("number 0\r\n", "number 1\r\n")


def test_enter_runs_a_single_line_wherever_the_cursor_stands_in_it(terminal):
    terminal.see("❱")
    terminal.child.send("6 * 11" + "\x1b[D" * 2 + "1\r")
    terminal.see("666\r\n")


def test_control_c_stops_a_loop_and_does_not_quit(terminal):
    terminal.type("exec('print(6 * 111)\\nwhile True: pass')")
    terminal.see("666\r\n")
    terminal.child.sendintr()
    terminal.type("6 * 7")
    terminal.see("42")


def test_input_is_answered_on_a_line_of_its_own(terminal):
    terminal.type("name = input('who? ')")
    terminal.see("who? ", "who? ")
    terminal.child.send("ada\r")
    terminal.type("name.upper()")
    terminal.see("ADA")


def test_commands_begin_with_a_colon(terminal):
    terminal.type(":hint")
    terminal.see("hint 1 of")
    terminal.type(":skip")
    terminal.see("nd.arange(12)")
    terminal.type(":vars")
    terminal.see("x     (12,)")
    terminal.type(":nonsense")
    terminal.see("no command")
    terminal.type(":quit")
    terminal.child.expect(pexpect.EOF)


def test_the_next_start_goes_on_where_this_one_left(environment):
    for typed, expected in (("x = nd.arange(12)", "✓"), ("x.size", "12")):
        terminal = Terminal(environment)
        terminal.type(typed)
        terminal.see(expected)
        terminal.type(":quit")
        terminal.child.expect(pexpect.EOF)


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


def test_a_reader_that_has_enough_ends_the_printing_and_nothing_else(environment):
    command = f"{sys.executable} {' '.join(COMMAND)} | head -1"
    done = subprocess.run(
        command,
        shell=True,
        input="print('a' * 50000)\nx = nd.arange(12)\n",
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr


def test_a_block_in_a_pipe_ends_with_the_line_that_is_less_indented(environment):
    done = pipe(
        "for i in range(2):\n    print('row', i)\nelse:\n    print('end')\nprint('after')\n", environment
    )
    assert "\nrow 0\nrow 1\nend\n❱ print('after')\nafter\n" in done.stdout


def test_without_utf8_signs_are_replaced_and_nothing_stops(environment):
    environment = {**environment, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = pipe("x = nd.arange(12)\nprint(x.size)\n", environment)
    assert done.returncode == 0 and "\n12" in done.stdout


def test_it_speaks_chinese(environment):
    done = pipe("x = nd.arange(12)\n", environment, "--lang", "zh")
    assert "步" in done.stdout
