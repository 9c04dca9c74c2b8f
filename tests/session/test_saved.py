"""A lesson that is saved while its session is open: the step is shown as it is now."""

import asyncio
from contextlib import contextmanager

import pytest

from tutor.events import Notice, Recalled, StepOpened

LONGEST = 60
FIRST = "x = nd.arange(12)"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("tutor.session.session.PAUSE", 0.01)


@pytest.fixture
def session(make):
    return make(rereads=True)


@contextmanager
def saving(course, id="a-one"):
    """The text of a lesson's file, as a list of one; it is saved afterwards."""
    path = course.folder / f"{id}.yaml"
    texts = [path.read_text()]
    yield texts
    path.write_text(texts[0])


async def heard(session, code):
    """Waits until a notice has been given."""
    async with asyncio.timeout(LONGEST):
        while not any(isinstance(event, Notice) and event.code == code for event in session.seen):
            await asyncio.sleep(0.01)
    await session.check()  # which waits for its turn


def at_work(session, work):
    """Opens the session, lets its watcher look once, does the work, closes."""

    async def whole():
        await session.open()
        await asyncio.sleep(0.05)
        try:
            await work()
        finally:
            await session.close()

    asyncio.run(whole())


def test_the_open_step_is_shown_anew_with_what_was_typed(session, kernel, course):
    async def work():
        await session.submit("x.shape")
        session.seen.clear()
        kernel.commands.clear()
        with saving(course) as texts:
            texts[0] = texts[0].replace("Bind `x`.", "Bind `x` to twelve numbers.")
        await heard(session, "notice.lesson_saved")
        assert session.step.text == "Bind `x` to twelve numbers."

    at_work(session, work)
    shown = [event for event in session.seen if isinstance(event, StepOpened | Recalled)]
    assert [type(event) for event in shown[:2]] == [StepOpened, Recalled]
    assert [name for name, _ in kernel.commands[:2]] == ["begin_lesson", "begin_step"]


def test_a_file_that_is_wrong_is_told_and_the_lesson_stays(session, course):
    async def work():
        with saving(course) as texts:
            texts[0] = texts[0].replace("text: Bind `x`.", "txet: Bind `x`.")
        await heard(session, "notice.lesson_broken")
        assert session.step.text == "Bind `x`."
        with saving(course) as texts:
            texts[0] = texts[0].replace("txet: Bind `x`.", "text: Bind it.")
        await heard(session, "notice.lesson_saved")
        assert session.step.text == "Bind it."

    at_work(session, work)


def test_a_change_further_on_is_there_when_the_learner_comes_to_it(session, kernel, course):
    kernel.passing = {FIRST}

    async def work():
        with saving(course) as texts:
            texts[0] = texts[0].replace("Which shape has `x`?", "And its shape?")
        async with asyncio.timeout(LONGEST):
            while session.lesson.steps[1].text != "And its shape?":
                await asyncio.sleep(0.01)
        await session.submit(FIRST)
        await session.next()
        assert session.step.text == "And its shape?"

    at_work(session, work)
    assert len([event for event in session.seen if isinstance(event, StepOpened)]) == 2


def test_a_step_that_is_gone_leaves_the_learner_at_one_that_is_there(session, kernel, course):
    kernel.passing = {FIRST}

    async def work():
        await session.submit(FIRST)
        await session.next()
        await asyncio.sleep(0.05)
        with saving(course) as texts:
            before, _, rest = texts[0].partition("  - id: guess\n")
            texts[0] = before + "  - id: last" + rest.partition("  - id: last")[2]
        await heard(session, "notice.lesson_saved")
        assert session.step.id == "last"

    at_work(session, work)


def test_a_list_of_lessons_that_is_saved_is_the_course_from_now_on(session, course):
    async def work():
        listed(course, "c-three", "a-one")
        await heard(session, "notice.course_saved")
        assert session.course.ids == ("c-three", "a-one")
        assert session.lesson.id == "a-one", "the learner stays"
        await asyncio.sleep(0.05)
        session.seen.clear()
        listed(course, "a-one", "a-one")
        await heard(session, "notice.course_broken")
        assert session.course.ids == ("c-three", "a-one")

    at_work(session, work)


def test_who_stands_in_a_lesson_that_is_taken_out_of_the_list_goes_to_one_that_is_there(
    session, kernel, course
):
    async def work():
        await session.goto("b-two")
        listed(course, "c-three", "a-one")
        await heard(session, "notice.course_saved")
        assert (session.lesson.id, session.step.id) == ("c-three", "first")

    at_work(session, work)
    assert kernel.named("begin_lesson")[-1][1]["lesson"] == "c-three"


def test_where_there_is_no_list_a_new_file_is_a_new_lesson(session, course):
    async def work():
        text = (course.folder / "a-one.yaml").read_text()
        (course.folder / "d-four.yaml").write_text(text.replace("a-one", "d-four"))
        await heard(session, "notice.course_saved")
        assert session.course.ids[-1] == "d-four"

    at_work(session, work)


def listed(course, *lessons):
    """Saves `course.yaml` with these lessons."""
    text = f"parts:\n  - id: all\n    title: All\n    lessons: [{', '.join(lessons)}]\n"
    (course.folder / "course.yaml").write_text(text)
