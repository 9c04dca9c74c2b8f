"""Editing at the prompt: indentation, brackets and quotes, pastes, undo, the clipboard, the mouse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, MouseScrollUp, Paste

from tutor.tui.editing import indented, pasted
from tutor.tui.pasting import PasteParser

BLOCK = "for i in range(2):\n    if i:\n        print(i)\ny = 3"


def test_the_next_line_is_indented_as_the_code_asks(play):
    async def scenario(driver):
        prompt = driver.app.prompt
        for line in ("def f(x):", "if x:", "return 1", "return 2"):
            await driver.type(line)
            await driver.press("ctrl+j")
        assert prompt.text == "def f(x):\n    if x:\n        return 1\n    return 2\n"

    play(scenario)


@pytest.mark.parametrize(
    ("before", "after", "typed", "text"),
    [
        ("f(x", ")", ")", "f(x)"),
        ("f((x", ")", ")", "f((x))"),
        ("print('a", "')", "'", "print('a')"),
        ("x = [1", "]", "]", "x = [1]"),
        ("f(x", ")", "]", "f(x])"),
    ],
)
def test_a_closing_sign_that_is_there_is_stepped_over(play, before, after, typed, text):
    async def scenario(driver):
        prompt = driver.app.prompt
        prompt.put(before + after)
        prompt.move_cursor((0, len(before)))
        await driver.type(typed)
        assert prompt.text == text
        assert prompt.cursor_index == len(before) + 1

    play(scenario)


def test_what_is_selected_is_put_between_brackets_or_quotes(play):
    async def scenario(driver):
        prompt = driver.app.prompt
        prompt.put("x + 1")
        prompt.select_all()
        await driver.type("(")
        assert prompt.text == "(x + 1)"

    play(scenario)


def test_the_partner_of_the_bracket_at_the_cursor_is_marked_over_lines_and_not_in_strings(play):
    async def scenario(driver):
        prompt = driver.app.prompt
        prompt.put("f('(',\n  x)")
        await driver.pilot.pause()
        assert prompt.matching_bracket_location == (0, 1)
        prompt.put("'('")
        prompt.move_cursor((0, 1))
        assert prompt.matching_bracket_location is None

    play(scenario)


def test_tab_and_shift_tab_move_lines_in_and_out(play):
    async def scenario(driver):
        prompt = driver.app.prompt
        prompt.put("a\nb")
        prompt.select_all()
        await driver.press("tab")
        assert prompt.text == "    a\n    b"
        await driver.press("shift+tab")
        assert prompt.text == "a\nb"
        prompt.put("  x")
        await driver.press("shift+tab")
        assert prompt.text == "x"

    play(scenario)


def test_what_was_cleared_or_recalled_can_be_undone(play, cell):
    async def scenario(driver):
        prompt = driver.app.prompt
        await driver.run(cell.PLAY)
        await driver.type("draft")
        await driver.press("ctrl+c")
        assert prompt.text == ""
        await driver.press("ctrl+z")
        assert prompt.text == "draft"
        await driver.press("ctrl+y")
        assert prompt.text == ""

    play(scenario)


def test_cutting_and_copying_reach_the_terminals_clipboard(play):
    async def scenario(driver):
        prompt, copied = driver.app.prompt, []
        driver.app.copy_to_clipboard = copied.append
        prompt.put("x = 1")
        prompt.select_all()
        await driver.press("ctrl+c")
        assert (copied, prompt.text) == (["x = 1"], "x = 1")
        await driver.press("ctrl+x")
        assert (copied, prompt.text) == (["x = 1", "x = 1"], "")

    play(scenario)


def test_a_click_sets_the_cursor_and_the_wheel_scrolls_the_cells(play, cell):
    async def scenario(driver):
        prompt = driver.app.prompt
        prompt.put("x = 12")
        await driver.pilot.click("#prompt", offset=(2, 0))
        assert prompt.cursor_location == (0, 2)
        await driver.run(cell.FLOOD)
        cells = driver.app.main.query_one("#cells")
        end = cells.scroll_offset.y
        event = MouseScrollUp(prompt, 1, 0, 0, -1, 0, False, False, False, *prompt.region.offset)
        prompt.post_message(event)
        await driver.until(lambda: cells.scroll_offset.y < end)

    play(scenario)


def test_a_marked_paste_of_several_lines_is_taken_as_it_is(play, kernel):
    async def scenario(driver):
        prompt = driver.app.prompt
        prompt.post_message(Paste(BLOCK.replace("\n", "\r\n")))
        await driver.pilot.pause()
        assert prompt.text == BLOCK
        assert kernel.executed == []
        await driver.press("enter")
        await driver.until(lambda: kernel.executed == [BLOCK])

    play(scenario)


def test_a_paste_between_code_replaces_what_is_selected(play):
    async def scenario(driver):
        prompt = driver.app.prompt
        prompt.put("f(old)")
        prompt.selection = prompt.selection.__class__((0, 2), (0, 5))
        prompt.post_message(Paste("new"))
        await driver.pilot.pause()
        assert prompt.text == "f(new)"
        await driver.press("ctrl+z")
        assert prompt.text == "f(old)"

    play(scenario)


# ── pastes that no terminal marks ──


def fed(*reads: str, pause: float = 0.0) -> list[str]:
    """What the parser makes of reads that follow each other at once: keys by their name, pastes in <>."""
    parser, found = PasteParser(), []
    for read in reads:
        parser._last -= pause
        for message in parser.feed(read):
            if isinstance(message, Paste):
                found.append(f"<{message.text}>")
            elif isinstance(message, Key):
                found.append(message.key)
    return found


def test_lines_in_one_read_are_a_paste():
    assert fed("if x:\r    y\r") == ["<if x:\r    y\r>"]
    assert fed("a\nb") == ["<a\nb>"]


def test_a_paste_goes_on_in_the_next_read_without_a_pause():
    assert fed("a\rb = ", "1\r") == ["<a\rb = >", "<1\r>"]
    assert fed("a\rb = ", "1\r", pause=1) == ["<a\rb = >", "1", "enter"]


def test_a_line_with_its_enter_was_typed_ahead():
    assert fed("x\r") == ["x", "enter"]
    assert fed("\r\r") == ["enter", "enter"]


def test_what_the_terminal_answers_is_not_typed():
    assert fed("a\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;4cb") == ["a", "b"]
    assert [message.text for message in PasteParser().feed("\x1b[?62;4c")] == ["\x1b[?62;4c"]


def test_keys_with_escapes_are_keys():
    assert fed("a\r\x1b[A") == ["a", "enter", "up"]


def test_within_a_marked_paste_nothing_else_is_seen():
    assert fed("\x1b[200~a\r", "b\rc", "\x1b[201~", "x") == ["<a\rb\rc>", "x"]


@given(st.text(alphabet="ab \t\r\n()'", max_size=40))
def test_pasted_text_keeps_its_lines(text):
    whole = pasted(text, alone=False)
    assert "\r" not in whole and "\t" not in whole
    alone = pasted(text, alone=True).split("\n")
    assert [line.strip() for line in alone] == [line.strip() for line in whole.split("\n")]
    code = [line for line in alone if line.strip()]
    assert not code or any(not line.startswith(" ") for line in code)


@given(st.lists(st.text(alphabet="ab ", max_size=12), max_size=5))
def test_indenting_can_be_taken_back(lines):
    assert indented(indented(lines, back=False), back=True) == [
        line if line.strip() else indented([line], back=True)[0] for line in lines
    ]
