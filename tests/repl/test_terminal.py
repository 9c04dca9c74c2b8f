"""The plain session in a real pseudo-terminal, on a real kernel: cells and keys."""

import sqlite3
from contextlib import closing

import pexpect
import pytest


def test_a_wrong_answer_a_question_and_the_right_answer(open_terminal, own_environment):
    terminal = open_terminal(own_environment)
    terminal.type("x = nd.arange(11)")
    terminal.see("(11,)", "(12,)")
    terminal.type("x.shape")
    terminal.see("(11,)")
    terminal.type("x = nd.arange(12)")
    terminal.see("✓", "empty line to go on")
    terminal.type("")
    terminal.see("step 2 of")


def test_the_next_start_goes_on_where_this_one_left_and_shows_what_was_done(open_terminal, own_environment):
    first = open_terminal(own_environment)
    first.type("x = nd.arange(12)")
    first.see("✓")
    first.type("y = x.reshape((3, 4))")
    first.close()
    second = open_terminal(own_environment)
    second.type("y.shape")
    second.see("(3, 4)")
    assert "y = x.reshape((3, 4))" in second.shown


def test_enter_continues_what_is_not_complete_and_indents_it(terminal):
    terminal.type("for i in range(2):")
    terminal.see("┊")
    terminal.keys("print('number', i)\r\r")
    terminal.see("number 0\r\n", "number 1\r\n")


def test_enter_runs_a_single_line_wherever_the_cursor_stands_in_it(terminal):
    terminal.see("❱")
    terminal.keys("6 * 11" + "\x1b[D" * 2 + "1\r")
    terminal.see("666\r\n")


def test_in_a_block_tab_indents_and_backspace_takes_the_indentation_back(terminal):
    terminal.type("if True:")
    terminal.keys("\x7f\t\tif True:\ra = 40\r\x7fb = a + 2\r\rb\r")
    terminal.see("42\r\n")


def test_alt_enter_runs_what_is_not_complete(terminal):
    terminal.see("❱")
    terminal.keys("(6 *\x1b\r")
    terminal.see("SyntaxError")


def test_several_pasted_lines_are_one_cell(terminal):
    terminal.see("❱")
    terminal.keys("\x1b[200~a = 5\nb = a * 2\nb + 656\x1b[201~")
    terminal.keys("\r")
    terminal.see("666\r\n")


def test_control_c_clears_the_line_and_does_not_quit(terminal):
    terminal.see("❱")
    terminal.keys("raise SystemError")
    terminal.see("SystemError")
    terminal.keys("\x03")
    terminal.type("6 * 111")
    terminal.see("666\r\n")


def test_control_c_stops_a_loop_and_does_not_quit(terminal):
    terminal.type("exec('print(6 * 111)\\nwhile True: pass')")
    terminal.see("666\r\n")
    terminal.child.sendintr()
    terminal.see("Stopped")
    terminal.type("6 * 7")
    terminal.see("42\r\n")


def test_a_cell_that_does_not_listen_is_ended_by_another_control_c(open_terminal, own_environment):
    terminal = open_terminal(own_environment)
    terminal.type("y = nd.ones((2, 3))")
    terminal.type(
        "exec('import signal; signal.signal(2, signal.SIG_IGN); print(3 * 111)\\nwhile True: pass')"
    )
    terminal.see("333\r\n")
    terminal.child.sendintr()
    terminal.see("does not listen")
    terminal.child.sendintr()
    terminal.see("The kernel is back")
    terminal.type("y.shape")
    terminal.see("(2, 3)")


def test_input_is_answered_on_a_line_of_its_own(terminal):
    terminal.type("name = input('who? ')")
    terminal.see("who?", "who?")
    terminal.keys("ada\r")
    terminal.type("name.upper()")
    terminal.see("ADA")


def test_control_c_at_a_question_stops_the_cell_that_asks(terminal):
    terminal.type("name = input('who? ')")
    terminal.see("who?", "who?")
    terminal.keys("\x03")
    terminal.see("Stopped")
    terminal.type("6 * 111")
    terminal.see("666\r\n")


def test_a_loop_tells_how_far_it_is_and_then_what_it_came_to(terminal):
    terminal.type("from mxnet import autograd; w = nd.array([1]); w.attach_grad()")
    terminal.type("for i in range(40):")
    terminal.keys("with autograd.record():\rl = (w - 3) ** 2\r\x7fl.backward(); w -= 0.1 * w.grad\r\r")
    terminal.see("step ", ", loss ", "40 steps, the loss went from 4 to")
    terminal.type(":plot")
    terminal.see("step 40", "loss at each step")


