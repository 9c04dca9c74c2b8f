"""Free play: names apart from the course, nothing judged or kept, and the way back."""

import asyncio

import pytest

from tutor.events import Recalled, StepOpened
from tutor.progress import StepState

FIRST = "x = nd.arange(12)"


def run(work):
    return asyncio.run(work)


def kinds(session, *wanted):
    return [event for event in session.seen if isinstance(event, wanted)]


@pytest.fixture
def player(session, kernel):
    """A learner who solved the first step, stands at the second, and plays."""
    kernel.passing = {FIRST}

    async def work():
        await session.open()
        await session.submit(FIRST)
        await session.next()
        await session.play()

    run(work())
    session.seen.clear()
    return session


def test_cells_of_play_are_not_judged_and_leave_the_course_as_it_was(player, kernel):
    kernel.passing.add("z = 1")
    assert run(player.submit("z = 1")) is None
    assert player.playing and player.accepted
    course, (lesson, *_) = player.course.id, player.course.ids
    assert player.progress.place(course) == (lesson, "guess")
    assert player.progress.steps(course)[lesson, "first"].status == "done"
    assert player.progress.step(course, lesson, "guess") == StepState()


def test_next_goes_back_to_where_the_learner_left(player):
    assert player.following.id == "guess"
    run(player.next())
    assert not player.playing and player.step.id == "guess"
    assert (kinds(player, StepOpened)[-1].step, kinds(player, StepOpened)[-1].review) == ("guess", False)


def test_what_was_played_is_there_again_on_the_same_day(player, kernel):
    async def work():
        await player.submit("z = 1")
        await player.goto(player.course.ids[0], "first")
        player.seen.clear()
        await player.play()

    run(work())
    assert [event.code for event in kinds(player, Recalled)] == ["z = 1"]
    assert kernel.commands[-1][0] == "replay"


def test_undo_takes_back_a_cell_of_play_and_reset_all_of_them(player):
    async def work():
        await player.submit("z = 1")
        await player.submit("z = 2")
        await player.undo()
        await player.reset("lesson")

    run(work())
    assert player.playing
    run(player.play())
    assert not kinds(player, Recalled)


def test_play_has_no_hints_to_give_and_nothing_to_skip(player):
    player.hint()
    run(player.skip())
    run(player.check())
    assert player.playing and player.state == StepState()


def test_a_kernel_that_dies_in_play_comes_back_there(player, kernel):
    run(player.submit("z = 1"))
    kernel.commands.clear()
    run(player.restart())
    assert [name for name, _ in kernel.commands][:2] == ["begin_lesson", "begin_step"]
    assert player.playing and kernel.commands[-1][0] == "replay"
