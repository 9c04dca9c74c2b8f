"""The tour, on a real kernel: editing, getting around, both languages, small and large screens."""

from __future__ import annotations

import pytest
from tour_learner import Tour

TOUR = Tour()
RESHAPE = ("ndarray-reshape", "row-to-matrix")
WRONG = "X = x.reshape((4, 3))"
RIGHT = "X = x.reshape((3, 4))"


@TOUR.station("ndarray-create", "count-to-eleven", "first start")
async def first_start(learner):
    learner.see("step 1 of 10", "Type your answer here, as Python. Enter runs it.", "No names yet")
    learner.picture("en")
    await learner.press("f8")
    learner.see("创建数组", "F1 帮助", "换行")


@TOUR.station(*RESHAPE, "indent", "brackets", "paste", "copy")
async def editing(learner):
    learner.send("for i in range(2):")
    await learner.press("ctrl+j")
    await learner.type("print(i + 10)")
    learner.see("┊     print(i + 10)")
    assert learner.app.prompt.matching_bracket_location == (1, 9)
    await learner.press("f5")
    learner.see("      10", "      11")
    await learner.paste("a = 1\nb = 2\na + b + 30")
    learner.see("      33")
    copied = []
    learner.app.copy_to_clipboard = copied.append
    await learner.type("to_copy")
    await learner.press("shift+home", "ctrl+x")
    assert copied == ["to_copy"]


@TOUR.station(*RESHAPE, "history")
async def history(learner):
    await learner.run("x.shape")
    await learner.run("x.size")
    await learner.press("up", "up")
    assert learner.app.prompt.text == "x.shape"
    await learner.press("ctrl+c", "ctrl+r")
    learner.see("Which line of yours are you looking for?")
    await learner.type("siz")
    learner.picture("search")
    await learner.press("enter")
    assert learner.app.prompt.text == "x.size"


@TOUR.station(*RESHAPE, "hint", "undo", "play on", "why", language="zh")
async def wrong_and_right(learner):
    await learner.run("x[:] = 0")
    await learner.run(WRONG)
    learner.see("✗")
    await learner.press("f3")
    learner.see("提示", "第 1 条")
    learner.picture("hint")
    await learner.press("f6")
    learner.see("撤销")
    await learner.run(RIGHT)
    learner.see("✓", "数据留在原处")


@TOUR.station(*RESHAPE, "solution", "reset")
async def skip_and_reset(learner):
    await learner.press("f4")
    learner.see("the step's solution, run for you", RIGHT)
    learner.picture("skipped")
    await learner.press("ctrl+p")
    await learner.type("begin this step")
    await learner.press("enter")
    learner.see("Begin this step anew?")
    learner.picture("asked")
    await learner.press("enter")
    assert RIGHT not in learner.screen
    for words, question in (
        ("this lesson", "Begin this lesson anew?"),
        ("whole", "Begin the whole course anew?"),
    ):
        await learner.press("ctrl+p")
        await learner.type(words)
        await learner.press("enter")
        learner.see(question)
        await learner.press("enter")
    assert not learner.app.session.progress.steps(learner.app.session.course.id)


@TOUR.station(*RESHAPE, "outline", "jump", "palette", "keys", "themes", "language")
async def around(learner):
    await learner.press("f1")
    learner.see("Ctrl+R", "Ctrl+O", "gives the next hint")
    learner.picture("keys")
    await learner.press("escape", "ctrl+p")
    await learner.type("colours")
    learner.see("Colours: dark, light or none")
    learner.picture("palette")
    await learner.press("enter")
    assert "light" in learner.app.theme
    learner.picture("light")
    await learner.press("f8")
    learner.see("改变形状")
    await learner.press("f8", "ctrl+o")
    learner.see("steps", "Create an array")
    learner.picture("outline")
    await learner.press("slash")
    await learner.type("stack")
    learner.see("Stack two matrices")
    await learner.press("enter")
    assert learner.app.session.lesson.id == "ndarray-operations"


@TOUR.station(*RESHAPE, "free play")
async def free_play(learner):
    await learner.press("ctrl+p")
    await learner.type("free")
    await learner.press("enter")
    learner.see("Nothing here is judged", "No names yet")
    await learner.run("x = nd.ones((2, 3))")
    learner.see("(2, 3)")
    learner.picture("played")
    await learner.press("enter")
    learner.see("A row becomes a matrix", "(12,)")


@TOUR.station(*RESHAPE, "review", due=(("ndarray-create", "count-to-eleven"),))
async def review(learner):
    await learner.press("ctrl+o")
    learner.see("1 to review")
    await learner.press("r")
    learner.see("↻ review", "Twelve numbers in a row")
    learner.picture("asked")
    await learner.solve()
    await learner.press("enter")
    learner.see("A row becomes a matrix")


@TOUR.station(*RESHAPE, "mouse")
async def mouse(learner):
    tabs = learner.screen.splitlines()[2]
    await learner.pilot.click(offset=(tabs.index("graph") + 1, 2))
    await learner.rest()
    learner.see("After backward the recorded graph shows")


@TOUR.station("ndarray-reshape", "matrix-to-tensor", "summary", "review")
async def lesson_end(learner):
    await learner.press("f3")
    await learner.solve()
    learner.see("Change a shape: what you did", "x.shape tells the sizes of the axes.")
    learner.see(
        "8 right at once · 1 after a hint or a mistake", "One of these steps will come back for review"
    )


@TOUR.station("ndarray-operations", "matrix-product", "small", size="80x24")
async def small(learner):
    await learner.solve()
    learner.see("(3, 3)")
    await learner.press("f2")
    learner.see("shapes")


@TOUR.station(*RESHAPE, "too small", size="50x12")
async def too_small(learner):
    learner.see("This terminal is too small", "d2l-tutor repl")


@pytest.mark.parametrize("station", TOUR, ids=lambda station: station.name)
def test_getting_around(station, guide, album):
    guide.visit(station, album)
