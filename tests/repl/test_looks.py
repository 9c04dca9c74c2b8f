"""What is written where there are no colours, where no cursor moves, and into a pipe."""

import re

import pexpect

STYLES = re.compile(r"\x1b\[(?P<codes>[0-9;]*)m")


def test_no_color_means_no_colours_and_no_weight(open_terminal, own_environment):
    terminal = open_terminal({**own_environment, "NO_COLOR": "1"})
    terminal.type("x = nd.arange(11)")
    terminal.see("✗ not yet")
    terminal.type(":vars")
    terminal.see("float32")
    terminal.close()
    assert set(STYLES.findall(terminal.written)) <= {"0", ""}


def test_a_dumb_terminal_gets_letters_alone(open_terminal, own_environment):
    terminal = open_terminal({**own_environment, "TERM": "dumb"}, prompt="> ")
    terminal.type("for i in range(2):")
    terminal.see(". ")
    terminal.keys("    print('number', i)\r\r")
    terminal.see("number 1")
    terminal.type("x = nd.arange(11)")
    terminal.see("not yet")
    terminal.type(":vars")
    terminal.see("x: shape 11, float32")
    terminal.type(":reset all")
    terminal.see("(y/n)")
    terminal.keys("n\r")
    terminal.see("stays")
    terminal.type("from mxnet import autograd; w = nd.array([1]); w.attach_grad()")
    terminal.type("for i in range(40):")
    terminal.keys(
        "    with autograd.record():\r        l = (w - 3) ** 2\r    l.backward(); w -= 0.1 * w.grad\r\r"
    )
    terminal.see("40 steps, the loss went from 4 to")
    terminal.type("name = input('who? ')")
    terminal.see("who?")
    terminal.keys("ada\r")
    terminal.type("import getpass; len(getpass.getpass('secret? '))")
    terminal.see("secret?")
    terminal.child.waitnoecho()
    terminal.keys("sesame\r")
    terminal.see("6\r\n")
    assert "sesame" not in terminal.shown
    terminal.close()
    assert "\x1b" not in terminal.written


def test_control_c_on_a_dumb_terminal_drops_the_line_and_stops_a_loop(open_terminal, own_environment):
    terminal = open_terminal({**own_environment, "TERM": "dumb"}, prompt="> ")
    terminal.see("> ")
    terminal.keys("raise SystemError")
    terminal.see("SystemError")
    terminal.child.sendintr()
    terminal.type("exec('print(6 * 111)\\nwhile True: pass')")
    terminal.see("666\r\n")
    terminal.child.sendintr()
    terminal.see("Stopped")
    terminal.type("for i in range(2):")
    terminal.see(". ")
    terminal.child.sendeof()
    terminal.see("A cell is begun.", ". ")
    terminal.keys("    print('number', i)\r\r")
    terminal.see("number 1", "> ")
    terminal.child.sendeof()
    terminal.child.expect(pexpect.EOF)


def test_plain_tells_pictures_in_words_and_edits_as_ever(open_terminal, own_environment):
    terminal = open_terminal(own_environment, "--plain", prompt=">")
    terminal.see(">")
    terminal.keys("nd.argm\t")
    terminal.see("argmax  ", "argmin")
    terminal.keys("\x03")
    terminal.type("y = nd.arange(12).reshape((3, 4))")
    terminal.see("reshape: shape 12 gave y (shape 3 by 4)")
    terminal.type(":vars y")
    terminal.see("y: shape 3 by 4, float32, cpu(0), values 0 to 11")
    terminal.close()
    assert set(STYLES.findall(terminal.written)) <= {"0", ""}


def test_a_pipe_gets_no_escapes_not_even_those_that_a_cell_prints(own_environment, pipe):
    done = pipe("print('\\x1b[31mred\\x1b[0m')\nx = nd.arange(12)\n:vars x\n:lessons\n", own_environment)
    assert "\nred\n" in done.stdout and "\x1b" not in done.stdout