def test_tab_offers_completions_with_their_signatures(terminal):
    terminal.see("❱")
    terminal.keys("nd.argm\t")
    terminal.see("argmax", "argmin(data")
    terminal.keys("\t\r.__name__\r")
    terminal.see("'argmax'")


def test_tab_completes_commands_and_their_arguments(terminal):
    terminal.see("❱")
    terminal.keys(":les\t\x03")
    terminal.see(":lessons")
    terminal.keys(":goto autograd-by\t\x03")
    terminal.see("autograd-by-hand")


def test_up_goes_through_what_begins_the_same_way_and_control_r_searches(terminal):
    terminal.type("first = 600 + 66")
    terminal.type("second = 6; 'two'")
    terminal.see("'two'\r\n", "❱")
    terminal.keys("fir\x1b[A; first\r")
    terminal.see("666\r\n", "❱")
    terminal.keys("\x12600 +\r\r")
    terminal.see("666\r\n")


def test_vi_keys_edit_as_vi_does(terminal):
    terminal.type(":editing vi")
    terminal.see("now those of vi")
    terminal.see("❱")
    terminal.keys("1 + 6 * 111\x1b")
    terminal.keys("0dwdwi\x1b")
    terminal.keys("\r")
    terminal.see("666\r\n")


KEYS = {
    "\x1bOP": "takes back the last cell",
    "\x1bOQ": "shape",
    "\x1bOR": "hint 1 of",
    "\x1b[18~": "NameError",
}
"""F1, F2, F3, F7, and what each of them shows."""


@pytest.mark.parametrize("key", KEYS, ids=["F1", "F2", "F3", "F7"])
def test_a_key_types_its_command_and_keeps_what_stood_there(terminal, key):
    terminal.type("kept = nd.zeros((2, 2)); nothing_there")
    terminal.see("NameError", "❱")
    terminal.keys("600 + 6")
    terminal.keys(key)
    terminal.see(KEYS[key], "❱", "600 + 6")
    terminal.keys("6\r")
    terminal.see("666\r\n")


def test_keys_that_take_back_skip_run_and_change_the_language(open_terminal, own_environment):
    terminal = open_terminal(own_environment)
    terminal.type("x = 6 * 111")
    terminal.see("❱")
    terminal.keys("\x1b[17~")
    terminal.see("taken back", "❱")
    terminal.keys("x\x1b[15~")
    terminal.see("NameError", "❱")
    terminal.keys("\x1bOS")
    terminal.see("nd.arange(12)", "❱")
    terminal.keys("\x1b[19~")
    terminal.see("第 1 步")


def test_resetting_asks_first(open_terminal, own_environment):
    terminal = open_terminal(own_environment)
    terminal.type("x = nd.arange(12)")
    terminal.see("✓")
    terminal.type(":reset lesson")
    terminal.see("(y/n)")
    terminal.keys("n\r")
    terminal.see("stays as it is")
    terminal.type(":reset")
    terminal.see("(y/n)")
    terminal.keys("y\r")
    terminal.see("Twelve numbers")
    terminal.type(":why")
    terminal.see("once the step is done")


def test_what_needed_help_comes_back_for_review(open_terminal, own_environment):
    first = open_terminal(own_environment)
    first.type(":hint")
    first.type("x = nd.arange(12)")
    first.see("✓")
    first.type(":review")
    first.see("comes back")
    first.close()
    with closing(sqlite3.connect(f"{own_environment['D2L_TUTOR_HOME']}/progress.db")) as progress, progress:
        progress.execute("UPDATE review SET due = 0")
    second = open_terminal(own_environment)
    assert "To review now: 1" in second.shown
    second.type(":review")
    second.see("To review", "Twelve numbers in a row")
    second.type("x = nd.arange(12)")
    second.see("✓")
    second.type("")
    second.see("all there is to review")


def test_control_d_on_an_empty_line_leaves(open_terminal, own_environment):
    terminal = open_terminal(own_environment)
    terminal.see("❱")
    terminal.keys("\x04")
    terminal.child.expect(pexpect.EOF)


def test_ctrl_d_inside_a_cell_asks_before_it_leaves(open_terminal, own_environment):
    terminal = open_terminal(own_environment)
    terminal.type("x = (1 +")
    terminal.keys("\x04")
    terminal.see("A cell is begun.", "x = (1 +")
    terminal.keys(" 5)\r\r")
    terminal.type("x * 111")
    terminal.see("666")
    terminal.type("(")
    terminal.keys("\x04")
    terminal.see("A cell is begun.", "(")
    terminal.keys("\x04")
    terminal.child.expect(pexpect.EOF)


def test_the_mouse_is_left_to_the_terminal(open_terminal, own_environment):
    terminal = open_terminal(own_environment)
    terminal.close()
    assert "\x1b[?1000h" not in terminal.written
