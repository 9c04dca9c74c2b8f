"""Spaced review: what was not known at once comes back later, and asking it again harms nothing."""

import asyncio

import pytest

from tutor.events import LessonEnded, Notice, Recalled, StepOpened
from tutor.progress import StepState
from tutor.session.review import DAY, INTERVALS

FIRST, GUESS, LAST = "x = nd.arange(12)", "(12,)", "y = x + 1"
START = 1_000_000.0


def run(work):
    return asyncio.run(work)


def kinds(session, *wanted):
    return [event for event in session.seen if isinstance(event, wanted)]


@pytest.fixture
def clock():
    return [START]


@pytest.fixture
def learner(make, kernel, clock):
    """A learner who needed a hint for the first step, erred at the second and skipped the third."""
    kernel.passing = {FIRST, GUESS, LAST}
    session = make(now=lambda: clock[0])

    async def work():
        await session.open()
        session.hint()
        await session.submit(FIRST)
        await session.next()
        await session.submit("(11,)")
        await session.submit(GUESS)
        await session.next()
        await session.skip()

    run(work())
    session.seen.clear()
    return session


def test_what_was_known_at_once_does_not_come_back(session, kernel):
    kernel.passing = {FIRST}

    async def work():
        await session.open()
        await session.submit("x.shape")
        await session.submit(FIRST)
        await session.review()

    run(work())
    assert not session.reviewing
    assert kinds(session, Notice)[-1].code == "notice.nothing_to_review"


def test_hints_mistakes_and_skips_bring_a_step_back_the_next_day(learner, clock):
    assert learner.due() == []
    run(learner.review())
    assert kinds(learner, Notice) == [Notice(code="notice.nothing_due_today")]
    clock[0] += DAY
    assert learner.due() == [("a-one", "first"), ("a-one", "guess"), ("a-one", "last")]
    assert learner.outline().due == 3


def test_a_review_asks_step_by_step_and_ends_where_the_learner_left(learner, clock, progress, course):
    before = progress.steps(course.id)
    clock[0] += DAY

    async def work():
        await learner.review()
        assert learner.reviewing and not learner.accepted and learner.state == StepState()
        assert learner.following.id == "guess" and not learner.review_ends
        assert (await learner.submit(FIRST)).passed
        await learner.next()
        assert not (await learner.submit("(11,)")).passed
        assert (await learner.submit(GUESS)).passed
        await learner.next()
        await learner.skip()
        assert learner.following.id == "last" and learner.review_ends
        await learner.next()

    run(work())
    opened = kinds(learner, StepOpened)
    assert [(event.step, event.review) for event in opened] == [
        ("first", True),
        ("guess", True),
        ("last", True),
        ("last", False),
    ]
    assert kinds(learner, Notice) == [Notice(code="notice.review_done")]
    assert not learner.reviewing and learner.accepted and learner.step.id == "last"
    assert progress.steps(course.id) == before
    assert not kinds(learner, LessonEnded)
    days = {step: (review.due - clock[0]) / DAY for (_, step), review in progress.reviews(course.id).items()}
    assert {step: round(days[step]) for step in days} == {"first": 3, "guess": 1, "last": 1}


def test_a_question_is_fresh_and_its_cells_are_nobodys_log(learner, clock, kernel, logged):
    before = logged("a-one", "guess")
    clock[0] += DAY
    kernel.commands.clear()

    async def work():
        await learner.review()
        await learner.next()
        assert not kinds(learner, Recalled)
        assert kernel.named("replay")[-1][1]["cells"] == [{"code": FIRST, "accepted": True}]
        await learner.submit("(11,)")
        await learner.undo()

    run(work())
    assert logged("a-one", "guess") == before
    assert learner.state == StepState("begun", attempts=1)


def test_intervals_grow_until_the_step_is_learnt_and_a_mistake_begins_them_again(learner, clock, progress):
    progress.set_review(learner.course.id, "a-one", "guess", None)
    progress.set_review(learner.course.id, "a-one", "last", None)

    def due_in_days(*cells):
        clock[0] += 100 * DAY

        async def work():
            await learner.review()
            for code in cells:
                await learner.submit(code)
            await learner.goto("a-one", "last")

        run(work())
        reviews = progress.reviews(learner.course.id)
        return [round((review.due - clock[0]) / DAY) for review in reviews.values()]

    for days in INTERVALS[1:3]:
        assert due_in_days(FIRST) == [days]
    assert due_in_days("x = 1", FIRST) == [INTERVALS[0]]
    for days in INTERVALS[1:]:
        assert due_in_days(FIRST) == [days]
    assert due_in_days(FIRST) == []


def test_leaving_a_review_leaves_the_question_for_another_day(learner, clock, make, progress, course):
    clock[0] += DAY

    async def work():
        await learner.review()
        await learner.goto("b-two")

    run(work())
    assert not learner.reviewing and learner.lesson.id == "b-two"
    assert len(learner.due()) == 3

    async def quit_in_a_review():
        await learner.review()
        await learner.submit("x = 1")

    run(quit_in_a_review())
    assert progress.place(course.id) == ("b-two", "first")
    session = make()
    run(session.open())
    assert not session.reviewing and session.lesson.id == "b-two"


def test_an_unanswered_question_is_not_asked_twice_in_one_review(learner, clock):
    clock[0] += DAY

    async def work():
        await learner.review()
        for _ in range(3):
            await learner.next()

    run(work())
    assert [event.step for event in kinds(learner, StepOpened)] == ["first", "guess", "last", "last"]
    assert not learner.reviewing and len(learner.due()) == 3


def test_a_restart_of_the_kernel_stays_in_the_review(learner, clock, kernel):
    clock[0] += DAY

    async def work():
        await learner.review()
        await learner.submit("a = 1")
        kernel.commands.clear()
        await learner.restart()

    run(work())
    assert learner.reviewing and learner.step.id == "first"
    assert kernel.named("replay")[-1][1]["cells"] == [{"code": "a = 1", "accepted": False}]


def test_a_question_begun_anew_still_knows_its_mistakes(learner, clock):
    clock[0] += DAY

    async def work():
        await learner.review()
        await learner.submit("x = 1")
        await learner.reset("step")
        assert learner.reviewing and learner.state == StepState(attempts=1)

    run(work())


def test_a_step_begun_anew_in_the_course_does_not_come_back_until_it_is_finished(learner, clock):
    clock[0] += DAY
    run(learner.goto("a-one", "guess"))
    run(learner.reset("step"))
    assert ("a-one", "guess") not in learner.due()
    run(learner.reset("all"))
    assert learner.due() == []


def test_a_step_that_the_course_no_longer_has_is_not_due(learner, clock, progress, course):
    progress.set_review(course.id, "a-one", "gone", progress.reviews(course.id)["a-one", "first"])
    progress.set_review(course.id, "gone", "first", progress.reviews(course.id)["a-one", "first"])
    clock[0] += DAY
    assert learner.due() == [("a-one", "first"), ("a-one", "guess"), ("a-one", "last")]


def test_a_lessons_end_tells_how_each_step_went_and_what_comes_back(learner, kernel):
    run(learner.undo())
    run(learner.submit(LAST))
    (ended,) = kinds(learner, LessonEnded)
    assert [(r.step, r.status, r.attempts, r.hints, r.review) for r in ended.results] == [
        ("first", "done", 0, 1, True),
        ("guess", "done", 1, 0, True),
        ("last", "done", 0, 0, True),
    ]
